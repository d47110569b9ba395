#include "runtime/value/duration.hpp"

#include "runtime/value/decimal.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/text.hpp"
#include "runtime/value/text_fold.hpp"
#include "runtime/value/wide.hpp"

namespace leadflow {
namespace {

struct UnitName {
  std::string_view name;
  std::int64_t ms;
};

constexpr UnitName kUnitNames[] = {
    {"ms", 1},           {"millisecond", 1},    {"milliseconds", 1},    {"s", kSecondMs},  {"sec", kSecondMs},
    {"secs", kSecondMs}, {"second", kSecondMs}, {"seconds", kSecondMs}, {"m", kMinuteMs},  {"min", kMinuteMs},
    {"mins", kMinuteMs}, {"minute", kMinuteMs}, {"minutes", kMinuteMs}, {"h", kHourMs},    {"hr", kHourMs},
    {"hrs", kHourMs},    {"hour", kHourMs},     {"hours", kHourMs},     {"d", kDayMs},     {"day", kDayMs},
    {"days", kDayMs},    {"w", kWeekMs},        {"wk", kWeekMs},        {"week", kWeekMs}, {"weeks", kWeekMs},
};

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return c >= 'a' && c <= 'z'; }

// `amount` scaled times a unit; nullopt unless it is a whole number of milliseconds that fits.
std::optional<std::int64_t> timesUnit(std::int64_t scaled, std::int64_t unit) {
  const Int128 product = Int128{scaled} * unit;
  if (product % kScale != 0) return std::nullopt;
  const Slot ms = narrow(product / kScale);
  return isMissing(ms) ? std::nullopt : std::optional(ms);
}

// Reads the digits and at most one decimal point at `at`.
std::optional<std::int64_t> number(std::string_view text, std::size_t& at) {
  const std::size_t start = at;
  while (at < text.size() && (isDigit(text[at]) || text[at] == '.' || text[at] == '_')) ++at;
  return at == start ? std::nullopt : parseDecimal(text.substr(start, at - start));
}

bool addTo(std::int64_t& total, std::int64_t part) { return !__builtin_add_overflow(total, part, &total); }

// P1DT2H30M, PT0.5S, P2W. Months and years are refused: they have no fixed length.
std::optional<std::int64_t> isoDuration(std::string_view text) {
  std::size_t at = 1;
  bool time = false, any = false;
  std::int64_t total = 0;
  while (at < text.size()) {
    if (text[at] == 't' && !time) {
      time = true;
      ++at;
      continue;
    }
    const auto amount = number(text, at);
    if (!amount || at >= text.size()) return std::nullopt;
    std::int64_t unit = 0;
    switch (text[at++]) {
      case 'w': unit = time ? 0 : kWeekMs; break;
      case 'd': unit = time ? 0 : kDayMs; break;
      case 'h': unit = time ? kHourMs : 0; break;
      case 'm': unit = time ? kMinuteMs : 0; break;
      case 's': unit = time ? kSecondMs : 0; break;
      default: break;
    }
    const auto part = unit == 0 ? std::nullopt : timesUnit(*amount, unit);
    if (!part || !addTo(total, *part)) return std::nullopt;
    any = true;
  }
  return any ? std::optional(total) : std::nullopt;
}

// 01:30 and 01:30:00 (hours may exceed a day).
std::optional<std::int64_t> clockDuration(std::string_view text) {
  std::int64_t parts[3] = {0, 0, 0};
  int count = 0;
  std::size_t at = 0;
  for (;; ++at) {
    const std::size_t start = at;
    std::int64_t value = 0;
    for (; at < text.size() && isDigit(text[at]) && at - start < 9; ++at) value = value * 10 + (text[at] - '0');
    if (at == start || count == 3 || (count > 0 && (at - start != 2 || value > 59))) return std::nullopt;
    parts[count++] = value;
    if (at == text.size()) break;
    if (text[at] != ':') return std::nullopt;
  }
  return count < 2 ? std::nullopt : std::optional(parts[0] * kHourMs + parts[1] * kMinuteMs + parts[2] * kSecondMs);
}

void appendUnit(std::string& out, std::int64_t count, std::string_view unit, bool business) {
  if (!out.empty()) out += ' ';
  appendInt(out, count);
  out += business ? " business " : " ";
  out += unit;
  if (count != 1) out += 's';
}

// Appends the parts of a span below a day, or of a wall duration from days down.
void appendParts(std::string& out, std::int64_t ms, bool business) {
  std::string parts;
  if (!business && ms % kWeekMs == 0) {
    appendUnit(parts, ms / kWeekMs, "week", false);
    ms = 0;
  } else if (!business && ms >= kDayMs) {
    appendUnit(parts, ms / kDayMs, "day", false);
    ms %= kDayMs;
  }
  if (ms >= kHourMs) appendUnit(parts, ms / kHourMs, "hour", business);
  ms %= kHourMs;
  if (ms >= kMinuteMs) appendUnit(parts, ms / kMinuteMs, "minute", business);
  ms %= kMinuteMs;
  if (ms > 0) {
    if (ms % kSecondMs == 0) {
      appendUnit(parts, ms / kSecondMs, "second", business);
    } else {
      if (!parts.empty()) parts += ' ';
      appendDecimal(parts, ms * (kScale / kSecondMs));
      parts += business ? " business seconds" : " seconds";
    }
  }
  out += parts;
}

}  // namespace

