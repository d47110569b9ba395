#include "runtime/workflow/table_rows.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>

#include "runtime/decide/live_tables.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/value/json_first.hpp"
#include "runtime/value/json_scan.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::workflow {

using Json = nlohmann::ordered_json;
using Row = port::WorldRows::TableRow;

namespace {

std::string didYouMean(const std::string& word, const std::vector<std::string>& known) {
  const int near = nearest(word, known);
  return near < 0 ? std::string() : "; did you mean `" + known[static_cast<std::size_t>(near)] + "`?";
}

std::vector<std::string> keysOf(const std::vector<Row>& rows, const std::string& table) {
  std::vector<std::string> keys;
  for (const Row& row : rows)
    if (row.table == table && !row.key.empty()) keys.push_back(row.key);
  return keys;
}

/// A row with its columns as the table names them, in any case. Empty, or what is wrong.
std::string byColumn(const bytecode::TableInfo& table, const Json& given, Json& row) {
  const std::string& key = table.columns[table.key].name;
  if (!given.is_object()) return "a row has no `" + key + "`";
  const auto named = given.find(key);
  const std::string place = named != given.end() && named->is_string() ? "row `" + named->get<std::string>() + "`: " : std::string();
  row = Json::object();
  for (const auto& item : given.items()) {
    const std::string& name = item.key();
    const auto column = std::find_if(table.columns.begin(), table.columns.end(), [&](const auto& each) { return normalText(each.name) == normalText(name); });
    if (column == table.columns.end()) {
      std::vector<std::string> columns;
      for (const auto& each : table.columns) columns.push_back(each.name);
      return place + "table `" + table.name + "` has no column `" + name + "`" + didYouMean(name, columns);
    }
    if (row.contains(column->name)) return place + "the row gives `" + column->name + "` twice";
    row[column->name] = item.value();
  }
  return {};
}

}  // namespace

namespace {

/// A number that would be written otherwise once it was read (`1.10`, more digits than a double has) as the text that it is; a cell means
/// the same either way.
std::string numbersAsWritten(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const bool number = c == '-' || (c >= '0' && c <= '9');
    const std::size_t end = c == '"' || number ? json::skipValue(text, at) : at + 1;
    if (end == json::kBad) return std::string(text);
    const std::string part(text.substr(at, end - at));
    if (number && Json::parse(part, nullptr, false).dump() != part) out += '"' + part + '"';
    else out += part;
    at = end;
  }
  return out;
}

}  // namespace

std::string changeTable(std::vector<Row>& rows, const decide::Desk& desk, const port::Event& event) {
  const bytecode::Chunk& chunk = desk.chunk();
  const auto table = std::find_if(chunk.tables.begin(), chunk.tables.end(), [&](const bytecode::TableInfo& each) { return each.live && each.name == event.name; });
  if (table == chunk.tables.end()) {
    std::vector<std::string> known;
    for (const bytecode::TableInfo& each : chunk.tables)
      if (each.live) known.push_back(each.name);
    return "the playbook has no live table `" + event.name + "`" + didYouMean(event.name, known);
  }
  if (table->key >= table->columns.size()) return "the rows of table `" + event.name + "` have no key to be changed by";
  if (!event.value.empty() && event.value != "remove") return "a table's rows are changed, or with `remove` taken out; there is no `" + event.value + "`";
  const Json changes = Json::parse(numbersAsWritten(event.body), nullptr, false);
  if (!changes.is_array()) return "a table's change is a list of rows";
  if (changes.empty()) return "a table's change without a row";
  const std::string& key_name = table->columns[table->key].name;
  std::vector<Row> next = rows, said;
  std::set<std::string> given_keys;
  decide::TableKeys keys(desk, *table);
  std::unordered_map<std::string, std::size_t> places;   // as a playbook finds them: `ACME.example` is the row `acme.example`
  for (std::size_t i = 0; i < next.size(); ++i)
    if (next[i].table == event.name && !next[i].key.empty()) places.emplace(keys.of(next[i].key), i);
  std::vector<bool> removed(next.size(), false);
  std::vector<std::optional<std::string>> again;   // of each row: the column that it gives twice
  json::eachItem(json::bare(event.body), [&](std::string_view row) { again.push_back(json::repeatedName(row)); });
  std::size_t number = 0;
  for (const Json& given : changes) {
    if (number < again.size() && again[number]) return "row " + std::to_string(number + 1) + ": it gives `" + *again[number] + "` twice";
    ++number;
    Json row;
    if (std::string wrong = byColumn(*table, given, row); !wrong.empty()) return wrong;
    const auto named = row.find(key_name);
    if (named == row.end() || named->is_null() || named->is_structured()) return "a row has no `" + key_name + "`";
    const std::string key = named->is_string() ? named->get<std::string>() : named->dump();
    if (key.empty()) return "a row has no `" + key_name + "`";
    if (key.find('\0') != std::string::npos || key.size() > port::kLongestId) return "the `" + key_name + "` of a row holds a NUL character or is longer than " + std::to_string(port::kLongestId) + " bytes";
    const std::string found_by = keys.of(key);
    if (!given_keys.insert(found_by).second) return "there are two rows `" + key + "`";
    said.push_back({event.name, key, row.dump(-1, ' ', false, Json::error_handler_t::replace)});
    const auto at = places.find(found_by);
    if (event.value == "remove") {
      if (at == places.end()) return "table `" + event.name + "` has no row `" + key + "`" + didYouMean(key, keysOf(next, event.name));
      removed[at->second] = true;
    } else if (at == places.end()) {
      next.push_back(said.back());
    } else {
      Row& old = next[at->second];
      Json merged = Json::parse(old.body, nullptr, false);
      if (!merged.is_object()) merged = Json::object();
      for (const auto& [name, value] : row.items())
        if (name != key_name) merged[name] = value;
      old.body = merged.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
  }
  std::size_t place = 0;
  std::erase_if(next, [&](const Row&) { return place < removed.size() && removed[place++]; });
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
