// A small team and the targets that routes name, made without a compiler.
//
//     ana (senior, weight 2, capacity 10)   ben (capacity 3)   cy      pool team = everybody
#pragma once
#include <catch2/catch.hpp>

#include "runtime/decide/router.hpp"
#include "runtime/value/instant.hpp"
#include "tests/unit/bytecode/assembler.hpp"

namespace leadflow::decide::test {

using bytecode::ChoiceInfo;
using bytecode::test::Assembler;

inline std::int64_t at(std::string_view text) { return *parseInstant(text, utcZone(), ""); }

inline Rep rep(std::string id, std::int64_t weight = kScale, std::int64_t capacity = -1) {
  Rep made;
  made.id = std::move(id);
  made.weight = weight;
  made.capacity = capacity;
  return made;
}

struct Team {
  Assembler a;
  std::shared_ptr<const bytecode::Program> program;
  std::shared_ptr<const People> people;
  std::unique_ptr<Pools> pools;
  std::vector<Rep> reps{rep("ana", 2 * kScale, 10), rep("ben", kScale, 3), rep("cy")};
  std::int64_t now = at("2026-03-02 15:00");  // a Monday

  Team() {
    bytecode::Chunk& c = a.chunk;
    c.name = "team";
    c.timezone = "UTC";
    c.rep_names = {"ana"};
    calendar::CalendarRules desk;
    desk.name = "desk";
    for (std::size_t day = 0; day < 5; ++day) desk.weekly[day] = {{9 * 60, 17 * 60}};
    c.calendars.push_back(desk);
    c.compute = a.close();
    const std::uint16_t named = a.reg(bytecode::test::kRep);
    a.op(bytecode::Op::LoadRep, named, 0);
    to_ana_ = static_cast<std::int32_t>(a.close(named));
    c.pools.push_back({"team", -1, "everybody", {}});
    a.addEnum("queue", {"review"});
    c.queues.push_back({"review", true, "manager", "", 0, false, {}});
    reps[0].skills = {"Senior"};
  }

  std::uint32_t choice(ChoiceInfo::Kind kind, std::string text = "target") {
    ChoiceInfo info;
    info.kind = kind;
    info.text = std::move(text);
    if (kind == ChoiceInfo::Kind::Rep) info.function = to_ana_;
    a.chunk.choices.push_back(info);
    return static_cast<std::uint32_t>(a.chunk.choices.size() - 1);
  }
  ChoiceInfo& operator[](std::uint32_t index) { return a.chunk.choices[index]; }

  /// A route whose rules hold always; the last one is `otherwise`.
  std::uint32_t route(std::string name, std::vector<std::vector<std::uint32_t>> targets) {
    bytecode::RouteInfo info;
    info.name = std::move(name);
    for (std::size_t i = 0; i < targets.size(); ++i) {
      bytecode::RuleInfo rule;
      rule.name = i + 1 == targets.size() ? "rest" : "rule" + std::to_string(i + 1);
      rule.is_otherwise = i + 1 == targets.size();
      rule.choices = targets[i];
      info.rules.push_back(rule);
      bytecode::test::addRule(info.match);
    }
    a.chunk.routes.push_back(info);
    return static_cast<std::uint32_t>(a.chunk.routes.size() - 1);
  }

  void open() {
    auto loaded = bytecode::Program::load(a.chunk);
    INFO(loaded.error);
    REQUIRE(loaded.program);
    program = loaded.program;
    people = People::bind(program, reps);
    pools = std::make_unique<Pools>(program->chunk(), people);
  }

  std::string name(Slot slot) const { return isMissing(slot) ? "nobody" : people->rep(slot).id; }
  Turn take(std::uint32_t index, Slot except = kMissing) { return pools->choose(program->chunk().choices[index], now, true, except); }
  /// Who gets the next leads: "ana ben cy".
  std::string turns(std::uint32_t index, int count) {
    std::string names;
    for (int i = 0; i < count; ++i) names += (i == 0 ? "" : " ") + name(take(index).rep);
    return names;
  }
  Assignment assign(std::uint32_t index, const RouteFacts& facts, Slot except = kMissing) {
    return Router(program->chunk(), *pools).assign(index, facts, now, true, except);
  }

 private:
  std::int32_t to_ana_ = 0;
};

}  // namespace leadflow::decide::test
