#include "runtime/ingest/activity_file.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_set>

#include "runtime/ingest/format.hpp"
#include "runtime/ingest/json_record.hpp"

namespace leadflow::ingest {

namespace {

constexpr std::size_t kMostUnread = 1000;

}  // namespace

std::uint64_t ActivityFile::orphans(std::string& first) const {
  std::uint64_t count = 0, line = UINT64_MAX;
  for (const auto& [key, group] : groups_) {
    if (group.claimed) continue;
    count += group.size;
    if (group.line >= line) continue;
    line = group.line;
    first = "`" + std::string(clipped(key)) + "` (line " + std::to_string(line) + ")";
  }
  return count;
}

LeadNames::LeadNames(const LeadSchema& schema) : keyed_(schema.keyField() >= 0) {
  std::int32_t rank = 0;
  for (const char* name : {"lead", "lead_id"}) ranks_.add(name, rank++);
  if (!keyed_) return;
  const bytecode::FieldInfo& key = schema.fields()[static_cast<std::size_t>(schema.keyField())].info();
  for (const std::string& column : key.columns) ranks_.add(column, rank++);
  ranks_.add(key.name, rank);
}

std::string LeadNames::unfit(const std::vector<std::string>& header) const {
  if (!keyed_) return "activities need a lead with a `key` field, so that they find their lead";
  if (header.empty()) return {};
  const auto lacks = [&](ActivityMember wanted) { return std::none_of(header.begin(), header.end(), [&](const std::string& name) { return activityMember(name) == wanted; }); };
  std::string scratch;
  const char* missing = among(header, scratch) < 0 ? "lead" : lacks(ActivityMember::Type) ? "type" : lacks(ActivityMember::At) ? "at" : nullptr;
  return missing == nullptr ? std::string() : std::string("activities need the columns `lead`, `type` and `at`; there is no `") + missing + '`';
}

class ActivityLoader final : JsonHandler {
 public:
  ActivityLoader(const LeadSchema& schema, ActivityFile& file, const ActivityFile::Aside& aside, std::size_t issue_limit)
      : schema_(&schema), file_(&file), aside_(aside), issue_limit_(issue_limit), lead_names_(schema), types_(schema.activities().size()) {
    for (std::size_t i = 0; i < types_.size(); ++i) types_[i].fed.assign(schema.activities()[i].fields.size(), 0);
  }

  void load(Source& source, std::string_view name) {
    file_->error_ = lead_names_.unfit({});
    if (!file_->error_.empty()) return;
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
      record_ = record.bytes;
      record_arena_.reset();
      if (record.state != RecordState::Whole) {
        aside("", "", record.state == RecordState::TooLong ? kTooLong : "the record has no end");
        continue;
      }
      if (csv_) readCsv(record, records.csv()->separator());
      else readJson(record);
    }
    file_->error_ = records.splitter().error();
    if (!file_->error_.empty()) return;
    group();
    findUnfed();
  }

 private:
  void issue(std::string_view place, std::string_view value, std::string_view text) {
    ++file_->problems_;
    if (file_->issues_.size() >= issue_limit_) return;
    file_->issues_.push_back({line_, std::string(place), std::string(clipped(value)), std::string(text)});
  }

  /// An issue that costs the record: `text` goes with it.
  void aside(std::string_view place, std::string_view value, std::string_view text) {
    issue(place, value, text);
    ++file_->rejected_;
    if (!aside_) return;
    const std::string reason = asideReason(value, text);
    Reject reject;
    reject.line = line_;
    reject.reason = reason;
    reject.record = record_;
    aside_(reject);
  }

