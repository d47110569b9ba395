#include "runtime/match/bucket.hpp"

#include <algorithm>
#include <bit>
#include <map>

namespace leadflow::match {
namespace {

constexpr std::size_t kScanUpTo = 32;       // rules of a bucket that is scanned
constexpr std::size_t kMaxDimensions = 5;
constexpr std::size_t kMaxClasses = 256;
constexpr std::size_t kRangeClasses = 64;
constexpr std::uint32_t kLongSet = 1024;    // values from which on a set is not spread over bit sets
constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15u;

}  // namespace

Rules::Rules(const RuleSet& set, const SymbolTable& symbols) : set_(&set), symbols_(&symbols) {
  for (const Rule& rule : set.rules) {
    Span span{static_cast<std::uint32_t>(atoms_.size()), rule.atom_count, rule.residue};
    for (std::uint32_t a = rule.first_atom; a < rule.first_atom + rule.atom_count; ++a) {
      const Atom& atom = set.atoms[a];
      if (text_.size() <= atom.reg) text_.resize(atom.reg + std::size_t{1});
      if (atom.text) text_[atom.reg] = true;
      Compiled c{Check::Known, atom.text, atom.reg, atom.count, atom.first, 0};
      const auto first = set.values.begin() + atom.first;
      const auto small = [&] {
        return std::all_of(first, first + atom.count, [](std::int64_t v) { return v >= 0 && v < 64; });
      };
      switch (atom.kind) {
        case AtomKind::InSet:
          if (atom.count == 1) {
            c.check = Check::One, c.low = *first;
          } else if (small()) {
            c.check = Check::Mask, c.low = 0;
            for (std::uint32_t i = 0; i < atom.count; ++i) c.low |= static_cast<std::int64_t>(std::uint64_t{1} << first[i]);
          } else {
            c.check = Check::Among;
          }
          break;
        case AtomKind::NotInSet: c.check = Check::NotAmong; break;
        case AtomKind::InRange: c.check = Check::Range, c.low = atom.low, c.high = atom.high; break;
        case AtomKind::Prefix: c.check = Check::Prefix; break;
        case AtomKind::Known: c.check = Check::Known; break;
        case AtomKind::Missing: c.check = Check::Missing; break;
      }
      atoms_.push_back(c);
    }
    rules_.push_back(span);
  }
}

bool Rules::impossible(std::uint32_t rule) const {
  const Span& span = rules_[rule];
  return std::any_of(atoms_.begin() + span.first, atoms_.begin() + span.first + span.count, [](const Compiled& atom) {
    return (atom.check == Check::Range && atom.low > atom.high) ||
           (atom.count == 0 && (atom.check == Check::Mask || atom.check == Check::Among || atom.check == Check::Prefix));
  });
}

bool Rules::holds(const Compiled& atom, Slot slot) const {
  if (isMissing(slot)) return atom.check == Check::Missing;
  if (atom.text && atom.check < Check::Range) slot = textOf(slot)->symbol;
  switch (atom.check) {
    case Check::One: return slot == atom.low;
    case Check::Mask: return static_cast<std::uint64_t>(slot) < 64 && ((static_cast<std::uint64_t>(atom.low) >> slot) & 1U) != 0;
    case Check::Among:
    case Check::NotAmong: {
      const auto first = set_->values.begin() + atom.low;
      return std::binary_search(first, first + atom.count, slot) == (atom.check == Check::Among);
    }
    case Check::Range: return atom.low <= slot && slot <= atom.high;
    case Check::Prefix: {
      const std::string_view text = textOf(slot)->foldedText();
      for (std::uint32_t i = 0; i < atom.count; ++i) {
        const auto symbol = static_cast<std::uint32_t>(set_->values[static_cast<std::size_t>(atom.low) + i]);
        if (text.starts_with(symbols_->text(symbol))) return true;
      }
      return false;
    }
    case Check::Known: return true;
    case Check::Missing: break;
  }
  return false;
}

bool Rules::hold(std::uint32_t rule, std::span<const Slot> registers, const Residue& residue) const {
  const Span& span = rules_[rule];
  const Compiled* atom = atoms_.data() + span.first;
  for (const Compiled* end = atom + span.count; atom != end; ++atom)
    if (!holds(*atom, registers[atom->reg])) return false;
  return span.residue < 0 || residue.holds(residue.self, span.residue);
}

std::size_t Bucket::Dimension::classOf(Slot slot) const {
  if (isMissing(slot)) return 0;
  if (kind == AtomKind::InRange)
    return 1 + static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), slot) - starts.begin());
  if (kind == AtomKind::Prefix) {
    const std::string_view folded = textOf(slot)->foldedText();
    return folded.empty() ? 1 : 1 + static_cast<std::size_t>(static_cast<unsigned char>(folded[0]));
  }
  const std::uint64_t value = text ? textOf(slot)->symbol : static_cast<std::uint64_t>(slot);
  return 1 + static_cast<std::size_t>(value * kGolden >> shift);
}

