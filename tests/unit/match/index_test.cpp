// The index must give exactly what scanning the rules gives: random rule sets of many shapes against random leads.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "runtime/match/index.hpp"

using namespace leadflow;
using namespace leadflow::match;

namespace {

constexpr std::uint16_t kNumber = 0, kSmall = 2, kText = 4, kRegisters = 6;  // two registers of each kind

/// The residues of these tests: function f holds when bit f of the slot kSmall is set.
bool residueHolds(void* self, std::int32_t function) {
  const auto& registers = *static_cast<const std::vector<Slot>*>(self);
  return !isMissing(registers[kSmall]) && ((registers[kSmall] >> (function % 6)) & 1) != 0;
}

struct World {
  std::mt19937_64 random;
  SymbolTable symbols;
  std::vector<std::string> texts;
  RuleSet rules;
  Arena arena;

  explicit World(std::uint64_t seed) : random(seed) {
    for (int i = 0; i < 60; ++i) texts.push_back(randomText());
    texts.push_back("");
    for (const std::string& text : texts) symbols.add(normalText(text));
  }
  std::int64_t pick(std::int64_t low, std::int64_t high) { return std::uniform_int_distribution<std::int64_t>(low, high)(random); }
  std::string randomText() {
    std::string text;
    for (std::int64_t n = pick(1, 5); n > 0; --n) text += static_cast<char>('a' + pick(0, 2));
    return text;
  }

  void addAtom(std::int64_t spread) {
    Atom atom;
    const auto group = static_cast<std::uint16_t>(pick(0, 2) * 2);
    atom.reg = static_cast<std::uint16_t>(group + pick(0, 1));
    atom.text = group == kText;
    const std::int64_t kind = pick(0, 11);
    if (kind < 6) atom.kind = AtomKind::InSet;
    else if (kind < 9) atom.kind = atom.text ? AtomKind::Prefix : AtomKind::InRange;
    else if (kind == 9) atom.kind = AtomKind::NotInSet;
    else atom.kind = kind == 10 ? AtomKind::Known : AtomKind::Missing;
    atom.first = static_cast<std::uint32_t>(rules.values.size());
    if (atom.kind == AtomKind::InRange) {
      atom.low = pick(0, 9) == 0 ? INT64_MIN : pick(0, spread);
      atom.high = pick(0, 9) == 0 ? INT64_MAX : pick(0, 3) == 0 ? pick(0, spread) : atom.low == INT64_MIN ? spread / 2 : atom.low + pick(0, spread);
    } else if (atom.kind < AtomKind::Known) {
      std::vector<std::int64_t> values;
      for (std::int64_t n = pick(0, 30) == 0 ? 0 : pick(1, pick(0, 3) == 0 ? 9 : 2); n > 0; --n)
        values.push_back(atom.text ? pick(1, symbols.size()) : group == kSmall ? pick(0, 5) : pick(0, spread));
      std::sort(values.begin(), values.end());
      values.erase(std::unique(values.begin(), values.end()), values.end());
      atom.count = static_cast<std::uint32_t>(values.size());
      rules.values.insert(rules.values.end(), values.begin(), values.end());
    }
    rules.atoms.push_back(atom);
  }
  void addRules(std::int64_t count, std::int64_t atoms, std::int64_t spread) {
    for (; count > 0; --count) {
      Rule rule;
      rule.first_atom = static_cast<std::uint32_t>(rules.atoms.size());
      for (std::int64_t n = pick(atoms > 1 ? 1 : 0, atoms); n > 0; --n) addAtom(spread);
      rule.atom_count = static_cast<std::uint32_t>(rules.atoms.size()) - rule.first_atom;
      rule.residue = pick(0, 4) == 0 ? static_cast<std::int32_t>(pick(0, 5)) : -1;
      rules.rules.push_back(rule);
    }
  }
  std::vector<Slot> lead(std::int64_t spread) {
    std::vector<Slot> registers(kRegisters, kMissing);
    for (std::uint16_t r = 0; r < kRegisters; ++r) {
      if (pick(0, 7) == 0) continue;
      if (r < kSmall) registers[r] = pick(0, 20) == 0 ? static_cast<Slot>(random() >> 1) : pick(-1, spread + 1);
      else if (r < kText) registers[r] = pick(0, 6);
      else registers[r] = slotOf(makeText(arena, symbols, pick(0, 1) ? texts[static_cast<std::size_t>(pick(0, 60))] : randomText()));
    }
    return registers;
  }
};

}  // namespace

