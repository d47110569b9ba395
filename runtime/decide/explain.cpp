#include "runtime/decide/explain.hpp"

#include <algorithm>

#include "runtime/bytecode/opcode.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/instant.hpp"

namespace leadflow::decide {

using bytecode::Op;

namespace {

constexpr std::size_t kRulesInFull = 20;   // a longer run of rules is summarised
constexpr std::size_t kNearestRules = 8;   // by those that came nearest to holding

Truth truthOf(Slot condition) { return isMissing(condition) ? Truth::Unknown : condition == 1 ? Truth::Yes : Truth::No; }

bool isNameLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; }

/// The words of a formula that could be names.
std::vector<std::string_view> wordsOf(std::string_view formula) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < formula.size();) {
    std::size_t end = at;
    while (end < formula.size() && isNameLetter(formula[end])) ++end;
    if (end > at) words.push_back(formula.substr(at, end - at));
    at = end == at ? at + 1 : end;
  }
  return words;
}

std::string instantWords(Slot instant, const TimeZone& zone) {
  std::string words;
  appendWallClock(words, instant, zone);
  if (words.ends_with(" 00:00")) words.resize(words.size() - 6);
  return words;
}

}  // namespace

Explainer::Explainer(const Names& names) : names_(names) {
  const bytecode::Chunk& chunk = names.chunk();
  per_of_register_.assign(chunk.registers.size(), -1);
  copy_of_.assign(chunk.registers.size(), bytecode::kNone);
  const bytecode::Function& compute = chunk.functions[chunk.compute];
  for (std::uint32_t i = compute.begin; i < compute.end; ++i) {
    const bytecode::Instruction& code = chunk.code[i];
    switch (static_cast<Op>(code.op)) {
      case Op::ScorePer: per_of_register_[code.a] = code.b; break;
      case Op::Move: copy_of_[code.a] = code.b; break;
      default: break;
    }
  }
  summands_.resize(chunk.scores.size());
  for (std::size_t s = 0; s < chunk.scores.size(); ++s) {
    const std::string& formula = chunk.scores[s].formula;
    const bool sum = !formula.empty() && std::all_of(formula.begin(), formula.end(), [](char c) { return isNameLetter(c) || c == '+' || c == ' '; });
    if (!sum) continue;
    for (const std::string_view word : wordsOf(formula)) {
      std::size_t found = chunk.scores.size();
      for (std::size_t other = 0; other < chunk.scores.size(); ++other)
        if (other != s && chunk.scores[other].name == word) found = other;
      if (found == chunk.scores.size()) {
        summands_[s].clear();
        break;
      }
      summands_[s].push_back(found);
    }
  }
}

/// The newest of the query's activities and how many there are, as far as their kind tells.
void Explainer::activityReads(const Lead& lead, std::uint32_t query, bool counted, std::vector<Read>& reads) const {
  const bytecode::Chunk& chunk = names_.chunk();
  const bytecode::QueryInfo& info = chunk.queries[query];
  std::string name;
  for (const std::uint32_t activity : info.activities) name += (name.empty() ? "" : ", ") + chunk.activities[activity].name;
  if (info.activities.size() > 3) name = "activity";
  Slot newest = kMissing;
  Slot count = 0;
  for (const bytecode::ActivityRow& activity : lead.row.activities) {
    if (activity.at > lead.machine.now()) continue;
    if (std::find(info.activities.begin(), info.activities.end(), activity.type) == info.activities.end()) continue;
    if (isMissing(newest)) newest = activity.at;
    ++count;
  }
  if (counted) reads.push_back({"number of " + name, names_.value({TypeKind::Int, 0}, count)});
  Read last{"last " + name, names_.value({TypeKind::Instant, 0}, newest)};
  if (isMissing(newest)) last.value.words = "never";
  if (!counted || count > 0) reads.push_back(std::move(last));
}

