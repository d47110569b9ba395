// The members of every part of a chunk, in the order of the .lfb file: the one list that writing and reading share.
//
//     members(archive, term)  ->  archive(term.reg, term.points, …)      an archive is a Writer or a Reader (codec.cpp)
#pragma once
#include "runtime/bytecode/chunk.hpp"

namespace leadflow::bytecode {

template <class A> void members(A& a, Type& v) { a(v.kind, v.ref); }
template <class A> void members(A& a, Place& v) { a(v.file, v.line, v.column); }
template <class A> void members(A& a, EnumInfo::Value& v) { a(v.name, v.labels); }
template <class A> void members(A& a, EnumInfo& v) { a(v.name, v.values, v.otherwise); }
template <class A> void members(A& a, FieldInfo& v) {
  a(v.name, v.type, v.key, v.required, v.strict, v.pii, v.columns, v.missing_texts, v.format, v.has_low, v.has_high, v.low,
    v.high, v.has_fallback, v.fallback, v.place);
}
template <class A> void members(A& a, ActivityInfo& v) { a(v.name, v.outreach, v.fields); }
template <class A> void members(A& a, ConstantInfo& v) { a(v.type, v.bits); }
template <class A> void members(A& a, Instruction& v) { a(v.op, v.a, v.b, v.c); }
template <class A> void members(A& a, Function& v) { a(v.begin, v.end, v.result); }
template <class A> void members(A& a, QueryInfo& v) { a(v.activities, v.where, v.at_register, v.first_register, v.field); }
template <class A> void members(A& a, DecayInfo::Step& v) { a(v.until_millis, v.percent); }
template <class A> void members(A& a, DecayInfo& v) { a(v.kind, v.millis, v.steps); }
template <class A> void members(A& a, PerInfo& v) {
  a(v.query, v.points, v.decay, v.since, v.has_max_points, v.has_max_times, v.max_points, v.max_times);
}
template <class A> void members(A& a, SetInfo& v) { a(v.name, v.type, v.values); }
template <class A> void members(A& a, TableInfo::Column& v) { a(v.name, v.type); }
template <class A> void members(A& a, TableInfo& v) { a(v.name, v.live, v.columns, v.key, v.cells); }
template <class A> void members(A& a, Conjunct& v) { a(v.function, v.text, v.reads, v.place); }
template <class A> void members(A& a, match::Atom& v) { a(v.kind, v.text, v.reg, v.first, v.count, v.low, v.high); }
template <class A> void members(A& a, match::Rule& v) { a(v.first_atom, v.atom_count, v.residue); }
template <class A> void members(A& a, match::RuleSet& v) { a(v.rules, v.atoms, v.values); }
template <class A> void members(A& a, DecisionInfo::Output& v) { a(v.name, v.type); }
template <class A> void members(A& a, DecisionInfo& v) {
  a(v.name, v.outputs, v.row_register, v.rules, v.cells, v.row_places);
}
template <class A> void members(A& a, TermInfo& v) { a(v.reg, v.points, v.text, v.because, v.when, v.parent, v.reads, v.place); }
template <class A> void members(A& a, ScoreInfo& v) {
  a(v.name, v.reg, v.has_max, v.has_min, v.max, v.min, v.terms, v.formula, v.place);
}
template <class A> void members(A& a, GradeInfo::Band& v) {
  a(v.value, v.has_low, v.has_high, v.low_inclusive, v.high_inclusive, v.low, v.high);
}
template <class A> void members(A& a, GradeInfo& v) { a(v.name, v.reg, v.of, v.type, v.bands, v.place); }
template <class A> void members(A& a, DerivedInfo& v) { a(v.name, v.reg, v.text, v.place); }
template <class A> void members(A& a, MilestoneInfo& v) { a(v.name, v.reached, v.at, v.place); }
template <class A> void members(A& a, ChoiceInfo::Share& v) { a(v.percent, v.choice); }
template <class A> void members(A& a, ChoiceInfo& v) {
  a(v.kind, v.index, v.function, v.available, v.under_capacity, v.with_skill, v.preferring_skill, v.shares, v.text);
}
template <class A> void members(A& a, RuleInfo& v) {
  a(v.name, v.urgent, v.is_otherwise, v.conjuncts, v.choices, v.because, v.text, v.place);
}
template <class A> void members(A& a, RouteInfo& v) {
  a(v.name, v.exclusive, v.called_only, v.rules, v.match, v.rule_register, v.owner_register, v.queue_register);
}
template <class A> void members(A& a, PoolInfo& v) { a(v.name, v.where, v.text, v.place); }
template <class A> void members(A& a, QueueInfo& v) {
  a(v.name, v.owner_is_role, v.owner, v.text, v.within, v.within_is_business, v.place);
}
template <class A> void members(A& a, PatternInfo& v) { a(v.regex, v.ignore_case); }
template <class A> void members(A& a, CivilDate& v) { a(v.year, v.month, v.day); }
template <class A> void members(A& a, calendar::DayHours& v) { a(v.open, v.close); }
template <class A> void members(A& a, calendar::SpecialDay& v) { a(v.date, v.hours, v.name); }
template <class A> void members(A& a, calendar::HolidayRule& v) {
  a(v.kind, v.observed, v.from_year, v.until_year, v.month, v.day, v.weekday, v.nth, v.offset, v.name);
}
template <class A> void members(A& a, calendar::SpecialRule& v) { a(v.rule, v.hours); }
template <class A> void members(A& a, calendar::CalendarRules& v) {
  a(v.name, v.timezone);
  for (auto& day : v.weekly) a(day);
  a(v.holidays, v.special_days, v.special_rules);
}
template <class A> void members(A& a, Rep& v) {
  a(v.id, v.name, v.email, v.manager, v.team, v.role, v.calendar, v.timezone, v.stand_in, v.skills, v.weight, v.capacity,
    v.active, v.out_from, v.out_until, v.line);
}
// ---- the workflow (workflow.hpp). An archive that only cares for FunctionRef or Place takes those and passes over the rest.
template <class A> void members(A& a, FunctionRef& v) { a(v.index); }
template <class A> void members(A& a, TimeSpan& v) { a(v.given, v.business, v.slot); }
template <class A> void members(A& a, WhoInfo& v) { a(v.kind, v.name, v.index, v.up, v.text); }
template <class A> void members(A& a, TemplateInfo::Value& v) { a(v.function, v.type, v.fields, v.personal); }
template <class A> void members(A& a, TemplateInfo& v) { a(v.parts, v.values); }
template <class A> void members(A& a, TriggerInfo& v) { a(v.kind, v.indexes, v.condition, v.text); }
template <class A> void members(A& a, ReasonValue& v) { a(v.required, v.function); }
template <class A> void members(A& a, ActionInfo::Variant& v) { a(v.percent, v.text); }
template <class A> void members(A& a, ActionInfo::Field& v) { a(v.name, v.value); }
template <class A> void members(A& a, ActionInfo& v) {
  a(v.kind, v.index, v.condition, v.value, v.reason, v.channel, v.target, v.to, v.tagging, v.text, v.within, v.limit,
    v.otherwise, v.at, v.from, v.until, v.lead_time, v.variants, v.fields, v.text_written, v.place);
}
template <class A> void members(A& a, ReasonInfo& v) { a(v.name, v.text, v.actions); }
template <class A> void members(A& a, TransitionInfo& v) {
  a(v.to, v.when, v.by_person, v.reopens, v.by, v.limit, v.reason, v.text, v.reads, v.place);
}
template <class A> void members(A& a, AgingInfo& v) { a(v.after, v.when, v.actions, v.text, v.place, v.written); }
template <class A> void members(A& a, StageInfo& v) {
  a(v.name, v.text, v.was, v.initial, v.final, v.releases_owner, v.seat, v.enter, v.requires_fields, v.transitions, v.aging,
    v.place);
}
template <class A> void members(A& a, SlaInfo::Target& v) { a(v.value, v.when, v.business, v.text); }
template <class A> void members(A& a, SlaInfo::Point& v) { a(v.percent, v.actions); }
template <class A> void members(A& a, SlaInfo& v) {
  a(v.name, v.starts, v.stops, v.pauses, v.restarts_when_owner_changes, v.pauses_until, v.pauses_at_most, v.targets, v.on_owner,
    v.calendar, v.points, v.place);
}
template <class A> void members(A& a, EscalationInfo::Level& v) { a(v.who, v.after, v.actions); }
template <class A> void members(A& a, EscalationInfo& v) { a(v.name, v.levels, v.place); }
template <class A> void members(A& a, HandoffInfo::Carried& v) { a(v.name, v.value, v.types, v.window, v.activities); }
template <class A> void members(A& a, HandoffInfo::Rejection& v) { a(v.reasons, v.to); }
template <class A> void members(A& a, HandoffInfo& v) {
  a(v.name, v.when, v.from, v.to, v.route, v.carries, v.accept_within, v.late, v.rejections, v.feedback_low, v.feedback_high,
    v.feedback_from, v.feedback_within, v.place);
}
template <class A> void members(A& a, SequenceInfo& v) { a(v.name, v.steps, v.place); }
template <class A> void members(A& a, ApprovalInfo::Ask& v) { a(v.who, v.when, v.text); }
template <class A> void members(A& a, ApprovalInfo& v) { a(v.name, v.asks, v.within, v.late, v.by_action, v.place); }
template <class A> void members(A& a, ChecklistInfo& v) { a(v.name, v.items, v.complete_at); }
template <class A> void members(A& a, GuardInfo& v) { a(v.activities, v.only_when, v.text, v.place, v.time_dependent, v.fields); }
template <class A> void members(A& a, ReactionInfo& v) { a(v.becomes, v.actions, v.place, v.text, v.fields); }
template <class A> void members(A& a, MaskInfo& v) { a(v.fields, v.notify, v.log, v.report, v.when, v.task, v.remind); }
template <class A> void members(A& a, KeepInfo& v) { a(v.stages, v.millis); }
template <class A> void members(A& a, DuplicateInfo::Key& v) { a(v.field, v.similar, v.function, v.name); }
template <class A> void members(A& a, DuplicateInfo& v) { a(v.keys, v.keep, v.merge, v.text, v.place); }
template <class A> void members(A& a, DataRuleInfo& v) { a(v.name, v.text, v.when, v.require, v.place); }
template <class A> void members(A& a, ScheduleInfo& v) { a(v.kind, v.millis, v.weekday, v.minute); }
template <class A> void members(A& a, MetricInfo::Point& v) { a(v.kind, v.indexes, v.outreach); }
template <class A> void members(A& a, MetricInfo& v) { a(v.kind, v.index, v.from, v.to, v.bands, v.when, v.by, v.by_text, v.text); }
template <class A> void members(A& a, ReportInfo& v) {
  a(v.name, v.audience, v.over_millis, v.scheduled, v.schedule, v.channel, v.target, v.metrics);
}
template <class A> void members(A& a, ScorecardInfo::Line& v) { a(v.percent, v.metric); }
template <class A> void members(A& a, ScorecardInfo& v) { a(v.given, v.lines); }
template <class A> void members(A& a, EveryInfo& v) { a(v.schedule, v.actions, v.text); }
template <class A> void members(A& a, MatchInfo::Key& v) { a(v.column, v.value, v.similar, v.normalised); }
template <class A> void members(A& a, MatchInfo::Preference& v) { a(v.column, v.order); }
template <class A> void members(A& a, MatchInfo& v) { a(v.name, v.table, v.keys, v.prefer, v.parent); }
template <class A> void members(A& a, ContextInfo& v) { a(v.kind, v.index, v.part, v.reg); }
template <class A> void members(A& a, BoundaryInfo& v) {
  a(v.kind, v.value, v.slope, v.at, v.after, v.newest, v.index, v.activities, v.dates);
}
template <class A> void members(A& a, TimedConditionInfo& v) { a(v.condition, v.steady, v.boundaries, v.rises, v.falls, v.fading); }
template <class A> void members(A& a, RosterAskedInfo& v) { a(v.owner, v.owner_fields, v.seats, v.fields); }
template <class A> void members(A& a, WorkflowInfo& v) {
  a(v.present, v.stage_enum, v.reason_enum, v.initial, v.effective_from, v.seats, v.context, v.stages, v.reasons, v.slas,
    v.escalations, v.handoffs, v.sequences, v.approvals, v.checklists, v.guards, v.reactions, v.masks, v.keeps, v.duplicates,
    v.merge_scores, v.data_rules, v.rejected_queue, v.reports, v.scorecard, v.every, v.matches, v.queue_escalation, v.live_tables,
    v.boundaries, v.timed, v.milestone_timed, v.roster_asked);
}

template <class A> void members(A& a, std::pair<std::uint8_t, std::uint32_t>& v) { a(v.first, v.second); }
template <class A> void members(A& a, Chunk& v) {
  a(v.name, v.version, v.contact, v.timezone, v.record_link, v.currency, v.calendar, v.review_millis, v.content_hash,
    v.cost_bound, v.cost_per_activity, v.files);
  a(v.enums, v.fields, v.activities, v.texts, v.rep_names, v.constants, v.sets, v.tables, v.decisions, v.patterns,
    v.calendars, v.queries, v.decays, v.pers);
  a(v.registers, v.personal, v.code, v.functions, v.compute, v.rep_registers, v.derived, v.scores, v.grades, v.milestones,
    v.output_order);
  a(v.roles, v.pools, v.queues, v.queue_enum, v.choices, v.routes, v.roster, v.has_roster, v.workflow);
}

/// How many values each enum of the format has: a larger one in a file is damage.
template <class E> inline constexpr unsigned kEnumCount = 0;
template <> inline constexpr unsigned kEnumCount<TypeKind> = kTypeKindCount;
template <> inline constexpr unsigned kEnumCount<DecayInfo::Kind> = 4;
template <> inline constexpr unsigned kEnumCount<ChoiceInfo::Kind> = 8;
template <> inline constexpr unsigned kEnumCount<match::AtomKind> = 6;
template <> inline constexpr unsigned kEnumCount<WhoInfo::Kind> = 5;
template <> inline constexpr unsigned kEnumCount<TriggerInfo::Kind> = 9;
template <> inline constexpr unsigned kEnumCount<ActionInfo::Kind> = 21;
template <> inline constexpr unsigned kEnumCount<BoundaryInfo::Kind> = 6;
template <> inline constexpr unsigned kEnumCount<DuplicateInfo::Keep> = 4;
template <> inline constexpr unsigned kEnumCount<ScheduleInfo::Kind> = 5;
template <> inline constexpr unsigned kEnumCount<MetricInfo::Kind> = 13;
template <> inline constexpr unsigned kEnumCount<MetricInfo::Point::Kind> = 5;
template <> inline constexpr unsigned kEnumCount<WorkflowInfo::Scores> = 3;
template <> inline constexpr unsigned kEnumCount<MatchInfo::Preference::Order> = 5;
template <> inline constexpr unsigned kEnumCount<ContextKind> = 0
#define LEADFLOW_CONTEXT(kind, type, form, meaning) +1
#include "runtime/bytecode/context_kinds.def"
#undef LEADFLOW_CONTEXT
    ;
template <> inline constexpr unsigned kEnumCount<calendar::RuleKind> = 7;
template <> inline constexpr unsigned kEnumCount<calendar::Observed> = 3;

}  // namespace leadflow::bytecode
