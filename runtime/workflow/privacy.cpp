// What may never happen, and what is forgotten: reactions to a withdrawn consent, touches against a guard, retention, erasure.
//
//     privacy { call only when consent is not denied   when consent becomes denied { stop sequences }   keep Lost 365 days then erase pii }
//
// Erasing takes every personal field out of the record and out of the activities, and everything whose nature nobody declared;
// free words that people wrote go too. What is left says what happened to the lead and when, not to whom.
#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "runtime/port/ids.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_scan.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/workflow/as_it_was.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/own_id.hpp"
#include "runtime/workflow/personal.hpp"

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

// ---- guards: a person's own touch is not undone, but it is noted
//
// A touch is judged by the instant at which it happened, however late it is told. Of a guard that only events change, the state
// keeps since when it held and since when not. One that time changes as well is asked anew, with the record of that instant.

namespace {

std::string violationBy(const std::string& by, const port::ActivityEntry& entry, const bytecode::GuardInfo& guard) {
  std::string text = entry.type + " at ";
  appendInstant(text, entry.at);
  if (!by.empty()) text += " by " + by;
  return text + ": " + guard.text;
}

}  // namespace

std::string Stepper::violationText(const port::ActivityEntry& entry, const bytecode::GuardInfo& guard) const {
  const bool there = !isMissing(world_.desk->people().find(entry.by));   // anybody else may be the lead itself
  return violationBy(there ? entry.by : std::string(), entry, guard);
}

bool Stepper::heldAt(std::uint32_t number, std::int64_t at, std::size_t except) {
  const bytecode::GuardInfo& guard = flow_.guards[number];
  const auto& edges = s_.guards[number];
  if (!guard.time_dependent && !(edges.empty() && except < s_.activities.size())) {
    if (edges.empty() || (at >= now_ && except >= s_.activities.size())) return holds(guard.only_when);   // also of a table that has changed
    bool held = edges.front().held;
    for (const port::GuardEdge& edge : edges)
      if (edge.since < at || (edge.since == at && except >= edge.behind)) held = edge.held;
    return held;
  }
  if (at >= s_.now && except >= s_.activities.size()) return holdsAt(guard.only_when, at);
  needRecord();
  const std::size_t told = step_.unread.size(), fresh_activities = fresh_activities_;
  const auto fresh = fresh_;   // what of this event is not read yet is read, and told, of the lead as it is
  port::LeadState present = s_;
  s_.record = recordAt(present, at, except);
  backTo(s_, at, except);
  row_stale_ = true;
  dirty();
  const bool held = holdsAt(guard.only_when, at);
  s_ = std::move(present);
  row_stale_ = true;
  dirty();
  step_.unread.resize(told);
  fresh_ = fresh;
  fresh_activities_ = fresh_activities;
  return held;
}

void Stepper::checkTouch(const port::ActivityEntry& entry) {
  for (std::uint32_t i = 0; i < flow_.guards.size(); ++i) {
    const bytecode::GuardInfo& guard = flow_.guards[i];
    const bool names = std::any_of(guard.activities.begin(), guard.activities.end(), [&](std::uint32_t activity) { return chunk_.activities[activity].name == entry.type; });
    if (!names || heldAt(i, entry.at, s_.activities.size())) continue;
    std::string text = violationText(entry, guard);
    tell("violation", "against privacy: " + text, guard.place);
    s_.violations.push_back(std::move(text));
  }
}

/// As if the values of the record had been told first, and then each of its touches as an event of its own time.
void Stepper::judgeRecorded(const port::Event& event) {
  if (flow_.guards.empty() || touches_.empty()) return;
  noteGuards(event, activities_before_);   // judges those again that what it says late concerns
  if (remembered_) record_before_ = s_.record;
  judgeTouches();
}

void Stepper::judgeTouches() {
  if (touches_.empty()) return;
  const auto recorded = [&](const port::ActivityEntry& entry) {
    return std::any_of(touches_.begin(), touches_.end(), [&](const Touch& touch) { return touch.at == entry.at && chunk_.activities[touch.type].name == entry.type; });
  };
  for (std::uint32_t i = 0; i < flow_.guards.size(); ++i) judge(i, recorded);
}

/// A lead that an earlier version of the program kept, or the playbook's earlier version: what holds now has held so far.
void Stepper::beginGuards() {
  if (isMissing(s_.created)) return;
  for (std::uint32_t i = 0; i < flow_.guards.size(); ++i)
    if (s_.guards[i].empty() && !flow_.guards[i].time_dependent) s_.guards[i].push_back({s_.created, holds(flow_.guards[i].only_when)});
}

