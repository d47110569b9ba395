#include "tools/cli/store_session.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>

#include "runtime/store/address.hpp"
#include "runtime/value/instant.hpp"

namespace leadflow::cli {

WorkerLock::~WorkerLock() {
  if (fd_ >= 0) ::close(fd_);
}

bool WorkerLock::take(const std::string& address) {
  std::error_code none;
  if (!address.starts_with("sqlite:") || !store::whyNoPath(address.substr(7)).empty() || std::filesystem::is_directory(address.substr(7), none)) return true;   // opening the store says so
  // A file of its own: closing a second handle of the database itself would drop SQLite's own locks.
  path_ = address.substr(7) + ".lock";
  fd_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd_ < 0) return true;   // a folder that may not be written: opening the store says so
  if (::flock(fd_, LOCK_EX | LOCK_NB) == 0) return true;
  ::close(fd_);
  fd_ = -1;
  return false;
}

bool isExclusive(const std::string& address) { return !address.starts_with("postgres"); }

const TimeZone& StoreSession::zone() const { return world ? world->desk->program().zone() : utcZone(); }

std::shared_ptr<const workflow::World> StoreSession::worldOf(const port::LeadState& lead) {
  if (lead.version == 0) return world;
  auto found = engine->world(lead.version);
  return found ? found : world;
}

int fail(const port::Status& status) { return fail(status.error); }

std::unique_ptr<StoreSession> openStore(const StoreArguments& arguments, Access access, workflow::EngineOptions options) {
  auto session = std::make_unique<StoreSession>();
  if (arguments.store == "memory:") {
    fail("a `memory:` store ends with the command that opened it: there is nothing to look at", "give the store that `leadflow work` writes: sqlite:PATH or postgres:URI");
    return nullptr;
  }
  if (access == Access::Alone && !session->lock.take(arguments.store)) {
    fail("a `leadflow work` runs on `" + arguments.store.substr(7) + "`", "stop it first; an SQLite file has one worker at a time");
    return nullptr;
  }
  store::StoreOptions how;
  how.create = false;
  how.read_only = access == Access::Look;
  session->opened = store::openStore(arguments.store, how);
  if (!session->opened.store) {
    fail(session->opened.error);
    return nullptr;
  }
  if (access == Access::Look)   // all that the command asks is of one instant, also beside a worker; the store ends it
    if (const port::Status status = session->store().beginReading(); !status.ok()) {
      fail(status);
      return nullptr;
    }
  if (access == Access::Look ? !upToDate(session->store(), arguments.store) : !keepUp(session->store(), arguments.store, {})) return nullptr;
  options.exclusive = isExclusive(arguments.store);
  session->salts = workflow::systemSalts();
  session->engine = std::make_unique<workflow::Engine>(session->store(), std::move(options), *session->salts);
  if (const port::Status status = session->engine->resume(); !status.ok()) {
    fail(status);
    return nullptr;
  }
  // Which version is in force goes by the store's own time.
  if (const port::Status status = session->engine->reached(session->reached); !status.ok()) {
    fail(status);
    return nullptr;
  }
  session->world = session->engine->current(readClock());
  if (!session->world) {
    fail("the playbook that the store " + session->store().name() + " holds cannot be read by this version of leadflow");
    return nullptr;
  }
  if (!arguments.now.empty()) {
    if (!parseNow(arguments.now, session->zone(), session->now)) return nullptr;
    return session;
  }
  // A store that was worked in virtual time may be ahead of the clock on the wall.
  session->now = readClock();
  if (!isMissing(session->reached)) session->now = std::max(session->now, session->reached);
  return session;
}

void addStoreOptions(CLI::App& command, StoreArguments& arguments, bool with_now, bool with_format) {
  command.add_option("--store", arguments.store, "Where the leads live: sqlite:PATH or postgres:URI")->required()->type_name("STORE");
  if (with_now) command.add_option("--now", arguments.now, "As of this time (default: the clock)")->type_name("TIME");
  if (with_format) command.add_option("--format", arguments.format, "table (default) or json")->check(CLI::IsMember({"table", "json"}));
}

}  // namespace leadflow::cli
