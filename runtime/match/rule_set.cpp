#include "runtime/match/rule_set.hpp"

#include <algorithm>

#include "runtime/match/index.hpp"

namespace leadflow::match {

bool holds(const Atom& atom, const RuleSet& rules, const SymbolTable& symbols, std::span<const Slot> registers) {
  const Slot slot = registers[atom.reg];
  if (atom.kind == AtomKind::Missing) return isMissing(slot);
  if (isMissing(slot)) return false;
  const auto first = rules.values.begin() + atom.first;
  const auto last = first + atom.count;
  const auto contained = [&] {
    return std::binary_search(first, last, atom.text ? static_cast<std::int64_t>(textOf(slot)->symbol) : slot);
  };
  switch (atom.kind) {
    case AtomKind::InSet: return contained();
    case AtomKind::NotInSet: return !contained();
    case AtomKind::InRange: return atom.low <= slot && slot <= atom.high;
    case AtomKind::Prefix: {
      const std::string_view text = textOf(slot)->foldedText();
      return std::any_of(first, last, [&](std::int64_t symbol) {
        return text.starts_with(symbols.text(static_cast<std::uint32_t>(symbol)));
      });
    }
    case AtomKind::Known:
    case AtomKind::Missing: break;
  }
  return true;
}

std::int32_t scan(const RuleSet& rules, const SymbolTable& symbols, std::span<const Slot> registers, const Residue& residue) {
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const Rule& rule = rules.rules[i];
    bool all = true;
    for (std::uint32_t a = 0; all && a < rule.atom_count; ++a)
      all = holds(rules.atoms[rule.first_atom + a], rules, symbols, registers);
    if (all && (rule.residue < 0 || residue.holds(residue.self, rule.residue))) return static_cast<std::int32_t>(i);
  }
  return -1;
}

}  // namespace leadflow::match
