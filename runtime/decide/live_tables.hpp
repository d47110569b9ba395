// The rows of live tables as a store keeps them, made ready for the machine.
//
//     table accounts live from "accounts.csv" { domain text key, owner rep }
//     { "accounts", "acme.example", {"domain":"acme.example","owner":"ana"} }      one stored row
//
// Columns go by name in any case; values are read as a lead's fields are, so "Germany", "yes" and "2026-03-02" mean what they
// mean there. A value that cannot be read is missing and told; the row goes on. Reps are those of the desk's roster: another
// roster needs the tables anew.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "runtime/decide/desk.hpp"
#include "runtime/port/store.hpp"
#include "runtime/vm/live_table.hpp"

namespace leadflow::decide {

/// Snapshot of the program's live tables. A table with stored rows has these and no others, in their order; one without any
/// keeps the rows compiled in. A stored row with an empty body stands for the table itself: it is there, perhaps empty. Null
/// when no table has stored rows. `issues` receives what could not be read: "accounts acme.example: owner: `zoe` is not in the
/// roster".
std::shared_ptr<const vm::LiveTables> liveTables(const Desk& desk, std::span<const port::WorldRows::TableRow> rows,
                                                 std::vector<std::string>* issues = nullptr);

/// What tells the rows of a table apart: keys by which a playbook finds one row have one text, `Germany` and `DE` of a country.
class TableKeys {
 public:
  TableKeys(const Desk& desk, const bytecode::TableInfo& table);
  ~TableKeys();
  std::string of(const std::string& key);

 private:
  struct Inside;
  std::unique_ptr<Inside> in_;
};

}  // namespace leadflow::decide
