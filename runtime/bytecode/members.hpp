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
template <class A> void members(A& a, TableInfo& v) { a(v.name, v.columns, v.key, v.cells); }
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
template <class A> void members(A& a, std::pair<std::uint8_t, std::uint32_t>& v) { a(v.first, v.second); }
template <class A> void members(A& a, Chunk& v) {
  a(v.name, v.version, v.contact, v.timezone, v.record_link, v.currency, v.calendar, v.review_millis, v.content_hash,
    v.cost_bound, v.cost_per_activity, v.files);
  a(v.enums, v.fields, v.activities, v.texts, v.rep_names, v.constants, v.sets, v.tables, v.decisions, v.patterns,
    v.calendars, v.queries, v.decays, v.pers);
  a(v.registers, v.code, v.functions, v.compute, v.rep_registers, v.derived, v.scores, v.grades, v.milestones,
    v.output_order);
  a(v.roles, v.pools, v.queues, v.queue_enum, v.choices, v.routes, v.roster, v.has_roster);
}

/// How many values each enum of the format has: a larger one in a file is damage.
template <class E> inline constexpr unsigned kEnumCount = 0;
template <> inline constexpr unsigned kEnumCount<TypeKind> = kTypeKindCount;
template <> inline constexpr unsigned kEnumCount<DecayInfo::Kind> = 4;
template <> inline constexpr unsigned kEnumCount<ChoiceInfo::Kind> = 8;
template <> inline constexpr unsigned kEnumCount<match::AtomKind> = 6;
template <> inline constexpr unsigned kEnumCount<calendar::RuleKind> = 7;
template <> inline constexpr unsigned kEnumCount<calendar::Observed> = 3;

}  // namespace leadflow::bytecode