std::vector<Read> Explainer::readsOf(const Lead& lead, const std::vector<std::uint16_t>& registers, std::int32_t function) const {
  std::vector<Read> reads;
  for (const std::uint16_t reg : registers)
    if (!names_.nameOf(reg).empty()) reads.push_back({names_.nameOf(reg), names_.value(names_.typeOf(reg), lead.machine.reg(reg))});
  if (function < 0) return reads;
  const bytecode::Chunk& chunk = names_.chunk();
  const bytecode::Function& code = chunk.functions[static_cast<std::size_t>(function)];
  std::vector<std::uint32_t> told;
  for (std::uint32_t i = code.begin; i < code.end; ++i) {
    const bytecode::Instruction& at = chunk.code[i];
    const Op op = static_cast<Op>(at.op);
    if (bytecode::takesExtra(op)) ++i;
    if (op == Op::CalendarOpen) {
      const bool open = names_.program().calendar(at.b).isOpen(lead.machine.now());
      Value value = names_.value({TypeKind::Bool, 0}, open ? 1 : 0);
      value.words = value.text = open ? "open" : "closed";
      value.json = open ? "\"open\"" : "\"closed\"";
      reads.push_back({chunk.calendars[at.b].name, std::move(value)});
    }
    if (op != Op::Had && op != Op::Count && op != Op::Last && op != Op::LastField) continue;
    if (std::find(told.begin(), told.end(), at.b) != told.end()) continue;
    told.push_back(at.b);
    activityReads(lead, at.b, op == Op::Count, reads);
  }
  return reads;
}

void Explainer::values(vm::Machine& machine, const bytecode::LeadRow& row, Explanation& told) const {
  const Lead lead{machine, row};
  const bytecode::Chunk& chunk = names_.chunk();
  told = {};
  told.lead = row.key;
  told.playbook = chunk.name;
  told.version = chunk.version;
  told.timezone = chunk.timezone;
  told.at = machine.now();
  appendWallClock(told.at_words, machine.now(), names_.program().zone());
  told.faults = machine.arithmeticFaults();
  told.routes_declared = chunk.routes.size();
  for (const auto& derived : chunk.derived)
    told.derived.push_back({derived.name, derived.text, names_.line(derived.place), names_.value(names_.typeOf(derived.reg), machine.reg(derived.reg))});
  for (const auto& decision : chunk.decisions) {
    if (decision.row_register == bytecode::kNone) continue;
    DecisionStep step;
    step.name = decision.name;
    const Slot found = machine.reg(decision.row_register);
    if (!isMissing(found) && static_cast<std::size_t>(found) < decision.rules.rules.size()) {
      step.row = found;
      const auto at = static_cast<std::size_t>(found);
      if (at < decision.row_places.size()) step.line = names_.line(decision.row_places[at]);
      for (std::size_t o = 0; o < decision.outputs.size(); ++o)
        step.gives.push_back({decision.outputs[o].name, names_.value(decision.outputs[o].type, names_.constant(decision.cells[at * decision.outputs.size() + o]))});
    }
    told.decisions.push_back(std::move(step));
  }
  for (std::size_t i = 0; i < chunk.scores.size(); ++i) told.scores.push_back(score(lead, i));
  for (std::size_t i = 0; i < chunk.grades.size(); ++i) told.grades.push_back(grade(lead, i, told));
  for (const auto& milestone : chunk.milestones)
    told.milestones.push_back({milestone.name, names_.line(milestone.place), machine.reg(milestone.reached) == 1,
                               names_.value({TypeKind::Instant, 0}, machine.reg(milestone.at))});
}

ScoreStep Explainer::score(const Lead& lead, std::size_t index) const {
  const bytecode::ScoreInfo& info = names_.chunk().scores[index];
  ScoreStep step;
  step.name = info.name;
  step.formula = info.formula;
  step.line = names_.line(info.place);
  step.points = lead.machine.reg(info.reg);
  if (info.has_max) step.max = info.max;
  if (info.has_min) step.min = info.min;
  if (info.formula.empty()) step.before_caps = 0;
  for (const bytecode::TermInfo& term : info.terms) {
    TermStep made;
    made.text = term.text;
    made.because = term.because;
    made.line = names_.line(term.place);
    made.given = lead.machine.reg(term.reg);
    made.written = term.points;
    made.parent = term.parent;
    made.conditional = term.when >= 0;
    if (term.when >= 0) made.held = truthOf(lead.machine.run(static_cast<std::uint32_t>(term.when)));
    made.reads = readsOf(lead, term.reads, term.when);
    if (per_of_register_[term.reg] >= 0)
      activityReads(lead, names_.chunk().pers[static_cast<std::size_t>(per_of_register_[term.reg])].query, true, made.reads);
    if (term.parent < 0 && info.formula.empty()) step.before_caps = addChecked(step.before_caps, made.given);
    step.terms.push_back(std::move(made));
  }
  std::vector<std::uint16_t> registers;
  for (const std::string_view word : wordsOf(info.formula)) {
    const std::uint16_t reg = names_.registerOf(word);
    if (reg != bytecode::kNone && std::find(registers.begin(), registers.end(), reg) == registers.end()) registers.push_back(reg);
  }
  step.reads = readsOf(lead, registers, -1);
  return step;
}

