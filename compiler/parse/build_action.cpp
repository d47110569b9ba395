// Actions, and what they share: who is meant, reasons, limits.
#include "compiler/parse/build.hpp"

namespace leadflow::parse {
namespace {

using syntax::Action;
using Do = syntax::Action::Kind;

void setNotify(Node node, Action& a) {
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::channel_email:
      case Kind::channel_hook: a.channel = buildName(child); break;
      case Kind::channel_target:
        a.target = buildText(child.first());
        a.target_span = child.span();
        break;
      case Kind::who: a.to.push_back(buildWho(child)); break;
      case Kind::tagging: a.tagging = buildWhos(child); break;
      case Kind::text: a.text = buildTextValue(child); break;
      default: break;
    }
  }
}

void setEmail(Node node, Action& a) {
  const Node name = node.find(Kind::text);
  a.target = buildText(name);
  a.target_span = name.span();
  for (const Node child : node.children()) {
    if (child.is(Kind::send_at)) {
      if (a.at >= 0) repeated(child, "at");
      a.at = buildClockTime(child.find(Kind::clock_time));
    } else if (child.is(Kind::send_between)) {
      if (a.from >= 0) repeated(child, "between");
      bool first = true;
      for (const Node time : child.children()) {
        if (!time.is(Kind::clock_time)) continue;
        (first ? a.from : a.until) = buildClockTime(time);
        first = false;
      }
    } else if (child.is(Kind::send_split)) {
      if (!a.variants.empty()) repeated(child, "split");
      for (const Node part : child.children()) {
        syntax::Variant variant;
        variant.span = part.span();
        variant.percent = buildPercent(part.find(Kind::amount));
        variant.text = buildText(part.find(Kind::text));
        a.variants.push_back(std::move(variant));
      }
      continue;
    }
    if (child.find(Kind::lead_time)) a.lead_time = true;
  }
}

void setPacket(Node node, Action& a) {
  if (const Node packet = node.find(Kind::packet)) a.fields = buildPairs(packet);
}

void setTarget(Node node, Action& a) {
  const Node target = node.find(Kind::channel_target);
  a.target = buildText(target.first());
  a.target_span = target.span();
}

/// Every name that an action has stands under one of these.
syntax::Name nameIn(Node node) {
  const Node dotted = node.find(Kind::dotted_name);
  return buildName(dotted ? dotted : node.find(Kind::name));
}

Action buildBody(Node body) {
  Action a;
  a.span = body.span();
  const Node node = body.first();
  const auto named = [&](Do kind) {
    a.kind = kind;
    a.name = nameIn(node);
  };
  switch (node.kind()) {
    case Kind::route_action: named(Do::Route); break;
    case Kind::start_sequence: named(Do::StartSequence); break;
    case Kind::stop_sequence: named(Do::StopSequence); break;
    case Kind::stop_when:
      a.kind = Do::StopWhen;
      a.condition = buildChildCondition(node);
      break;
    case Kind::move_action:
      named(Do::Move);
      a.reason = buildReason(node.find(Kind::reason));
      break;
    case Kind::reassign_action:
      a.kind = Do::Reassign;
      if (const Node to = node.find(Kind::reassign_to)) a.name = nameIn(to);
      if (const Node limit = node.find(Kind::times_limit)) a.limit = buildWhole(limit.first());
      if (const Node then = node.find(Kind::otherwise_action)) a.otherwise = std::make_unique<Action>(buildBody(then.first()));
      break;
    case Kind::queue_action: named(Do::Queue); break;
    case Kind::set_action:
      named(Do::Set);
      a.value = buildChildSum(node);
      break;
    case Kind::erase_action: a.kind = Do::Erase; break;
    case Kind::remind_action:
      a.kind = Do::Remind;
      a.to = buildWhos(node);
      a.text = buildTextValue(node.find(Kind::text));
      break;
    case Kind::notify_action:
      a.kind = Do::Notify;
      setNotify(node, a);
      break;
    case Kind::log_action:
      a.kind = Do::Log;
      a.text = buildTextValue(node.find(Kind::text));
      break;
    case Kind::escalate_action: named(Do::Escalate); break;
    case Kind::task_action:
      a.kind = Do::Task;
      a.word = buildName(node.find(Kind::task_word));
      a.to = buildWhos(node);
      a.text = buildTextValue(node.find(Kind::text));
      if (const Node within = node.find(Kind::within_clause)) a.within = buildChildSum(within);
      break;
    case Kind::email_action:
      a.kind = Do::Email;
      setEmail(node, a);
      break;
    case Kind::webhook_action:
      a.kind = Do::Webhook;
      setTarget(node, a);
      setPacket(node, a);
      break;
    case Kind::create_action:
      a.kind = Do::Create;
      a.word = buildName(node.find(Kind::name));
      setPacket(node, a);
      break;
    case Kind::ask_action: named(Do::Ask); break;
    case Kind::handoff_action: named(Do::Handoff); break;
    case Kind::rebalance_action:
      named(Do::Rebalance);
      if (const Node limit = node.find(Kind::moves_limit)) a.limit = buildWhole(limit.first());
      break;
    case Kind::wait_action:
      a.kind = Do::Wait;
      a.within = buildChildSum(node);
      if (const Node unless = node.find(Kind::wait_unless)) a.condition = buildChildCondition(unless);
      break;
    default: break;
  }
  return a;
}

