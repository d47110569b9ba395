// Sequences: emails and tasks with waits between them.
//
//     sequence first_touch { email "first_touch" at 09:00 lead time   wait 3 days unless had reply in sequence   task call "Call {first_name}" }
//
//     running at step 2, timer of the wait ── condition of `unless` becomes true, or holds at its end ── stopped
//                                          └─ the wait is over ── next step … after the last one: finished
//
// `step` is the next step, so while a wait runs the step before it is the wait; its `unless` also guards the send window that
// may come after it. `stop when C` is asked at every event, wherever it stands. Privacy comes before every step that would
// touch the lead: an email, or a task that asks a person for a guarded activity (`task call`).
// A variant is chosen by FNV-1a 64 of `template/lead-id` in parts of a million: two splits of one sequence do not go together.
#include <algorithm>
#include <utility>

#include "runtime/value/duration.hpp"
#include "runtime/value/hash.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/percent.hpp"
#include "runtime/value/text.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/personal.hpp"

namespace leadflow::workflow {

using bytecode::ActionInfo;
using bytecode::SequenceInfo;
using bytecode::SequenceState;
using port::Run;
using port::TimerKind;

namespace {

bool isRunning(const Run& run) { return static_cast<SequenceState>(run.state) == SequenceState::Running; }

std::int32_t fieldOfKind(const bytecode::Chunk& chunk, TypeKind kind) {
  for (std::size_t i = 0; i < chunk.fields.size(); ++i)
    if (chunk.fields[i].type.kind == kind) return static_cast<std::int32_t>(i);
  return -1;
}

}  // namespace

void Stepper::startSequence(std::uint32_t number, const Cause& cause) {
  Run& run = s_.sequences[number];
  if (isRunning(run)) return;
  run.state = static_cast<std::uint8_t>(SequenceState::Running);
  run.step = 0;
  run.started = now_;
  run.ended = kMissing;
  run.variant.clear();
  ++run.runs;
  dirty();
  tell("sequence started", flow_.sequences[number].name + " starts: " + cause.text, flow_.sequences[number].place);
  runSequence(number);
}

void Stepper::stopSequence(std::uint32_t sequence, const std::string& why) {
  for (std::uint32_t i = 0; i < s_.sequences.size(); ++i) {
    if (sequence != bytecode::kAny && sequence != i) continue;
    Run& run = s_.sequences[i];
    if (!isRunning(run)) continue;
    run.state = static_cast<std::uint8_t>(SequenceState::Stopped);
    run.ended = now_;
    clearTimers(TimerKind::SequenceStep, i);
    dirty();
    tell("sequence stopped", flow_.sequences[i].name + " stops before step " + std::to_string(run.step + 1) + ": " + why, flow_.sequences[i].place);
  }
}

void Stepper::checkSequences(const port::Event&) {
  for (std::uint32_t i = 0; i < s_.sequences.size(); ++i) {
    const Run& run = s_.sequences[i];
    if (!isRunning(run)) continue;
    const std::vector<ActionInfo>& steps = flow_.sequences[i].steps;
    const ActionInfo* over = nullptr;
    for (const ActionInfo& step : steps)
      if (step.kind == ActionInfo::Kind::StopWhen && holds(step.condition)) over = &step;
    if (over == nullptr && run.step > 0 && run.step <= steps.size()) {
      const ActionInfo& wait = steps[run.step - 1];
      if (wait.kind == ActionInfo::Kind::Wait && wait.condition && holds(wait.condition)) over = &wait;
    }
    if (over != nullptr) stopSequence(i, over->text_written.empty() ? "its condition to stop holds" : over->text_written);
  }
}

void Stepper::runSequence(std::uint32_t number) {
  const SequenceInfo& sequence = flow_.sequences[number];
  Run& run = s_.sequences[number];
  clearTimers(TimerKind::SequenceStep, number);
  if (!isRunning(run)) return;
  static const port::Event kNoEvent;
  checkSequences(kNoEvent);
  const std::uint32_t this_run = run.runs;
  while (isRunning(run) && run.runs == this_run) {
    const bool passed = std::exchange(window_passed_, false);   // of the step at hand alone
    if (run.step >= sequence.steps.size()) {
      run.state = static_cast<std::uint8_t>(SequenceState::Finished);
      run.ended = now_;
      dirty();
      tell("sequence finished", sequence.name + " is finished", sequence.place);
      return;
    }
    const ActionInfo& step = sequence.steps[run.step];
    if (step.kind == ActionInfo::Kind::StopWhen) {
      ++run.step;
      if (holds(step.condition)) stopSequence(number, step.text_written);
      continue;
    }
    if (step.kind == ActionInfo::Kind::Wait) {
      ++run.step;
      if (step.condition && holds(step.condition)) return stopSequence(number, step.text_written);   // it need not wait to find that out
      const std::int64_t due = dueAfter(step.within, now_, calendarOf(false, -1));
      if (!isMissing(due) && due <= now_) continue;
      run.since = now_;
      run.window = false;
      if (!isMissing(due)) setTimer(TimerKind::SequenceStep, number, 0, due);
      return;
    }
    if (step.condition && !holds(step.condition)) {
      ++run.step;
      continue;
    }
    if (const std::int64_t at = passed ? now_ : sendInstant(step, now_); at > now_) {
      run.since = now_;
      run.window = true;
      setTimer(TimerKind::SequenceStep, number, 0, at);
      return;
    }
    const Cause cause{"sequence " + sequence.name + " step " + std::to_string(run.step + 1), calendarOf(false, -1), "sequence " + sequence.name};
    if (std::string why; refusedByGuard(step, why)) {
      tell("refused", cause.text + " is not done: " + why, step.place);
      stopSequence(number, why);
      return;
    }
    ++run.step;
    if (step.kind == ActionInfo::Kind::Email) {
      if (!step.variants.empty()) run.variant = variantOf(step, step.target);
      sendEmail(step, cause);
    } else {
      act(step, cause);
    }
  }
}

/// Whether the run waits for an hour that hangs on where the lead is.
bool Stepper::waitsForLeadTime(std::uint32_t number) const {
  const Run& run = s_.sequences[number];
  const std::vector<ActionInfo>& steps = flow_.sequences[number].steps;
  return isRunning(run) && run.window && run.step < steps.size() && steps[run.step].lead_time;
}

void Stepper::beginWindows() {
  for (std::uint32_t i = 0; i < s_.sequences.size() && waits_by_ == nullptr; ++i)
    if (waitsForLeadTime(i)) waits_by_ = &leadZone();
}

/// An hour that is over where the lead is now comes again tomorrow; a window that is open there is open.
void Stepper::followZone() {
  if (waits_by_ == nullptr) return;
  const TimeZone* before = std::exchange(waits_by_, &leadZone());
  if (waits_by_ == before) return;
  for (std::uint32_t i = 0; i < s_.sequences.size(); ++i) {
    if (!waitsForLeadTime(i)) continue;
    Run& run = s_.sequences[i];
    run.since = now_;
    setTimer(TimerKind::SequenceStep, i, 0, sendInstant(flow_.sequences[i].steps[run.step], now_));
    dirty();
  }
}

// ---- sending

bool Stepper::guarded(std::uint32_t activity, std::string& why) {
  for (const bytecode::GuardInfo& guard : flow_.guards) {
    bool names = false;
    for (const std::uint32_t index : guard.activities) names = names || index == activity;
    if (!names || holds(guard.only_when)) continue;
    why = guard.text;
    return true;
  }
  return false;
}

bool Stepper::refusedByGuard(const ActionInfo& action, std::string& why) {
  if (flow_.guards.empty()) return false;
  const bytecode::Program& program = world_.desk->program();
  int activity = -1;
  if (action.kind == ActionInfo::Kind::Email) {
    activity = program.findActivity("email_sent");
  } else if (action.kind == ActionInfo::Kind::Task && !action.channel.empty()) {  // `task call …`
    activity = program.findActivity(action.channel);
    if (activity < 0 && action.channel == "email") activity = program.findActivity("email_sent");
  }
  return activity >= 0 && guarded(static_cast<std::uint32_t>(activity), why);
}

std::string Stepper::fieldJson(std::uint32_t field) {
  std::string raw;
  const Slot slot = fieldSlot(field);
  if (isMissing(slot)) return raw;
  std::string words;
  slotText(words, chunk_.fields[field].type, slot);
  appendJsonString(raw, words);
  return raw;
}

void Stepper::sendEmail(const ActionInfo& action, const Cause& cause) {
  if (std::string why; refusedByGuard(action, why)) {
    tell("refused", "email `" + action.target + "` is not sent: " + why, action.place);
    return;
  }
  const std::int32_t field = fieldOfKind(chunk_, TypeKind::Email);
  const Slot address_slot = field < 0 ? kMissing : fieldSlot(static_cast<std::uint32_t>(field));
  if (isMissing(address_slot)) {
    tell("refused", "email `" + action.target + "` is not sent: the lead has no address", action.place);
    return;
  }
  const std::string lead_address(textOf(address_slot)->rawText());
  bool pii = false;
  std::vector<std::uint32_t> links;
  const std::string text = fill(action.text, Audience::Send, pii, &links);
  port::Effect& email = effect(port::EffectKind::Email, cause);
  email.channel = "email";
  email.target = action.target;
  email.to.push_back(lead_address);
  email.to_email.push_back(lead_address);
  email.text = text;
  email.links = std::move(links);
  email.pii = true;
  // What a template of the outbox may name: it is read where the mail leaves, and nobody knows here which fields it has.
  for (std::uint32_t f = 0; f < chunk_.fields.size(); ++f) {
    std::string raw = fieldJson(f);
    if (raw.empty()) continue;
    email.fields.emplace_back(chunk_.fields[f].name, std::move(raw));
  }
  std::string told = "email `" + action.target + "`";
  if (action.lead_time)
    for (const ingest::LeadZone::Unread& said : unreadZones()) {
      const std::string shown = isPersonal(chunk_.fields[said.field]) ? "what the record says" : "`" + std::string(ingest::clipped(said.text)) + "`";
      told += ", by the time of " + leadZone().name() + ", since " + shown + (said.kind == ingest::FaultKind::NotATimeZone ? " is no time zone" : " is no state or province of the country");
    }
  if (!action.variants.empty()) {
    const std::string& variant = variantOf(action, action.target);
    std::string quoted;
    appendJsonString(quoted, variant);
    email.fields.emplace_back("variant", std::move(quoted));
    told += ", variant `" + variant + "`";
  }
  // In a sequence the step waits for its window; elsewhere the message says when it may leave.
  if (const std::int64_t at = sendInstant(action, now_); at > now_) {
    noteZone(action.lead_time ? leadZone() : world_.desk->program().zone());
    std::string instant = "\"";
    appendInstant(instant, at);
    email.fields.emplace_back("send_at", instant + '"');
    told += ", to leave ";
    appendWall(told, at);
  }
  tell("email", std::move(told), action.place);
  recordSent();
}

const std::string& Stepper::variantOf(const ActionInfo& step, const std::string& name) {
  static const std::string kNone;
  if (step.variants.empty()) return kNone;
  const auto part = static_cast<std::int64_t>(fnv1a64(name + "/" + s_.id) % static_cast<std::uint64_t>(kWholePercent));
  std::int64_t reached = 0;
  for (const ActionInfo::Variant& variant : step.variants)
    if (part < (reached += variant.percent)) return variant.text;
  return step.variants.back().text;
}

/// What decides when a mail leaves, and is no zone, is a value that cannot be read like any other.
void Stepper::readZones() {
  const ingest::LeadZone& zone = bound_.desk->schema()->leadZone();
  if (bound_.touched.empty() || s_.erased || !zone.asked()) return;
  const auto named = [this](std::int32_t field) { return std::find(bound_.touched.begin(), bound_.touched.end(), field) != bound_.touched.end(); };
  for (const ingest::LeadZone::Unread& said : unreadZones()) {
    const bool by_country = said.kind == ingest::FaultKind::NotAState && named(zone.countryField());   // it makes its states count
    if (named(said.field) || by_country) unread(said.kind, chunk_.fields[said.field].name, said.text, said.nearest(), isPersonal(chunk_.fields[said.field]));
  }
}

std::vector<ingest::LeadZone::Unread> Stepper::unreadZones() {
  std::vector<ingest::LeadZone::Unread> unread;
  (void)bound_.desk->schema()->leadZone().of([this](std::uint32_t field) { return fieldSlot(field); }, &unread);
  return unread;
}

const TimeZone& Stepper::leadZone() {
  const TimeZone* const own = bound_.desk->schema()->leadZone().of([this](std::uint32_t field) { return fieldSlot(field); });
  return own != nullptr ? *own : world_.desk->program().zone();
}

std::int64_t Stepper::sendInstant(const ActionInfo& step, std::int64_t from) {
  if (step.at < 0 && step.from < 0) return from;
  const TimeZone& zone = step.lead_time ? leadZone() : world_.desk->program().zone();
  const std::int64_t today = splitDays(toLocal(from, zone)).days;
  const auto on = [&zone](std::int64_t day, std::int64_t minute) { return toInstant(day * kDayMs + minute * kMinuteMs, zone); };
  if (step.at >= 0) {
    for (std::int64_t day = today;; ++day)
      if (const std::int64_t at = on(day, step.at); at >= from) return at;
  }
  const bool over_night = step.until <= step.from;
  for (std::int64_t day = today - 1;; ++day) {
    const std::int64_t opens = on(day, step.from), closes = on(over_night ? day + 1 : day, step.until);
    if (from < opens) return opens;
    if (from < closes) return from;
  }
}

}  // namespace leadflow::workflow
