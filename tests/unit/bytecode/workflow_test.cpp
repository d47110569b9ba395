// The workflow's half of a chunk: written and read, verified, listed, run.
#include <catch2/catch.hpp>
#include <cstring>
#include <functional>

#include "runtime/bytecode/codec.hpp"
#include "runtime/bytecode/visit.hpp"
#include "runtime/value/hash.hpp"
#include "tests/unit/bytecode/assembler_workflow.hpp"
#include "tests/unit/bytecode/exercise.hpp"

using namespace leadflow;
using namespace leadflow::bytecode;
using namespace leadflow::bytecode::test;

namespace {

std::string forged(std::string bytes) {
  const std::uint64_t length = bytes.size() - 24;
  const std::uint64_t checksum = fnv1a64(std::string_view(bytes).substr(24));
  std::memcpy(bytes.data() + 8, &length, 8);
  std::memcpy(bytes.data() + 16, &checksum, 8);
  return bytes;
}

/// What the verifier says of the sample after a change.
std::string after(const std::function<void(Chunk&, WorkflowInfo&)>& change) {
  Chunk chunk = Lifecycle().a.chunk;
  change(chunk, chunk.workflow);
  return verify(chunk);
}

}  // namespace

TEST_CASE("a workflow written and read is the same workflow") {
  const Lifecycle life;
  REQUIRE(verify(life.a.chunk) == "");
  const std::string bytes = encode(life.a.chunk);
  const Decoded decoded = decode(bytes);
  REQUIRE(decoded.error == "");
  CHECK(encode(decoded.chunk) == bytes);
  CHECK(verify(decoded.chunk) == "");
  const WorkflowInfo& w = decoded.chunk.workflow;
  CHECK(w.stages[1].aging[0].actions[0].otherwise[0].text_written == "queue review");
  CHECK(w.slas[0].targets[1].value == life.business);
  CHECK(w.matches[0].keys[2].similar == 900'000);
  CHECK(w.context[18].kind == ContextKind::MilestoneAt);
  CHECK(w.handoffs[0].carries[0].value.fields == std::vector<std::uint32_t>{life.company});
  CHECK(w.handoffs[0].carries[0].value.personal);
  CHECK(decoded.chunk.personal == std::vector<std::uint16_t>{life.email});
}

TEST_CASE("a chunk without a workflow is sound") {
  CHECK(verify(Inbound().a.chunk) == "");
  CHECK_FALSE(decode(encode(Inbound().a.chunk)).chunk.workflow.present);
}

TEST_CASE("the visitor meets every function and place of a workflow, wherever it stands") {
  Chunk chunk = Lifecycle().a.chunk;
  std::size_t functions = 0, places = 0, actions = 0;
  eachPart<FunctionRef>(chunk.workflow, [&](FunctionRef& f) { functions += static_cast<bool>(f); });
  eachPart<Place>(chunk.workflow, [&](Place& p) { places += p.line > 0; });
  eachPart<ActionInfo>(chunk.workflow, [&](ActionInfo&) { ++actions; });
  CHECK(actions == 20);
  CHECK(functions == 27);
  CHECK(places == 20 + 11);
  eachPart<FunctionRef>(chunk.workflow, [](FunctionRef& f) { f.index = -1; });
  CHECK_FALSE(chunk.workflow.slas[0].targets[0].value);
}

TEST_CASE("the verifier refuses what the engine would stumble over") {
  const auto refuses = [](const std::function<void(Chunk&, WorkflowInfo&)>& change) { return !after(change).empty(); };
  CHECK(after([](Chunk&, WorkflowInfo&) {}) == "");
  CHECK(after([](Chunk&, WorkflowInfo& w) { w.stages[0].transitions[0].to = 9; }) == "stage 9 does not exist");
  CHECK(after([](Chunk&, WorkflowInfo& w) { w.stages[0].transitions[0].when.index = 99; }) == "function 99 does not exist");
  CHECK(after([](Chunk&, WorkflowInfo& w) { w.stages[0].transitions[0].when.index = -7; }) == "function -7 does not exist");
  CHECK(after([](Chunk&, WorkflowInfo& w) { w.stages[0].transitions[0].when = w.slas[0].targets[0].value; }).find("gives another type") != std::string::npos);
  CHECK(after([](Chunk&, WorkflowInfo& w) { w.slas[0].points[0].percent = 2'000'000; }) == "sla `first_response` has its percents out of order");
  CHECK(after([](Chunk&, WorkflowInfo& w) { w.context[1].reg = 0; }) == "the workflow's registers do not follow the fields");
  CHECK(after([](Chunk&, WorkflowInfo& w) { w.roster_asked.owner_fields = 1U << 12; }) == "a property that reps do not have");
  CHECK(after([](Chunk&, WorkflowInfo& w) { w.roster_asked.seats = {9}; }) == "seat 9 does not exist");
  CHECK(after([](Chunk&, WorkflowInfo& w) { w.roster_asked.fields = {99}; }) == "field 99 does not exist");
  CHECK(after([](Chunk&, WorkflowInfo& w) { w.roster_asked.fields = {0}; }) == "a field that names no rep");
  CHECK(after([](Chunk& c, WorkflowInfo&) { c.enums[5].values[3].name = "late"; }) == "a state with other values than the engine's");
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.context[0].kind = ContextKind::StageReason; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.context[6].index = 2; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.context[9].part = 2; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.context[20].part = 0; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.matches[0].parent = kAny; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.matches[0].prefer[0].column = 2; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.seats.clear(); }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.stages.pop_back(); }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.slas[0].targets[0].business = true; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.slas[0].calendar = 1; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.sequences[0].steps[2].index = 60; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.sequences[0].steps[2].value = w.slas[0].targets[0].value; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.sequences[0].steps[0].at = 3000; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.sequences[0].steps[0].kind = ActionInfo::Kind::Route; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.slas[0].points[0].actions[0].text.parts.pop_back(); }));
  CHECK(after([](Chunk&, WorkflowInfo& w) { w.handoffs[0].carries[0].value.fields = {1, 200}; }) == "field 200 does not exist");
  CHECK(after([](Chunk& c, WorkflowInfo&) { c.personal = {4, 1}; }) == "personal registers out of order");
  CHECK(refuses([](Chunk& c, WorkflowInfo&) { c.personal = {60'000}; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.handoffs[0].rejections[0].reasons = {2}; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.checklists[0].complete_at = 3; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.queue_escalation = {1}; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.reports[0].metrics[0].bands = {3, 1}; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.stages[1].requires_fields = {200}; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.live_tables = {1}; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.rejected_queue = -2; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.stages[0].transitions[0].reads = {60'000}; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.every[0].schedule.minute = 1440; }));
  CHECK(refuses([](Chunk&, WorkflowInfo& w) { w.stages[0].place = {9, 1, 1}; }));
}

