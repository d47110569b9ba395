// The workflow's half of a listing: stages with their ways out, clocks, escalations, and what else there is, each with the
// functions that decide it.
//
//     stage Working  seat 0            # inbound.leadflow:140:1
//       enter  route inbound; start sequence first_touch
//       to Nurturing when sequence first_touch is finished  f41 reading r12    # inbound.leadflow:143:3
#include "runtime/bytecode/disassemble_workflow.hpp"

#include "runtime/bytecode/context_name.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/percent.hpp"

namespace leadflow::bytecode {
namespace {

class WorkflowLister {
 public:
  WorkflowLister(std::string& out, const Chunk& chunk) : out_(out), c_(chunk), w_(chunk.workflow) {}
  void list() {
    if (!w_.present && w_.context.empty() && w_.duplicates.empty() && w_.data_rules.empty() && w_.reports.empty() && w_.matches.empty()) return;
    line("\nworkflow");
    if (w_.present) line("  begins in " + name(w_.stages, w_.initial) + ", seats " + joined(w_.seats));
    for (const ContextInfo& info : w_.context)
      line("  r" + number(info.reg) + "  " + contextName(c_, info));
    stages();
    clocks();
    handoffs();
    duties();
    data();
    timed();
  }

 private:
  void line(const std::string& text) { out_ += text + "\n"; }
  static std::string number(std::uint64_t value) { return std::to_string(value); }
  std::string place(const Place& p) const {
    if (p.line == 0 || p.file >= c_.files.size()) return {};
    return "   # " + c_.files[p.file] + ":" + number(p.line) + ":" + number(p.column);
  }
  template <class T>
  static std::string name(const std::vector<T>& all, std::uint32_t index) {
    return index < all.size() ? all[index].name : index == kAny ? std::string("any") : number(index);
  }
  static std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
  }
  static std::string function(FunctionRef f, const char* before) { return f ? std::string(before) + "f" + number(static_cast<std::uint32_t>(f.index)) : ""; }
  static std::string span(const TimeSpan& s) {
    std::string out;
    if (s.given) appendDuration(out, s.slot, s.business);
    return out;
  }
  static std::string percent(std::int64_t value) {
    std::string out;
    appendPercent(out, value);
    return out;
  }
  std::string values(const TemplateInfo& t) const {
    std::string out;
    for (const auto& v : t.values) out += function(v.function, " ");
    return out;
  }
  /// As written, with the functions it needs behind it; what `otherwise` says stands in the text already.
  std::string action(const ActionInfo& a) const { return (a.text_written.empty() ? "action " + number(static_cast<unsigned>(a.kind)) : a.text_written) + needs(a); }
  std::string needs(const ActionInfo& a) const {
    std::string out = function(a.condition, "  when ") + function(a.value, "  value ") + function(a.reason.function, "  reason ") + values(a.text);
    for (const auto& field : a.fields) out += function(field.value.function, " ");
    for (const auto& other : a.otherwise) out += needs(other);
    return out;
  }
  void actions(const char* before, const std::vector<ActionInfo>& as) {
    for (const ActionInfo& a : as) line(std::string(before) + action(a) + place(a.place));
  }
  std::string triggers(const char* before, const std::vector<TriggerInfo>& ts) const {
    std::string out;
    for (const TriggerInfo& t : ts) out += (out.empty() ? std::string(before) : " or ") + t.text + function(t.condition, " ");
    return out;
  }

