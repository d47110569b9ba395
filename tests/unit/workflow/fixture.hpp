// A playbook compiled from a text, one lead, and a clock that goes only where it is told to: what happens is asked to the
// millisecond.
//
//     Flow flow(kHead + "sla s { … }");
//     flow.create("2026-03-02 10:00", R"({"company":"Acme"})");
//     flow.until("2026-03-02 14:00");                       // every timer due by then, each at its own instant
//     CHECK(flow.effects("remind") == Lines{"2026-03-02 12:00 remind ana: Acme waits (sla s at 50%)"});
#pragma once
#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diag/render.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/resolve/files.hpp"
#include "runtime/decide/desk.hpp"
#include "runtime/decide/pools.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/workflow/stepper.hpp"

namespace leadflow::test {

using Lines = std::vector<std::string>;
using port::EventType;

/// `2026-03-02 10:00`, in UTC unless it says otherwise.
inline std::int64_t instantOf(std::string_view text) {
  const auto at = parseInstant(text, utcZone(), "");
  INFO(text);
  REQUIRE(at.has_value());
  return *at;
}

/// The shortest form that says it: seconds only where there are some.
inline std::string shown(std::int64_t instant) {
  if (isMissing(instant)) return "never";
  std::string text;
  decide::appendWallClock(text, instant, utcZone());
  return text;
}

class Around : public workflow::Surroundings {
 public:
  Around(const bytecode::Chunk& chunk, std::shared_ptr<const decide::People> people) : pools_(chunk, std::move(people)) {}
  decide::Pools& turns() override { return pools_; }
  std::vector<std::pair<std::string, std::string>> sameKey(std::uint32_t rule, const std::string& key, const std::string& except) override {
    std::vector<std::pair<std::string, std::string>> found;
    for (const auto& [of_rule, of_key, lead] : keys)
      if (of_rule == rule && of_key == key && lead != except) found.emplace_back(lead, of_key);
    return found;
  }
  bool peek(const std::string& lead, port::LeadState& state) override {
    for (const port::LeadState& other : others)
      if (other.id == lead) {
        state = other;
        return true;
      }
    return false;
  }
  struct Key { std::uint32_t rule; std::string key, lead; };
  std::vector<Key> keys;
  std::vector<port::LeadState> others;

 private:
  decide::Pools pools_;
};

inline Rep repOf(std::string id, std::string team, std::string role = {}, std::string manager = {}, std::string calendar = {}) {
  Rep rep;
  rep.name = id;
  rep.email = id + "@acme.example";
  rep.id = std::move(id);
  rep.team = std::move(team);
  rep.role = std::move(role);
  rep.manager = std::move(manager);
  rep.calendar = std::move(calendar);
  return rep;
}

/// ana and ben (Berlin hours) sell, maria leads them, dora is the director, otto runs revenue operations.
inline std::vector<Rep> usualTeam() {
  return {repOf("ana", "sdr", {}, "maria"), repOf("ben", "sdr", {}, "maria", "berlin"), repOf("maria", "leads", "sales_manager", "dora"),
          repOf("dora", "leads", "sales_director"), repOf("otto", "ops", "revops"), repOf("eva", "ae", {}, "dora")};
}

class Flow {
 public:
  explicit Flow(const std::string& text, std::vector<Rep> roster = usualTeam()) {
    resolve::MemoryFiles files;
    files.texts["main.leadflow"] = text;
    driver::Options options;
    options.lints = false;
    auto compiled = driver::compile("main.leadflow", files, options);
    INFO(diag::renderText(compiled->diags.sorted(), compiled->sources));
    REQUIRE(compiled->ok());
    auto loaded = bytecode::Program::load(std::move(compiled->chunk));
    INFO(loaded.error);
    REQUIRE(loaded.program);
    program = loaded.program;
    auto people = decide::People::bind(program, std::move(roster));
    world.desk = decide::Desk::open(program, people);
    world.version = program->chunk().content_hash;
    around = std::make_unique<Around>(program->chunk(), people);
    scratch = std::make_unique<workflow::Scratch>();
    state = workflow::freshState(world, "00Q1");
  }

  /// One event, at the later of `at` and the instant reached. Timers due before come first.
  const workflow::Step& happens(port::Event event, std::string_view at) {
    event.lead = state.id;
    event.at = instantOf(at);
    until(at);
    return take(event, std::max(event.at, isMissing(state.now) ? event.at : state.now));
  }
  /// One that comes late: taken at `now`, with its own `at`.
  const workflow::Step& late(port::Event event, std::string_view at, std::string_view now) {
    event.lead = state.id;
    event.at = instantOf(at);
    until(now);
    return take(event, instantOf(now));
  }
  const workflow::Step& create(std::string_view at, std::string body = "{}") { return happens(of(EventType::LeadCreated, {}, std::move(body)), at); }
  const workflow::Step& update(std::string_view at, std::string body) { return happens(of(EventType::LeadUpdated, {}, std::move(body)), at); }
  const workflow::Step& activity(std::string_view at, std::string name, std::string by = {}, std::string body = {}) {
    port::Event event = of(EventType::Activity, std::move(name), std::move(body));
    event.by = std::move(by);
    return happens(std::move(event), at);
  }
  const workflow::Step& move(std::string_view at, std::string stage, std::string by, std::string reason = {}) {
    port::Event event = of(EventType::StageMoved, std::move(stage));
    event.by = std::move(by);
    event.reason = std::move(reason);
    return happens(std::move(event), at);
  }
  const workflow::Step& assign(std::string_view at, std::string rep, std::string seat = {}) {
    port::Event event = of(EventType::OwnerAssigned, std::move(seat));
    event.value = std::move(rep);
    event.by = "maria";
    return happens(std::move(event), at);
  }

