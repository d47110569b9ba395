// Rules as the index sees them: each rule is a conjunction of atoms over registers, and perhaps a residue that only
// the VM can decide. Route rules and decision rows both become this.
//
//     emea_ent  when country in emea and segment is enterprise and mql is reached -> …
//     rule 6 = [ InSet(r7, {AE, AL, …}), InSet(r12, {2}) ] and residue f31
//
// An atom holds when it is true; a missing register makes every atom but Missing fail (Kleene: unknown does not hold).
// The first rule whose atoms and residue all hold wins.
#pragma once
#include <cstdint>
#include <vector>

#include "runtime/value/slot.hpp"

namespace leadflow::match {

enum class AtomKind : std::uint8_t {
  InSet,       ///< slot value (or, for text, the cell's symbol) is one of `values`; values ascending
  NotInSet,    ///< known, and none of `values`
  InRange,     ///< low <= slot <= high (as signed integers)
  Prefix,      ///< the text's folded form begins with the text of one of the symbols `values`
  Known,
  Missing,
};

struct Atom {
  AtomKind kind = AtomKind::InSet;
  bool text = false;               ///< the register holds a TextCell*; `values` are symbol ids
  std::uint16_t reg = 0;
  std::uint32_t first = 0, count = 0;  ///< into RuleSet::values
  std::int64_t low = 0, high = 0;
};

struct Rule {
  std::uint32_t first_atom = 0, atom_count = 0;
  std::int32_t residue = -1;       ///< function to run when the atoms hold; -1: none
};

struct RuleSet {
  std::vector<Rule> rules;
  std::vector<Atom> atoms;
  std::vector<std::int64_t> values;
};

}  // namespace leadflow::match
