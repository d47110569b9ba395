#include "tests/lives/live/engine.hpp"

#include <algorithm>

#include "compiler/diag/render.hpp"
#include "compiler/driver/compile.hpp"
#include "runtime/bytecode/codec.hpp"
#include "runtime/ingest/event_file.hpp"
#include "runtime/store/open.hpp"
#include "runtime/workflow/deploy.hpp"
#include "runtime/workflow/engine.hpp"
#include "tests/lives/live/facts.hpp"
#include "tests/lives/live/mortal_disk.hpp"

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
      opened_ = store::openStore(way_ == Way::Killed ? "sqlite:/leads.db" : "memory:", how);
      if (!opened_.store) return Status::failed(opened_.error);
    }
    workflow::EngineOptions options;
    options.batch = way_ == Way::Sliced || way_ == Way::Killed ? (random_.chance(50) ? 1 : 7) : 256;
    options.simulated = way_ == Way::Simulated;
    engine_ = std::make_unique<workflow::Engine>(*opened_.store, options, *salts_);
    const auto& version = compiled_.versions.front();
    return first ? engine_->adopt(version.program, version.bytes, repsOf(compiled_.roster), story_.start) : engine_->resume();
  }

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
    port::Appended appended;
    return engine_->feed(read, appended);
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
    if (std::string wrong = storeFacts(opened_, lines); !wrong.empty()) return wrong;
    return way_ == Way::Whole || way_ == Way::Killed ? unsound(*opened_.store) : std::string();
  }

  Way way_;
  const Compiled& compiled_;
  const Story& story_;
  Random random_;
  std::unique_ptr<workflow::Salts> salts_;
  const bool power_cuts_ = way_ == Way::Killed && random_.chance(50);
  MortalDisk disk_{power_cuts_};
  store::Opened opened_;
  std::unique_ptr<workflow::Engine> engine_;
  Instant reached_ = 0;
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