GradeStep Explainer::grade(const Lead& lead, std::size_t index, const Explanation& told) const {
  const bytecode::Chunk& chunk = names_.chunk();
  const bytecode::GradeInfo& info = chunk.grades[index];
  GradeStep step;
  step.name = info.name;
  step.line = names_.line(info.place);
  step.value = names_.value(info.type, lead.machine.reg(info.reg));
  const bytecode::Type type = names_.typeOf(info.of);
  const Slot measured = lead.machine.reg(info.of);
  step.measured = names_.value(type, measured);
  std::size_t of = chunk.scores.size();
  for (std::size_t s = 0; s < chunk.scores.size(); ++s)
    if (chunk.scores[s].reg == info.of || chunk.scores[s].reg == copy_of_[info.of]) of = s;
  if (of < chunk.scores.size()) step.of = chunk.scores[of].name;
  else if (copy_of_[info.of] != bytecode::kNone) step.of = names_.nameOf(copy_of_[info.of]);
  if (isMissing(measured)) return step;
  const bytecode::GradeInfo::Band* next = nullptr;
  for (const auto& band : info.bands) {
    if (!band.has_low || band.low < measured || (band.low == measured && band.low_inclusive)) continue;
    if (!next || band.low < next->low) next = &band;
  }
  if (!next) return step;
  step.next = names_.value(info.type, next->value).text;
  step.next_from = names_.value(type, next->low);
  step.short_by = subChecked(next->low, measured);
  if (of < chunk.scores.size()) waysUp(lead, of, next->low, next->low_inclusive, told, step);
  return step;
}

RuleStep Explainer::rule(const Lead& lead, const bytecode::RuleInfo& info, std::size_t index, bool held) const {
  RuleStep step;
  step.name = info.name;
  step.text = info.text;
  step.because = info.because;
  step.line = names_.line(info.place);
  step.number = index + 1;
  step.held = held;
  step.parts = info.conjuncts.size();
  const bytecode::Conjunct* failed = nullptr;
  for (const bytecode::Conjunct& part : info.conjuncts) {
    const Truth truth = truthOf(lead.machine.run(part.function));
    if (truth == Truth::Yes) ++step.parts_held;
    if (truth != Truth::Yes && !failed) {
      failed = &part;
      step.truth = truth;
    }
    if (!held) continue;
    for (Read& read : readsOf(lead, part.reads, static_cast<std::int32_t>(part.function)))
      if (std::none_of(step.reads.begin(), step.reads.end(), [&](const Read& seen) { return seen.name == read.name; }))
        step.reads.push_back(std::move(read));
  }
  if (failed && !held) {
    step.failed = failed->text;
    if (failed->place.line != 0) step.line = names_.line(failed->place);
    step.reads = readsOf(lead, failed->reads, static_cast<std::int32_t>(failed->function));
  }
  return step;
}

