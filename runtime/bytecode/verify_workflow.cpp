// What a chunk says of its workflow: every index against its table, every function there and giving what its user expects.
#include <algorithm>
#include <array>

#include "runtime/bytecode/verifier.hpp"
#include "runtime/bytecode/visit.hpp"
#include "runtime/value/percent.hpp"

namespace leadflow::bytecode {
namespace {

constexpr std::int64_t kLongest = std::int64_t{1} << 50;  // 35,000 years
constexpr std::int32_t kDayMinutes = 1440;
constexpr std::uint32_t kMostManagers = 65'535;   // nobody writes as many; a number that was made up is not counted down
constexpr int kDeepestAction = 16;

/// The values of a built-in enum of states, by the kind that it belongs to.
std::vector<std::string> statesOf(ContextKind kind) {
  switch (kind) {
#define LEADFLOW_STATES(name, ...) \
  case ContextKind::name: return {__VA_ARGS__};
#define LEADFLOW_STATE_WORD(name, ...)
#include "runtime/bytecode/workflow_states.def"
#undef LEADFLOW_STATES
#undef LEADFLOW_STATE_WORD
    default: return {};
  }
}

/// What context_kinds.def says of a kind's type.
TypeKind contextType(ContextKind kind) {
  static constexpr TypeKind kTypes[] = {
#define LEADFLOW_CONTEXT(name, type, form, meaning) TypeKind::type,
#include "runtime/bytecode/context_kinds.def"
#undef LEADFLOW_CONTEXT
  };
  return kTypes[static_cast<std::size_t>(kind)];
}

}  // namespace

class WorkflowVerifier {
 public:
  explicit WorkflowVerifier(Verifier& verifier) : v_(verifier), c_(verifier.c_), w_(verifier.c_.workflow) {}

  bool run() {
    return head() && references() && context() && stages() && clocks() && handoffs() && duties() && data() && reports() &&
           matches() && timed() && rosterAsked();
  }

 private:
  // ---- small questions
  bool fail(std::string what) { return v_.fail(std::move(what)); }
  template <class T>
  bool in(std::uint64_t index, const std::vector<T>& table, const char* what) { return v_.inTable(index, table.size(), what); }
  template <class T>
  bool inOrAny(std::uint32_t index, const std::vector<T>& table, const char* what) { return index == kAny || in(index, table, what); }
  template <class T>
  bool inOrNone(std::int32_t index, const std::vector<T>& table, const char* what) {
    return index == -1 || in(static_cast<std::uint64_t>(static_cast<std::int64_t>(index)), table, what);
  }
  template <class T>
  bool allIn(const std::vector<std::uint32_t>& indexes, const std::vector<T>& table, const char* what) {
    return std::all_of(indexes.begin(), indexes.end(), [&](std::uint32_t index) { return in(index, table, what); });
  }
  template <class T, class Check>
  bool all(const std::vector<T>& items, Check check) { return std::all_of(items.begin(), items.end(), check); }

  /// The type that a function of the chunk gives; references() has looked at the index.
  Type given(FunctionRef function) const {
    const std::uint16_t result = c_.functions[static_cast<std::size_t>(function.index)].result;
    return c_.registers[result];
  }
  bool gives(FunctionRef function, TypeKind kind, bool needed = false) {
    if (!function) return !needed || fail("the workflow lacks a condition or a value");
    return given(function).kind == kind || given(function).kind == TypeKind::Missing || fail("function " + std::to_string(function.index) + " gives another type than its use");
  }
  bool truth(FunctionRef function, bool needed = false) { return gives(function, TypeKind::Bool, needed); }
  bool fits(FunctionRef function, const Type& type) {
    return !function || sameForm(type, given(function)) || fail("function " + std::to_string(function.index) + " gives another type than its use");
  }
  bool reason(const ReasonValue& value) { return fits(value.function, {TypeKind::Enum, w_.reason_enum}); }
  bool span(const TimeSpan& s) { return (s.slot >= 0 && (s.business || s.slot <= kLongest)) || fail("a length of time that cannot be"); }
  bool percent(std::int64_t value, std::int64_t most = kWholePercent) { return (value >= 0 && value <= most) || fail("a percent that cannot be"); }
  bool minute(std::int32_t value) { return (value >= -1 && value <= kDayMinutes) || fail("a time of day that does not exist"); }

