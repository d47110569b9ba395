#include <algorithm>

#include "compiler/lower/lowerer.hpp"

namespace leadflow::lower {

using typed::CellTest;

namespace {
constexpr typed::Type kBool{TypeKind::Bool, 0};
}

void Lowerer::lowerTables() {
  for (const auto& table : p_.tables) {
    std::vector<std::uint32_t> cells;
    cells.reserve(table.rows.size() * table.columns.size());
    for (const auto& row : table.rows)
      for (const auto& cell : row) cells.push_back(constant(cell));
    m_.table_cells.push_back(std::move(cells));
  }
  for (const auto& decision : p_.decisions) {
    std::vector<std::uint32_t> cells;
    for (const auto& row : decision.rows)
      for (const auto& cell : row.outputs) cells.push_back(constant(cell));
    m_.decision_cells.push_back(std::move(cells));
  }
}

/// Inputs go into persistent registers (most are there already), rows become rules of an index over them.
void Lowerer::lowerDecision(std::uint32_t index) {
  const typed::Decision& decision = p_.decisions[index];
  std::vector<Reg> inputs;
  for (const auto& input : decision.inputs) {
    Reg reg = persistentOf(*input.value);
    if (reg == kNoReg) {
      reg = persistent(input.value->type);
      into(*input.value, reg);
    }
    inputs.push_back(reg);
  }
  std::vector<ir::MatchRule> rules;
  rules.reserve(decision.rows.size());
  for (const auto& row : decision.rows) rules.push_back(decisionRow(decision, row, inputs));
  m_.decisions[index].rules = std::move(rules);
  add(Op::DecisionRow, m_.decisions[index].row, kNoReg, kNoReg, index);
}

ir::MatchRule Lowerer::decisionRow(const typed::Decision& decision, const typed::Decision::Row& row,
                                   const std::vector<Reg>& inputs) {
  ir::MatchRule rule;
  std::vector<std::pair<std::size_t, const CellTest*>> rest;
  for (std::size_t i = 0; i < row.tests.size(); ++i) {
    const CellTest& test = row.tests[i];
    typed::Type type = decision.inputs[i].value->type;
    ir::Atom atom;
    atom.reg = inputs[i];
    atom.text = isText(type);
    switch (test.kind) {
      case CellTest::Kind::Any: continue;
      case CellTest::Kind::Known: atom.kind = match::AtomKind::Known; break;
      case CellTest::Kind::InSet:
      case CellTest::Kind::Prefix:
        if (type.kind == TypeKind::Rep || type.kind == TypeKind::EnumSet) {
          rest.emplace_back(i, &test);
          continue;
        }
        atom.kind = test.kind == CellTest::Kind::InSet ? match::AtomKind::InSet : match::AtomKind::Prefix;
        for (const auto& constant_value : test.values)
          atom.values.push_back(atom.text ? text(constant_value.text) : constant_value.bits);
        std::sort(atom.values.begin(), atom.values.end());
        atom.values.erase(std::unique(atom.values.begin(), atom.values.end()), atom.values.end());
        break;
      case CellTest::Kind::Ranges:
        if (test.ranges.size() != 1) {
          rest.emplace_back(i, &test);
          continue;
        }
        atom.kind = match::AtomKind::InRange;
        atom.low =
            !test.ranges[0].has_low ? INT64_MIN + 1 : test.ranges[0].low + (test.ranges[0].low_inclusive ? 0 : 1);
        atom.high =
            !test.ranges[0].has_high ? INT64_MAX : test.ranges[0].high - (test.ranges[0].high_inclusive ? 0 : 1);
        break;
      default: rest.emplace_back(i, &test); continue;
    }
    rule.atoms.push_back(std::move(atom));
  }
  if (row.has_from || row.has_until) {
    ir::Atom atom;
    atom.kind = match::AtomKind::InRange;
    atom.reg = now_;
    atom.low = row.has_from ? row.valid_from : INT64_MIN + 1;
    atom.high = row.has_until ? row.valid_until - 1 : INT64_MAX;
    rule.atoms.push_back(std::move(atom));
  }
  if (rest.empty()) return rule;

  // What no atom can say: any of several texts, patterns, ranges; all such cells must hold.
  std::uint32_t function = beginFunction("row", 1);
  Reg all = kNoReg;
  for (auto& [i, test] : rest) {
    Reg tested = inputs[i];
    typed::Type type = decision.inputs[i].value->type;
    Reg any = kNoReg;
    auto either = [&](Reg holds) { any = any == kNoReg ? holds : binary(Op::Or, kBool, any, holds); };
    for (const auto& constant_value : test->values) {
      Reg wanted = load(constant_value);
      switch (test->kind) {
        case CellTest::Kind::Suffix: either(binary(Op::EndsWith, kBool, tested, wanted)); break;
        case CellTest::Kind::Contains: either(binary(Op::Contains, kBool, tested, wanted)); break;
        case CellTest::Kind::Prefix: either(binary(Op::BeginsWith, kBool, tested, wanted)); break;
        default:
          either(type.kind == TypeKind::EnumSet ? binary(Op::InEnumSet, kBool, wanted, tested)
                                                : binary(Op::Equal, kBool, tested, wanted));
      }
    }
    for (std::uint32_t pattern : test->patterns) {
      Reg matched = temporary(kBool);
      add(Op::Matches, matched, tested, kNoReg, pattern);
      either(matched);
    }
    for (const auto& range : test->ranges) {
      Reg holds = kNoReg;
      if (range.has_low)
        holds = binary(range.low_inclusive ? Op::LessEqual : Op::Less, kBool, loadBits(type, range.low), tested);
      if (range.has_high) {
        Reg upper = binary(range.high_inclusive ? Op::LessEqual : Op::Less, kBool, tested, loadBits(type, range.high));
        holds = holds == kNoReg ? upper : binary(Op::And, kBool, holds, upper);
      }
      if (holds == kNoReg) holds = binary(Op::Equal, kBool, tested, tested);
      either(holds);
    }
    if (any == kNoReg) any = loadBits(kBool, 0);
    all = all == kNoReg ? any : binary(Op::And, kBool, all, any);
  }
  endFunction(all);
  rule.residue = static_cast<std::int32_t>(function);
  return rule;
}

}  // namespace leadflow::lower
