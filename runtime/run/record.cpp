#include "runtime/run/record.hpp"

#include <algorithm>

#include "runtime/decide/explain_json.hpp"
#include "runtime/decide/route_outcome.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_text.hpp"

namespace leadflow::run {

using decide::Assignment;
using decide::Taken;

namespace {

std::string keyOf(std::string_view name, bool first = true) {
  std::string key = first ? "" : ",";
  appendJsonString(key, name);
  return key + ":";
}

/// Of a route that was taken twice, the last time counts.
bool takenAgain(const std::vector<Taken>& routes, std::size_t at) {
  for (std::size_t later = at + 1; later < routes.size(); ++later)
    if (routes[later].route == routes[at].route) return true;
  return false;
}

bool mergesLeads(const bytecode::Chunk& chunk) {
  const auto& rules = chunk.workflow.duplicates;
  return std::any_of(rules.begin(), rules.end(), [](const bytecode::DuplicateInfo& rule) { return rule.merge; });
}

}  // namespace

HeadWriter::HeadWriter(const decide::Names& names) : names_(names) {
  const bytecode::Chunk& chunk = names.chunk();
  for (const auto& info : chunk.derived) derived_.push_back({keyOf(info.name, derived_.empty()), info.reg});
  for (const auto& info : chunk.scores) scores_.push_back({keyOf(info.name, scores_.empty()), info.reg});
  for (const auto& info : chunk.grades) grades_.push_back({keyOf(info.name, grades_.empty()), info.reg});
  for (const auto& info : chunk.milestones) milestones_.push_back({keyOf(info.name, milestones_.empty()), info.at});
}

void HeadWriter::group(std::string& out, const std::vector<Member>& members, const vm::Machine& machine) const {
  for (const Member& member : members) {
    out += member.key;
    names_.appendJson(out, names_.typeOf(member.reg), machine.reg(member.reg));
  }
  out += '}';
}

void HeadWriter::append(std::string& out, const vm::Machine& machine, const bytecode::LeadRow& row) const {
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

RecordWriter::RecordWriter(const decide::Names& names, std::vector<OutputColumn> columns)
    : names_(names), staged_(names.chunk().workflow.present), columns_(std::move(columns)) {
  const bytecode::Chunk& chunk = names.chunk();
  for (const auto& route : chunk.routes) route_keys_.push_back(keyOf(route.name));
  if (!columns_.empty()) {
    for (const OutputColumn& column : columns_) titles_.push_back(column.name);
    return;
  }
  titles_.emplace_back("lead");
  for (const auto& score : chunk.scores) titles_.push_back(score.name);
  for (const auto& grade : chunk.grades) titles_.push_back(grade.name);
  if (staged_) {
    for (const char* title : {"stage", "owner", "queue"}) titles_.emplace_back(title);
    if (mergesLeads(chunk)) titles_.emplace_back("merged_into");
    for (const char* title : {"rule", "due", "effects"}) titles_.emplace_back(title);
  } else
    for (const std::uint32_t route : decide::topRoutes(chunk))
      for (const char* part : {".rule", ".owner", ".queue"}) titles_.push_back(chunk.routes[route].name + part);
}

void RecordWriter::append(std::string& out, const Decided& decided) const {
  out += decided.head;
  out += ",\"routes\":{";
  bool first = true;
  for (std::size_t i = 0; i < decided.routes.size(); ++i) {
    const Taken& taken = decided.routes[i];
    if (decided.staged && takenAgain(decided.routes, i)) continue;
    if (!first) out += ',';
    first = false;
    out += route_keys_[taken.route];
    appendOutcome(out, outcomeOf(names_, taken.route, taken.assignment));
  }
  out += '}';
  if (decided.staged) appendRest(out, decided);
  if (decided.faults > 0) {
    out += ",\"faults\":";
    appendInt(out, decided.faults);
  }
  if (decided.wanted.explain && decided.explanation) {
    if (decided.staged) {
      out += ",\"account\":[";
      for (const workflow::Reasoning& told : decided.account) {
        out += &told == decided.account.data() ? "{\"what\":" : ",{\"what\":";
        appendJsonString(out, told.what);
        out += ",\"text\":";
        appendJsonString(out, told.text);
        out += ",\"line\":";
        appendJsonString(out, told.place);
        out += '}';
      }
      out += ']';
    }
    out += ",\"why\":";
    decide::appendWhy(out, *decided.explanation);
  }
  out += '}';
}

void RecordWriter::appendRest(std::string& out, const Decided& decided) const {
  const auto word = [&](std::string_view key, const std::string& value) {
    out += key;
    if (value.empty()) out += "null";
    else appendJsonString(out, value);
  };
  word(",\"stage\":", decided.stage);
  word(",\"owner\":", decided.owner);
  word(",\"queue\":", decided.queue);
  if (!decided.merged_into.empty()) word(",\"merged_into\":", decided.merged_into);
  for (const std::string& lead : decided.merged) {
    out += &lead == decided.merged.data() ? ",\"merged\":[" : ",";
    appendJsonString(out, lead);
  }
  if (!decided.merged.empty()) out += ']';
  out += ",\"due\":{";
  for (const Due& due : decided.due) {
    if (&due != decided.due.data()) out += ',';
    appendJsonString(out, due.clock);
    out += ":\"";
    appendInstant(out, due.at);
    out += '"';
  }
  out += "},\"effects\":[";
  for (const port::Effect& effect : decided.effects) {
    if (&effect != decided.effects.data()) out += ',';
    out += port::toJson(effect);
  }
  out += ']';
}

void RecordWriter::cells(vm::Machine& machine, const Decided& decided, std::vector<std::string>& out) const {
  out.clear();
  if (!columns_.empty()) {
    for (const OutputColumn& column : columns_) names_.appendCell(out.emplace_back(), column.type, machine.run(column.function));
    return;
  }
  const bytecode::Chunk& chunk = names_.chunk();
  const auto rule = [&](const Taken* taken) { return !taken || taken->assignment.rule < 0 ? std::string() : chunk.routes[taken->route].rules[static_cast<std::size_t>(taken->assignment.rule)].name; };
  out.emplace_back(decided.row.key);
  for (const auto& score : chunk.scores) names_.appendCell(out.emplace_back(), names_.typeOf(score.reg), machine.reg(score.reg));
  for (const auto& grade : chunk.grades) names_.appendCell(out.emplace_back(), names_.typeOf(grade.reg), machine.reg(grade.reg));
  if (!decided.staged) {
    for (const Taken& taken : decided.routes) {
      const Assignment& assignment = taken.assignment;
      out.push_back(rule(&taken));
      out.push_back(isMissing(assignment.rep) ? std::string() : std::string(names_.rep(assignment.rep)));
      out.push_back(assignment.queue < 0 ? std::string() : chunk.queues[static_cast<std::size_t>(assignment.queue)].name);
    }
    return;
  }
  out.push_back(decided.stage);
  out.push_back(decided.owner);
  out.push_back(decided.queue);
  if (mergesLeads(chunk)) out.push_back(decided.merged_into);
  out.push_back(rule(decided.lastRoute()));
  std::int64_t next = kMissing;
  for (const Due& due : decided.due)
    if (isMissing(next) || due.at < next) next = due.at;
  out.emplace_back();
  if (!isMissing(next)) appendInstant(out.back(), next);
  out.push_back(std::to_string(decided.effects.size()));
}

void RecordWriter::appendOwn(std::string& out, vm::Machine& machine) const {
  char before = '{';
  for (const OutputColumn& column : columns_) {
    out += before;
    before = ',';
    appendJsonString(out, column.name);
    out += ':';
    names_.appendJson(out, column.type, machine.run(column.function));
  }
  out += '}';
}

void showRoutes(const decide::Names& names, std::span<const Taken> routes, vm::Machine& machine) {
  const auto set = [&](std::uint32_t route, std::int32_t rule, const Assignment& assignment) {
    const bytecode::RouteInfo& info = names.chunk().routes[route];
    if (info.rule_register != bytecode::kNone) machine.setReg(info.rule_register, rule < 0 ? kMissing : rule);
    if (info.owner_register != bytecode::kNone) machine.setReg(info.owner_register, assignment.rep);
    if (info.queue_register != bytecode::kNone) machine.setReg(info.queue_register, assignment.queue < 0 ? kMissing : assignment.queue);
  };
  for (const auto& [route, assignment] : routes) {
    if (assignment.final_route != route && names.chunk().routes[assignment.final_route].called_only) set(assignment.final_route, assignment.final_rule, assignment);
    set(route, assignment.rule, assignment);
  }
}

}  // namespace leadflow::run
