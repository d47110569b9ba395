#include "tests/lives/live/engine.hpp"

#include <algorithm>

#include "compiler/diag/render.hpp"
#include "compiler/driver/compile.hpp"
#include "runtime/bytecode/codec.hpp"
#include "runtime/ingest/event_file.hpp"
#include "runtime/store/open.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/workflow/deploy.hpp"
#include "runtime/workflow/engine.hpp"
#include "tests/lives/live/beside.hpp"
#include "tests/lives/live/facts.hpp"
#include "tests/lives/live/forgotten.hpp"
#include "tests/lives/live/mortal_disk.hpp"
#include "tests/lives/live/outlook.hpp"
#include "tests/lives/live/tamper.hpp"

namespace leadflow::lives {

namespace {

using port::Status;

Rep repOf(const Person& person) {
  Rep rep;
  rep.id = person.id;
  rep.team = person.team;
  rep.role = person.role;
  rep.manager = person.manager;
  rep.calendar = person.calendar;
  rep.stand_in = person.stand_in;
  rep.weight = person.weight * 10'000;
  rep.capacity = person.capacity;
  rep.active = person.active;
  rep.out_from = person.out_from;
  rep.out_until = person.out_until;
  return rep;
}

constexpr int kMostDeaths = 10;

class Living {
 public:
  Living(Way way, const Compiled& compiled, const Story& story, std::uint64_t chance) : way_(way), compiled_(compiled), story_(story), random_(chance), salts_(workflow::seededSalts(7)) {}
  ~Living() { shut(); }

  Outcome go() {
    Outcome outcome;
    outcome.error = whole();
    if (outcome.error.empty()) outcome.error = gather(outcome.facts);
    outcome.halfway = std::move(halfway_);
    outcome.read_beside = read_beside_;
    outcome.forgotten = forgotten_;
    outcome.changed = changed_;
    outcome.kills = died_;
    outcome.power_cuts = power_cuts_ ? died_ : 0;
    return outcome;
  }

 private:
  std::string whole() {
    if (std::string wrong = open(true); !wrong.empty()) return wrong;
    for (const Delivery& delivery : story_.deliveries) {
      if (std::string wrong = until(delivery.at); !wrong.empty()) return wrong;
      if (!delivery.events.empty())
        if (std::string wrong = again([&] { return feed(delivery.events); }); !wrong.empty()) return wrong;
      if (delivery.deploy >= 0)
        if (std::string wrong = deploy(delivery.deploy, delivery.at); !wrong.empty()) return wrong;
    }
    return until(story_.end);
  }

  void shut() {
    engine_.reset();
    opened_ = {};
  }

  /// Another engine, where a process was killed on a store that is opened again; as often as it takes to come up.
  std::string open(bool first) {
    for (int tries = 0; tries < kMostDeaths; ++tries) {
      const Status status = openOnce(first);
      if (status.ok() && !died()) return {};
      if (!died()) return status.error;
    }
    return "it does not come up";
  }

  Status openOnce(bool first) {
    if (!opened_.store || way_ == Way::Killed) {
      shut();
      store::StoreOptions how;
      how.durable = power_cuts_;   // else a commit survives a killed process, and no more is promised
      if (way_ == Way::Killed) {
        if (disk_.dead()) {
          disk_.restart(power_cuts_ ? &random_ : nullptr);
          ++died_;
        }
        how.vfs = disk_.vfs();
        disk_.dieAt(deaths_ > 0 ? deathIn() : 0);
      }
      if (folder_) how.durable = false;
      opened_ = store::openStore(address(), how);
      if (!opened_.store) return Status::failed(opened_.error);
    }
    workflow::EngineOptions options;
    options.batch = way_ == Way::Sliced || way_ == Way::Killed ? (random_.chance(50) ? 1 : 7) : 256;
    options.simulated = way_ == Way::Simulated;
    engine_ = std::make_unique<workflow::Engine>(*opened_.store, options, *salts_);
    const auto& version = compiled_.versions.front();
    return first ? engine_->adopt(version.program, version.bytes, repsOf(compiled_.roster), story_.start) : engine_->resume();
  }

  std::string address() const { return way_ == Way::Killed ? "sqlite:/leads.db" : folder_ ? "sqlite:" + folder_->path() + "/leads.db" : "memory:"; }

  /// At which call the process is killed: soon, while the store comes up, or far into the work.
  std::uint64_t deathIn() {
    --deaths_;
    return static_cast<std::uint64_t>(random_.between(1, random_.chance(30) ? 200 : 900));
  }
  bool died() const { return way_ == Way::Killed && disk_.dead(); }

