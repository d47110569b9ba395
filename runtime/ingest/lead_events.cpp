#include "runtime/ingest/lead_events.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "runtime/ingest/activity_file.hpp"
#include "runtime/ingest/format.hpp"
#include "runtime/ingest/json_check.hpp"
#include "runtime/ingest/json_value.hpp"
#include "runtime/ingest/records.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/value/enum_key.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_scan.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::ingest {

using port::Event;
using port::EventType;

namespace {

constexpr std::size_t kMostUnread = 1000;

/// One value of a record: its name and its JSON.
struct Member {
  std::string name, json, text;   ///< text: without quotes
  bool plain = true;              ///< a text, a number, a boolean
};

/// Records of any of the formats, member by member.
class Records {
 public:
  /// `whole_rows`: a CSV record with fewer cells than the header is none.
  Records(Source& source, const std::string& name, bool whole_rows = false) : records_(source, Format::Auto, name), whole_rows_(whole_rows) {
    if (records_.csv() == nullptr) return;
    RawRecord header;
    if (!records_.splitter().next(header)) return;
    header_error_ = headerFault(header);
    std::vector<RawCell> cells;
    splitCells(header.bytes, records_.csv()->separator(), cells);
    KeyIndex seen;
    for (const RawCell& cell : cells) {
      names_.push_back(std::string(trim(textOf(header.bytes, cell))));
      repeated_.push_back(!names_.back().empty() && !seen.add(names_.back(), 0));
    }
    passed_over_.assign(names_.size(), false);
  }
  void passOver(std::size_t column) { passed_over_[column] = true; }   ///< its cells are none
  bool repeated(std::size_t column) const { return repeated_[column]; }   ///< a column of that name stands before it

  bool next(std::string& wrong) {
    wrong.clear();
    const std::uint64_t before = record_.line;
    if (!records_.splitter().next(record_)) return false;
    place_ = record_.line == before ? place_ + 1 : 1;
    members_.clear();
    empty_.clear();
    json_.clear();
    if (record_.state != RecordState::Whole) {
      wrong = record_.state == RecordState::TooLong ? kTooLong : "the record has no end";
    } else if (records_.csv() != nullptr) {
      cells(wrong);
    } else {
      object(wrong);
    }
    return true;
  }
  const std::vector<Member>& members() const { return members_; }
  const std::vector<std::size_t>& empty() const { return empty_; }   ///< columns whose cell of the record says nothing
  bool blank() { return records_.csv() != nullptr && members_.empty(); }
  std::uint64_t line() const { return record_.line; }
  /// Of the event that the record becomes; of several records on one line the second is `leadflow:leads.json:1.2`.
  std::string eventId(const std::string& file) const {
    return std::string(port::kOwnIds) + file + ':' + std::to_string(record_.line) + (place_ > 1 ? '.' + std::to_string(place_) : std::string());
  }
  std::string whole() const { return std::string(record_.bytes); }
  bool csv() { return records_.csv() != nullptr; }
  const std::vector<std::string>& names() const { return names_; }
  char separator() { return records_.csv()->separator(); }
  const std::string& error() const { return header_error_.empty() ? records_.splitter().error() : header_error_; }