void Explainer::route(const Lead& lead, std::uint32_t route_index, std::int32_t held, const RouteFacts& facts, Explanation& told) const {
  for (const RouteStep& step : told.routes)
    if (step.route == route_index) return;
  const bytecode::RouteInfo& info = names_.chunk().routes[route_index];
  RouteStep step;
  step.route = route_index;
  step.name = info.name;
  const std::size_t failed = held < 0 ? info.rules.size() : static_cast<std::size_t>(held);
  step.tried = failed + (held >= 0 ? 1 : 0);
  if (failed <= kRulesInFull) {
    for (std::size_t i = 0; i < failed; ++i) step.rules.push_back(rule(lead, info.rules[i], i, false));
  } else {
    struct Near {
      std::size_t index, missing, parts;
    };
    std::vector<Near> nearest;  // few parts missing first, then those with most parts
    for (std::size_t i = 0; i < failed; ++i) {
      std::size_t holding = 0;
      for (const auto& part : info.rules[i].conjuncts) holding += lead.machine.run(part.function) == 1 ? 1U : 0U;
      if (holding > 0) nearest.push_back({i, info.rules[i].conjuncts.size() - holding, info.rules[i].conjuncts.size()});
    }
    const std::size_t kept = std::min(kNearestRules, nearest.size());
    std::partial_sort(nearest.begin(), nearest.begin() + static_cast<std::ptrdiff_t>(kept), nearest.end(), [](const Near& a, const Near& b) {
      if (a.missing != b.missing) return a.missing < b.missing;
      return a.parts != b.parts ? a.parts > b.parts : a.index < b.index;
    });
    nearest.resize(kept);
    std::sort(nearest.begin(), nearest.end(), [](const Near& a, const Near& b) { return a.index < b.index; });
    for (const Near& near : nearest) step.rules.push_back(rule(lead, info.rules[near.index], near.index, false));
    step.left_out = failed - kept;
  }
  if (held >= 0) step.rules.push_back(rule(lead, info.rules[failed], failed, true));
  told.routes.push_back(std::move(step));
  for (const auto& [choice, value] : facts.choices) {
    const auto& target = names_.chunk().choices[choice];
    if (target.kind == bytecode::ChoiceInfo::Kind::Route)
      route(lead, target.index, isMissing(value) ? -1 : static_cast<std::int32_t>(value), facts, told);
  }
}

void Explainer::rules(vm::Machine& machine, const bytecode::LeadRow& row, std::uint32_t route_index, const RouteFacts& facts, Explanation& told) const {
  route({machine, row}, route_index, facts.rule, facts, told);
}

std::string Explainer::skipped(const Candidate& candidate, const bytecode::ChoiceInfo& choice) const {
  const People& people = names_.people();
  const Rep& rep = people.reps()[candidate.rep];
  switch (candidate.skip) {
    case Skip::Out:
      return isMissing(rep.out_until) ? std::string("out") : "out until " + instantWords(rep.out_until, names_.program().zone());
    case Skip::OffHours: {
      const std::int32_t calendar = people.calendarOf(candidate.rep);
      if (calendar < 0) return skipText(candidate.skip);
      const std::string zone = people.zoneOf(candidate.rep);
      return "outside working hours (" + names_.chunk().calendars[static_cast<std::size_t>(calendar)].name + (zone.empty() ? ")" : " in " + zone + ")");
    }
    case Skip::AtCapacity: return "at capacity (" + std::to_string(candidate.open_before) + " of " + std::to_string(rep.capacity) + ")";
    case Skip::LacksSkill: {
      for (const auto* skills : {&choice.with_skill, &choice.preferring_skill})
        for (const std::string& skill : *skills)
          if (!people.hasSkill(candidate.rep, normalText(skill))) return "lacks the skill \"" + skill + "\"";
      return skipText(candidate.skip);
    }
    default: return skipText(candidate.skip);
  }
}