  bool who(const WhoInfo& w) {
    if (w.up > kMostManagers) return fail("too many managers above one another");
    return w.kind != WhoInfo::Kind::Seat || in(w.index, w_.seats, "seat");
  }
  bool people(const std::vector<WhoInfo>& all_of_them) { return all(all_of_them, [&](const WhoInfo& w) { return who(w); }); }
  bool value(const TemplateInfo::Value& v) {
    return v_.type(v.type) && (v.function || fail("a text without its value")) && fits(v.function, v.type) && allIn(v.fields, c_.fields, "field");
  }
  bool text(const TemplateInfo& t) {
    if (!t.parts.empty() && t.parts.size() != t.values.size() + 1) return fail("a text whose parts do not fit together");
    if (t.parts.empty() && !t.values.empty()) return fail("a text whose parts do not fit together");
    return all(t.values, [&](const TemplateInfo::Value& v) { return value(v); });
  }
  bool trigger(const TriggerInfo& t) {
    const bool needed = t.kind == TriggerInfo::Kind::Condition;
    switch (t.kind) {
      case TriggerInfo::Kind::StageBecomes:
      case TriggerInfo::Kind::InStage:
        if (!allIn(t.indexes, w_.stages, "stage")) return false;
        break;
      case TriggerInfo::Kind::QueueEntered:
        if (!allIn(t.indexes, c_.queues, "queue")) return false;
        break;
      case TriggerInfo::Kind::Activity:
        if (!allIn(t.indexes, c_.activities, "activity")) return false;
        break;
      case TriggerInfo::Kind::HandoffAccepted:
        if (!allIn(t.indexes, w_.handoffs, "handoff")) return false;
        break;
      default: break;
    }
    return truth(t.condition, needed);
  }
  bool triggers(const std::vector<TriggerInfo>& ts) { return all(ts, [&](const TriggerInfo& t) { return trigger(t); }); }

  bool subject(const ActionInfo& a) {
    using Kind = ActionInfo::Kind;
    switch (a.kind) {
      case Kind::Route: return in(a.index, c_.routes, "route");
      case Kind::StartSequence: return in(a.index, w_.sequences, "sequence");
      case Kind::StopSequence: return inOrAny(a.index, w_.sequences, "sequence");
      case Kind::Move: return in(a.index, w_.stages, "stage");
      case Kind::Reassign: return inOrAny(a.index, c_.queues, "queue");
      case Kind::Queue: return in(a.index, c_.queues, "queue");
      case Kind::Escalate: return in(a.index, w_.escalations, "escalation");
      case Kind::Set:
        return in(a.index, c_.fields, "field") && (a.value || fail("`set` without a value")) && fits(a.value, c_.fields[a.index].type);
      case Kind::Ask: return in(a.index, w_.approvals, "approval");
      case Kind::Handoff: return in(a.index, w_.handoffs, "handoff");
      case Kind::Rebalance: return inOrAny(a.index, c_.pools, "pool");
      case Kind::StopWhen: return truth(a.condition, true);
      default: return true;
    }
  }
  bool action(const ActionInfo& a, int depth = 0) {
    if (depth > kDeepestAction || a.otherwise.size() > 1) return fail("actions inside one another");
    if (!subject(a) || !truth(a.condition) || !reason(a.reason) || !people(a.to) || !people(a.tagging) || !text(a.text) ||
        !span(a.within) || !minute(a.at) || !minute(a.from) || !minute(a.until))
      return false;
    return all(a.variants, [&](const ActionInfo::Variant& v) { return percent(v.percent); }) &&
           all(a.fields, [&](const ActionInfo::Field& f) { return value(f.value); }) &&
           all(a.otherwise, [&](const ActionInfo& other) { return action(other, depth + 1); });
  }
  bool actions(const std::vector<ActionInfo>& as) { return all(as, [&](const ActionInfo& a) { return action(a); }); }
  bool schedule(const ScheduleInfo& s) {
    if (s.kind == ScheduleInfo::Kind::Every && (s.millis <= 0 || s.millis > kLongest)) return fail("a schedule without time between");
    return (s.weekday >= 0 && s.weekday <= 7 && s.minute >= 0 && s.minute < kDayMinutes) || fail("a schedule at no time of the week");
  }

