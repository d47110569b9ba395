// No form of an address is shown with its password, whatever is wrong with it.
#include <catch2/catch.hpp>

#include "runtime/store/address.hpp"
#include "runtime/store/open.hpp"

using leadflow::store::openStore;
using leadflow::store::shownAddress;
using leadflow::store::withoutSecrets;

TEST_CASE("who connects to what is shown, with which password never") {
  const std::pair<const char*, const char*> forms[] = {
      {"postgres://leads:hunter2@db.example.com:5432/crm?sslmode=require", "postgres://leads@db.example.com:5432/crm?sslmode=require"},
      {"postgres://leads@db/crm", "postgres://leads@db/crm"},
      {"Postgres://weak:hunter2@db/crm", "Postgres://weak@db/crm"},
      {"postgre://weak:hunter2@db", "postgre://weak@db"},
      {"pg://weak:hunter2@db/x", "pg://weak@db/x"},
      {"postgres:postgres://u:hunter2@db/x", "postgres:postgres://u@db/x"},
      {"postgres:host=db user=u password=hunter2", "postgres:host=db user=u password=…"},
      {"postgres:host=db password = hunter2 user=u", "postgres:host=db password=… user=u"},
      {"postgres:host=db password = 'hunter2 with \\' blanks' user=u", "postgres:host=db password=… user=u"},
      {"postgres:password='hunter2 never closed", "postgres:password=…"},
      {"PASSWORD=hunter2 host=db", "PASSWORD=… host=db"},
      {"postgres://db/crm?user=u&password=hunter2", "postgres://db/crm?user=u&password=…"},
      {"postgres://db/crm?user=u&pass%77ord=hunter2", "postgres://db/crm?user=u&pass%77ord=…"},
      {"postgres://u:hunter2/with@signs?in:it@db/crm", "postgres://u@db/crm"},
      {"postgres://u:hunter2", "postgres://u:…"},
      {"postgres:u:hunter2@db/crm", "postgres:u:…@db/crm"},
      {"u:hunter2@db", "u:…@db"},
      {"postgres://u:hunter2@h1:5432,h2:5433/crm", "postgres://u@h1:5432,h2:5433/crm"},
      {"postgres://u:hunter2@[::1]:5432/crm", "postgres://u@[::1]:5432/crm"},
      {"sqlite:leads.db", "sqlite:leads.db"},
      {"sqlite:/data/user=ana/a@b.db", "sqlite:/data/user=ana/a@b.db"},
      {"sqlite://weak:hunter2@db/x", "sqlite:…"},
      {"SQLite:postgres://weak:hunter2@db/x", "sqlite:…"},
      {"sqlite:host=1 password=hunter2", "sqlite:…"},
      {"sqlite:PASSWORD = hunter2", "sqlite:…"},
      {"sqlite:weak:hunter2@db", "sqlite:…"},
      {"memory:", "memory:"},
      {"leads.db", "leads.db"},
  };
  for (const auto& [address, shown] : forms) {
    INFO(address);
    CHECK(shownAddress(address) == shown);
  }
}

TEST_CASE("an address that is none, or that nobody answers at, is refused without its password") {
  leadflow::store::StoreOptions looking;
  looking.create = false;
  for (const char* address : {"Postgres://weak:hunter2@db/crm", "postgre://weak:hunter2@db", "pg://weak:hunter2@db", "PASSWORD=hunter2 host=db", "u:hunter2@db",
                              "postgres://u:hunter2@127.0.0.1:1/crm", "postgres:host=127.0.0.1 port=1 password = hunter2", "postgres://u:hunter2", "sqlite://weak:hunter2@db/x", "sqlite:postgres://weak:hunter2@db/x",
                              "sqlite:Postgres:weak:hunter2@db", "sqlite:host=1 password=hunter2", "sqlite:leads.db password = hunter2", "sqlite:weak:hunter2@db"}) {
    INFO(address);
    const auto opened = openStore(address, looking);
    CHECK(!opened.error.empty());
    CHECK(opened.error.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("a message that quotes a part of an address which it misread says nothing of the password") {
  CHECK(withoutSecrets("could not translate host name \"er2@db\" to address", "postgres://u:hunt@er2@db/crm") == "could not translate host name \"…@db\" to address");
  CHECK(withoutSecrets("invalid port number: \"hunter2\"", "postgres://u:hunter2") == "invalid port number: \"…\"");
  CHECK(withoutSecrets("hunter 2 in clear: hunter 2", "postgres://u:hunter%202@db") == "… in clear: …");
  CHECK(withoutSecrets("nothing of it", "postgres://u:hunter2@db") == "nothing of it");
}

TEST_CASE("behind `sqlite:` stands a path, and a slip is told with the form that was meant") {
  using leadflow::store::whyNoPath;
  for (const char* path : {"leads.db", "/var/lib/leads.db", "///var/lib/leads.db", "a@b.db", "./a:b@c.db", "/data/user=ana/leads.db", "year=2026/leads.db", "a b.db"}) {
    INFO(path);
    CHECK(whyNoPath(path).empty());
  }
  CHECK(whyNoPath("//leads.db").find("`sqlite:leads.db`") != std::string::npos);
  CHECK(whyNoPath("//weak:hunter2@db/x").find("`postgres://user@host/database`") != std::string::npos);
  CHECK(whyNoPath("host=1 password=hunter2").find("`postgres://user@host/database`") != std::string::npos);
}
