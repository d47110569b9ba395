// First match over thousands of rules in near-constant time. Rules are grouped by the fields that they fix to values
// (their signature: country + zip prefix, country + state, …); each group is a hash table from those values to the rules
// in order; within a large bucket, bit sets over the remaining atoms. A candidate's remaining atoms are then checked.
//
//     route inbound { emea when country in emea -> …   territory of 20,000 rows … }
//
// INVARIANT: find() gives the lowest rule whose atoms and residue all hold: exactly what scanning the rules gives.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/match/rule_set.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::match {

/// Decides a rule's residue: true when it holds.
struct Residue {
  void* self = nullptr;
  bool (*holds)(void* self, std::int32_t function) = nullptr;
};

class Index {
 public:
  Index();
  ~Index();
  Index(Index&&) noexcept;
  Index& operator=(Index&&) noexcept;
  /// `rules` must outlive the index. Time and space linear in atoms and values.
  static Index build(const RuleSet& rules, const SymbolTable& symbols);
  /// Lowest rule that holds for these registers, or -1.
  std::int32_t find(std::span<const Slot> registers, const Residue& residue) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The same by scanning every rule: the definition, for tests and explanations.
std::int32_t scan(const RuleSet& rules, const SymbolTable& symbols, std::span<const Slot> registers, const Residue& residue);
/// Whether one atom holds.
bool holds(const Atom& atom, const RuleSet& rules, const SymbolTable& symbols, std::span<const Slot> registers);

}  // namespace leadflow::match
