#include "runtime/workflow/replay.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "runtime/audit/digest.hpp"
#include "runtime/audit/verify.hpp"
#include "runtime/bytecode/codec.hpp"
#include "runtime/decide/live_tables.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/workflow/deploy.hpp"
#include "runtime/workflow/meaning.hpp"
#include "runtime/workflow/recorded_answers.hpp"
#include "runtime/workflow/roster_change.hpp"
#include "runtime/workflow/roster_json.hpp"
#include "runtime/workflow/scribe.hpp"
#include "runtime/workflow/snapshot.hpp"
#include "runtime/workflow/stepper.hpp"
#include "runtime/workflow/table_rows.hpp"
#include "runtime/workflow/turn_book.hpp"
#include "runtime/workflow/turn_differences.hpp"
#include "runtime/workflow/zone_rules.hpp"

namespace leadflow::workflow {

using port::Event;
using port::EventType;
using port::JournalEntry;
using port::Status;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t kShown = 100;

/// Gives the salts that an entry was written with, so that the same commitments come out.
class RecordedSalts final : public Salts {
 public:
  void of(const JournalEntry& entry) { entry_ = &entry; }
  std::string salt(const std::string&, std::uint64_t, std::uint32_t number) override {
    return number < entry_->secrets.size() ? entry_->secrets[number].salt : std::string();
  }

 private:
  const JournalEntry* entry_ = nullptr;
};

class Replay final : public Surroundings {
 public:
  Replay(port::Store& store, ReplayResult& result, std::string tzdata) : store_(store), result_(result), tzdata_(std::move(tzdata)) {}

  Status run() {
    if (Status status = store_.world(rows_); !status.ok()) return status;
    if (Status status = releaseOf(store_, release_); !status.ok()) return status;
    if (Status status = beginning(); !status.ok()) return status;
    // A lead that is erased by the end takes its secrets with it: its entries are skipped, its turns are taken from the record.
    Status status = store_.eachLead([&](const port::LeadState& lead) {
      if (lead.erased) erased_.insert(lead.id);
      else if (lead.meaning != kMeaning && lead.journal_seq > 0) states_[lead.id] = lead;   // not taken up since: as the earlier meaning left it
      return true;
    });
    if (status.ok() && goes_over_) status = snapshots();
    if (!status.ok()) return status;
    status = store_.eachEntry({}, 0, [&](const JournalEntry& entry) {
      ++result_.entries;
      try {
        this->entry(entry);
      } catch (const std::bad_alloc&) {
        throw;
      } catch (const std::exception&) {   // members of another type, numbers that are none: somebody wrote in it
        different(entry, "(the entry cannot be read)");
      }
      return true;
    });
    if (!status.ok()) return status;
    if (result_.earlier > 0 || result_.other_zones > 0)
      if (status = earlierAnchors(); !status.ok()) return status;
    if (status = compareStates(); !status.ok()) return status;
    result_.erased_leads = erased_.size();
    const bool untouched = result_.earlier > 0 && !goes_over_;   // nothing was decided under the present meaning
    if (untouched) return {};
    if (status = compareKeys(); !status.ok()) return status;
    compareWorld();
    return compareTurns();
  }

  // ---- Surroundings: answers as recorded, turns as they come out
  decide::Pools& turns() override { return book_.pools(*at_); }
  std::vector<std::pair<std::string, std::string>> sameKey(std::uint32_t rule, const std::string& key, const std::string&) override { return recorded_.sameKey(rule, key); }
  bool takesIn(const std::string& kept, const std::string& lead, std::int64_t now, const port::LeadState& self) override {
    const auto known = recorded_.yes(Answer::kTakesIn, Answer::takesInKey(kept, lead));
    return known ? *known : Surroundings::takesIn(kept, lead, now, self);
  }
  bool forgets(const std::string& lead) override {
    const auto known = recorded_.yes(Answer::kForgets, lead);
    return known ? *known : Surroundings::forgets(lead);
  }
  bool isThere(const std::string& lead) override {
    const auto known = recorded_.yes(Answer::kIsThere, lead);
    return known ? *known : Surroundings::isThere(lead);
  }
  bool peek(const std::string& lead, port::LeadState& state) override {
    const auto found = states_.find(lead);
    if (found == states_.end()) return recorded_.peek(lead, state);   // one that was erased since
    state = found->second;
    return true;
  }
  std::optional<std::int64_t> remembered(const std::string& lead) override { return recorded_.remembered(lead); }

