// What an event itself says, before anything follows from it: the record changes, an activity is added, a person decides.
//
//     {"type":"lead.updated","lead":"00Q1","body":{"Email":"a@acme.example","title":null}}
//     record: what feeds `email` is replaced, whatever column fed it before; what fed `title` goes
#include <algorithm>
#include <span>
#include <utility>

#include "runtime/port/ids.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_scan.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/find_name.hpp"
#include "runtime/workflow/personal.hpp"

namespace leadflow::workflow {

using port::Event;
using port::EventType;
using port::Timer;
using port::TimerKind;

namespace {

constexpr std::size_t kMostNames = 2048;   // of a record; beyond them what no field reads is not kept (limits.md)

/// A value as the record keeps it. What `set` gives an instant is read though the field has a format of its own (look.cpp); what an event says
/// must have that format: where it has not, it is kept with an escape, which `set` never writes.
std::string asTold(const ingest::LeadSchema& schema, std::span<const ingest::Feed> fed, std::string_view raw, std::string& scratch) {
  std::string text;
  for (const ingest::Feed& feed : fed) {
    const ingest::FieldDecoder& decoder = schema.fields()[feed.field];
    if (decoder.info().type.kind != TypeKind::Instant || decoder.info().format.empty()) continue;
    if (raw == "null" || raw.front() == '{' || raw.front() == '[' || raw.find('\\') != std::string_view::npos) break;
    if (text.empty()) text = raw.front() == '"' ? raw.substr(1, raw.size() - 2) : raw;
    Arena arena;
    Slot slot = kMissing;
    ingest::FaultKind fault{};
    if (text.empty() || static_cast<unsigned char>(text.front()) >= 0x80 || decoder.decode(text, arena, scratch, false, slot, fault) != ingest::Outcome::Bad) continue;
    if (!parseInstant(text, schema.zone(), "")) continue;
    constexpr char kHex[] = "0123456789abcdef";
    std::string kept = "\"\\u00";
    kept += kHex[text.front() >> 4];
    kept += kHex[text.front() & 15];
    return kept + text.substr(1) + '"';
  }
  return std::string(raw);
}

}  // namespace

bool Stepper::refuse(std::string why) {
  step_.refused = true;
  std::erase_if(step_.unread, [](const Unread& each) { return !each.ofEvent(); });
  for (std::size_t i = 0; i < step_.unread.size() && i < 3; ++i) why += "; " + step_.unread[i].reason();
  unread_told_ = 0;
  step_.outcome = "refused: " + why;
  tell("refused", std::move(why));
  return false;
}

bool Stepper::ignore(std::string why) {
  ignored_ = true;
  step_.changed = false;
  std::erase_if(step_.unread, [](const Unread& each) { return !each.ofEvent(); });
  if (step_.unread.empty()) step_.outcome = "ignored: " + std::move(why);
  else step_.outcome = withUnread("applied", step_.unread) + "; the rest changes nothing: " + std::move(why);   // listed all the same
  return false;
}

void Stepper::take(const Event& event) {
  told_at_ = saysWhen(event.type) && !isMissing(event.at) && event.at < now_ ? event.at : kMissing;
  takeIt(event);
  told_at_ = kMissing;
}

void Stepper::takeIt(const Event& event) {
  switch (event.type) {
    case EventType::LeadCreated: return create(event);
    case EventType::LeadUpdated:
      if (changeRecord(event)) setRight();
      return;
    case EventType::ConsentChanged: return consent(event);
    case EventType::Activity: return addActivity(event);
    case EventType::StageMoved:
      if (moveByPerson(event)) s_.set_aside = false;   // a person has looked at it
      return;
    case EventType::OwnerAssigned: return assignByPerson(event);
    case EventType::QueueClaimed: return claim(event);
    case EventType::ChecklistAnswered: return answerChecklist(event);
    case EventType::HandoffAccepted:
    case EventType::HandoffRejected: return answerHandoff(event);
    case EventType::FeedbackGiven: return feedback(event);
    case EventType::ApprovalDecided: return decideApproval(event);
    case EventType::EscalationAcknowledged: return acknowledge(event);
    case EventType::EscalationResolved: return resolve(event);
    case EventType::LeadMerged: return mergeIn(event);
    case EventType::Absorbed: return absorb(event);
    case EventType::Flagged: return flagOther(event);
    case EventType::LeadErased: return erase();
    case EventType::OwnerLeft: return ownerLeft();
    case EventType::OwnerRebalanced: return rebalanced(event);
    case EventType::Timer: return fireTimer(event);
    case EventType::Deployed: return goneOver();
    case EventType::ZonesChanged: return reckonAnew(event);
    case EventType::RosterChanged:
      tell("roster", "the roster says something else of " + event.value);
      return askAnew();
    case EventType::TableChanged:
    case EventType::Tick: quiet_ = true; return;
  }
}

// ---- a lead begins

void Stepper::create(const Event& event) {
  if (!isMissing(s_.created)) {
    if (!changeRecord(event)) return;
    for (Unread& each : membersOfNew(event)) unread(each.kind, std::move(each.field), each.value, {}, each.pii);
    tell("updated", "the lead was there already: its record is updated");
    setRight();
    return;
  }
  s_.created = isMissing(event.at) ? now_ : std::min(event.at, now_);
  std::string aside;
  if (given_) takeRow();
  else changeRecord(event, true);
  std::int32_t stage = -1;
  if (!step_.refused && !event.name.empty()) {
    std::string near;
    stage = positionOf(flow_.stages, event.name, near);
    for (std::size_t i = 0; stage < 0 && i < flow_.stages.size(); ++i)
      for (const std::string& was : flow_.stages[i].was)
        if (was == event.name) stage = static_cast<std::int32_t>(i);
    if (stage < 0) refuse("`" + event.name + "` is not a stage of the playbook" + near);
  }
  if (!step_.refused && !given_) {   // of a row that was given its reader has set aside what cannot be used
    decodeNow();   // what the stage will look at anyway
    aside = unusable(false);
    if (!aside.empty() && flow_.rejected_queue < 0) refuse(aside);
  }
  if (step_.refused) {
    s_.created = kMissing;
    s_.record.clear();
    s_.activities.clear();
    fresh_.clear();
    row_stale_ = true;
    return;
  }
  created_ = true;
  record_changed_ = true;
  tell("created", "lead created");
  if (!aside.empty()) {
    s_.set_aside = true;
    tell("set aside", "the record cannot be used: " + aside, {}, true);
    if (stage >= 0) s_.stage = stage, s_.entered = s_.created;
    else if (flow_.present) moveTo(flow_.initial, -1, {}, "where leads begin", flow_.stages[flow_.initial].place);
    arriving_ = false;
    enqueue(static_cast<std::uint32_t>(flow_.rejected_queue), seat(), Cause{"rejected records"});
    judgeTouches();
    return;
  }
  if (stage >= 0) {
    // A lead that lives elsewhere comes as it is: it does not enter the stage, it is in it.
    adopted_ = s_.unsettled = true;
    s_.stage = stage;
    s_.entered = s_.created;
    s_.visits.push_back({static_cast<std::uint32_t>(stage), s_.entered, -1, event.by});
    const bytecode::StageInfo& info = flow_.stages[static_cast<std::size_t>(stage)];
    s_.aged.assign(info.aging.size(), 0);
    s_.final = info.final;
    loaded_ = true;
    dirty();
    tell("adopted", "adopted in stage " + info.name, info.place);
  } else if (flow_.present) {
    moveTo(flow_.initial, -1, {}, "where leads begin", flow_.stages[flow_.initial].place);
  }
  adopt(event);
  judgeTouches();   // those in the record of this very instant, in the stage and with the owner with which it comes
  if (adopted_) {
    became_.push_back(static_cast<std::uint32_t>(stage));
    planAging();
    ending_ = s_.final;
  }
  if (!flow_.present && s_.seats.front().rep.empty() && s_.queue < 0)
    for (const std::uint32_t r : world_.desk->routes()) route(r, 0, {}, Cause{"route " + chunk_.routes[r].name});
}

bool Stepper::adopt(const Event& event) {
  if (!event.value.empty()) {
    const Slot rep = world_.desk->people().find(event.value);
    if (isMissing(rep)) {
      unread(ingest::FaultKind::UnknownRep, "owner", event.value, nearestRep(event.value), false);
    } else {
      surroundings_.turns().assigned(static_cast<std::uint32_t>(rep), now_);
      step_.used_turns = true;
      assign(seat(), world_.desk->people().rep(rep).id, false, -1, {}, {});
    }
  }
  if (event.target.empty()) return true;
  std::string near;
  const std::int32_t queue = positionOf(chunk_.queues, event.target, near);
  if (queue >= 0) {
    enqueue(static_cast<std::uint32_t>(queue), seat(), Cause{"lead.created"});
    came_in_queue_ = true;
    return true;
  }
  std::vector<std::string> names;
  for (const auto& each : chunk_.queues) names.push_back(each.name);
  const int place = nearest(event.target, names);
  unread(ingest::FaultKind::UnknownQueue, "queue", event.target, place < 0 ? std::string() : names[static_cast<std::size_t>(place)], false);
  return true;
}

// ---- the record

/// An update that would leave a required field empty, or bring an unreadable value for a strict one, changes nothing.
bool Stepper::changeRecord(const Event& event, bool begins) {
  const std::string& body = event.body;
  bound_.touched.clear();
  const bool consents = event.type == EventType::ConsentChanged;
  const bool updates = consents || event.type == EventType::LeadUpdated;
  const bool dated = updates || (event.type == EventType::LeadCreated && !begins);   // of a lead that is there it is an update
  bool says = false;
  json::eachMember(body, [&](std::string_view, std::string_view) { says = true; });
  if (updates && !says && (json::bare(body).empty() || json::bare(body).front() == '{')) return refuse("the event says nothing: it needs a `record` with what changed");
  if (json::bare(body).empty()) return true;
  std::string repaired;
  const bool sound = isValidUtf8(body);
  if (!sound) repaired = repairUtf8(body);
  const std::string_view text = sound ? std::string_view(body) : std::string_view(repaired);
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos || !json::valid(text) || json::bare(text).front() != '{')
    return refuse("the record is not a JSON object");
  const bool checked = consents || (bound_.exacting && !begins);
  std::vector<std::pair<std::string, std::string>> before;
  std::vector<std::pair<std::string, std::int64_t>> said;
  if (checked) before = s_.record, said = s_.said;
  said_since_.clear();
  said_at_ = dated && !merging_ ? (isMissing(event.at) ? now_ : std::min(event.at, now_)) : kMissing;
  const std::size_t activities = s_.activities.size();
  const auto feeds = [&](std::string_view name) -> std::span<const ingest::Feed> {
    const std::int32_t target = bound_.targetOf(name);
    return target < 0 ? std::span<const ingest::Feed>() : std::span<const ingest::Feed>(bound_.desk->schema()->feeds(target));
  };
  std::vector<ingest::Feed> empty;   // of several names the first that is there counts, also where it says nothing
  json::eachMember(text, [&](std::string_view name, std::string_view raw) {
    if (raw == "null") empty.insert(empty.end(), feeds(name).begin(), feeds(name).end());
  });
  json::eachMember(text, [&](std::string_view name, std::string_view raw) {
    const auto fed = feeds(name);
    const auto outranked = [&](const ingest::Feed& feed) {
      return std::any_of(empty.begin(), empty.end(), [&](const ingest::Feed& better) { return better.field == feed.field && better.rank < feed.rank; });
    };
    if (raw != "null" && !fed.empty() && std::all_of(fed.begin(), fed.end(), outranked)) return;
    if (merging_) storeValue(name, raw);
    else storeValue(name, asTold(*bound_.desk->schema(), fed, raw, bound_.scratch));
  });
  if (!checked) {
    keepSaidSince();
    if (!begins) judgeRecorded(event);
    return true;
  }
  std::string wrong;
  decodeRow(s_, true);
  if (bound_.exacting) wrong = unusable(true);
  if (wrong.empty() && consents) {
    const int key = bound_.desk->schema()->keyField();
    const auto readable = [&](std::uint16_t field) { return field != key && bound_.outcomes[field] != ingest::Outcome::Bad; };
    if (std::none_of(bound_.touched.begin(), bound_.touched.end(), readable)) {
      wrong = "nothing of it can be read";
      for (std::size_t i = 0; i < step_.unread.size() && i < 3; ++i) wrong += (i == 0 ? ": " : ", ") + step_.unread[i].reason();
    }
  }
  if (wrong.empty()) {
    row_stale_ = computed_ = false;
    fresh_.clear();
    fresh_activities_ = s_.activities.size();
    keepSaidSince();
    if (!begins) judgeRecorded(event);
    return true;
  }
  s_.said = std::move(said);
  s_.record = std::move(before);
  s_.activities.resize(activities);
  fresh_.clear();
  record_changed_ = false;
  row_stale_ = true;
  return refuse(wrong);
}