  // ---- part by part
  bool head() {
    if (!w_.present) return true;
    if (w_.stages.empty() || !in(w_.initial, w_.stages, "stage")) return fail("a workflow without stages");
    if (!in(w_.stage_enum, c_.enums, "enum") || c_.enums[w_.stage_enum].values.size() != w_.stages.size()) return fail("stages without names");
    if (!w_.reasons.empty() && (!in(w_.reason_enum, c_.enums, "enum") || c_.enums[w_.reason_enum].values.size() != w_.reasons.size()))
      return fail("reasons without names");
    if (w_.seats.empty()) return fail("a workflow without a seat for the owner");
    return true;
  }

  /// Functions exist, hold a value and are not run while an activity is looked at; places exist.
  bool references() {
    auto& workflow = const_cast<WorkflowInfo&>(w_);  // the visitors change nothing
    bool ok = true;
    eachPart<FunctionRef>(workflow, [&](FunctionRef& function) {
      if (!ok || function.index == -1) return;
      ok = function.index >= 0 ? in(static_cast<std::uint32_t>(function.index), c_.functions, "function") : fail("function " + std::to_string(function.index) + " does not exist");
      if (ok) ok = v_.anyReg(c_.functions[static_cast<std::size_t>(function.index)].result);
      if (ok && (v_.restricted_[static_cast<std::size_t>(function.index)] & Verifier::NoQueries))
        ok = fail("function " + std::to_string(function.index) + " looks at one activity only");
    });
    eachPart<Place>(workflow, [&](Place& place) { ok = ok && v_.place(place); });
    return ok;
  }

  bool states(const ContextInfo& info, const Type& type) {
    const std::vector<std::string> names = statesOf(info.kind);
    const auto& values = c_.enums[type.ref].values;
    return std::equal(names.begin(), names.end(), values.begin(), values.end(), [](const std::string& a, const EnumInfo::Value& b) { return a == b.name; }) ||
           fail("a state with other values than the engine's");
  }
  bool column(const ContextInfo& info, const Type& type) {
    if (!in(info.index, w_.matches, "match")) return false;
    const MatchInfo& match = w_.matches[info.index];
    if (info.kind == ContextKind::AccountParentColumn && match.parent == kAny) return fail("the parent of an account that has none");
    if (!in(match.table, c_.tables, "table") || !in(info.part, c_.tables[match.table].columns, "column")) return false;
    return c_.tables[match.table].columns[info.part].type == type || fail("an account's column has another type");
  }
  bool context() {
    for (std::size_t i = 0; i < w_.context.size(); ++i) {
      const ContextInfo& info = w_.context[i];
      if (info.reg != c_.fields.size() + i || !v_.anyReg(info.reg)) return fail("the workflow's registers do not follow the fields");
      const Type type = c_.registers[info.reg];
      const TypeKind expected = contextType(info.kind);
      if (expected != TypeKind::Missing && type.kind != expected) return fail("register " + std::to_string(info.reg) + " holds another type than its use");
      bool ok = true;
      switch (info.kind) {
        case ContextKind::Stage: ok = type.ref == w_.stage_enum; break;
        case ContextKind::StageReason: ok = type.ref == w_.reason_enum; break;
        case ContextKind::Queue: ok = type.ref == c_.queue_enum; break;
        case ContextKind::OwnerField:
          if (info.part >= std::size(kRepFields)) return fail("a property that reps do not have");
          ok = type.kind == kRepFields[info.part].kind;
          break;
        case ContextKind::Seat: ok = in(info.index, w_.seats, "seat"); break;
        case ContextKind::ChecklistItem:
          ok = in(info.index, w_.checklists, "checklist") && in(info.part, w_.checklists[info.index].items, "item");
          break;
        case ContextKind::ChecklistState: ok = in(info.index, w_.checklists, "checklist") && states(info, type); break;
        case ContextKind::SequenceState: ok = in(info.index, w_.sequences, "sequence") && states(info, type); break;
        case ContextKind::SequenceStarted: ok = in(info.index, w_.sequences, "sequence"); break;
        case ContextKind::SlaState: ok = in(info.index, w_.slas, "sla") && states(info, type); break;
        case ContextKind::SlaStarted:
        case ContextKind::SlaDue: ok = in(info.index, w_.slas, "sla"); break;
        case ContextKind::HandoffState: ok = in(info.index, w_.handoffs, "handoff") && states(info, type); break;
        case ContextKind::ApprovalState: ok = in(info.index, w_.approvals, "approval") && states(info, type); break;
        case ContextKind::MilestoneAt: ok = in(info.index, c_.milestones, "milestone"); break;
        case ContextKind::AccountKnown: ok = in(info.index, w_.matches, "match"); break;
        case ContextKind::AccountColumn:
        case ContextKind::AccountParentColumn: ok = column(info, type); break;
        default: break;
      }
      if (!ok) return fail("register " + std::to_string(info.reg) + " holds another type than its use");
    }
    return true;
  }

