#include "runtime/value/instant.hpp"

#include "runtime/value/decimal.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/text.hpp"
#include "runtime/value/text_fold.hpp"
#include "runtime/value/wide.hpp"

namespace leadflow {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return lowerAscii(c) >= 'a' && lowerAscii(c) <= 'z'; }

constexpr std::int64_t kFirstMs = -62'167'219'200'000;  // 0000-01-01T00:00:00Z
constexpr std::int64_t kLastMs = 253'402'300'799'999;   // 9999-12-31T23:59:59.999Z

constexpr std::string_view kMonths[] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};

struct Parts {
  CivilDate date{0, 1, 1};
  std::int64_t hour = 0, minute = 0, second = 0, ms = 0;
  bool has_offset = false;
  std::int64_t offset_ms = 0;
};

std::optional<std::int64_t> assemble(const Parts& parts, const TimeZone& zone) {
  if (parts.date.year < 0 || parts.date.year > 9999 || !validDate(parts.date)) return std::nullopt;
  if (parts.minute > 59 || parts.second > 60) return std::nullopt;
  const bool midnight = parts.hour == 24 && parts.minute == 0 && parts.second == 0 && parts.ms == 0;
  if (parts.hour > 23 && !midnight) return std::nullopt;
  const std::int64_t local = daysFromCivil(parts.date) * kDayMs + parts.hour * kHourMs + parts.minute * kMinuteMs +
                             parts.second * kSecondMs + parts.ms;
  return parts.has_offset ? local - parts.offset_ms : toInstant(local, zone);
}

// Moves over a text; every reader leaves `at` in place and answers false or -1 when the text is something else.
struct Cursor {
  std::string_view text;
  std::size_t at = 0;

  bool done() const { return at == text.size(); }
  char peek(std::size_t ahead = 0) const { return at + ahead < text.size() ? text[at + ahead] : '\0'; }
  bool take(char c) { return peek() == c && !done() ? (++at, true) : false; }
  bool spaces() {
    const std::size_t start = at;
    while (peek() == ' ' || peek() == '\t') ++at;
    return at > start;
  }
  // Between `least` and `most` digits.
  int digits(int least, int most) {
    int value = 0, count = 0;
    while (count < most && isDigit(peek(static_cast<std::size_t>(count))))
      value = value * 10 + (peek(static_cast<std::size_t>(count++)) - '0');
    if (count < least) return -1;
    at += static_cast<std::size_t>(count);
    return value;
  }
  // Digits of a fraction of a second, as milliseconds; further digits are cut off.
  bool fraction(std::int64_t& ms) {
    if (!isDigit(peek())) return false;
    std::int64_t unit = 100;
    for (ms = 0; isDigit(peek()); ++at, unit /= 10) ms += unit * (peek() - '0');
    return true;
  }
  // Z, +01:00, +0100, +01.
  bool offset(Parts& parts) {
    if (peek() == 'Z' || peek() == 'z') {
      ++at;
      parts.has_offset = true;
      return true;
    }
    if (peek() != '+' && peek() != '-') return false;
    const bool west = text[at++] == '-';
    const int hours = digits(2, 2);
    if (hours < 0 || hours > 18) return false;
    int minutes = 0;
    if (take(':') || isDigit(peek())) {
      minutes = digits(2, 2);
      if (minutes < 0 || minutes > 59) return false;
    }
    parts.has_offset = true;
    parts.offset_ms = (hours * kHourMs + minutes * kMinuteMs) * (west ? -1 : 1);
    return true;
  }
  // A month's name or its first three letters (`sept` too), with an optional dot.
  int month() {
    std::size_t size = 0;
    std::string word;
    while (isLetter(peek(size)) && size < 12) word += lowerAscii(peek(size++));
    if (size < 3) return -1;
    for (int index = 0; index < 12; ++index) {
      const std::string_view name = kMonths[index];
      if (word == name || word == name.substr(0, 3) || (word == "sept" && index == 8)) {
        at += size;
        if (size <= 4 && peek() == '.') ++at;
        return index + 1;
      }
    }
    return -1;
  }
};

// hh:mm[:ss[.fff]] or hhmm[ss[.fff]]
bool isoTime(Cursor& in, Parts& parts) {
  parts.hour = in.digits(2, 2);
  if (parts.hour < 0) {
    parts.hour = in.digits(1, 1);  // 9:05, as spreadsheets write it
    if (parts.hour < 0 || in.peek() != ':') return false;
  }
  const bool colons = in.take(':');
  if (!colons && !isDigit(in.peek())) return false;
  parts.minute = in.digits(2, 2);
  if (parts.minute < 0) return false;
  if (colons ? in.take(':') : isDigit(in.peek())) {
    parts.second = in.digits(2, 2);
    if (parts.second < 0) return false;
    if ((in.take('.') || in.take(',')) && !in.fraction(parts.ms)) return false;
  }
  return true;
}

