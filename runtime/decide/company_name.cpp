#include "runtime/decide/company_name.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include "runtime/value/nearest.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::decide {

namespace {

constexpr std::string_view kLegalForms[] = {
#define LEADFLOW_LEGAL_FORM(form) form,
#include "runtime/decide/legal_forms.def"
#undef LEADFLOW_LEGAL_FORM
};
constexpr std::size_t kMostCharacters = 256;  // jaroWinkler looks at no more
constexpr std::int64_t kWhole = 1'000'000;

enum class Sign : std::uint8_t { Letter, Gap, Nothing };

/// Points and apostrophes stand inside a word ("A.C.M.E.", "McDonald's"); other signs part words.
Sign signOf(char32_t c) {
  if (c == '.' || c == '\'' || c == 0x2019 || c == 0xB4 || c == '`') return Sign::Nothing;
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? Sign::Letter : Sign::Gap;
  if (c == 0xA0 || c == 0xAB || c == 0xBB || c == 0xB7 || (c >= 0x2000 && c <= 0x206F) || c == 0x3000 || c == 0xFFFD) return Sign::Gap;
  return Sign::Letter;
}

bool isLegalForm(std::string_view word) { return std::find(std::begin(kLegalForms), std::end(kLegalForms), word) != std::end(kLegalForms); }

}  // namespace

std::string normalisedName(std::string_view name) {
  const std::string folded = normalText(name);
  std::vector<std::string> words(1);
  for (std::size_t at = 0; at < folded.size();) {
    const char32_t c = decodeUtf8(folded, at);
    switch (signOf(c)) {
      case Sign::Letter: appendUtf8(words.back(), c); break;
      case Sign::Gap:
        if (!words.back().empty()) words.emplace_back();
        break;
      case Sign::Nothing: break;
    }
  }
  if (words.back().empty()) words.pop_back();
  std::size_t kept = words.size();
  while (kept > 1 && isLegalForm(words[kept - 1])) --kept;
  std::string out;
  for (std::size_t i = 0; i < kept; ++i) {
    if (i > 0) out += ' ';
    out += words[i];
  }
  return out;
}

SimilarNames::Shape SimilarNames::shapeOf(std::string_view folded) {
  Shape shape;
  for (std::size_t at = 0; at < folded.size() && shape.length < kMostCharacters; ++shape.length) {
    const char32_t c = decodeUtf8(folded, at);
    if (shape.length == 0) shape.start = static_cast<std::uint32_t>(c);
    shape.letters |= std::uint64_t{1} << (c & 63);
  }
  return shape;
}

void SimilarNames::add(std::string_view folded, std::uint32_t id) {
  if (folded.empty()) return;
  shapes_.push_back(shapeOf(folded));
  names_.push_back({folded, id});
}

void SimilarNames::finish() {
  std::vector<std::size_t> order(names_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return shapes_[a].length < shapes_[b].length; });
  std::vector<Shape> shapes;
  std::vector<Name> names;
  shapes.reserve(order.size()), names.reserve(order.size());
  for (const std::size_t i : order) shapes.push_back(shapes_[i]), names.push_back(names_[i]);
  shapes_ = std::move(shapes), names_ = std::move(names);
}

/// Jaro is (m/a + m/b + (m - t)/m) / 3 with m matching characters, so at most (m/a + m/b + 1) / 3; Winkler's bonus lifts it by
/// at most a tenth a common first character, four at most, none when the first characters differ, and only from 70 % on.
/// From names of the same length outward: `threshold` may rise while it runs, and like lengths raise it soonest.
template <class Visit>
void SimilarNames::candidates(std::string_view folded, Slot& threshold, Visit visit) const {
  const Shape own = shapeOf(folded);
  if (own.length == 0) return;
  Slot needed_for = -1;
  double need[2] = {0, 0};  // of m/a + m/b: with other, with the same first character
  const double a = own.length;
  const auto look = [&](std::size_t i) {
    if (needed_for != threshold) {
      needed_for = threshold;
      const double wanted = static_cast<double>(threshold) / static_cast<double>(kWhole) - 1e-6;
      need[0] = 3 * wanted - 1 - 1e-6;
      need[1] = 3 * (wanted <= 0.7 ? wanted : std::max(0.7, (wanted - 0.4) / 0.6)) - 1 - 1e-6;
    }
    const Shape& other = shapes_[i];
    const double b = other.length;
    if (1 + std::min(a, b) / std::max(a, b) < need[1]) return false;  // too far apart in length, whatever the letters
    const int lost_a = std::popcount(own.letters & ~other.letters), lost_b = std::popcount(other.letters & ~own.letters);
    const double m = std::min(own.length - lost_a, other.length - lost_b);
    if (m / a + m / b >= need[own.start == other.start]) visit(names_[i]);
    return true;
  };
  const auto same = std::partition_point(shapes_.begin(), shapes_.end(), [&](const Shape& s) { return s.length < own.length; });
  const auto middle = static_cast<std::size_t>(same - shapes_.begin());
  for (std::size_t i = middle; i < shapes_.size() && look(i);) ++i;
  for (std::size_t i = middle; i > 0 && look(i - 1);) --i;
}

std::vector<SimilarNames::Hit> SimilarNames::best(std::string_view folded, Slot threshold) const {
  std::vector<Hit> hits;
  Slot most = threshold;
  candidates(folded, most, [&](const Name& name) {
    const Slot similarity = jaroWinkler(folded, name.folded);
    if (similarity < most) return;
    if (similarity > most) hits.clear();
    most = similarity;
    hits.push_back({name.id, similarity});
  });
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.id < b.id; });
  return hits;
}

std::size_t SimilarNames::compared(std::string_view folded, Slot threshold) const {
  std::size_t count = 0;
  candidates(folded, threshold, [&](const Name&) { ++count; });
  return count;
}

}  // namespace leadflow::decide
