#include "runtime/ingest/activity_file.hpp"

#include <algorithm>
#include <numeric>

#include "runtime/ingest/format.hpp"
#include "runtime/ingest/json_record.hpp"

namespace leadflow::ingest {

class ActivityLoader final : JsonHandler {
 public:
  ActivityLoader(const LeadSchema& schema, ActivityFile& file, std::size_t issue_limit)
      : schema_(&schema), file_(&file), issue_limit_(issue_limit) {
    std::string scratch;
    for (const char* name : {"lead", "lead_id"}) lead_names_.add(name, 0);
    if (schema.keyField() < 0) return;
    const bytecode::FieldInfo& key = schema.fields()[static_cast<std::size_t>(schema.keyField())].info();
    lead_names_.add(key.name, 0);
    for (const std::string& column : key.columns) lead_names_.add(column, 0);
  }

  void load(Source& source, std::string_view name) {
    if (schema_->keyField() < 0) {
      file_->error_ = "activities need a lead with a `key` field, so that they find their lead";
      return;
    }
    OpenedRecords records(source, Format::Auto, name);
    csv_ = records.csv() != nullptr;
    RawRecord record;
    while (records.splitter().next(record)) {
      if (csv_ && names_.empty()) {
        readHeader(record, records.csv()->separator());
        if (!file_->error_.empty()) return;
        continue;
      }
      ++file_->read_;
      line_ = record.line;
      record_arena_.reset();
      if (record.state != RecordState::Whole) {
        issue("", "", record.state == RecordState::TooLong ? "the record is longer than 16 MiB" : "the record has no end");
        continue;
      }
      if (csv_) readCsv(record, records.csv()->separator());
      else readJson(record);
    }
    file_->error_ = records.splitter().error();
    if (!file_->error_.empty()) return;
    group();
  }

 private:
  void issue(std::string_view place, std::string_view value, std::string_view text) {
    ++file_->problems_;
    if (file_->issues_.size() >= issue_limit_) return;
    file_->issues_.push_back({line_, std::string(place), std::string(clipped(value)), std::string(text)});
  }

  void readHeader(const RawRecord& record, char separator) {
    std::vector<RawCell> cells;
    if (record.state != RecordState::Whole) {
      file_->error_ = "the header has no end";
      return;
    }
    splitCells(record.bytes, separator, cells);
    bool lead = false, type = false, at = false;
    for (const RawCell& cell : cells) {
      const std::string_view text = textOf(record.bytes, cell);
      names_.emplace_back(trim(text));
      const std::string key = enumKey(text);
      lead = lead || lead_names_.find(text, scratch_) >= 0;
      type = type || key == "type";
      at = at || key == "at";
    }
    if (!lead || !type || !at) {
      file_->error_ = "activities need the columns `lead`, `type` and `at`; there is no `";
      file_->error_ += !lead ? "lead" : !type ? "type" : "at";
      file_->error_ += '`';
    }
  }

  std::string_view textOf(std::string_view record, const RawCell& cell) {
    if (!cell.escaped) return record.substr(cell.begin, cell.size);
    auto* room = static_cast<char*>(record_arena_.allocate(cell.size, 1));
    return {room, unescapeCell(record, cell, room)};
  }

  void readCsv(const RawRecord& record, char separator) {
    splitCells(record.bytes, separator, cells_);
    members_.clear();
    items_.clear();
    for (std::size_t i = 0; i < cells_.size() && i < names_.size(); ++i) {
      NamedValue member;
      member.name = names_[i];
      member.value.text = textOf(record.bytes, cells_[i]);
      if (!trim(member.value.text).empty()) members_.push_back(member);
    }
    if (members_.empty()) {
      --file_->read_;
      return;
    }
    const bool suspect = record.bytes.find('\0') != std::string_view::npos || !isValidUtf8(record.bytes);
    add(members_, items_, suspect);
  }