std::optional<std::int64_t> parseIso(std::string_view text, const TimeZone& zone) {
  Cursor in{text};
  Parts parts;
  parts.date.year = in.digits(4, 4);
  if (parts.date.year < 0) return std::nullopt;
  const char separator = in.peek();
  if (separator == '-' || separator == '/') {
    ++in.at;
    parts.date.month = in.digits(1, 2);
    if (!in.take(separator)) return std::nullopt;
    parts.date.day = in.digits(1, 2);
  } else {
    parts.date.month = in.digits(2, 2);
    parts.date.day = in.digits(2, 2);
  }
  if (parts.date.month < 1 || parts.date.day < 1) return std::nullopt;
  if (!in.done()) {
    if (!in.take('T') && !in.take('t') && !in.spaces()) return std::nullopt;
    if (!isoTime(in, parts)) return std::nullopt;
    in.spaces();
    if (!in.done() && !in.offset(parts)) return std::nullopt;
  }
  return in.done() ? assemble(parts, zone) : std::nullopt;
}

std::optional<std::int64_t> parseUnix(std::string_view text, std::int64_t unit_ms) {
  const auto scaled = parseDecimal(text);
  if (!scaled) return std::nullopt;
  const auto ms = static_cast<std::int64_t>(divHalfEven<Int128>(Int128{*scaled} * unit_ms, kScale));
  return ms < kFirstMs || ms > kLastMs ? std::nullopt : std::optional(ms);
}

// One element of a format.
enum class Part { Literal, Space, YYYY, YY, MMMM, MMM, MM, M, DD, D, HH, H, hh, h, mm, ss, SSS, A, Z, Unknown };

struct Step {
  Part part;
  char literal;
};

// The next element of the format at `at`.
Step nextStep(std::string_view format, std::size_t& at) {
  struct Name {
    std::string_view text;
    Part part;
  };
  static constexpr Name kNames[] = {{"YYYY", Part::YYYY}, {"YY", Part::YY}, {"MMMM", Part::MMMM}, {"MMM", Part::MMM},
                                    {"MM", Part::MM},     {"M", Part::M},   {"DD", Part::DD},     {"D", Part::D},
                                    {"HH", Part::HH},     {"H", Part::H},   {"hh", Part::hh},     {"h", Part::h},
                                    {"mm", Part::mm},     {"ss", Part::ss}, {"SSS", Part::SSS},   {"A", Part::A},
                                    {"Z", Part::Z}};
  const char c = format[at];
  if (c == ' ' || c == '\t') {
    while (at < format.size() && (format[at] == ' ' || format[at] == '\t')) ++at;
    return {Part::Space, ' '};
  }
  if (!isLetter(c)) return ++at, Step{Part::Literal, c};
  std::size_t run = at;
  while (run < format.size() && format[run] == c) ++run;
  const std::string_view word = format.substr(at, run - at);
  at = run;
  for (const Name& name : kNames) {
    if (name.text == word) return {name.part, c};
  }
  return word == "T" ? Step{Part::Literal, 'T'} : Step{Part::Unknown, c};
}