void Stepper::rememberRecord(std::int64_t until, std::vector<std::pair<std::string, std::string>> record, std::size_t behind) {
  constexpr std::size_t kRemembered = 64;   // so many changes of a record, and a late touch before them is judged by the oldest
  if (s_.records_before.size() == kRemembered) s_.records_before.erase(s_.records_before.begin());
  s_.records_before.push_back({until, std::move(record), static_cast<std::uint32_t>(behind), {}});
}

/// Guards that ask for a field which the event tells late, behind a later word of it: their answer of then is worked out. Left out are
/// those that something else has changed since, and those that ask for a further field of which somebody spoke later: today's value is
/// not the value of then.
std::vector<std::uint32_t> Stepper::guardsOfThen(std::int64_t from) const {
  std::vector<std::uint32_t> those;
  const auto& schema = *bound_.desk->schema();
  for (std::uint32_t i = 0; i < flow_.guards.size(); ++i) {
    if (flow_.guards[i].time_dependent || s_.guards[i].empty()) continue;
    const bool changed = std::any_of(s_.guards[i].begin(), s_.guards[i].end(), [&](const auto& edge) {
      return edge.since > from && std::none_of(said_since_.begin(), said_since_.end(), [&](const SaidSince& since) { return since.at == edge.since; });
    });
    const auto asks = [&](std::int32_t target) {
      if (target < 0) return false;
      const auto& feeds = schema.feeds(target);
      return std::any_of(feeds.begin(), feeds.end(), [&](const ingest::Feed& feed) { return asksFor(flow_.guards[i].fields, feed.field); });
    };
    const bool told = std::any_of(said_since_.begin(), said_since_.end(), [&](const SaidSince& since) { return asks(bound_.targetOf(since.name)); });
    const bool said = std::any_of(s_.said.begin(), s_.said.end(), [&](const auto& each) {
      const std::int32_t target = bound_.targetOf(each.first);
      return each.second > std::max(from, s_.created) && asks(target) &&
             std::none_of(said_since_.begin(), said_since_.end(), [&](const SaidSince& since) { return bound_.sameField(bound_.targetOf(since.name), target); });
    });
    if (told && !changed && !said) those.push_back(i);
  }
  return those;
}

void Stepper::rewriteGuards(const std::vector<std::uint32_t>& guards, std::int64_t from, std::int64_t until, bool told) {
  row_stale_ = true;
  dirty();
  for (const std::uint32_t i : guards) {
    auto& edges = s_.guards[i];
    if (until <= edges.front().since) continue;
    const std::int64_t begin = std::max(from, edges.front().since);
    const bool own = told && begin == from;   // of its own instant the event comes behind what was told before it
    port::GuardEdge anew{begin, holds(flow_.guards[i].only_when), own ? static_cast<std::uint32_t>(activities_before_) : 0};
    const auto first = std::find_if(edges.begin(), edges.end(), [&](const port::GuardEdge& edge) { return own ? edge.since > begin : edge.since >= begin; });
    const auto last = std::find_if(first, edges.end(), [&](const port::GuardEdge& edge) { return edge.since >= until; });
    const bool after = (last == edges.begin() ? edges.front() : *std::prev(last)).held;
    if (!own && first != edges.end() && first->since == begin) anew.behind = first->behind;
    std::vector<port::GuardEdge> all(edges.begin(), first);
    all.push_back(anew);
    if (last == edges.end() || last->since != until) all.push_back({until, after});   // else what was said then changes it again
    all.insert(all.end(), last, edges.end());
    edges = std::move(all);
    if (isMissing(guards_rewritten_) || begin < guards_rewritten_) guards_rewritten_ = begin;
  }
}

void Stepper::noteGuards(const port::Event& event, std::size_t activities) {
  if (quiet_ && step_.account.empty()) return;
  using port::EventType;
  const bool says = event.type == EventType::LeadCreated || event.type == EventType::LeadUpdated || event.type == EventType::ConsentChanged ||
                    event.type == EventType::Activity || event.type == EventType::ChecklistAnswered;
  const std::int64_t said = says && !isMissing(event.at) ? std::min(event.at, now_) : isMissing(brought_since_) ? now_ : brought_since_;
  if (remembered_ && s_.revision > 1 && record_before_ != s_.record) rememberRecord(said, std::move(record_before_), activities);
  for (std::uint32_t i = 0; i < flow_.guards.size(); ++i) {
    if (flow_.guards[i].time_dependent) {
      if (said < now_) judgeAgain(i, said);   // a value of the record, or an activity that the guard asks for
      continue;
    }
    if (!isMissing(guards_rewritten_)) judgeAgain(i, guards_rewritten_);
    auto& edges = s_.guards[i];
    const bool held = holds(flow_.guards[i].only_when);
    if (!edges.empty() && edges.back().held == held) continue;
    const std::int64_t since = edges.empty() ? s_.created : said > edges.back().since ? said : now_;
    const auto behind = static_cast<std::uint32_t>(edges.empty() ? 0 : activities);
    if (!edges.empty() && edges.back().since == since && edges.back().behind == behind) edges.back().held = held;
    else edges.push_back({since, held, behind});
    if (since < now_) judgeAgain(i, since);
  }
}