  // The record itself is the activity: its members are collected and read when it is complete.
  void readJson(const RawRecord& record) {
    members_.clear();
    items_.clear();
    const std::string& error = reader_.read(record.bytes, *this);
    if (!error.empty()) issue("", record.bytes, "not a JSON record: " + error);
    else add(members_, items_, false);
  }
  Want name(std::string_view name, std::size_t) override {
    NamedValue member;
    member.name = name;
    members_.push_back(member);
    return Want::Value;
  }
  void value(const JsonValue& value, const std::vector<std::string_view>& items) override {
    JsonValue& kept = members_.back().value;
    kept = value;
    kept.items_begin = static_cast<std::uint32_t>(items_.size());
    items_.insert(items_.end(), items.begin() + value.items_begin, items.begin() + value.items_end);
    kept.items_end = static_cast<std::uint32_t>(items_.size());
  }
  void activity(const std::vector<NamedValue>*, const JsonValue&, const std::vector<std::string_view>&, std::size_t) override {}

  std::string placeOf(std::string_view name) const {
    const std::size_t dot = name.rfind('.');
    if (dot != std::string_view::npos) name.remove_prefix(dot + 1);
    return csv_ ? "column `" + std::string(name) + "`" : "/" + std::string(name);
  }

  void add(const std::vector<NamedValue>& members, const std::vector<std::string_view>& items, bool suspect) {
    const NamedValue* lead = nullptr;
    for (const NamedValue& member : members)
      if (lead == nullptr && lead_names_.find(member.name, scratch_) >= 0) lead = &member;
    const FieldDecoder& key = schema_->fields()[static_cast<std::size_t>(schema_->keyField())];
    Slot slot = kMissing;
    FaultKind fault = FaultKind::ActivityWithoutLead;
    const bool repaired = !csv_ && reader_.repaired();
    const Outcome outcome =
        lead == nullptr ? Outcome::Missing
                        : readValue(key, lead->value, items, repaired, suspect, record_arena_, scratch_, slot, fault);
    if (outcome != Outcome::Known) {
      if (outcome == Outcome::Missing) fault = FaultKind::ActivityWithoutLead;
      return issue(placeOf("lead"), lead == nullptr ? std::string_view() : lead->value.text, faultWords(fault));
    }
    bytecode::ActivityRow row;
    const bool used = readActivity(*schema_, members, items, repaired, suspect, file_->arena_, scratch_, row, problems_);
    for (const ActivityProblem& problem : problems_) {
      std::string words(faultWords(problem.kind));
      if (problem.kind == FaultKind::UnknownActivity && file_->issues_.size() < issue_limit_) {
        const std::string near = schema_->nearestActivity(problem.value);
        if (!near.empty()) words += "; did you mean `" + near + "`?";
      }
      issue(placeOf(problem.name), problem.value, words);
    }
    if (!used) return;
    file_->rows_.push_back(row);
    hashes_.push_back(schema_->keyHash(slot));
  }

  void group() {
    std::vector<ActivityRow>& rows = file_->rows_;
    std::vector<std::uint32_t> order(rows.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      if (hashes_[a] != hashes_[b]) return hashes_[a] < hashes_[b];
      if (rows[a].at != rows[b].at) return rows[a].at > rows[b].at;
      return a < b;
    });
    std::vector<ActivityRow> sorted;
    sorted.reserve(rows.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      sorted.push_back(rows[order[i]]);
      auto& group = file_->groups_[hashes_[order[i]]];
      if (group.size++ == 0) group.begin = i;
    }
    rows = std::move(sorted);
  }

  using ActivityRow = bytecode::ActivityRow;
  const LeadSchema* schema_;
  ActivityFile* file_;
  std::size_t issue_limit_;
  KeyIndex lead_names_;
  JsonRecordReader reader_;
  Arena record_arena_;  ///< what is needed of one record only
  bool csv_ = false;
  std::uint64_t line_ = 0;
  std::vector<std::string> names_;
  std::vector<RawCell> cells_;
  std::vector<NamedValue> members_;
  std::vector<std::string_view> items_;
  std::vector<ActivityProblem> problems_;
  std::vector<std::uint64_t> hashes_;
  std::string scratch_;
};

std::unique_ptr<ActivityFile> ActivityFile::load(const LeadSchema& schema, Source& source, std::string_view name,
                                                 std::size_t issue_limit) {
  auto file = std::make_unique<ActivityFile>();
  ActivityLoader(schema, *file, issue_limit).load(source, name);
  return file;
}

}  // namespace leadflow::ingest