  void readHeader(const RawRecord& record, char separator) {
    std::vector<RawCell> cells;
    file_->error_ = headerFault(record);
    if (!file_->error_.empty()) return;
    splitCells(record.bytes, separator, cells);
    KeyIndex seen;
    for (const RawCell& cell : cells) {
      const std::string_view text = textOf(record.bytes, cell);
      names_.emplace_back(trim(text));
      repeated_.push_back(!names_.back().empty() && !seen.add(names_.back(), 0));
      if (repeated_.back()) file_->repeated_columns_.push_back(names_.back());
    }
    lead_column_ = static_cast<std::size_t>(lead_names_.among(names_, scratch_));
    file_->error_ = lead_names_.unfit(names_);
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
    bool blank = true;
    std::int32_t lead = -1;
    for (std::size_t i = 0; i < cells_.size() && i < names_.size(); ++i) {
      NamedValue member;
      member.name = names_[i];
      member.value.text = textOf(record.bytes, cells_[i]);
      const bool empty = trim(member.value.text).empty();
      blank = blank && empty;
      if ((empty && i != lead_column_) || repeated_[i]) continue;   // an activity without a lead must not find one in another column
      if (i == lead_column_) lead = static_cast<std::int32_t>(members_.size());
      members_.push_back(member);
    }
    bool more = cells_.size() < names_.size() || (record.recovered && cells_.size() != names_.size());
    for (std::size_t i = names_.size(); i < cells_.size(); ++i) {
      const bool empty = trim(textOf(record.bytes, cells_[i])).empty();
      blank = blank && empty;
      more = more || !empty;
    }
    if (blank) {
      --file_->read_;
      return;
    }
    if (more) return aside("", "", cellCountText(cells_.size(), names_.size(), record.recovered));
    const bool suspect = record.bytes.find('\0') != std::string_view::npos || !isValidUtf8(record.bytes);
    add(members_, items_, lead, suspect);
  }

  // The record itself is the activity: its members are collected and read when it is complete.
  void readJson(const RawRecord& record) {
    members_.clear();
    items_.clear();
    const std::string& error = reader_.read(record.bytes, *this);
    if (!error.empty()) aside("", "", "not a JSON record: " + error);
    else add(members_, items_, lead_names_.among(members_, scratch_), false);
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

  void add(const std::vector<NamedValue>& members, const std::vector<std::string_view>& items, std::int32_t lead_member, bool suspect) {
    const NamedValue* lead = lead_member < 0 ? nullptr : &members[static_cast<std::size_t>(lead_member)];
    const FieldDecoder& key = schema_->fields()[static_cast<std::size_t>(schema_->keyField())];
    Slot slot = kMissing;
    FaultKind fault = FaultKind::ActivityWithoutLead;
    const bool repaired = !csv_ && reader_.repaired();
    const Outcome outcome =
        lead == nullptr ? Outcome::Missing
                        : readValue(key, lead->value, items, repaired, suspect, record_arena_, scratch_, slot, fault);
    if (outcome != Outcome::Known) {
      if (outcome == Outcome::Missing) fault = FaultKind::ActivityWithoutLead;
      return aside(placeOf("lead"), lead == nullptr ? std::string_view() : shownValue(lead->value, record_arena_), faultWords(fault));
    }
    const bool used = readActivity(*schema_, members, items, repaired, suspect, file_->arena_, scratch_, reading_, lead);
    const bytecode::ActivityRow& row = reading_.row;
    for (const ActivityProblem& problem : reading_.problems) {
      const std::string words = file_->issues_.size() < issue_limit_ ? problemWords(*schema_, problem) : std::string(faultWords(problem.kind));
      if (used) issue(placeOf(problem.name), problem.value, words);
      else aside(placeOf(problem.name), problem.value, words);
    }
    if (!used) return;
    Type& type = types_[row.type];
    type.there = true;
    for (std::size_t f = 0; f < type.fed.size(); ++f) type.fed[f] |= reading_.fed[f];
    for (const std::size_t member : reading_.unread)
      if (static_cast<std::int32_t>(member) != lead_member) unread(row.type, members[member].name);
    const std::string_view text = trim(lead->value.text);
    std::string_view id;
    if (!firstTime(text, id)) return;
    const auto [known, added] = leads_.try_emplace(text, static_cast<std::uint32_t>(keys_.size()));
    if (added) {
      keys_.push_back(file_->arena_.copy(text));
      lines_.push_back(line_);
      leads_.erase(known);                       // the text goes with its record: the same by the copy
      leads_.emplace(keys_.back(), static_cast<std::uint32_t>(keys_.size() - 1));
      owners_.push_back(static_cast<std::uint32_t>(keys_.size() - 1));
    } else {
      owners_.push_back(known->second);
    }
    file_->rows_.push_back(row);
    if (!id.empty() && file_->ids_.empty()) file_->ids_.resize(file_->rows_.size() - 1);
    if (!id.empty() || !file_->ids_.empty()) file_->ids_.push_back(id);
  }

  /// False: an activity of the same id was there before, of this lead. `id`: its id, in the file's arena; empty: none.
  bool firstTime(std::string_view lead, std::string_view& id) {
    const ActivityId& said = reading_.id;
    if (!said.said()) return true;
    std::string whole = said.whole(reading_.row.type, reading_.row.at);
    id = file_->arena_.copy(whole);
    whole += '\0' + std::string(lead);
    if (ids_.insert(std::move(whole)).second) return true;
    if (file_->repeated_++ == 0) file_->first_repeated_ = "`" + std::string(clipped(said.text)) + "` (line " + std::to_string(line_) + ")";
    return false;
  }

  /// A column that feeds no activity of the playbook is told as such; any other name with the activity that does not know it.
  void unread(std::uint32_t type, std::string_view name) {
    const auto feeds = [&](const ActivitySchema& activity) { return activity.names.find(name, scratch_) >= 0; };
    const auto& all = schema_->activities();
    const bool nobody = csv_ && std::none_of(all.begin(), all.end(), feeds);
    std::string whole = nobody ? std::string(name.substr(0, 256)) : all[type].info->name + '.' + std::string(name.substr(0, 256));
    const auto known = unread_.find(whole);
    if (known != unread_.end()) {
      ++file_->unread_[known->second].count;
      return;
    }
    if (unread_.size() >= kMostUnread) return;
    std::string near = schema_->nearestField(all[type].info->name + '.' + std::string(name));
    for (std::size_t i = 0; near.empty() && nobody && i < all.size(); ++i) near = schema_->nearestField(all[i].info->name + '.' + std::string(name));
    unread_.emplace(whole, file_->unread_.size());
    file_->unread_.push_back({std::move(whole), std::move(near), 1, line_});
  }

  void findUnfed() {
    for (std::size_t t = 0; t < types_.size(); ++t) {
      if (!types_[t].there) continue;
      const ActivitySchema& activity = schema_->activities()[t];
      if (csv_)   // a column is there, whatever its cells hold
        for (const std::string& name : names_)
          if (const std::int32_t target = activity.names.find(name, scratch_); target >= 0)
            for (const Feed feed : activity.targets[static_cast<std::size_t>(target)]) types_[t].fed[feed.field] = 1;
      for (std::size_t f = 0; f < types_[t].fed.size(); ++f)
        if (types_[t].fed[f] == 0) file_->unfed_.push_back(activity.fields[f].fullName());
    }
  }

  void group() {
    std::vector<ActivityRow>& rows = file_->rows_;
    std::vector<std::uint32_t> order(rows.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      if (owners_[a] != owners_[b]) return owners_[a] < owners_[b];
      if (rows[a].at != rows[b].at) return rows[a].at > rows[b].at;
      return a < b;
    });
    std::vector<ActivityRow> sorted;
    std::vector<std::string_view> ids;
    sorted.reserve(rows.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      sorted.push_back(rows[order[i]]);
      if (!file_->ids_.empty()) ids.push_back(file_->ids_[order[i]]);
      const std::uint32_t owner = owners_[order[i]];
      auto& group = file_->groups_[keys_[owner]];
      if (group.size++ == 0) group.begin = i;
      group.line = lines_[owner];
    }
    rows = std::move(sorted);
    file_->ids_ = std::move(ids);
  }