  bool rosterAsked() {
    const RosterAskedInfo& asked = w_.roster_asked;
    if (asked.owner_fields >> std::size(kRepFields) != 0) return fail("a property that reps do not have");
    if (!allIn(asked.seats, w_.seats, "seat") || !allIn(asked.fields, c_.fields, "field")) return false;
    return all(asked.fields, [&](std::uint32_t field) { return c_.fields[field].type.kind == TypeKind::Rep; }) || fail("a field that names no rep");
  }

  bool stages() {
    for (const StageInfo& stage : w_.stages) {
      if (!in(stage.seat, w_.seats, "seat") || !actions(stage.enter) || !allIn(stage.requires_fields, c_.fields, "field")) return false;
      for (const TransitionInfo& t : stage.transitions) {
        if (!in(t.to, w_.stages, "stage") || !truth(t.when) || !who(t.by) || !reason(t.reason)) return false;
        if (!all(t.reads, [&](std::uint16_t r) { return v_.anyReg(r); })) return false;
      }
      for (const AgingInfo& aging : stage.aging)
        if (!span(aging.after) || !truth(aging.when) || !actions(aging.actions)) return false;
    }
    return all(w_.reasons, [&](const ReasonInfo& r) { return actions(r.actions); });
  }

  bool clocks() {
    for (const SlaInfo& sla : w_.slas) {
      if (!triggers(sla.starts) || !triggers(sla.stops) || !triggers(sla.pauses) || !gives(sla.pauses_until, TypeKind::Instant) ||
          !span(sla.pauses_at_most) || !inOrNone(sla.calendar, c_.calendars, "calendar"))
        return false;
      if (sla.targets.empty()) return fail("sla `" + sla.name + "` has no target");
      for (const SlaInfo::Target& target : sla.targets)
        if (!gives(target.value, target.business ? TypeKind::BusinessDuration : TypeKind::Duration, true) || !truth(target.when)) return false;
      for (std::size_t i = 0; i < sla.points.size(); ++i) {
        if (!percent(sla.points[i].percent, 1000 * kWholePercent) || !actions(sla.points[i].actions)) return false;
        if (i > 0 && sla.points[i].percent < sla.points[i - 1].percent) return fail("sla `" + sla.name + "` has its percents out of order");
      }
    }
    for (const EscalationInfo& escalation : w_.escalations)
      for (const EscalationInfo::Level& level : escalation.levels)
        if (!who(level.who) || !span(level.after) || !actions(level.actions)) return false;
    if (!w_.queue_escalation.empty() && w_.queue_escalation.size() != c_.queues.size()) return fail("escalations of queues that do not exist");
    return all(w_.queue_escalation, [&](std::int32_t e) { return inOrNone(e, w_.escalations, "escalation"); });
  }

