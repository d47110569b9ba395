// Who, how long, why, in which words: the small parts of workflow constructs.
#include <algorithm>

#include "compiler/check/workflow.hpp"
#include "compiler/diag/suggest.hpp"
#include "runtime/value/duration.hpp"

namespace leadflow::check {

using bytecode::FunctionRef;
using bytecode::TemplateInfo;
using bytecode::TimeSpan;
using bytecode::WhoInfo;
using diag::Code;
using Block = Here::Block;

bool needStages(Context& context, Span span, std::string_view what) {
  if (context.hasStages() || context.program.is_module) return true;
  context.error(Code::WithoutStages, span, std::string(what) + " works on leads that move through stages, and the playbook declares none")
      .withHelp("declare the stages of a lead: `stages { New initial … }`");
  return false;
}

syntax::Expr nameExpression(const syntax::Name& name) {
  syntax::Expr expr(syntax::ExprKind::Name, name.span);
  expr.text = name.text;
  return expr;
}

void unknownWord(Context& context, const syntax::Name& name, std::string_view what, const std::vector<std::string_view>& words) {
  auto& finding = context.error(Code::WorkflowWord, name.span, inBackticks(name.text) + " is no " + std::string(what));
  if (const std::string_view near = diag::suggest(name.text, words); !near.empty()) {
    finding.withHelp("did you mean " + inBackticks(near) + "?").edit(name.span, std::string(near));
    return;
  }
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) all += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + inBackticks(words[i]);
  finding.withHelp("write " + all);
}

FunctionRef checkWhen(Context& context, const Here& here, const syntax::ExprPtr& condition, bool& good) {
  if (!condition) return {};
  typed::ExprPtr made = checkCondition(context, *condition, here.expressions());
  good = good && made;
  return context.addFunction(std::move(made));
}

bool checkTime(Context& context, const Here& here, const syntax::Expr& expr, std::string_view what, TimeSpan& out) {
  const auto value = checkConstant(context, expr, *here.scope, {}, what);
  if (!value) return false;
  const bool business = value->type.kind == TypeKind::BusinessDuration;
  if ((!business && value->type.kind != TypeKind::Duration) || value->bits <= 0) {
    auto& finding = context.error(Code::WorkflowTime, expr.span, std::string(what) + " is a positive duration");
    if (isNumeric(value->type)) finding.withHelp("write the unit: `" + std::string(context.sources.text(expr.span)) + " days`");
    else finding.withHelp("write a duration such as `4 hours` or `2 business days`");
    return false;
  }
  if (business && context.program.calendar < 0 && !context.calendar_named && !here.own_calendar && !context.program.is_module) {
    auto& finding = context.error(Code::NoCalendar, expr.span, "business time passes while a calendar is open, and the playbook names no calendar");
    const std::string name = context.program.calendars.empty() ? "us_sales" : context.program.calendars.front().name;
    finding.withHelp("add `calendar " + name + "` to the `playbook` block" + (context.program.calendars.empty() ? ", and declare the calendar" : ""));
    return false;
  }
  out.given = true;
  out.business = business;
  out.slot = value->bits;
  return true;
}

bool checkWallTime(Context& context, const Here& here, const syntax::Expr& expr, std::string_view what, std::int64_t& out) {
  const auto value = checkConstant(context, expr, *here.scope, {}, what);
  if (!value) return false;
  if (value->type.kind == TypeKind::Duration && value->bits > 0) {
    out = value->bits;
    return true;
  }
  auto& finding = context.error(Code::WorkflowTime, expr.span, std::string(what) + " is a positive duration on the wall clock");
  if (value->type.kind == TypeKind::BusinessDuration) finding.withHelp("write it without `business`");
  else finding.withHelp("write a duration such as `30 days`");
  return false;
}

namespace {

std::optional<std::uint32_t> found(const Entity* entity) {
  if (!entity) return std::nullopt;
  return static_cast<std::uint32_t>(entity->index);
}

}  // namespace

std::optional<std::uint32_t> stageOf(Context& context, const Scope& scope, const syntax::Name& name) { return found(context.findIn(scope, Space::Stages, "stage", name)); }

std::optional<std::uint32_t> reasonOf(Context& context, const Scope& scope, const syntax::Name& name) { return found(context.findIn(scope, Space::Reasons, "reason", name)); }

