// A slot is one untagged 8-byte cell of a row, a register or a constant pool.
//
// The compiler knows the type of every slot, so none is stored: an `int` field holds the integer, a `money` field the
// amount times 10,000, an `enum` its index, a `text` field the address of a TextCell (text.hpp). A value that the lead
// does not have is kMissing in every type, which is how LeadFlow stays honest about missing data:
//
//     +20 when company_size in 50..500        # company_size missing -> unknown -> adds nothing
//
// INVARIANT: no operation yields INT64_MIN as a value; arithmetic that would is an overflow and gives kMissing.
#pragma once

#include <cstdint>

namespace leadflow {

using Slot = std::int64_t;

inline constexpr Slot kMissing = INT64_MIN;

constexpr bool isMissing(Slot slot) { return slot == kMissing; }

// Three-valued truth (Kleene): 0, 1, or kMissing for unknown. Other inputs are not booleans and must not be passed.

constexpr Slot kleeneNot(Slot a) { return isMissing(a) ? kMissing : a ^ 1; }

// False if either is false, else unknown if either is unknown.
constexpr Slot kleeneAnd(Slot a, Slot b) {
  if (a == 0 || b == 0) return 0;
  return a == 1 && b == 1 ? 1 : kMissing;
}

// True if either is true, else unknown if either is unknown.
constexpr Slot kleeneOr(Slot a, Slot b) {
  if (a == 1 || b == 1) return 1;
  return a == 0 && b == 0 ? 0 : kMissing;
}

// Whether a condition holds: unknown does not.
constexpr bool holds(Slot condition) { return condition == 1; }

// A text slot is the address of its cell; these two are the only places that know.
template <class Cell>
Slot slotOfPointer(const Cell* cell) {
  return static_cast<Slot>(reinterpret_cast<std::intptr_t>(cell));
}
template <class Cell>
const Cell* pointerOfSlot(Slot slot) {
  return reinterpret_cast<const Cell*>(static_cast<std::intptr_t>(slot));
}

}  // namespace leadflow