/// Of each field the last word by its own time stands, whenever it is told: a consent of 09:00 that comes after the refusal of
/// 10:00 held for an hour. Touches of that hour are judged by it.
void Stepper::keepSaidSince() {
  std::int64_t from = std::exchange(said_at_, kMissing);
  if (said_since_.empty()) return;
  readFresh();   // what cannot be read is told, though something later stands
  std::stable_sort(said_since_.begin(), said_since_.end(), [](const SaidSince& a, const SaidSince& b) { return a.at < b.at; });
  const auto remember = [&](std::int64_t until, std::vector<std::pair<std::string, std::string>> record) {
    if (remembers_) rememberRecord(until, std::move(record));
  };
  remember(from, record_before_);
  std::vector<std::uint32_t> unchanged;   // guards for which nothing happened since: what else the event says counts on
  for (std::uint32_t i = 0; i < flow_.guards.size(); ++i)
    if (!flow_.guards[i].time_dependent && !s_.guards[i].empty() && s_.guards[i].back().first < from) unchanged.push_back(i);
  const std::vector<std::uint32_t> of_then = guardsOfThen(from);
  for (std::size_t i = 0; i < said_since_.size();) {
    const std::int64_t until = said_since_[i].at;
    rewriteGuards(of_then, from, until);
    remember(until, s_.record);
    for (; i < said_since_.size() && said_since_[i].at == until; ++i) {
      SaidSince& since = said_since_[i];
      const std::int32_t target = bound_.targetOf(since.name);
      const auto same = [&](const std::string& known) { return known == since.name || bound_.sameField(bound_.targetOf(known), target); };
      std::erase_if(s_.record, [&](const auto& entry) { return same(entry.first); });
      std::erase_if(fresh_, same);
      s_.record.insert(s_.record.end(), std::make_move_iterator(since.stands.begin()), std::make_move_iterator(since.stands.end()));
      std::string text = (target < 0 ? std::string("a name that nobody reads") : "`" + since.name + "`") + ": what was said ";
      appendWall(text, until);
      tell("record", text + " is later, and stays");
    }
    row_stale_ = true;
    dirty();
    from = until;
  }
  for (const std::uint32_t i : unchanged)
    if (s_.guards[i].back().first == from) s_.guards[i].back().second = holds(flow_.guards[i].only_when);
  remembered_ = false;   // it is written down already
  said_since_.clear();
}

