// Who can take a lead: pools, roles, queues.
//
//     pool  sdr_emea = reps where team is "sdr_emea"
//     role  sales_manager, revops
//     queue review { owner role sales_manager  within 1 business day otherwise escalate sales_chain  "Manual review" }
#include "compiler/check/data_file.hpp"
#include "compiler/diag/suggest.hpp"

namespace leadflow::check {

using diag::Code;

bool checkPool(Context& context, Entity& entity) {
  const auto& syntax = entity.as<syntax::Pool>();
  const std::uint32_t index = context.indexOf(entity);
  if (!syntax.where) return true;
  const ExprScope where{entity.scope, Place::Pool};
  typed::ExprPtr condition = checkCondition(context, *syntax.where, where);
  if (!condition) return false;
  context.program.pools[index].where = std::move(condition);
  return true;
}

bool checkRole(Context& context, Entity& entity) {
  context.indexOf(entity);
  return true;
}

bool checkQueue(Context& context, Entity& entity) {
  const auto& syntax = entity.as<syntax::Queue>();
  const std::uint32_t index = context.indexOf(entity);
  bool good = true;
  typed::Queue queue;
  queue.name = context.program.queues[index].name;
  queue.span = entity.span;
  queue.text = syntax.text;
  queue.owner_is_role = syntax.owner_is_role;
  queue.owner = syntax.owner.text;
  if (!syntax.owner) {
    context.error(Code::QueueWithoutOwner, entity.span, "nobody owns the queue " + backticked(entity.name))
        .note("a lead in a queue without an owner is lost")
        .withHelp("say who empties it: `owner role sales_manager`, or `owner ana`");
    good = false;
  } else if (syntax.owner_is_role) {
    const Entity* role = context.findRole(*entity.scope, syntax.owner);
    if (role) queue.owner = role->qualified;
    good = role != nullptr;
  } else if (!context.mayBeRep(syntax.owner.text)) {
    const bool role = static_cast<bool>(context.names.look(*entity.scope, Space::Roles, syntax.owner.text));
    if (role) {
      context.error(Code::UnknownRep, syntax.owner.span, "nobody in the roster has the id " + backticked(syntax.owner.text))
          .withHelp(backticked(syntax.owner.text) + " is a role: write `owner role " + syntax.owner.text + "`")
          .edit(syntax.owner.span, "role " + syntax.owner.text);
      good = false;
    }  // somebody who is not in the roster today: the lint says so
  }
  if (syntax.within) {
    const auto within = checkConstant(context, *syntax.within, *entity.scope, {}, "a queue's `within`");
    const bool duration = within && (within->type.kind == TypeKind::Duration || within->type.kind == TypeKind::BusinessDuration);
    if (duration && within->bits > 0) {
      queue.within_business = within->bits;
      queue.within_is_business = within->type.kind == TypeKind::BusinessDuration;
    } else {
      if (within) context.error(Code::QueueTime, syntax.within->span, "the time in which a queue is emptied is a positive duration").withHelp("write a duration such as `1 business day`");
      good = false;
    }
  }
  if (syntax.escalate && !context.hasStages()) {
    context.error(Code::QueueEscalation, syntax.escalate.span, "the escalation " + backticked(syntax.escalate.text) + " of this queue is never started")
        .note("leads wait in queues only in a playbook that declares `stages`");
  } else if (syntax.escalate) {
    const Entity* escalation = context.findIn(*entity.scope, Space::Escalations, "escalation", syntax.escalate);
    good = good && escalation;
    auto& list = context.program.workflow.queue_escalation;
    if (list.size() <= index) list.resize(index + 1, -1);
    if (escalation) list[index] = escalation->index;
  }
  context.program.queues[index] = std::move(queue);
  return good;
}

}  // namespace leadflow::check
