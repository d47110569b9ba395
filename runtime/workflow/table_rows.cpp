#include "runtime/workflow/table_rows.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/decide/live_tables.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::workflow {

using Json = nlohmann::ordered_json;
using Row = port::WorldRows::TableRow;

std::string changeTable(std::vector<Row>& rows, const decide::Desk& desk, const port::Event& event) {
  const bytecode::Chunk& chunk = desk.chunk();
  const auto table = std::find_if(chunk.tables.begin(), chunk.tables.end(), [&](const bytecode::TableInfo& each) { return each.live && each.name == event.name; });
  if (table == chunk.tables.end()) {
    std::vector<std::string> known;
    for (const bytecode::TableInfo& each : chunk.tables)
      if (each.live) known.push_back(each.name);
    const int near = nearest(event.name, known);
    return "the playbook has no live table `" + event.name + "`" + (near < 0 ? std::string() : "; did you mean `" + known[static_cast<std::size_t>(near)] + "`?");
  }
  if (table->key >= table->columns.size()) return "the rows of table `" + event.name + "` have no key to be changed by";
  if (!event.value.empty() && event.value != "remove") return "a table's rows are changed, or with `remove` taken out; there is no `" + event.value + "`";
  const Json changes = Json::parse(event.body, nullptr, false);
  if (!changes.is_array()) return "a table's change is a list of rows";
  const std::string& key_name = table->columns[table->key].name;
  std::vector<Row> next = rows, said;
  std::string absent;   // what to take out is not there: told where nothing else is
  bool removed = false;
  std::vector<std::string> columns;
  for (const auto& column : table->columns) columns.push_back(column.name);
  for (const Json& row : changes) {
    const auto named = row.is_object() ? row.find(key_name) : row.end();
    if (!row.is_object() || named == row.end() || named->is_null() || named->is_structured()) return "a row has no `" + key_name + "`";
    const std::string key = named->is_string() ? named->get<std::string>() : named->dump();
    if (key.empty()) return "a row has no `" + key_name + "`";
    if (key.find('\0') != std::string::npos || key.size() > port::kLongestId) return "the `" + key_name + "` of a row holds a NUL character or is longer than " + std::to_string(port::kLongestId) + " bytes";
    for (const auto& item : row.items()) {
      const std::string& name = item.key();
      if (std::any_of(columns.begin(), columns.end(), [&](const std::string& column) { return normalText(column) == normalText(name); })) continue;
      const int near = nearest(name, columns);
      return "row `" + key + "`: table `" + event.name + "` has no column `" + name + "`" + (near < 0 ? std::string() : "; did you mean `" + columns[static_cast<std::size_t>(near)] + "`?");
    }
    said.push_back({event.name, key, row.dump(-1, ' ', false, Json::error_handler_t::replace)});
    const auto at = std::find_if(next.begin(), next.end(), [&](const Row& old) { return old.table == event.name && old.key == key; });
    if (event.value == "remove") {
      if (at != next.end()) {
        next.erase(at);
        removed = true;
      } else if (absent.empty()) {
        std::vector<std::string> keys;
        for (const Row& old : next)
          if (old.table == event.name && !old.key.empty()) keys.push_back(old.key);
        const int near = nearest(key, keys);
        absent = "table `" + event.name + "` has no row `" + key + "`" + (near < 0 ? std::string() : "; did you mean `" + keys[static_cast<std::size_t>(near)] + "`?");
      }
    } else if (at == next.end()) {
      next.push_back({event.name, key, row.dump(-1, ' ', false, Json::error_handler_t::replace)});
    } else {
      Json merged = Json::parse(at->body, nullptr, false);
      if (!merged.is_object()) merged = Json::object();
      for (const auto& [name, value] : row.items()) merged[name] = value;
      at->body = merged.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
  }
  if (!removed && !absent.empty()) return absent;
  if (event.value != "remove") {
    std::vector<std::string> issues;
    decide::liveTables(desk, said, &issues);
    if (!issues.empty()) return issues.front();
  }
  const auto ofTable = [&](const Row& row) { return row.table == event.name; };
  const auto marks = [&](const Row& row) { return ofTable(row) && row.key.empty() && row.body.empty(); };
  std::erase_if(next, marks);
  if (std::none_of(next.begin(), next.end(), ofTable)) next.push_back({event.name, {}, {}});
  rows = std::move(next);
  return {};
}

}  // namespace leadflow::workflow
