#include "tests/lives/live/engine.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "compiler/diag/render.hpp"
#include "compiler/driver/compile.hpp"
#include "runtime/audit/verify.hpp"
#include "runtime/bytecode/codec.hpp"
#include "runtime/ingest/event_file.hpp"
#include "runtime/store/open.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/workflow/deploy.hpp"
#include "runtime/workflow/engine.hpp"
#include "runtime/workflow/replay.hpp"
#include "tests/unit/workflow/faulty_store.hpp"

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

std::string when(Instant at) {
  if (isMissing(at)) return "never";
  return instantText(at);
}

class Living {
 public:
  Living(Way way, const Compiled& compiled, const Story& story, std::uint64_t chance) : way_(way), compiled_(compiled), story_(story), random_(chance), salts_(workflow::seededSalts(7)) {}
  ~Living() {
    engine_.reset();
    faulty_.reset();
    opened_.store.reset();
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  Outcome go() {
    Outcome outcome;
    outcome.error = whole();
    if (outcome.error.empty()) outcome.error = gather(outcome.facts);
    std::sort(outcome.facts.begin(), outcome.facts.end());
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

  std::string open(bool first) {
    store::StoreOptions how;
    how.durable = false;
    std::string address = "memory:";
    if (way_ == Way::Killed) {
      if (folder_.empty()) {
        char name[] = "/tmp/leadflow-lives-XXXXXX";
        if (mkdtemp(name) == nullptr) return "no folder for a store";
        folder_ = name;
      }
      address = "sqlite:" + folder_ + "/leads.db";
    }
    if (first || way_ == Way::Killed) {
      engine_.reset();
      faulty_.reset();
      opened_ = {};
      opened_ = store::openStore(address, how);
      if (!opened_.store) return opened_.error;
    }
    workflow::EngineOptions options;
    options.batch = way_ == Way::Sliced ? (random_.chance(50) ? 1 : 7) : 256;
    options.simulated = way_ == Way::Simulated;
    port::Store* store = opened_.store.get();
    if (way_ == Way::Killed) {
      faulty_ = std::make_unique<test::FaultyStore>(*store);
      faulty_->retry = false;
      faulty_->after_commit = random_.chance(30);
      faulty_->fail_at = kills_-- > 0 ? static_cast<std::uint64_t>(random_.between(1, 60)) : 0;
      store = faulty_.get();
    }
    engine_ = std::make_unique<workflow::Engine>(*store, options, *salts_);
    std::vector<Rep> roster;
    for (const Person& person : compiled_.roster) roster.push_back(repOf(person));
    const auto& version = compiled_.versions.front();
    const Status status = first ? engine_->adopt(version.program, version.bytes, std::move(roster), story_.start) : engine_->resume();
    if (status.ok()) return {};
    return way_ == Way::Killed ? open(first) : status.error;
  }

  /// The process ends at the call that failed; another one goes on.
  template <class F>
  std::string again(F work) {
    for (int tries = 0; tries < 10; ++tries) {
      const Status status = work();
      if (status.ok()) return {};
      if (way_ != Way::Killed) return status.error;
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
    engine_.reset();
    if (const Status status = workflow::deploy(*opened_.store, version.program, version.bytes, options, plan); !status.ok()) return status.error;
    if (!plan.missing.empty()) return "the deployment is refused: " + plan.missing.front().kind + " " + plan.missing.front().name;
    return open(false);
  }

  // ---- facts

  std::string gather(std::vector<std::string>& lines) {
    port::Store& store = *opened_.store;
    if (way_ != Way::Killed || engine_ == nullptr) engine_.reset();
    workflow::Engine reader(store, {}, *salts_);
    if (const Status status = reader.resume(); !status.ok()) return status.error;
    std::map<std::string, std::vector<port::Effect>> effects;
    std::vector<port::OutboxStore::Row> rows;
    if (!opened_.outbox->list("", 10'000'000, rows)) return "the outbox cannot be read";
    for (auto& row : rows) effects[row.effect.lead].push_back(std::move(row.effect));
    const Status status = store.eachLead([&](const port::LeadState& lead) {
      if (!lead.id.empty() && !isMissing(lead.created)) facts(*reader.world(lead.version), lead, effects[lead.id], lines);
      return true;
    });
    if (!status.ok()) return status.error;
    std::vector<std::pair<port::StoredEvent, std::string>> refused;
    if (const Status there = store.refusedEvents(10'000, refused); !there.ok()) return there.error;
    for (const auto& [event, why] : refused)
      if (event.event.id.compare(0, 9, "leadflow:") != 0 && why.compare(0, 15, "refused in part") != 0) lines.push_back("refused " + event.event.id);
    port::DeskRows desk;
    if (const Status begun = store.begin(); !begun.ok()) return begun.error;
    const Status asked = store.desk(desk);
    store.rollback();
    if (!asked.ok()) return asked.error;
    for (const port::TurnRow& row : desk.turns)
      if (!row.pool.empty() && row.served > 0) lines.push_back("turns " + row.pool + " " + row.rep + " " + std::to_string(row.served));
    if (way_ == Way::Whole || way_ == Way::Killed) {
      workflow::ReplayResult result;
      if (const Status replayed = workflow::replay(store, result); !replayed.ok()) return replayed.error;
      if (result.different > 0) return "replay differs: " + result.differences.front().recorded + "\n" + result.differences.front().replayed;
      if (result.state_differences > 0) return "replay: states differ";
      if (!result.turn_differences.empty()) return "replay: " + result.turn_differences.front();
      if (!result.world_differences.empty()) return "replay: " + result.world_differences.front();
      audit::Verified verified;
      if (const Status sound = audit::verify(store, verified); !sound.ok()) return sound.error;
      if (!verified.findings.empty()) return "audit: " + verified.findings.front().text;
    }
    return {};
  }

  void facts(const workflow::World& world, const port::LeadState& lead, const std::vector<port::Effect>& effects, std::vector<std::string>& lines) {
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
    static const char* const clock_words[] = {"idle", "running", "paused", "overdue", "met", "missed"};
    for (std::size_t i = 0; i < lead.clocks.size(); ++i) {
      const port::Clock& clock = lead.clocks[i];
      if (clock.runs == 0) continue;
      std::string text = "clock " + flow.slas[i].name + " " + clock_words[clock.state] + " from " + when(clock.started);
      if (clock.state == 1) text += " due " + when(due(world, clock));
      if (clock.state == 3) text += " since " + when(clock.breached);
      if (!isMissing(clock.stopped) && (clock.state == 4 || (clock.state == 5 && !ended))) text += " stopped " + when(clock.stopped) + " after " + std::to_string(clock.last_response / 1000) + " s";
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
      if (!isMissing(a.asked))
        fact("approval " + flow.approvals[i].name + " " + approval_words[a.state] + " line " + std::to_string(a.ask) + " asked " + when(a.asked) + " decided " + when(a.decided) + " by " + a.by);
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
      fact(text + (said ? ": " + effect.text : ""));
    }
  }

  static Instant due(const workflow::World& world, const port::Clock& clock) {
    if (isMissing(clock.resumed)) return kMissing;
    if (clock.calendar < 0) return clock.resumed + std::max<std::int64_t>(0, clock.target - clock.elapsed);
    const auto& calendar = world.desk->program().calendar(static_cast<std::uint32_t>(clock.calendar));
    if (clock.resumed == clock.started && clock.elapsed == 0) return calendar.addBusiness(clock.started, clock.span).value_or(kMissing);
    return calendar.addOpen(clock.resumed, std::max<std::int64_t>(0, clock.target - clock.elapsed)).value_or(kMissing);
  }

  Way way_;
  const Compiled& compiled_;
  const Story& story_;
  Random random_;
  std::unique_ptr<workflow::Salts> salts_;
  std::string folder_;
  store::Opened opened_;
  std::unique_ptr<test::FaultyStore> faulty_;
  std::unique_ptr<workflow::Engine> engine_;
  Instant reached_ = 0;
  int kills_ = 2;
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
  return compiled;
}

Outcome live(Way way, const Compiled& compiled, const Story& story, std::uint64_t chance) { return Living(way, compiled, story, chance).go(); }

}  // namespace leadflow::lives
