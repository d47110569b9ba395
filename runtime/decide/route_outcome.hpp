// What a route decided, in names: a member of `routes` in the decision record.
//
//     route inbound { emea when country in emea -> weighted sdr_emea }
//     "inbound":{"rule":"emea","to":{"rep":"ana"},"via":"weighted sdr_emea"}
//
// `instead_of` names the rule that held first when none of its targets could take the lead, `stands_in_for` the rep who was
// meant, `then` the rule of the route that `via` names; `to` null is nobody.
#pragma once
#include <string>
#include <vector>

#include "runtime/decide/router.hpp"
#include "runtime/decide/value_text.hpp"

namespace leadflow::decide {

/// The routes that every lead of a playbook without stages runs through: all but those that only other routes end in.
std::vector<std::uint32_t> topRoutes(const bytecode::Chunk& chunk);

struct RouteOutcome {
  std::string route, rule, instead_of, rep, queue, via, then, stands_in_for;  ///< empty: does not apply
};
RouteOutcome outcomeOf(const Names& names, std::uint32_t route, const Assignment& assignment);
/// `{"rule":"emea_ent","to":{"rep":"ana"},"via":"weighted sdr_emea"}`
void appendOutcome(std::string& out, const RouteOutcome& outcome);

}  // namespace leadflow::decide