std::optional<std::uint32_t> seatOf(Context& context, const Scope& scope, const syntax::Name& name) {
  const Entity* entity = context.names.find(scope, Space::Values, name.text, name.span, context.diags);
  if (entity && entity->kind == resolve::Kind::Seat) return static_cast<std::uint32_t>(entity->index);
  auto& finding = context.error(Code::UnknownSeat, name.span, "there is no seat " + inBackticks(name.text));
  const auto& seats = context.program.workflow.seats;
  const std::vector<std::string_view> known(seats.begin(), seats.end());
  if (const std::string_view near = diag::suggest(name.text, known); !near.empty())
    finding.withHelp("did you mean " + inBackticks(near) + "?").edit(name.span, std::string(near));
  else finding.withHelp("name the seats of a lead: `owners " + name.text + ", …`");
  return std::nullopt;
}

std::optional<std::uint32_t> fieldOf(Context& context, Scope& scope, const syntax::Name& name, std::string_view what) {
  Entity* entity = context.names.find(scope, Space::Values, name.text, name.span, context.diags);
  if (entity && entity->kind == resolve::Kind::Field) {
    if (!context.require(*entity, name.span)) return std::nullopt;
    return static_cast<std::uint32_t>(entity->index);
  }
  if (entity) {
    context.error(Code::WrongKindOfName, name.span, inBackticks(name.text) + " is " + resolve::withArticle(entity->kind) + ", and " + std::string(what) + " needs a field of the lead")
        .label(entity->span, "declared here");
    return std::nullopt;
  }
  auto& finding = context.error(Code::UnknownName, name.span, "a lead has no field " + inBackticks(name.text));
  std::vector<std::string_view> fields;
  for (const typed::Field& field : context.program.fields) fields.push_back(field.name);
  if (const std::string_view near = diag::suggest(name.text, fields); !near.empty())
    finding.withHelp("did you mean " + inBackticks(near) + "?").edit(name.span, std::string(near));
  return std::nullopt;
}

bool checkWho(Context& context, const Here& here, const syntax::Who& who, WhoInfo& out) {
  out.up = static_cast<std::uint32_t>(who.up);
  out.text = context.words(who.span.known() ? who.span : who.name.span);
  if (here.block == Block::Every && (who.kind == syntax::Who::Kind::Owner || who.kind == syntax::Who::Kind::QueueOwner)) {
    context.error(Code::ActionNotHere, who.span, "`every` runs for no lead, so there is no " + inBackticks(out.text)).withHelp("name a role: `role sales_manager`");
    return false;
  }
  switch (who.kind) {
    case syntax::Who::Kind::Owner: out.kind = WhoInfo::Kind::Owner; return true;
    case syntax::Who::Kind::QueueOwner: out.kind = WhoInfo::Kind::QueueOwner; return true;
    case syntax::Who::Kind::Role: {
      out.kind = WhoInfo::Kind::Role;
      const Entity* role = context.findRole(*here.scope, who.name);
      if (role) out.name = role->qualified;
      return role != nullptr;
    }
    case syntax::Who::Kind::Name: break;
  }
  const resolve::Lookup value = context.names.look(*here.scope, Space::Values, who.name.text);
  if (value && value.found->kind == resolve::Kind::Seat) {
    value.found->used = true;
    out.kind = WhoInfo::Kind::Seat;
    out.index = context.indexOf(*value.found);
    return true;
  }
  out.kind = WhoInfo::Kind::Rep;
  out.name = who.name.text;
  const bool role = static_cast<bool>(context.names.look(*here.scope, Space::Roles, who.name.text));
  if ((!role || context.rep_ids.count(who.name.text)) && context.mayBeRep(who.name.text)) return true;
  auto& finding = context.error(Code::UnknownRep, who.name.span, "nobody in the roster has the id " + inBackticks(who.name.text) + ", and it is no seat");
  if (role) {
    finding.withHelp(inBackticks(who.name.text) + " is a role: write `role " + who.name.text + "`").edit(who.name.span, "role " + who.name.text);
  } else {
    std::vector<std::string_view> known(context.rep_ids.begin(), context.rep_ids.end());
    for (const std::string& seat : context.program.workflow.seats) known.push_back(seat);
    std::sort(known.begin(), known.end());
    if (const std::string_view near = diag::suggest(who.name.text, known); !near.empty())
      finding.withHelp("did you mean " + inBackticks(near) + "?").edit(who.name.span, std::string(near));
  }
  return false;
}

