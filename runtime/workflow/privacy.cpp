// What may never happen, and what is forgotten: reactions to a withdrawn consent, touches against a guard, retention, erasure.
//
//     privacy { call only when consent is not denied   when consent becomes denied { stop sequences }   keep Lost 365 days then erase pii }
//
// Erasing takes every personal field out of the record and out of the activities, and everything whose nature nobody declared;
// free words that people wrote go too. What is left says what happened to the lead and when, not to whom.
#include <algorithm>

#include "runtime/value/instant.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/json_scan.hpp"

namespace leadflow::workflow {

using port::TimerKind;

/// Once an event each, so that what a reaction does cannot call it again and again.
void Stepper::react() {
  reacted_.resize(flow_.reactions.size());
  for (std::size_t i = 0; i < flow_.reactions.size() && !s_.erased; ++i) {
    const bool held = holds(flow_.reactions[i].becomes);
    const bool before = s_.reactions[i] != 0;
    s_.reactions[i] = held ? 1 : 0;
    if (!held || before || reacted_[i]) continue;
    reacted_[i] = true;
    tell("privacy", "a condition of privacy became true", flow_.reactions[i].place);
    act(flow_.reactions[i].actions, Cause{"privacy", chunk_.calendar});
  }
}

/// A person's own touch is not undone, but it is noted.
void Stepper::checkTouch(const port::ActivityEntry& entry, const port::Event& event) {
  for (const bytecode::GuardInfo& guard : flow_.guards) {
    const bool names = std::any_of(guard.activities.begin(), guard.activities.end(), [&](std::uint32_t activity) { return chunk_.activities[activity].name == entry.type; });
    if (!names || holds(guard.only_when)) continue;
    std::string text = entry.type + " at ";
    appendInstant(text, entry.at);
    if (!event.by.empty()) text += " by " + event.by;
    text += ": " + guard.text;
    tell("violation", text, guard.place);
    s_.violations.push_back(std::move(text));
  }
}

void Stepper::planRetention() {
  if (flow_.keeps.empty() || s_.stage < 0) return;
  for (std::uint32_t line = 0; line < flow_.keeps.size(); ++line) {
    const bytecode::KeepInfo& keep = flow_.keeps[line];
    const bool here = std::find(keep.stages.begin(), keep.stages.end(), static_cast<std::uint32_t>(s_.stage)) != keep.stages.end();
    const bool planned = std::any_of(s_.timers.begin(), s_.timers.end(), [&](const port::Timer& timer) { return timer.kind == TimerKind::Retention && timer.index == line; });
    if (here && (stage_changed_ || adopted_ || !planned)) setTimer(TimerKind::Retention, line, 0, addTime(-1, s_.entered, keep.millis));
    else if (!here && planned) clearTimers(TimerKind::Retention, line);
  }
}

void Stepper::erase() {
  if (s_.erased) return;
  needRecord();
  const ingest::LeadSchema& schema = *bound_.desk->schema();
  std::erase_if(s_.record, [&](const auto& entry) {
    const std::int32_t target = bound_.targetOf(entry.first);
    if (target < 0) return true;
    const auto& feeds = schema.feeds(target);
    return std::any_of(feeds.begin(), feeds.end(), [&](const ingest::Feed& feed) { return chunk_.fields[feed.field].pii; });
  });
  for (port::ActivityEntry& entry : s_.activities) {
    if (entry.body.empty()) continue;
    const int type = schema.findActivity(entry.type, bound_.scratch);
    std::string kept;
    if (type >= 0) {
      const ingest::ActivitySchema& activity = schema.activities()[static_cast<std::size_t>(type)];
      json::eachMember(entry.body, [&](std::string_view name, std::string_view raw) {
        const std::int32_t target = activity.names.find(name, bound_.scratch);
        if (target < 0) return;
        for (const ingest::Feed feed : activity.targets[static_cast<std::size_t>(target)])
          if (activity.info->fields[feed.field].pii) return;
        kept += kept.empty() ? '{' : ',';
        appendJsonString(kept, name);
        kept += ':';
        kept += raw;
      });
      if (!kept.empty()) kept += '}';
    }
    entry.body = std::move(kept);
  }
  for (port::Handover& handover : s_.handoffs) handover.comment.clear();
  for (port::Approval& approval : s_.approvals) approval.comment.clear();
  for (port::Climb& climb_up : s_.climbs) climb_up.comment.clear();
  row_stale_ = true;
  dirty();
  endLead("the lead's personal data are erased");
  s_.timers.clear();
  arriving_ = false;
  s_.erased = true;
  s_.final = true;
  tell("erased", "the lead's personal data are erased");
}

void Stepper::recordSent() {
  if (bound_.email_sent < 0) return;
  needRecord();
  if (new_activity_ < 0) new_activity_ = static_cast<std::int32_t>(s_.activities.size());
  recordActivity(static_cast<std::uint32_t>(bound_.email_sent), now_, {}, "automation");  // nobody's own touch
}

}  // namespace leadflow::workflow
