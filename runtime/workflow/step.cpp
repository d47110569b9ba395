// One event from beginning to end: what it says, then what follows, in the order of docs/language/stages.md.
#include "runtime/workflow/step.hpp"

#include <algorithm>

#include "runtime/decide/explain_json.hpp"
#include "runtime/ingest/event_file.hpp"
#include "runtime/value/json_scan.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/unread_text.hpp"
#include "runtime/workflow/zone_rules.hpp"

namespace leadflow::workflow {

using port::EventType;
using port::LeadState;
using port::Timer;
using port::TimerKind;

namespace {

/// Rounds of one event. Moves, reactions and owners end by themselves; clocks that pause each other do not.
constexpr int kMostRounds = 10;

/// Room for everything that the playbook declares. Also for a state that was written under another number of declarations.
void fitTo(const bytecode::Chunk& chunk, std::size_t lines, LeadState& state) {
  const bytecode::WorkflowInfo& flow = chunk.workflow;
  state.seats.resize(std::max<std::size_t>(1, flow.seats.size()));
  state.checklists.resize(flow.checklists.size());
  for (std::size_t i = 0; i < flow.checklists.size(); ++i) state.checklists[i].resize(flow.checklists[i].items.size(), -1);
  state.clocks.resize(flow.slas.size());
  state.sequences.resize(flow.sequences.size());
  state.handoffs.resize(flow.handoffs.size());
  state.approvals.resize(flow.approvals.size());
  state.milestones.resize(chunk.milestones.size(), kMissing);
  state.move_counts.resize(lines);
  state.reassigned.resize(flow.stages.size());
  state.carried_points.resize(chunk.scores.size());
  state.reactions.resize(flow.reactions.size());
  state.handoff_held.resize(flow.handoffs.size());
  state.guards.resize(flow.guards.size());
  if (state.stage >= 0 && static_cast<std::size_t>(state.stage) < flow.stages.size())
    state.aged.resize(flow.stages[static_cast<std::size_t>(state.stage)].aging.size());
}

std::size_t lineCount(const bytecode::WorkflowInfo& flow) {
  std::size_t lines = 0;
  for (const bytecode::StageInfo& stage : flow.stages) lines += stage.transitions.size();
  return lines;
}

}  // namespace

LeadState freshState(const World& world, std::string id) {
  LeadState state;
  state.id = std::move(id);
  state.version = world.version;
  fitTo(world.chunk(), lineCount(world.workflow()), state);
  return state;
}

std::string Unread::reason() const {
  std::string text = (ofName() ? "" : "the value of ") + ticked(field) + ' ';
  text += ingest::faultWords(kind);
  if (!type.empty()) text += ' ' + std::string(type);
  if (ofName() && !nearest.empty()) text += "; did you mean `" + nearest + "`?";
  return text;
}

std::string Unread::text() const {
  if (ofName()) return reason();
  std::string text = field + ": ";
  if (pii) {
    text += "the value ";
    text += ingest::faultWords(kind);
    return text;
  }
  ingest::ValueIssue told;
  told.kind = kind;
  told.value = value;
  told.nearest = nearest;
  return text + ingest::issueText(told);
}

std::vector<Unread> strangeMembers(const port::Event& event) {
  std::vector<Unread> all;
  if (event.strange.empty()) return all;
  json::eachMember(event.strange, [&](std::string_view name, std::string_view raw) {
    ingest::StrangeMember member = ingest::strangeMember(event.type, name);
    all.push_back({std::string(ingest::clipped(name)), std::string(ingest::clipped(raw)), std::move(member.nearest),
                   member.of_others ? ingest::FaultKind::OtherMember : ingest::FaultKind::UnknownMember, true,
                   member.of_others ? port::eventName(event.type) : std::string_view()});
  });
  return all;
}

std::vector<Unread> membersOfNew(const port::Event& event) {
  std::vector<Unread> all;
  for (const auto& [name, value] : {std::pair("stage", &event.name), std::pair("owner", &event.value), std::pair("queue", &event.target)})
    if (!value->empty()) all.push_back({name, std::string(ingest::clipped(*value)), {}, ingest::FaultKind::NewLeadsOnly, true});
  return all;
}

std::string withUnread(std::string outcome, const std::vector<Unread>& unread) {
  return unread.empty() || outcome != "applied" ? outcome : "refused in part: " + unreadText(unread);
}

Step transition(const World& world, Surroundings& surroundings, LeadState state, const port::Event& event, std::int64_t now, Scratch& scratch) {
  Step step;
  step.after = std::move(state);
  Stepper stepper(world, surroundings, scratch, step, now);
  stepper.apply(event);
  return step;
}

port::Event timerEvent(const LeadState& state, const Timer& timer) {
  port::Event event;
  event.type = EventType::Timer;
  event.lead = state.id;
  event.at = timer.due;
  event.name = port::timerName(timer.kind);
  event.number = timer.index;
  event.value = std::to_string(timer.part);
  return event;
}

bool ofRoster(const port::Event& event) { return event.type == EventType::OwnerLeft || (event.type == EventType::RosterChanged && !event.lead.empty()); }

Stepper::Stepper(const World& world, Surroundings& surroundings, Scratch& scratch, Step& step, std::int64_t now)
    : world_(world), chunk_(world.chunk()), flow_(chunk_.workflow), surroundings_(surroundings), bound_(scratch.of(world)), step_(step),
      s_(step.after), now_(isMissing(step.after.now) ? now : std::max(now, step.after.now)), last_(step.after.now) {
  bound_.accounts.assign(flow_.context.size(), kMissing);
  bound_.touched.clear();
  bound_.explain = scratch.explain;
  bound_.tell_unread = scratch.tell_unread;
  bound_.not_asked = &scratch.not_asked;
  bound_.machine.setLiveTables(world.tables);
  if (isMissing(s_.created)) s_.version = world.version;
  fitTo(chunk_, bound_.lines, s_);
  loaded_ = !s_.final;
  remembers_ = bound_.remembers;
  fresh_activities_ = s_.activities.size();
}

void Stepper::apply(const port::Event& event) {
  if (std::string known = asInRoster(event.by); known != event.by) {   // `Ana` is ana
    port::Event spelled = event;
    spelled.by = std::move(known);
    return apply(spelled);
  }
  step_.outcome = "applied";
  activities_before_ = s_.activities.size();
  visits_before_ = s_.visits.size();
  if (s_.erased) {
    if (event.type == EventType::LeadMerged && !event.body.empty()) return mergedTooLate(event);
    ignore("the lead's personal data were erased");
    return;
  }
  if (!s_.merged_into.empty() && forward(event)) return;   // with what is strange in it: who takes it tells it
  if (bound_.tell_unread) step_.unread = strangeMembers(event);
  if (isMissing(s_.created) && event.type == EventType::LeadErased) return eraseRefused(event);
  if (isMissing(s_.created) && event.type != EventType::LeadCreated) {
    refuse("no lead `" + event.lead + "`");
    return;
  }
  ++s_.revision;
  if (s_.holdings.empty() && !isMissing(s_.created)) beginHoldings();
  for (const port::Holding& holding : s_.holdings)
    if (!holding.rep.empty()) had_last_ = holding.rep;
  beginGuards();
  beginWindows();
  if (looked_) {   // at the lead as it was: what the event says comes now
    row_stale_ = true;
    dirty();
  }
  said_then_ = isMissing(event.at) ? now_ : std::min(event.at, now_);
  told_at_ = saysWhen(event.type) && !isMissing(event.at) && event.at < now_ ? event.at : kMissing;
  take(event);
  told_at_ = kMissing;
  if (step_.refused || ignored_) {
    --s_.revision;
    return;
  }
  s_.now = now_;
  if (!s_.erased && s_.merged_into.empty()) goOn(event);
  if (s_.erased || !s_.merged_into.empty()) {
    step_.duplicate_keys.clear();
    step_.duplicate_keys_changed = !flow_.duplicates.empty();
  }
  finish();
}

void Stepper::goOn(const port::Event& event) {
  if (looking_ && s_.unsettled && !timeChanged()) {   // what its lines would do waits for something to happen
    s_.now = last_;                                   // an event that is told late is taken at its own instant, looked at or not
    return planReview();
  }
  values_told_ = record_changed_;
  readFresh();
  tellUnread();
  findDuplicates();
  if (!s_.merged_into.empty()) return;
  if (s_.set_aside) {   // it waits in its queue for a record that can be used, or for a person who moves it
    arriving_ = false;
    noteGuards(event);
    return planRetention();
  }
  noteMilestones();
  stopLate(event);
  react();  // to what the event itself says, before anything is done: a withdrawn consent comes first
  if (s_.erased) return;
  for (int rounds = 1;; ++rounds) {
    const std::uint64_t seen = lookNumber();
    round(event);
    forgetHappened();
    if (s_.erased) return;
    noteMilestones();
    const auto rests = [&] { return lookNumber() == seen && !happened() && !arriving_; };
    if (rests()) react();  // to where the event leaves the lead, not to what it passes through
    if (s_.erased) return;
    if (record_changed_) findDuplicates();  // `set` may have changed a key
    if (!s_.merged_into.empty()) return;
    if (rests()) break;
    if (rounds < kMostRounds) continue;
    tell("stayed", "conditions that change each other: what they make of it is left for the next event");
    s_.unsettled = true;
    break;
  }
  noteGuards(event);
  planRetention();
  planReview();
}

void Stepper::round(const port::Event& event) {
  noteOwner();
  stopClocks(event);
  checkSequences(event);
  followZone();
  if (!adopted_ || arriving_) settle();
  if (ageDeferred()) settle();
  if (s_.erased) return;
  noteOwner();
  if (!s_.final) {
    if (!adopted_) startHandoffs();  // an adopted lead was handed over where it came from
    askApprovals();
  }
  noteOwner();
  // Of a final stage only what it stops matters: nothing begins that it would cancel at once.
  if (!s_.final || ending_) startClocks(event);
  if (!ending_ || s_.erased) return;
  leaveFinal();
  if (s_.final && !adopted_) startHandoffs();  // `when stage becomes Won`: who takes over is still asked
}

bool Stepper::happened() const { return owner_assigned_ || owner_changed_ || queued_ || touches_.size() > touches_seen_ || !became_.empty() || !handoffs_accepted_.empty(); }

void Stepper::forgetHappened() {
  owner_assigned_ = owner_changed_ = created_ = queued_ = false;
  touches_seen_ = touches_.size();
  became_.clear();
  handoffs_accepted_.clear();
}

// ---- timers

void Stepper::setTimer(TimerKind kind, std::uint32_t index, std::uint32_t part, std::int64_t due) {
  std::erase_if(s_.timers, [&](const Timer& timer) { return timer.kind == kind && timer.index == index && timer.part == part; });
  if (isMissing(due)) return;
  const Timer timer{due, kind, index, part};
  step_.zoned = step_.zoned || hangsOnZones(world_, s_, timer);
  s_.timers.insert(std::lower_bound(s_.timers.begin(), s_.timers.end(), timer), timer);
}

void Stepper::clearTimers(TimerKind kind, std::uint32_t index) {
  std::erase_if(s_.timers, [&](const Timer& timer) { return timer.kind == kind && (index == bytecode::kAny || timer.index == index); });
}

void Stepper::finish() {
  noteHolding();
  readFresh();
  readZones();
  tellUnread();
  step_.outcome = withUnread(std::move(step_.outcome), step_.unread);
  if (step_.explained) decide::appendWhy(step_.routed, *step_.explained);
  // A review that moved nothing: whatever a step does, it tells.
  if (!step_.account.empty() || !step_.effects.empty() || !step_.messages.empty() || !quiet_) return;
  step_.changed = false;
  if (looking_ && touches_.empty() && !isMissing(last_)) s_.now = last_;   // an event that is told late is taken at its own instant, looked at or not
}

}  // namespace leadflow::workflow
