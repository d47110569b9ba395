#include "runtime/vm/machine.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <new>

#include "runtime/bytecode/codec.hpp"
#include "tests/unit/bytecode/assembler.hpp"

using namespace leadflow;
using namespace leadflow::bytecode;
using namespace leadflow::bytecode::test;

namespace {

std::uint64_t allocations = 0;

/// A program and a lead for it; fields that are not set are missing.
struct Bench {
  std::shared_ptr<const Program> program;
  vm::People people{{5, kMissing}};  // ana is the roster's rep 5, ben is gone
  std::vector<Slot> fields;
  std::vector<ActivityRow> activities;
  Arena arena;
  std::int64_t now = 1'772'463'600'000;  // Mon 2026-03-02 15:00 UTC, 10:00 in New York
  std::unique_ptr<vm::Machine> machine;

  explicit Bench(Chunk chunk) {
    Program::Loaded loaded = Program::load(std::move(chunk));
    INFO(loaded.error);
    REQUIRE(loaded.program);
    program = loaded.program;
    fields.assign(program->chunk().fields.size() + 1, kMissing);
    machine = std::make_unique<vm::Machine>(program, &people);
  }
  Slot text(std::string_view words) { return slotOf(makeText(arena, program->symbols(), words)); }
  void decide() {
    machine->begin({fields.data(), activities, "x", 1}, now);
    machine->compute();
  }
  Slot operator[](std::uint16_t reg) const { return machine->reg(reg); }
};

/// The result of one function over no fields.
struct Calculator : Assembler {
  Slot faults = 0;
  Slot run(std::uint16_t result) {
    chunk.compute = close(result);
    Bench bench(chunk);
    bench.machine->begin({bench.fields.data(), {}, "x", 1}, bench.now);
    const Slot value = bench.machine->run(bench.program->chunk().compute);
    faults = bench.machine->arithmeticFaults();
    return value;
  }
};

Slot calculate(Op op, Type result, Type type, Slot b, Slot c, int expected_faults = 0) {
  Calculator calculator;
  const std::uint16_t x = calculator.load(type, b), y = calculator.load(type, c);
  const Slot value = calculator.run(calculator.binary(op, result, x, y));
  CHECK(calculator.faults == expected_faults);
  return value;
}
Slot words(Op op, std::string b, std::string c) {
  Calculator calculator;
  const std::uint16_t x = calculator.loadText(std::move(b)), y = calculator.loadText(std::move(c));
  return calculator.run(calculator.binary(op, kBool, x, y));
}
Slot native(NativeId id, Type result, std::vector<std::pair<Type, Slot>> arguments, std::string zone = "UTC") {
  Calculator calculator;
  calculator.chunk.timezone = std::move(zone);
  const std::uint16_t out = calculator.reg(result);
  const auto first = static_cast<std::uint16_t>(calculator.chunk.registers.size());
  for (const auto& [type, slot] : arguments) calculator.load(type, slot);
  calculator.op(Op::Native, out, first, static_cast<std::uint16_t>(id));
  return calculator.run(out);
}

constexpr Slot M = kMissing;
constexpr std::int64_t kNow = 1'772'463'600'000;

}  // namespace

// Not inlined: the compiler would otherwise see `free` meet memory of its own `new`.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

TEST_CASE("Kleene logic") {
  const Slot values[] = {0, 1, M};
  for (const Slot b : values)
    for (const Slot c : values) {
      CHECK(calculate(Op::And, kBool, kBool, b, c) == (b == 0 || c == 0 ? 0 : b == M || c == M ? M : 1));
      CHECK(calculate(Op::Or, kBool, kBool, b, c) == (b == 1 || c == 1 ? 1 : b == M || c == M ? M : 0));
    }
  Calculator calculator;
  const std::uint16_t unknown = calculator.load(kBool, M), out = calculator.reg(kBool);
  calculator.op(Op::Not, out, unknown);
  CHECK(calculator.run(out) == M);
}

