// Values as the two suites write them. Calendar arithmetic is the standard library's, not ours: it stands on the other side.
#include <chrono>
#include <cstdlib>

#include "tests/oracles/expression.hpp"

namespace leadflow::oracles {

namespace {

bool digits(const std::string& text, std::size_t& at, std::size_t count, std::int64_t& value) {
  value = 0;
  for (std::size_t end = at + count; at < end; ++at) {
    if (at >= text.size() || text[at] < '0' || text[at] > '9') return false;
    value = value * 10 + (text[at] - '0');
  }
  return true;
}

bool sign(const std::string& text, std::size_t& at, char wanted) { return at < text.size() && text[at] == wanted ? ++at, true : false; }

}  // namespace

Node makeNode(Op op, std::vector<Node> args) {
  Node node;
  node.op = op;
  node.args = std::move(args);
  return node;
}

Node valueNode(Op op, std::string text, Kind kind) {
  Node node;
  node.op = op;
  node.text = std::move(text);
  node.kind = kind;
  return node;
}

bool instantOf(const std::string& text, std::int64_t& millis) {
  using namespace std::chrono;
  std::size_t at = 0;
  std::int64_t y = 0, m = 0, d = 0, hour = 0, minute = 0, second = 0, fraction = 0, offset = 0;
  if (!digits(text, at, 4, y) || !sign(text, at, '-') || !digits(text, at, 2, m) || !sign(text, at, '-') || !digits(text, at, 2, d)) return false;
  const year_month_day date{year(static_cast<int>(y)), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d))};
  if (!date.ok()) return false;
  if (at < text.size() && text[at] == 'T') {
    ++at;
    if (!digits(text, at, 2, hour) || !sign(text, at, ':') || !digits(text, at, 2, minute) || !sign(text, at, ':') || !digits(text, at, 2, second)) return false;
    if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && (minute || second))) return false;
    if (sign(text, at, '.')) {
      std::int64_t unit = 100, digit = 0;
      while (digits(text, at, 1, digit)) {
        if (unit == 0 && digit != 0) return false;
        fraction += digit * unit;
        unit /= 10;
      }
    }
    if (sign(text, at, 'Z')) {
    } else if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
      const std::int64_t direction = text[at++] == '+' ? 1 : -1;
      std::int64_t hours_off = 0, minutes_off = 0;
      if (!digits(text, at, 2, hours_off) || !sign(text, at, ':') || !digits(text, at, 2, minutes_off) || hours_off > 14) return false;
      offset = direction * (hours_off * 60 + minutes_off);
    }
  }
  if (at != text.size()) return false;
  millis = (static_cast<std::int64_t>(sys_days(date).time_since_epoch().count()) * 86'400 + hour * 3'600 + (minute - offset) * 60 + second) * 1'000 + fraction;
  return true;
}

bool scaledOf(const std::string& text, Wide& scaled, bool& exact) {
  std::size_t at = 0;
  const bool negative = sign(text, at, '-');
  Wide value = 0;
  int places = 0, seen = 0;
  bool point = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '.' && !point) { point = true; continue; }
    if (text[at] < '0' || text[at] > '9') break;
    if (++seen > 36) return false;
    value = value * 10 + (text[at] - '0');
    places += point;
  }
  if (seen == 0) return false;
  int exponent = 0;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    char* end = nullptr;
    exponent = static_cast<int>(std::strtol(text.c_str() + at + 1, &end, 10));
    at = static_cast<std::size_t>(end - text.c_str());
  }
  if (at != text.size()) return false;
  exact = true;
  int shift = 4 - places + exponent;
  if (shift > 40 && value != 0) return false;
  for (; shift > 0 && value != 0; --shift) {
    if (value > (static_cast<Wide>(1) << 120) / 10) return false;
    value *= 10;
  }
  if (shift < 0) {
    Wide unit = 1;
    for (; shift < 0; ++shift) {
      unit *= 10;
      if (unit > value * 20 + 10) { exact = value == 0; value = 0; unit = 1; break; }
    }
    const Wide rest = value % unit;
    value /= unit;
    if (rest != 0) exact = false;
    if (rest * 2 > unit || (rest * 2 == unit && value % 2 != 0)) ++value;
  }
  scaled = negative ? -value : value;
  return true;
}

/// Walks P1DT2H3M4S; `part` gets count and unit.
template <typename Part>
static bool walkDuration(const std::string& text, bool& negative, Part&& part) {
  std::size_t at = 0;
  negative = sign(text, at, '-');
  if (!sign(text, at, 'P') || at == text.size()) return false;
  bool time = false, any = false;
  while (at < text.size()) {
    if (text[at] == 'T') { time = true; ++at; continue; }
    std::int64_t count = 0;
    const std::size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') count = count * 10 + (text[at++] - '0');
    if (at == begin || at - begin > 12 || at == text.size()) return false;
    const char unit = text[at++];
    if (!time && unit == 'D') part(count, "day", 86'400'000);
    else if (time && unit == 'H') part(count, "hour", 3'600'000);
    else if (time && unit == 'M') part(count, "minute", 60'000);
    else if (time && unit == 'S') part(count, "second", 1'000);
    else return false;
    any = true;
  }
  return any;
}

bool isoDuration(const std::string& text, Wide& millis) {
  bool negative = false;
  millis = 0;
  if (!walkDuration(text, negative, [&](std::int64_t count, const char*, std::int64_t unit) { millis += static_cast<Wide>(count) * unit; })) return false;
  if (negative) millis = -millis;
  return true;
}

Node feelDuration(const std::string& text) {
  bool negative = false;
  int parts = 0;
  std::string out;
  if (!walkDuration(text, negative, [&](std::int64_t count, const char* unit, std::int64_t) {
        out += (parts++ ? " + " : "") + std::to_string(count) + " " + unit + "s";
      }))
    throw Unsayable{"durations of months and years, or finer than a second"};
  if (parts > 1 || negative) out = "(" + out + ")";
  return valueNode(Op::Duration, negative ? "(-" + out + ")" : out, Kind::Duration);
}

}  // namespace leadflow::oracles
