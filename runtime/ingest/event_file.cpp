#include "runtime/ingest/event_file.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "runtime/ingest/format.hpp"
#include "runtime/ingest/records.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::ingest {

using port::Event;
using port::EventType;

namespace {

enum class Member : std::uint8_t { Id, Type, Lead, At, By, Name, Value, Target, Reason, Comment, Number, Body };
struct Key {
  std::string_view name;
  Member member;
};
constexpr Key kKeys[] = {
#define LEADFLOW_EVENT_KEY(key, member) {key, Member::member},
#include "runtime/ingest/event_keys.def"
#undef LEADFLOW_EVENT_KEY
};
constexpr std::string_view kTypes[] = {
#define LEADFLOW_EVENT(type, name, meaning) name,
#include "runtime/port/event_types.def"
#undef LEADFLOW_EVENT
};

constexpr std::int64_t kLeastMillis = 100'000'000'000;   // in March of 1973; as seconds, the year 5138
constexpr std::int64_t kFarthest = 253'402'300'799'999;   // the year 9999 ends: calendars go no farther

/// Events of the outside; the others are made by the engine.
bool fromOutside(EventType type) { return type <= EventType::Tick; }
bool hasLead(EventType type) { return type != EventType::RosterChanged && type != EventType::TableChanged && type != EventType::Tick; }

constexpr unsigned bits(std::initializer_list<Member> members) {
  unsigned all = (1U << static_cast<unsigned>(Member::Id)) | (1U << static_cast<unsigned>(Member::Type)) | (1U << static_cast<unsigned>(Member::At)) |
                 (1U << static_cast<unsigned>(Member::By)) | (1U << static_cast<unsigned>(Member::Comment));
  for (const Member member : members) all |= 1U << static_cast<unsigned>(member);
  return all;
}

/// The members that an event of the outside uses.
unsigned membersOf(EventType type) {
  using enum Member;
  switch (type) {
    case EventType::LeadCreated: return bits({Lead, Body, Name, Value, Target});
    case EventType::LeadUpdated:
    case EventType::ConsentChanged: return bits({Lead, Body});
    case EventType::Activity: return bits({Lead, Name, Body});
    case EventType::StageMoved: return bits({Lead, Name, Reason});
    case EventType::OwnerAssigned: return bits({Lead, Value, Name});
    case EventType::QueueClaimed:
    case EventType::LeadErased: return bits({Lead});
    case EventType::ChecklistAnswered: return bits({Lead, Name, Body});
    case EventType::HandoffAccepted: return bits({Lead, Name});
    case EventType::HandoffRejected: return bits({Lead, Name, Reason});
    case EventType::FeedbackGiven: return bits({Lead, Name, Number});
    case EventType::ApprovalDecided: return bits({Lead, Name, Value});
    case EventType::EscalationAcknowledged: return bits({Lead, Name, Number});
    case EventType::EscalationResolved: return bits({Lead, Name});
    case EventType::RosterChanged: return bits({Name, Body});
    case EventType::TableChanged: return bits({Name, Body, Value});
    case EventType::LeadMerged: return bits({Lead, Value});   // a body is what the engine lets the other lead bring
    default: return bits({});
  }
}

const Key* keyOf(std::string_view name) {
  const auto key = std::find_if(std::begin(kKeys), std::end(kKeys), [&](const Key& each) { return each.name == name; });
  return key == std::end(kKeys) ? nullptr : key;
}
bool takes(EventType type, Member member) { return (membersOf(type) & (1U << static_cast<unsigned>(member))) != 0; }

std::string inTicks(std::string_view text) { return '`' + std::string(text.substr(0, 60)) + '`'; }

class Decoder {
 public:
  Decoder(const TimeZone& zone, std::int64_t default_at) : zone_(zone), default_at_(default_at) {}

  std::string decode(simdjson::dom::element root, Event& event) {
    simdjson::dom::object members;
    if (root.get(members) != simdjson::SUCCESS) return "an event is a JSON object";
    event = {};
    bool typed = false;
    unsigned seen = 0;
    for (const auto member : members) {
      const Key* key = keyOf(member.key);
      if (key == nullptr) keep(event, member.key, member.value);
      if (key == nullptr || member.value.is_null()) continue;
      const unsigned bit = 1U << static_cast<unsigned>(key->member);
      if ((seen & bit) != 0) return inTicks(member.key) + " says again what another member of the event says";
      seen |= bit;
      if (std::string wrong = set(event, *key, member.value, typed); !wrong.empty()) return wrong;
    }
    if (typed) dropUnused(event, members, seen);
    return check(event, typed);
  }

 private:
  static void keep(Event& event, std::string_view key, simdjson::dom::element value) {
    std::string& strange = event.strange;
    if (strange.empty()) strange = "{";
    else strange.back() = ',';
    appendJsonString(strange, key);
    strange += ':' + std::string(simdjson::minify(value)) + '}';
  }

  /// What another type of event says is not taken for something that this one does not say.
  static void dropUnused(Event& event, simdjson::dom::object members, unsigned seen) {
    const unsigned unused = seen & ~membersOf(event.type);
    if (unused == 0) return;
    const auto drops = [&](Member member) { return (unused & (1U << static_cast<unsigned>(member))) != 0; };
    if (drops(Member::Name)) event.name.clear();
    if (drops(Member::Value)) event.value.clear();
    if (drops(Member::Target)) event.target.clear();
    if (drops(Member::Reason)) event.reason.clear();
    if (drops(Member::Number)) event.number = 0;
    if (drops(Member::Body)) event.body.clear();
    for (const auto member : members)
      if (const Key* key = keyOf(member.key); key != nullptr && !member.value.is_null() && drops(key->member)) keep(event, member.key, member.value);
  }

