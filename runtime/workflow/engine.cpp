// The loop: claim, decide in the order of time, write, commit.
#include "runtime/workflow/engine.hpp"

#include <algorithm>
#include <cstdlib>
#include <queue>

#include "runtime/audit/digest.hpp"
#include "runtime/audit/merkle.hpp"
#include "runtime/workflow/deploy.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/workflow/engine_inside.hpp"
#include "runtime/workflow/meaning.hpp"
#include "runtime/workflow/own_id.hpp"
#include "runtime/workflow/snapshot.hpp"

namespace leadflow::workflow {

using port::Status;

namespace {

constexpr int kTries = 5;

/// When the lead's next item is due; kMissing: none.
std::int64_t nextOf(const Claimed& claimed) {
  std::int64_t next = kMissing;
  if (claimed.next_event < claimed.work.events.size()) next = claimed.work.events[claimed.next_event].event.at;
  if (!claimed.work.lead.timers.empty()) {
    const std::int64_t due = claimed.work.lead.timers.front().due;
    if (isMissing(next) || due <= next) next = due;
  }
  return next;
}

/// Of the events of one instant what the roster's change says of the lead is the next.
void bringForward(Claimed& claimed) {
  auto& events = claimed.work.events;
  const auto next = events.begin() + static_cast<std::ptrdiff_t>(claimed.next_event);
  if (next == events.end()) return;
  const auto first = std::find_if(next, events.end(), [&](const port::StoredEvent& each) { return each.event.at == next->event.at && ofRoster(each.event); });
  if (first != events.end()) std::rotate(next, first, first + 1);
}

bool timerComesFirst(const Claimed& claimed) {
  if (claimed.work.lead.timers.empty()) return false;
  if (claimed.next_event >= claimed.work.events.size()) return true;
  const port::Event& next = claimed.work.events[claimed.next_event].event;
  const std::int64_t due = claimed.work.lead.timers.front().due;
  return ofRoster(next) ? due < next.at : due <= next.at;
}

/// Answers from the store and from the leads of the batch, and remembers what it answered.
class BatchSurroundings final : public Surroundings {
 public:
  BatchSurroundings(Engine::Inside& inside, const World& world, std::int64_t now, std::vector<Claimed>& all, std::vector<Answer>& answers)
      : in_(inside), world_(world), now_(now), all_(all), answers_(answers) {}
  decide::Pools& turns() override {
    decide::Pools& pools = in_.turns(world_);
    note(in_.desk_status);
    return pools;
  }
  std::vector<std::pair<std::string, std::string>> sameKey(std::uint32_t rule, const std::string& key, const std::string& except) override {
    std::vector<std::pair<std::string, std::string>> found;
    std::vector<std::string> leads;
    const std::string whole = wholeKey(world_.workflow().duplicates[rule], key);
    note(in_.store.duplicates(port::kKeysByContent, whole, except, leads));
    for (std::string& lead : leads)
      if (const Claimed* here = inBatch(lead); here == nullptr || !here->write.duplicate_keys_changed) found.emplace_back(std::move(lead), key);
    for (const Claimed& claimed : all_)
      if (claimed.write.duplicate_keys_changed && claimed.id != except)
        for (const auto& [number, text] : claimed.write.duplicate_keys)
          if (text == whole) found.emplace_back(claimed.id, key);
    std::sort(found.begin(), found.end());
    answers_.push_back({rule, key, found, {}});
    return found;
  }
  void alike(const std::vector<std::string>& leads) override {
    const auto other = [&](const std::string& lead) { return std::find(leads.begin(), leads.end(), lead) == leads.end(); };
    std::erase_if(answers_.back().leads, [&](const auto& each) { return other(each.first); });
    std::erase_if(answers_.back().seen, [&](const Answer::Seen& each) { return other(each.lead); });
  }
  bool peek(const std::string& lead, port::LeadState& state) override {
    const bool there = find(lead, state);
    if (!answers_.empty()) answers_.back().seen.push_back({lead, there ? state.created : kMissing, !there || state.erased || !state.merged_into.empty()});
    return there;
  }
  bool takesIn(const std::string& kept, const std::string& lead, std::int64_t now, const port::LeadState& self) override {
    answers_.push_back({Answer::kTakesIn, Answer::takesInKey(kept, lead), {}, {}});
    const std::size_t place = answers_.size() - 1;
    const bool taken = Surroundings::takesIn(kept, lead, now, self);
    if (taken) answers_[place].leads.emplace_back(kept, lead);
    return taken;
  }
  bool forgets(const std::string& lead) override {
    answers_.push_back({Answer::kForgets, lead, {}, {}});
    port::LeadState state;
    const bool gone = find(lead, state) && state.erased;
    if (gone) answers_.back().leads.emplace_back(lead, lead);
    return gone;
  }
  bool isThere(const std::string& lead) override {
    answers_.push_back({Answer::kIsThere, lead, {}, {}});
    port::LeadState state;
    const bool there = find(lead, state) && !state.erased && state.merged_into.empty() && !isMissing(state.created);
    if (there) answers_.back().leads.emplace_back(lead, lead);
    return there;
  }
  /// The first failure of all: what was asked after it found no transaction, and that is no reason to give up.
  const Status& status() const { return status_; }

