#include "runtime/ingest/row_builder.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "runtime/ingest/activity_file.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/port/lead_state.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_scan.hpp"

namespace leadflow::ingest {

std::string_view clipped(std::string_view value) {
  if (value.size() <= kShownValueBytes) return value;
  std::size_t end = kShownValueBytes;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) --end;
  return value.substr(0, end);
}

Outcome readValue(const FieldDecoder& decoder, const JsonValue& value, const std::vector<std::string_view>& items, bool repaired,
                  bool suspect, Arena& arena, std::string& scratch, Slot& slot, FaultKind& fault) {
  slot = kMissing;
  const auto bad = [&](FaultKind why) {
    fault = why;
    return Outcome::Bad;
  };
  switch (value.kind) {
    case JsonValue::Kind::Null: return Outcome::Missing;
    case JsonValue::Kind::Nested: return bad(FaultKind::Nested);
    case JsonValue::Kind::BadEscape: return bad(FaultKind::BadEscape);
    case JsonValue::Kind::Items: {
      if (decoder.info().type.kind != TypeKind::EnumSet) return bad(FaultKind::Nested);
      const auto some = std::span(items).subspan(value.items_begin, value.items_end - value.items_begin);
      return decoder.decodeItems(some, scratch, slot, fault);
    }
    case JsonValue::Kind::Text:
    case JsonValue::Kind::Scalar: break;
  }
  // The bytes were replaced before the record was read: a mark of that in a value stands for bytes that are not UTF-8.
  if (repaired && value.text.find("\xEF\xBF\xBD") != std::string_view::npos) return bad(FaultKind::NotUtf8);
  return decoder.decode(value.text, arena, scratch, suspect || value.escaped, slot, fault);
}

std::string_view shownValue(const JsonValue& value, Arena& arena) { return value.kind == JsonValue::Kind::Items ? arena.copy(json::tight(value.text)) : value.text; }

std::string nearestTo(const FieldDecoder& decoder, const JsonValue& value, const std::vector<std::string_view>& items) {
  if (value.kind != JsonValue::Kind::Items) return decoder.nearestKnown(value.text);
  return decoder.nearestKnown(std::span(items).subspan(value.items_begin, value.items_end - value.items_begin));
}

std::string saidText(const FieldDecoder& decoder, const JsonValue& value, const std::vector<std::string_view>& items, std::string& scratch) {
  std::string text;
  switch (value.kind) {
    case JsonValue::Kind::Null: break;
    case JsonValue::Kind::Items:
      for (std::uint32_t i = value.items_begin; i < value.items_end; ++i) text.append("\x1F").append(trim(items[i]));
      break;
    case JsonValue::Kind::Nested: return "{}";
    case JsonValue::Kind::BadEscape:
    case JsonValue::Kind::Text:
    case JsonValue::Kind::Scalar:
      if (!decoder.saysNothing(value.text, scratch)) text = trim(value.text);
  }
  return text;
}

namespace {

constexpr std::size_t kMostUnreadNames = 1000;

bool named(std::string_view name, std::string_view lower) {
  if (name.size() != lower.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c) != lower[i]) return false;
  }
  return true;
}

/// Somebody outside may have done it; that nobody of the roster is called so is told.
bool isStranger(const LeadSchema& schema, const JsonValue& by) {
  if (by.kind != JsonValue::Kind::Text && by.kind != JsonValue::Kind::Scalar) return false;
  const std::string_view text = trim(by.text);
  return !text.empty() && text != port::kAutomation && schema.reps() != nullptr && !schema.reps()->knows(text);
}

std::string nearestOf(const LeadSchema& schema, const ActivityProblem& problem) {
  if (problem.kind == FaultKind::UnknownActivity) return schema.nearestActivity(problem.value);
  return problem.kind == FaultKind::UnknownRep && problem.name == "by" ? schema.nearestRep(problem.value) : std::string();
}

}  // namespace

