// Routes: rules in order, the first that holds wins, each with a chain of targets.
//
//     route inbound {
//       hot urgent  when rating is A  -> round robin seniors available otherwise queue review
//       rest        otherwise         -> queue unrouted
//     }
#include <algorithm>
#include <unordered_map>

#include "compiler/check/data_file.hpp"
#include "compiler/diag/suggest.hpp"
#include "runtime/value/percent.hpp"

namespace leadflow::check {
namespace {

using diag::Code;
using typed::Choice;
using Kind = syntax::Choice::Kind;

static_assert(static_cast<int>(Kind::Split) == static_cast<int>(Choice::Kind::Split), "the kinds of targets stand in one order");

void neverReached(Context& context, Span span, Span before, std::string why) {
  context.error(diag::Code::TargetAfterQueue, span, "this target is never reached").label(before, std::move(why)).withHelp("remove it, or put it before");
}

class RouteChecker {
 public:
  RouteChecker(Context& context, Entity& entity) : c_(context), entity_(entity), syntax_(entity.as<syntax::Route>()), index_(context.indexOf(entity)) {}

  bool check() {
    typed::Route route;
    route.name = c_.program.routes[index_].name;
    route.span = entity_.span;
    route.exclusive = syntax_.exclusive;
    route.rule_enum = c_.program.routes[index_].rule_enum;
    bool good = checkShape();
    for (const syntax::Rule& rule : syntax_.rules) {
      typed::Rule made;
      made.name = rule.name.text;
      made.span = rule.span;
      made.name_span = rule.name.span;
      made.urgent = rule.urgent;
      made.because = rule.because;
      if (rule.when) {
        const ExprScope where{entity_.scope, Place::Lead};
        made.when = checkCondition(c_, *rule.when, where);
        good = good && made.when;
      }
      for (std::size_t i = 0; i < rule.targets.size(); ++i) {
        Choice choice;
        good = checkChoice(rule.targets[i], choice) && good;
        if (i + 1 < rule.targets.size()) good = checkGoesOn(rule.targets[i], rule.targets[i + 1]) && good;
        made.targets.push_back(std::move(choice));
      }
      route.rules.push_back(std::move(made));
    }
    c_.program.routes[index_] = std::move(route);
    return good;
  }

 private:
  /// Names are unique; one `otherwise`, at the end.
  bool checkShape() {
    bool good = true;
    std::unordered_map<std::string_view, Span> names;
    const syntax::Rule* otherwise = nullptr;
    for (const syntax::Rule& rule : syntax_.rules) {
      const auto [place, added] = names.emplace(rule.name.text, rule.name.span);
      if (!added) {
        c_.error(Code::RepeatedRule, rule.name.span, "two rules of this route are called " + backticked(rule.name.text))
            .label(place->second, "the first is here").withHelp("give each rule a name of its own: reports and explanations tell rules apart by it");
        good = false;
      }
      if (otherwise) {
        c_.error(Code::SecondOtherwise, rule.name.span, "the rule " + backticked(rule.name.text) + " stands after `otherwise` and can never take a lead")
            .label(otherwise->span, "takes every lead that comes so far").withHelp("move `" + otherwise->name.text + "` to the end of the route");
        good = false;
      }
      if (!rule.when && !otherwise) otherwise = &rule;
    }
    if (!otherwise) {
      const Span last = syntax_.rules.empty() ? entity_.span : syntax_.rules.back().span;
      auto& finding = c_.error(Code::RouteWithoutOtherwise, entity_.span, "the route " + backticked(entity_.name) + " does not say where all other leads go");
      finding.note("a lead that no rule takes would have no owner");
      finding.withHelp("end it with a rule such as `rest otherwise -> queue unrouted`");
      if (last.end != entity_.span.end) finding.label(last, "the last rule");
      good = false;
    }
    return good;
  }

  /// Of a queue; whether a route takes every lead shows when all of them are known (finishRouting).
  bool checkGoesOn(const syntax::Choice& target, const syntax::Choice& next) {
    if (target.kind != Kind::Queue) return true;
    neverReached(c_, next.span, target.span, "a queue takes every lead");
    return false;
  }

