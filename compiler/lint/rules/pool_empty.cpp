// pool-empty: a pool that nobody of the roster belongs to, or nobody who is active.
#include "compiler/lint/people.hpp"
#include "compiler/lint/registry.hpp"

#include <algorithm>

namespace leadflow::lint {

void poolEmpty(const Facts& facts, diag::Diagnostics& diags) {
  for (const typed::Pool& pool : facts.program.pools) {
    const auto members = membersOf(facts.program, pool);
    if (!members) continue;
    const bool active = std::any_of(members->begin(), members->end(), [](const Rep* rep) { return rep->active; });
    if (active) continue;
    auto& finding = diags.report(diag::Code::PoolEmpty, pool.span, "nobody " + std::string(members->empty() ? "in the roster" : "active") + " belongs to the pool `" + pool.name + '`');
    if (pool.where) finding.label(pool.where->span, members->empty() ? "holds for none of the " + std::to_string(facts.program.roster->size()) + " people" : "holds only for people who are not active");
    finding.note("rules that choose from it pass every lead on to what stands behind `otherwise`");
    finding.withHelp("check the spelling of the condition against the roster, or add people to it");
  }
}

}  // namespace leadflow::lint
