#include "runtime/decide/route_outcome.hpp"

#include "runtime/value/json_text.hpp"

namespace leadflow::decide {

std::vector<std::uint32_t> topRoutes(const bytecode::Chunk& chunk) {
  std::vector<std::uint32_t> routes;
  for (std::uint32_t r = 0; r < chunk.routes.size(); ++r)
    if (!chunk.routes[r].called_only) routes.push_back(r);
  return routes;
}

RouteOutcome outcomeOf(const Names& names, std::uint32_t route, const Assignment& assignment) {
  const bytecode::Chunk& chunk = names.chunk();
  const bytecode::RouteInfo& info = chunk.routes[route];
  const auto rule = [](const bytecode::RouteInfo& of, std::int32_t number) { return of.rules[static_cast<std::size_t>(number)].name; };
  RouteOutcome outcome;
  outcome.route = info.name;
  if (assignment.rule >= 0) outcome.rule = rule(info, assignment.rule);
  if (assignment.first_rule >= 0 && assignment.first_rule != assignment.rule) outcome.instead_of = rule(info, assignment.first_rule);
  if (!isMissing(assignment.rep)) outcome.rep = names.rep(assignment.rep);
  if (assignment.queue >= 0) outcome.queue = chunk.queues[static_cast<std::size_t>(assignment.queue)].name;
  if (!isMissing(assignment.stands_in_for)) outcome.stands_in_for = names.rep(assignment.stands_in_for);
  if (assignment.choice < 0) return outcome;
  if (assignment.final_route != route && assignment.final_rule >= 0) {
    outcome.via = "route " + chunk.routes[assignment.final_route].name;
    outcome.then = rule(chunk.routes[assignment.final_route], assignment.final_rule);
  } else {
    outcome.via = viaText(chunk, chunk.choices[static_cast<std::size_t>(assignment.choice)]);
  }
  return outcome;
}

void appendOutcome(std::string& out, const RouteOutcome& outcome) {
  const auto member = [&](std::string_view key, const std::string& value) {
    if (value.empty()) return;
    out += key;
    appendJsonString(out, value);
  };
  out += "{\"rule\":";
  if (outcome.rule.empty()) out += "null";
  else appendJsonString(out, outcome.rule);
  member(",\"instead_of\":", outcome.instead_of);
  out += ",\"to\":";
  if (!outcome.rep.empty()) {
    out += "{\"rep\":";
    appendJsonString(out, outcome.rep);
    out += '}';
  } else if (!outcome.queue.empty()) {
    out += "{\"queue\":";
    appendJsonString(out, outcome.queue);
    out += '}';
  } else {
    out += "null";
  }
  member(",\"stands_in_for\":", outcome.stands_in_for);
  member(",\"via\":", outcome.via);
  member(",\"then\":", outcome.then);
  out += '}';
}

}  // namespace leadflow::decide