  using ActivityRow = bytecode::ActivityRow;
  const LeadSchema* schema_;
  ActivityFile* file_;
  const ActivityFile::Aside& aside_;
  std::size_t issue_limit_;
  LeadNames lead_names_;
  JsonRecordReader reader_;
  Arena record_arena_;  ///< what is needed of one record only
  bool csv_ = false;
  std::uint64_t line_ = 0;
  std::string_view record_;                        ///< the one that is read, as it stands
  std::vector<std::string> names_;
  std::vector<bool> repeated_;                     ///< by column: one of that name stands before it
  std::vector<RawCell> cells_;
  std::vector<NamedValue> members_;
  std::vector<std::string_view> items_;
  ActivityReading reading_;
  std::size_t lead_column_ = SIZE_MAX;
  struct Type {
    bool there = false;
    std::vector<std::uint8_t> fed;                 ///< by field
  };
  std::vector<Type> types_;
  std::vector<std::uint32_t> owners_;              ///< by row: index in keys_
  std::vector<std::string_view> keys_;             ///< in the file's arena
  std::vector<std::uint64_t> lines_;               ///< by key: of its first record
  std::unordered_map<std::string_view, std::uint32_t> leads_;
  std::unordered_set<std::string> ids_;
  std::unordered_map<std::string, std::size_t> unread_;
  std::string scratch_;
};

std::unique_ptr<ActivityFile> ActivityFile::load(const LeadSchema& schema, Source& source, std::string_view name, const Aside& aside,
                                                 std::size_t issue_limit) {
  auto file = std::make_unique<ActivityFile>();
  ActivityLoader(schema, *file, aside, issue_limit).load(source, name);
  return file;
}

}  // namespace leadflow::ingest
