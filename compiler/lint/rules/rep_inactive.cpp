// rep-inactive: leads given by name to a rep who is not active and has no stand-in.
#include <unordered_set>

#include "compiler/lint/named_reps.hpp"
#include "compiler/lint/people.hpp"
#include "compiler/lint/registry.hpp"

namespace leadflow::lint {

void repInactive(const Facts& facts, diag::Diagnostics& diags) {
  std::unordered_set<std::string> reported;  // once a person
  eachNamedRep(facts.program, [&](const std::string& id, Span span, const std::string& where) {
    const Rep* rep = findRep(facts.program, id);
    if (!rep || rep->active || !rep->stand_in.empty() || !reported.insert(id).second) return;
    diags.report(diag::Code::RepInactive, span, '`' + id + "` is not active and has no stand-in")
        .at(where)
        .note("leads meant for them fall to the route's `otherwise` rule")
        .withHelp("name somebody else here, or a `stand_in` in the roster");
  });
}

}  // namespace leadflow::lint
