// Clocks, and who hears when they run out.
//
//     sla first_response { starts when owner assigned   stops when outreach   target 1 business hour when rating is A   at 100% { escalate chain } }
//     escalation chain { level owner.manager { notify email }   level role revops after 1 business day { reassign to queue review } }
#include "compiler/check/workflow.hpp"

namespace leadflow::check {

using bytecode::SlaInfo;
using diag::Code;

namespace {

void incomplete(Context& context, const Entity& entity, std::string_view lacks, std::string_view help) {
  context.error(Code::IncompleteConstruct, entity.span, "the " + std::string(resolve::kindName(entity.kind)) + ' ' + inBackticks(entity.name) + ' ' + std::string(lacks))
      .withHelp(std::string(help));
}

bool checkTarget(Context& context, const Here& here, const syntax::Sla::Target& written, SlaInfo::Target& out) {
  bool good = true;
  out.text = context.words(written.span.known() ? written.span : written.value->span);
  out.when = checkWhen(context, here, written.when, good);
  typed::ExprPtr value = checkExpression(context, *written.value, here.expressions());
  if (!value) return false;
  out.business = value->type.kind == TypeKind::BusinessDuration;
  if (!out.business && value->type.kind != TypeKind::Duration) {
    auto& finding = context.error(Code::SlaTarget, written.value->span, "a target is a duration, and this is " + describe(context, value->type));
    if (isConst(*value) && isNumeric(value->type)) finding.withHelp("write the unit: `" + std::string(context.sources.text(written.value->span)) + " business hours`");
    return false;
  }
  if (const auto fixed = evaluate(*value)) {
    if (fixed->bits <= 0) {
      context.error(Code::SlaTarget, written.value->span, "a target is a positive duration");
      return false;
    }
  }
  if (out.business && context.program.calendar < 0 && !context.calendar_named && !here.own_calendar && !context.program.is_module) {
    context.error(Code::NoCalendar, written.value->span, "business time passes while a calendar is open, and neither the SLA nor the playbook names one")
        .withHelp("add `on CALENDAR` to the SLA, or `calendar …` to the `playbook` block");
    return false;
  }
  out.value = context.addFunction(std::move(value));
  return good;
}

bool checkPoints(Context& context, const Here& here, const syntax::Sla& syntax, SlaInfo& made) {
  bool good = true;
  const syntax::Sla::Point* before = nullptr;
  for (const syntax::Sla::Point& point : syntax.points) {
    SlaInfo::Point& out = made.points.emplace_back();
    const bool known = checkShare(context, here, *point.percent, "a point of an SLA", out.percent);
    good = good && known;
    if (known && out.percent <= 0) {
      context.error(Code::SlaPoints, point.percent->span, "a point of an SLA is more than 0% of its target");
      good = false;
    } else if (known && before && out.percent <= made.points[made.points.size() - 2].percent) {
      context.error(Code::SlaPoints, point.percent->span, "the points of an SLA go up").label(before->percent->span, "comes before").withHelp("put the lines in the order of their percents, each once");
      good = false;
    }
    before = &point;
    good = checkActions(context, here, point.actions, out.actions) && good;
  }
  return good;
}

}  // namespace

bool checkSla(Context& context, Entity& entity) {
  if (!needStages(context, entity.span, "an SLA")) return false;
  const auto& syntax = entity.as<syntax::Sla>();
  const auto index = static_cast<std::size_t>(entity.index);
  SlaInfo made;
  made.name = context.program.workflow.slas[index].name;
  made.place = context.placeOf(entity.span);
  made.restarts_when_owner_changes = syntax.restarts_when_owner_changes;
  made.on_owner = syntax.on_owner;
  Here here;
  here.scope = entity.scope;
  here.block = Here::Block::Sla;
  bool good = true;
  if (syntax.calendar) {
    Entity* calendar = context.findCalendar(*entity.scope, syntax.calendar);
    good = calendar && context.require(*calendar, syntax.calendar.span);
    if (calendar) made.calendar = calendar->index;
    here.own_calendar = true;
  } else if (syntax.on_owner && context.program.calendar < 0 && !context.calendar_named && !context.program.is_module) {
    context.error(Code::NoCalendar, entity.span, "a rep without a calendar needs another one, and neither the SLA nor the playbook names one").withHelp("write `on owner.calendar otherwise CALENDAR`");
    good = false;
    here.own_calendar = true;
  }
  good = checkTriggers(context, here, syntax.starts, made.starts) && good;
  good = checkTriggers(context, here, syntax.stops, made.stops) && good;
  good = checkTriggers(context, here, syntax.pauses, made.pauses) && good;
  if (syntax.pauses_until) {
    typed::ExprPtr until = checkExpression(context, *syntax.pauses_until, here.expressions(), kInstant, "the end of a pause");
    good = good && until;
    made.pauses_until = context.addFunction(std::move(until));
  }
  if (syntax.pauses_at_most) good = checkTime(context, here, *syntax.pauses_at_most, "the longest pause", made.pauses_at_most) && good;
  const syntax::Sla::Target* any = nullptr;
  for (const syntax::Sla::Target& target : syntax.targets) {
    if (any) {
      context.error(Code::SlaTarget, target.span.known() ? target.span : target.value->span, "this target is never used")
          .label(any->value->span, "holds for every lead that comes so far").withHelp("move the target without `when` to the end");
      good = false;
    }
    if (!target.when && !any) any = &target;
    good = checkTarget(context, here, target, made.targets.emplace_back()) && good;
  }
  if (syntax.starts.empty()) incomplete(context, entity, "never starts", "add a line such as `starts when owner assigned`"), good = false;
  if (syntax.stops.empty()) incomplete(context, entity, "never stops", "add a line such as `stops when outreach`"), good = false;
  if (syntax.targets.empty()) incomplete(context, entity, "has no target", "add a line such as `target 4 business hours`"), good = false;
  good = checkPoints(context, here, syntax, made) && good;
  context.program.workflow.slas[index] = std::move(made);
  return good;
}

bool checkEscalation(Context& context, Entity& entity) {
  if (!needStages(context, entity.span, "an escalation")) return false;
  const auto index = static_cast<std::size_t>(entity.index);
  bytecode::EscalationInfo made;
  made.name = context.program.workflow.escalations[index].name;
  made.place = context.placeOf(entity.span);
  Here here;
  here.scope = entity.scope;
  here.block = Here::Block::Escalation;
  here.own_calendar = !context.program.calendars.empty();  // a level counts on the calendar of the clock that ran out
  here.escalation = entity.index;
  bool good = true;
  for (const syntax::Escalation::Level& level : entity.as<syntax::Escalation>().levels) {
    auto& out = made.levels.emplace_back();
    good = checkWho(context, here, level.who, out.who) && good;
    if (level.after) good = checkTime(context, here, *level.after, "the time before a level", out.after) && good;
    good = checkActions(context, here, level.actions, out.actions) && good;
  }
  if (made.levels.empty()) incomplete(context, entity, "tells nobody", "add a line such as `level owner.manager { notify email }`"), good = false;
  context.program.workflow.escalations[index] = std::move(made);
  return good;
}

}  // namespace leadflow::check