std::int64_t durationUnit(std::string_view name) {
  for (const UnitName& unit : kUnitNames) {
    if (unit.name == name) return unit.ms;
  }
  return 0;
}

std::optional<Duration> parseDuration(std::string_view original) {
  const std::string folded = normalText(original);
  std::string_view text = folded;
  if (text.empty()) return std::nullopt;
  if (text.front() == 'p') {
    const auto ms = isoDuration(text);
    return ms ? std::optional(Duration{*ms, false}) : std::nullopt;
  }
  if (text.find(':') != std::string_view::npos) {
    const auto ms = clockDuration(text);
    return ms ? std::optional(Duration{*ms, false}) : std::nullopt;
  }

  std::size_t at = 0;
  std::int64_t days = 0, ms = 0;  // days only where they are business days
  int wall = 0, business = 0;
  const auto skip = [&] {
    while (at < text.size() && (text[at] == ' ' || text[at] == ',')) ++at;
  };
  const auto word = [&] {
    skip();
    const std::size_t start = at;
    while (at < text.size() && isLetter(text[at])) ++at;
    return text.substr(start, at - start);
  };
  for (skip(); at < text.size(); skip()) {
    if (wall + business > 0 && text.substr(at).starts_with("and ")) {
      at += 4;
      skip();
    }
    const auto amount = number(text, at);
    if (!amount) return std::nullopt;
    std::string_view name = word();
    const bool is_business = name == "business";
    if (is_business) name = word();
    const std::int64_t unit = durationUnit(name);
    if (unit == 0) return std::nullopt;
    ++(is_business ? business : wall);
    if (is_business && unit == kWeekMs) return std::nullopt;
    if (is_business && unit == kDayMs) {
      if (*amount % kScale != 0 || !addTo(days, *amount / kScale)) return std::nullopt;
      continue;
    }
    const auto part = timesUnit(*amount, unit);
    if (!part || !addTo(ms, *part)) return std::nullopt;
  }
  if (wall > 0 && business > 0) return std::nullopt;
  if (business == 0) return wall == 0 ? std::nullopt : std::optional(Duration{ms, false});
  const Slot packed = makeBusiness(days, ms);
  return isMissing(packed) ? std::nullopt : std::optional(Duration{packed, true});
}

void appendDuration(std::string& out, Slot duration, bool business) {
  if (isMissing(duration)) {
    out += "missing";
    return;
  }
  if (duration == 0) {
    out += business ? "0 business days" : "0 seconds";
    return;
  }
  if (!business) {
    if (duration < 0) out += '-';
    appendParts(out, duration < 0 ? -duration : duration, false);
    return;
  }
  const std::int64_t days = businessDays(duration), ms = businessMillis(duration);
  if (days != 0) {
    std::string part;
    appendUnit(part, days, "day", true);
    out += part;
    if (ms != 0) out += ' ';
  }
  if (ms != 0) appendParts(out, ms, true);
}

}  // namespace leadflow