bool readActivity(const LeadSchema& schema, const std::vector<NamedValue>& members, const std::vector<std::string_view>& items,
                  bool repaired, bool suspect, Arena& arena, std::string& scratch, ActivityReading& reading, const NamedValue* lead) {
  std::vector<ActivityProblem>& problems = reading.problems;
  bytecode::ActivityRow& row = reading.row;
  problems.clear();
  reading.unread.clear();
  reading.id = {};
  reading.by = {};
  const NamedValue* type = nullptr;
  const NamedValue* at = nullptr;
  for (const NamedValue& member : members) {
    if (type == nullptr && named(member.name, "type")) type = &member;
    else if (at == nullptr && named(member.name, "at")) at = &member;
  }
  if (type == nullptr || type->value.kind != JsonValue::Kind::Text) {
    problems.push_back({FaultKind::NotAnActivity, type == nullptr ? std::string_view() : shownValue(type->value, arena), "type"});
    return false;
  }
  const int index = schema.findActivity(type->value.text, scratch);
  if (index < 0) {
    problems.push_back({FaultKind::UnknownActivity, type->value.text, "type"});
    return false;
  }
  if (at == nullptr || at->value.kind == JsonValue::Kind::Null || trim(at->value.text).empty()) {
    problems.push_back({FaultKind::ActivityWithoutTime, type->value.text, "at"});
    return false;
  }
  const std::string_view at_text = at->value.text;
  const bool readable = (at->value.kind == JsonValue::Kind::Text || at->value.kind == JsonValue::Kind::Scalar) && at_text.size() <= 256;
  const auto instant = readable ? parseInstant(at_text, schema.zone(), "") : std::nullopt;
  if (!instant || !isTimeOfEvents(*instant)) {
    problems.push_back({instant ? FaultKind::NoTimeOfEvents : FaultKind::NotAnInstant, shownValue(at->value, arena), "at"});
    return false;
  }
  row.at = *instant;
  row.type = static_cast<std::uint32_t>(index);
  row.fields = nullptr;

  const ActivitySchema& activity = schema.activities()[static_cast<std::size_t>(index)];
  const std::size_t count = activity.fields.size();
  Slot* fields = arena.makeArray<Slot>(count);
  std::fill_n(fields, count, kMissing);
  static thread_local std::vector<std::uint16_t> ranks;
  ranks.assign(count, 0xFFFF);
  reading.fed.assign(count, 0);
  const auto leftOut = [&](FaultKind why, std::string_view value, ActivityMember member) {
    problems.assign(1, {why, value, activityMemberName(member)});
    reading.unread.clear();
    return false;
  };
  unsigned said = 1U << static_cast<unsigned>(ActivityMember::Type) | 1U << static_cast<unsigned>(ActivityMember::At);
  for (const NamedValue& member : members) {
    if (&member == type || &member == at || &member == lead) continue;
    const std::int32_t target = activity.names.find(member.name, scratch);
    if (target < 0) {
      const ActivityMember says = activityMember(member.name);
      if (says == ActivityMember::Field) {
        reading.unread.push_back(static_cast<std::size_t>(&member - members.data()));
        continue;
      }
      const unsigned bit = 1U << static_cast<unsigned>(says);
      if ((std::exchange(said, said | bit) & bit) != 0) problems.push_back({FaultKind::RepeatedName, shownValue(member.value, arena), activityMemberName(says)});
      else if (says != ActivityMember::By) reading.id.offer(says, member.value, repaired);
      else if (const auto why = textFault(member.value, repaired)) return leftOut(*why, shownValue(member.value, arena), says);
      else if (member.value.kind != JsonValue::Kind::Null) {
        reading.by = trim(member.value.text);
        if (isStranger(schema, member.value)) problems.push_back({FaultKind::UnknownRep, reading.by, "by"});
      }
      continue;
    }
    for (const Feed feed : activity.targets[static_cast<std::size_t>(target)]) {
      const FieldDecoder& decoder = activity.fields[feed.field];
      if (feed.rank == ranks[feed.field]) problems.push_back({FaultKind::RepeatedName, shownValue(member.value, arena), decoder.fullName(), feed.field});
      if (feed.rank >= ranks[feed.field]) continue;
      ranks[feed.field] = feed.rank;
      FaultKind fault{};
      const Outcome outcome = readValue(decoder, member.value, items, repaired, suspect, arena, scratch, fields[feed.field], fault);
      reading.fed[feed.field] |= static_cast<std::uint8_t>(outcome != Outcome::Missing);
      if (outcome == Outcome::Bad) problems.push_back({fault, shownValue(member.value, arena), decoder.fullName(), feed.field});
    }
  }
  if (reading.id.fault) return leftOut(*reading.id.fault, reading.id.text, reading.id.member);
  for (std::size_t i = 0; i < count; ++i)
    if (isMissing(fields[i])) fields[i] = activity.fields[i].fallback();
  row.fields = fields;
  return true;
}

