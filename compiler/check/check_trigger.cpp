// What makes a clock start, stop or pause, and a handoff begin.
//
//     starts when owner assigned     stops when outreach     pauses in stage Nurturing     stops when call where outcome is connected
#include <algorithm>

#include "compiler/check/workflow.hpp"

namespace leadflow::check {

using bytecode::TriggerInfo;
using Kind = syntax::Trigger::Kind;

static_assert(static_cast<int>(Kind::Condition) == static_cast<int>(TriggerInfo::Kind::Condition), "triggers stand in one order");

namespace {

/// `call where outcome is connected`, asked at the instant of the call: `had call in last 0 seconds where …`.
bool checkWhere(Context& context, const Here& here, const syntax::Trigger& written, TriggerInfo& out) {
  typed::ExprPtr had = std::make_unique<typed::Expr>(typed::ExprKind::Had, kBool, written.span);
  had->query = std::make_unique<typed::Query>();
  had->query->activities = out.indexes;
  auto window = std::make_unique<typed::Expr>(typed::ExprKind::Const, kDuration, written.span);
  window->constant = {kDuration, 0, {}};
  had->query->window = std::move(window);
  ExprScope inner = here.expressions();
  inner.place = Place::Activity;
  inner.activities = &had->query->activities;
  had->query->where = ExprChecker(context, inner).condition(*written.where);
  if (!had->query->where) return false;
  out.condition = context.addFunction(std::move(had));
  return true;
}

bool checkActivity(Context& context, const Here& here, const syntax::Trigger& written, TriggerInfo& out) {
  // A single name that is no activity may be a condition: a field of type bool, a derived one.
  if (written.names.size() == 1 && !written.where) {
    const syntax::Name& name = written.names.front();
    const bool known = name.text == "activity" || name.text == "outreach" || context.names.look(*here.scope, Space::Activities, name.text);
    if (!known && context.names.look(*here.scope, Space::Values, name.text)) {
      out.kind = TriggerInfo::Kind::Condition;
      typed::ExprPtr condition = checkCondition(context, nameExpression(name), here.expressions());
      out.condition = context.addFunction(std::move(condition));
      return static_cast<bool>(out.condition);
    }
  }
  bool good = true;
  const ExprScope where = here.expressions();
  for (const syntax::Name& name : written.names) {
    const auto found = ExprChecker(context, where).activitiesOf(name);
    good = good && !found.empty();
    out.indexes.insert(out.indexes.end(), found.begin(), found.end());
  }
  std::sort(out.indexes.begin(), out.indexes.end());
  out.indexes.erase(std::unique(out.indexes.begin(), out.indexes.end()), out.indexes.end());
  if (good && written.where) good = checkWhere(context, here, written, out);
  return good;
}

}  // namespace

bool checkTriggers(Context& context, const Here& here, const std::vector<syntax::Trigger>& written, std::vector<TriggerInfo>& out) {
  bool good = true;
  for (const syntax::Trigger& trigger : written) {
    TriggerInfo made;
    made.kind = static_cast<TriggerInfo::Kind>(trigger.kind);
    made.text = context.words(trigger.span);
    switch (trigger.kind) {
      case Kind::StageBecomes:
      case Kind::InStage:
        for (const syntax::Name& name : trigger.names) {
          const auto stage = stageOf(context, *here.scope, name);
          if (stage) made.indexes.push_back(*stage);
          good = good && stage;
        }
        break;
      case Kind::HandoffAccepted:
        for (const syntax::Name& name : trigger.names) {
          const Entity* handoff = context.findIn(*here.scope, Space::Handoffs, "handoff", name);
          if (handoff) made.indexes.push_back(static_cast<std::uint32_t>(handoff->index));
          good = good && handoff;
        }
        break;
      case Kind::Activity: good = checkActivity(context, here, trigger, made) && good; break;
      case Kind::Condition: made.condition = checkWhen(context, here, trigger.condition, good); break;
      default: break;
    }
    out.push_back(std::move(made));
  }
  return good;
}

}  // namespace leadflow::check