/// A withdrawal that was lost must not look like one that was heard.
void Stepper::consent(const Event& event) {
  if (!changeRecord(event)) return;
  tell("consent", (saysConsent() ? "consent was recorded" : "the record is updated, and no line of `privacy` asks for what changed") + (event.by.empty() ? std::string() : " by " + event.by));
  setRight();
}

/// Whether the event names a field that a line of `privacy` asks for. Without such lines whoever sends it knows.
bool Stepper::saysConsent() const {
  if (flow_.guards.empty() && flow_.reactions.empty()) return true;
  return std::any_of(bound_.touched.begin(), bound_.touched.end(), [&](std::uint16_t field) { return workflow::saysConsent(flow_, field); });
}

bool Stepper::guardsAskFor(std::uint32_t field) const {
  return std::any_of(flow_.guards.begin(), flow_.guards.end(), [&](const auto& guard) { return asksFor(guard.fields, field); });
}

bool Stepper::guardsAsk(std::int32_t target) const {
  if (target < 0) return false;
  const auto& feeds = bound_.desk->schema()->feeds(target);
  return std::any_of(feeds.begin(), feeds.end(), [&](const ingest::Feed& feed) { return guardsAskFor(feed.field); });
}

/// From here on it is a lead like any other: it enters its stage, and its clocks start as if it had come now.
void Stepper::setRight() {
  if (!s_.set_aside) return;
  decodeNow();
  if (!unusable(false).empty()) return;
  s_.set_aside = false;
  tell("set right", "the record can be used now");
  owner_assigned_ = owner_assigned_ || !owner().empty();   // somebody has taken it meanwhile: their time begins
  if (s_.queue >= 0 && s_.queue == flow_.rejected_queue) leaveQueue();
  if (s_.stage < 0) return;
  const bytecode::StageInfo& stage = flow_.stages[static_cast<std::size_t>(s_.stage)];
  s_.aged.assign(stage.aging.size(), 0);
  s_.entered = now_;
  s_.final = ending_ = stage.final;
  entered_.push_back(static_cast<std::uint32_t>(s_.stage));
  stage_changed_ = created_ = record_changed_ = arriving_ = true;
  dirty();
}

