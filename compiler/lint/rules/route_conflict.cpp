// route-conflict: two rules of a route with the same condition and different targets: the second never takes a lead.
#include "compiler/lint/registry.hpp"
#include "compiler/lint/same_conditions.hpp"

namespace leadflow::lint {

void routeConflict(const Facts& facts, diag::Diagnostics& diags) {
  eachSameCondition(facts.program, [&](const typed::Route&, const typed::Rule& first, const typed::Rule& second, bool same_target) {
    if (same_target) return;
    auto& finding = diags.report(diag::Code::RouteConflict, second.name_span,
                                 "the rule `" + second.name + "` has the condition of `" + first.name + "` and another target");
    finding.label(first.name_span, "takes every such lead first");
    if (!first.targets.empty()) finding.label(first.targets.front().span, "and sends it here");
    if (!second.targets.empty()) finding.label(second.targets.front().span, "so none comes here");
    finding.withHelp("say in one of the two conditions what tells their leads apart, or remove one rule");
  });
}

}  // namespace leadflow::lint
