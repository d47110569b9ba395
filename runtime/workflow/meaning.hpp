// The meaning version: what a playbook's words do, as a number. It is raised when the same event on the same lead may come to
// something else than before (a clock that is met by instant and no longer by open time), and only then; a chunk's or a state's
// format has a number of its own.
//
//     1  leadflow 0.1.0; its entries name none
//     2  clocks by instants, conditions after their consequences
//
// The highest is that of the release in the making: until it is out it may still change, and so may what stores of such builds hold.
// Every journal entry names it. A replay makes again what its own meaning decided, and verifies what an earlier one decided by
// chain and anchor (docs/adr/0024-stores-outlive-programs.md).
#pragma once
#include <cstdint>

namespace leadflow::workflow {

inline constexpr std::uint32_t kMeaning = 2;

}  // namespace leadflow::workflow