  /// The process ends at the call that failed; another one goes on. Work that was done, and whose answer was lost, is done again.
  template <class F>
  std::string again(F work) {
    for (int tries = 0; tries < kMostDeaths; ++tries) {
      const Status status = work();
      if (status.ok() && !died()) return {};
      if (!died()) return status.error;
      if (std::string wrong = open(false); !wrong.empty()) return wrong;
    }
    return "it does not come to an end";
  }

  std::string until(Instant at) {
    if (const Instant half = halfwayOf(story_); way_ == Way::Sliced && !half_way_ && at >= half) {
      half_way_ = true;
      if (std::string wrong = until(half); !wrong.empty()) return wrong;
      if (std::string wrong = storeOutlook(*opened_.store, *engine_, half, halfway_); !wrong.empty()) return wrong;
      if (folder_) {
        Beside beside{address(), *engine_, half, at};
        if (std::string wrong = beside.read(); !wrong.empty()) return wrong;
        reached_ = beside.reached;
        read_beside_ = beside.commits > 0;
      }
    }
    if (way_ == Way::Sliced)
      for (int i = 0; i < 2; ++i) {
        const Instant cut = reached_ + static_cast<Instant>(random_.next() % static_cast<std::uint64_t>(std::max<Instant>(1, at - reached_)));
        if (cut >= at) continue;
        if (const Status status = engine_->runUntil(cut); !status.ok()) return status.error;
        reached_ = cut;
        if (random_.chance(50))
          if (std::string wrong = open(false); !wrong.empty()) return wrong;
      }
    reached_ = at;
    return again([&] { return engine_->runUntil(at); });
  }

  Status feed(const std::vector<Event>& events) {
    std::vector<port::Event> read;
    for (const Event& event : events) {
      port::Event made;
      if (const std::string wrong = ingest::readEvent(jsonOf(event), utcZone(), kMissing, made); !wrong.empty()) return Status::failed(jsonOf(event) + ": " + wrong);
      read.push_back(std::move(made));
    }
    // One that says a NUL: no reader takes it, and the store keeps the others without it.
    port::Event with_nul;
    if (ingest::readEvent(R"({"event":"nul","type":"activity","lead":"nobody","at":")" + instantText(story_.start) + R"(","activity":"call","by":"ana\u0000"})", utcZone(), kMissing, with_nul).empty())
      return Status::failed("an event whose member holds a NUL was read");
    with_nul = read.front();
    with_nul.id = "nul";
    with_nul.by = std::string("ana\0", 4);
    read.insert(read.begin() + 1, with_nul);
    port::Appended appended;
    const Status status = engine_->feed(read, appended);
    if (status.ok() && appended.unfit.size() != 1) return Status::failed("an event whose member holds a NUL was kept");
    return status;
  }

  std::string deploy(int number, Instant now) {
    const auto& version = compiled_.versions[static_cast<std::size_t>(number)];
    workflow::DeployOptions options;
    options.now = now;
    workflow::DeployPlan plan;
    const std::string wrong = again([&]() -> Status {
      if (engine_->current()->version == version.program->chunk().content_hash) return {};   // it was done, and the answer was lost
      engine_.reset();
      return workflow::deploy(*opened_.store, version.program, version.bytes, options, plan);
    });
    if (!wrong.empty()) return wrong;
    if (!plan.missing.empty()) return "the deployment is refused: " + plan.missing.front().kind + " " + plan.missing.front().name;
    return open(false);
  }

  std::string gather(std::vector<std::string>& lines) {
    engine_.reset();
    if (way_ == Way::Killed) disk_.dieAt(0);   // whoever looks lives on
    if (std::string wrong = storeFacts(opened_, story_.end, lines); !wrong.empty()) return wrong;
    if (way_ != Way::Whole && way_ != Way::Killed) return {};
    if (std::string wrong = unsound(*opened_.store); !wrong.empty()) return wrong;
    if (std::string wrong = forgotten(); !wrong.empty()) return wrong;
    if (way_ == Way::Whole) return random_.chance(10) ? erasedAlone(lines) : std::string();
    return random_.chance(5) ? changed() : std::string();
  }

  /// Of leads that were erased nothing is left, in the disk's bytes neither.
  std::string forgotten() {
    std::vector<std::string> gone;
    if (std::string wrong = stillHeld(*opened_.store, story_, gone); !wrong.empty()) return wrong;
    if (way_ != Way::Killed || gone.empty()) return {};
    if (const Status packed = opened_.store->pack(); !packed.ok()) return packed.error;
    for (const std::string& address : gone) {
      if (disk_.holds(address)) return "the file still holds " + address + ", of an erased lead";
      ++forgotten_;
    }
    return {};
  }