 private:
  void note(const Status& status) {
    if (status_.ok()) status_ = status;
  }
  bool find(const std::string& lead, port::LeadState& state) {
    if (const Claimed* here = inBatch(lead)) {
      state = here->work.lead;
      const auto& events = here->work.events;
      for (std::size_t i = here->next_event; i < events.size(); ++i) state.erased = state.erased || erases(events[i].event, lead);
      state.erased = state.erased || sentErasure(lead);
      return here->touched || !here->work.is_new;
    }
    std::optional<port::LeadState> stored;
    note(in_.store.load(lead, stored));
    if (!stored) return false;
    state = std::move(*stored);
    bool erasing = false;
    note(in_.store.erasing(lead, now_, erasing));
    state.erased = state.erased || erasing || sentErasure(lead);
    return true;
  }
  /// At this instant: whoever went into the lead now would be lost with it.
  bool erases(const port::Event& event, const std::string& lead) const { return event.type == port::EventType::LeadErased && event.lead == lead && event.at <= now_; }
  /// By a lead of this batch: it is not in the store yet.
  bool sentErasure(const std::string& lead) const {
    return std::any_of(in_.together.messages.begin(), in_.together.messages.end(), [&](const port::Event& event) { return erases(event, lead); });
  }
  const Claimed* inBatch(const std::string& lead) const {
    const auto found = in_.in_batch.find(lead);
    return found == in_.in_batch.end() ? nullptr : &all_[found->second];
  }
  Engine::Inside& in_;
  const World& world_;
  const std::int64_t now_;
  std::vector<Claimed>& all_;
  std::vector<Answer>& answers_;
  Status status_;
};

Status unknownVersion(const port::LeadState& lead) { return Status::failed("lead `" + lead.id + "` lives under a version of the playbook that the store does not hold"); }

}  // namespace

Engine::Engine(port::Store& store, EngineOptions options, Salts& salts) : in_(std::make_unique<Inside>(store, std::move(options), salts)) {}
Engine::~Engine() = default;

const RunTotals& Engine::totals() const { return in_->totals; }
std::shared_ptr<const World> Engine::world(std::uint64_t version) { return in_->world(version); }
std::shared_ptr<const World> Engine::current(std::int64_t now) {
  const std::uint64_t version = in_->versionFor({}, isMissing(in_->clock) ? now : in_->clock);
  return version == 0 ? nullptr : in_->world(version);
}
decide::Pools* Engine::turns() { return in_->book.present(); }
port::Store& Engine::store() { return in_->store; }

Status Engine::feed(std::span<const port::Event> events, port::Appended& appended) {
  for (;;) {
    Status status = in_->store.append(events, appended);
    if (status.ok() || !status.retry || !in_->options.patience || !in_->options.patience(status)) return status;
  }
}

Status Engine::reached(std::int64_t& instant) {
  for (;;) {
    Status status = in_->reachedClock();
    instant = in_->clock;
    if (status.ok() || !status.retry || !in_->options.patience || !in_->options.patience(status)) return status;
  }
}

/// Another version of the playbook for a lead in flight. One that has moved on to something that the new version lacks stays.
Status Engine::Inside::goOver(port::LeadState& lead, const port::Event& event, std::string& stays) {
  const auto named = [&](const port::PlaybookRow& row) { return std::to_string(row.version) == event.value; };
  auto row = std::find_if(rows.playbooks.begin(), rows.playbooks.end(), named);
  if (row == rows.playbooks.end()) {   // deployed since this process looked
    if (Status status = refreshWorld(true); !status.ok()) return status;
    row = std::find_if(rows.playbooks.begin(), rows.playbooks.end(), named);
  }
  if (row == rows.playbooks.end() || row->withdrawn) {
    stays = "that version was taken back";
    return {};
  }
  if (lead.final || lead.erased) {
    stays = "the lead has ended";
    return {};
  }
  if (lead.version == row->version) {
    stays = "the lead lives under that version already";
    return {};
  }
  // The message was written when the version was brought in: what was decided since stands. Whom a condition took it alone says.
  const bool chosen = !row->pilot_condition.empty() && event.at == beginOf(*row);
  if (versionFor(lead.id, clock, {lead.version, chosen ? row->version : lead.version}) != row->version) {
    stays = "another version is in force for the lead";
    return {};
  }
  const auto from = world(lead.version), to = world(row->version);
  if (!from || !to) {
    stays = "a version of the playbook cannot be read";
    return {};
  }
  std::vector<Lacking> missing;
  port::LeadState moved = lead;
  if (carryOver(*from, *to).carry(moved, missing)) lead = std::move(moved);
  else if (missing.front().why.empty()) stays = "the new version has no " + missing.front().kind + " `" + missing.front().name + "`; the lead stays under its own";
  else stays = missing.front().kind + ' ' + missing.front().name + ": " + missing.front().why + "; the lead stays under its own version";
  return {};
}

void Engine::Inside::refuse(const port::Event& event, const std::string& outcome) {
  ++totals.refused;
  if (options.refused) refusals.emplace_back(event, outcome);
}

/// Of an event what EngineOptions::unread gets.
port::Event Engine::Inside::told(const port::Event& event) {
  port::Event of;
  of.id = event.id;
  of.type = event.type;
  of.lead = event.lead;
  of.at = event.at;
  asSent(of);
  return of;
}

void Engine::Inside::begin(port::LeadState& lead, std::int64_t now) {
  const auto here = world(versionFor(lead.id, now));
  if (!here) return;
  port::LeadState fresh = freshState(*here, std::move(lead.id));
  fresh.now = lead.now;
  fresh.journal_seq = lead.journal_seq;
  fresh.journal_hash = std::move(lead.journal_hash);
  fresh.meaning = lead.meaning;
  lead = std::move(fresh);
}

/// One item of one lead. `limit` sinks to where a message waits: what comes behind it in the order of work must see it first.
Status Engine::Inside::process(Claimed& claimed, std::vector<Claimed>& all, Place& limit) {
  port::LeadState& lead = claimed.work.lead;
  bringForward(claimed);
  const bool timer = timerComesFirst(claimed);
  port::Event event;
  std::uint64_t number = 0;
  if (timer) {
    event = timerEvent(lead, lead.timers.front());
  } else {
    port::StoredEvent& stored = claimed.work.events[claimed.next_event++];
    event = std::move(stored.event);
    number = stored.number;
  }
  const std::int64_t due = timer ? lead.timers.front().due : event.at;
  const std::int64_t now = isMissing(lead.now) ? due : std::max(due, lead.now);
  if (lead.meaning != kMeaning && lead.journal_seq > 0 && !lead.id.empty() && options.journal) {   // decided by an earlier leadflow: from here on by this one
    const std::shared_ptr<const World> here = world(lead.version);
    if (!here && lead.version != 0) return unknownVersion(lead);
    together.journal.push_back(snapshotEntry(here.get(), lead, now, salts));   // with the timer that fires now
  }
  if (timer) lead.timers.erase(lead.timers.begin());
  if (isMissing(clock) || due > clock) clock = due;   // a lead that was left ahead keeps its own time, and takes nobody along
  claimed.touched = true;
  const bool rezoned = event.type == port::EventType::ZonesChanged;
  if (rezoned && event.value != options.tzdata) {
    ++totals.ignored;
    if (number != 0) claimed.write.outcomes.push_back({number, "ignored: the time zone data here are " + options.tzdata});
    return {};
  }

  if (lead.id.empty()) {
    std::string outcome = "applied";
    if (Status status = worldEvent(claimed, event, now, together.messages, outcome); !status.ok()) return status;
    if (outcome.starts_with("refused: ")) refuse(event, outcome);
    if (number != 0) claimed.write.outcomes.push_back({number, std::move(outcome)});
    if (timer) ++totals.timers;
    else if (!event.id.starts_with(port::kOwnIds)) ++totals.events;   // that the store begins is told by nobody
    return {};
  }

  if (isMissing(clock_of_leads) || due > clock_of_leads) clock_of_leads = due;
  if (event.type == port::EventType::Deployed && lead.version != 0) {
    std::string stays;
    if (Status status = goOver(lead, event, stays); !status.ok()) return status;
    if (!stays.empty()) {
      ++totals.ignored;
      claimed.write.outcomes.push_back({number, "ignored: " + stays});
      return {};
    }
  }
  if (lead.version == 0 || (isMissing(lead.created) && !lead.erased)) begin(lead, clock);   // under the version in force, also when it is told late; refused events pin nobody to a version
  const std::shared_ptr<const World> here = world(lead.version);
  if (!here) return unknownVersion(lead);
  if (rezoned && options.journal && !isMissing(lead.created) && !lead.final && !lead.erased && lead.merged_into.empty())
    together.journal.push_back(snapshotEntry(here.get(), lead, now, salts, kBeforeZones));
  claimed.answers.clear();
  BatchSurroundings surroundings(*this, *here, now, all, claimed.answers);
  const std::uint64_t revision = lead.revision;
  const bool was_erased = lead.erased;
  Step step = transition(*here, surroundings, std::move(lead), event, now, scratch);
  if (!surroundings.status().ok()) return surroundings.status();

  claimed.activities_replaced = claimed.activities_replaced || step.activities_replaced;
  claimed.forget = claimed.forget || step.forget || step.after.erased;
  if (step.after.erased && !was_erased)
    if (Status status = eraseMerged(step); !status.ok()) return status;
  for (port::Effect& effect : step.effects) {
    effect.simulated = options.simulated;
    ++totals.by_effect[static_cast<std::size_t>(effect.kind) % std::size(totals.by_effect)];
  }
  totals.effects += step.effects.size();
  totals.messages += step.messages.size();
  totals.unread += step.unread.size();
  totals.moved += step.moved;
  totals.repeated_activities += step.repeated_activities;
  if (options.unread || options.keep_unread)
    for (const Unread& each : step.unread) unread.emplace_back(told(event), each);
  if (step.refused) refuse(event, step.outcome);
  ++(timer ? totals.timers : totals.events);
  const port::DeskRows taken = desk_locked ? book.takeStep() : port::DeskRows();
  if (options.journal && step.changed) together.journal.push_back(makeEntry(*here, event, now, step, claimed.answers, taken, revision, options.tzdata, salts));
  if (options.watch) options.watch(step, event, now);
  if (number != 0) claimed.write.outcomes.push_back({number, std::move(step.outcome)});
  std::move(step.effects.begin(), step.effects.end(), std::back_inserter(together.effects));
  for (const port::Event& message : step.messages) limit = std::min(limit, Place{message.at, message.lead});
  std::move(step.messages.begin(), step.messages.end(), std::back_inserter(together.messages));
  if (step.duplicate_keys_changed) {
    claimed.write.duplicate_keys_changed = true;
    claimed.write.duplicate_keys = std::move(step.duplicate_keys);
    auto& keys = claimed.write.duplicate_keys;
    for (auto& [rule, key] : keys) {
      key = wholeKey(here->workflow().duplicates[rule], key);
      rule = port::kKeysByContent;
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());   // two rules may compare by the same
  }
  lead = std::move(step.after);
  return {};
}

/// The leads that were touched, and with the last of them what they did together, in the order of the decisions.
Status Engine::Inside::writeBack(std::vector<Claimed>& all, std::size_t touched) {
  std::vector<std::string> forgotten;
  for (Claimed& claimed : all) {
    if (!claimed.touched) continue;
    port::Write& write = claimed.write;
    write.before = claimed.work.is_new ? nullptr : &claimed.before;
    write.after = std::move(claimed.work.lead);
    if (claimed.activities_replaced) claimed.before.activities.resize(write.after.activities.size() + 1);   // more than there are: the store writes all
    if (const auto here = write.after.version == 0 ? nullptr : world(write.after.version)) {
      write.stage = stageName(*here, write.after);
      write.owner = ownerOf(*here, write.after);
      write.queue = queueName(*here, write.after);
    }
    if (claimed.forget) forgotten.push_back(claimed.id);
    if (--touched == 0) {   // after all leads are there, and in the order of the decisions, whichever lead they are of
      write.journal = std::move(together.journal);
      write.effects = std::move(together.effects);
      write.messages = std::move(together.messages);
    }
    if (Status status = store.take(std::move(write)); !status.ok()) return status;
  }
  totals.erased += forgotten.size();
  for (const std::string& id : forgotten)
    if (Status status = store.erase(id); !status.ok()) return status;
  return {};
}

Status Engine::Inside::batch(std::int64_t until, bool& idle) {
  idle = true;
  // What is true for all leads stays so until the commit: a lead that is decided under one roster is there before another comes.
  if (!keys_by_content) {
    if (Status status = refreshWorld(); !status.ok()) return status;
    if (Status status = keysByContent(); !status.ok()) return status;
  }
  if (Status status = store.begin(); !status.ok()) return status;
  if (Status status = store.lockWorld(false); !status.ok()) return status;
  if (Status status = refreshWorld(); !status.ok()) return status;
  if (Status status = watchZones(); !status.ok()) return status;
  std::vector<port::Work> work;
  std::int64_t horizon = kMissing;
  if (Status status = store.claim(until, options.batch, work, horizon); !status.ok()) return status;
  if (work.empty()) {
    store.rollback();
    return {};
  }
  idle = false;
  std::vector<Claimed> all(work.size());
  in_batch.clear();
  together = {};
  unread.clear();
  refusals.clear();
  using Next = std::pair<Place, std::size_t>;
  std::priority_queue<Next, std::vector<Next>, std::greater<>> queue;
  Place last{INT64_MIN, {}};   // of the leads claimed: those left unclaimed all come behind it
  const auto add = [&](std::size_t i) {
    const std::int64_t next = nextOf(all[i]);
    if (isMissing(next) || next > until) return;
    queue.emplace(Place{next, all[i].work.lead.id}, i);
  };
  for (std::size_t i = 0; i < work.size(); ++i) {
    all[i].work = std::move(work[i]);
    all[i].before.timers = all[i].work.lead.timers;
    all[i].before.activities.resize(all[i].work.lead.activities.size());
    all[i].id = all[i].work.lead.id;
    in_batch.emplace(all[i].work.lead.id, i);
    if (const std::int64_t next = nextOf(all[i]); !isMissing(next)) last = std::max(last, Place{next, all[i].work.lead.id});
    add(i);
  }
  Place limit{INT64_MAX, {}};
  std::size_t touched = 0;
  while (!queue.empty()) {
    const auto [place, position] = queue.top();
    queue.pop();
    Claimed& claimed = all[position];
    if (place > limit) break;
    if (!isMissing(horizon) && place > last && place.first >= horizon) break;   // a lead that was not claimed may come first
    if (claimed.work.lead.id.empty() && touched > 0) break;   // what all leads see changes between batches
    if (claimed.work.lead.id.empty())
      if (Status status = store.lockWorld(true); !status.ok()) return status;   // and between those of other processes
    touched += claimed.touched ? 0 : 1;
    if (Status status = process(claimed, all, limit); !status.ok()) return status;
    if (claimed.work.lead.id.empty()) break;
    add(position);
  }
  if (Status status = writeBack(all, touched); !status.ok()) return status;
  if (Status status = writeTurns(); !status.ok()) return status;
  if (options.exclusive && !isMissing(clock))   // several processes would wait for one another here; a lead's own time never goes back
    if (Status status = store.setSetting("clock", reachedText()); !status.ok()) return status;
  if (options.journal && (isMissing(sealed) || clock - sealed >= options.anchor_ms)) {
    if (Status status = sealJournal(clock); !status.ok()) return status;
  }
  if (options.keep_unread && !unread.empty())
    if (Status status = options.keep_unread(unread); !status.ok()) return status;
  if (Status status = store.commit(); !status.ok()) return status;
  desk_locked = false;
  ++totals.commits;
  if (options.unread)
    for (const auto& [event, what] : unread) options.unread(event, what);
  for (const auto& [event, outcome] : refusals) options.refused(event, outcome);
  return {};
}

/// Locks the turns until the commit. A store that others write to is asked again in every transaction.
decide::Pools& Engine::Inside::turns(const World& world) {
  if (desk_status.ok() && !desk_locked && (!desk_known || !options.exclusive)) {
    port::DeskRows stored;
    desk_status = store.desk(stored);
    book.load(stored);
    desk_known = desk_status.ok();
  }
  desk_locked = true;
  return book.pools(world);
}

Status Engine::Inside::writeTurns() {
  if (!desk_locked) return {};
  const port::DeskRows changed = book.takeBatch();
  return changed.turns.empty() && changed.shares.empty() ? Status{} : store.writeDesk(changed);
}

void Engine::Inside::forgetTurns() {
  desk_locked = desk_known = false;
  desk_status = {};
}

/// Every entry that no anchor covers goes under a new one.
Status Engine::Inside::sealJournal(std::int64_t now) {
  std::vector<std::pair<std::uint64_t, std::string>> open;
  if (Status status = store.unanchored(1'000'000, open); !status.ok()) return status;
  sealed = now;
  if (open.empty()) return {};
  std::vector<port::Anchor> anchors;
  if (Status status = store.anchors(anchors); !status.ok()) return status;
  std::vector<std::string> hashes;
  std::vector<std::uint64_t> orders;
  for (auto& [order, hash] : open) {
    orders.push_back(order);
    hashes.push_back(std::move(hash));
  }
  port::Anchor anchor;
  anchor.number = anchors.empty() ? 1 : anchors.back().number + 1;
  anchor.at = now;
  anchor.entries = hashes.size();
  anchor.root = audit::merkleRoot(hashes);
  anchor.previous = anchors.empty() ? std::string() : anchors.back().hash;
  anchor.hash = audit::anchorHash(anchor);
  return store.writeAnchor(anchor, orders);
}

Status Engine::runOnce(std::int64_t until, bool& idle) {
  Inside& in = *in_;
  Status status;
  for (int attempt = 0;; ++attempt) {
    const RunTotals before = in.totals;
    const std::int64_t clock = in.clock, of_leads = in.clock_of_leads, sealed = in.sealed;
    status = in.reachedClock();
    // A clock that jumped back stands still for us.
    if (status.ok()) status = in.takeOverMeaning();
    if (status.ok()) status = in.takeOverZones();
    if (status.ok()) status = in.batch(isMissing(in.clock) ? until : std::max(until, in.clock), idle);
    if (status.ok()) return status;
    in.store.rollback();
    in.forgetTurns();
    in.world_known = false;
    in.totals = before;
    in.clock = in.options.exclusive ? kMissing : clock;   // a commit may have been done though its answer was lost: the store knows
    in.clock_of_leads = of_leads;
    in.sealed = sealed;
    ++in.totals.retries;
    if (!status.retry) return status;
    if (attempt + 1 < kTries) continue;
    if (!in.options.patience || !in.options.patience(status)) return status;
  }
}

/// The latest instant that was decided, as the store has it.
Status Engine::Inside::reachedClock() {
  if (!isMissing(clock)) return {};
  std::string text;
  if (Status status = store.setting("clock", text); !status.ok()) return status;
  if (text.empty()) return {};
  const std::size_t both = text.find('/');
  clock = clock_of_leads = std::strtoll(text.c_str(), nullptr, 10);
  if (both != std::string::npos) clock_of_leads = both + 1 == text.size() ? kMissing : std::strtoll(text.c_str() + both + 1, nullptr, 10);
  return {};
}

/// `1772514000000`, or `1772514000000/1772503200000` where only the world came so far, and leads to the second.
std::string Engine::Inside::reachedText() const {
  std::string text = std::to_string(clock);
  if (clock_of_leads != clock) text += "/" + (isMissing(clock_of_leads) ? std::string() : std::to_string(clock_of_leads));
  return text;
}

Status Engine::runUntil(std::int64_t until, const std::function<bool()>& stop) {
  for (bool idle = false; !idle;) {
    if (stop && stop()) return {};
    if (Status status = runOnce(until, idle); !status.ok()) return status;
  }
  return {};
}

}  // namespace leadflow::workflow