  bool handoffs() {
    for (const HandoffInfo& h : w_.handoffs) {
      if (!triggers(h.when) || !inOrAny(h.from, w_.seats, "seat") || !inOrAny(h.to, w_.seats, "seat") || !inOrAny(h.route, c_.routes, "route") ||
          !span(h.accept_within) || !actions(h.late) || !who(h.feedback_from) || !span(h.feedback_within))
        return false;
      if (h.feedback_low > h.feedback_high) return fail("feedback without a scale");
      for (const HandoffInfo::Carried& carried : h.carries) {
        if (carried.window < 0 || carried.window > kLongest) return fail("a length of time that cannot be");
        if (!allIn(carried.types, c_.activities, "activity") || (!carried.activities && !value(carried.value))) return false;
      }
      for (const HandoffInfo::Rejection& rejection : h.rejections)
        if (!allIn(rejection.reasons, w_.reasons, "reason") || !inOrAny(rejection.to, w_.stages, "stage")) return false;
    }
    return true;
  }

  bool duties() {
    for (const SequenceInfo& sequence : w_.sequences)
      if (!actions(sequence.steps)) return false;
    for (const ApprovalInfo& approval : w_.approvals) {
      if (!span(approval.within) || !actions(approval.late)) return false;
      for (const ApprovalInfo::Ask& ask : approval.asks)
        if (!who(ask.who) || !truth(ask.when)) return false;
    }
    for (const ChecklistInfo& checklist : w_.checklists)
      if (checklist.items.empty() || checklist.complete_at > checklist.items.size()) return fail("checklist `" + checklist.name + "` can never be complete");
    for (const EveryInfo& every : w_.every)
      if (!schedule(every.schedule) || !actions(every.actions)) return false;
    return true;
  }

  bool data() {
    for (const GuardInfo& guard : w_.guards)
      if (!allIn(guard.activities, c_.activities, "activity") || !truth(guard.only_when, true)) return false;
    for (const ReactionInfo& reaction : w_.reactions)
      if (!truth(reaction.becomes, true) || !actions(reaction.actions)) return false;
    for (const MaskInfo& mask : w_.masks)
      if (!allIn(mask.fields, c_.fields, "field") || !truth(mask.when)) return false;
    for (const KeepInfo& keep : w_.keeps) {
      if (keep.millis < 0 || keep.millis > kLongest) return fail("a length of time that cannot be");
      if (!allIn(keep.stages, w_.stages, "stage")) return false;
    }
    for (const DuplicateInfo& duplicate : w_.duplicates)
      for (const DuplicateInfo::Key& key : duplicate.keys) {
        if (!key.function && !in(key.field, c_.fields, "field")) return false;
        if (key.function && !isTextual(given(key.function).kind)) return fail("a key that is no text");
        if (!percent(key.similar)) return false;
      }
    for (const DataRuleInfo& rule : w_.data_rules)
      if (!truth(rule.when) || !truth(rule.require, true)) return false;
    return inOrNone(w_.rejected_queue, c_.queues, "queue");
  }

