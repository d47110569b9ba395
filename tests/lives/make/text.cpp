// A playbook of plain structs as LeadFlow text.
#include <algorithm>

#include "tests/lives/make/story.hpp"
#include "tests/lives/make/words.hpp"

namespace leadflow::lives {

namespace {

using Is = Condition::Is;
using K = Action::Kind;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string spanOf(const Span& span) {
  if (!span.business) return durationOf(span.ms);
  if (span.ms == 0) return unit(span.days, "business day");
  return durationOf(span.ms, "business ");
}

std::string clockTime(int minute) {
  const std::string h = std::to_string(minute / 60), m = std::to_string(minute % 60);
  return (h.size() < 2 ? "0" : "") + h + ":" + (m.size() < 2 ? "0" : "") + m;
}

std::string shifted(std::int64_t amount) {
  if (amount == 0) return "now";
  return amount < 0 ? "now - " + durationOf(-amount) : "now + " + durationOf(amount);
}

std::string activityOf(bool outreach, Act act) { return outreach ? "outreach" : kActNames[static_cast<int>(act)]; }
std::string whereOf(int where) {
  if (where < 0) return {};
  return std::string(" where ") + (where < 2 ? "outcome" : "sentiment") + " is " + kWheres[where];
}

std::string whoOf(const Who& who) {
  std::string text = who.kind == Who::Kind::Owner ? "owner" : who.kind == Who::Kind::Role ? "role " + who.name : who.kind == Who::Kind::QueueOwner ? "queue owner" : who.name;
  for (int i = 0; i < who.up; ++i) text += ".manager";
  return text;
}

class Writer {
 public:
  std::string condition(const Condition& c) const {
    const std::string field = kFieldNames[static_cast<int>(c.field)];
    switch (c.is) {
      case Is::Always: return "otherwise";
      case Is::All:
      case Is::Any: {
        std::string text;
        for (const Condition& each : c.of) text += (text.empty() ? "" : c.is == Is::All ? " and " : " or ") + part(each);
        return text;
      }
      case Is::Not: return "not " + part(c.of.front());
      case Is::Known: return field + " is known";
      case Is::True: return field;
      case Is::AtLeast: return field + " >= " + std::to_string(c.amount);
      case Is::ConsentIs: return std::string("consent is ") + kConsents[c.amount];
      case Is::TextIs: return field + " is " + quoted(c.word);
      case Is::BeforeNow: return field + " is before " + shifted(c.amount);
      case Is::CreatedBefore: return "created is before " + shifted(c.amount);
      case Is::Had: {
        std::string text = "had " + activityOf(c.outreach, c.act);
        if (c.since == Condition::Since::Stage) text += " in stage";
        if (c.since == Condition::Since::Sequence) text += " in sequence " + c.name;
        if (c.since == Condition::Since::Last) text += " in last " + durationOf(c.amount);
        return text + whereOf(c.where);
      }
      case Is::StageIn: return c.names.size() == 1 ? "stage is " + c.names.front() : "stage in [" + joined(c.names) + "]";
      case Is::OwnerKnown: return "owner is known";
      case Is::OwnerIs: return "owner is " + c.name;
      case Is::OwnerTeam: return "owner.team is " + quoted(c.word);
      case Is::QueueIs: return "queue is " + c.name;
      case Is::ClockIs: return "sla " + c.name + " is " + c.word;
      case Is::SequenceIs: return "sequence " + c.name + " is " + c.word;
      case Is::HandoffIs: return "handoff " + c.name + " is " + c.word;
      case Is::ApprovalIs: return "approval " + c.name + " is " + c.word;
      case Is::ListIs: return c.name + " is " + c.word;
      case Is::ItemIs: return c.name + "." + c.word + " is " + (c.amount == 1 ? "yes" : "no");
      case Is::Open: return c.name + " is open";
      case Is::Reached: return c.name + " is reached";
    }
    return {};
  }
  std::string part(const Condition& c) const { return c.is == Is::All || c.is == Is::Any || c.is == Is::Not ? "(" + condition(c) + ")" : condition(c); }
  std::string when(const Condition& c) const { return c.is == Is::Always ? "" : " when " + condition(c); }