TEST_CASE("the index gives what the scan gives") {
  std::uint64_t lookups = 0, found = 0;
  for (std::uint64_t seed = 1; seed <= 260; ++seed) {
    World world(seed);
    const std::int64_t sizes[] = {3, 20, 60, 200, 900, 2500};
    const std::int64_t spreads[] = {4, 50, 3000};
    const std::int64_t spread = spreads[seed % 3];
    world.addRules(sizes[seed % 6], 1 + static_cast<std::int64_t>(seed % 5), spread);
    const Index index = Index::build(world.rules, world.symbols);
    const std::int64_t leads = world.rules.rules.size() > 500 ? 500 : 1000;
    for (std::int64_t i = 0; i < leads; ++i) {
      std::vector<Slot> lead = world.lead(spread);
      const Residue residue{&lead, residueHolds};
      const std::int32_t expected = scan(world.rules, world.symbols, lead, residue);
      const std::int32_t got = index.find(lead, residue);
      ++lookups;
      if (expected >= 0) ++found;
      if (got != expected) {
        CAPTURE(seed, i, world.rules.rules.size());
        REQUIRE(got == expected);
      }
    }
  }
  CHECK(lookups >= 200'000);
  CHECK(found > lookups / 4);
  CHECK(found < lookups);
}

TEST_CASE("rules that share their key keep their order") {
  World world(7);
  // 500 rules for the same value; only those above 300 have a residue that holds
  for (int i = 0; i < 500; ++i) {
    world.rules.atoms.push_back({AtomKind::InSet, false, kNumber, static_cast<std::uint32_t>(i), 1, 0, 0});
    world.rules.values.push_back(42);
    world.rules.rules.push_back({static_cast<std::uint32_t>(i), 1, i > 300 ? 1 : 0});
  }
  const Index index = Index::build(world.rules, world.symbols);
  std::vector<Slot> lead(kRegisters, kMissing);
  lead[kNumber] = 42;
  lead[kSmall] = 2;
  CHECK(index.find(lead, {&lead, residueHolds}) == 301);
  lead[kNumber] = 43;
  CHECK(index.find(lead, {&lead, residueHolds}) == -1);
  lead[kNumber] = kMissing;
  CHECK(index.find(lead, {&lead, residueHolds}) == -1);
}

TEST_CASE("prefixes of several lengths: the first rule wins, not the longest prefix") {
  World world(9);
  const char* prefixes[] = {"9", "94", "941", "10", "1"};
  for (const char* prefix : prefixes) {
    world.rules.values.push_back(world.symbols.add(prefix));
    world.rules.atoms.push_back({AtomKind::Prefix, true, kText, static_cast<std::uint32_t>(world.rules.values.size() - 1), 1, 0, 0});
  }
  // rule 0: 941…, 1: 94…, 2: 9…, 3: 10…, 4: 1…; then many others
  for (const std::uint32_t atom : {2U, 1U, 0U, 3U, 4U}) world.rules.rules.push_back({atom, 1, -1});
  world.addRules(300, 3, 100);
  const Index index = Index::build(world.rules, world.symbols);
  const auto first = [&](const char* zip) {
    std::vector<Slot> lead(kRegisters, kMissing);
    lead[kText] = slotOf(makeText(world.arena, world.symbols, zip));
    const Residue residue{&lead, residueHolds};
    CHECK(index.find(lead, residue) == scan(world.rules, world.symbols, lead, residue));
    return index.find(lead, residue);
  };
  CHECK(first("94110") == 0);
  CHECK(first("94510") == 1);
  CHECK(first("90210") == 2);
  CHECK(first(" 10001 ") == 3);
  CHECK(first("12") == 4);
}

TEST_CASE("no rules, rules without conditions, and rules that can never hold") {
  World world(11);
  std::vector<Slot> lead(kRegisters, kMissing);
  const Residue residue{&lead, residueHolds};
  CHECK(Index::build(world.rules, world.symbols).find(lead, residue) == -1);
  world.rules.atoms.push_back({AtomKind::InSet, false, kNumber, 0, 0, 0, 0});  // in []
  world.rules.rules.push_back({0, 1, -1});
  CHECK(Index::build(world.rules, world.symbols).find(lead, residue) == -1);
  world.rules.rules.push_back({0, 0, -1});  // otherwise
  CHECK(Index::build(world.rules, world.symbols).find(lead, residue) == 1);
}