void Stepper::judgeAgain(std::uint32_t number, std::int64_t from) {
  judge(number, [from](const port::ActivityEntry& entry) { return entry.at > from; });
}

/// Brings what is told of these touches to what is true of them, each by what was there before it: those of its own instant that were
/// told after it come behind it. Who is told by name may be in the roster no more, or again. What came with another lead was judged
/// there: in the event that brings it no instant is judged for its sake, and what was told there is not told again.
void Stepper::judge(std::uint32_t number, const std::function<bool(const port::ActivityEntry&)>& of) {
  const bytecode::GuardInfo& guard = flow_.guards[number];
  struct Instant { std::string begins; std::vector<port::ActivityEntry> against; };
  std::vector<Instant> all;
  for (std::size_t i = 0; i < s_.activities.size(); ++i) {
    const port::ActivityEntry entry = s_.activities[i];
    if (entry.by == port::kAutomation || !of(entry)) continue;
    if (std::none_of(guard.activities.begin(), guard.activities.end(), [&](std::uint32_t activity) { return chunk_.activities[activity].name == entry.type; })) continue;
    std::string begins = entry.type + " at ";
    appendInstant(begins, entry.at);
    auto here = std::find_if(all.begin(), all.end(), [&](const Instant& each) { return each.begins == begins; });
    if (here == all.end() && i >= own_activities_) continue;
    if (here == all.end()) here = all.insert(here, {std::move(begins), {}});
    if (!heldAt(number, entry.at, i)) here->against.push_back(entry);
  }
  for (const Instant& here : all) {
    std::vector<std::string> over, left, elsewhere;   // told and not so; so and not told; told of a lead that was merged into this one
    const auto isOf = [&](const std::string& told) { return told.starts_with(here.begins) && told.ends_with(": " + guard.text); };
    std::copy_if(s_.violations.begin(), s_.violations.end(), std::back_inserter(over), isOf);
    std::copy_if(s_.told_elsewhere.begin(), s_.told_elsewhere.end(), std::back_inserter(elsewhere), isOf);
    for (const port::ActivityEntry& entry : here.against) {
      auto known = std::find(over.begin(), over.end(), violationBy(entry.by, entry, guard));
      if (known == over.end()) known = std::find(over.begin(), over.end(), violationBy({}, entry, guard));
      if (known != over.end()) over.erase(known);
      else left.push_back(violationText(entry, guard));
    }
    for (const std::string& text : elsewhere)
      if (!left.empty()) {
        const auto same = std::find(left.begin(), left.end(), text);
        left.erase(same == left.end() ? left.begin() : same);   // who did it may be called otherwise by now
      }
    for (const std::string& text : over) {
      s_.violations.erase(std::find(s_.violations.begin(), s_.violations.end(), text));
      tell("violation withdrawn", "not against privacy after all: " + text, guard.place);
    }
    for (std::string& text : left) {
      tell("violation", "against privacy: " + text, guard.place);
      s_.violations.push_back(std::move(text));
    }
  }
}

// ---- what is forgotten

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

/// The reps who have or had the lead, or were offered it: some may have left since.
std::set<std::string> Stepper::whoHadIt() const {
  std::set<std::string> had;
  for (const port::Holding& holding : s_.holdings) had.insert(holding.rep);
  for (const port::Seat& taken : s_.seats) had.insert(taken.rep);
  for (const auto& [rep, at] : s_.owners_before) had.insert(rep);
  for (const port::Handover& handover : s_.handoffs) had.insert(handover.from), had.insert(handover.to);
  return had;
}

