// What is open about a lead and whose it is, and whether anything will come of it by itself: `late` and `stuck`, after
// docs/operations/leads_over_time.md and docs/language/clocks.md.
#include <algorithm>

#include "runtime/value/instant.hpp"
#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

namespace {

std::string when(Instant at) {
  std::string text;
  appendInstant(text, at);
  return text;
}

std::string list(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// What a condition may be from now on, where time moves and nothing else happens.
constexpr unsigned kTrue = 1, kFalse = 2, kUnknown = 4;

unsigned one(Step::Truth truth) { return truth == Step::Truth::True ? kTrue : truth == Step::Truth::False ? kFalse : kUnknown; }

}  // namespace

std::vector<std::string> Interpreter::outlook(Instant now) {
  std::vector<std::string> lines;
  for (auto& [id, life] : lives_) {
    if (!life.inFlight()) continue;
    const Step step(*this, life, now);
    const auto tell = [&, id_of = id](const std::string& text) {
      lines.push_back(id_of + " | " + text);
      static const std::pair<const char*, const char*> told[] = {
          {"open sla", "the time of a clock was open"},      {"open queue", "the time of a queue was open"},         {"open handoff", "the time of a handoff was open"},
          {"open feedback", "the time for feedback was open"}, {"open approval", "the time of an approval was open"}, {"stuck: nothing", "stuck, nothing is due"},
          {"stuck: nobody", "stuck, nobody has it"},         {"stuck: its owner", "stuck, its owner is not there"},  {"stuck?", "stuck, or a look may help"},
          {"stuck: ", "stuck, what is overdue is told"}};
      for (const auto& [begin, situation] : told)
        if (text.starts_with(begin)) return say(situation);
    };
    step.open(tell);
    step.stuck(tell);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

/// Service levels, queues, handoffs, feedback and approvals that have a time, whether that has come or not.
void Step::open(const Tell& tell) const {
  const auto deadline = [&](const std::string& what, Instant due, const std::vector<std::string>& who, const std::string& queue) {
    tell("open " + what + " due " + when(due) + " of " + (who.empty() || who.front().empty() ? "nobody" : list(who)) + (queue.empty() ? "" : " (queue " + queue + ")"));
  };
  for (const Sla& sla : book_->slas) {
    const auto found = l_.clocks.find(sla.name);
    if (found == l_.clocks.end() || found->second.runs.empty() || !found->second.runs.back().live()) continue;
    const ClockRun& run = found->second.runs.back();
    const Instant ends = isMissing(run.breached) ? due(world_, run, 100, l_.now) : run.breached;
    if (isMissing(ends)) continue;   // it stands still
    const Had* had = nullptr;
    for (const Had& each : l_.had)
      if (had == nullptr || (ends > run.start ? each.since < ends : each.since <= ends)) had = &each;
    deadline("sla " + sla.name, ends, {isMissing(run.breached) ? hadIt(ends, ends > run.start) : run.whose}, had != nullptr && had->rep.empty() ? had->queue : std::string());
  }
  if (!l_.queue.empty() && !isMissing(l_.queue_until)) deadline("queue " + l_.queue, l_.queue_until, {isMissing(l_.queue_due) ? l_.queue_whose : queueOwner(l_.queue)}, l_.queue);
  for (const Handoff& handoff : book_->handoffs) {
    const auto found = l_.handoffs.find(handoff.name);
    if (found == l_.handoffs.end()) continue;
    const HandoffLife& life = found->second;
    const bool late = life.state == HandoffLife::State::Late;
    if ((late || life.state == HandoffLife::State::Waiting) && !isMissing(life.due)) {
      const auto holder = l_.seats.find(handoff.to.empty() ? seat() : handoff.to);
      const std::string has = holder == l_.seats.end() ? std::string() : holder->second.rep;
      deadline("handoff " + handoff.name, life.due, {late ? life.whose : has}, {});
    }
    if (life.state == HandoffLife::State::Accepted && isMissing(life.feedback_at) && !isMissing(life.feedback_until)) deadline("feedback on handoff " + handoff.name, life.feedback_until, life.judges, {});
  }
  for (const Approval& approval : book_->approvals) {
    const auto found = l_.approvals.find(approval.name);
    if (found == l_.approvals.end() || isMissing(found->second.due)) continue;
    const ApprovalLife& life = found->second;
    if (life.state != ApprovalLife::State::Asked && life.state != ApprovalLife::State::Late) continue;
    const Who& who = approval.asks[static_cast<std::size_t>(life.ask)].who;   // where there is nobody, whom the line asks for
    deadline("approval " + approval.name, life.due, life.of.empty() && who.kind == Who::Kind::Role ? std::vector<std::string>{"role " + who.name} : life.of, {});
  }
}

/// Why nobody looks after it; empty: somebody does.
std::string Step::nobodyHasIt() const {
  const std::string has = owner();
  const Stage* stage = named(book_->stages, l_.stage);
  if (has.empty() && l_.queue.empty()) return stage != nullptr && stage->releases ? "" : "nobody has it: no owner and no queue";
  if (!has.empty()) {
    const Person* person = world_.person(has);
    if (person == nullptr) return "its owner `" + has + "` is not in the roster";
    if (!person->active) return "its owner `" + has + "` is not active any more";
    bool somebody = false;
    for (std::size_t i = 0; i <= world_.roster_.size() && person != nullptr && person->active && !somebody; ++i) {
      somebody = world_.here(*person, now_);
      person = person->stand_in.empty() ? nullptr : world_.person(person->stand_in);
    }
    if (!somebody) return "its owner `" + has + "` is out, without a stand-in";
  }
  if (!l_.queue.empty() && queueOwner(l_.queue).empty()) return "queue " + l_.queue + " has no owner: nobody fills the role " + named(book_->queues, l_.queue)->role;
  return {};
}

/// Whether time alone can change a condition that matters to it. Perhaps: it changes a part, and whether that changes the whole
/// is for whoever looks.
Step::Looks Step::looks() const {
  if (named(book_->stages, l_.stage) == nullptr || l_.set_aside) return Looks::None;   // what is set aside waits for its record
  const std::function<unsigned(const Condition&)> may = [&](const Condition& c) -> unsigned {
    if (c.is == Condition::Is::Not) {
      const unsigned inside = may(c.of.front());
      return (inside & kTrue ? kFalse : 0) | (inside & kFalse ? kTrue : 0) | (inside & kUnknown);
    }
    if (c.is != Condition::Is::All && c.is != Condition::Is::Any) {
      const bool other_touches = c.is == Condition::Is::Had && truth(c) != Truth::True;   // what grows old is none that it names
      return one(truth(c)) | (other_touches || isMissing(flips(world_, l_, c)) ? 0 : kTrue | kFalse);
    }
    const bool all = c.is == Condition::Is::All;
    const unsigned wins = all ? kFalse : kTrue, rests = all ? kTrue : kFalse;
    unsigned so_far = rests;
    for (const Condition& each : c.of) {
      const unsigned next = may(each), before = so_far;
      so_far = 0;
      for (const unsigned a : {kTrue, kFalse, kUnknown})
        for (const unsigned b : {kTrue, kFalse, kUnknown})
          if ((before & a) != 0 && (next & b) != 0) so_far |= a == wins || b == wins ? wins : a == kUnknown || b == kUnknown ? kUnknown : rests;
    }
    return so_far;
  };
  const std::function<bool(const Condition&)> hasTime = [&](const Condition& c) {
    if (c.is == Condition::Is::Reached)   // for good, which its planner need not know
      if (const Milestone* milestone = named(book_->milestones, c.name); milestone != nullptr) return hasTime(milestone->when);
    return !isMissing(flips(world_, l_, c)) || std::any_of(c.of.begin(), c.of.end(), hasTime);
  };
  Looks found = Looks::None;
  if (std::any_of(l_.touches.begin(), l_.touches.end(), [this](const Touch& touch) { return touch.at > now_; })) return Looks::Some;   // it is told, and still to come
  for (const Condition& condition : matter()) {
    if (!hasTime(condition)) continue;
    const unsigned is = may(condition);
    if ((is & kTrue) != 0 && is != kTrue) return Looks::Some;
    found = Looks::Perhaps;
  }
  return found;
}

void Step::stuck(const Tell& tell) const {
  if (const std::string nobody = nobodyHasIt(); !nobody.empty()) return tell("stuck: " + nobody);
  for (const Interpreter::Due& due : world_.dues(l_))
    if (due.what != "keep" && due.what != "look") return;
  const Looks look = looks();
  if (look == Looks::Some) return;
  if (look == Looks::Perhaps) return tell("stuck?");
  std::string overdue;
  int count = 0;
  open([&](const std::string& text) {   // "open sla first due …"
    const std::string what = text.substr(5, text.find(" due ") - 5);
    const std::string due = text.substr(text.find(" due ") + 5);
    if (due.substr(0, due.find(' ')) > when(now_)) return;
    overdue += (overdue.empty() ? "" : ", ") + what;
    ++count;
  });
  std::string why = count == 0 ? "nothing is due" : overdue + (count == 1 ? " is" : " are") + " overdue and all is told";
  for (const Sla& sla : book_->slas)
    if (const auto clock = l_.clocks.find(sla.name); clock != l_.clocks.end() && std::string(clockWord(clock->second, world_)) == "paused") why += "; sla " + sla.name + " is paused";
  tell("stuck: " + why);
}

}  // namespace leadflow::lives
