#include "runtime/decide/live_tables.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "runtime/ingest/row_builder.hpp"

namespace leadflow::decide {

using ingest::FaultKind;
using ingest::FieldDecoder;
using ingest::JsonValue;
using Json = nlohmann::json;
using Row = port::WorldRows::TableRow;

namespace {

/// Reads the rows of one table. Columns are fields without ranges or texts for "nothing".
class TableReader {
 public:
  TableReader(const Desk& desk, const ingest::RepTable& reps, const bytecode::TableInfo& table, std::vector<std::string>* issues)
      : table_(table), issues_(issues) {
    context_.chunk = &desk.chunk();
    context_.symbols = &desk.program().symbols();
    context_.zone = &desk.program().zone();
    context_.reps = &reps;
    infos_.resize(table.columns.size());
    decoders_.reserve(table.columns.size());
    for (std::size_t i = 0; i < infos_.size(); ++i) {
      infos_[i].name = table.columns[i].name;
      infos_[i].type = table.columns[i].type;
      decoders_.emplace_back(context_, infos_[i], infos_[i].name, kMissing);
      columns_.emplace(normalText(infos_[i].name), i);
    }
  }
  TableReader(const TableReader&) = delete;
  TableReader& operator=(const TableReader&) = delete;

  void read(const Row& row) {
    if (row.body.empty()) return;
    const Json body = Json::parse(row.body, nullptr, false);
    if (!body.is_object()) {
      tell(row, "the row is no object");
      return;
    }
    const std::size_t begin = cells_.size();
    cells_.resize(begin + decoders_.size(), kMissing);
    for (const auto& [name, value] : body.items())
      if (const auto column = columns_.find(normalText(name)); column != columns_.end()) cells_[begin + column->second] = slotOf(row, column->second, value);
    if (table_.key == bytecode::kAny || !isMissing(cells_[begin + table_.key])) return;
    cells_.resize(begin);  // a row that nothing can find
    tell(row, "the row has no key");
  }

  /// Empty: no key can be read.
  std::string keyOf(const std::string& text) {
    if (table_.key == bytecode::kAny) return {};
    const Slot slot = slotOf({table_.name, text, {}}, table_.key, Json(text));
    if (isMissing(slot)) return {};
    return isTextual(table_.columns[table_.key].type.kind) ? std::string(textOf(slot)->foldedText()) : std::to_string(slot);
  }

  std::shared_ptr<const vm::LiveTable> finish() { return std::make_shared<const vm::LiveTable>(table_, std::move(arena_), std::move(cells_)); }

 private:
  void tell(const Row& row, const std::string& what) {
    if (issues_ != nullptr) issues_->push_back(row.table + " " + row.key + ": " + what);
  }

  Slot slotOf(const Row& row, std::size_t column, const Json& json) {
    JsonValue value;
    std::string text;
    std::vector<std::string> words;
    std::vector<std::string_view> items;
    if (json.is_string()) {
      text = json.get<std::string>();
    } else if (json.is_null()) {
      value.kind = JsonValue::Kind::Null;
    } else if (json.is_array()) {
      value.kind = JsonValue::Kind::Items;
      for (const Json& item : json) {
        if (item.is_structured()) value.kind = JsonValue::Kind::Nested;
        words.push_back(item.is_string() ? item.get<std::string>() : item.dump());
      }
      items.assign(words.begin(), words.end());
      value.items_end = static_cast<std::uint32_t>(items.size());
    } else {
      value.kind = json.is_object() ? JsonValue::Kind::Nested : JsonValue::Kind::Scalar;
    }
    if (!json.is_string()) text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    value.text = text;
    Slot slot = kMissing;
    FaultKind fault{};
    const FieldDecoder& decoder = decoders_[column];
    if (ingest::readValue(decoder, value, items, false, true, arena_, scratch_, slot, fault) != ingest::Outcome::Bad) return slot;
    ingest::ValueIssue issue;
    const std::string near = fault == FaultKind::UnknownValue || fault == FaultKind::NotACountry || fault == FaultKind::UnknownRep ? decoder.nearestKnown(text) : std::string();
    issue.kind = fault;
    issue.value = ingest::clipped(text);
    issue.nearest = near;
    tell(row, decoder.fullName() + ": " + ingest::issueText(issue));
    return kMissing;
  }

  const bytecode::TableInfo& table_;
  std::vector<std::string>* issues_;
  ingest::DecodeContext context_;
  std::vector<bytecode::FieldInfo> infos_;
  std::vector<FieldDecoder> decoders_;
  std::map<std::string, std::size_t> columns_;  ///< by folded name
  Arena arena_;
  std::vector<Slot> cells_;
  std::string scratch_;
};

}  // namespace

std::shared_ptr<const vm::LiveTables> liveTables(const Desk& desk, std::span<const Row> rows, std::vector<std::string>* issues) {
  const auto& tables = desk.chunk().tables;
  const ingest::RepTable reps(desk.people().reps());
  std::vector<std::unique_ptr<TableReader>> readers(tables.size());
  std::map<std::string_view, std::size_t> by_name;
  for (std::size_t t = 0; t < tables.size(); ++t)
    if (tables[t].live) by_name.emplace(tables[t].name, t);
  bool any = false;
  for (const Row& row : rows) {
    const auto table = by_name.find(row.table);
    if (table == by_name.end()) continue;  // another version's
    auto& reader = readers[table->second];
    if (!reader) reader = std::make_unique<TableReader>(desk, reps, tables[table->second], issues);
    reader->read(row);
    any = true;
  }
  if (!any) return nullptr;
  std::vector<std::shared_ptr<const vm::LiveTable>> made(tables.size());
  for (std::size_t t = 0; t < tables.size(); ++t)
    if (readers[t]) made[t] = readers[t]->finish();
  return std::make_shared<const vm::LiveTables>(std::move(made));
}

struct TableKeys::Inside {
  Inside(const Desk& desk, const bytecode::TableInfo& table) : reps(desk.people().reps()), reader(desk, reps, table, nullptr) {}
  ingest::RepTable reps;
  TableReader reader;
};

TableKeys::TableKeys(const Desk& desk, const bytecode::TableInfo& table) : in_(std::make_unique<Inside>(desk, table)) {}
TableKeys::~TableKeys() = default;

std::string TableKeys::of(const std::string& key) {
  std::string text = in_->reader.keyOf(key);
  return text.empty() ? '\0' + normalText(key) : text;   // what cannot be read is the row of nobody else
}

}  // namespace leadflow::decide