 private:
  /// The roster and tables with which the store began, or went over to the present meaning, stand in its settings, so that every
  /// change since can be taken again.
  Status beginning() {
    WorldSnapshot first;
    if (Status status = loadSnapshot(store_, first); !status.ok()) return status;
    goes_over_ = !first.roster.empty();
    if (goes_over_) {
      snapshot_ = first;
      book_.set(turnsOf(first.turns));
    } else {
      if (Status status = store_.setting("first roster", first.roster); !status.ok()) return status;
      if (Status status = store_.setting("first tables", first.tables); !status.ok()) return status;
    }
    Age& age = ages_.emplace_back();
    if (!first.roster.empty()) changeRoster(age.reps, first.roster, true, utcZone());
    age.roster_version = 1;
    age.tables = tablesOf(first.tables);
    age.tables_version = age.tables.empty() ? 0 : 1;
    return {};
  }

  /// The leads that went over, as they were then: others may have looked at them before they were taken up.
  Status snapshots() {
    return store_.eachEntry({}, 0, [&](const JournalEntry& entry) {
      if (entry.kind != kMeaningChanged || entry.lead.empty() || meaningOf(entry) != kMeaning || erased_.count(entry.lead) != 0) return true;
      port::LeadState lead;
      try {
        if (readSnapshot(entry, lead)) states_[entry.lead] = std::move(lead);
      } catch (const std::bad_alloc&) {
        throw;
      } catch (const std::exception&) {
        return true;   // told when its entry is come to
      }
      return true;
    });
  }

  /// Anchors hold in its place what is not made again.
  Status earlierAnchors() {
    audit::Verified verified;
    if (Status status = audit::verifyOpen(store_, verified); !status.ok()) return status;
    for (const audit::Finding& finding : verified.findings)
      if (finding.anchor != 0) different({}, "(anchor " + std::to_string(finding.anchor) + ": " + finding.text + ")");
    return {};
  }

  /// What an earlier meaning decided follows what stands before it.
  void earlierEntry(const JournalEntry& entry) {
    ++result_.earlier;
    std::string& last = earlier_[entry.lead];
    if (entry.previous != last || audit::entryHash(entry) != entry.hash) different(entry, "(the entry was changed, or does not follow the one before it)");
    last = entry.hash;
    if (entry.lead.empty()) {
      world_chain_.journal_seq = entry.seq;
      world_chain_.journal_hash = entry.hash;
    }
  }

  /// The snapshot of a lead, or of what concerns no single lead.
  void snapshotEntry(const JournalEntry& entry) {
    JournalEntry again;
    if (entry.lead.empty()) {
      const Json body = Json::parse(entry.body);
      Age& age = ages_.back();
      age.roster_version = body.value("roster", std::uint64_t{1});
      age.tables_version = body.value("tables", std::uint64_t{0});
      again = worldSnapshotEntry(world_chain_, body.value("from", 1U), entry.at, snapshot_, age.roster_version, age.tables_version);
      world_chain_.journal_seq = entry.seq;
      world_chain_.journal_hash = entry.hash;
    } else if (erased_.count(entry.lead) != 0) {
      ++result_.skipped_entries;
      return;
    } else if (entry.kind == kBeforeZones) {
      return beforeZones(entry);
    } else {
      port::LeadState lead;
      if (!readSnapshot(entry, lead)) return different(entry, "(what it commits to is not in the store)");
      if (const auto last = earlier_.find(entry.lead); last != earlier_.end() && last->second != entry.previous) return different(entry, "(it does not follow the entry before it)");
      const auto here = world(lead.version);
      salts_.of(entry);
      again = workflow::snapshotEntry(here.get(), lead, entry.at, salts_);
      states_[entry.lead] = std::move(lead);
    }
    if (again.body != entry.body || again.hash != entry.hash) different(entry, again.body);
  }