  bool checkChoice(const syntax::Choice& written, Choice& made) {
    made.kind = static_cast<Choice::Kind>(written.kind);
    made.span = written.span;
    made.available = written.available;
    made.under_capacity = written.under_capacity;
    const bool modified = written.available || written.under_capacity || !written.with_skill.empty() || !written.preferring_skill.empty();
    bool good = true;
    switch (written.kind) {
      case Kind::Queue: {
        const Entity* queue = c_.findQueue(*entity_.scope, written.name);
        if (queue) made.index = static_cast<std::uint32_t>(queue->index);
        good = queue != nullptr;
        break;
      }
      case Kind::Route: {
        const Entity* route = c_.findRoute(*entity_.scope, written.name);
        made.index = route ? static_cast<std::uint32_t>(route->index) : UINT32_MAX;  // no route: no part of any circle
        good = route != nullptr;
        break;
      }
      case Kind::Rep: good = checkRep(written, made); break;
      case Kind::Split: good = checkSplit(written, made); break;
      default: {
        Entity* pool = c_.findPool(*entity_.scope, written.name);
        if (pool) made.index = static_cast<std::uint32_t>(pool->index);
        good = pool && c_.require(*pool, written.name.span);
      }
    }
    if (modified && (written.kind == Kind::Queue || written.kind == Kind::Route || written.kind == Kind::Rep || written.kind == Kind::Split)) {
      c_.error(Code::ModifierOnTarget, written.span, "`available`, `under capacity` and skills choose among a pool's reps")
          .at(written.kind == Kind::Queue ? "a queue" : written.kind == Kind::Route ? "a route" : written.kind == Kind::Rep ? "one rep" : "a split: write it behind a share's pool")
          .withHelp("write it behind a pool: `round robin sdr_na available`");
      return false;
    }
    return checkSkills(written.with_skill, made.with_skill) && checkSkills(written.preferring_skill, made.preferring_skill) && good;
  }

  bool checkSkills(const std::vector<syntax::ExprPtr>& written, std::vector<std::string>& made) {
    bool good = true;
    for (const auto& skill : written) {
      const auto value = checkConstant(c_, *skill, *entity_.scope, {TypeKind::Text, 0}, "a skill");
      if (value) made.push_back(value->text);
      good = good && value;
    }
    return good;
  }

  bool checkRep(const syntax::Choice& written, Choice& made) {
    const syntax::Expr& rep = *written.rep;
    if (rep.kind == syntax::ExprKind::Name || rep.kind == syntax::ExprKind::Member) {
      const std::string text(c_.sources.text(rep.span));
      const bool value = rep.kind == syntax::ExprKind::Name && c_.names.look(*entity_.scope, Space::Values, text);
      const auto is = [&](Space space) { return !value && c_.names.look(*entity_.scope, space, text); };
      std::string_view what, help;
      if (!value && !(c_.roster_known && c_.mayBeRep(text))) {
        if (is(Space::Pools)) what = "a pool", help = "round robin ";
        else if (is(Space::Queues)) what = "a queue", help = "queue ";
        else if (is(Space::Routes)) what = "a route", help = "route ";
      }
      if (!what.empty()) {
        c_.error(Code::PoolAsRep, rep.span, backticked(text) + " is " + std::string(what) + ", not a rep")
            .withHelp("write `" + std::string(help) + text + "`").edit(rep.span, std::string(help) + text);
        return false;
      }
    }
    const ExprScope where{entity_.scope, Place::Lead};
    made.rep = checkExpression(c_, rep, where, {TypeKind::Rep, 0}, "a target");
    return made.rep != nullptr;
  }

  bool checkSplit(const syntax::Choice& written, Choice& made) {
    bool good = true, known = true;
    std::int64_t sum = 0;
    for (const syntax::Share& share : written.shares) {
      Choice::Share part;
      const auto percent = checkConstant(c_, *share.percent, *entity_.scope, {TypeKind::Percent, 0}, "a share");
      known = known && percent;
      if (percent) {
        part.percent = percent->bits;
        sum += percent->bits;
        if (percent->bits <= 0 || percent->bits > kWholePercent) {
          c_.error(Code::SplitShares, share.percent->span, "a share is more than 0% and at most 100%");
          known = false;
        }
      }
      part.choice = std::make_unique<Choice>();
      good = checkChoice(*share.choice, *part.choice) && good;
      made.shares.push_back(std::move(part));
    }
    if (known && sum != kWholePercent) {
      std::string total;
      appendPercent(total, sum);
      c_.error(Code::SplitShares, written.span, "the shares of this split add up to " + total + ", not to 100%").withHelp("change the shares so that they are 100% together");
      known = false;
    }
    return good && known;
  }

