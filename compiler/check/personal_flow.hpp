// Which values are somebody's own: a `pii` field and an address are, and so is what is worked out from them.
//
//     lead { phone text pii; company text; contact = phone }
//     stage Open { enter { set company to contact; notify slack "#leads" "{company}" } }
//     privacy { mask phone in notify }
//
//     contact is made of phone: personal. company is given contact: personal, so it is erased, and masked with phone.
//
// A value flows through operators, functions, members and the branches of a choice, and by its key into what a table says of it. What
// only asks about a value does not carry it: a comparison, `is known`, the condition of a branch, the grade, the row of a decision
// or the member of a list that it picks, the points that a condition gives. A score is made of what its formula and its decay take
// numbers and instants from.
#pragma once
#include "compiler/types/program.hpp"

namespace leadflow::check {

/// Fills Program::personal, and `fields` and `personal` of every value that a text, a payload, a packet or a report shows. A mask
/// gets the fields that are given values of those which it names. Where there were errors, what could not be checked is left out.
void findPersonal(typed::Program& program);

}  // namespace leadflow::check