  /// A lead on its way to other rules of time zones: as it was decided, or, where that is not known any more, as its entry says.
  void beforeZones(const JournalEntry& entry) {
    port::LeadState lead;
    if (!readSnapshot(entry, lead)) return different(entry, "(what it commits to is not in the store)");
    port::LeadState& state = states_.try_emplace(entry.lead).first->second;
    const std::string last = state.journal_hash;
    const bool known = adrift_.erase(entry.lead) == 0, quiet = known && quietSteps(state, entry, entry.at);
    const auto here = world(lead.version);
    const auto again = [&](port::LeadState held) {
      salts_.of(entry);
      return workflow::snapshotEntry(here.get(), held, entry.at, salts_, kBeforeZones);
    };
    JournalEntry made = again(known ? state : lead);
    if (quiet && made.hash != entry.hash) made = again(lead);   // looks that told nothing came at the instants of the other rules
    state = std::move(lead);
    if (made.body != entry.body || made.hash != entry.hash || entry.previous != last) different(entry, made.body);
    state.journal_seq = entry.seq;
    state.journal_hash = entry.hash;
  }

  /// What other rules of time zones decided, and these do not: it follows what stands before it, and what it did to the turns and the
  /// timers is taken from it. Where its commitment says that nothing else about the lead is otherwise, the lead is as it was.
  void byOtherZones(const JournalEntry& entry, const Given& given, const std::string& previous, port::LeadState& state) {
    ++result_.other_zones;
    if (entry.previous != previous || audit::entryHash(entry) != entry.hash) return different(entry, "(the entry was changed, or does not follow the one before it)");
    auto& releases = result_.other_releases;
    if (const auto place = std::lower_bound(releases.begin(), releases.end(), given.tzdata); !given.tzdata.empty() && given.tzdata != tzdata_ && (place == releases.end() || *place != given.tzdata))
      releases.insert(place, given.tzdata);
    recordedTurns(entry);
    const std::string digest = stateDigest(state);
    const bool same = std::any_of(entry.secrets.begin(), entry.secrets.end(), [&](const port::Secret& secret) { return secret.value == digest; });
    if (same) adrift_.erase(entry.lead);
    else adrift_.insert(entry.lead);
    const Json body = Json::parse(entry.body);
    state.timers.clear();
    for (const Json& timer : body["timers"])
      for (int kind = 0; kind <= static_cast<int>(port::TimerKind::Retention); ++kind)
        if (timer[1].get<std::string>() == port::timerName(static_cast<port::TimerKind>(kind)))
          state.timers.push_back({timer[0].get<std::int64_t>(), static_cast<port::TimerKind>(kind), timer[2].get<std::uint32_t>(), timer[3].get<std::uint32_t>()});
  }

  /// Every lead that the store holds against what was decided.
  Status compareStates() {
    std::unordered_map<std::string, port::LeadSummary> rows;
    std::vector<port::LeadSummary> summaries;
    if (Status status = store_.summaries(summaries); !status.ok()) return status;
    for (port::LeadSummary& row : summaries) rows.emplace(row.id, std::move(row));
    std::unordered_set<std::string> there;
    const Status status = store_.eachLead([&](const port::LeadState& lead) {
      if (lead.id.empty()) return true;
      there.insert(lead.id);
      const port::LeadSummary& row = rows[lead.id];
      std::string what;
      if (row.final != lead.final || row.erased != lead.erased || row.created != lead.created || row.entered != lead.entered)
        what = "its columns (created, entered, final, erased) do not say what its state says";
      if (erased_.count(lead.id) == 0) {
        result_.leads += isMissing(lead.created) ? 0 : 1;   // of one that never came to be there are refused events
        const auto found = states_.find(lead.id);
        if (found != states_.end() && what.empty()) what = differenceOf(found->second, lead, row);
        else if (found == states_.end() && lead.journal_seq > 0) what = "nothing decided it";
      }
      if (!what.empty()) otherwise(lead.id, what);
      return true;
    });
    for (const auto& [id, lead] : states_)
      if (status.ok() && !id.empty() && there.count(id) == 0) otherwise(id, "it is not in the store");
    return status;
  }

