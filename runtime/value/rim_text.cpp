#include "runtime/value/rim_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <cstring>

#include "runtime/value/text.hpp"

namespace leadflow {
namespace {

constexpr std::array<std::string_view, 12> kStyles = {"0", "1", "2", "31", "32", "33", "34", "36", "1;31", "1;33", "1;36", "1;32"};

/// The length of one of our own style sequences at the beginning of the text; 0: none is there.
std::size_t styleAt(std::string_view text) {
  if (!text.starts_with("\x1b[")) return 0;
  const std::size_t end = text.find('m', 2);
  if (end == std::string_view::npos || end > 8) return 0;
  return std::find(kStyles.begin(), kStyles.end(), text.substr(2, end - 2)) == kStyles.end() ? 0 : end + 1;
}

void appendEscape(std::string& out, char32_t code) {
  constexpr char kDigits[] = "0123456789abcdef";
  if (code > 0xFFFF) {  // as JSON writes it: two halves
    code -= 0x10000;
    appendEscape(out, 0xD800 + (code >> 10));
    appendEscape(out, 0xDC00 + (code & 0x3FF));
    return;
  }
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(code >> shift) & 15U];
}

constexpr bool plain(unsigned char c) { return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t'; }

}  // namespace

std::string escapedCode(char32_t code) {
  std::string out;
  appendEscape(out, code);
  return out;
}

bool isPlain(std::string_view text) {
  // Eight bytes at a time: only where one is below a blank or above `~` are they looked at one by one.
  constexpr std::uint64_t kEach = 0x0101010101010101, kHigh = 0x80 * kEach;
  while (text.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), 8);
    const std::uint64_t below = (word - 0x20 * kEach) & ~word & kHigh, above = (word | (word + kEach)) & kHigh;
    if ((below | above) != 0 && !std::all_of(text.begin(), text.begin() + 8, plain)) return false;
    text.remove_prefix(8);
  }
  return std::all_of(text.begin(), text.end(), plain);
}

bool steersTerminal(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
         code == 0x2028 || code == 0x2029 || (code >= 0xE0000 && code <= 0xE007F);
}

std::string terminalText(std::string_view text, bool styles) {
  // Nearly all text is plain: one look finds that out.
  if (isPlain(text)) return std::string(text);
  std::string out;
  out.reserve(text.size() + 16);
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (plain(byte) || (byte == '\r' && at + 1 < text.size() && text[at + 1] == '\n')) {
      out += text[at++];
      continue;
    }
    if (const std::size_t style = styles && byte == 0x1b ? styleAt(text.substr(at)) : 0; style > 0) {
      out += text.substr(at, style);
      at += style;
      continue;
    }
    const std::size_t begin = at;
    const char32_t code = decodeUtf8(text, at);
    const bool torn = code == 0xFFFD && text.substr(begin, at - begin) != "\xEF\xBF\xBD";
    if (torn) appendEscape(out, byte);
    else if (steersTerminal(code)) appendEscape(out, code);
    else out += text.substr(begin, at - begin);
  }
  return out;
}

std::string oneLine(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '\n') out += "\\n";
    else if (c == '\r') out += "\\r";
    else if (c == '\t') out += "\\t";
    else out += c;
  }
  return out;
}

bool looksLikeFormula(std::string_view cell) {
  if (cell.empty()) return false;
  if (cell.front() == '\t' || cell.front() == '\r' || cell.front() == '\n') return true;
  std::size_t at = 0;
  while (at < cell.size() && (cell[at] == ' ' || cell[at] == '\t' || cell[at] == '\r' || cell[at] == '\n')) ++at;
  // Blanks of other alphabets and the marks in front of a text that some programs pass over.
  for (const std::string_view blank : {"\xC2\xA0", "\xEF\xBB\xBF", "\xE2\x80\x8B", "\xE3\x80\x80"})
    if (cell.substr(at).starts_with(blank)) at += blank.size();
  const std::string_view rest = cell.substr(at);
  if (rest.empty()) return false;
  // Full-width forms of the same signs are taken for them in some languages.
  for (const std::string_view sign : {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"})
    if (rest.starts_with(sign)) return true;
  if (rest.front() == '=' || rest.front() == '@') return true;
  if (rest.front() != '+' && rest.front() != '-') return false;
  // +49 (30) 1234, -12.5, +1,200.00 %: digits with what stands between digits, and no second sign.
  return rest.size() < 2 || !std::all_of(rest.begin() + 1, rest.end(), [](char c) { return (c >= '0' && c <= '9') || c == ' ' || c == '.' || c == ',' || c == '(' || c == ')' || c == '%'; });
}

std::vector<std::uint32_t> linkPlaces(std::string_view text) {
  const auto letter = [&](std::size_t at) { return std::isalnum(static_cast<unsigned char>(text[at])) != 0; };
  const auto word = [&](std::size_t end, std::string_view name) {   // whether the text before `end` ends with it, as a word of its own
    if (end < name.size() || (end > name.size() && letter(end - name.size() - 1))) return false;
    return std::equal(name.begin(), name.end(), text.begin() + static_cast<std::ptrdiff_t>(end - name.size()), [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
  };
  std::vector<std::uint32_t> places;
  for (std::size_t at = text.find_first_of(":."); at != std::string_view::npos; at = text.find_first_of(":.", at + 1)) {
    const std::string_view behind = text.substr(at + 1);
    const bool goes_on = !behind.empty() && static_cast<unsigned char>(behind.front()) > ' ';
    if (text[at] == '.') {
      if (goes_on && word(at, "www")) places.push_back(static_cast<std::uint32_t>(at));
    } else if ((at > 0 && letter(at - 1) && behind.starts_with("//")) || (goes_on && (word(at, "mailto") || word(at, "tel")))) {
      places.push_back(static_cast<std::uint32_t>(at + 1));
    }
  }
  return places;
}

std::string spreadsheetText(std::string_view cell) {
  std::string out;
  if (looksLikeFormula(cell)) out += '\'';
  return out += cell;
}

}  // namespace leadflow