TEST_CASE("a condition of the workflow is no condition over one activity") {
  Chunk chunk = Inbound().a.chunk;
  chunk.workflow.data_rules.resize(1);
  chunk.workflow.data_rules[0].require.index = chunk.queries[1].where;
  CHECK(verify(chunk).find("looks at one activity only") != std::string::npos);
}

TEST_CASE("a table without a key serves a match but no lookup") {
  Chunk chunk = Inbound().a.chunk;
  chunk.tables[0].key = kAny;
  CHECK(verify(chunk).find("works on other types") != std::string::npos);
  Chunk alone = Lifecycle().a.chunk;
  alone.tables[0].key = kAny;
  CHECK(verify(alone) == "a parent row in a table without a key");
  alone.workflow.matches[0].parent = kAny;
  alone.workflow.context.pop_back();
  CHECK(verify(alone) == "");
}

TEST_CASE("actions inside one another are limited, in a file and in a chunk") {
  Lifecycle life;
  ActionInfo action = life.a.chunk.workflow.stages[1].enter[0];
  for (int depth = 0; depth < 14; ++depth) {
    ActionInfo outer = action;
    outer.otherwise = {action};
    action = outer;
  }
  life.a.chunk.workflow.stages[1].enter = {action};
  CHECK(verify(life.a.chunk) == "");
  CHECK(decode(encode(life.a.chunk)).ok);
  for (int depth = 0; depth < 100; ++depth) {
    ActionInfo outer = life.a.chunk.workflow.stages[1].enter[0];
    outer.otherwise.clear();
    outer.otherwise.push_back(std::move(action));
    action = std::move(outer);
    life.a.chunk.workflow.stages[1].enter[0].otherwise.clear();
  }
  life.a.chunk.workflow.stages[1].enter = {action};
  CHECK(verify(life.a.chunk) == "actions inside one another");
  CHECK(decode(encode(life.a.chunk)).error == "damaged: its parts do not fit together");
}

