#include "runtime/value/json_scan.hpp"

#include "runtime/value/json_text.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::json {

namespace {

constexpr int kDeepest = 64;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

int hexOf(char c) {
  if (isDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The four hexadecimal digits at `at`, -1: there are none.
int unitAt(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return -1;
  int unit = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const int digit = hexOf(text[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

std::size_t skipText(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') return at + 1;
    if (static_cast<unsigned char>(c) < 0x20) return kBad;
    if (c != '\\') continue;
    if (++at >= text.size()) return kBad;
    if (text[at] == 'u') {
      if (unitAt(text, at + 1) < 0) return kBad;
      at += 4;
    } else if (std::string_view("\"\\/bfnrt").find(text[at]) == std::string_view::npos) {
      return kBad;
    }
  }
  return kBad;
}

std::size_t skipDigits(std::string_view text, std::size_t at) {
  if (at >= text.size() || !isDigit(text[at])) return kBad;
  while (at < text.size() && isDigit(text[at])) ++at;
  return at;
}

std::size_t skipNumber(std::string_view text, std::size_t at) {
  if (text[at] == '-') ++at;
  const bool zero = at < text.size() && text[at] == '0';
  at = zero ? at + 1 : skipDigits(text, at);
  if (at == kBad) return kBad;
  if (at < text.size() && text[at] == '.') {
    at = skipDigits(text, at + 1);
    if (at == kBad) return kBad;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    at = skipDigits(text, at);
  }
  return at;
}

std::size_t skipList(std::string_view text, std::size_t at, int depth) {
  const bool object = text[at] == '{';
  const char close = object ? '}' : ']';
  at = skipSpace(text, at + 1);
  if (at < text.size() && text[at] == close) return at + 1;
  for (;;) {
    if (object) {
      if (at >= text.size() || text[at] != '"') return kBad;
      at = skipText(text, at);
      if (at == kBad) return kBad;
      at = skipSpace(text, at);
      if (at >= text.size() || text[at] != ':') return kBad;
      at = skipSpace(text, at + 1);
    }
    at = skipValue(text, at, depth + 1);
    if (at == kBad) return kBad;
    at = skipSpace(text, at);
    if (at < text.size() && text[at] == close) return at + 1;
    if (at >= text.size() || text[at] != ',') return kBad;
    at = skipSpace(text, at + 1);
  }
}

}  // namespace

std::size_t skipSpace(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r')) ++at;
  return at;
}

std::string_view bare(std::string_view text) {
  text.remove_prefix(skipSpace(text, 0));
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::size_t skipValue(std::string_view text, std::size_t at, int depth) {
  if (at >= text.size() || depth > kDeepest) return kBad;
  switch (text[at]) {
    case '"': return skipText(text, at);
    case '{':
    case '[': return skipList(text, at, depth);
    default: break;
  }
  for (const std::string_view word : {"true", "false", "null"})
    if (text.substr(at, word.size()) == word) return at + word.size();
  return text[at] == '-' || isDigit(text[at]) ? skipNumber(text, at) : kBad;
}

std::string_view plain(std::string_view quoted, std::string& scratch) { return unescaped(quoted.substr(1, quoted.size() - 2), scratch); }

std::string_view unescaped(std::string_view inner, std::string& scratch) {
  if (inner.find('\\') == std::string_view::npos) return inner;
  scratch.clear();
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] != '\\' || i + 1 == inner.size()) {
      scratch += inner[i];
      continue;
    }
    switch (inner[++i]) {
      case 'b': scratch += '\b'; break;
      case 'f': scratch += '\f'; break;
      case 'n': scratch += '\n'; break;
      case 'r': scratch += '\r'; break;
      case 't': scratch += '\t'; break;
      case 'u': {
        const int first = unitAt(inner, i + 1);
        if (first < 0) {
          scratch += 'u';
          break;
        }
        auto unit = static_cast<char32_t>(first);
        i += 4;
        if (unit >= 0xD800 && unit < 0xDC00 && i + 2 < inner.size() && inner[i + 1] == '\\' && inner[i + 2] == 'u') {
          const int low = unitAt(inner, i + 3);
          if (low >= 0xDC00 && low < 0xE000) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (static_cast<char32_t>(low) - 0xDC00);
            i += 6;
          }
        }
        appendUtf8(scratch, unit >= 0xD800 && unit < 0xE000 ? U'\xFFFD' : unit);
        break;
      }
      default: scratch += inner[i];
    }
  }
  return scratch;
}

bool valid(std::string_view text) {
  text = bare(text);
  return skipValue(text, 0) == text.size();
}

std::string tight(std::string_view text) {
  std::string out, scratch;
  out.reserve(text.size());
  for (std::size_t at = skipSpace(text, 0); at < text.size(); at = skipSpace(text, at)) {
    if (text[at] != '"') {
      out += text[at++];
      continue;
    }
    const std::size_t end = skipText(text, at);
    if (end == kBad) break;
    appendJsonString(out, plain(text.substr(at, end - at), scratch));
    at = end;
  }
  return out;
}

}  // namespace leadflow::json