  void stages() {
    for (const StageInfo& stage : w_.stages) {
      line("\nstage " + stage.name + "  seat " + number(stage.seat) + (stage.final ? " final" : "") + (stage.releases_owner ? " releases owner" : "") + place(stage.place));
      actions("  enter  ", stage.enter);
      for (const TransitionInfo& t : stage.transitions) {
        std::string reads;
        for (const std::uint16_t r : t.reads) reads += (reads.empty() ? " reading r" : ", r") + number(r);
        line("  " + (t.text.empty() ? "to " + name(w_.stages, t.to) : t.text) + function(t.when, "  ") + reads + function(t.reason.function, "  reason ") + place(t.place));
      }
      for (const AgingInfo& aging : stage.aging) {
        line("  aging " + span(aging.after) + function(aging.when, "  when ") + place(aging.place));
        actions("    ", aging.actions);
      }
    }
    if (!w_.reasons.empty()) line("\nreasons");
    for (const ReasonInfo& reason : w_.reasons) {
      line("  " + reason.name + "  " + reason.text);
      actions("    -> ", reason.actions);
    }
  }
  void clocks() {
    for (const SlaInfo& sla : w_.slas) {
      line("\nsla " + sla.name + triggers("  starts ", sla.starts) + triggers("  stops ", sla.stops) + triggers("  pauses ", sla.pauses) +
           function(sla.pauses_until, "  pauses until ") + place(sla.place));
      for (const auto& target : sla.targets) line("  " + target.text + function(target.value, "  ") + function(target.when, " when "));
      for (const auto& point : sla.points) {
        line("  at " + percent(point.percent));
        actions("    ", point.actions);
      }
    }
    for (const EscalationInfo& escalation : w_.escalations) {
      line("\nescalation " + escalation.name + place(escalation.place));
      for (const auto& level : escalation.levels) {
        line("  level " + level.who.text + (level.after.given ? " after " + span(level.after) : ""));
        actions("    ", level.actions);
      }
    }
  }
  void handoffs() {
    for (const HandoffInfo& h : w_.handoffs) {
      line("\nhandoff " + h.name + triggers("  when ", h.when) + (h.accept_within.given ? "  accept within " + span(h.accept_within) : "") + place(h.place));
      for (const auto& carried : h.carries) line("  carries " + carried.name + function(carried.value.function, "  "));
      actions("  late  ", h.late);
      for (const auto& rejection : h.rejections) {
        std::string reasons;
        for (const std::uint32_t r : rejection.reasons) reasons += (reasons.empty() ? "" : ", ") + name(w_.reasons, r);
        line("  reject " + reasons + " -> " + name(w_.stages, rejection.to));
      }
    }
  }
  std::string boundary(const BoundaryInfo& b) const {
    using Kind = BoundaryInfo::Kind;
    switch (b.kind) {
      case Kind::Equal: return std::string(b.at && b.after ? "at and after" : b.at ? "at" : "after") + function(b.value, " ") + " = 0";
      case Kind::Window: return std::string(b.newest ? "newest" : "any") + " older than" + function(b.value, " ");
      case Kind::Calendar: return name(c_.calendars, b.index) + " opens or closes";
      case Kind::Midnight: return "midnight of" + function(b.value, " ");
      case Kind::Hour: return "hour of" + function(b.value, " ");
      case Kind::Dates: return number(b.dates.size()) + " dates";
    }
    return {};
  }
  /// `now` in conditions: when each may change by time alone.
  void timed() {
    if (!w_.timed.empty()) line("\ntimed conditions");
    for (const TimedConditionInfo& t : w_.timed) {
      std::string text = t.condition ? function(t.condition, "  ") : std::string("  a milestone");
      text += function(t.steady, "  while ");
      for (const std::uint32_t b : t.boundaries) text += "; " + boundary(w_.boundaries[b]);
      if (t.rises || t.falls) text += std::string("; fades: ") + (t.rises ? "rises" : "") + (t.rises && t.falls ? ", " : "") + (t.falls ? "falls" : "");
      line(text);
    }
  }
  void duties() {
    for (const SequenceInfo& sequence : w_.sequences) {
      line("\nsequence " + sequence.name + place(sequence.place));
      actions("  ", sequence.steps);
    }
    for (const ApprovalInfo& approval : w_.approvals) {
      line("\napproval " + approval.name + (approval.within.given ? "  within " + span(approval.within) : "") + place(approval.place));
      for (const auto& ask : approval.asks) line("  " + ask.text + function(ask.when, "  "));
      actions("  late  ", approval.late);
    }
    for (const ChecklistInfo& checklist : w_.checklists) line("\nchecklist " + checklist.name + "  " + joined(checklist.items) + "  complete at " + number(checklist.complete_at));
    for (const EveryInfo& every : w_.every) {
      line("\n" + every.text);
      actions("  ", every.actions);
    }
  }
  void data() {
    for (const GuardInfo& guard : w_.guards) line("\nguard " + guard.text + function(guard.only_when, "  ") + place(guard.place));
    for (const ReactionInfo& reaction : w_.reactions) {
      line("\nwhen" + function(reaction.becomes, " ") + place(reaction.place));
      actions("  ", reaction.actions);
    }
    for (const MaskInfo& mask : w_.masks) {
      std::string fields;
      for (const std::uint32_t f : mask.fields) fields += (fields.empty() ? "" : ", ") + name(c_.fields, f);
      line("\nmask " + fields + function(mask.when, " when "));
    }
    for (const DuplicateInfo& duplicate : w_.duplicates) line("\nduplicates " + duplicate.text + place(duplicate.place));
    for (const DataRuleInfo& rule : w_.data_rules)
      line("\nrule " + rule.name + function(rule.when, " when ") + function(rule.require, " require ") + "  " + rule.text + place(rule.place));
    for (const ReportInfo& report : w_.reports) {
      line("\nreport " + report.name + "  for " + joined(report.audience));
      for (const auto& metric : report.metrics) line("  " + metric.text + function(metric.when, " when "));
    }
    if (w_.scorecard.given) line("\nscorecard");
    for (const auto& each : w_.scorecard.lines) line("  " + percent(each.percent) + " " + each.metric.text);
    for (const MatchInfo& match : w_.matches) {
      line("\nmatch " + match.name + " in " + name(c_.tables, match.table));
      for (const auto& key : match.keys)
        line("  " + std::string(key.similar ? "similar " : key.normalised ? "normalised " : "same ") + column(match, key.column) + function(key.value, " to ") +
             (key.similar ? " " + percent(key.similar) : ""));
      for (const auto& preference : match.prefer) line("  prefer " + column(match, preference.column));
      if (match.parent != kAny) line("  parent " + column(match, match.parent));
    }
  }
  std::string column(const MatchInfo& match, std::uint32_t index) const {
    return match.table < c_.tables.size() ? name(c_.tables[match.table].columns, index) : number(index);
  }

  std::string& out_;
  const Chunk& c_;
  const WorkflowInfo& w_;
};

}  // namespace

void listWorkflow(std::string& out, const Chunk& chunk) { WorkflowLister(out, chunk).list(); }

}  // namespace leadflow::bytecode