  std::string trigger(const Trigger& t) const {
    const std::string names = t.names.size() == 1 ? t.names.front() : "[" + joined(t.names) + "]";
    switch (t.kind) {
      case Trigger::Kind::OwnerAssigned: return "owner assigned";
      case Trigger::Kind::OwnerChanges: return "owner changes";
      case Trigger::Kind::StageBecomes: return "stage becomes " + names;
      case Trigger::Kind::InStage: return "in stage " + names;
      case Trigger::Kind::Created: return "lead created";
      case Trigger::Kind::Queued: return "queued";
      case Trigger::Kind::Accepted: return "handoff " + t.names.front() + " accepted";
      case Trigger::Kind::Touch: return activityOf(t.outreach, t.act) + whereOf(t.where);
      case Trigger::Kind::Holds: return part(t.when);   // a bare `or` parts two triggers
    }
    return {};
  }
  std::string triggers(const std::vector<Trigger>& list) const {
    std::string text;
    for (const Trigger& each : list) text += (text.empty() ? "" : ", ") + trigger(each);
    return text;
  }

  std::string action(const Action& a) const {
    std::string text;
    switch (a.kind) {
      case K::Route: text = "route " + a.name; break;
      case K::Reassign:
        text = "reassign";
        if (a.limit > 0) text += " at most " + std::to_string(a.limit) + " times";
        if (!a.otherwise.empty()) text += " otherwise " + action(a.otherwise.front());
        break;
      case K::Queue: text = "queue " + a.name; break;
      case K::Move: text = "move to " + a.name + (a.reason.empty() ? "" : " reason " + a.reason); break;
      case K::Remind: text = "remind " + whoOf(a.to.empty() ? Who{} : a.to.front()) + " " + quoted(a.text); break;
      case K::Notify:
        text = a.channel == "slack" ? "notify slack " + quoted(a.name) : "notify email" + (a.to.empty() ? "" : " " + whoOf(a.to.front()));
        text += " " + quoted(a.text);
        break;
      case K::Task:
        text = "task" + (a.to.empty() ? "" : " " + whoOf(a.to.front())) + " " + quoted(a.text);
        if (a.within.given) text += " within " + spanOf(a.within);
        break;
      case K::Start: text = "start sequence " + a.name; break;
      case K::Stop: text = "stop sequence " + a.name; break;
      case K::StopAll: text = "stop sequences"; break;
      case K::Escalate: text = "escalate " + a.name; break;
      case K::Email:
        text = "email " + quoted(a.name);
        if (a.at >= 0) text += " at " + clockTime(a.at);
        if (a.from >= 0) text += " between " + clockTime(a.from) + " and " + clockTime(a.until);
        break;
      case K::Set: text = std::string("set ") + kFieldNames[static_cast<int>(a.field)] + " to " + valueOf(a.field, a.value); break;
      case K::Log: text = "log " + quoted(a.text); break;
      case K::Wait: return "wait " + spanOf(a.within) + (a.conditional ? " unless " + condition(a.when) : "");
      case K::StopWhen: return "stop when " + condition(a.when);
    }
    return a.conditional ? text + " when " + condition(a.when) : text;
  }
  std::string block(const std::vector<Action>& actions) const {
    std::string text = "{ ";
    for (std::size_t i = 0; i < actions.size(); ++i) text += (i == 0 ? "" : "; ") + action(actions[i]);
    return text + " }";
  }