  void otherwise(const std::string& lead, const std::string& what) {
    ++result_.state_differences;
    if (result_.state_texts.size() < kShown) result_.state_texts.push_back("lead " + lead + ": " + what);
  }

  /// By what leads are found to be the same person, of those that were decided here.
  Status compareKeys() {
    std::vector<std::pair<std::string, std::string>> stored;
    if (Status status = store_.duplicateKeys(port::kKeysByContent, stored); !status.ok()) return status;
    std::unordered_map<std::string, std::vector<std::string>> kept;
    for (auto& [lead, key] : stored) kept[lead].push_back(std::move(key));
    for (auto& [lead, keys] : kept) std::sort(keys.begin(), keys.end());
    for (const auto& [lead, keys] : keys_)
      if (erased_.count(lead) == 0 && kept[lead] != keys) otherwise(lead, "the keys by which duplicates of it are found are not its own");
    return {};
  }
  void noteKeys(const World& world, const std::string& lead, const Step& step) {
    if (!step.duplicate_keys_changed) return;
    std::vector<std::string>& keys = keys_[lead];
    keys.clear();
    for (const auto& [rule, key] : step.duplicate_keys) keys.push_back(wholeKey(world.workflow().duplicates[rule], key));
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  }

  /// Roster and rows of live tables against what they became.
  void compareWorld() {
    const Age& last = ages_.back();
    if (rows_.roster_version != last.roster_version || rows_.roster != rosterJson(last.reps)) result_.world_differences.push_back("the roster is not the one that was decided");
    const auto texts = [](const std::vector<port::WorldRows::TableRow>& rows) {
      std::vector<std::string> found;
      for (const auto& row : rows) found.push_back(row.table + '\0' + row.key + '\0' + row.body);
      std::sort(found.begin(), found.end());
      return found;
    };
    if (rows_.tables_version != last.tables_version || texts(rows_.tables) != texts(last.tables)) result_.world_differences.push_back("the rows of live tables are not those that were decided");
  }

  /// Empty: the lead is as decided. Timers that moved nothing since its last entry are let fire first.
  std::string differenceOf(port::LeadState& decided, const port::LeadState& stored, const port::LeadSummary& row) {
    if (stored.meaning != kMeaning) return earlier_[stored.id] == stored.journal_hash ? std::string() : std::string("its last entry is not the one that its state knows");
    if (decided.journal_hash != stored.journal_hash) return "its last entry is not the one that its state knows";
    if (adrift_.count(stored.id) != 0) return {};
    bool quiet = false;
    while (!decided.timers.empty()) {
      const port::Timer timer = decided.timers.front();
      const bool behind = decided.revision < stored.revision;
      if (!behind && std::find(stored.timers.begin(), stored.timers.end(), timer) != stored.timers.end()) break;
      const std::uint64_t revision = decided.revision;
      port::LeadState fired = decided;
      if (!fire(fired)) break;
      if (!behind && fired.revision != revision) break;   // it would have been a step, and none was taken
      decided = std::move(fired);
      quiet = true;
    }
    const auto here = world(stored.version);
    if (here && (row.stage != stageName(*here, stored) || row.owner != ownerOf(*here, stored) || row.queue != queueName(*here, stored) || row.version != stored.version))
      return "its columns (stage, owner, queue) do not say what its state says";
    if (quiet && release_ != tzdata_ && here && waitsByZones(*here, stored)) return {};   // looks that told nothing came at the instants of the other rules
    if (decided.timers != stored.timers) return "its timers are not those that were decided";
    const auto same = [](const port::ActivityEntry& a, const port::ActivityEntry& b) { return a.at == b.at && a.type == b.type && a.body == b.body && a.by == b.by; };
    if (!std::equal(decided.activities.begin(), decided.activities.end(), stored.activities.begin(), stored.activities.end(), same)) return "its activities are not those that were told";
    port::LeadState plain = decided;
    plain.meaning = stored.meaning;
    return port::encodeState(plain) == port::encodeState(stored) ? std::string() : std::string("its state is not the one that was decided");
  }

  Status compareTurns() {
    port::DeskRows stored;
    if (Status status = store_.desk(stored); !status.ok()) return status;
    book_.takeStep();
    result_.turn_differences = turnDifferences(stored, book_.all());
    return {};
  }

