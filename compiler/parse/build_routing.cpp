// Routes: rules, targets, shares.
#include "compiler/parse/build.hpp"

namespace leadflow::parse {
namespace {

using syntax::Choice;

syntax::Choice buildTarget(Node node);

void buildShares(Node split, Choice& choice) {
  for (const Node child : split.children()) {
    syntax::Share share;
    share.percent = buildAmount(child.find(Kind::amount));
    if (share.percent->kind != ExprKind::Percent)
      split.tape().diags->report(diag::Code::MissingPercent, share.percent->span, "a share is a percentage").withHelp("write `" + std::string(child.find(Kind::amount).text()) + "%`");
    share.choice = std::make_unique<Choice>(buildTarget(child.find(Kind::choice)));
    choice.shares.push_back(std::move(share));
  }
}

Choice buildTarget(Node node) {
  Choice choice;
  choice.span = node.span();
  auto named = [&](Node child, Choice::Kind kind) {
    choice.kind = kind;
    choice.name = buildName(child.find(Kind::dotted_name));
  };
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::queue_choice: named(child, Choice::Kind::Queue); break;
      case Kind::route_choice: named(child, Choice::Kind::Route); break;
      case Kind::round_robin: named(child, Choice::Kind::RoundRobin); break;
      case Kind::weighted: named(child, Choice::Kind::Weighted); break;
      case Kind::least_loaded: named(child, Choice::Kind::LeastLoaded); break;
      case Kind::longest_waiting: named(child, Choice::Kind::LongestWaiting); break;
      case Kind::split:
        choice.kind = Choice::Kind::Split;
        buildShares(child, choice);
        break;
      case Kind::rep_choice:
        choice.kind = Choice::Kind::Rep;
        choice.rep = buildOperandOf(child);
        break;
      case Kind::available: choice.available = true; break;
      case Kind::under_capacity: choice.under_capacity = true; break;
      case Kind::with_skill: choice.with_skill.push_back(buildOperandOf(child)); break;
      case Kind::preferring_skill: choice.preferring_skill.push_back(buildOperandOf(child)); break;
      default: break;
    }
  }
  return choice;
}

syntax::Rule buildRule(Node node) {
  syntax::Rule rule;
  rule.span = node.span();
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::name: rule.name = buildName(child); break;
      case Kind::urgent: rule.urgent = true; break;
      case Kind::condition: rule.when = buildCondition(child); break;
      case Kind::choice: rule.targets.push_back(buildTarget(child)); break;
      case Kind::because: rule.because = buildBecause(child); break;
      default: break;
    }
  }
  return rule;
}

}  // namespace

syntax::Route buildRoute(Node node) {
  syntax::Route route;
  for (const Node child : node.children()) {
    if (child.is(Kind::name)) route.name = buildName(child);
    else if (child.is(Kind::exclusive)) route.exclusive = true;
    else if (child.is(Kind::route_rule)) route.rules.push_back(buildRule(child));
  }
  return route;
}

}  // namespace leadflow::parse