 private:
  static std::string textOf(std::string_view record, const RawCell& cell) {
    if (!cell.escaped) return std::string(record.substr(cell.begin, cell.size));
    std::string text(cell.size, '\0');
    text.resize(unescapeCell(record, cell, text.data()));
    return text;
  }
  void cells(std::string& wrong) {
    splitCells(record_.bytes, records_.csv()->separator(), cells_);
    bool more = (whole_rows_ && cells_.size() < names_.size()) || (record_.recovered && cells_.size() != names_.size());
    for (std::size_t i = names_.size(); i < cells_.size(); ++i) more = more || !trim(record_.bytes.substr(cells_[i].begin, cells_[i].size)).empty();
    if (more) {
      const bool blank = std::all_of(cells_.begin(), cells_.end(), [&](const RawCell& cell) { return trim(record_.bytes.substr(cell.begin, cell.size)).empty(); });
      if (!blank) wrong = cellCountText(cells_.size(), names_.size(), record_.recovered);
      return;
    }
    for (std::size_t i = 0; i < cells_.size() && i < names_.size(); ++i) {
      Member member{names_[i], {}, textOf(record_.bytes, cells_[i]), true};
      if (repeated_[i] || passed_over_[i]) continue;
      if (trim(member.text).empty()) {
        empty_.push_back(i);
        continue;
      }
      appendJsonString(member.json, member.text);
      members_.push_back(std::move(member));
    }
  }
  void object(std::string& wrong) {
    if (wrong = notJson(record_.bytes); !wrong.empty()) return;
    const std::string_view whole = json::bare(record_.bytes);
    if (whole.front() != '{') {
      wrong = "the record is not a JSON object";
      return;
    }
    std::string scratch;
    json::eachMember(whole, [&](std::string_view name, std::string_view value) {
      Member member{std::string(name), json::tight(value), {}, true};
      if (value.front() == '"') member.text = json::plain(value, scratch);
      else if (value.front() == '{' || value.front() == '[' || value == "null") member.plain = false;
      else member.text = member.json;
      members_.push_back(std::move(member));
    });
  }

  OpenedRecords records_;
  bool whole_rows_;
  RawRecord record_;
  std::uint64_t place_ = 0;   ///< on its line, from 1
  std::vector<std::string> names_;
  std::vector<bool> repeated_, passed_over_;
  std::vector<std::size_t> empty_;
  std::vector<RawCell> cells_;
  std::vector<Member> members_;
  std::string json_, header_error_;
};

/// Names that nobody reads, each once with how often it came.
class UnreadNames {
 public:
  UnreadNames(const LeadSchema& schema, LeadEventTotals& totals) : schema_(schema), totals_(totals) {}
  void add(const std::string& name, std::uint64_t line) {
    const auto known = places_.find(name);
    if (known != places_.end()) {
      ++totals_.unread[known->second].count;
      return;
    }
    if (places_.size() >= kMostUnread) return;
    places_.emplace(name, totals_.unread.size());
    totals_.unread.push_back({name, schema_.nearestField(name), 1, line});
  }

 private:
  const LeadSchema& schema_;
  LeadEventTotals& totals_;
  std::unordered_map<std::string, std::size_t> places_;
};

std::string objectOf(const std::vector<Member>& members) {
  std::string json = "{";
  for (const Member& member : members) {
    if (json.size() > 1) json += ',';
    appendJsonString(json, member.name);
    json += ':';
    json += member.json;
  }
  return json + '}';
}

/// The member that feeds a field; null: none does.
const Member* feeding(const LeadSchema& schema, const std::vector<Member>& members, int field) {
  const Member* best = nullptr;
  std::uint16_t rank = 0;
  std::string scratch;
  for (const Member& member : members) {
    const std::int32_t target = schema.target(member.name, scratch);
    if (target < 0) continue;
    for (const Feed& feed : schema.feeds(target))
      if (feed.field == field && (best == nullptr || feed.rank < rank)) best = &member, rank = feed.rank;
  }
  return best != nullptr && best->plain ? best : nullptr;   // of several names the first that is there, also where it says nothing
}

/// Columns that feed nothing, because for each of their fields the file has one that is named before them.
void passOverOthers(const LeadSchema& schema, Records& records, LeadEventTotals& totals) {
  const std::vector<std::string>& names = records.names();
  std::string scratch;
  std::vector<std::uint16_t> best(schema.fields().size(), UINT16_MAX);
  const auto feeds = [&](const std::string& name) {
    const std::int32_t target = schema.target(name, scratch);
    return target < 0 ? std::vector<Feed>() : schema.feeds(target);
  };
  for (const std::string& name : names)
    for (const Feed feed : feeds(name)) best[feed.field] = std::min(best[feed.field], feed.rank);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::vector<Feed> fed = feeds(names[i]);
    if (!fed.empty() && std::all_of(fed.begin(), fed.end(), [&](const Feed feed) { return best[feed.field] < feed.rank; })) {
      records.passOver(i);
      if (!records.repeated(i)) totals.unread.push_back({names[i], {}, 1, 1, true});   // as `run` names the column
    }
  }
}

Member textMember(const char* name, const std::string& text) {
  Member member{name, {}, text, true};
  appendJsonString(member.json, text);
  return member;
}