void Stepper::erase() {
  if (s_.erased) return;
  needRecord();
  const ingest::LeadSchema& schema = *bound_.desk->schema();
  decodeRow(s_, false);
  const auto goes = [&](const ingest::Feed& feed) {   // what is not read, or cannot be, may be anything
    return isPersonal(chunk_.fields[feed.field]) || feed.rank != bound_.ranks[feed.field] || bound_.outcomes[feed.field] == ingest::Outcome::Bad;
  };
  std::erase_if(s_.record, [&](const auto& entry) {
    const std::int32_t target = bound_.targetOf(entry.first);
    return target < 0 || std::any_of(schema.feeds(target).begin(), schema.feeds(target).end(), goes);
  });
  for (port::ActivityEntry& entry : s_.activities) {
    if (entry.body.empty()) continue;
    const int type = schema.findActivity(entry.type, bound_.scratch);
    std::string kept;
    if (type >= 0) {
      const ingest::ActivitySchema& activity = schema.activities()[static_cast<std::size_t>(type)];
      std::vector<std::uint16_t> ranks(activity.fields.size(), UINT16_MAX);
      json::eachMember(entry.body, [&](std::string_view name, std::string_view raw) {
        const std::int32_t target = activity.names.find(name, bound_.scratch);
        if (target < 0) return;
        bool first = false;   // what is not read, or cannot be, may be anything
        for (const ingest::Feed feed : activity.targets[static_cast<std::size_t>(target)]) {
          ingest::FaultKind fault{};
          Slot slot = kMissing;
          const ingest::JsonValue value = jsonValue(raw, bound_.arena, bound_.text, bound_.items);
          const bool bad = ingest::readValue(activity.fields[feed.field], value, bound_.items, false, false, bound_.arena, bound_.scratch, slot, fault) == ingest::Outcome::Bad;
          if (bad || isPersonal(activity.info->fields[feed.field])) return;
          first = first || ranks[feed.field] > feed.rank;
          ranks[feed.field] = std::min(ranks[feed.field], feed.rank);
        }
        if (!first) return;
        kept += kept.empty() ? '{' : ',';
        appendJsonString(kept, name);
        kept += ':';
        kept += raw;
      });
      if (!kept.empty()) kept += '}';
    }
    entry.body = std::move(kept);
  }
  const std::set<std::string> had = whoHadIt();
  const auto forget = [&](std::string& who) {   // who is no rep, and never was the lead's, may be the lead itself
    if (who != "automation" && isMissing(world_.desk->people().find(who)) && had.count(who) == 0) who.clear();
  };
  for (port::ActivityEntry& entry : s_.activities) forget(entry.by);
  for (port::Visit& visit : s_.visits) forget(visit.by);
  for (port::Handover& handover : s_.handoffs) {
    handover.comment.clear();
    forget(handover.by);
    forget(handover.feedback_by);
  }
  for (port::Approval& approval : s_.approvals) {
    approval.comment.clear();
    forget(approval.by);
  }
  for (port::Climb& climb_up : s_.climbs) {
    climb_up.comment.clear();
    for (std::string* who : {&climb_up.acknowledged_by, &climb_up.held_by, &climb_up.resolved_by}) {   // that it was done stays
      const bool done = !who->empty();
      forget(*who);
      if (done && who->empty()) *who = "somebody";
    }
  }
  s_.records_before.clear();
  s_.said.clear();
  s_.words.clear();
  s_.told_elsewhere.clear();
  s_.aside.clear();   // what people wrote in handoffs and approvals of earlier versions
  row_stale_ = true;
  dirty();
  endLead("the lead's personal data are erased");
  s_.timers.clear();
  arriving_ = false;
  s_.erased = true;
  s_.final = true;
  step_.forget = true;
  tell("erased", "the lead's personal data are erased");
  for (const std::string& other : s_.merged) send(port::EventType::LeadErased, other, ownId({"erase", s_.id, std::to_string(s_.revision), other}));
}

/// Nothing was ever applied to it, but what was refused is kept until somebody looks at it, and what waits or was set aside names it.
/// It stays erased, as every lead does. Of what waits or was set aside only the command knows.
void Stepper::eraseRefused(const port::Event& event) {
  if (s_.journal_seq == 0 && !isErasingOfOwn(event)) {
    refuse("no lead `" + s_.id + "`");
    return;
  }
  step_.forget = true;
  ++s_.revision;
  s_.now = now_;
  s_.erased = true;
  s_.final = true;
  tell("erased", s_.journal_seq == 0 ? "what was told of this lead, which never came, is erased" : "what was refused of this lead is erased");
}

/// It has ended in a lead that knows nothing any more, as a copy of the same person: it is erased as well, and says so.
void Stepper::mergedTooLate(const port::Event& event) {
  ++s_.revision;
  s_.now = now_;
  tell("erased", event.value + " was merged into this lead, whose personal data are erased: it is erased too");
  send(port::EventType::LeadErased, event.value, ownId({"erase", s_.id, std::to_string(s_.revision), event.value}));
}

void Stepper::recordSent() {
  if (bound_.email_sent < 0) return;              // a playbook that an earlier version compiled
  needRecord();
  recordActivity(static_cast<std::uint32_t>(bound_.email_sent), now_, {}, std::string(port::kAutomation));
  noteTouch(static_cast<std::uint32_t>(bound_.email_sent), false);
}

}  // namespace leadflow::workflow
