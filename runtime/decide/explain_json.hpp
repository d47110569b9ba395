// An explanation as the `"why"` of a decision record: a JSON array of steps in the order in which the lead was decided. Each
// step says what kind it is (`step`) and where it stands (`line`: file and line, null where nothing stands anywhere):
//
//     {"step":"term","score":"fit","text":"+20 when uses_competitor","points":0,"held":null,"values":{"uses_competitor":null},"line":"inbound.leadflow:84"}
//     {"step":"rule","route":"inbound","rule":"bought","held":false,"failed":"source is purchased_list","values":{"source":"website"},"line":…}
//     {"step":"target","route":"inbound","rule":"emea","target":"round robin sdr_emea","outcome":"to ana","taken":true,"candidates":[…],"line":…}
//
// Kinds: derived, decision, score, term, grade, milestone, rule, rules_left_out, target. `held`: null is unknown. Where one step of
// a lead took several routes, rules and targets of the second carry `"nth":2`, of the third `"nth":3`.
#pragma once
#include <string>

#include "runtime/decide/explain.hpp"

namespace leadflow::decide {

void appendWhy(std::string& out, const Explanation& told);

}  // namespace leadflow::decide
