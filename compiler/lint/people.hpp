// Who is in a pool, by the roster that the playbook is compiled with.
//
//     pool senior_na = reps where team is "sdr_na" and "senior" in skills
#pragma once
#include <optional>
#include <vector>

#include "compiler/types/program.hpp"

namespace leadflow::lint {

/// Whether the rep belongs to the pool; nullopt when the condition asks what the roster alone does not say (a pattern, `now`).
std::optional<bool> inPool(const typed::Program& program, const typed::Pool& pool, const Rep& rep);
/// The members in roster order; nullopt when that cannot be told or there is no roster.
std::optional<std::vector<const Rep*>> membersOf(const typed::Program& program, const typed::Pool& pool);

const Rep* findRep(const typed::Program& program, std::string_view id);

}  // namespace leadflow::lint