/// A row that the reader of a file has made: the values are there, the record is not needed yet. A touch of this very event is
/// judged by who told of it, which the record says.
void Stepper::takeRow() {
  const auto touch = [&](const bytecode::ActivityRow& activity) { return activity.at >= s_.created && activity.at <= now_; };
  const bool touched = std::any_of(given_->activities.begin(), given_->activities.end(), touch);
  for (std::size_t i = given_->activities.size(); i-- > 0;) s_.activities.push_back({given_->activities[i].at, chunk_.activities[given_->activities[i].type].name, {}, {}});
  fresh_activities_ = s_.activities.size();
  row_stale_ = true;
  dirty();
  if (touched) needRecord();
}

/// From the row to the record that it was made of; its faults were told by the reader.
void Stepper::needRecord() {
  if (!given_) return;
  const std::size_t brought = given_->activities.size(), told = step_.unread.size();
  given_ = nullptr;
  const bool changed = record_changed_;
  std::vector<port::ActivityEntry> own(std::make_move_iterator(s_.activities.begin() + static_cast<std::ptrdiff_t>(brought)), std::make_move_iterator(s_.activities.end()));
  s_.activities.clear();
  Event whole;
  whole.lead = s_.id;
  whole.body = record_->json();
  changeRecord(whole, true);
  std::move(own.begin(), own.end(), std::back_inserter(s_.activities));
  step_.unread.resize(told);
  record_changed_ = changed;
  fresh_.clear();
  fresh_activities_ = s_.activities.size();
  row_stale_ = true;
  dirty();
}