/// The members as the decoders take them; the items of all lists one after the other.
void readMembers(const std::vector<Member>& members, bool csv, Arena& arena, std::string& scratch, std::vector<NamedValue>& named, std::vector<std::string_view>& items) {
  std::vector<std::string_view> own;
  named.clear();
  items.clear();
  for (const Member& member : members) {
    NamedValue& each = named.emplace_back();
    each.name = member.name;
    if (csv) {
      each.value.text = member.text;
      continue;
    }
    each.value = jsonValue(member.json, arena, scratch, own);
    each.value.items_begin = static_cast<std::uint32_t>(items.size());
    if (each.value.kind == JsonValue::Kind::Items) items.insert(items.end(), own.begin(), own.end());
    each.value.items_end = static_cast<std::uint32_t>(items.size());
    if (each.value.kind == JsonValue::Kind::Items) each.value.text = member.json;
    if (each.value.kind == JsonValue::Kind::Nested) each.value.text = member.json.front() == '[' ? "[…]" : "{…}";
  }
}

Slot decoded(const LeadSchema& schema, int field, const Member& member) {
  Arena arena;
  std::string scratch;
  Slot slot = kMissing;
  FaultKind fault{};
  const Outcome outcome = schema.fields()[static_cast<std::size_t>(field)].decode(member.text, arena, scratch, true, slot, fault);
  return outcome == Outcome::Known ? slot : kMissing;
}

}  // namespace

std::int32_t addActivities(const LeadSchema& schema, std::string& record, const std::string& items) {
  std::string_view own;
  std::string scratch;
  json::eachMember(record, [&](std::string_view name, std::string_view value) {
    if (const std::int32_t target = schema.target(name, scratch); own.empty() && target >= 0 && schema.feeds(target).empty()) own = value;
  });
  if (own.empty()) {
    record.resize(record.find_last_of('}'));
    const std::size_t last = record.find_last_not_of(" \t\r\n");
    record += (record[last] == '{' ? "\"activities\":[" : ",\"activities\":[") + items + "]}";
    return 0;
  }
  std::int32_t count = 0;
  std::string list(own);
  if (list == "null") list = "[]";
  else if (list.front() != '[') list = "[" + list + "]";   // what is no list is told as what is no activity
  json::eachItem(list, [&](std::string_view) { ++count; });
  list.pop_back();
  list += (count > 0 ? "," : "") + items + "]";
  record.replace(static_cast<std::size_t>(own.data() - record.data()), own.size(), list);
  return count;
}

std::string csvRecordJson(const std::vector<std::string>& names, char separator, std::string_view record) {
  std::vector<RawCell> cells;
  splitCells(record, separator, cells);
  std::string json = "{", text;
  KeyIndex seen;
  for (std::size_t i = 0; i < cells.size() && i < names.size(); ++i) {
    if (names[i].empty() || !seen.add(names[i], 0)) continue;   // of columns of one name the first is read
    text.assign(record.substr(cells[i].begin, cells[i].size));
    if (cells[i].escaped) text.resize(unescapeCell(record, cells[i], text.data()));
    if (json.size() > 1) json += ',';
    appendJsonString(json, names[i]);
    json += ':';
    if (trim(text).empty()) json += "null";
    else appendJsonString(json, text);
  }
  return json + '}';
}

int createdField(const LeadSchema& schema) {
  const auto& fields = schema.fields();
  for (const std::string_view name : {"created_at", "created", "created_on", "created_date"})
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (fields[i].info().name == name && fields[i].info().type.kind == TypeKind::Instant) return static_cast<int>(i);
  int found = -1;
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (fields[i].info().required && fields[i].info().type.kind == TypeKind::Instant) {
      if (found >= 0) return -1;
      found = static_cast<int>(i);
    }
  return found;
}

