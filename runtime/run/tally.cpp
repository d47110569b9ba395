#include "runtime/run/tally.hpp"

#include <algorithm>

#include "runtime/decide/columns.hpp"

namespace leadflow::run {

using decide::Cell;
using decide::Names;
using decide::Style;

namespace {

constexpr std::size_t kRepsShown = 20;  // in the table; the others are summed up

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return {};
  const std::uint64_t tenths = (part * 1000 + whole / 2) / whole;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "%";
}

void addAll(std::vector<std::uint64_t>& to, const std::vector<std::uint64_t>& from) {
  for (std::size_t i = 0; i < from.size(); ++i) to[i] += from[i];
}

}  // namespace

Tally::Tally(const Names& names) {
  const bytecode::Chunk& chunk = names.chunk();
  for (const auto& grade : chunk.grades) grades.emplace_back(chunk.enums[grade.type.ref].values.size() + 1, 0);
  milestones.assign(chunk.milestones.size(), 0);
  for (std::uint32_t route = 0; route < chunk.routes.size(); ++route) {
    Route tally;
    tally.route = route;
    tally.rules.assign(chunk.routes[route].rules.size(), 0);
    routes.push_back(std::move(tally));
  }
  reps.assign(names.people().reps().size(), 0);
  queues.assign(chunk.queues.size(), 0);
  staged = chunk.workflow.present;
  using Keep = bytecode::DuplicateInfo::Keep;
  keeps_ = std::any_of(chunk.workflow.duplicates.begin(), chunk.workflow.duplicates.end(), [](const bytecode::DuplicateInfo& rule) { return rule.merge && rule.keep != Keep::Oldest; });
  stages.assign(chunk.workflow.stages.size(), 0);
  effects.assign(static_cast<std::size_t>(port::EffectKind::Report) + 1, 0);
}

void Tally::appendValues(std::vector<Slot>& values, const bytecode::Chunk& chunk, const vm::Machine& machine) {
  for (const auto& grade : chunk.grades) values.push_back(machine.reg(grade.reg));
  for (const auto& milestone : chunk.milestones) values.push_back(machine.reg(milestone.reached));
}

void Tally::add(const Decided& decided, const Names& names) {
  ++leads;
  faults += decided.faults;
  leads_with_faults += decided.faults > 0 ? 1U : 0U;
  for (const port::Effect& effect : decided.effects) ++effects[static_cast<std::size_t>(effect.kind)];
  for (const std::string& lead : decided.merged)
    if (const auto gone = kept_.find(lead); gone != kept_.end()) {
      count(gone->second, names, ~std::uint64_t{0});
      kept_.erase(gone);
      ++merged;
    }
  if (!decided.merged_into.empty()) {
    ++merged;
    return;
  }
  count(decided, names, 1);
  if (keeps_) kept_.insert_or_assign(std::string(decided.row.key), Counted{decided.tallied, decided.routes, decided.stage, decided.owner, decided.queue});
}

template <class Lead>
void Tally::count(const Lead& lead, const Names& names, std::uint64_t more) {
  for (std::size_t i = 0; i < grades.size(); ++i) {
    const std::size_t missing = grades[i].size() - 1;
    grades[i][isMissing(lead.tallied[i]) ? missing : std::min(static_cast<std::size_t>(lead.tallied[i]), missing)] += more;
  }
  for (std::size_t i = 0; i < milestones.size(); ++i) milestones[i] += lead.tallied[grades.size() + i] == 1 ? more : 0U;
  for (std::size_t i = 0; i < lead.routes.size(); ++i) {
    bool again = false;   // a lead counts once a route, as it went the last time
    for (std::size_t later = i + 1; staged && later < lead.routes.size(); ++later) again = again || lead.routes[later].route == lead.routes[i].route;
    if (!again) countRoute(lead.routes[i], more);
  }
  if (staged) countRest(lead, names, more);
}

void Tally::countRoute(const decide::Taken& taken, std::uint64_t more) {
  const decide::Assignment& assignment = taken.assignment;
  Route& route = routes[taken.route];
  route.leads += more;
  if (assignment.rule < 0) route.no_rule += more;
  else route.rules[static_cast<std::size_t>(assignment.rule)] += more;
  if (assignment.rule != assignment.first_rule) route.fell_through += more;
  const bool somebody = !isMissing(assignment.rep) || assignment.queue >= 0;
  if (!somebody) route.nobody += more;
  if (staged || !somebody) return;
  if (!isMissing(assignment.rep)) reps[static_cast<std::size_t>(assignment.rep)] += more;
  else queues[static_cast<std::size_t>(assignment.queue)] += more;
}