ActivityMember activityMember(std::string_view name) {
  using enum ActivityMember;
  const auto one = [&](ActivityMember member) { return named(name, activityMemberName(member)) ? member : Field; };
  switch (name.empty() ? '\0' : name.front() | 0x20) {   // asked of every member of every activity: by its first letter
    case 'a': return one(At);
    case 'b': return one(By);
    case 'e': return name.size() == activityMemberName(Id).size() ? one(Id) : one(EventId);
    case 'i': return one(OwnId);
    case 't': return one(Type);
    default: return Field;
  }
}

std::string_view activityMemberName(ActivityMember member) {
  switch (member) {
    case ActivityMember::Field: return {};
    case ActivityMember::Type: return "type";
    case ActivityMember::At: return "at";
    case ActivityMember::By: return "by";
    case ActivityMember::Id: return "event";
    case ActivityMember::EventId: return "event_id";
    case ActivityMember::OwnId: return "id";
  }
  return {};
}

std::optional<FaultKind> textFault(const JsonValue& value, bool repaired) {
  const std::string_view text = value.text;
  switch (value.kind) {
    case JsonValue::Kind::Null: return {};
    case JsonValue::Kind::BadEscape: return FaultKind::BadEscape;
    case JsonValue::Kind::Scalar: return text == "true" || text == "false" ? std::optional(FaultKind::NotAText) : std::nullopt;
    case JsonValue::Kind::Items:
    case JsonValue::Kind::Nested: return FaultKind::NotAText;
    case JsonValue::Kind::Text: break;
  }
  if (text.find('\0') != std::string_view::npos) return FaultKind::NotText;
  return !isValidUtf8(text) || (repaired && text.find("\xEF\xBF\xBD") != std::string_view::npos) ? std::optional(FaultKind::NotUtf8) : std::nullopt;
}

std::optional<FaultKind> idFault(std::string_view text) {
  static_assert(port::kLongestId == 512 && port::kOwnIds == "leadflow:", "so say the words of LongId and OwnId");
  if (text.starts_with(port::kOwnIds)) return FaultKind::OwnId;
  return text.size() > port::kLongestId ? std::optional(FaultKind::LongId) : std::nullopt;
}

void ActivityId::offer(ActivityMember says, const JsonValue& value, bool repaired) {
  const std::string_view whole = value.kind == JsonValue::Kind::Null ? std::string_view() : trim(value.text);
  const unsigned bit = 1U << static_cast<unsigned>(says);
  const bool again = (std::exchange(offered, offered | bit) & bit) != 0;
  if (says < ActivityMember::Id || again || whole.empty() || (said() && says >= member)) return;
  member = says;
  text = value.kind == JsonValue::Kind::Items ? json::tight(whole) : std::string(whole);   // as shownValue
  fault = textFault(value, repaired);
  if (!fault) fault = idFault(text);
}

std::string ActivityId::whole(std::uint32_t type, std::int64_t at) const {
  return member == ActivityMember::OwnId ? text + '\0' + std::to_string(type) + '/' + std::to_string(at) : text;
}

bool isTimeOfEvents(std::int64_t instant) {
  constexpr std::int64_t kYear2100 = 4'102'444'800'000;
  return instant >= 0 && instant < kYear2100;
}

std::size_t faultCounters(const LeadSchema& schema) {
  std::size_t count = schema.fields().size() + 3;
  for (const ActivitySchema& activity : schema.activities()) count += activity.fields.size();
  return count;
}

std::string problemWords(const LeadSchema& schema, const ActivityProblem& problem) {
  std::string words(faultWords(problem.kind));
  const std::string near = nearestOf(schema, problem);
  return near.empty() ? words : words + "; did you mean `" + near + "`?";
}