  Context& c_;
  Entity& entity_;
  const syntax::Route& syntax_;
  std::uint32_t index_;
};

/// Whether no lead comes back from a route: its `otherwise`, which also gets those that another rule found nobody for, ends in a
/// queue or in a route of that kind. One that ends in a pool gives a lead to nobody when nobody is free, and then what stands
/// behind the call has its turn.
class TakesEvery {
 public:
  explicit TakesEvery(const std::vector<typed::Route>& routes) : routes_(routes), known_(routes.size(), Known::No) {}
  bool operator()(std::uint32_t route) {
    if (route >= routes_.size() || known_[route] == Known::Asked) return false;   // a circle is an error of its own
    if (known_[route] == Known::Yes) return true;
    known_[route] = Known::Asked;
    const auto& rules = routes_[route].rules;
    const auto rest = std::find_if(rules.begin(), rules.end(), [](const typed::Rule& rule) { return !rule.when; });
    const bool all = rest != rules.end() && std::any_of(rest->targets.begin(), rest->targets.end(), [&](const Choice& target) {
      return target.kind == Choice::Kind::Queue || (target.kind == Choice::Kind::Route && (*this)(target.index));
    });
    known_[route] = all ? Known::Yes : Known::No;
    return all;
  }

 private:
  enum class Known : std::uint8_t { No, Asked, Yes };
  const std::vector<typed::Route>& routes_;
  std::vector<Known> known_;
};

void routesOf(const Choice& choice, std::vector<std::pair<std::uint32_t, Span>>& out) {
  if (choice.kind == Choice::Kind::Route) out.emplace_back(choice.index, choice.span);
  for (const Choice::Share& share : choice.shares) routesOf(*share.choice, out);
}

}  // namespace

bool checkRoute(Context& context, Entity& entity) { return RouteChecker(context, entity).check(); }

void finishRouting(Context& context) {
  auto& routes = context.program.routes;
  std::vector<std::vector<std::pair<std::uint32_t, Span>>> calls(routes.size());
  for (std::size_t i = 0; i < routes.size(); ++i)
    for (const typed::Rule& rule : routes[i].rules)
      for (const Choice& choice : rule.targets) routesOf(choice, calls[i]);
  for (const auto& list : calls)
    for (const auto& [target, span] : list)
      if (target < routes.size()) routes[target].called_only = true;

  TakesEvery takes_every(routes);
  for (const typed::Route& route : routes)
    for (const typed::Rule& rule : route.rules)
      for (std::size_t i = 0; i + 1 < rule.targets.size(); ++i)
        if (rule.targets[i].kind == Choice::Kind::Route && takes_every(rule.targets[i].index))
          neverReached(context, rule.targets[i + 1].span, rule.targets[i].span, "this route takes every lead: its `otherwise` ends in a queue");

  // Depth first, without recursion: a call of a route that is still open closes a circle.
  std::vector<std::uint8_t> colour(routes.size(), 0);
  for (std::uint32_t start = 0; start < routes.size(); ++start) {
    if (colour[start] != 0) continue;
    std::vector<std::pair<std::uint32_t, std::size_t>> stack{{start, 0}};
    colour[start] = 1;
    while (!stack.empty()) {
      auto& [at, next] = stack.back();
      if (next == calls[at].size()) {
        colour[at] = 2;
        stack.pop_back();
        continue;
      }
      const auto [target, span] = calls[at][next++];
      if (target >= routes.size() || colour[target] == 2) continue;
      if (colour[target] == 0) {
        colour[target] = 1;
        stack.emplace_back(target, 0);
        continue;
      }
      std::string circle;
      std::size_t first = 0;
      while (stack[first].first != target) ++first;
      for (std::size_t i = first; i < stack.size(); ++i) circle += backticked(routes[stack[i].first].name) + " -> ";
      context.error(Code::RouteCycle, span, "the route " + backticked(routes[target].name) + " sends leads back to itself")
          .label(routes[target].span, "declared here")
          .note("routes: " + circle + backticked(routes[target].name))
          .withHelp("send the leads of one of these rules to a pool or a queue");
    }
  }
}

}  // namespace leadflow::check