void Explainer::who(std::uint32_t route_index, const Assignment& assignment, std::int64_t, Explanation& told) const {
  const bytecode::Chunk& chunk = names_.chunk();
  const bytecode::RouteInfo& info = chunk.routes[route_index];
  WhoStep step;
  step.route = info.name;
  if (assignment.rule >= 0) {
    step.rule = info.rules[static_cast<std::size_t>(assignment.rule)].name;
    step.line = names_.line(info.rules[static_cast<std::size_t>(assignment.rule)].place);
  }
  if (assignment.first_rule >= 0 && assignment.first_rule != assignment.rule) step.instead_of = info.rules[static_cast<std::size_t>(assignment.first_rule)].name;
  if (assignment.choice >= 0) step.via = viaText(chunk, chunk.choices[static_cast<std::size_t>(assignment.choice)]);
  if (assignment.final_route != route_index && assignment.final_rule >= 0) {
    step.via = "route " + chunk.routes[assignment.final_route].name;
    step.then = chunk.routes[assignment.final_route].rules[static_cast<std::size_t>(assignment.final_rule)].name;
  }
  if (!isMissing(assignment.rep)) step.rep = names_.rep(assignment.rep);
  if (assignment.queue >= 0) {
    const bytecode::QueueInfo& queue = chunk.queues[static_cast<std::size_t>(assignment.queue)];
    step.queue = queue.name;
    step.queue_text = queue.text;
    step.queue_owner = (queue.owner_is_role && !queue.owner.empty() ? "role " : "") + queue.owner;
  }
  if (!isMissing(assignment.stands_in_for)) step.stands_in_for = names_.rep(assignment.stands_in_for);
  for (std::size_t i = 0; i < assignment.attempts.size(); ++i) {
    const Attempt& attempt = assignment.attempts[i];
    const bytecode::ChoiceInfo& choice = chunk.choices[attempt.choice];
    const bytecode::RuleInfo& rule_info = chunk.routes[attempt.route].rules[attempt.rule];
    TargetStep target;
    target.route = chunk.routes[attempt.route].name;
    target.rule = rule_info.name;
    target.target = choice.text;
    target.outcome = attempt.outcome;
    target.line = names_.line(rule_info.place);
    target.taken = i + 1 == assignment.attempts.size() && static_cast<std::int32_t>(attempt.choice) == assignment.choice;
    target.wish_dropped = attempt.turn.wish_dropped;
    for (const Candidate& candidate : attempt.turn.candidates) {
      const Rep& rep = names_.people().reps()[candidate.rep];
      CandidateStep made;
      made.rep = rep.id;
      made.skipped = skipped(candidate, choice);
      made.chosen = attempt.turn.rep == static_cast<Slot>(candidate.rep);
      made.served_before = candidate.served_before;
      made.served_after = candidate.served_after;
      made.open = candidate.open_before;
      made.capacity = rep.capacity;
      made.weight = rep.weight;
      target.candidates.push_back(std::move(made));
    }
    step.targets.push_back(std::move(target));
  }
  told.who.push_back(std::move(step));
}

namespace {

void hide(Value& value) {
  if (!value.known) return;
  value.json = "\"…\"";
  value.text = value.words = "…";
}

void hide(std::vector<Read>& reads, const Names& names) {
  for (Read& read : reads)
    if (names.isPersonal(names.registerOf(read.name))) hide(read.value);
}

}  // namespace

void Explainer::hidePersonal(Explanation& told) const {
  const bytecode::Chunk& chunk = names_.chunk();
  if (chunk.personal.empty()) return;
  for (std::size_t i = 0; i < told.derived.size(); ++i)
    if (names_.isPersonal(chunk.derived[i].reg)) hide(told.derived[i].value);
  for (std::size_t i = 0; i < told.scores.size(); ++i) {
    ScoreStep& score = told.scores[i];
    score.hidden = names_.isPersonal(chunk.scores[i].reg);
    hide(score.reads, names_);
    for (TermStep& term : score.terms) {
      hide(term.reads, names_);
      term.hidden = score.hidden && (!term.conditional || term.text.find(" per ") != std::string::npos);   // what a condition gives is written beside it
    }
  }
  for (std::size_t i = 0; i < told.grades.size(); ++i) {
    GradeStep& grade = told.grades[i];
    for (WayUp& way : grade.alone) hide(way.reads, names_);
    for (WayUp& way : grade.together) hide(way.reads, names_);
    if (!names_.isPersonal(chunk.grades[i].of)) continue;
    hide(grade.measured);
    grade.next.clear();   // how much is missing would tell how much is there
    grade.short_by = kMissing;
  }
  for (RouteStep& route : told.routes)
    for (RuleStep& rule : route.rules) hide(rule.reads, names_);
}

void Explainer::append(Explanation& told, Explanation next) {
  const std::uint32_t nth = told.who.empty() ? 0 : told.who.back().nth + 1;
  for (RouteStep& route : next.routes) route.nth = nth;
  for (WhoStep& who : next.who) who.nth = nth;
  next.routes.insert(next.routes.begin(), std::make_move_iterator(told.routes.begin()), std::make_move_iterator(told.routes.end()));
  next.who.insert(next.who.begin(), std::make_move_iterator(told.who.begin()), std::make_move_iterator(told.who.end()));
  told = std::move(next);
}

void Explainer::finish(Explanation& told) const {
  std::erase_if(told.routes, [&](const RouteStep& step) {
    if (!names_.chunk().routes[step.route].called_only) return false;
    for (const WhoStep& who : told.who)
      for (const TargetStep& target : who.targets)
        if (target.route == step.name) return false;
    return true;
  });
}

}  // namespace leadflow::decide
