#include "runtime/value/text_fold.hpp"

#include <utf8proc.h>

#include <array>
#include <vector>

#include "runtime/value/text.hpp"

namespace leadflow {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// utf8proc knows full case folding. Where that is one character it is the simple folding too; where it is several (ß ->
// ss) the simple folding is the lower-case letter, but for İ, which has none outside Turkic languages.
char32_t foldSimple(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
  if (c == 0x130) return c;
  utf8proc_int32_t full[8];
  int boundary = 0;
  const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), full, 8, UTF8PROC_CASEFOLD, &boundary);
  if (count == 1) return static_cast<char32_t>(full[0]);
  if (count < 1) return c;
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}

// The NFC form as code points. `text` is valid UTF-8.
void composed(std::string_view text, std::vector<utf8proc_int32_t>& points) {
  constexpr auto kOptions = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto length = static_cast<utf8proc_ssize_t>(text.size());
  points.resize(text.size() + 4);
  auto count = utf8proc_decompose(bytes, length, points.data(), static_cast<utf8proc_ssize_t>(points.size()), kOptions);
  if (count > static_cast<utf8proc_ssize_t>(points.size())) {
    points.resize(static_cast<std::size_t>(count) + 4);
    count = utf8proc_decompose(bytes, length, points.data(), static_cast<utf8proc_ssize_t>(points.size()), kOptions);
  }
  if (count > 0) count = utf8proc_normalize_utf32(points.data(), count, kOptions);
  points.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
}

void foldWide(std::string_view text, std::string& out) {
  thread_local std::vector<utf8proc_int32_t> points;
  composed(text, points);
  out.clear();
  bool changed = false;
  for (const auto point : points) {
    const auto c = static_cast<char32_t>(point);
    const char32_t folded = foldSimple(c);
    changed |= folded != c && c >= 0x80;
    appendUtf8(out, folded);
  }
  // A folded letter may compose with the mark behind it, which in turn may fold; three rounds reach the end of every
  // chain.
  for (int round = 0; changed && round < 3; ++round) {
    composed(out, points);
    changed = false;
    std::string again;
    for (const auto point : points) {
      const auto c = static_cast<char32_t>(point);
      const char32_t folded = foldSimple(c);
      changed |= folded != c;
      appendUtf8(again, folded);
    }
    out.swap(again);
  }
}

// Characters below U+0300 are in NFC and stay so when folded, so Western European names need one look into a table
// each.
constexpr char32_t kLatinEnd = 0x300;

// Appends the folded text; false, with `out` unfinished, when it has other characters or is ill-formed.
bool foldLatin(std::string_view text, std::string& out) {
  static const std::array<char32_t, kLatinEnd> table = [] {
    std::array<char32_t, kLatinEnd> built{};
    for (char32_t c = 0; c < kLatinEnd; ++c) built[c] = foldSimple(c);
    return built;
  }();
  out.clear();
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < 0x80) {
      out += lowerAscii(text[at]);
      continue;
    }
    if (first < 0xC2 || first > 0xCB || at + 1 == text.size()) return false;
    const auto second = static_cast<unsigned char>(text[++at]);
    if ((second & 0xC0) != 0x80) return false;
    appendUtf8(out, table[(first & 0x1Fu) << 6 | (second & 0x3Fu)]);
  }
  return true;
}

// The wide road's result in a buffer that is reused.
std::string& foldBuffer(std::string_view text) {
  thread_local std::string buffer;
  if (foldLatin(text, buffer)) return buffer;
  if (isValidUtf8(text)) {
    foldWide(text, buffer);
  } else {
    const std::string repaired = repairUtf8(text);
    foldWide(repaired, buffer);
  }
  return buffer;
}

}  // namespace

bool isAscii(std::string_view text) {
  std::uint64_t all = 0;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    all |= word;
  }
  for (; at < text.size(); ++at) all |= static_cast<unsigned char>(text[at]);
  return (all & kHighBits) == 0;
}

char32_t decodeUtf8(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  const unsigned char first = byte(at++);
  if (first < 0x80) return first;
  int more;
  unsigned char low = 0x80, high = 0xBF;
  char32_t c;
  if (first >= 0xC2 && first <= 0xDF) {
    more = 1, c = first & 0x1Fu;
  } else if ((first & 0xF0) == 0xE0) {
    more = 2, c = first & 0x0Fu;
    if (first == 0xE0) low = 0xA0;   // overlong
    if (first == 0xED) high = 0x9F;  // surrogates
  } else if (first >= 0xF0 && first <= 0xF4) {
    more = 3, c = first & 0x07u;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;  // above U+10FFFF
  } else {
    return kReplacement;
  }
  for (; more > 0; --more) {
    if (at >= text.size() || byte(at) < low || byte(at) > high) return kReplacement;
    c = c << 6 | (byte(at++) & 0x3Fu);
    low = 0x80, high = 0xBF;
  }
  return c;
}

void appendUtf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6), put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18), put(0x80 | (c >> 12 & 0x3F)), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  }
}

bool isValidUtf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (at + 8 <= text.size()) {
      std::uint64_t word;
      std::memcpy(&word, text.data() + at, 8);
      if ((word & kHighBits) == 0) {
        at += 8;
        continue;
      }
    }
    const std::size_t start = at;
    // A written U+FFFD is three bytes; an ill-formed sequence never spans exactly those.
    if (decodeUtf8(text, at) == kReplacement && text.substr(start, at - start) != "\xEF\xBF\xBD") return false;
  }
  return true;
}

std::string repairUtf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) appendUtf8(out, decodeUtf8(text, at));
  return out;
}

std::string fold(std::string_view text) {
  std::string out(text.size(), '\0');
  if (foldAscii(text.data(), text.size(), out.data()).ascii) return out;
  return foldBuffer(text);
}

std::string_view foldInto(Arena& arena, std::string_view text) {
  if (text.empty()) return {"", 0};
  if (isAscii(text)) {
    auto* bytes = static_cast<char*>(arena.allocate(text.size(), 1));
    foldAscii(text.data(), text.size(), bytes);
    return {bytes, text.size()};
  }
  return arena.copy(foldBuffer(text));
}

}  // namespace leadflow
