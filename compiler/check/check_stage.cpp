// The life of a lead: stages, how they are left, what they do with age, their earlier names, the reasons.
//
//     stages { New "Assign an owner" initial   Working "Make first contact"   Converted final }
//     stage Working { enter { route inbound }   to Converted by owner   aging 48 hours { reassign } }
#include <algorithm>

#include "compiler/check/workflow.hpp"

namespace leadflow::check {
namespace {

using bytecode::StageInfo;
using bytecode::TransitionInfo;
using diag::Code;

/// The only sequence that a list of actions starts; -1 when it starts none or several.
std::int32_t sequenceAtHand(const Context& context, const Scope& scope, const std::vector<syntax::Action>& actions) {
  std::int32_t only = -1;
  for (const syntax::Action& action : actions) {
    if (action.kind != syntax::Action::Kind::StartSequence) continue;
    const resolve::Lookup hit = context.names.look(scope, Space::Sequences, action.name.text);
    if (!hit || (only >= 0 && hit.found->index != only)) return -1;
    only = hit.found->index;
  }
  return only;
}

class StageChecker {
 public:
  StageChecker(Context& context, const syntax::Stage& stage, Scope& scope) : c_(context), syntax_(stage) {
    here_.scope = &scope;
    here_.block = Here::Block::Stage;
    here_.sequence = sequenceAtHand(context, scope, stage.enter);
  }

  void check() {
    Entity* entity = c_.findIn(*here_.scope, Space::Stages, "stage", syntax_.name);
    if (!entity) return;
    if (entity->state == Entity::State::Done) {
      c_.error(Code::RepeatedStage, syntax_.name.span, "the stage " + inBackticks(entity->name) + " is described twice").withHelp("keep one `stage " + entity->name + "` block");
      return;
    }
    entity->state = Entity::State::Done;
    index_ = static_cast<std::uint32_t>(entity->index);
    StageInfo made = c_.program.workflow.stages[index_];
    made.place = c_.placeOf(syntax_.name.span);
    made.releases_owner = syntax_.releases_owner;
    if (syntax_.was) made.was.push_back(syntax_.was.text);
    if (syntax_.seat)
      if (const auto seat = seatOf(c_, *here_.scope, syntax_.seat)) made.seat = *seat;
    checkActions(c_, here_, syntax_.enter, made.enter);
    for (const syntax::Name& name : syntax_.requires_fields)
      if (const auto field = fieldOf(c_, *here_.scope, name, "`requires`")) made.requires_fields.push_back(*field);
    const syntax::Transition* otherwise = nullptr;
    for (const syntax::Transition& transition : syntax_.transitions) {
      TransitionInfo& out = made.transitions.emplace_back();
      if (transition.reopens != made.final) wrongEnd(transition, *entity, made.final);
      const bool automatic = !transition.by_person && !transition.reopens;
      if (otherwise && automatic)
        c_.error(Code::DeadTransition, transition.span, "a lead never leaves this way").label(otherwise->span, "takes every lead that comes so far").withHelp("move `otherwise` to the end");
      if (automatic && !transition.when && transition.limit == 0 && !otherwise) otherwise = &transition;
      checkTransition(transition, out);
    }
    for (const syntax::Aging& aging : syntax_.aging) {
      if (made.final)
        c_.error(Code::FinalStage, aging.span, "a final stage has no age: its clocks are stopped").label(entity->span, "final").withHelp("take `final` from the stage, or this line out");
      auto& out = made.aging.emplace_back();
      checkTime(c_, here_, *aging.after, "an age", out.after);
      bool good = true;
      out.when = checkWhen(c_, here_, aging.when, good);
      checkActions(c_, here_, aging.actions, out.actions);
      out.text = c_.words(aging.after->span);
      out.place = c_.placeOf(aging.span);
      out.written = c_.words(aging.span);
    }
    c_.program.workflow.stages[index_] = std::move(made);
  }

 private:
  void wrongEnd(const syntax::Transition& transition, const Entity& stage, bool final) {
    if (final)
      c_.error(Code::FinalStage, transition.span, "a lead does not leave a final stage").label(stage.span, "final")
          .withHelp("write `reopens to " + transition.to.text + "` for leads that come back, or take `final` from the stage");
    else
      c_.error(Code::FinalStage, transition.span, "only a final stage reopens").label(stage.span, "not final").withHelp("write `to " + transition.to.text + "`");
  }