TEST_CASE("the listing tells of stages, clocks and what decides them") {
  const std::string text = disassemble(Lifecycle().a.chunk);
  INFO(text);
  for (const char* part : {"begins in New, seats sdr, ae", "r6:stage  one of stage", "stage Working  seat 1", "to Working when company_size > 100  f2 reading r1   # lifecycle.leadflow:21:3",
                           "reassign at most 2 times otherwise queue review", "sla first_response  starts owner assigned", "pauses until f5", "at 50%", "handoff to_ae", "carries company  f6",
                           "sequence first_touch", "checklist bant  budget, need", "match account in accounts", "similar name to f6 90%", "account.parent.owner", "accounts live"})
    CHECK(text.find(part) != std::string::npos);
}

TEST_CASE("context is missing until it is set, statuses are at their first value, and a stamp outlives its condition") {
  const Lifecycle life;
  const Program::Loaded loaded = Program::load(life.a.chunk);
  INFO(loaded.error);
  REQUIRE(loaded.program);
  vm::People people{{0, 1}};
  vm::Machine machine(loaded.program, &people);
  std::vector<Slot> fields(6, kMissing);
  fields[life.size] = 50;
  const ActivityRow reply{1'000, 0, nullptr};
  machine.begin({fields.data(), {&reply, 1}, "x", 1}, 5'000);
  CHECK(isMissing(machine.reg(life.stage)));
  CHECK(isMissing(machine.reg(life.known)));
  for (const std::uint16_t status : {life.bant, life.run, life.clock, life.handed, life.asked}) CHECK(machine.reg(status) == 0);
  machine.compute();
  CHECK(machine.reg(life.mql) == 0);
  CHECK(isMissing(machine.reg(life.mql_at)));
  CHECK(machine.run(static_cast<std::uint32_t>(life.replied.index)) == 0);  // not in a stage: in no window
  const auto set = [&](Slot stamp, Slot entered) {
    machine.begin({fields.data(), {&reply, 1}, "x", 1}, 5'000);
    machine.setReg(life.stamp, stamp);
    machine.setReg(life.entered, entered);
    machine.setReg(life.clock, 3);
    machine.compute();
  };
  set(1'234, 1'000);
  CHECK(machine.reg(life.mql) == 1);
  CHECK(machine.reg(life.mql_at) == 1'234);
  CHECK(machine.reg(life.clock) == 3);
  CHECK(machine.run(static_cast<std::uint32_t>(life.replied.index)) == 1);  // at the instant of entering: in the stage
  set(kMissing, 1'001);
  CHECK(machine.reg(life.mql) == 0);
  CHECK(machine.run(static_cast<std::uint32_t>(life.replied.index)) == 0);
  fields[life.size] = 500;
  set(kMissing, kMissing);
  CHECK(machine.reg(life.mql_at) == 5'000);
  machine.begin({fields.data(), {}, "y", 2}, 6'000);
  CHECK(machine.reg(life.clock) == 0);
}

TEST_CASE("a mutated workflow is refused, or harmless") {
  const Lifecycle life;
  const std::string bytes = encode(life.a.chunk);
  std::mt19937_64 random(20261123);
  int refused = 0, ran = 0, unreadable = 0;
  for (int i = 0; i < 30'000; ++i) {
    std::string mutant = bytes;
    for (std::uint64_t n = 1 + random() % 2; n > 0; --n) {
      const std::size_t at = mutant.size() / 4 + random() % (mutant.size() - mutant.size() / 4);
      mutant[at] = random() % 2 ? static_cast<char>(random()) : static_cast<char>(mutant[at] + static_cast<char>(random() % 5) - 2);
    }
    Decoded decoded = decode(forged(mutant));
    if (!decoded.ok) {
      ++unreadable;
      continue;
    }
    const Program::Loaded loaded = Program::load(std::move(decoded.chunk));
    if (!loaded.program) {
      CHECK(!loaded.error.empty());
      ++refused;
      continue;
    }
    if (ran++ % 8 == 0) exercise(loaded.program, random(), 1);
  }
  INFO("unreadable " << unreadable << " refused " << refused << " ran " << ran);
  CHECK(unreadable > 1000);
  CHECK(refused > 1000);
  CHECK(ran > 1000);
}
