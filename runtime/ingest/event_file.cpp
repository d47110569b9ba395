#include "runtime/ingest/event_file.hpp"

#include <algorithm>
#include <charconv>

#include "runtime/ingest/format.hpp"
#include "runtime/ingest/json_check.hpp"
#include "runtime/ingest/row_builder.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_scan.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::ingest {

using port::Event;
using port::EventType;

namespace {

enum class Member : std::uint8_t { Id, Type, Lead, At, By, Name, Value, Target, Reason, Comment, Number, Body };

/// The types of events as one bit each, for event_keys.def.
namespace types {
#define LEADFLOW_EVENT(type, name, meaning) constexpr std::uint32_t type = std::uint32_t{1} << static_cast<unsigned>(EventType::type);
#include "runtime/port/event_types.def"
#undef LEADFLOW_EVENT
constexpr std::uint32_t All = (Tick << 1) - 1;   // of the outside; the others are made by the engine
constexpr std::uint32_t OfALead = All & ~(RosterChanged | TableChanged | Tick);

struct Key {
  std::string_view name;
  Member member;
  std::uint32_t of;
  bool goesWith(EventType type) const { return (of >> static_cast<unsigned>(type) & 1U) != 0; }
};
constexpr Key kKeys[] = {
#define LEADFLOW_EVENT_KEY(key, member, of) {key, Member::member, of},
#include "runtime/ingest/event_keys.def"
#undef LEADFLOW_EVENT_KEY
};
}  // namespace types
using types::Key;
using types::kKeys;

constexpr std::string_view kTypes[] = {
#define LEADFLOW_EVENT(type, name, meaning) name,
#include "runtime/port/event_types.def"
#undef LEADFLOW_EVENT
};

constexpr std::int64_t kLeastMillis = 100'000'000'000;   // in March of 1973; as seconds, the year 5138
constexpr std::int64_t kFarthest = 253'402'300'799'999;   // the year 9999 ends: calendars go no farther

/// Events of the outside; the others are made by the engine.
bool fromOutside(EventType type) { return type <= EventType::Tick; }
bool hasLead(EventType type) { return (types::OfALead >> static_cast<unsigned>(type) & 1U) != 0; }

const Key* keyOf(std::string_view name) {
  const auto key = std::find_if(std::begin(kKeys), std::end(kKeys), [&](const Key& each) { return each.name == name; });
  return key == std::end(kKeys) ? nullptr : key;
}

std::string inTicks(std::string_view text) { return '`' + std::string(text.substr(0, 60)) + '`'; }
std::string faulty(std::string_view key, FaultKind fault) { return inTicks(key) + ' ' + std::string(faultWords(fault)); }

class Decoder {
 public:
  Decoder(const TimeZone& zone, std::int64_t default_at) : zone_(zone), default_at_(default_at) {}

  /// One value of JSON: `record` was seen to be one.
  std::string decode(std::string_view record, Event& event) const {
    event = {};
    record = json::bare(record);
    if (record.front() != '{') return "an event is a JSON object";
    std::string wrong;
    bool typed = false, says_type = false;
    json::eachMember(record, [&](std::string_view name, std::string_view value) {
      if (name != "type" || value == "null" || !wrong.empty()) return;
      wrong = says_type ? again(name) : type(value, event.type);
      typed = says_type = wrong.empty();
    });
    unsigned seen = 0;
    json::eachMember(record, [&](std::string_view name, std::string_view value) {
      if (!wrong.empty()) return;
      const Key* key = keyOf(name);
      if (key != nullptr && (value == "null" || key->member == Member::Type)) return;
      if (key == nullptr || (typed && !key->goesWith(event.type))) return keep(event, name, value);
      const unsigned bit = 1U << static_cast<unsigned>(key->member);
      wrong = (seen & bit) != 0 ? again(name) : set(event, *key, value);
      seen |= bit;
    });
    return wrong.empty() ? check(event, typed) : wrong;
  }

 private:
  static std::string again(std::string_view name) { return inTicks(name) + " says again what another member of the event says"; }

  static std::string type(std::string_view value, EventType& type) {
    std::string name;
    if (std::string wrong = text("type", value, name); !wrong.empty()) return wrong;
    if (port::eventType(name, type) && fromOutside(type)) return {};
    const std::vector<std::string_view> known(std::begin(kTypes), std::begin(kTypes) + static_cast<std::size_t>(EventType::Tick) + 1);
    const int near = nearest(name, known);
    return "there is no event type " + inTicks(name) + (near < 0 ? std::string() : "; did you mean " + inTicks(known[static_cast<std::size_t>(near)]) + '?');
  }