std::string asideReason(std::string_view value, std::string_view words) {
  return (value.empty() ? std::string() : '`' + std::string(clipped(value)) + "` ") + std::string(words);
}

RowBuilder::RowBuilder(const LeadSchema& schema, const ActivityFile* activity_file)
    : schema_(&schema), activity_file_(activity_file), outcomes_(schema.fields().size()) {
  std::size_t next = schema.fields().size() + 3;
  for (const ActivitySchema& activity : schema.activities()) {
    activity_counters_.push_back(next);
    next += activity.fields.size();
  }
}

void RowBuilder::beginBatch(Batch& batch) {
  batch_ = &batch;
  batch.clearDecoded();
  const std::size_t fields = schema_->fields().size();
  // Rows point into `slots`, so it must not move while the batch fills.
  if (batch.slots.size() < batch.records.size() * fields) batch.slots.resize(batch.records.size() * fields);
  batch.bad_values.assign(faultCounters(*schema_), 0);
  batch.fed.assign(fields, 0);
  row_ = batch.slots.data();
}

void RowBuilder::beginRecord(std::size_t record_index, bool suspect) {
  record_index_ = record_index;
  record_ = &batch_->records[record_index];
  suspect_ = suspect;
  repaired = false;
  any_known_ = false;
  std::fill_n(row_, outcomes_.size(), kMissing);
  std::fill(outcomes_.begin(), outcomes_.end(), Outcome::Absent);
  bad_here_.clear();
  zone_places_.clear();
  issues_before_ = batch_->issues.size();
  key_text_ = {};
  activities_.clear();
  activity_ids_.clear();
}

void RowBuilder::unread(std::string_view name) {
  if (unread_told_.size() >= kMostUnreadNames || !unread_told_.emplace(name).second) return;
  batch_->unread_names.push_back(batch_->arena.copy(name));
}

void RowBuilder::reject(RejectKind kind, std::string_view reason) {
  batch_->issues.resize(issues_before_);
  Reject rejected;
  rejected.line = record_->line;
  rejected.index = static_cast<std::uint32_t>(record_index_);
  rejected.kind = kind;
  rejected.key = key_text_;
  rejected.reason = batch_->arena.copy(reason);
  rejected.record = batch_->bytesOf(*record_);
  batch_->rejects.push_back(rejected);
}

ValueIssue* RowBuilder::addIssue(std::size_t counter, FaultKind kind, std::string_view value, std::string_view field_name,
                                 const Locator& where) {
  bad_here_.push_back({counter, kind, value});
  if (batch_->issues.size() >= batch_->issue_room) return nullptr;
  ValueIssue& issue = batch_->issues.emplace_back();
  issue.line = record_->line;
  issue.record = static_cast<std::uint32_t>(record_index_);
  issue.kind = kind;
  issue.counter = counter;
  issue.field_name = batch_->arena.copy(field_name);
  issue.value = batch_->arena.copy(clipped(value));
  where.locate(issue, batch_->arena);
  return &issue;
}

void RowBuilder::feed(std::uint16_t field, const JsonValue& value, const std::vector<std::string_view>& items,
                      const Locator& where) {
  const FieldDecoder& decoder = schema_->fields()[field];
  FaultKind fault{};
  const Outcome outcome = readValue(decoder, value, items, repaired, suspect_, batch_->arena, scratch_, row_[field], fault);
  outcomes_[field] = outcome;
  if (outcome == Outcome::Missing) return;
  any_known_ = true;
  batch_->fed[field] = 1;
  if (static_cast<int>(field) == schema_->keyField()) {
    const bool known = outcome == Outcome::Known;
    key_text_ = known && isTextual(decoder.info().type.kind) ? textOf(row_[field])->rawText()
                                                             : batch_->arena.copy(trim(known ? value.text : clipped(value.text)));
  }
  if (outcome == Outcome::Known && schema_->leadZone().mayFail(field, row_[field])) {
    ValueIssue& place = zone_places_.emplace_back();
    place.line = record_->line;
    place.field = field;
    where.locate(place, batch_->arena);
  }
  if (outcome != Outcome::Bad) return;
  ValueIssue* issue = addIssue(field, fault, shownValue(value, batch_->arena), decoder.fullName(), where);
  if (issue == nullptr) return;
  issue->field = field;
  if (fault == FaultKind::UnknownValue || fault == FaultKind::NotACountry || fault == FaultKind::UnknownRep)
    issue->nearest = batch_->arena.copy(nearestTo(decoder, value, items));
}

