#include "runtime/value/nearest.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "runtime/value/text.hpp"
#include "runtime/value/text_fold.hpp"
#include "runtime/value/wide.hpp"

namespace leadflow {
namespace {

constexpr std::size_t kMaxPoints = 256;

// The code points of a text, on the stack; `too_long` when there are more than kMaxPoints.
struct Points {
  explicit Points(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      if (size == kMaxPoints) {
        too_long = true;
        return;
      }
      points[size++] = decodeUtf8(text, at);
    }
  }
  char32_t operator[](std::size_t index) const { return points[index]; }

  std::array<char32_t, kMaxPoints> points;
  std::size_t size = 0;
  bool too_long = false;
};

bool isGap(char32_t c) { return c == ' ' || c == '-' || c == '_'; }

bool sameButCase(char32_t a, char32_t b) {
  if (isGap(a) && isGap(b)) return true;
  if (a < 0x80 && b < 0x80) return lowerAscii(static_cast<char>(a)) == lowerAscii(static_cast<char>(b));
  std::string left, right;
  appendUtf8(left, a), appendUtf8(right, b);
  return fold(left) == fold(right);
}

// Optimal string alignment over three rows. `unit`: cost of an edit; `light`: cost of a difference of case.
int align(std::string_view a_text, std::string_view b_text, int unit, int light) {
  const Points a(a_text), b(b_text);
  if (a.too_long || b.too_long) return INT_MAX;
  std::array<std::array<int, kMaxPoints + 1>, 3> rows;
  for (std::size_t j = 0; j <= b.size; ++j) rows[0][j] = static_cast<int>(j) * unit;
  for (std::size_t i = 1; i <= a.size; ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& two_above = rows[(i + 1) % 3];
    row[0] = static_cast<int>(i) * unit;
    for (std::size_t j = 1; j <= b.size; ++j) {
      const char32_t x = a[i - 1], y = b[j - 1];
      const int replace = x == y ? 0 : light < unit && sameButCase(x, y) ? light : unit;
      row[j] = std::min({above[j] + unit, row[j - 1] + unit, above[j - 1] + replace});
      if (i > 1 && j > 1 && x == b[j - 2] && a[i - 2] == y && x != y)
        row[j] = std::min(row[j], two_above[j - 2] + unit);
    }
  }
  return rows[a.size % 3][b.size];
}

constexpr int kQuarters = 4;

}  // namespace

int editDistance(std::string_view a, std::string_view b) { return align(a, b, 1, 1); }

int editCost(std::string_view a, std::string_view b) { return align(a, b, kQuarters, 1); }

int nearestCutoff(std::string_view word) {
  const auto points = static_cast<int>(Points(word).size);
  if (points <= 1) return kQuarters - 1;  // of a single letter only another case is near: any letter is one edit from any other
  return std::max(1, points / 3) * kQuarters;
}

Slot jaroWinkler(std::string_view a_text, std::string_view b_text) {
  constexpr std::int64_t kWhole = 1'000'000;
  if (a_text == b_text) return kWhole;
  const Points a(a_text), b(b_text);  // longer names are compared by their first 256 characters
  if (a.size == 0 || b.size == 0) return 0;
  const std::size_t longer = std::max(a.size, b.size);
  const std::size_t window = longer / 2 > 0 ? longer / 2 - 1 : 0;
  std::array<bool, kMaxPoints> taken{};
  std::array<char32_t, kMaxPoints> matched;
  std::size_t matches = 0;
  for (std::size_t i = 0; i < a.size; ++i) {
    const std::size_t from = i > window ? i - window : 0, to = std::min(b.size, i + window + 1);
    for (std::size_t j = from; j < to; ++j) {
      if (taken[j] || a[i] != b[j]) continue;
      taken[j] = true;
      matched[matches++] = a[i];
      break;
    }
  }
  if (matches == 0) return 0;
  std::size_t out_of_order = 0;
  for (std::size_t j = 0, next = 0; j < b.size; ++j) {
    if (taken[j]) out_of_order += b[j] != matched[next++];
  }
  // (m/|a| + m/|b| + (m - t)/m) / 3 as one fraction: all factors are at most 256.
  const auto m = static_cast<std::int64_t>(matches), t = static_cast<std::int64_t>(out_of_order / 2);
  const auto la = static_cast<std::int64_t>(a.size), lb = static_cast<std::int64_t>(b.size);
  std::int64_t numerator = m * lb * m + m * la * m + (m - t) * la * lb, denominator = 3 * la * lb * m;
  if (numerator * 10 > denominator * 7) {
    std::int64_t prefix = 0;
    while (prefix < 4 && prefix < std::min(la, lb) &&
           a[static_cast<std::size_t>(prefix)] == b[static_cast<std::size_t>(prefix)])
      ++prefix;
    numerator = numerator * 10 + prefix * (denominator - numerator);
    denominator *= 10;
  }
  return divHalfEven<std::int64_t>(numerator * kWhole, denominator);
}

}  // namespace leadflow