Bucket::Bucket(std::vector<std::uint32_t> ascending_rules, const RuleSet& set, const SymbolTable& symbols)
    : rules_(std::move(ascending_rules)), words_(static_cast<std::uint32_t>((rules_.size() + 63) / 64)) {
  if (rules_.size() <= kScanUpTo && set.rules.size() > kScanUpTo) return;
  if (rules_.size() < 4) return;
  std::map<std::pair<AtomKind, std::uint16_t>, std::size_t> constrained;
  for (const std::uint32_t rule : rules_)
    for (std::uint32_t a = 0; a < set.rules[rule].atom_count; ++a) {
      const Atom& atom = set.atoms[set.rules[rule].first_atom + a];
      if ((atom.kind == AtomKind::InSet || atom.kind == AtomKind::InRange || atom.kind == AtomKind::Prefix) && atom.count < kLongSet)
        ++constrained[{atom.kind, atom.reg}];
    }
  std::vector<std::pair<std::size_t, std::pair<AtomKind, std::uint16_t>>> by_count;
  for (const auto& [key, count] : constrained) by_count.push_back({count, key});
  std::sort(by_count.begin(), by_count.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (by_count.size() > 2 * kMaxDimensions) by_count.resize(2 * kMaxDimensions);
  for (const auto& [count, key] : by_count)
    if (count * 8 >= rules_.size()) addDimension(key.first, key.second, set, symbols);
  std::stable_sort(dimensions_.begin(), dimensions_.end(),
                   [](const Dimension& a, const Dimension& b) { return a.passing < b.passing; });
  while (!dimensions_.empty() && (dimensions_.size() > kMaxDimensions || dimensions_.back().passing > 0.9)) dimensions_.pop_back();
}

void Bucket::addDimension(AtomKind kind, std::uint16_t reg, const RuleSet& set, const SymbolTable& symbols) {
  Dimension dimension;
  dimension.kind = kind;
  dimension.reg = reg;
  const auto relevant = [&](std::uint32_t rule) -> const Atom* {
    for (std::uint32_t a = 0; a < set.rules[rule].atom_count; ++a) {
      const Atom& atom = set.atoms[set.rules[rule].first_atom + a];
      if (atom.kind == kind && atom.reg == reg && atom.count < kLongSet) return &atom;
    }
    return nullptr;
  };
  std::vector<std::int64_t> values;
  for (const std::uint32_t rule : rules_)
    if (const Atom* atom = relevant(rule)) {
      dimension.text = atom->text;
      if (kind == AtomKind::InRange) {
        values.push_back(atom->low);
        if (atom->high != INT64_MAX) values.push_back(atom->high + 1);
      } else if (kind == AtomKind::InSet) {
        values.insert(values.end(), set.values.begin() + atom->first, set.values.begin() + atom->first + atom->count);
      }
    }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  std::size_t classes = kMaxClasses;
  if (kind == AtomKind::InRange) {
    const std::size_t step = values.size() / (kRangeClasses - 1) + 1;
    for (std::size_t i = 0; i < values.size(); i += step) dimension.starts.push_back(values[i]);
    classes = dimension.starts.size() + 1;
  } else if (kind == AtomKind::InSet) {
    std::uint32_t bits = 1;
    while (bits < 8 && (std::size_t{1} << bits) < values.size() * 2) ++bits;
    dimension.shift = 64 - bits;
    classes = std::size_t{1} << bits;
  }

  dimension.rows.assign((classes + 1) * words_, 0);
  std::size_t set_bits = 0;
  const auto mark = [&](std::size_t row, std::size_t at) {
    std::uint64_t& word = dimension.rows[row * words_ + at / 64];
    const std::uint64_t bit = std::uint64_t{1} << (at % 64);
    if (row > 0 && (word & bit) == 0) ++set_bits;
    word |= bit;
  };
  for (std::size_t at = 0; at < rules_.size(); ++at) {
    const Atom* atom = relevant(rules_[at]);
    if (!atom) {
      for (std::size_t row = 0; row <= classes; ++row) mark(row, at);
    } else if (kind == AtomKind::InRange) {
      if (atom->low > atom->high) continue;
      for (std::size_t row = dimension.classOf(std::max(atom->low, kMissing + 1)), last = dimension.classOf(atom->high); row <= last; ++row)
        mark(row, at);
    } else {
      for (std::uint32_t i = 0; i < atom->count; ++i) {
        const std::int64_t value = set.values[atom->first + i];
        if (kind == AtomKind::InSet) {
          mark(1 + static_cast<std::size_t>(static_cast<std::uint64_t>(value) * kGolden >> dimension.shift), at);
          continue;
        }
        const std::string_view text = symbols.text(static_cast<std::uint32_t>(value));
        if (!text.empty()) {
          mark(1 + static_cast<std::size_t>(static_cast<unsigned char>(text[0])), at);
        } else {
          for (std::size_t row = 1; row <= classes; ++row) mark(row, at);
        }
      }
    }
  }
  dimension.passing = static_cast<double>(set_bits) / (static_cast<double>(classes) * static_cast<double>(rules_.size()));
  dimensions_.push_back(std::move(dimension));
}

std::uint32_t Bucket::first(const Rules& rules, std::span<const Slot> registers, const Residue& residue, std::uint32_t best) const {
  if (dimensions_.empty()) {
    for (const std::uint32_t rule : rules_) {
      if (rule >= best) break;
      if (rules.hold(rule, registers, residue)) return rule;
    }
    return best;
  }
  const std::uint64_t* rows[kMaxDimensions];
  const std::size_t count = dimensions_.size();
  for (std::size_t d = 0; d < count; ++d)
    rows[d] = dimensions_[d].rows.data() + dimensions_[d].classOf(registers[dimensions_[d].reg]) * words_;
  for (std::uint32_t word = 0; word < words_; ++word) {
    std::uint64_t left = rows[0][word];
    for (std::size_t d = 1; d < count; ++d) left &= rows[d][word];
    for (; left != 0; left &= left - 1) {
      const std::uint32_t rule = rules_[word * 64 + static_cast<std::uint32_t>(std::countr_zero(left))];
      if (rule >= best) return best;
      if (rules.hold(rule, registers, residue)) return rule;
    }
  }
  return best;
}

}  // namespace leadflow::match