/// What should say by which zone mails leave, and says none; a state stands beside its country, which may come behind it.
void RowBuilder::readZone() {
  struct Place final : Locator {
    explicit Place(const ValueIssue& found) : at(found) {}
    void locate(ValueIssue& issue, Arena&) const override { issue.line = at.line, issue.column = at.column, issue.place = at.place; }
    const ValueIssue& at;
  };
  std::vector<LeadZone::Unread> unread;
  (void)schema_->leadZone().of([this](std::uint32_t field) { return row_[field]; }, &unread);
  for (const LeadZone::Unread& each : unread) {
    const auto place = std::find_if(zone_places_.begin(), zone_places_.end(), [&](const ValueIssue& found) { return found.field == each.field; });
    if (place == zone_places_.end()) continue;   // the playbook's own default
    ValueIssue* const told = addIssue(each.field, each.kind, each.text, schema_->fields()[each.field].fullName(), Place(*place));
    if (told == nullptr) continue;
    told->field = each.field;
    told->nearest = batch_->arena.copy(each.nearest());
  }
}

void RowBuilder::recordIssue(FaultKind kind, std::string_view value, std::string_view name, const Locator& where) {
  addIssue(outcomes_.size() + 1, kind, value, name, where);
}

void RowBuilder::activityIssue(FaultKind kind, std::string_view value, std::string_view name, const Locator& where) {
  addIssue(outcomes_.size(), kind, value, name, where);
}

void RowBuilder::activityIssue(const ActivityProblem& problem, std::int32_t type, const Locator& where) {
  const bool of_field = type >= 0 && problem.field != kNoField, of_time = problem.kind == FaultKind::NotAnInstant || problem.kind == FaultKind::NoTimeOfEvents;
  const std::size_t counter = of_field ? activity_counters_[static_cast<std::size_t>(type)] + static_cast<std::size_t>(problem.field) : outcomes_.size() + (of_time ? 2 : 0);
  ValueIssue* issue = addIssue(counter, problem.kind, problem.value, problem.name, where);
  if (issue != nullptr) issue->nearest = batch_->arena.copy(nearestOf(*schema_, problem));
}

void RowBuilder::feedActivity(const std::vector<NamedValue>& members, const std::vector<std::string_view>& items,
                              const Locator& where) {
  any_known_ = true;
  const bool used = readActivity(*schema_, members, items, repaired, suspect_, batch_->arena, scratch_, reading_);
  const bytecode::ActivityRow& activity = reading_.row;
  for (const std::size_t member : reading_.unread) unread(schema_->activities()[activity.type].info->name + '.' + std::string(members[member].name.substr(0, 256)));
  if (used && reading_.id.said() && !activity_ids_.insert(reading_.id.whole(activity.type, activity.at)).second) {
    ++batch_->repeated_activities;
    return;
  }
  if (used) activities_.push_back(activity);
  for (const ActivityProblem& problem : reading_.problems) activityIssue(problem, used ? static_cast<std::int32_t>(activity.type) : -1, where);
}

// Whether a checked field sets the record aside.
bool RowBuilder::refuse(std::uint16_t field, Outcome outcome) {
  if (outcome == Outcome::Known) return false;
  const bytecode::FieldInfo& info = schema_->fields()[field].info();
  const bool key = static_cast<int>(field) == schema_->keyField();
  if (outcome != Outcome::Bad && !key && !info.required) return false;  // strict and just missing
  if (!key && schema_->chunk().workflow.rejected_queue >= 0) return false;  // it has a queue of its own: the workflow puts it there
  std::string reason = key ? "the key `" : info.required ? "required field `" : "strict field `";
  reason += info.name;
  reason += '`';
  if (outcome == Outcome::Bad) {
    for (const Bad& bad : bad_here_) {
      if (bad.counter != field) continue;
      reason += ": `";
      reason += clipped(bad.value);
      reason += "` ";
      reason += faultWords(bad.kind);
      break;
    }
    reject(key ? RejectKind::KeyBad : info.required ? RejectKind::RequiredBad : RejectKind::StrictBad, reason);
    return true;
  }
  reason += " is missing";
  reject(key ? RejectKind::KeyMissing : RejectKind::RequiredMissing, reason);
  return true;
}