Action buildAction(Node node) {
  Action a = buildBody(node.find(Kind::action_body));
  a.span = node.span();
  if (const Node when = node.find(Kind::when_clause)) {
    if (a.condition)
      node.tape().diags->report(diag::Code::RepeatedClause, when.span(), "this action has two conditions").withHelp("join them with `and`");
    else
      a.condition = buildChildCondition(when);
  }
  return a;
}

}  // namespace

int buildWhole(Node amount) {
  const ExprPtr e = buildAmount(amount);
  if (e->kind == ExprKind::Number && e->is_integer && e->scaled >= 0 && e->scaled <= std::int64_t{1'000'000} * 10'000) return static_cast<int>(e->scaled / 10'000);
  amount.tape().diags->report(diag::Code::BadNumber, amount.span(), "expected a whole number up to 1,000,000");
  return 0;
}

ExprPtr buildPercent(Node amount) {
  ExprPtr e = buildAmount(amount);
  if (e->kind != ExprKind::Percent)
    amount.tape().diags->report(diag::Code::MissingPercent, e->span, "a share is a percentage").withHelp("write `" + std::string(amount.text()) + "%`");
  return e;
}

syntax::Who buildWho(Node node) {
  syntax::Who who;
  who.span = node.span();
  if (const Node role = node.find(Kind::who_role)) {
    who.kind = syntax::Who::Kind::Role;
    who.name = buildName(role.first());
    return who;
  }
  if (node.find(Kind::who_queue)) {
    who.kind = syntax::Who::Kind::QueueOwner;
    return who;
  }
  for (const Node child : node.children()) {
    if (child.is(Kind::who_up)) ++who.up;
    else who.name = buildName(child);
  }
  who.kind = who.name.text == "owner" ? syntax::Who::Kind::Owner : syntax::Who::Kind::Name;
  return who;
}

std::vector<syntax::Who> buildWhos(Node parent) {
  std::vector<syntax::Who> list;
  for (const Node child : parent.children())
    if (child.is(Kind::who)) list.push_back(buildWho(child));
  return list;
}

syntax::Reason buildReason(Node node) {
  syntax::Reason reason;
  if (!node) return reason;
  reason.span = node.span();
  reason.required = static_cast<bool>(node.find(Kind::reason_required));
  if (!reason.required) reason.value = buildOperandOf(node);
  return reason;
}

std::vector<std::pair<syntax::Name, ExprPtr>> buildPairs(Node parent) {
  std::vector<std::pair<syntax::Name, ExprPtr>> list;
  for (const Node child : parent.children())
    if (child.is(Kind::given_property)) list.emplace_back(buildName(child.find(Kind::name)), buildChildSum(child));
  return list;
}

std::vector<Action> buildActions(Node parent) {
  std::vector<Action> list;
  const Node one = parent.find(Kind::actions), actions = one ? one : parent.find(Kind::announced_actions);
  if (!actions) return list;
  for (const Node child : actions.children()) list.push_back(buildAction(child.is(Kind::action) ? child : child.find(Kind::action)));
  return list;
}

std::vector<Action> buildSteps(Node parent) {
  std::vector<Action> list;
  for (const Node child : parent.children())
    if (child.is(Kind::action_statement)) list.push_back(buildAction(child.find(Kind::action)));
  return list;
}

}  // namespace leadflow::parse