  /// What was true for all leads between two changes; a step that no entry tells of fell into one of these.
  struct Age {
    std::int64_t since = INT64_MIN;   ///< what was decided after this instant, until the next age
    std::vector<Rep> reps;
    std::vector<port::WorldRows::TableRow> tables;
    std::uint64_t roster_version = 0, tables_version = 0;
    std::map<std::uint64_t, std::shared_ptr<const World>> worlds;
  };
  std::shared_ptr<const World> world(std::uint64_t version) { return world(version, ages_.back()); }
  std::shared_ptr<const World> worldAt(std::uint64_t version, std::int64_t now) {
    auto age = ages_.end() - 1;
    while (age != ages_.begin() && now <= age->since) --age;
    return world(version, *age);
  }
  std::shared_ptr<const World> world(std::uint64_t version, Age& age) {
    auto& worlds = age.worlds;
    const auto found = worlds.find(version);
    if (found != worlds.end()) return found->second;
    const auto row = std::find_if(rows_.playbooks.begin(), rows_.playbooks.end(), [&](const port::PlaybookRow& each) { return each.version == version; });
    if (row == rows_.playbooks.end()) return nullptr;
    auto& program = programs_[version];
    if (!program) {
      bytecode::Decoded decoded = bytecode::decode(row->chunk);
      if (decoded.ok) program = bytecode::Program::load(std::move(decoded.chunk)).program;
    }
    if (!program) return nullptr;
    auto made = std::make_shared<World>();
    made->version = version;
    made->desk = decide::Desk::open(program, decide::People::bind(program, age.reps));
    made->tables = decide::liveTables(*made->desk, age.tables);
    made->roster_version = age.roster_version;
    made->tables_version = age.tables_version;
    worlds[version] = made;
    return made;
  }

  void entry(const JournalEntry& entry) {
    const std::uint32_t meaning = meaningOf(entry);
    if (meaning < kMeaning) return earlierEntry(entry);
    if (meaning > kMeaning) return different(entry, "(a later leadflow decided this)");
    if (entry.kind == kMeaningChanged || entry.kind == kBeforeZones) return snapshotEntry(entry);
    Given given;
    const bool whole = givenIn(entry, given);
    const Event& event = given.event;
    const std::int64_t now = given.now;
    const std::uint64_t version = given.version;
    if (entry.lead.empty()) return worldEntry(entry, given);
    if (erased_.count(entry.lead) != 0) {
      ++result_.skipped_entries;
      recordedTurns(entry);
      return;
    }
    if (!whole) return different(entry, "(what it commits to is not in the store)");
    const auto here = world(version);
    port::LeadState& state = states_.try_emplace(entry.lead).first->second;
    recorded_.of(std::move(given.answers), here.get(), erased_, entry.body, state);
    const std::string previous = state.journal_hash;
    const bool other_zones = adrift_.count(entry.lead) != 0 || (!given.tzdata.empty() && given.tzdata != tzdata_);
    const bool leans = recorded_.leansOnErased();
    const port::DeskRows turns = other_zones || leans ? book_.all() : port::DeskRows();
    quietSteps(state, entry, event.at);
    if (event.type == EventType::Deployed && state.version != 0 && state.version != version)
      if (const auto from = world(state.version); from && here) {
        std::unique_ptr<CarryOver>& map = crossings_[{state.version, version}];
        if (!map) map = std::make_unique<CarryOver>(from->chunk(), here->chunk());
        std::vector<Lacking> missing;
        map->carry(state, missing);
      }
    if (!here) return different(entry, "(the version of the playbook is not in the store)");
    at_ = here;
    if (state.version == 0 || (isMissing(state.created) && !state.erased)) {
      port::LeadState fresh = freshState(*here, entry.lead);
      fresh.now = state.now;
      fresh.journal_seq = state.journal_seq;
      fresh.journal_hash = std::move(state.journal_hash);
      fresh.meaning = state.meaning;
      state = std::move(fresh);
    }
    if (event.type == EventType::Timer)
      std::erase_if(state.timers, [&](const port::Timer& timer) {
        return timer.due == event.at && port::timerName(timer.kind) == event.name && static_cast<std::int64_t>(timer.index) == event.number && std::to_string(timer.part) == event.value;
      });
    const std::uint64_t revision = state.revision;
    const port::LeadState before = leans ? state : port::LeadState();
    JournalEntry again;
    bool same = false;
    do {
      if (!again.body.empty()) {   // another guess
        state = before;
        book_.load(turns);
      }
      recorded_.begin();
      Step step = transition(*here, *this, std::move(state), event, now, scratch_);
      noteKeys(*here, entry.lead, step);
      for (port::Effect& effect : step.effects) effect.simulated = given.simulated;   // whose journal it is, as its release of the zones
      salts_.of(entry);
      again = makeEntry(*here, event, now, step, recorded_.asked(), book_.takeStep(), revision, given.tzdata.empty() ? tzdata_ : given.tzdata, salts_);
      same = again.body == entry.body && again.hash == entry.hash;
      state = std::move(step.after);
    } while (!same && leans && recorded_.guessAgain());
    result_.leaning += leans ? 1 : 0;
    if (same) {
      adrift_.erase(entry.lead);
    } else if (other_zones) {
      book_.load(turns);
      byOtherZones(entry, given, previous, state);
    } else {
      different(entry, again.body);
    }
    state.journal_seq = entry.seq;      // one difference is one difference, not all that follow
    state.journal_hash = entry.hash;
  }