template <class Lead>
void Tally::countRest(const Lead& lead, const Names& names, std::uint64_t more) {
  const bytecode::Chunk& chunk = names.chunk();
  for (std::size_t i = 0; i < stages.size(); ++i)
    if (chunk.workflow.stages[i].name == lead.stage) stages[i] += more;
  if (const Slot rep = lead.owner.empty() ? kMissing : names.people().find(lead.owner); !isMissing(rep)) {
    reps[static_cast<std::size_t>(rep)] += more;
    return;
  }
  for (std::size_t i = 0; i < queues.size(); ++i)
    if (!lead.queue.empty() && chunk.queues[i].name == lead.queue) {
      queues[i] += more;
      return;
    }
  nobody += more;
}

void Tally::add(const Tally& other) {
  leads += other.leads;
  merged += other.merged;
  faults += other.faults;
  leads_with_faults += other.leads_with_faults;
  for (std::size_t i = 0; i < grades.size(); ++i) addAll(grades[i], other.grades[i]);
  addAll(milestones, other.milestones);
  for (std::size_t i = 0; i < routes.size(); ++i) {
    addAll(routes[i].rules, other.routes[i].rules);
    routes[i].leads += other.routes[i].leads;
    routes[i].no_rule += other.routes[i].no_rule;
    routes[i].nobody += other.routes[i].nobody;
    routes[i].fell_through += other.routes[i].fell_through;
  }
  addAll(reps, other.reps);
  addAll(queues, other.queues);
  nobody += other.nobody;
  addAll(stages, other.stages);
  addAll(effects, other.effects);
}

std::string tallyText(const Tally& tally, const Names& names, std::size_t width, bool colour) {
  const bytecode::Chunk& chunk = names.chunk();
  std::string out;
  std::vector<std::vector<Cell>> rows;
  const auto row = [&](const std::string& name, std::uint64_t count, Style style = Style::Plain) {
    rows.push_back({{name, style}, {grouped(count), Style::Plain, true}, {share(count, tally.leads - tally.merged), Style::Faint, true}});
  };
  const auto section = [&](const std::string& title) {
    if (rows.empty()) return;
    if (!out.empty()) out += '\n';
    decide::appendStyled(out, title, Style::Heading, colour);
    out += '\n';
    decide::appendColumns(out, rows, 2, width, colour);
    rows.clear();
  };
  for (std::size_t i = 0; i < tally.grades.size(); ++i) {
    const auto& values = chunk.enums[chunk.grades[i].type.ref].values;
    for (std::size_t v = 0; v < values.size(); ++v) row(values[v].name, tally.grades[i][v]);
    if (tally.grades[i].back() > 0) row("missing", tally.grades[i].back(), Style::Unsure);
    section("Leads by " + chunk.grades[i].name);
  }
  for (std::size_t i = 0; i < tally.milestones.size(); ++i) row(chunk.milestones[i].name, tally.milestones[i]);
  section("Milestones reached");
  for (const Tally::Route& route : tally.routes) {
    // A route that only others end in is counted there; one that no stage took says nothing.
    if (tally.staged ? route.leads == 0 : chunk.routes[route.route].called_only) continue;
    const auto& rules = chunk.routes[route.route].rules;
    for (std::size_t r = 0; r < rules.size(); ++r)
      if (rules.size() <= 40 || route.rules[r] > 0) row(rules[r].name, route.rules[r], route.rules[r] > 0 ? Style::Plain : Style::Faint);
    if (route.no_rule > 0) row("no rule held", route.no_rule, Style::Bad);
    section("Leads by rule of " + chunk.routes[route.route].name);
  }
  for (std::size_t i = 0; i < tally.stages.size(); ++i)
    if (tally.stages[i] > 0) row(chunk.workflow.stages[i].name, tally.stages[i]);
  section("Leads by stage");
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < tally.reps.size(); ++i)
    if (tally.reps[i] > 0) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return tally.reps[a] > tally.reps[b]; });
  for (std::size_t i = 0; i < order.size() && i < kRepsShown; ++i) row(names.people().reps()[order[i]].id, tally.reps[order[i]]);
  if (order.size() > kRepsShown) {
    std::uint64_t others = 0;
    for (std::size_t i = kRepsShown; i < order.size(); ++i) others += tally.reps[order[i]];
    row(std::to_string(order.size() - kRepsShown) + " other reps", others, Style::Faint);
  }
  for (std::size_t q = 0; q < tally.queues.size(); ++q)
    if (tally.queues[q] > 0) row("queue " + chunk.queues[q].name, tally.queues[q]);
  std::uint64_t nobody = tally.nobody;
  for (const Tally::Route& route : tally.routes)
    if (!tally.staged) nobody += route.nobody;
  if (nobody > 0) row("nobody", nobody, Style::Bad);
  section("Leads by owner");
  for (std::size_t kind = 0; kind < tally.effects.size(); ++kind)
    if (tally.effects[kind] > 0) rows.push_back({{port::effectName(static_cast<port::EffectKind>(kind))}, {grouped(tally.effects[kind]), Style::Plain, true}});
  section("Effects");
  return out;
}

}  // namespace leadflow::run