bool checkValue(Context& context, const Here& here, const syntax::Expr& expr, TemplateInfo::Value& out) {
  if (here.block == Block::Every) {
    auto constant = checkConstant(context, expr, *here.scope, {}, "a value in `every`");
    if (!constant) return false;
    auto made = std::make_unique<typed::Expr>(typed::ExprKind::Const, constant->type, expr.span);
    out.type = plain(constant->type);
    made->constant = std::move(*constant);
    out.function = context.addFunction(std::move(made));
    return true;
  }
  typed::ExprPtr made = checkExpression(context, expr, here.expressions());
  if (!made) return false;
  if (made->type.kind == TypeKind::TextSet) {
    context.error(Code::WrongType, expr.span, "a set of texts cannot be written out");
    return false;
  }
  out.type = plain(made->type);
  out.function = context.addFunction(std::move(made));
  return true;
}

bool checkMessage(Context& context, const Here& here, const syntax::ExprPtr& text, TemplateInfo& out) {
  if (!text) return true;
  if (text->kind == syntax::ExprKind::Text) {
    out.parts = {text->text};
    return true;
  }
  if (text->kind != syntax::ExprKind::Template) {
    context.error(Code::WrongType, text->span, "a message is a text in quotes");
    return false;
  }
  bool good = true;
  out.parts = text->parts;
  for (const auto& piece : text->args) {
    TemplateInfo::Value value;
    good = checkValue(context, here, *piece, value) && good;
    out.values.push_back(value);
  }
  return good;
}

bool checkReasonValue(Context& context, const Here& here, const syntax::Reason& reason, bool by_person, bytecode::ReasonValue& out) {
  if (!reason) return true;
  if (reason.required) {
    out.required = true;
    if (by_person) return true;
    context.error(Code::ReasonRequired, reason.span, "a reason is required, and nobody is there to give one")
        .note("only a move that a person makes, `by owner` or `by role …`, can ask for a reason")
        .withHelp("name the reason: `reason bad_timing`");
    return false;
  }
  if (reason.value->kind == syntax::ExprKind::Name) {  // the common case, with the words of reasons
    const auto index = reasonOf(context, *here.scope, {reason.value->text, reason.value->span});
    if (!index) return false;
    const Type type{TypeKind::Enum, context.reasonEnum()};
    auto made = std::make_unique<typed::Expr>(typed::ExprKind::Const, type, reason.value->span);
    made->constant = {type, *index, {}};
    out.function = context.addFunction(std::move(made));
    return true;
  }
  if (reason.value->kind == syntax::ExprKind::FirstOf)
    for (const syntax::Arm& arm : reason.value->arms)
      if (arm.value->kind == syntax::ExprKind::Name)
        if (const resolve::Lookup used = context.names.look(*here.scope, Space::Reasons, arm.value->text)) used.found->used = true;
  typed::ExprPtr made = checkExpression(context, *reason.value, here.expressions(), {TypeKind::Enum, context.reasonEnum()}, "a reason");
  if (!made) return false;
  out.function = context.addFunction(std::move(made));
  return true;
}

bool checkShare(Context& context, const Here& here, const syntax::Expr& expr, std::string_view what, std::int64_t& out) {
  const auto value = checkConstant(context, expr, *here.scope, kPercent, what);
  if (!value) return false;
  out = value->bits;
  return true;
}

bool checkSchedule(Context& context, const Here& here, const syntax::Schedule& schedule, bytecode::ScheduleInfo& out) {
  static_assert(static_cast<int>(syntax::Schedule::Kind::QuarterStart) == static_cast<int>(bytecode::ScheduleInfo::Kind::QuarterStart));
  out.kind = static_cast<bytecode::ScheduleInfo::Kind>(schedule.kind);
  out.weekday = schedule.weekday;
  out.minute = schedule.minute;
  if (!schedule.span_of_time) return true;
  return checkWallTime(context, here, *schedule.span_of_time, "the time after `every`", out.millis);
}

}  // namespace leadflow::check