/// What feeds the same field replaces each other, unless both came with this event: then the reader's own order decides.
void Stepper::storeValue(std::string_view name, std::string_view raw) {
  needRecord();
  const std::int32_t target = bound_.targetOf(name);
  const ingest::LeadSchema& schema = *bound_.desk->schema();
  if (target >= 0 && schema.feeds(target).empty()) {
    if (!json::eachItem(raw, [&](std::string_view item) { storeActivity(item); }) && raw != "null") unread(ingest::FaultKind::NotAList, "activities", raw, {}, true);
    return;
  }
  if (target < 0 && s_.record.size() >= kMostNames && std::none_of(s_.record.begin(), s_.record.end(), [&](const auto& entry) { return entry.first == name; })) {
    if (!merging_) unread(ingest::FaultKind::TooManyNames, std::string(ingest::clipped(name)), raw, {}, true);   // it cannot make a lead slow
    return;
  }
  if (target < 0 && !merging_ && bound_.tell_unread) unread(ingest::FaultKind::UnknownField, std::string(ingest::clipped(name)), raw, schema.nearestField(name), true);
  if (target >= 0)
    for (const ingest::Feed feed : schema.feeds(target)) {
      bound_.touched.push_back(feed.field);
      if (feed.field != schema.keyField() || raw == "null") continue;
      std::string scratch;
      const std::string_view said = trim(raw.front() == '"' ? json::plain(raw, scratch) : raw);
      if (said == s_.id || said.empty()) continue;
      if (!merging_) unread(ingest::FaultKind::OtherLead, schema.fields()[feed.field].fullName(), said, {}, isPersonal(schema.fields()[feed.field].info()));
      return;
    }
  if (remembers_ && !remembered_) {
    remembered_ = true;
    record_before_ = s_.record;
  }
  const auto isFresh = [&](const std::string& known) { return std::find(fresh_.begin(), fresh_.end(), known) != fresh_.end(); };
  const bool remove = raw == "null";
  bool stored = false, changed = false;
  if (!merging_ && std::any_of(fresh_.begin(), fresh_.end(), [&](const std::string& known) { return known == name || (target >= 0 && bound_.targetOf(known) == target); })) {
    unread(ingest::FaultKind::RepeatedName, std::string(ingest::clipped(name)), raw, {}, true);   // as the readers of files have it
    return;
  }
  if (!isMissing(said_at_)) notesSaid(name, target);
  for (std::size_t i = 0; i < s_.record.size();) {
    auto& [known, value] = s_.record[i];
    const bool same_name = known == name;
    if (!same_name && (!bound_.sameField(bound_.targetOf(known), target) || isFresh(known))) {
      ++i;
      continue;
    }
    if (remove || stored) {
      s_.record.erase(s_.record.begin() + static_cast<std::ptrdiff_t>(i));
      changed = true;
      continue;
    }
    stored = true;
    if (!same_name || value != raw) {
      known = name;
      value = raw;
      changed = true;
    }
    ++i;
  }
  if (!stored && !remove) {
    s_.record.emplace_back(name, raw);
    changed = true;
  }
  if (!changed && (remove || merging_)) return;
  record_changed_ = record_changed_ || changed;
  row_stale_ = true;
  if (!remove) fresh_.emplace_back(name);   // also what was known: where it cannot be read, each event that says so is told
  dirty();
}

