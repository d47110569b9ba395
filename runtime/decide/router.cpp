#include "runtime/decide/router.hpp"

#include <map>

#include "runtime/value/percent.hpp"

namespace leadflow::decide {

using bytecode::ChoiceInfo;

namespace {

constexpr int kMaxTries = 100'000;  // routes that fan out to each other must not keep a lead for ever
constexpr int kMaxRouteDepth = 32;  // the checker refuses circles; a chain this long is nobody's intention

std::int32_t otherwiseRule(const bytecode::RouteInfo& route) {
  for (std::size_t i = route.rules.size(); i-- > 0;)
    if (route.rules[i].is_otherwise) return static_cast<std::int32_t>(i);
  return -1;
}

void gatherRoute(vm::Machine& machine, std::uint32_t route, std::int32_t rule, RouteFacts& facts, int depth);

void gatherChoice(vm::Machine& machine, std::uint32_t index, RouteFacts& facts, int depth) {
  const auto& chunk = machine.program().chunk();
  const ChoiceInfo& choice = chunk.choices[index];
  if (facts.has(index)) return;  // reached by another way already
  switch (choice.kind) {
    case ChoiceInfo::Kind::Rep: facts.choices.emplace_back(index, machine.run(static_cast<std::uint32_t>(choice.function))); break;
    case ChoiceInfo::Kind::Route: {
      if (depth >= kMaxRouteDepth) break;
      std::int32_t rule = machine.matchRoute(choice.index);
      facts.choices.emplace_back(index, rule);
      gatherRoute(machine, choice.index, rule, facts, depth + 1);
      break;
    }
    case ChoiceInfo::Kind::Split:
      for (const auto& share : choice.shares) gatherChoice(machine, share.choice, facts, depth);
      break;
    default: break;
  }
}

void gatherRoute(vm::Machine& machine, std::uint32_t route, std::int32_t rule, RouteFacts& facts, int depth) {
  const auto& info = machine.program().chunk().routes[route];
  std::int32_t otherwise = otherwiseRule(info);
  if (rule >= 0)
    for (std::uint32_t choice : info.rules[static_cast<std::size_t>(rule)].choices) gatherChoice(machine, choice, facts, depth);
  if (otherwise >= 0 && otherwise != rule)
    for (std::uint32_t choice : info.rules[static_cast<std::size_t>(otherwise)].choices) gatherChoice(machine, choice, facts, depth);
}

}  // namespace

void gather(vm::Machine& machine, std::uint32_t route, RouteFacts& facts) {
  facts.clear();
  facts.rule = machine.matchRoute(route);
  gatherRoute(machine, route, facts.rule, facts, 0);
}

Assignment Router::assign(std::uint32_t route, const RouteFacts& facts, std::int64_t now, bool explain, Slot except) {
  facts_ = &facts;
  now_ = now;
  explain_ = explain;
  except_ = except;
  result_ = {};
  result_.first_rule = facts.rule;
  result_.final_route = route;
  result_.rule = facts.rule;
  tries_ = 0;
  if (!tryRoute(route, facts.rule, 0)) {
    result_.choice = -1;
    result_.final_rule = -1;
  }
  return std::move(result_);
}

bool Router::tryRoute(std::uint32_t route, std::int32_t rule, int depth) {
  std::int32_t otherwise = otherwiseRule(chunk_.routes[route]);
  auto took = [&](std::int32_t by) {
    if (depth == 0) result_.rule = by;
    return true;
  };
  if (rule >= 0 && tryRule(route, static_cast<std::uint32_t>(rule), depth)) return took(rule);
  if (otherwise >= 0 && otherwise != rule && tryRule(route, static_cast<std::uint32_t>(otherwise), depth)) return took(otherwise);
  return false;
}

bool Router::tryRule(std::uint32_t route, std::uint32_t rule, int depth) {
  for (std::uint32_t choice : chunk_.routes[route].rules[rule].choices)
    if (tryChoice(route, rule, choice, depth)) return true;
  return false;
}

bool Router::tryChoice(std::uint32_t route, std::uint32_t rule, std::uint32_t index, int depth) {
  const ChoiceInfo& choice = chunk_.choices[index];
  const People& people = pools_.people();
  Attempt attempt;
  attempt.route = route;
  attempt.rule = rule;
  attempt.choice = index;
  auto done = [&](bool taken, std::string outcome) {
    if (taken) {
      result_.choice = static_cast<std::int32_t>(index);
      result_.final_route = route;
      result_.final_rule = static_cast<std::int32_t>(rule);
    }
    if (explain_) {
      attempt.outcome = std::move(outcome);
      result_.attempts.push_back(std::move(attempt));
    }
    return taken;
  };
  if (++tries_ > kMaxTries) return done(false, "nobody: too many targets were tried");
  switch (choice.kind) {
    case ChoiceInfo::Kind::Queue:
      result_.queue = static_cast<std::int32_t>(choice.index);
      return done(true, "to queue " + chunk_.queues[choice.index].name);
    case ChoiceInfo::Kind::Route: {
      if (depth >= kMaxRouteDepth) return done(false, "routes call each other too deeply");
      Slot rule_there = facts_->of(index);
      if (explain_) {
        attempt.outcome = "on to route " + chunk_.routes[choice.index].name;
        result_.attempts.push_back(attempt);
      }
      return tryRoute(choice.index, isMissing(rule_there) ? -1 : static_cast<std::int32_t>(rule_there), depth + 1);
    }
    case ChoiceInfo::Kind::Rep: {
      Slot wanted = facts_->of(index);
      if (isMissing(wanted)) return done(false, "nobody: `" + choice.text + "` names no rep of the roster");
      if (wanted == except_ || pools_.isExcluded(wanted)) return done(false, people.rep(wanted).id + " may not get it back");
      Slot taker = people.standIn(wanted, now_);
      const std::string& id = people.rep(wanted).id;
      if (isMissing(taker) || taker == except_ || pools_.isExcluded(taker)) return done(false, id + (people.rep(wanted).active ? " is out and nobody stands in" : " is not active"));
      result_.rep = taker;
      if (taker != wanted) result_.stands_in_for = wanted;
      pools_.assigned(static_cast<std::uint32_t>(taker), now_);
      return done(true, taker == wanted ? "to " + id : "to " + people.rep(taker).id + ", who stands in for " + id);
    }
    case ChoiceInfo::Kind::Split: {
      // The share farthest behind comes first; when it finds nobody, the others are asked in turn.
      std::size_t share = pools_.chooseShare(index, choice);
      if (explain_) {
        attempt.outcome = "the turn of `" + chunk_.choices[choice.shares[share].choice].text + "` (";
        appendPercent(attempt.outcome, choice.shares[share].percent);
        attempt.outcome += ")";
        result_.attempts.push_back(attempt);
      }
      for (std::size_t k = 0; k < choice.shares.size(); ++k)
        if (tryChoice(route, rule, choice.shares[(share + k) % choice.shares.size()].choice, depth)) return true;
      return false;
    }
    default: {
      attempt.turn = pools_.choose(choice, now_, explain_, except_);
      if (!isMissing(attempt.turn.rep)) {
        result_.rep = attempt.turn.rep;
        return done(true, "to " + people.rep(attempt.turn.rep).id);
      }
      if (!explain_) return done(false, {});
      std::map<std::string, int> reasons;
      for (const Candidate& candidate : attempt.turn.candidates) ++reasons[skipText(candidate.skip)];
      std::string why;
      for (const auto& [reason, count] : reasons) why += (why.empty() ? "" : ", ") + reason + " (" + std::to_string(count) + ")";
      return done(false, why.empty() ? "nobody: the pool has no reps" : "nobody: " + why);
    }
  }
}

std::string viaText(const bytecode::Chunk& chunk, const ChoiceInfo& choice) {
  switch (choice.kind) {
    case ChoiceInfo::Kind::Queue: return "queue " + chunk.queues[choice.index].name;
    case ChoiceInfo::Kind::Route: return "route " + chunk.routes[choice.index].name;
    case ChoiceInfo::Kind::Rep: return choice.text;
    case ChoiceInfo::Kind::RoundRobin: return "round robin " + chunk.pools[choice.index].name;
    case ChoiceInfo::Kind::Weighted: return "weighted " + chunk.pools[choice.index].name;
    case ChoiceInfo::Kind::LeastLoaded: return "least loaded " + chunk.pools[choice.index].name;
    case ChoiceInfo::Kind::LongestWaiting: return "longest waiting " + chunk.pools[choice.index].name;
    case ChoiceInfo::Kind::Split: return "split";
  }
  return {};
}

}  // namespace leadflow::decide
