// The rules that one key leads to, in order, and the quickest way to the first that holds. A short list is scanned; in a long
// one each register has a table from (the class of) its value to the bit set of the rules that this value may satisfy, and
// the sets are ANDed word by word.
//
//     country US, zip 94…  ->  rules 17, 230, 4711      each is checked in full, in this order
//
// INVARIANT: bit sets only leave out rules that cannot hold; what is left is checked atom by atom.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/match/index.hpp"

namespace leadflow::match {

inline constexpr std::uint32_t kNoRule = 0xFFFF'FFFF;

/// The rules laid out for checking: atoms of one rule side by side, small sets as masks.
class Rules {
 public:
  Rules() = default;
  Rules(const RuleSet& set, const SymbolTable& symbols);
  /// Whether all atoms hold, and then the residue.
  bool hold(std::uint32_t rule, std::span<const Slot> registers, const Residue& residue) const;
  /// Whether a register is compared as text.
  bool isText(std::uint16_t reg) const { return text_[reg]; }
  /// A rule with an empty set can never hold.
  bool impossible(std::uint32_t rule) const;

 private:
  enum class Check : std::uint8_t { One, Mask, Among, NotAmong, Range, Prefix, Known, Missing };
  struct Compiled {
    Check check = Check::Known;
    bool text = false;
    std::uint16_t reg = 0;
    std::uint32_t count = 0;
    std::int64_t low = 0;   // One: the value; Mask: the bits; Among, Prefix: index of the first value
    std::int64_t high = 0;
  };
  bool holds(const Compiled& atom, Slot slot) const;

  const RuleSet* set_ = nullptr;
  const SymbolTable* symbols_ = nullptr;
  std::vector<Compiled> atoms_;
  struct Span { std::uint32_t first = 0, count = 0; std::int32_t residue = -1; };
  std::vector<Span> rules_;
  std::vector<bool> text_;
};

class Bucket {
 public:
  Bucket(std::vector<std::uint32_t> ascending_rules, const RuleSet& set, const SymbolTable& symbols);
  /// The lowest rule of the bucket below `best` that holds, else `best`.
  std::uint32_t first(const Rules& rules, std::span<const Slot> registers, const Residue& residue, std::uint32_t best) const;

 private:
  /// One register's bit sets: row 0 for a missing value, then one a class.
  struct Dimension {
    AtomKind kind = AtomKind::InSet;
    bool text = false;
    std::uint16_t reg = 0;
    std::uint32_t shift = 0;                // InSet: class = value * golden >> shift
    std::vector<std::int64_t> starts;       // InRange: first value of each class but the first
    std::vector<std::uint64_t> rows;
    double passing = 1;                     // share of the rules that a value leaves, on average
    std::size_t classOf(Slot slot) const;
  };
  void addDimension(AtomKind kind, std::uint16_t reg, const RuleSet& set, const SymbolTable& symbols);

  std::vector<std::uint32_t> rules_;
  std::uint32_t words_ = 0;
  std::vector<Dimension> dimensions_;
};

}  // namespace leadflow::match