  void checkTransition(const syntax::Transition& transition, TransitionInfo& out) {
    out.text = c_.words(transition.span);
    out.place = c_.placeOf(transition.span);
    out.by_person = transition.by_person;
    out.reopens = transition.reopens;
    out.limit = static_cast<std::uint32_t>(transition.limit);
    if (const auto to = stageOf(c_, *here_.scope, transition.to)) {
      out.to = *to;
      if (*to == index_)
        c_.error(Code::DeadTransition, transition.to.span, "a lead is in " + inBackticks(transition.to.text) + " already").withHelp("name another stage, or let `aging` act on leads that stay too long");
    }
    bool good = true;
    out.when = checkWhen(c_, here_, transition.when, good);
    if (transition.by_person) checkWho(c_, here_, transition.by, out.by);
    checkReasonValue(c_, here_, transition.reason, transition.by_person, out.reason);
  }

  Context& c_;
  const syntax::Stage& syntax_;
  Here here_;
  std::uint32_t index_ = 0;
};

}  // namespace

void checkStage(Context& context, const syntax::Stage& stage, Scope& scope, Span) { StageChecker(context, stage, scope).check(); }

bool checkReason(Context& context, Entity& entity) {
  Here here;
  here.scope = entity.scope;
  here.block = Here::Block::Reasons;
  std::uint32_t ordinal = 0;
  for (const syntax::Reasons::Line& line : entity.as<syntax::Reasons>().lines) {
    const std::uint32_t next = ordinal + static_cast<std::uint32_t>(line.names.size());
    if (entity.ordinal < next) {
      bytecode::ReasonInfo made;
      made.name = context.program.workflow.reasons[static_cast<std::size_t>(entity.index)].name;
      made.text = line.text;
      // The actions of a line of several reasons are reported once, with the first.
      if (entity.ordinal != ordinal && context.reported_reasons.count(line.span.begin)) return false;
      const bool good = checkActions(context, here, line.actions, made.actions);
      if (!good) context.reported_reasons.insert(line.span.begin);
      context.program.workflow.reasons[static_cast<std::size_t>(entity.index)] = std::move(made);
      return good;
    }
    ordinal = next;
  }
  return true;
}

void checkMigrate(Context& context, const syntax::Migrate& migrate, Scope& scope, Span) {
  const auto to = stageOf(context, scope, migrate.to);
  if (!to) return;
  StageInfo& stage = context.program.workflow.stages[*to];
  stage.was.push_back(migrate.from.text);
}

bool checkChecklist(Context& context, Entity& entity) {
  const auto& syntax = entity.as<syntax::Checklist>();
  bytecode::ChecklistInfo& made = context.program.workflow.checklists[context.indexOf(entity)];
  bool good = true;
  for (const syntax::Name& item : syntax.items) {
    if (std::find(made.items.begin(), made.items.end(), item.text) != made.items.end()) {
      context.error(Code::ChecklistItems, item.span, "the checklist asks for " + inBackticks(item.text) + " twice").withHelp("remove one of them");
      good = false;
    }
    made.items.push_back(item.text);
  }
  if (syntax.items.empty()) {
    context.error(Code::ChecklistItems, entity.span, "the checklist " + inBackticks(entity.name) + " asks for nothing").withHelp("name its items: `checklist bant { budget, authority }`");
    good = false;
  }
  made.complete_at = syntax.complete_at > 0 ? static_cast<std::uint32_t>(syntax.complete_at) : static_cast<std::uint32_t>(syntax.items.size());
  if (made.complete_at > syntax.items.size()) {
    context.error(Code::ChecklistItems, entity.span, "the checklist has " + std::to_string(syntax.items.size()) + " items and is never complete with " + std::to_string(made.complete_at))
        .withHelp("write `complete when " + std::to_string(syntax.items.size()) + " of " + std::to_string(syntax.items.size()) + "`, or fewer");
    good = false;
  }
  return good;
}

}  // namespace leadflow::check