void RowBuilder::finishRecord() {
  for (const std::uint16_t field : schema_->checkedFields()) {
    const FieldDecoder& decoder = schema_->fields()[field];
    const bytecode::FieldInfo& info = decoder.info();
    const bool key = static_cast<int>(field) == schema_->keyField();
    Outcome outcome = outcomes_[field];
    if (!key && outcome != Outcome::Known && decoder.fallback() != kMissing && !(outcome == Outcome::Bad && (info.strict || info.required))) {
      row_[field] = decoder.fallback();
      outcome = Outcome::Known;
    }
    if (refuse(field, outcome)) return;
  }
  if (key_text_.size() > port::kLongestId) {
    key_text_ = clipped(key_text_);
    reject(RejectKind::KeyBad, "the key `" + schema_->fields()[static_cast<std::size_t>(schema_->keyField())].info().name + "` is longer than " +
                                   std::to_string(port::kLongestId) + " bytes");
    return;
  }
  if (!zone_places_.empty()) readZone();
  for (const Bad& bad : bad_here_) {
    ++batch_->bad_values[bad.counter];
    batch_->bad_places.push_back({static_cast<std::uint32_t>(record_index_), static_cast<std::uint32_t>(bad.counter)});
  }
  bytecode::LeadRow row;
  row.fields = row_;
  row.line = record_->line;
  std::uint64_t key_hash = 0;
  if (schema_->keyField() >= 0) {
    key_hash = keyHash(key_text_);
    row.key = key_text_;
  } else {
    char text[24];
    const int size = std::snprintf(text, sizeof text, "#%llu", static_cast<unsigned long long>(record_->number));
    row.key = batch_->arena.copy({text, static_cast<std::size_t>(size)});
  }
  fillActivities(row);
  batch_->rows.push_back(row);
  batch_->key_hashes.push_back(key_hash);
  batch_->row_records.push_back(static_cast<std::uint32_t>(record_index_));
  row_ += outcomes_.size();
}

void RowBuilder::fillActivities(bytecode::LeadRow& row) {
  if (activity_file_ != nullptr && schema_->keyField() >= 0) {
    const auto more = activity_file_->of(row.key);
    if (activities_.empty()) {
      row.activities = more;  // sorted when the file was read
      batch_->activities += more.size();
      return;
    }
    for (const bytecode::ActivityRow& activity : more) {
      const std::string_view id = activity_ids_.empty() ? std::string_view() : activity_file_->idOf(activity);
      if (!id.empty() && activity_ids_.count(std::string(id)) != 0) ++batch_->repeated_activities;
      else activities_.push_back(activity);
    }
  }
  if (activities_.empty()) return;
  // Insertion sort: stable, in place, and exports are nearly always sorted one way; long lists take the library's.
  const auto newer = [](const bytecode::ActivityRow& a, const bytecode::ActivityRow& b) { return a.at > b.at; };
  if (!std::is_sorted(activities_.begin(), activities_.end(), newer)) {
    if (activities_.size() > 64) {
      std::stable_sort(activities_.begin(), activities_.end(), newer);
    } else {
      for (std::size_t i = 1; i < activities_.size(); ++i)
        for (std::size_t k = i; k > 0 && newer(activities_[k], activities_[k - 1]); --k) std::swap(activities_[k], activities_[k - 1]);
    }
  }
  auto* rows = batch_->arena.makeArray<bytecode::ActivityRow>(activities_.size());
  std::copy(activities_.begin(), activities_.end(), rows);
  row.activities = {rows, activities_.size()};
  batch_->activities += activities_.size();
}

}  // namespace leadflow::ingest
