// What playbooks and events write alike: texts in quotes, durations, instants, values of fields.
#pragma once
#include <string>

#include "tests/lives/reference/model.hpp"

namespace leadflow::lives {

inline std::string quoted(const std::string& text) { return '"' + text + '"'; }

inline std::string unit(std::int64_t count, const char* one) { return std::to_string(count) + " " + one + (count == 1 ? "" : "s"); }

inline std::string durationOf(std::int64_t ms, const char* business = "") {
  const std::string b = business;
  const std::int64_t minute = 60'000, hour = 60 * minute, day = 24 * hour;
  if (ms % day == 0 && b.empty()) return unit(ms / day, "day");
  if (ms % hour == 0) return unit(ms / hour, (b + "hour").c_str());
  return unit(ms / minute, (b + "minute").c_str());
}

inline std::string valueOf(Field field, const Value& value) {
  switch (field) {
    case Field::Vip:
    case Field::Ready: return value.number != 0 ? "true" : "false";
    case Field::Size: return std::to_string(value.number);
    case Field::Consent: return kConsents[value.number];
    default: return quoted(value.text);
  }
}

}  // namespace leadflow::lives