std::optional<std::int64_t> parseFormat(std::string_view text, const TimeZone& zone, std::string_view format) {
  Cursor in{text};
  Parts parts;
  int twelve = -1, afternoon = -1;
  for (std::size_t at = 0; at < format.size();) {
    const Step step = nextStep(format, at);
    // Where digits follow digits without anything between, each part has its full width.
    const bool tight =
        at < format.size() && isLetter(format[at]) && format[at] != 'A' && format[at] != 'Z' && format[at] != 'T';
    const auto two = [&](std::int64_t& value) {
      value = in.digits(tight ? 2 : 1, 2);
      return value >= 0;
    };
    std::int64_t value = 0;
    switch (step.part) {
      case Part::Literal:
        if (!in.take(step.literal)) return std::nullopt;
        break;
      case Part::Space:
        if (!in.spaces()) return std::nullopt;
        break;
      case Part::YYYY:
        if ((parts.date.year = in.digits(4, 4)) < 0) return std::nullopt;
        break;
      case Part::YY:
        if ((parts.date.year = in.digits(2, 2)) < 0) return std::nullopt;
        parts.date.year += parts.date.year < 69 ? 2000 : 1900;  // as POSIX strptime
        break;
      case Part::MMMM:
      case Part::MMM:
        if ((parts.date.month = in.month()) < 0) return std::nullopt;
        break;
      case Part::MM:
      case Part::M:
        if (!two(value)) return std::nullopt;
        parts.date.month = static_cast<int>(value);
        break;
      case Part::DD:
      case Part::D:
        if (!two(value)) return std::nullopt;
        parts.date.day = static_cast<int>(value);
        break;
      case Part::HH:
      case Part::H:
        if (!two(parts.hour)) return std::nullopt;
        break;
      case Part::hh:
      case Part::h:
        if (!two(value) || value < 1 || value > 12) return std::nullopt;
        twelve = static_cast<int>(value);
        break;
      case Part::mm:
        if (!two(parts.minute)) return std::nullopt;
        break;
      case Part::ss:
        if (!two(parts.second)) return std::nullopt;
        break;
      case Part::SSS:
        if (!in.fraction(parts.ms)) return std::nullopt;
        break;
      case Part::A: {
        const char c = lowerAscii(in.peek());
        if ((c != 'a' && c != 'p') || lowerAscii(in.peek(1)) != 'm') return std::nullopt;
        afternoon = c == 'p';
        in.at += 2;
        break;
      }
      case Part::Z:
        if (!in.offset(parts)) return std::nullopt;
        break;
      case Part::Unknown: return std::nullopt;
    }
  }
  if (!in.done()) return std::nullopt;
  if (twelve >= 0) parts.hour = afternoon < 0 ? twelve : twelve % 12 + afternoon * 12;
  return assemble(parts, zone);
}

void appendPadded(std::string& out, std::int64_t value, int width) {
  char digits[20];
  for (int at = width; at-- > 0; value /= 10) digits[at] = static_cast<char>('0' + value % 10);
  out.append(digits, static_cast<std::size_t>(width));
}

}  // namespace

std::optional<std::int64_t> parseInstant(std::string_view text, const TimeZone& zone, std::string_view format) {
  text = trim(text);
  if (text.empty()) return std::nullopt;
  if (format.empty()) return parseIso(text, zone);
  if (format == "unix s") return parseUnix(text, kSecondMs);
  if (format == "unix ms") return parseUnix(text, 1);
  return parseFormat(text, zone, trim(format));
}

bool validInstantFormat(std::string_view format) {
  if (format.empty() || format == "unix s" || format == "unix ms") return true;
  unsigned seen = 0;
  bool twelve = false, afternoon = false;
  const std::string_view trimmed = trim(format);
  for (std::size_t at = 0; at < trimmed.size();) {
    unsigned kind = 0;
    switch (nextStep(trimmed, at).part) {
      case Part::Literal:
      case Part::Space: continue;
      case Part::Unknown: return false;
      case Part::YYYY:
      case Part::YY: kind = 1; break;
      case Part::MMMM:
      case Part::MMM:
      case Part::MM:
      case Part::M: kind = 2; break;
      case Part::DD:
      case Part::D: kind = 4; break;
      case Part::hh:
      case Part::h: twelve = true; [[fallthrough]];
      case Part::HH:
      case Part::H: kind = 8; break;
      case Part::mm: kind = 16; break;
      case Part::ss: kind = 32; break;
      case Part::SSS: kind = 64; break;
      case Part::A:
        kind = 128;
        afternoon = true;
        break;
      case Part::Z: kind = 256; break;
    }
    if ((seen & kind) != 0) return false;  // the same part twice
    seen |= kind;
  }
  return (seen & 7) == 7 && twelve == afternoon;
}

void appendDate(std::string& out, CivilDate date) {
  if (date.year < 0 || date.year > 9999) {
    out += date.year < 0 ? '-' : '+';
    std::string digits;
    appendInt(digits, date.year < 0 ? -std::int64_t{date.year} : std::int64_t{date.year});
    if (digits.size() < 6) out.append(6 - digits.size(), '0');
    out += digits;
  } else {
    appendPadded(out, date.year, 4);
  }
  out += '-';
  appendPadded(out, date.month, 2);
  out += '-';
  appendPadded(out, date.day, 2);
}

void appendInstant(std::string& out, Slot instant) {
  if (isMissing(instant)) {
    out += "missing";
    return;
  }
  const DayTime at = splitDays(instant);
  appendDate(out, civilFromDays(at.days));
  out += 'T';
  appendPadded(out, at.ms / kHourMs, 2);
  out += ':';
  appendPadded(out, at.ms / kMinuteMs % 60, 2);
  out += ':';
  appendPadded(out, at.ms / kSecondMs % 60, 2);
  if (at.ms % kSecondMs != 0) {
    out += '.';
    appendPadded(out, at.ms % kSecondMs, 3);
  }
  out += 'Z';
}

}  // namespace leadflow