  /// Fires every timer due by `at`, each at its own instant, in order.
  void until(std::string_view at) {
    const std::int64_t end = instantOf(at);
    for (int guard = 0; !state.timers.empty() && state.timers.front().due <= end; ++guard) {
      REQUIRE(guard < 10'000);
      const port::Timer timer = state.timers.front();
      take(workflow::timerEvent(state, timer), std::max(timer.due, state.now));
    }
  }

  static port::Event of(EventType type, std::string name = {}, std::string body = {}) {
    port::Event event;
    event.type = type;
    event.name = std::move(name);
    event.body = std::move(body);
    return event;
  }

  /// Every effect of that kind (all: ""), as "2026-03-02 12:00 remind ana: text (why)".
  Lines effects(std::string_view kind = {}) const {
    Lines lines;
    for (const port::Effect& effect : all) {
      if (!kind.empty() && effectName(effect.kind) != kind) continue;
      std::string line = shown(effect.at) + ' ' + effectName(effect.kind);
      for (std::size_t i = 0; i < effect.to.size(); ++i) line += (i == 0 ? " " : ",") + effect.to[i];
      if (!effect.target.empty()) line += " " + effect.target;
      if (!effect.text.empty()) line += ": " + effect.text;
      lines.push_back(line + " (" + effect.why + ")");
    }
    return lines;
  }
  /// Sentences of the account of all steps so far that are of that kind.
  Lines told(std::string_view what) const {
    Lines lines;
    for (const auto& [at, reason] : account)
      if (reason.what == what) lines.push_back(shown(at) + ' ' + reason.text);
    return lines;
  }
  /// "2026-03-02 12:00 reminder 0 0" for each timer of that kind that is set (all: "").
  Lines timers(std::string_view kind = {}) const {
    Lines lines;
    for (const port::Timer& timer : state.timers)
      if (kind.empty() || port::timerName(timer.kind) == kind)
        lines.push_back(shown(timer.due) + ' ' + port::timerName(timer.kind) + ' ' + std::to_string(timer.index) + ' ' + std::to_string(timer.part));
    return lines;
  }
  std::string stage() const { return state.stage < 0 ? "none" : program->chunk().workflow.stages[static_cast<std::size_t>(state.stage)].name; }
  const port::Clock& clock(std::size_t i = 0) const { return state.clocks.at(i); }
  bytecode::SlaState clockState(std::size_t i = 0) const { return static_cast<bytecode::SlaState>(state.clocks.at(i).state); }
  std::string owner(std::size_t seat = 0) const { return state.seats.at(seat).rep; }

  std::shared_ptr<const bytecode::Program> program;
  workflow::World world;
  std::unique_ptr<Around> around;
  std::unique_ptr<workflow::Scratch> scratch;
  port::LeadState state;
  workflow::Step step;                 ///< the last one; its `after` is in `state`
  std::vector<port::Effect> all;
  std::vector<std::pair<std::int64_t, workflow::Reasoning>> account;

 private:
  const workflow::Step& take(const port::Event& event, std::int64_t now) {
    step = workflow::transition(world, *around, state, event, now, *scratch);
    state = step.after;
    REQUIRE(std::is_sorted(state.timers.begin(), state.timers.end()));
    for (const port::Effect& effect : step.effects) all.push_back(effect);
    for (const workflow::Reasoning& reason : step.account) account.emplace_back(now, reason);
    return step;
  }
};

/// Fields, activities, a calendar of 09:00 to 17:00 UTC, people and queues that the tests' playbooks share.
inline const std::string kHead = R"(
playbook p { version "1"  timezone "UTC"  currency USD  calendar office }
calendar office { timezone "UTC"  hours mon..fri 09:00-17:00 }
calendar berlin { timezone "Europe/Berlin"  hours mon..fri 09:00-18:00 }
lead {
  id          text    key
  email       email   pii
  company     text
  country     country
  state       text
  timezone    text
  vip         bool
  ready       bool
  hours       int
  callback_on instant
  discount    percent
  consent     one of granted, denied, unknown  default unknown
}
activity reply { sentiment one of positive, negative }
activity demo_request
activity call { outcome one of connected, voicemail }
activity email_sent
outreach call, email_sent
role sales_manager, sales_director, revops
pool sdr = reps where team is "sdr"
pool ae  = reps where team is "ae"
queue review   { owner role sales_manager }
queue unrouted { owner role revops }
route inbound { all otherwise -> round robin sdr }
)";

}  // namespace leadflow::test