  /// What this type of event does not take goes along as it came, and counts for nothing that it does take.
  static void keep(Event& event, std::string_view name, std::string_view value) {
    std::string& strange = event.strange;
    if (strange.empty()) strange = "{";
    else strange.back() = ',';
    appendJsonString(strange, name);
    strange += ':' + json::tight(value) + '}';
  }

  static bool isText(std::string_view value) { return value.front() == '"'; }
  static bool isNumber(std::string_view value) { return value.front() == '-' || (value.front() >= '0' && value.front() <= '9'); }
  static bool whole(std::string_view value, std::int64_t& out) {
    const auto read = std::from_chars(value.data(), value.data() + value.size(), out);
    return isNumber(value) && read.ec == std::errc() && read.ptr == value.data() + value.size();
  }

  /// A number is the text as which it is written.
  static std::string text(std::string_view key, std::string_view value, std::string& out) {
    std::string scratch;
    if (isText(value)) out = json::plain(value, scratch);
    else if (isNumber(value)) out = value;
    else return faulty(key, FaultKind::NotAText);
    return out.find('\0') == std::string::npos ? std::string() : faulty(key, FaultKind::NotText);
  }

  static std::string lead(std::string_view key, std::string_view value, std::string& out) {
    if (std::string wrong = text(key, value, out); !wrong.empty()) return wrong;
    const std::string_view bare = trim(out);
    if (bare.size() != out.size()) out = std::string(bare);
    return out.size() > port::kLongestId ? faulty(key, FaultKind::LongId) : std::string();
  }

  std::string set(Event& event, const Key& key, std::string_view value) const {
    switch (key.member) {
      case Member::Id:
        if (std::string wrong = text(key.name, value, event.id); !wrong.empty()) return wrong;
        if (const auto fault = idFault(event.id)) return faulty(key.name, *fault);
        return {};
      case Member::Lead: return lead(key.name, value, event.lead);
      case Member::By: return text(key.name, value, event.by);
      case Member::Name: return text(key.name, value, event.name);
      case Member::Value: return text(key.name, value, event.value);
      case Member::Target: return text(key.name, value, event.target);
      case Member::Reason: return text(key.name, value, event.reason);
      case Member::Comment: return text(key.name, value, event.comment);
      case Member::Type: return {};   // known before
      case Member::At: {
        std::string view;
        std::int64_t millis = 0;
        if (isText(value)) {
          if (std::string wrong = text(key.name, value, view); !wrong.empty()) return wrong;
          const auto instant = parseInstant(view, zone_, "");
          if (!instant) return inTicks(view) + " is not an instant";
          if (*instant < 0) return inTicks(view) + " lies before 1970: nothing happened then";
          event.at = *instant;
        } else if (whole(value, millis)) {
          if (millis > kFarthest) return "`at` is not an instant";
          if (millis < kLeastMillis) return "`at` counts milliseconds since 1970, and " + inTicks(std::to_string(millis)) + " of them end before March 1973: a time in seconds, or a slip";
          event.at = millis;
        } else {
          return "`at` is not an instant";
        }
        return {};
      }
      case Member::Number: {
        std::string view;
        bool read = whole(value, event.number);
        if (!read) event.number = 0;
        if (!read && key.name == "for" && isText(value) && text(key.name, value, view).empty())
          if (const auto duration = parseDuration(view); duration && !duration->business) {
            event.number = duration->value;
            read = true;
          }
        if (read && key.name == "for" && event.number > kFarthest) return "`for` goes beyond the year 9999; without it, it is held for good";
        if (read && key.name == "for" && event.number == 0) return "`for` is how long it is held, and that is no time; without it, it is held for good";
        if (read) return {};
        return inTicks(key.name) + (key.name == "for" ? " is not a duration" : " is not a whole number");
      }
      case Member::Body:
        if (value.front() != '{' && value.front() != '[') return inTicks(key.name) + " is neither an object nor a list";
        event.body = json::tight(value);
        return {};
    }
    return {};
  }

