#include "tests/lives/live/facts.hpp"

#include <algorithm>
#include <map>

#include "runtime/audit/verify.hpp"
#include "runtime/workflow/engine.hpp"
#include "runtime/workflow/replay.hpp"
#include "tests/lives/live/figures.hpp"
#include "tests/lives/live/outlook.hpp"
#include "tests/lives/make/story.hpp"

namespace leadflow::lives {

namespace {

using port::Status;

std::string when(Instant at) {
  if (isMissing(at)) return "never";
  return instantText(at);
}

}  // namespace

Instant dueOf(const workflow::World& world, const port::Clock& clock) {
  if (isMissing(clock.resumed)) return kMissing;
  if (clock.calendar < 0) return clock.resumed + std::max<std::int64_t>(0, clock.target - clock.elapsed);
  const auto& calendar = world.desk->program().calendar(static_cast<std::uint32_t>(clock.calendar));
  if (clock.resumed == clock.started && clock.elapsed == 0) return calendar.addBusiness(clock.started, clock.span).value_or(kMissing);
  return calendar.addOpen(clock.resumed, std::max<std::int64_t>(0, clock.target - clock.elapsed)).value_or(kMissing);
}

void leadFacts(const workflow::World& world, const port::LeadState& lead, const std::vector<port::Effect>& effects, std::vector<std::string>& lines) {
  const auto& flow = world.workflow();
  const auto fact = [&](const std::string& text) { lines.push_back(lead.id + " | " + text); };
  const auto stage = [&](std::int64_t number) { return number < 0 ? std::string() : flow.stages[static_cast<std::size_t>(number)].name; };
  const auto reason = [&](std::int32_t number) { return number < 0 ? std::string() : " reason " + flow.reasons[static_cast<std::size_t>(number)].name; };
  fact("stage " + stage(lead.stage) + " since " + when(lead.entered) + reason(lead.reason));
  std::string visits = "visits";
  bool ended = lead.final;
  for (const port::Visit& visit : lead.visits) {
    visits += " " + stage(visit.stage);
    ended = ended || flow.stages[visit.stage].final;
  }
  fact(visits);
  for (std::size_t i = 0; i < lead.seats.size(); ++i)
    if (const port::Seat& seat = lead.seats[i]; !seat.rep.empty())
      fact("seat " + (i < flow.seats.size() ? flow.seats[i] : std::string("owner")) + " " + seat.rep + " since " + when(seat.since) + (seat.manual ? " by a person" : ""));
  if (lead.queue >= 0) fact("queue " + world.chunk().queues[static_cast<std::size_t>(lead.queue)].name + " since " + when(lead.queued));
  if (!lead.merged_into.empty()) fact("merged into " + lead.merged_into);
  if (lead.erased) fact("erased");
  if (lead.final) fact("final");
  if (lead.set_aside) fact("set aside");
  static const char* const clock_words[] = {"idle", "running", "paused", "overdue", "met", "missed"};
  for (std::size_t i = 0; i < lead.clocks.size(); ++i) {
    const port::Clock& clock = lead.clocks[i];
    if (clock.runs == 0) continue;
    std::string text = "clock " + flow.slas[i].name + " " + clock_words[clock.state] + " from " + when(clock.started);
    if (clock.state == 1) text += " due " + when(dueOf(world, clock));
    if (clock.state == 3) text += " since " + when(clock.breached);
    if (!isMissing(clock.stopped) && (clock.state == 4 || (clock.state == 5 && !ended && clock.last_response == clock.elapsed))) text += " stopped " + when(clock.stopped) + " after " + std::to_string(clock.last_response / 1000) + " s";
    if (clock.state >= 3 || (clock.state == 2 && !isMissing(clock.breached))) text += " by " + clock.who;
    fact(text + " runs " + std::to_string(clock.runs) + " met " + std::to_string(clock.met) + " missed " + std::to_string(clock.missed));
  }
  static const char* const sequence_words[] = {"idle", "running", "finished", "stopped"};
  for (std::size_t i = 0; i < lead.sequences.size(); ++i) {
    const port::Run& run = lead.sequences[i];
    if (run.runs == 0) continue;
    std::string text = "sequence " + flow.sequences[i].name + " " + sequence_words[run.state] + " from " + when(run.started) + " runs " + std::to_string(run.runs);
    if (run.state == 1) {
      Instant next = kMissing;
      for (const port::Timer& timer : lead.timers)
        if (timer.kind == port::TimerKind::SequenceStep && timer.index == i) next = timer.due;
      text += " step " + std::to_string(run.step) + " next " + when(next);
    } else {
      text += " ended " + when(run.ended);
    }
    fact(text);
  }
  static const char* const handoff_words[] = {"none", "waiting", "accepted", "rejected", "late"};
  for (std::size_t i = 0; i < lead.handoffs.size(); ++i) {
    const port::Handover& h = lead.handoffs[i];
    if (h.offers > 0)
      fact("handoff " + flow.handoffs[i].name + " " + handoff_words[h.state] + " offered " + when(h.offered) + " to " + h.to + " answered " + when(h.answered) + " by " + h.by + " feedback " + std::to_string(h.feedback) +
           " offers " + std::to_string(h.offers));
  }
  static const char* const approval_words[] = {"none", "asked", "granted", "refused", "late"};
  for (std::size_t i = 0; i < lead.approvals.size(); ++i) {
    const port::Approval& a = lead.approvals[i];
    std::string of;
    for (const std::string& rep : a.asked_of) of += " " + rep;
    if (!isMissing(a.asked))
      fact("approval " + flow.approvals[i].name + " " + approval_words[a.state] + " line " + std::to_string(a.ask) + " asked " + when(a.asked) + " decided " + when(a.decided) + " by " + a.by + " of" + of);
  }
  for (const port::Climb& climb : lead.climbs) {
    std::string text = "climb " + flow.escalations[climb.escalation].name + " from " + when(climb.opened) + " level " + std::to_string(climb.next_level) + " closed " + when(climb.closed) + " told";
    for (const auto& [rep, at] : climb.told) text += " " + rep;
    fact(text);
  }
  for (std::size_t i = 0; i < lead.milestones.size(); ++i)
    if (!isMissing(lead.milestones[i])) fact("milestone " + world.chunk().milestones[i].name + " " + when(lead.milestones[i]));
  for (const auto& [other, rule] : lead.flags) fact("seems to repeat " + other);
  for (const std::string& violation : lead.violations) fact("violation " + violation.substr(0, violation.find(' ')));
  std::map<std::string, int> touches;
  for (const port::ActivityEntry& entry : lead.activities) ++touches[entry.type];
  for (const auto& [type, count] : touches) fact("did " + type + " " + std::to_string(count));
  for (const port::Effect& effect : effects) {
    // What the playbook says; what the engine words itself is its own affair. Of an erased lead neither words nor mails are left.
    const bool said = effect.text.compare(0, 2, "t-") == 0 && !lead.erased;
    std::string text = "effect " + when(effect.at) + " " + port::effectName(effect.kind) + " " + effect.target + " to";
    if (effect.kind == port::EffectKind::Email && lead.erased) continue;
    for (const std::string& to : effect.to) text += " " + to;
    if (effect.kind == port::EffectKind::Email) {   // what a template may name
      std::vector<std::string> known;
      for (const auto& [name, value] : effect.fields) known.push_back(name);
      std::sort(known.begin(), known.end());
      text += " knows";
      for (const std::string& name : known) text += " " + name;
    }
    fact(text + (said ? ": " + effect.text : ""));
  }
}

std::string storeFacts(store::Opened& opened, Instant now, std::vector<std::string>& lines) {
  port::Store& store = *opened.store;
  const auto salts = workflow::seededSalts(7);
  workflow::Engine reader(store, {}, *salts);
  if (const Status status = reader.resume(); !status.ok()) return status.error;
  std::map<std::string, std::vector<port::Effect>> effects;
  std::vector<port::OutboxStore::Row> rows;
  if (!opened.outbox->list("", 10'000'000, rows)) return "the outbox cannot be read";
  for (auto& row : rows) effects[row.effect.lead].push_back(std::move(row.effect));
  const Status status = store.eachLead([&](const port::LeadState& lead) {
    if (!lead.id.empty() && !isMissing(lead.created)) leadFacts(*reader.world(lead.version), lead, effects[lead.id], lines);
    return true;
  });
  if (!status.ok()) return status.error;
  if (std::string wrong = storeOutlook(store, reader, now, lines); !wrong.empty()) return wrong;
  port::WorldRows world;
  if (const Status there = store.world(world); !there.ok()) return there.error;
  if (world.playbooks.size() == 1)
    if (std::string wrong = storeFigures(store, reader, now, lines); !wrong.empty()) return wrong;
  std::vector<std::pair<port::StoredEvent, std::string>> refused;
  if (const Status there = store.refusedEvents(10'000, refused); !there.ok()) return there.error;
  for (const auto& [event, why] : refused)
    if (event.event.id.compare(0, 9, "leadflow:") != 0) lines.push_back((why.compare(0, 15, "refused in part") == 0 ? "refused in part " : "refused ") + event.event.id);
  port::DeskRows desk;
  if (const Status begun = store.begin(); !begun.ok()) return begun.error;
  const Status asked = store.desk(desk);
  store.rollback();
  if (!asked.ok()) return asked.error;
  for (const port::TurnRow& row : desk.turns)
    if (!row.pool.empty() && row.served > 0) lines.push_back("turns " + row.pool + " " + row.rep + " " + std::to_string(row.served));
  std::sort(lines.begin(), lines.end());
  return {};
}

std::string replayFinds(port::Store& store) {
  workflow::ReplayResult result;
  if (const Status replayed = workflow::replay(store, result); !replayed.ok()) return replayed.error;
  if (result.different > 0) return "replay differs: " + result.differences.front().recorded + "\n" + result.differences.front().replayed;
  if (result.state_differences > 0) return "replay: states differ";
  if (!result.turn_differences.empty()) return "replay: " + result.turn_differences.front();
  if (!result.world_differences.empty()) return "replay: " + result.world_differences.front();
  return {};
}

std::string auditFinds(port::Store& store) {
  audit::Verified verified;
  if (const Status sound = audit::verify(store, verified); !sound.ok()) return sound.error;
  if (!verified.findings.empty()) return "audit: " + verified.findings.front().text;
  return {};
}

std::string unsound(port::Store& store) {
  std::string found = replayFinds(store);
  return found.empty() ? auditFinds(store) : found;
}

std::string difference(std::vector<std::string> expected, std::vector<std::string> found, const std::string& way) {
  leaveOpen(expected, found);
  std::vector<std::string> here, there;
  std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(), std::back_inserter(here));
  std::set_difference(found.begin(), found.end(), expected.begin(), expected.end(), std::back_inserter(there));
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(4, here.size()); ++i) text += "  reference only: " + here[i] + "\n";
  for (std::size_t i = 0; i < std::min<std::size_t>(4, there.size()); ++i) text += "  " + way + " only: " + there[i] + "\n";
  return text;
}

}  // namespace leadflow::lives
