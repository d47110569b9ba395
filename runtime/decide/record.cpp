#include "runtime/decide/record.hpp"

#include "runtime/value/instant.hpp"
#include "runtime/value/json_text.hpp"

namespace leadflow::decide {

namespace {

std::string keyOf(std::string_view name, bool first) {
  std::string key = first ? "" : ",";
  appendJsonString(key, name);
  return key + ":";
}

}  // namespace

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

RecordWriter::RecordWriter(const Names& names) : names_(names), routes_(topRoutes(names.chunk())) {
  const bytecode::Chunk& chunk = names.chunk();
  for (const auto& info : chunk.derived) derived_.push_back({keyOf(info.name, derived_.empty()), info.reg});
  for (const auto& info : chunk.scores) scores_.push_back({keyOf(info.name, scores_.empty()), info.reg});
  for (const auto& info : chunk.grades) grades_.push_back({keyOf(info.name, grades_.empty()), info.reg});
  for (const auto& info : chunk.milestones) milestones_.push_back({keyOf(info.name, milestones_.empty()), info.at});
  for (const std::uint32_t route : routes_) route_keys_.push_back(keyOf(chunk.routes[route].name, route_keys_.empty()));
}

void RecordWriter::group(std::string& out, const std::vector<Member>& members, const vm::Machine& machine) const {
  for (const Member& member : members) {
    out += member.key;
    names_.appendJson(out, names_.typeOf(member.reg), machine.reg(member.reg));
  }
  out += '}';
}

void RecordWriter::appendComputed(std::string& out, const vm::Machine& machine, const bytecode::LeadRow& row) const {
  out += "{\"lead\":";
  appendJsonString(out, row.key);
  out += ",\"at\":\"";
  appendInstant(out, machine.now());
  out += "\",\"derived\":{";
  group(out, derived_, machine);
  out += ",\"scores\":{";
  group(out, scores_, machine);
  out += ",\"grades\":{";
  group(out, grades_, machine);
  if (milestones_.empty()) return;
  out += ",\"milestones\":{";
  group(out, milestones_, machine);
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

void RecordWriter::appendRouted(std::string& out, std::span<const Assignment> assignments, std::uint32_t faults) const {
  out += ",\"routes\":{";
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    out += route_keys_[i];
    appendOutcome(out, outcomeOf(names_, routes_[i], assignments[i]));
  }
  out += '}';
  if (faults == 0) return;
  out += ",\"faults\":";
  appendInt(out, faults);
}

}  // namespace leadflow::decide