  std::string choice(const Choice& c) const {
    std::string text;
    switch (c.kind) {
      case Choice::Kind::RoundRobin: text = "round robin " + c.name; break;
      case Choice::Kind::Weighted: text = "weighted " + c.name; break;
      case Choice::Kind::LeastLoaded: text = "least loaded " + c.name; break;
      case Choice::Kind::LongestWaiting: text = "longest waiting " + c.name; break;
      case Choice::Kind::Rep: return c.name;
      case Choice::Kind::Queue: return "queue " + c.name;
      case Choice::Kind::Route: return "route " + c.name;
      case Choice::Kind::Split:
        for (const Choice& share : c.shares) text += (text.empty() ? "split " : ", ") + std::to_string(share.percent) + "% " + choice(share);
        return text;
    }
    if (c.available) text += " available";
    if (c.under_capacity) text += " under capacity";
    return text;
  }

};

}  // namespace

std::string textOf(const Playbook& book, const std::vector<Person>& roster) {
  const Writer w;
  std::string out = "playbook lives { version " + quoted(book.version) + "  timezone " + quoted(book.zone) + (book.calendar.empty() ? "" : "  calendar " + book.calendar) + " }\n";
  for (const CalendarSaid& each : book.calendars) out += "calendar " + each.name + " { timezone " + quoted(each.zone) + "  hours " + each.hours + " }\n";
  static const char* const types[kFields] = {"email pii", "text pii", "text", "int", "bool", "bool", "instant", "instant", "one of granted, denied, unknown default unknown"};
  out += "lead {\n  id text key\n";
  for (int i = 0; i < kFields; ++i) {
    const auto is = [&](const std::vector<Field>& fields) { return std::find(fields.begin(), fields.end(), static_cast<Field>(i)) != fields.end(); };
    out += std::string("  ") + kFieldNames[i] + " " + types[i] + (is(book.required) ? " required" : "") + (is(book.strict) ? " strict" : "") + "\n";
  }
  out += "  created_at instant\n}\n"
         "activity call { outcome one of connected, voicemail }\nactivity demo_request\nactivity reply { sentiment one of positive, negative }\nactivity email_sent\n";
  if (!book.outreach.empty()) {
    out += "outreach ";
    for (std::size_t i = 0; i < book.outreach.size(); ++i) out += std::string(i == 0 ? "" : ", ") + kActNames[static_cast<int>(book.outreach[i])];
    out += "\n";
  }
  if (!book.seats.empty()) out += "owners " + joined(book.seats) + "\n";
  out += "role " + joined(book.roles) + "\nroster {\n";
  for (const Person& person : roster) {
    out += "  " + person.id;
    if (!person.team.empty()) out += " team " + quoted(person.team);
    if (!person.role.empty()) out += " role " + person.role;
    if (!person.manager.empty()) out += " manager " + person.manager;
    if (!person.calendar.empty()) out += " calendar " + person.calendar;
    if (person.weight != 1) out += " weight " + std::to_string(person.weight);
    if (person.capacity >= 0) out += " capacity " + std::to_string(person.capacity);
    if (!person.stand_in.empty()) out += " stand_in " + person.stand_in;
    out += "\n";
  }
  out += "}\n";
  for (const Pool& pool : book.pools) out += "pool " + pool.name + " = reps where team is " + quoted(pool.team) + "\n";
  for (const Queue& queue : book.queues)
    out += "queue " + queue.name + " { owner role " + queue.role + (queue.within.given ? "  within " + spanOf(queue.within) : "") + (queue.escalation.empty() ? "" : " otherwise escalate " + queue.escalation) + " }\n";
  for (const Rebalance& each : book.every)
    out += "every day " + clockTime(each.minute) + " { rebalance " + each.pool + (each.limit > 0 ? ", at most " + std::to_string(each.limit) + " moves a rep" : "") + " }\n";
  for (const Route& route : book.routes) {
    out += "route " + route.name + " {\n";
    for (const Rule& rule : route.rules) {
      out += "  " + rule.name + (rule.when.is == Is::Always ? " otherwise" : " when " + w.condition(rule.when)) + " -> ";
      for (std::size_t i = 0; i < rule.choices.size(); ++i) out += (i == 0 ? "" : " otherwise ") + w.choice(rule.choices[i]);
      out += "\n";
    }
    out += "}\n";
  }
  if (!book.reasons.empty()) {
    out += "reasons {\n";
    for (const Reason& reason : book.reasons) out += "  " + reason.name + " " + quoted("because of " + reason.name) + (reason.actions.empty() ? "" : " -> " + w.action(reason.actions.front())) + "\n";
    out += "}\n";
  }
  for (const Checklist& list : book.checklists) out += "checklist " + list.name + " { " + joined(list.items) + " }\n";
  for (const Milestone& milestone : book.milestones) out += "milestone " + milestone.name + w.when(milestone.when) + "\n";
  out += "stages {\n";
  for (const Stage& stage : book.stages) out += "  " + stage.name + " " + quoted("do " + stage.name) + (stage.initial ? " initial" : "") + (stage.final ? " final" : "") + "\n";
  out += "}\n";
  for (const Stage& stage : book.stages) {
    out += "stage " + stage.name;
    for (const std::string& was : stage.was) out += " was " + was;
    if (!stage.seat.empty()) out += " owned by " + stage.seat;
    if (stage.releases) out += " releases owner";
    out += " {\n";
    if (!stage.enter.empty()) out += "  enter " + w.block(stage.enter) + "\n";
    for (const Line& line : stage.lines) {
      out += std::string("  ") + (line.reopens ? "reopens to " : "to ") + line.to;
      if (line.by_person) out += " by " + whoOf(line.by) + w.when(line.when);
      else out += line.when.is == Is::Always ? " otherwise" : w.when(line.when);
      if (line.limit > 0) out += ", at most " + std::to_string(line.limit) + " times";
      if (line.reason_required) out += " reason required";
      else if (!line.reason.empty()) out += " reason " + line.reason;
      out += "\n";
    }
    for (const Aging& line : stage.aging) out += "  aging " + spanOf(line.after) + w.when(line.when) + " " + w.block(line.actions) + "\n";
    out += "}\n";
  }
  for (const Sequence& sequence : book.sequences) {
    out += "sequence " + sequence.name + " {\n";
    for (const Action& step : sequence.steps) out += "  " + w.action(step) + "\n";
    out += "}\n";
  }
  for (const Sla& sla : book.slas) {
    out += "sla " + sla.name + " {\n  starts when " + w.triggers(sla.starts) + "\n  stops when " + w.triggers(sla.stops) + "\n";
    for (const Trigger& pause : sla.pauses) out += "  pauses " + std::string(pause.kind == Trigger::Kind::Holds ? "when " : "") + w.trigger(pause) + "\n";
    if (sla.until) out += "  pauses until callback_on" + (sla.at_most.given ? " at most " + spanOf(sla.at_most) : std::string()) + "\n";
    if (sla.restarts) out += "  restarts when owner changes\n";
    for (const Target& target : sla.targets) out += "  target " + spanOf(target.span) + (target.conditional ? " when " + w.condition(target.when) : "") + "\n";
    if (sla.on_owner) out += "  on owner.calendar" + (sla.calendar.empty() ? "" : " otherwise " + sla.calendar) + "\n";
    else if (!sla.calendar.empty()) out += "  on " + sla.calendar + "\n";
    for (const Point& point : sla.points) out += "  at " + std::to_string(point.percent) + "% " + w.block(point.actions) + "\n";
    out += "}\n";
  }
  for (const Escalation& each : book.escalations) {
    out += "escalation " + each.name + " {\n";
    for (const Level& level : each.levels) out += "  level " + whoOf(level.who) + (level.after.given ? " after " + spanOf(level.after) : "") + " " + w.block(level.actions) + "\n";
    out += "}\n";
  }
  for (const Handoff& h : book.handoffs) {
    out += "handoff " + h.name + " {\n  when " + w.triggers(h.when) + "\n";
    if (!h.to.empty()) out += "  " + (h.from.empty() ? std::string() : "from " + h.from + " ") + "to " + h.to + (h.route.empty() ? "" : " by route " + h.route) + "\n";
    if (h.accept_within.given) out += "  accept within " + spanOf(h.accept_within) + (h.late.empty() ? "" : " otherwise " + w.action(h.late.front())) + "\n";
    for (const Rejection& r : h.rejections) out += "  reject reason in [" + joined(r.reasons) + "] -> " + r.to + "\n";
    if (h.feedback > 0) out += "  feedback 1.." + std::to_string(h.feedback) + " from owner" + (h.feedback_within.given ? " within " + spanOf(h.feedback_within) : "") + "\n";
    out += "}\n";
  }
  for (const Approval& a : book.approvals) {
    out += "approval " + a.name + " {\n";
    for (const Ask& ask : a.asks) out += "  ask " + whoOf(ask.who) + (ask.conditional ? " when " + w.condition(ask.when) : "") + "\n";
    if (a.within.given) out += "  within " + spanOf(a.within) + (a.late.empty() ? "" : " otherwise " + w.action(a.late.front())) + "\n";
    out += "}\n";
  }
  if (book.privacy) {
    out += "privacy {\n";
    for (const Guard& guard : book.guards) out += std::string("  ") + kActNames[static_cast<int>(guard.act)] + " only when " + w.condition(guard.only_when) + "\n";
    for (const Reaction& reaction : book.reactions) out += "  when " + w.condition(reaction.when) + " " + w.block(reaction.actions) + "\n";
    for (const Keep& keep : book.keeps) out += "  keep " + keep.stage + " " + unit(keep.days, "day") + " then erase pii\n";
    out += "}\n";
  }
  if (!book.rejected.empty()) out += "data rules { rejected records -> queue " + book.rejected + " }\n";
  if (!book.duplicates.empty()) {
    out += "duplicates {\n";
    for (const Duplicate& rule : book.duplicates) {
      std::string same;
      for (const Field field : rule.same) same += (same.empty() ? "same " : " and same ") + std::string(kFieldNames[static_cast<int>(field)]);
      out += "  " + same + " -> " + (rule.keep == Duplicate::Keep::Nothing ? "flag" : std::string("keep ") + (rule.keep == Duplicate::Keep::Oldest ? "oldest" : "newest") + ", " + (rule.merge ? "merge" : "flag") + " others") + "\n";
    }
    out += "}\n";
  }
  return out;
}

}  // namespace leadflow::lives