void Stepper::notesSaid(std::string_view name, std::int32_t target) {
  const auto same = [&](const std::string& known) { return known == name || bound_.sameField(bound_.targetOf(known), target); };
  const auto said = std::find_if(s_.said.begin(), s_.said.end(), [&](const auto& each) { return same(each.first); });
  const auto stands = std::find_if(s_.record.begin(), s_.record.end(), [&](const auto& entry) { return same(entry.first); });
  if (said == s_.said.end() && said_at_ < s_.created && stands != s_.record.end()) {   // what the lead came with was said when it came
    SaidSince& since = said_since_.emplace_back(SaidSince{s_.created, std::string(name), {}});
    for (const auto& entry : s_.record)
      if (same(entry.first)) since.stands.push_back(entry);
  } else if (said == s_.said.end()) {
    s_.said.emplace_back(name, said_at_);
  } else if (said->second <= said_at_) {
    *said = {std::string(name), said_at_};
  } else {
    SaidSince& since = said_since_.emplace_back(SaidSince{said->second, std::string(name), {}});
    for (const auto& entry : s_.record)
      if (same(entry.first)) since.stands.push_back(entry);
  }
}

// ---- activities

/// An activity within a record: `{"type":"demo_request","at":"…", fields…}`. One whose id was there before counts once.
bool Stepper::storeActivity(std::string_view raw) {
  using ingest::FaultKind;
  std::string type, at, body, by, scratch;
  const auto unusable = [&](FaultKind kind, std::string_view value, std::string near) {
    unread(kind, "activities", value, std::move(near), false);
    return false;
  };
  if (raw.empty() || raw.front() != '{') return unusable(FaultKind::NotAnActivity, "…", {});
  const auto text = [&](std::string_view value) { return std::string(value.front() == '"' ? json::plain(value, scratch) : value); };
  std::vector<std::string> seen;   // of type, at, who and ids: the first counts, as of the fields
  json::eachMember(raw, [&](std::string_view name, std::string_view value) {
    const ingest::ActivityMember says = ingest::activityMember(name);
    if (says == ingest::ActivityMember::Type && type.empty()) type = text(value);
    else if (says == ingest::ActivityMember::At && at.empty()) at = text(value);
  });
  const ingest::LeadSchema& schema = *bound_.desk->schema();
  const int activity = schema.findActivity(type, bound_.scratch);
  if (activity < 0) return unusable(FaultKind::UnknownActivity, type, schema.nearestActivity(type));
  const auto instant = at.size() > 256 ? std::nullopt : parseInstant(at, world_.desk->program().zone(), "");
  if (!instant) return unusable(at.empty() ? FaultKind::ActivityWithoutTime : FaultKind::NotAnInstant, at.empty() ? type : at, {});
  if (!ingest::isTimeOfEvents(*instant)) return unusable(FaultKind::NoTimeOfEvents, at, {});
  const auto number = static_cast<std::uint32_t>(activity);
  json::eachMember(raw, [&](std::string_view name, std::string_view value) {
    const ingest::ActivityMember says = ingest::activityMember(name);
    const bool field = bound_.activityTarget(number, name) >= 0;
    if (!field && says != ingest::ActivityMember::Field) {
      const auto word = std::string(ingest::activityMemberName(says));
      if (std::find(seen.begin(), seen.end(), word) != seen.end()) {
        if (!merging_) unread(FaultKind::RepeatedName, schema.activities()[number].info->name + '.' + word, value, {}, true);
        return;
      }
      seen.push_back(word);
      if (says == ingest::ActivityMember::Type || says == ingest::ActivityMember::At) return;
    }
    if (!field) {
      if (says == ingest::ActivityMember::By) by = value == "null" ? std::string() : text(value);
      else if (says == ingest::ActivityMember::Field) unknownMember(number, name, value);
    }
    body += body.empty() ? '{' : ',';
    appendJsonString(body, name);
    body += ':';
    body += value;
  });
  if (!body.empty()) body += '}';
  if (countedBefore(number, *instant, idOf(number, body))) return false;
  if (!merging_) tellStranger(by);
  recordActivity(number, *instant, std::move(body), by);
  noteTouch(number, true);
  return true;
}

ingest::ActivityId Stepper::idOf(std::uint32_t activity, std::string_view body) {
  ingest::ActivityId id;
  std::string scratch;
  json::eachMember(body, [&](std::string_view name, std::string_view value) {
    const ingest::ActivityMember says = ingest::activityMember(name);
    if (says < ingest::ActivityMember::Id || value == "null" || bound_.activityTarget(activity, name) >= 0) return;
    id.offer(says, value.front() == '"' ? json::plain(value, scratch) : value);
  });
  return id;
}