  bool point(const MetricInfo::Point& p) {
    switch (p.kind) {
      case MetricInfo::Point::Kind::Activity: return allIn(p.indexes, c_.activities, "activity");
      case MetricInfo::Point::Kind::Stage: return allIn(p.indexes, w_.stages, "stage");
      case MetricInfo::Point::Kind::Milestone: return allIn(p.indexes, c_.milestones, "milestone");
      default: return true;
    }
  }
  bool metric(const MetricInfo& m) {
    bool ok = true;
    switch (m.kind) {
      case MetricInfo::Kind::StageRate: ok = inOrAny(m.index, w_.stages, "stage"); break;
      case MetricInfo::Kind::SlaRate: ok = inOrAny(m.index, w_.slas, "sla"); break;
      case MetricInfo::Kind::AverageFeedback:
      case MetricInfo::Kind::HandoffRate: ok = inOrAny(m.index, w_.handoffs, "handoff"); break;
      case MetricInfo::Kind::QueueRate: ok = inOrAny(m.index, c_.queues, "queue"); break;
      case MetricInfo::Kind::Sum: ok = in(m.index, c_.fields, "field"); break;
      default: break;
    }
    if (!ok || !point(m.from) || !point(m.to) || !truth(m.when)) return false;
    if (!std::is_sorted(m.bands.begin(), m.bands.end())) return fail("bands out of order");
    if (m.by.size() != m.by_text.size()) return fail("groups without names");
    return all(m.by, [&](const TemplateInfo::Value& v) { return value(v); });
  }
  bool reports() {
    for (const ReportInfo& report : w_.reports) {
      if (report.over_millis < 0 || report.over_millis > kLongest) return fail("a length of time that cannot be");
      if (report.scheduled && !schedule(report.schedule)) return false;
      if (!all(report.metrics, [&](const MetricInfo& m) { return metric(m); })) return false;
    }
    return all(w_.scorecard.lines, [&](const ScorecardInfo::Line& line) { return percent(line.percent) && metric(line.metric); });
  }

  bool matches() {
    for (const MatchInfo& match : w_.matches) {
      if (!in(match.table, c_.tables, "table")) return false;
      const auto& columns = c_.tables[match.table].columns;
      if (!inOrAny(match.parent, columns, "column")) return false;
      if (match.parent != kAny && c_.tables[match.table].key == kAny) return fail("a parent row in a table without a key");
      if (match.parent != kAny && !sameForm(columns[c_.tables[match.table].key].type, columns[match.parent].type))
        return fail("a parent row's key of another type");
      for (const MatchInfo::Key& key : match.keys) {
        if (!in(key.column, columns, "column") || !percent(key.similar)) return false;
        if (!key.value) return fail("a match without a value");
        const Type type = given(key.value);
        const bool texts = isTextual(columns[key.column].type.kind) && (isTextual(type.kind) || type.kind == TypeKind::Missing);
        if (!texts && (key.similar != 0 || key.normalised || !sameForm(columns[key.column].type, type))) return fail("a match of things that cannot be compared");
      }
      for (const MatchInfo::Preference& preference : match.prefer) {
        if (!in(preference.column, columns, "column")) return false;
        const TypeKind kind = columns[preference.column].type.kind;
        if (isTextual(kind) || kind == TypeKind::TextSet) return fail("a preference among texts");
      }
    }
    return allIn(w_.live_tables, c_.tables, "table");
  }

  bool boundary(const BoundaryInfo& b) {
    using Kind = BoundaryInfo::Kind;
    switch (b.kind) {
      case Kind::Equal: return gives(b.value, TypeKind::Duration, true) && (b.slope != 0 || fail("a boundary that time does not reach"));
      case Kind::Window: return gives(b.value, TypeKind::Duration, true) && allIn(b.activities, c_.activities, "activity");
      case Kind::Calendar: return in(b.index, c_.calendars, "calendar");
      case Kind::Midnight:
      case Kind::Hour: return gives(b.value, TypeKind::Instant, true);
      case Kind::Dates: return std::is_sorted(b.dates.begin(), b.dates.end()) || fail("dates out of order");
    }
    return false;
  }
  bool timed() {
    if (w_.milestone_timed.size() != (w_.milestone_timed.empty() ? 0 : c_.milestones.size())) return fail("milestones of another number");
    return all(w_.boundaries, [&](const BoundaryInfo& b) { return boundary(b); }) &&
           all(w_.timed, [&](const TimedConditionInfo& t) {
             return truth(t.steady) && allIn(t.boundaries, w_.boundaries, "boundary") && allIn(t.fading, c_.activities, "activity");
           }) &&
           all(w_.milestone_timed, [&](std::int32_t index) { return inOrNone(index, w_.timed, "condition"); });
  }

  Verifier& v_;
  const Chunk& c_;
  const WorkflowInfo& w_;
};

bool Verifier::workflow() { return WorkflowVerifier(*this).run(); }

}  // namespace leadflow::bytecode
