#include "runtime/ingest/event_file.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "runtime/ingest/format.hpp"
#include "runtime/ingest/records.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/nearest.hpp"

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

constexpr std::size_t kShownRecord = 200;
constexpr std::int64_t kFarthest = 253'402'300'799'999;   // the year 9999 ends: calendars go no farther

/// Events of the outside; the others are made by the engine.
bool fromOutside(EventType type) { return type <= EventType::Tick; }
bool hasLead(EventType type) { return type != EventType::RosterChanged && type != EventType::TableChanged && type != EventType::Tick; }

std::string inTicks(std::string_view text) { return '`' + std::string(text.substr(0, 60)) + '`'; }

class Decoder {
 public:
  Decoder(const TimeZone& zone, std::int64_t default_at, std::set<std::string>* unread) : zone_(zone), default_at_(default_at), unread_(unread) {}

  std::string decode(simdjson::dom::element root, Event& event) {
    simdjson::dom::object members;
    if (root.get(members) != simdjson::SUCCESS) return "an event is a JSON object";
    event = {};
    bool typed = false;
    unsigned seen = 0;
    for (const auto member : members) {
      const auto key = std::find_if(std::begin(kKeys), std::end(kKeys), [&](const Key& each) { return each.name == member.key; });
      if (key == std::end(kKeys)) {
        if (unread_ != nullptr && unread_->size() < 100) unread_->emplace(member.key);
        continue;
      }
      if (member.value.is_null()) continue;
      const unsigned bit = 1U << static_cast<unsigned>(key->member);
      if ((seen & bit) != 0) return inTicks(member.key) + " says again what another member of the event says";
      seen |= bit;
      if (std::string wrong = set(event, *key, member.value, typed); !wrong.empty()) return wrong;
    }
    return check(event, typed);
  }

 private:
  static std::string text(std::string_view key, simdjson::dom::element value, std::string& out) {
    std::string_view view;
    std::int64_t number = 0;
    if (value.get(view) == simdjson::SUCCESS) out = view;
    else if (value.get(number) == simdjson::SUCCESS) out = std::to_string(number);
    else return inTicks(key) + " is not a text";
    return {};
  }

  std::string set(Event& event, const Key& key, simdjson::dom::element value, bool& typed) const {
    switch (key.member) {
      case Member::Id: return text(key.name, value, event.id);
      case Member::Lead: return text(key.name, value, event.lead);
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
          event.at = *instant;
        } else if (value.get(millis) == simdjson::SUCCESS) {
          if (millis < -kFarthest || millis > kFarthest) return "`at` is not an instant";
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
      case EventType::LeadMerged: return wants(event.value, "other");
      default: return {};
    }
  }

  const TimeZone& zone_;
  std::int64_t default_at_;
  std::set<std::string>* unread_;
};

}  // namespace

struct EventReader::Impl {
  Impl(Source& source, EventReadOptions options_in)
      : options(std::move(options_in)), records(source, Format::Auto, options.name) {}
  EventReadOptions options;
  OpenedRecords records;
  simdjson::dom::parser parser;
  std::vector<EventReject> rejects;
  std::set<std::string> unread;
  std::vector<std::string> unread_list;
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
const std::vector<std::string>& EventReader::unreadKeys() const {
  impl_->unread_list.assign(impl_->unread.begin(), impl_->unread.end());
  return impl_->unread_list;
}

bool EventReader::next(std::vector<Event>& events, std::size_t limit) {
  events.clear();
  Impl& in = *impl_;
  if (!in.error.empty()) return false;
  const TimeZone& zone = in.options.zone != nullptr ? *in.options.zone : utcZone();
  Decoder decoder(zone, in.options.default_at, &in.unread);
  RawRecord record;
  while (events.size() < limit && in.records.splitter().next(record)) {
    ++in.count;
    const auto aside = [&](std::string reason) { in.rejects.push_back({record.line, std::move(reason), std::string(record.bytes.substr(0, kShownRecord))}); };
    if (record.state != RecordState::Whole) {
      aside(record.state == RecordState::TooLong ? "the record is longer than 16 MiB"
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
    if (std::string wrong = decoder.decode(root, event); !wrong.empty()) aside(std::move(wrong));
    else events.push_back(std::move(event));
  }
  if (in.error.empty()) in.error = in.records.splitter().error();
  return !events.empty() || (in.error.empty() && events.size() == limit);
}

std::string readEvent(std::string_view json, const TimeZone& zone, std::int64_t default_at, Event& event) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (const auto code = parser.parse(json.data(), json.size(), true).get(root); code != simdjson::SUCCESS) return std::string("not JSON: ") + simdjson::error_message(code);
  return Decoder(zone, default_at, nullptr).decode(root, event);
}

}  // namespace leadflow::ingest