bool readLeadEvents(const LeadSchema& schema, Source& source, const LeadEventOptions& options, std::vector<Event>& events,
                    std::vector<EventReject>& rejects, LeadEventTotals& totals, std::string& error) {
  Records records(source, options.name);
  const int created = createdField(schema), key = schema.keyField();
  UnreadNames unread(schema, totals);
  std::unordered_map<std::string, std::uint64_t> seen;
  std::string wrong, scratch;
  error = records.error();
  if (!error.empty()) return false;
  if (records.csv()) {
    error = layoutOf(schema, records.names(), records.separator()).error;
    if (!error.empty()) return false;
    passOverOthers(schema, records, totals);
    for (std::size_t i = 0; i < records.names().size(); ++i)
      if (records.repeated(i)) totals.unread.push_back({records.names()[i], {}, 1, 1});
  }
  while (records.next(wrong)) {
    if (records.blank() && wrong.empty()) continue;
    ++totals.records;
    const auto aside = [&](std::string reason) { rejects.push_back({records.line(), std::move(reason), records.whole()}); };
    if (!wrong.empty()) {
      aside(wrong);
      continue;
    }
    Event event;
    event.type = EventType::LeadCreated;
    const Member* id = key < 0 ? nullptr : feeding(schema, records.members(), key);
    if (id != nullptr) event.lead = std::string(trim(id->text));
    else if (key < 0) event.lead = "#" + std::to_string(totals.records);
    if (event.lead.empty()) {
      aside("the key `" + schema.fields()[static_cast<std::size_t>(key)].info().name + "` is missing");
      continue;
    }
    if (event.lead.size() > port::kLongestId) {
      aside("the key `" + schema.fields()[static_cast<std::size_t>(key)].info().name + "` is longer than " + std::to_string(port::kLongestId) + " bytes");
      continue;
    }
    if (event.lead.find('\0') != std::string::npos || !isValidUtf8(event.lead)) {
      aside("the key `" + schema.fields()[static_cast<std::size_t>(key)].info().name + "` holds a NUL character or is not valid UTF-8");
      continue;
    }
    if (const auto [at, added] = seen.emplace(event.lead, records.line()); !added) {
      aside("key `" + event.lead + "` already seen on line " + std::to_string(at->second));
      continue;
    }
    event.at = options.from;
    if (const Member* member = created < 0 ? nullptr : feeding(schema, records.members(), created)) {
      const Slot at = decoded(schema, created, *member);
      if (!isMissing(at) && at > options.to) {
        ++totals.late;
        totals.late_leads.insert(event.lead);
        continue;
      }
      if (!isMissing(at) && at < options.from) ++totals.early;
      if (!isMissing(at)) event.at = std::max(at, options.from);
    }
    event.id = records.eventId(options.name);
    std::vector<Member> read;
    for (const Member& member : records.members()) {
      if (schema.target(member.name, scratch) >= 0) read.push_back(member);
      else unread.add(member.name, records.line());
    }
    for (const std::size_t column : records.empty())   // as `run` has it: an empty cell is a word too, where a guard asks for the field
      if (const std::string& name = records.names()[column]; schema.target(name, scratch) >= 0) read.push_back({name, "null", {}, false});
    event.body = objectOf(read);
    events.push_back(std::move(event));
    ++totals.events;
  }
  error = records.error();
  return error.empty();
}

