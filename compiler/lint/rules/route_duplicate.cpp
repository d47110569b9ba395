// route-duplicate: two rules of a route with the same condition and the same target: the second never takes a lead.
#include "compiler/lint/registry.hpp"
#include "compiler/lint/same_conditions.hpp"

namespace leadflow::lint {

void routeDuplicate(const Facts& facts, diag::Diagnostics& diags) {
  eachSameCondition(facts.program, [&](const typed::Route&, const typed::Rule& first, const typed::Rule& second, bool same_target) {
    if (!same_target) return;
    diags.report(diag::Code::RouteDuplicate, second.name_span, "the rule `" + second.name + "` says what `" + first.name + "` says")
        .label(first.name_span, "takes every such lead first")
        .withHelp("remove `" + second.name + "`");
  });
}

}  // namespace leadflow::lint