  /// Timers that moved nothing stand in no entry; they fired all the same, and count.
  bool quietSteps(port::LeadState& state, const JournalEntry& entry, std::int64_t before) {
    const Json body = Json::parse(entry.body, nullptr, false);
    const std::uint64_t revision = body.is_object() ? body.value("revision", std::uint64_t{0}) : 0;
    bool any = false;
    while (!state.timers.empty() && (state.revision < revision || state.timers.front().due < before)) {
      if (!fire(state)) break;
      any = true;
    }
    return any;
  }

  /// The next timer of a lead fires, as a step that tells nothing. False: its playbook is not there.
  bool fire(port::LeadState& state) {
    const port::Timer timer = state.timers.front();
    const Event event = timerEvent(state, timer);
    const std::int64_t now = std::max(timer.due, state.now);
    const auto here = worldAt(state.version, now);
    if (!here) return false;
    at_ = here;
    state.timers.erase(state.timers.begin());
    Step step = transition(*here, *this, std::move(state), event, now, scratch_);
    noteKeys(*here, event.lead, step);
    state = std::move(step.after);
    book_.takeStep();
    return true;
  }

  void worldEntry(const JournalEntry& entry, const Given& given) {
    const Event& event = given.event;
    const std::uint64_t version = given.version;
    std::string outcome = "applied";
    const auto current = version == 0 ? nullptr : world(version);
    const Json body = Json::parse(entry.body, nullptr, false);
    const std::int64_t clock = body.is_object() ? body.value("clock", kMissing) : kMissing;
    Age next;
    next.since = clock;
    next.reps = ages_.back().reps;
    next.tables = ages_.back().tables;
    next.roster_version = ages_.back().roster_version;
    next.tables_version = ages_.back().tables_version;
    port::DeskRows taken;
    if (event.type == EventType::RosterChanged) {
      const std::vector<Rep> before = next.reps;
      if (std::string wrong = changeRoster(next.reps, event, current ? &current->desk->program() : nullptr); !wrong.empty()) {
        outcome = "refused: " + wrong;
      } else {
        ++next.roster_version;
        const std::vector<Rep> after = next.reps;
        ages_.push_back(std::move(next));
        if (current) taken = rosterTurns(*current, world(version), before, after);
        if (result_.skipped_entries > 0) taken = recordedTurns(entry);   // what skipped leads had open nobody can count any more
      }
    } else if (event.type == EventType::TableChanged && current) {
      if (std::string wrong = changeTable(next.tables, *current->desk, event); !wrong.empty()) {
        outcome = "refused: " + wrong;
      } else {
        ++next.tables_version;
        ages_.push_back(std::move(next));
      }
    }
    if (event.type == EventType::ZonesChanged) outcome = body.value("outcome", outcome);   // it tells which schedules moved: no state says what they were
    outcome = withUnread(std::move(outcome), strangeMembers(event));
    JournalEntry again = makeWorldEntry(world_chain_, event, given.now, outcome, version, ages_.back().roster_version, ages_.back().tables_version, given.tzdata, clock, taken);
    if (again.body != entry.body || again.hash != entry.hash) different(entry, again.body);
    world_chain_.journal_seq = entry.seq;
    world_chain_.journal_hash = entry.hash;
  }