TEST_CASE("arithmetic is checked, exact and half-even; what does not fit is missing and counted") {
  CHECK(calculate(Op::Add, kInt, kInt, 2, 3) == 5);
  CHECK(calculate(Op::Add, kInt, kInt, INT64_MAX, 1, 1) == M);
  CHECK(calculate(Op::Add, kInt, kInt, M, 1) == M);
  CHECK(calculate(Op::Subtract, kInt, kInt, -INT64_MAX, 2, 1) == M);
  CHECK(calculate(Op::Subtract, kDuration, kInstant, 5000, 2000) == 3000);
  CHECK(calculate(Op::MultiplyInt, kInt, kInt, 1LL << 40, 1LL << 40, 1) == M);
  CHECK(calculate(Op::MultiplyScaled, kNumber, kNumber, 15'000, 25'000) == 37'500);      // 1.5 * 2.5
  CHECK(calculate(Op::MultiplyScaled, kNumber, kNumber, 1, 5'000) == 0);                 // 0.00005 to even
  CHECK(calculate(Op::MultiplyPercent, kNumber, kPercent, 2'000'000, 150'000) == 300'000);  // 200 * 15% = 30
  CHECK(calculate(Op::DivideScaled, kNumber, kNumber, 10'000, 30'000) == 3'333);
  CHECK(calculate(Op::DivideScaled, kNumber, kNumber, 10'000, 0, 1) == M);
  CHECK(calculate(Op::DividePercent, kNumber, kPercent, 300'000, 150'000) == 2'000'000);  // 30 / 15% = 200
  CHECK(calculate(Op::Min, kInt, kInt, 3, -4) == -4);
  CHECK(calculate(Op::Max, kInt, kInt, 3, M) == M);
}

TEST_CASE("comparisons with a missing side are unknown") {
  for (const Op op : {Op::Equal, Op::NotEqual, Op::Less, Op::LessEqual}) CHECK(calculate(op, kBool, kInt, M, 1) == M);
  CHECK(calculate(Op::Equal, kBool, kInt, 4, 4) == 1);
  CHECK(calculate(Op::NotEqual, kBool, kInt, 4, 4) == 0);
  CHECK(calculate(Op::Less, kBool, kInt, -4, 4) == 1);
  CHECK(calculate(Op::LessEqual, kBool, kInt, 5, 4) == 0);
  CHECK(calculate(Op::Coalesce, kInt, kInt, M, 7) == 7);
}

TEST_CASE("texts compare folded and trimmed") {
  CHECK(words(Op::EqualText, " Software", "SOFTWARE ") == 1);
  CHECK(words(Op::NotEqualText, "a", "b") == 1);
  CHECK(words(Op::LessText, "Apple", "banana") == 1);
  CHECK(words(Op::LessEqualText, "banana", "Apple") == 0);
  CHECK(words(Op::Contains, "Vice PRESIDENT of sales", "president") == 1);
  CHECK(words(Op::BeginsWith, "Vice President", "vice ") == 1);
  CHECK(words(Op::EndsWith, "Vice President", "Vice") == 0);
}

TEST_CASE("built-ins") {
  CHECK(native(NativeId::Abs, kNumber, {{kNumber, -15'000}}) == 15'000);
  CHECK(native(NativeId::Round, kNumber, {{kNumber, 25'000}}) == 20'000);
  CHECK(native(NativeId::RoundTo, kNumber, {{kNumber, 12'345}, {kInt, 2}}) == 12'300);
  CHECK(native(NativeId::Floor, kNumber, {{kNumber, -1}}) == -10'000);
  CHECK(native(NativeId::Ceiling, kNumber, {{kNumber, 1}}) == 10'000);
  CHECK(native(NativeId::Min, kPoints, {{kPoints, 5}, {kPoints, 3}}) == 3);
  CHECK(native(NativeId::Max, kNumber, {{kNumber, 5}, {kNumber, M}}) == M);
  CHECK(native(NativeId::Weekday, kInt, {{kInstant, kNow}}) == 1);
  CHECK(native(NativeId::Hour, kInt, {{kInstant, kNow}}, "America/New_York") == 10);
  CHECK(native(NativeId::Year, kInt, {{kInstant, kNow}}) == 2026);
  CHECK(native(NativeId::Month, kInt, {{kInstant, kNow}}) == 3);
  CHECK(native(NativeId::Day, kInt, {{kInstant, kNow}}) == 2);
  CHECK(native(NativeId::Year, kInt, {{kInstant, INT64_MAX}}) == M);
  CHECK(native(NativeId::Today, kInstant, {}, "America/New_York") == kNow - 10 * kHourMs);
  CHECK(native(NativeId::DaysBetween, kInt, {{kInstant, kNow}, {kInstant, kNow + 9 * kHourMs}}) == 1);
  CHECK(native(NativeId::DaysBetween, kInt, {{kInstant, kNow}, {kInstant, kNow - 40 * kDayMs}}) == -40);
  Calculator calculator;
  const std::uint16_t out = calculator.reg(kInt), text = calculator.loadText("  \xc3\x84pfel ");
  calculator.op(Op::Native, out, text, static_cast<std::uint16_t>(NativeId::Length));
  CHECK(calculator.run(out) == 5);
}

TEST_CASE("a lead is scored, graded, looked up and routed") {
  Inbound in;
  Bench lead(in.a.chunk);
  lead.fields[in.size] = 200;
  lead.fields[in.industry] = lead.text(" software ");
  lead.fields[in.email] = lead.text("Ana@ACME.example");
  lead.fields[in.country] = countryByCode("DE");
  lead.fields[in.source] = 1;
  lead.activities = {{kNow - kDayMs, 0, nullptr}, {kNow - 31 * kDayMs, 0, nullptr}};
  lead.decide();
  CHECK(lead[in.fit1] == 20 * kScale);
  CHECK(lead[in.fit2] == 25 * kScale);
  CHECK(lead[in.fit] == 45 * kScale);
  CHECK(lead[in.engagement] == decayHalfLife(10 * kScale, kDayMs, 30 * kDayMs) + decayHalfLife(10 * kScale, 31 * kDayMs, 30 * kDayMs));
  CHECK(lead[in.rating] == 1);  // 45 + 9.77 + 4.88 < 60
  CHECK(lead[in.mql] == 0);
  CHECK(isMissing(lead[in.mql_at]));
  CHECK(textOf(lead[in.domain])->foldedText() == "acme.example");
  CHECK(isMissing(lead[in.account_owner]));  // ben is not in the roster
  CHECK(lead[in.target] == 2 * kDayMs);
  CHECK(lead.machine->matchRoute(0) == 0);   // Germany, 200 people
  lead.people.rep_of_name[1] = 8;
  lead.activities.push_back({kNow - 40 * kDayMs, 0, nullptr});
  lead.activities.push_back({kNow - 41 * kDayMs, 0, nullptr});
  lead.fields[in.country] = countryByCode("US");
  lead.decide();
  CHECK(lead[in.rating] == 0);
  CHECK(lead[in.mql_at] == kNow);
  CHECK(lead[in.target] == 5 * kMinuteMs);
  CHECK(lead[in.account_owner] == 8);
  CHECK(lead.machine->matchRoute(0) == 2);
  CHECK(lead.machine->run(2 + 1) == 5);  // -> ana
  lead.fields[in.zip] = lead.text("94110");
  lead.decide();
  CHECK(lead.machine->matchRoute(1) == 0);
  lead.fields[in.zip] = M;
  lead.decide();
  CHECK(lead.machine->matchRoute(1) == -1);
}

TEST_CASE("nothing of one lead is left for the next") {
  Inbound in;
  Bench lead(in.a.chunk);
  lead.fields[in.size] = 200;
  lead.fields[in.email] = lead.text("ana@acme.example");
  lead.decide();
  lead.fields.assign(lead.fields.size(), M);
  lead.decide();
  CHECK(lead[in.fit] == 0);
  CHECK(isMissing(lead[in.domain]));
  CHECK(isMissing(lead[in.account_owner]));
  CHECK(lead.machine->matchRoute(0) == 2);
}

TEST_CASE("per terms: activities after now, newest kept, caps after decay, where, since") {
  Inbound in;
  Bench lead(in.a.chunk);
  const Slot connected[] = {0}, voicemail[] = {1}, unsaid[] = {M};
  const auto view = [](std::int64_t ago) { return ActivityRow{kNow - ago, 0, nullptr}; };

  lead.activities = {view(-kHourMs), view(0)};  // one is still to come
  lead.decide();
  CHECK(lead[in.engagement] == 10 * kScale);

  lead.activities = {view(0), view(0), view(0), view(0), view(0), view(0)};
  lead.decide();
  CHECK(lead[in.engagement] == 40 * kScale);  // max 4 times

  lead.activities = {view(30 * kDayMs), view(60 * kDayMs), view(90 * kDayMs), view(120 * kDayMs), view(150 * kDayMs)};
  lead.decide();
  CHECK(lead[in.engagement] == 5 * kScale + 25'000 + 12'500 + 6'250);  // the four newest, halved each month

  lead.activities = {{kNow - 1, 1, connected}, {kNow - 2, 1, voicemail}, {kNow - 3, 1, unsaid}};
  lead.decide();
  CHECK(lead[in.engagement] == 30 * kScale);  // only the one that connected
  CHECK(lead.machine->matchRoute(0) == 1);    // and the route rule sees it within 7 days
  lead.activities = {{kNow - 1, 1, connected}, {kNow - 2, 1, connected}};
  lead.decide();
  CHECK(lead[in.engagement] == 45 * kScale);  // max 45 points
  lead.activities = {{kNow - 7 * kDayMs, 1, connected}};
  lead.decide();
  CHECK(lead.machine->matchRoute(0) == 1);    // the end of the window is included
  lead.activities = {{kNow - 7 * kDayMs - 1, 1, connected}};
  lead.decide();
  CHECK(lead.machine->matchRoute(0) == 2);

  lead.activities.clear();
  lead.fields[in.visits] = 8;
  lead.decide();
  CHECK(lead[in.engagement] == 0);            // since created_at, which is missing
  lead.fields[in.created] = kNow - 45 * kDayMs;
  lead.decide();
  CHECK(lead[in.engagement] == 4 * kScale);   // half of 90 days
  lead.fields[in.visits] = 100;
  lead.decide();
  CHECK(lead[in.engagement] == 10 * kScale);  // 50 capped at 10
  lead.fields[in.created] = kNow + kDayMs;
  lead.fields[in.visits] = 3;
  lead.decide();
  CHECK(lead[in.engagement] == 3 * kScale);   // ahead of now: not decayed
}

TEST_CASE("nothing is allocated while a lead is decided") {
  Inbound in;
  Bench lead(in.a.chunk);
  const Slot connected[] = {0};
  lead.fields[in.size] = 200;
  lead.fields[in.industry] = lead.text("investment banking");
  lead.fields[in.email] = lead.text("ana@acme.example");
  lead.activities = {{kNow - 5, 0, nullptr}, {kNow - 8, 1, connected}};
  for (int warm = 0; warm < 3; ++warm) lead.decide();  // patterns build their automata, arenas their first block
  const std::uint64_t before = allocations;
  for (int i = 0; i < 100; ++i) {
    lead.decide();
    lead.machine->matchRoute(0);
  }
  CHECK(allocations == before);
}

TEST_CASE("chunks that the verifier refuses are not loaded") {
  const auto refused = [](auto&& change) {
    Inbound in;
    change(in.a.chunk);
    const Program::Loaded loaded = Program::load(in.a.chunk);
    CHECK_FALSE(loaded.program);
    return loaded.error;
  };
  const auto code = [](Op op, std::uint16_t a, std::uint16_t b, std::uint16_t c) {
    return [=](Chunk& chunk) { chunk.code[chunk.functions[chunk.compute].begin] = {static_cast<std::uint16_t>(op), a, b, c}; };
  };
  CHECK(refused(code(Op::Add, 1, 1, 3)) .find("works on other types") != std::string::npos);   // int + text
  CHECK(refused(code(Op::Equal, 0, 1, 1)).find("works on other types") != std::string::npos);  // truth into a code
  CHECK(refused(code(Op::Less, 19, 3, 3)).find("works on other types") != std::string::npos);  // texts as numbers
  CHECK(refused(code(Op::Move, 1, 900, 0)).find("does not exist") != std::string::npos);
  CHECK(refused(code(Op::Jump, 0, 60'000, 0)).find("leaves its function") != std::string::npos);
  CHECK(refused(code(Op::Extra, 0, 0, 0)).find("belongs to none") != std::string::npos);
  CHECK(refused(code(Op::TableGet, 1, 3, 0)).find("cut short") != std::string::npos);
  CHECK(refused([](Chunk& c) { c.queries[1].where = static_cast<std::int32_t>(c.compute); }) != "");
  CHECK(refused([](Chunk& c) { c.queries[0].where = 1 + static_cast<std::int32_t>(c.compute), c.functions[c.compute + 1].result = c.milestones[0].reached; })
            .find("may not stand in this function") != std::string::npos);
  CHECK(refused([](Chunk& c) { c.choices[1] = c.choices[3]; }) == "routes lead in a circle");
  CHECK(refused([](Chunk& c) { c.routes[1].rules[0].choices = {4}; }) == "routes lead in a circle");
  CHECK(refused([](Chunk& c) { c.functions[1].begin = 0; }) == "functions share code");
  CHECK(refused([](Chunk& c) { c.decays[0].millis = 0; }) == "decay over no time");
  CHECK(refused([](Chunk& c) { c.registers[1] = kText; }).find("register of field") != std::string::npos);
  CHECK(refused([](Chunk& c) { c.tables[0].cells.pop_back(); }).find("cut short") != std::string::npos);
  CHECK(refused([](Chunk& c) { c.decisions[0].cells[0] = 0; }).find("another type") != std::string::npos);
  CHECK(refused([](Chunk& c) { c.routes[0].match.atoms[0].reg = 3; }).find("compares text") != std::string::npos);
  CHECK(refused([](Chunk& c) { c.routes[0].match.values[1] = 0; }).find("out of order") != std::string::npos);
  CHECK(refused([](Chunk& c) { c.calendars[0].timezone = "Mars/Base"; }).find("Mars/Base") != std::string::npos);
  CHECK(refused([](Chunk& c) { c.patterns[0].regex = "("; }).find("pattern `(`") != std::string::npos);
  CHECK(refused([](Chunk& c) { c.timezone = "Mars/Base"; }).find("Mars/Base") != std::string::npos);
}

TEST_CASE("names are found in any case and spelling") {
  Inbound in;
  Bench lead(in.a.chunk);
  CHECK(lead.program->findField("Company_Size") == in.size);
  CHECK(lead.program->findField("companysize") == -1);
  CHECK(lead.program->findActivity("Pricing View") == 0);
  CHECK(lead.program->findActivity("web-form") == 2);
  CHECK(lead.program->findActivity("reply") == -1);
}

TEST_CASE("sets: small, large, of texts") {
  const SlotSet empty, small({0, 5, 63}), large({-9, 5, 1'000'000'007});
  CHECK_FALSE(empty.contains(0));
  CHECK(small.contains(63));
  CHECK_FALSE(small.contains(64));
  CHECK_FALSE(small.contains(-1));
  CHECK(large.contains(-9));
  CHECK(large.contains(1'000'000'007));
  CHECK_FALSE(large.contains(6));
}
