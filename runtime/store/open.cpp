#include "runtime/store/open.hpp"

#include "runtime/store/address.hpp"

namespace leadflow::store {

std::string storeForms() { return "`sqlite:PATH`, `postgres:URI` (postgres://user@host/database) or `memory:`"; }

Opened openStore(const std::string& address, const StoreOptions& options) {
  const auto after = [&](std::string_view form) { return address.substr(form.size()); };
  if (address == "memory:") return openMemory(options);
  if (address.starts_with("memory:")) return {nullptr, nullptr, "`" + shownAddress(address) + "`: `memory:` takes nothing after it"};
  if (address.starts_with("sqlite:")) {
    const std::string path = after("sqlite:");
    if (path.empty()) return {nullptr, nullptr, "`sqlite:` needs a file: `sqlite:leads.db`"};
    if (std::string why = whyNoPath(path); !why.empty()) return {nullptr, nullptr, std::move(why)};
    return openSqlite(path, options);
  }
  if (address.starts_with("postgres://") || address.starts_with("postgresql://")) return openPostgres(address, options);
  if (address.starts_with("postgres:")) {
    const std::string uri = after("postgres:");
    if (uri.empty()) return {nullptr, nullptr, "`postgres:` needs a database: `postgres://user@host/database`"};
    return openPostgres(uri, options);
  }
  return {nullptr, nullptr, "`" + shownAddress(address) + "` is not the address of a store: write " + storeForms()};
}

#ifndef LEADFLOW_POSTGRES
Opened openPostgres(const std::string&, const StoreOptions&) {
  return {nullptr, nullptr, "this leadflow was built without PostgreSQL: use `sqlite:PATH`, or build it with libpqxx"};
}
#endif

}  // namespace leadflow::store