  port::DeskRows rosterTurns(const World& before_world, const std::shared_ptr<const World>& after_world, const std::vector<Rep>& before, const std::vector<Rep>& after) {
    const RosterChange change = rosterChange(before, after);
    book_.pools(before_world);
    for (const std::string& rep : change.gone) book_.setOpen(rep, 0);
    std::map<std::string, std::int64_t> held;
    for (const auto& [id, lead] : states_)
      if (!lead.final && !lead.erased)
        for (const port::Seat& seat : lead.seats)
          if (change.back.count(seat.rep) != 0) ++held[seat.rep];
    if (result_.skipped_entries == 0)
      for (const std::string& rep : change.back) book_.setOpen(rep, held[rep]);
    if (after_world) book_.pools(*after_world);
    return book_.takeStep();
  }

  /// What an erased lead's step did to the turns, as its entry says: others' turns came after it.
  port::DeskRows recordedTurns(const JournalEntry& entry) {
    static const std::string split = "split ";
    const Json body = Json::parse(entry.body, nullptr, false);
    port::DeskRows rows;
    if (!body.is_object()) return rows;
    rows.turn = body.value("turn", std::uint64_t{0});
    if (body.contains("turns"))
      for (const Json& row : body["turns"])
        rows.turns.push_back({row[0].get<std::string>(), row[1].get<std::string>(), row[2].get<std::int64_t>(), row[3].get<std::uint64_t>(), row[5].get<bool>(),
                              row[6].get<bool>(), row[4].get<std::int64_t>()});
    for (const auto& [name, value] : body.items())
      if (name.compare(0, split.size(), split) == 0) rows.shares.push_back({name.substr(split.size()), value.get<std::vector<std::int64_t>>()});
    if (!rows.turns.empty() || !rows.shares.empty()) book_.set(rows);
    return rows;
  }

  void different(const JournalEntry& entry, std::string replayed) {
    ++result_.different;
    if (result_.differences.size() < kShown) result_.differences.push_back({entry.lead, entry.seq, entry.body, std::move(replayed)});
  }

  port::Store& store_;
  ReplayResult& result_;
  port::WorldRows rows_;
  std::vector<Age> ages_;
  std::unordered_set<std::string> erased_;
  std::unordered_map<std::string, port::LeadState> states_;
  bool goes_over_ = false;                                 ///< the store was begun by an earlier meaning
  WorldSnapshot snapshot_;
  std::unordered_map<std::string, std::string> earlier_;   ///< by lead: the hash of its last entry of an earlier meaning
  std::unordered_map<std::string, std::vector<std::string>> keys_;   ///< by lead, of those whose keys were decided here
  const std::string tzdata_;
  std::string release_;                                    ///< by which the store's open instants were worked out
  std::unordered_set<std::string> adrift_;                 ///< leads that other rules of time zones have left otherwise than these do
  port::LeadState world_chain_;
  std::map<std::uint64_t, std::shared_ptr<const bytecode::Program>> programs_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::unique_ptr<CarryOver>> crossings_;
  std::shared_ptr<const World> at_;
  TurnBook book_;
  RecordedAnswers recorded_;
  RecordedSalts salts_;
  Scratch scratch_;
};

}  // namespace

Status replay(port::Store& store, ReplayResult& result, const std::string& tzdata) {
  Status status;
  const port::Snapshot snapshot(store, status);
  return status.ok() ? replayOpen(store, result, tzdata) : status;
}

Status replayOpen(port::Store& store, ReplayResult& result, const std::string& tzdata) {
  result = {};
  return Replay(store, result, tzdata).run();
}

}  // namespace leadflow::workflow
