#include "runtime/port/event.hpp"

#include <iterator>

#include "runtime/value/instant.hpp"
#include "runtime/value/json_text.hpp"

namespace leadflow::port {
namespace {

constexpr std::string_view kNames[] = {
#define LEADFLOW_EVENT(type, name, meaning) name,
#include "runtime/port/event_types.def"
#undef LEADFLOW_EVENT
};

void key(std::string& out, std::string_view name) {
  out += out.size() > 1 ? ",\"" : "\"";
  out += name;
  out += "\":";
}

void text(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  key(out, name);
  appendJsonString(out, value);
}

}  // namespace

std::string_view eventName(EventType type) {
  const auto index = static_cast<std::size_t>(type);
  return index < std::size(kNames) ? kNames[index] : std::string_view();
}

bool eventType(std::string_view name, EventType& type) {
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    if (kNames[i] == name) {
      type = static_cast<EventType>(i);
      return true;
    }
  }
  return false;
}

std::string toJson(const Event& event) {
  std::string out = "{";
  text(out, "event", event.id);
  text(out, "type", eventName(event.type));
  text(out, "lead", event.lead);
  if (!isMissing(event.at)) {
    key(out, "at");
    std::string at;
    appendInstant(at, event.at);
    appendJsonString(out, at);
  }
  text(out, "by", event.by);
  text(out, "name", event.name);
  text(out, "value", event.value);
  text(out, "target", event.target);
  text(out, "reason", event.reason);
  text(out, "comment", event.comment);
  if (event.number != 0) {
    key(out, "number");
    appendInt(out, event.number);
  }
  if (!event.body.empty()) {
    key(out, "body");
    out += event.body;
  }
  if (event.strange.size() > 2) {   // without its braces
    out += out.size() > 1 ? "," : "";
    out.append(event.strange, 1, event.strange.size() - 2);
  }
  out += '}';
  return out;
}

}  // namespace leadflow::port
