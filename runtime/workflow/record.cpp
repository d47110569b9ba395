// The record of a lead: what an event says of it replaces what feeds the same field, and of each field the last word by its own time stands.
//
//     {"type":"lead.updated","lead":"00Q1","body":{"Email":"a@acme.example","title":null}}
//     record: what feeds `email` is replaced, whatever column fed it before; what fed `title` goes
#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "runtime/value/instant.hpp"
#include "runtime/value/json_scan.hpp"
#include "runtime/workflow/as_it_was.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/personal.hpp"
#include "runtime/workflow/unread_text.hpp"

namespace leadflow::workflow {

using port::Event;
using port::EventType;

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

/// An update that would leave a required field empty, or bring an unreadable value for a strict one, changes nothing.
bool Stepper::changeRecord(const Event& event, bool begins) {
  const std::string& body = event.body;
  bound_.touched.clear();
  stored_here_.clear();
  activities_told_ = 0;
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
  // Of several names of one field the one named first in the playbook counts, also where it says nothing; of one name the first value.
  struct Counts {
    std::uint16_t rank = 0xFFFF;
    std::string_view raw;
  };
  const auto saidTo = [&](const ingest::Feed& feed, std::string_view raw) {
    Arena arena;
    std::string scratch;
    std::vector<std::string_view> items;
    const ingest::JsonValue value = jsonValue(raw, arena, scratch, items);
    return ingest::saidText(bound_.desk->schema()->fields()[feed.field], value, items, bound_.scratch);
  };
  std::map<std::uint16_t, Counts> counts;
  if (!merging_)
    json::eachMember(text, [&](std::string_view name, std::string_view raw) {
      for (const ingest::Feed& feed : feeds(name))
        if (Counts& best = counts[feed.field]; feed.rank < best.rank) best = {feed.rank, raw};
    });
  SaidHere said_here;
  SaidHere* const outer = std::exchange(said_here_, merging_ ? nullptr : &said_here);
  json::eachMember(text, [&](std::string_view name, std::string_view raw) {
    const auto fed = feeds(name);
    if (merging_) return storeValue(name, raw);
    const auto outranked = [&](const ingest::Feed& feed) { return counts[feed.field].rank < feed.rank; };
    if (!fed.empty() && std::all_of(fed.begin(), fed.end(), outranked)) {
      const auto otherwise = [&](const ingest::Feed& feed) {
        if (static_cast<int>(feed.field) == bound_.desk->schema()->keyField()) return false;   // storeValue tells of another lead's id
        const std::string here = saidTo(feed, raw);
        return !here.empty() && here != saidTo(feed, counts[feed.field].raw);
      };
      if (std::any_of(fed.begin(), fed.end(), otherwise)) unread(ingest::FaultKind::OtherName, std::string(ingest::clipped(name)), raw, {}, true);
      const auto silent = [&](const ingest::Feed& feed) { return counts[feed.field].raw == "null"; };
      if (raw != "null" && std::all_of(fed.begin(), fed.end(), silent)) return;
    }
    storeValue(name, asTold(*bound_.desk->schema(), fed, raw, bound_.scratch));
    if (begins && raw == "null") notesNothing(name);
  });
  said_here_ = outer;
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
      wrong = "nothing of it can be read" + std::string(step_.unread.empty() ? "" : ": ") + unreadText(step_.unread);
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
  const auto same = [&](const std::string& known, const SaidSince& since) { return known == since.name || bound_.sameField(bound_.targetOf(known), bound_.targetOf(since.name)); };
  if (remembers_)
    for (SaidSince& since : said_since_) since.behind = saidBehind(s_, record_before_, since.at, [&](const std::string& known) { return same(known, since); });
  std::stable_sort(said_since_.begin(), said_since_.end(), [](const SaidSince& a, const SaidSince& b) { return std::pair(a.at, a.behind) < std::pair(b.at, b.behind); });
  if (remembers_) {
    rememberRecord(from, record_before_, activities_before_);
    for (const SaidSince& since : said_since_) s_.records_before.back().said.push_back(since.name);
  }
  std::vector<std::uint32_t> unchanged;   // guards for which nothing happened since: what else the event says counts on
  for (std::uint32_t i = 0; i < flow_.guards.size(); ++i)
    if (!flow_.guards[i].time_dependent && !s_.guards[i].empty() && s_.guards[i].back().since < from) unchanged.push_back(i);
  const std::vector<std::uint32_t> of_then = guardsOfThen(from);
  for (std::size_t i = 0; i < said_since_.size();) {
    const std::int64_t until = said_since_[i].at;
    const std::size_t behind = said_since_[i].behind;
    if (until > from) rewriteGuards(of_then, from, until, i == 0);
    if (remembers_) rememberRecord(until, s_.record, behind);
    for (; i < said_since_.size() && said_since_[i].at == until && said_since_[i].behind == behind; ++i) {
      SaidSince& since = said_since_[i];
      const std::int32_t target = bound_.targetOf(since.name);
      std::erase_if(s_.record, [&](const auto& entry) { return same(entry.first, since); });
      std::erase_if(fresh_, [&](const std::string& name) { return same(name, since); });
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
    if (s_.guards[i].back().since == from) s_.guards[i].back().held = holds(flow_.guards[i].only_when);
  for (auto& edges : s_.guards)   // an answer that stays as it was does not stand against what is said of before
    edges.erase(std::unique(edges.begin(), edges.end(), [](const port::GuardEdge& a, const port::GuardEdge& b) { return a.held == b.held; }), edges.end());
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
  const bool waits = s_.queue >= 0 && s_.queue == flow_.rejected_queue;
  tell("set right", "the record can be used now" + (waits ? "; it leaves queue " + chunk_.queues[static_cast<std::size_t>(s_.queue)].name : std::string()));
  owner_assigned_ = owner_assigned_ || !owner().empty();   // somebody has taken it meanwhile: their time begins
  if (waits) leaveQueue();
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
  const auto again = [&] {   // as the readers of files have it
    if (said_here_ == nullptr || said_here_->emplace(target, target < 0 ? std::string(name) : std::string()).second) return false;
    unread(ingest::FaultKind::RepeatedName, std::string(ingest::clipped(name)), raw, {}, true);
    return true;
  };
  if (target >= 0 && schema.feeds(target).empty()) {
    if (!again()) storeActivities(raw);
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
  if (again()) return;
  if (remembers_ && !remembered_) {
    remembered_ = true;
    record_before_ = s_.record;
  }
  const auto isFresh = [&](const std::string& known) { return std::find(fresh_.begin(), fresh_.end(), known) != fresh_.end(); };
  const bool remove = raw == "null";
  bool stored = false, changed = false;
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

/// Of what a guard of privacy asks for, `null` and an empty cell are a word as well, said when the lead came.
void Stepper::notesNothing(std::string_view name) {
  const std::int32_t target = bound_.targetOf(name);
  if (!guardsAsk(target) || mustHave(target, false)) return;
  if (std::none_of(s_.said.begin(), s_.said.end(), [&](const auto& each) { return each.first == name; })) s_.said.emplace_back(name, s_.created);
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

}  // namespace leadflow::workflow