  static std::string text(std::string_view key, simdjson::dom::element value, std::string& out) {
    std::string_view view;
    std::int64_t number = 0;
    std::uint64_t large = 0;
    if (value.get(view) == simdjson::SUCCESS) out = view;
    else if (value.get(number) == simdjson::SUCCESS) out = std::to_string(number);
    else if (value.get(large) == simdjson::SUCCESS) out = std::to_string(large);
    else return inTicks(key) + " is not a text";
    return out.find('\0') == std::string::npos ? std::string() : inTicks(key) + " holds a NUL character";
  }

  /// A text by which events or leads are told apart.
  static std::string id(std::string_view key, std::string& text) {
    return text.size() <= port::kLongestId ? std::string() : inTicks(key) + " is longer than " + std::to_string(port::kLongestId) + " bytes";
  }
  static std::string lead(std::string_view key, simdjson::dom::element value, std::string& out) {
    if (std::string wrong = text(key, value, out); !wrong.empty()) return wrong;
    const std::string_view bare = trim(out);
    if (bare.size() != out.size()) out = std::string(bare);
    return id(key, out);
  }

  std::string set(Event& event, const Key& key, simdjson::dom::element value, bool& typed) const {
    switch (key.member) {
      case Member::Id:
        if (std::string wrong = text(key.name, value, event.id); !wrong.empty()) return wrong;
        if (event.id.starts_with(port::kOwnIds)) return inTicks(key.name) + ": ids that begin with `" + std::string(port::kOwnIds) + "` are the engine's own";
        return id(key.name, event.id);
      case Member::Lead: return lead(key.name, value, event.lead);
      case Member::By: return text(key.name, value, event.by);
      case Member::Name: return text(key.name, value, event.name);
      case Member::Value: return text(key.name, value, event.value);
      case Member::Target: return text(key.name, value, event.target);
      case Member::Reason: return text(key.name, value, event.reason);
      case Member::Comment: return text(key.name, value, event.comment);
      case Member::Type: {
        std::string name;
        if (std::string wrong = text(key.name, value, name); !wrong.empty()) return wrong;
        typed = port::eventType(name, event.type) && fromOutside(event.type);
        if (typed) return {};
        const std::vector<std::string_view> known(std::begin(kTypes), std::begin(kTypes) + static_cast<std::size_t>(EventType::Tick) + 1);
        const int near = nearest(name, known);
        return "there is no event type " + inTicks(name) + (near < 0 ? std::string() : "; did you mean " + inTicks(known[static_cast<std::size_t>(near)]) + '?');
      }
      case Member::At: {
        std::string_view view;
        std::int64_t millis = 0;
        if (value.get(view) == simdjson::SUCCESS) {
          const auto instant = parseInstant(view, zone_, "");
          if (!instant) return inTicks(view) + " is not an instant";
          if (*instant < 0) return inTicks(view) + " lies before 1970: nothing happened then";
          event.at = *instant;
        } else if (value.get(millis) == simdjson::SUCCESS) {
          if (millis > kFarthest) return "`at` is not an instant";
          if (millis < kLeastMillis) return "`at` counts milliseconds since 1970, and " + inTicks(std::to_string(millis)) + " of them end before March 1973: a time in seconds, or a slip";
          event.at = millis;
        } else {
          return "`at` is not an instant";
        }
        return {};
      }
      case Member::Number: {
        std::string_view view;
        if (value.get(event.number) == simdjson::SUCCESS) return {};
        if (key.name == "for" && value.get(view) == simdjson::SUCCESS)
          if (const auto duration = parseDuration(view); duration && !duration->business) {
            event.number = duration->value;
            return {};
          }
        return inTicks(key.name) + (key.name == "for" ? " is not a duration" : " is not a whole number");
      }
      case Member::Body:
        if (!value.is_object() && !value.is_array()) return inTicks(key.name) + " is neither an object nor a list";
        event.body = simdjson::minify(value);
        return {};
    }
    return {};
  }

  std::string check(Event& event, bool typed) const {
    if (!typed) return "the event says no `type`";
    if (event.id.empty()) return "the event has no id (`event`)";
    if (hasLead(event.type) && event.lead.empty()) return "the event names no `lead`";
    if (!hasLead(event.type)) event.lead.clear();
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
        if (event.value.size() > port::kLongestId) return "`other` is longer than " + std::to_string(port::kLongestId) + " bytes";
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
  simdjson::dom::parser parser;
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
    if (takes(type, each.member)) names.push_back(each.name);
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
    simdjson::dom::element root;
    if (const auto code = in.parser.parse(record.bytes.data(), record.bytes.size(), true).get(root); code != simdjson::SUCCESS) {
      aside(std::string("not JSON: ") + simdjson::error_message(code));
      continue;
    }
    Event event;
    if (std::string wrong = decoder.decode(root, event); !wrong.empty()) {
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
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (const auto code = parser.parse(json.data(), json.size(), true).get(root); code != simdjson::SUCCESS) return std::string("not JSON: ") + simdjson::error_message(code);
  return Decoder(zone, default_at).decode(root, event);
}

}  // namespace leadflow::ingest
