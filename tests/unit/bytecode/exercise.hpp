// Runs everything of a loaded program on leads made up from its own schema: what a mutated or fuzzed file must survive.
#pragma once
#include <algorithm>
#include <random>

#include "runtime/bytecode/codec.hpp"
#include "runtime/bytecode/program.hpp"
#include "runtime/vm/machine.hpp"

namespace leadflow::bytecode::test {

/// A slot that a reader could have made for this type.
inline Slot anySlot(const Program& program, const Type& type, Arena& arena, std::mt19937_64& random) {
  const auto pick = [&](std::uint64_t below) { return static_cast<Slot>(below == 0 ? 0 : random() % below); };
  if (pick(6) == 0) return kMissing;
  switch (type.kind) {
    case TypeKind::Missing: return kMissing;
    case TypeKind::Bool: return pick(2);
    case TypeKind::Text:
    case TypeKind::Code:
    case TypeKind::Email: {
      static constexpr const char* kWords[] = {"Software", "ana@acme.example", "acme.example", "94110", "", "Bank \xc3\x84", "x@y.z"};
      const char* word = kWords[pick(std::size(kWords))];
      return slotOf(type.kind == TypeKind::Code ? makeCode(arena, program.symbols(), word) : makeText(arena, program.symbols(), word));
    }
    case TypeKind::Country: return pick(249);
    case TypeKind::Enum: {
      const std::size_t values = program.chunk().enums[type.ref].values.size();
      return values == 0 ? kMissing : pick(values);
    }
    case TypeKind::EnumSet: return pick(std::uint64_t{1} << program.chunk().enums[type.ref].values.size());
    case TypeKind::Rep: return pick(2);
    case TypeKind::TextSet: return slotOfPointer(makeTextSet(arena, {1, static_cast<std::uint32_t>(pick(9))}));
    case TypeKind::BusinessDuration: return pick(1'000'000);
    default: break;
  }
  return pick(5) == 0 ? static_cast<Slot>(random() | 1) : pick(2'000'000) - 500'000;
}

inline std::uint64_t exercise(const std::shared_ptr<const Program>& program, std::uint64_t seed, int leads) {
  const Chunk& chunk = program->chunk();
  std::mt19937_64 random(seed);
  vm::People people;
  for (std::size_t i = 0; i < chunk.rep_names.size(); ++i) people.rep_of_name.push_back(i % 3 == 2 ? kMissing : static_cast<Slot>(i % 2));
  vm::Machine machine(program, &people);
  std::uint64_t sum = disassemble(chunk).size();
  for (int lead = 0; lead < leads; ++lead) {
    Arena arena;
    std::vector<Slot> fields;
    for (const FieldInfo& field : chunk.fields) fields.push_back(anySlot(*program, field.type, arena, random));
    const std::int64_t now = random() % 7 == 0 ? static_cast<std::int64_t>(random() | 1) : 1'772'000'000'000;
    std::vector<ActivityRow> activities;
    for (std::size_t n = chunk.activities.empty() ? 0 : random() % 6; n > 0; --n) {
      ActivityRow activity;
      activity.type = static_cast<std::uint32_t>(random() % chunk.activities.size());
      activity.at = random() % 9 == 0 ? static_cast<std::int64_t>(random() | 1) : 1'772'000'000'000 - static_cast<std::int64_t>(random() % 9'000'000'000) + 1'000'000;
      const auto& own = chunk.activities[activity.type].fields;
      Slot* slots = arena.makeArray<Slot>(own.size() + 1);
      for (std::size_t i = 0; i < own.size(); ++i) slots[i] = anySlot(*program, own[i].type, arena, random);
      activity.fields = slots;
      activities.push_back(activity);
    }
    std::sort(activities.begin(), activities.end(), [](const ActivityRow& a, const ActivityRow& b) { return a.at > b.at; });
    machine.begin({fields.data(), activities, "x", 1}, now);
    for (const ContextInfo& context : chunk.workflow.context)
      machine.setReg(context.reg, anySlot(*program, chunk.registers[context.reg], arena, random));
    machine.compute();
    for (std::uint32_t route = 0; route < chunk.routes.size(); ++route) sum += static_cast<std::uint64_t>(machine.matchRoute(route) + 1);
    if (chunk.rep_registers != kNone)
      for (std::size_t i = 0; i < std::size(kRepFields); ++i)
        machine.setReg(static_cast<std::uint16_t>(chunk.rep_registers + i), anySlot(*program, {kRepFields[i].kind, 0}, arena, random));
    for (std::uint32_t f = 0; f < chunk.functions.size(); ++f) machine.run(f);
    for (const ScoreInfo& score : chunk.scores) sum += static_cast<std::uint64_t>(machine.reg(score.reg));
  }
  return sum;
}

}  // namespace leadflow::bytecode::test