bool readActivityEvents(const LeadSchema& schema, Source& source, const LeadEventOptions& options, std::vector<Event>& leads,
                        std::vector<Event>& events, ActivityLines& lines, std::vector<EventReject>& rejects, LeadEventTotals& totals, std::string& error) {
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < leads.size(); ++i) places.emplace(leads[i].lead, i);
  std::unordered_set<std::string> ids, event_ids;
  UnreadNames unread(schema, totals);
  std::unordered_map<std::size_t, std::string> early;   // by lead: activities from before it came
  const LeadNames lead_names(schema);
  Records records(source, options.name, true);
  error = records.error();
  if (error.empty()) error = lead_names.unfit(records.names());
  if (!error.empty()) return false;
  std::string wrong, scratch;
  for (std::size_t i = 0; i < records.names().size(); ++i)
    if (records.repeated(i)) totals.unread.push_back({records.names()[i], {}, 1, 1});
  const std::int32_t lead_column = lead_names.among(records.names(), scratch);   // a column that is there counts, also where its cell is empty
  const auto leadMember = [&](const std::vector<Member>& members) {
    if (lead_column < 0) return lead_names.among(members, scratch);
    const std::string& name = records.names()[static_cast<std::size_t>(lead_column)];
    const auto member = std::find_if(members.begin(), members.end(), [&](const Member& each) { return each.name == name; });
    return member == members.end() ? -1 : static_cast<std::int32_t>(member - members.begin());
  };
  Arena arena;
  std::vector<NamedValue> named;
  std::vector<std::string_view> items;
  ActivityReading reading;
  while (records.next(wrong)) {
    if (records.blank() && wrong.empty()) continue;
    ++totals.records;
    const auto aside = [&](std::string reason) { rejects.push_back({records.line(), std::move(reason), records.whole()}); };
    if (!wrong.empty()) {
      aside(wrong);
      continue;
    }
    const std::vector<Member>& members = records.members();
    arena.reset();
    readMembers(members, records.csv(), arena, scratch, named, items);
    const std::int32_t of_lead = leadMember(members);
    const std::string lead(of_lead < 0 ? std::string_view() : trim(members[static_cast<std::size_t>(of_lead)].text));
    const auto place = places.find(lead);
    if (place == places.end()) {
      if (totals.late_leads.contains(lead)) ++totals.late;   // it comes after all that is asked for, and so does what it did
      else aside(lead.empty() ? "the activity names no `lead`" : "there is no lead `" + lead + "`");
      continue;
    }
    if (!readActivity(schema, named, items, false, true, arena, scratch, reading, of_lead < 0 ? nullptr : &named[static_cast<std::size_t>(of_lead)])) {
      aside(asideReason(reading.problems.front().value, problemWords(schema, reading.problems.front())));
      continue;
    }
    const ActivitySchema& activity = schema.activities()[reading.row.type];
    const ActivityId& id = reading.id;
    const std::int64_t at = reading.row.at;
    for (const std::size_t member : reading.unread) unread.add(activity.info->name + '.' + members[member].name, records.line());
    for (const ActivityProblem& problem : reading.problems)
      if (problem.kind == FaultKind::RepeatedName && problem.field == kNoField) unread.add(activity.info->name + '.' + std::string(problem.name), records.line());
    if (id.said() && !ids.insert(id.whole(reading.row.type, at) + '\0' + lead).second) {
      if (totals.repeated++ == 0) totals.first_repeated = "`" + id.text + "` (line " + std::to_string(records.line()) + ")";
      continue;
    }
    if (at > options.to) {
      ++totals.late;
      continue;
    }
    std::vector<Member> fields;
    for (std::size_t i = 0; i < members.size(); ++i)
      if (static_cast<std::int32_t>(i) != of_lead && activity.names.find(members[i].name, scratch) >= 0) fields.push_back(members[i]);
    const std::string who(reading.by);
    if (Event& of = leads[place->second]; at < of.at) {
      ++totals.early;
      std::string& list = early[place->second];
      list += list.empty() ? "" : ",";
      std::string instant;
      appendInstant(instant, at);
      fields.insert(fields.begin(), {textMember("type", activity.info->name), textMember("at", instant)});
      if (!who.empty()) fields.push_back(textMember("by", who));
      if (id.said()) fields.push_back(textMember(id.member == ActivityMember::OwnId ? "id" : "event", id.text));
      list += objectOf(fields);
      lines.within[of.id].lines.push_back(records.line());
      continue;
    }
    Event event;
    // An event is known by its id alone: of two leads with the same one the second keeps it among its members.
    const bool of_event = id.said() && id.member != ActivityMember::OwnId && event_ids.insert(id.text).second;
    event.id = of_event ? id.text : records.eventId(options.name);
    if (id.said() && !of_event) fields.push_back(textMember(id.member == ActivityMember::OwnId ? "id" : "event", id.text));
    event.type = EventType::Activity;
    event.by = who;
    event.lead = lead;
    event.at = at;
    event.name = activity.info->name;
    if (!fields.empty()) event.body = objectOf(fields);
    events.push_back(std::move(event));
    lines.events.push_back(records.line());
    ++totals.events;
  }
  for (auto& [place, list] : early) lines.within[leads[place].id].first = addActivities(schema, leads[place].body, list);
  error = records.error();
  return error.empty();
}

}  // namespace leadflow::ingest
