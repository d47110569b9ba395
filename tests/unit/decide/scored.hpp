// A playbook with a score, a grade and a route, made without a compiler:
//
//     score fit max 60 { +30 when size > 500   +25 when hot   +20 when vip   -15 when free }
//     score total = fit + extra                                  # extra is a score without terms
//     grade rating of total { A at least 50, B at least 30, C otherwise }
//     route inbound { vips when known_size and vip -> …   hot_ones when hot -> …   rest otherwise -> round robin team }
#pragma once
#include <catch2/catch.hpp>

#include "runtime/decide/desk.hpp"
#include "runtime/value/instant.hpp"
#include "tests/unit/bytecode/assembler.hpp"

namespace leadflow::decide::test {

inline const std::int64_t kMonday = *parseInstant("2026-03-02 15:00", utcZone(), "");

struct Scored {
  int reachA = 50;            ///< points from which the grade is A
  std::size_t many_rules = 0; ///< rules that never hold, between the two and the last
  std::vector<Rep> reps;

  Scored() {
    for (const char* id : {"ana", "ben", "cy"}) reps.emplace_back().id = id;
  }

  std::shared_ptr<const Desk> open() const {
    using bytecode::Op;
    using namespace bytecode::test;
    Assembler a;
    bytecode::Chunk& c = a.chunk;
    c.name = "scored", c.version = "1", c.timezone = "UTC", c.files = {"scored.leadflow"};
    const std::uint16_t id = a.field("id", kText), size = a.field("size", kInt), hot = a.field("hot", kBool), vip = a.field("vip", kBool);
    const std::uint16_t free = a.field("free", kBool);
    c.fields[id].key = true;
    const std::uint32_t letters = a.addEnum("rating", {"A", "B", "C"});
    std::uint16_t terms[4];
    for (std::uint16_t& term : terms) term = a.reg(kPoints);
    const std::uint16_t fit = a.reg(kPoints), extra = a.reg(kPoints), total = a.reg(kPoints), of = a.reg(kPoints), rating = a.reg(enumType(letters));

    const std::uint16_t many = a.binary(Op::Less, kBool, a.load(kInt, 500), size);
    const std::uint32_t large = a.close(many);
    const std::uint32_t whens[4] = {large, function(a, hot), function(a, vip), function(a, free)};
    const std::uint16_t conditions[4] = {kLarge(a, size), hot, vip, free};
    const std::int64_t points[4] = {30, 25, 20, -15};
    const std::uint16_t zero = a.constant(kPoints, 0);
    for (int i = 0; i < 4; ++i) {
      a.op(Op::LoadConst, terms[i], zero);
      const std::size_t jump = a.op(Op::JumpUnlessTrue, conditions[i]);
      a.op(Op::LoadConst, terms[i], a.constant(kPoints, points[i] * kScale));
      a.land(jump);
    }
    a.op(Op::Add, fit, terms[0], terms[1]), a.op(Op::Add, fit, fit, terms[2]), a.op(Op::Add, fit, fit, terms[3]);
    a.op(Op::Min, fit, fit, a.load(kPoints, 60 * kScale));
    a.op(Op::LoadConst, extra, zero);
    a.op(Op::Add, total, fit, extra);
    a.op(Op::Move, of, total);
    const std::uint16_t is_a = a.binary(Op::LessEqual, kBool, a.load(kPoints, reachA * kScale), of);
    const std::uint16_t is_b = a.binary(Op::LessEqual, kBool, a.load(kPoints, 30 * kScale), of);
    a.op(Op::LoadConst, rating, a.constant(enumType(letters), 0));
    const std::size_t done_a = a.op(Op::JumpIfTrue, is_a);
    a.op(Op::LoadConst, rating, a.constant(enumType(letters), 1));
    const std::size_t done_b = a.op(Op::JumpIfTrue, is_b);
    a.op(Op::LoadConst, rating, a.constant(enumType(letters), 2));
    a.land(done_a), a.land(done_b);
    c.compute = a.close();

    c.scores.resize(3);
    c.scores[0].name = "fit", c.scores[0].reg = fit, c.scores[0].has_max = true, c.scores[0].max = 60 * kScale, c.scores[0].place = {0, 10, 1};
    const char* texts[4] = {"+30 when size > 500", "+25 when hot", "+20 when vip", "-15 when free"};
    const std::uint16_t reads[4] = {size, hot, vip, free};
    for (std::uint32_t i = 0; i < 4; ++i)
      c.scores[0].terms.push_back({terms[i], points[i] * kScale, texts[i], "", static_cast<std::int32_t>(whens[i]), -1, {reads[i]}, {0, 11 + i, 3}});
    c.scores[1].name = "total", c.scores[1].reg = total, c.scores[1].formula = "fit + extra", c.scores[1].place = {0, 16, 1};
    c.scores[2].name = "extra", c.scores[2].reg = extra;
    c.grades.resize(1);
    c.grades[0].name = "rating", c.grades[0].reg = rating, c.grades[0].of = of, c.grades[0].type = enumType(letters), c.grades[0].place = {0, 17, 1};
    c.grades[0].bands = {{0, true, false, true, true, reachA * kScale, 0}, {1, true, true, true, false, 30 * kScale, reachA * kScale}, {2, false, true, true, false, 0, 30 * kScale}};

    c.pools.push_back({"team", -1, "everybody", {}});
    c.choices.resize(1);
    c.choices[0].kind = bytecode::ChoiceInfo::Kind::RoundRobin, c.choices[0].text = "round robin team";
    const std::uint16_t known = a.reg(kBool);
    a.op(Op::Known, known, size);
    const std::uint32_t has_size = a.close(known), is_vip = function(a, vip), is_hot = function(a, hot);
    const std::uint16_t never = a.load(kBool, 0);
    const std::uint32_t no = a.close(never);
    c.routes.resize(1);
    bytecode::RouteInfo& route = c.routes[0];
    route.name = "inbound";
    const auto rule = [&](std::string name, std::string text, std::vector<bytecode::Conjunct> parts, std::uint32_t line) -> bytecode::RuleInfo& {
      bytecode::RuleInfo& made = route.rules.emplace_back();
      made.name = std::move(name), made.text = std::move(text), made.conjuncts = std::move(parts), made.choices = {0}, made.place = {0, line, 3};
      return made;
    };
    rule("vips", "size is known and vip", {{has_size, "size is known", {size}, {0, 31, 20}}, {is_vip, "vip", {vip}, {0, 31, 30}}}, 31);
    addAtom(route.match, match::AtomKind::Known, false, size, {});
    addAtom(route.match, match::AtomKind::InSet, false, vip, {1});
    addRule(route.match);
    rule("hot_ones", "hot", {{is_hot, "hot", {hot}, {0, 32, 20}}}, 32);
    addAtom(route.match, match::AtomKind::InSet, false, hot, {1});
    addRule(route.match);
    for (std::size_t i = 0; i < many_rules; ++i) {
      rule("never" + std::to_string(i), "never", {{i % 2 == 0 ? has_size : no, "first", {}, {0, 40, 1}}, {no, "never", {}, {0, 40, 9}}, {no, "never", {}, {0, 40, 9}}}, 40);
      addRule(route.match, static_cast<std::int32_t>(no));
    }
    rule("rest", "otherwise", {}, 33).is_otherwise = true;
    addRule(route.match);

    auto loaded = bytecode::Program::load(c);
    INFO(loaded.error);
    REQUIRE(loaded.program);
    return Desk::open(loaded.program, People::bind(loaded.program, reps));
  }

 private:
  static std::uint16_t kLarge(bytecode::test::Assembler& a, std::uint16_t size) {
    return a.binary(bytecode::Op::Less, bytecode::test::kBool, a.load(bytecode::test::kInt, 500), size);
  }
  /// A function that gives a register's value.
  static std::uint32_t function(bytecode::test::Assembler& a, std::uint16_t reg) {
    const std::uint16_t copy = a.reg(bytecode::test::kBool);
    a.op(bytecode::Op::Move, copy, reg);
    return a.close(copy);
  }
};

}  // namespace leadflow::decide::test