  std::string check(Event& event, bool typed) const {
    if (!typed) return "the event says no `type`";
    if (event.id.empty()) return "the event has no id (`event`)";
    if (hasLead(event.type) && event.lead.empty()) return "the event names no `lead`";
    if (isMissing(event.at)) event.at = default_at_;
    if (isMissing(event.at)) return "the event says no `at`";
    const auto wants = [&](const std::string& member, const char* key) { return member.empty() ? std::string("the event says no `") + key + '`' : std::string(); };
    switch (event.type) {
      case EventType::Activity: return wants(event.name, "activity");
      case EventType::StageMoved: return wants(event.name, "stage");
      case EventType::OwnerAssigned: return wants(event.value, "owner");
      case EventType::QueueClaimed: return wants(event.by, "by");
      case EventType::ChecklistAnswered: return event.name.empty() ? wants(event.name, "checklist") : wants(event.body, "answers");
      case EventType::ApprovalDecided: return event.name.empty() ? wants(event.name, "approval") : wants(event.value, "decision");
      case EventType::RosterChanged: return wants(event.body, "reps");
      case EventType::TableChanged: return event.name.empty() ? wants(event.name, "table") : wants(event.body, "rows");
      case EventType::LeadMerged: {
        const std::string_view other = trim(event.value);
        if (other.size() != event.value.size()) event.value = std::string(other);
        if (event.value.size() > port::kLongestId) return faulty("other", FaultKind::LongId);
        return wants(event.value, "other");
      }
      default: return {};
    }
  }

  const TimeZone& zone_;
  std::int64_t default_at_;
};

}  // namespace

struct EventReader::Impl {
  Impl(Source& source, EventReadOptions options_in)
      : options(std::move(options_in)), records(source, Format::Auto, options.name) {}
  EventReadOptions options;
  OpenedRecords records;
  std::vector<EventReject> rejects;
  std::vector<std::uint64_t> lines;
  std::string error;
  std::uint64_t count = 0;
};

EventReader::EventReader(Source& source, EventReadOptions options) : impl_(std::make_unique<Impl>(source, std::move(options))) {
  if (impl_->records.csv() != nullptr) impl_->error = "events are NDJSON or a JSON array, not CSV";
}
EventReader::~EventReader() = default;
const std::string& EventReader::error() const { return impl_->error; }
std::vector<EventReject>& EventReader::rejects() { return impl_->rejects; }
std::uint64_t EventReader::read() const { return impl_->count; }
const std::vector<std::uint64_t>& EventReader::lines() const { return impl_->lines; }

StrangeMember strangeMember(EventType type, std::string_view key) {
  if (keyOf(key) != nullptr) return {true, {}};
  std::vector<std::string_view> names;
  for (const Key& each : kKeys)
    if (each.goesWith(type)) names.push_back(each.name);
  const int near = nearest(key.substr(0, 256), names);
  return {false, near < 0 ? std::string() : std::string(names[static_cast<std::size_t>(near)])};
}

bool EventReader::next(std::vector<Event>& events, std::size_t limit) {
  events.clear();
  Impl& in = *impl_;
  in.lines.clear();
  if (!in.error.empty()) return false;
  const TimeZone& zone = in.options.zone != nullptr ? *in.options.zone : utcZone();
  Decoder decoder(zone, in.options.default_at);
  RawRecord record;
  while (events.size() < limit && in.records.splitter().next(record)) {
    ++in.count;
    const auto aside = [&](std::string reason) { in.rejects.push_back({record.line, std::move(reason), std::string(record.bytes)}); };
    if (record.state != RecordState::Whole) {
      aside(record.state == RecordState::TooLong ? kTooLong
            : record.state == RecordState::Stray ? "this is no record: an event is a JSON object"
                                                 : "the record has no end");
      continue;
    }
    if (std::string wrong = notJson(record.bytes); !wrong.empty()) {
      aside(std::move(wrong));
      continue;
    }
    Event event;
    if (std::string wrong = decoder.decode(record.bytes, event); !wrong.empty()) {
      aside(std::move(wrong));
    } else {
      events.push_back(std::move(event));
      in.lines.push_back(record.line);
    }
  }
  if (in.error.empty()) in.error = in.records.splitter().error();
  return !events.empty() || (in.error.empty() && events.size() == limit);
}

std::string readEvent(std::string_view json, const TimeZone& zone, std::int64_t default_at, Event& event) {
  if (std::string wrong = notJson(json); !wrong.empty()) return wrong;
  return Decoder(zone, default_at).decode(json, event);
}

}  // namespace leadflow::ingest