/// Whether the lead has an activity of that id, whichever way it came; an own id tells apart only what is of one type and instant.
bool Stepper::countedBefore(std::uint32_t activity, std::int64_t at, const ingest::ActivityId& id) {
  if (!id.said()) return false;
  needRecord();
  const std::string& type = chunk_.activities[activity].name;
  const bool own = id.member == ingest::ActivityMember::OwnId;
  for (const port::ActivityEntry& entry : s_.activities) {
    if (entry.body.empty() || (own && (entry.at != at || entry.type != type))) continue;
    if (entry.body.find('\\') == std::string::npos && entry.body.find(id.text) == std::string::npos) continue;   // written as it is, it would stand there
    const std::int32_t known = bound_.activityOf(entry.type);
    if (known < 0) continue;
    const ingest::ActivityId there = idOf(static_cast<std::uint32_t>(known), entry.body);
    if (there.text != id.text || (there.member == ingest::ActivityMember::OwnId) != own) continue;
    ++step_.repeated_activities;
    tell("repeated", "activity " + type + ": one of this id was counted before");
    return true;
  }
  return false;
}

std::string Stepper::asInRoster(const std::string& id) const {
  const Slot rep = id.empty() || id == port::kAutomation ? kMissing : world_.desk->people().find(id);
  return isMissing(rep) ? id : world_.desk->people().rep(rep).id;
}

std::string Stepper::nearestRep(const std::string& id) const {
  std::vector<std::string> ids;
  for (const Rep& each : world_.desk->people().reps()) ids.push_back(each.id);
  const int near = nearest(id, ids);
  return near < 0 ? std::string() : ids[static_cast<std::size_t>(near)];
}

std::string Stepper::notInRoster(const std::string& id) const {
  const std::string near = nearestRep(id);
  return "`" + id + "` is not in the roster" + (near.empty() ? std::string() : "; did you mean `" + near + "`?");
}

bool Stepper::fromRoster(const std::string& by) {
  if (by.empty() || by == port::kAutomation || !isMissing(world_.desk->people().find(by))) return true;
  return refuse(notInRoster(by));
}

/// Somebody outside may have done it, and their name is their own; a name that is nearly a rep's is a slip.
void Stepper::tellStranger(const std::string& by) {
  if (by.empty() || by == port::kAutomation || !isMissing(world_.desk->people().find(by))) return;
  std::string near = nearestRep(by);
  const bool personal = near.empty();
  unread(ingest::FaultKind::UnknownRep, "by", by, std::move(near), personal);
}

void Stepper::unknownMember(std::uint32_t activity, std::string_view name, std::string_view value) {
  if (!bound_.tell_unread) return;
  const std::string whole = chunk_.activities[activity].name + '.' + std::string(ingest::clipped(name));
  unread(ingest::FaultKind::UnknownActivityField, whole, value, bound_.desk->schema()->nearestField(whole), true);
}

void Stepper::recordActivity(std::uint32_t activity, std::int64_t at, std::string body, const std::string& by) {
  needRecord();
  s_.activities.push_back({at, chunk_.activities[activity].name, std::move(body), asInRoster(by)});
  row_stale_ = true;
  dirty();
}

void Stepper::addActivity(const Event& event) {
  const int activity = bound_.desk->schema()->findActivity(event.name, bound_.scratch);
  if (activity < 0) {
    const std::string near = bound_.desk->schema()->nearestActivity(event.name);
    refuse("`" + event.name + "` is not an activity of the playbook" + (near.empty() ? std::string() : "; did you mean `" + near + "`?"));
    return;
  }
  std::string body(json::bare(event.body));
  if (!isValidUtf8(body)) body = repairUtf8(body);
  if (!body.empty() && (body.front() != '{' || !json::valid(body))) {
    refuse("the fields of the activity are not a JSON object");
    return;
  }
  const auto number = static_cast<std::uint32_t>(activity);
  if (!body.empty() && bound_.tell_unread)
    json::eachMember(body, [&](std::string_view name, std::string_view value) {
      if (bound_.activityTarget(number, name) < 0 && ingest::activityMember(name) < ingest::ActivityMember::By) unknownMember(number, name, value);
    });
  tellStranger(event.by);
  withEventId(number, event.id, body);
  const std::int64_t at = isMissing(event.at) ? now_ : std::min(event.at, now_);
  if (countedBefore(number, at, idOf(number, body))) return;
  checkTouch({at, chunk_.activities[number].name, {}, event.by});
  recordActivity(number, at, std::move(body), event.by);
  noteTouch(number, false);
}