  /// A lead is erased here and now, long after the end: no clock runs, of no other lead and of its own neither.
  std::string erasedAlone(const std::vector<std::string>& before) {
    std::vector<std::string> ids;
    const Status read = opened_.store->eachLead([&](const port::LeadState& lead) {
      if (!lead.id.empty() && !isMissing(lead.created) && !lead.erased) ids.push_back(lead.id);
      return true;
    });
    if (!read.ok() || ids.empty()) return read.error;
    workflow::Engine engine(*opened_.store, {}, *salts_);
    if (const Status there = engine.resume(); !there.ok()) return there.error;
    workflow::Erased erased;
    if (const Status done = engine.erase(random_.pick(ids), "", story_.end + 60 * kDayMs, erased); !done.ok()) return done.error;
    std::vector<std::string> after, expected;
    if (std::string wrong = storeFacts(opened_, story_.end, after); !wrong.empty()) return wrong;
    std::size_t did_before = 0, did_after = 0;   // of theirs, words and mails are gone; nothing comes
    const auto others = [&](const std::vector<std::string>& facts, std::size_t& did) {
      std::vector<std::string> rest;
      for (const std::string& fact : facts) {
        const std::size_t bar = fact.find(" | ");
        const bool theirs = bar != std::string::npos && std::find(erased.leads.begin(), erased.leads.end(), fact.substr(0, bar)) != erased.leads.end();
        if (theirs) did += fact.compare(bar, 10, " | effect ") == 0;
        else if (bar != std::string::npos || fact.compare(0, 6, "turns ") == 0) rest.push_back(fact);
      }
      return rest;
    };
    expected = others(before, did_before);
    after = others(after, did_after);
    if (did_after > did_before) return "a lead was erased here and now, and did something more";
    return difference(expected, after, "after another lead was erased");
  }

  /// Somebody changes a row, and that is noticed.
  std::string changed() {
    opened_ = {};
    std::string wrong;
    const std::string change = changeRow("/leads.db", disk_.vfs(), random_, wrong);
    if (change.empty()) return wrong;
    store::StoreOptions how;
    how.vfs = disk_.vfs();
    opened_ = store::openStore(address(), how);
    if (opened_.store && unsound(*opened_.store).empty()) return "neither replay nor audit notices: " + change;
    ++changed_;
    return {};
  }

  Way way_;
  const Compiled& compiled_;
  const Story& story_;
  Random random_;
  std::unique_ptr<workflow::Salts> salts_;
  const bool power_cuts_ = way_ == Way::Killed && random_.chance(50);
  MortalDisk disk_{power_cuts_};
  /// One of ten: in a file, with a reader beside the worker.
  const std::unique_ptr<Folder> folder_ = way_ == Way::Sliced && random_.chance(10) ? std::make_unique<Folder>() : nullptr;
  bool read_beside_ = false;
  int forgotten_ = 0, changed_ = 0;
  store::Opened opened_;
  std::unique_ptr<workflow::Engine> engine_;
  Instant reached_ = 0;
  std::vector<std::string> halfway_;
  bool half_way_ = false;
  int deaths_ = random_.between(1, 3), died_ = 0;
};

}  // namespace

Compiled compile(const Book& book) {
  Compiled compiled;
  compiled.roster = book.roster;
  for (const Playbook& each : book.versions) {
    Compiled::Version version;
    version.text = textOf(each, book.roster);
    resolve::MemoryFiles files;
    files.texts["lives.leadflow"] = version.text;
    driver::Options options;
    options.lints = false;
    auto made = driver::compile("lives.leadflow", files, options);
    if (!made->ok()) {
      compiled.error = diag::renderText(made->diags.sorted(), made->sources) + "\n" + version.text;
      return compiled;
    }
    version.bytes = bytecode::encode(made->chunk);
    auto loaded = bytecode::Program::load(std::move(made->chunk));
    if (!loaded.program) {
      compiled.error = loaded.error + "\n" + version.text;
      return compiled;
    }
    version.program = loaded.program;
    compiled.versions.push_back(std::move(version));
  }
  compiled.doors = openDoors(compiled.versions.front());
  if (!compiled.doors) compiled.error = "what was compiled cannot be loaded through the C++ or the C API\n" + compiled.versions.front().text;
  return compiled;
}

std::vector<Rep> repsOf(const std::vector<Person>& roster) {
  std::vector<Rep> reps;
  for (const Person& person : roster) reps.push_back(repOf(person));
  return reps;
}

Outcome live(Way way, const Compiled& compiled, const Story& story, std::uint64_t chance) { return Living(way, compiled, story, chance).go(); }

}  // namespace leadflow::lives