/// The event's id goes among the activity's members, as within a record: a record that holds the same one later is told it is known.
void Stepper::withEventId(std::uint32_t activity, const std::string& id, std::string& body) {
  if (id.empty() || id.starts_with(port::kOwnIds)) return;
  for (const char* name : {"event", "event_id"}) {
    if (bound_.activityTarget(activity, name) >= 0) continue;
    std::string whole = std::string("{\"") + name + "\":";
    appendJsonString(whole, id);
    const std::size_t first = body.empty() ? std::string::npos : body.find_first_not_of(" \t\r\n", 1);
    if (first == std::string::npos || body[first] == '}') whole += '}';
    else whole += ',' + body.substr(first);
    body = std::move(whole);
    return;
  }
}

void Stepper::answerChecklist(const Event& event) {
  std::string near;
  const std::int32_t found = positionOf(flow_.checklists, event.name, near);
  if (found < 0) {
    refuse("`" + event.name + "` is not a checklist of the playbook" + near);
    return;
  }
  const bytecode::ChecklistInfo& info = flow_.checklists[static_cast<std::size_t>(found)];
  if (!json::valid(event.body) || json::bare(event.body).front() != '{') {
    refuse("the answers to " + info.name + " are not a JSON object");
    return;
  }
  tellStranger(event.by);
  std::vector<std::int8_t>& answers = s_.checklists[static_cast<std::size_t>(found)];
  std::string told;
  std::vector<std::string_view> items(info.items.begin(), info.items.end());
  json::eachMember(event.body, [&](std::string_view name, std::string_view raw) {
    const auto item = std::find(info.items.begin(), info.items.end(), name);
    if (item == info.items.end()) {
      const int place = nearest(name, items);
      unread(ingest::FaultKind::UnknownItem, info.name + '.' + std::string(ingest::clipped(name)), raw, place < 0 ? std::string() : std::string(items[static_cast<std::size_t>(place)]), false);
      return;
    }
    const std::string_view word = raw.front() == '"' ? raw.substr(1, raw.size() - 2) : raw;
    const std::int8_t answer = word == "true" || word == "yes" ? 1 : word == "false" || word == "no" ? 0 : -1;
    if (answer < 0 && word != "null" && word != "open") {
      unread(ingest::FaultKind::NotABool, info.name + "." + *item, word, {}, false);
      return;
    }
    answers[static_cast<std::size_t>(item - info.items.begin())] = answer;
    told += (told.empty() ? " " : ", ") + *item + (answer == 1 ? " yes" : answer == 0 ? " no" : " open");
  });
  if (told.empty()) {
    std::string why = "no answer to " + info.name + " can be read";
    for (std::size_t i = 0; i < step_.unread.size() && i < 3; ++i) why += (i == 0 ? ": " : ", ") + step_.unread[i].reason();
    refuse(why);
    return;
  }
  dirty();
  tell("checklist", info.name + ":" + told + (event.by.empty() ? std::string() : " (" + event.by + ")"));
}

// ---- timers

void Stepper::fireTimer(const Event& event) {
  const auto part = static_cast<std::uint32_t>(std::strtoul(event.value.c_str(), nullptr, 10));
  const auto index = static_cast<std::uint32_t>(event.number);
  TimerKind kind = TimerKind::SequenceStep;
  while (kind < TimerKind::Retention && event.name != port::timerName(kind)) kind = static_cast<TimerKind>(static_cast<int>(kind) + 1);
  if (event.name != port::timerName(kind)) {
    ignore("`" + event.name + "` is no timer");
    return;
  }
  // Whoever took it from the list may have left it there.
  std::erase_if(s_.timers, [&](const Timer& timer) { return timer.kind == kind && timer.index == index && timer.part == part && timer.due <= now_; });
  quiet_ = true;  // unless something happens, which tells
  noteForetold();
  switch (kind) {
    case TimerKind::SequenceStep: return runSequence(index);
    case TimerKind::Reminder:
    case TimerKind::Breach: return firePoint(index, part);
    case TimerKind::Escalation: return climb(index);
    case TimerKind::Aging: return age(index);
    case TimerKind::QueueWithin: return queueLate(index);
    case TimerKind::HandoffAccept: return lateHandoff(index);
    case TimerKind::HandoffFeedback: return feedbackDue(index);
    case TimerKind::ApprovalWithin: return lateApproval(index);
    case TimerKind::Retention: return erase();
    case TimerKind::PauseEnds: return;
    case TimerKind::Review: looking_ = true; return;
  }
}

}  // namespace leadflow::workflow
