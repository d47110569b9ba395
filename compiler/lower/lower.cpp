#include "compiler/lower/lowerer.hpp"

namespace leadflow::lower {

ir::Module lower(const typed::Program& program, const Options& options) { return Lowerer(program, options).run(); }

ir::Module Lowerer::run() {
  declareRegisters();
  lowerFields();
  lowerTables();
  lowerPools();
  // `compute` is built around everything else: routes may hoist operands into it.
  m_.compute = beginFunction("compute", 0);
  lowerCompute();
  endFunction(kNoReg);
  lowerRoutes();
  lowerWorkflow();
  lowerOutputs();
  building_.push_back(m_.compute);
  for (auto& [reg, expr] : hoists_) into(*expr, reg);
  endFunction(kNoReg);
  return std::move(m_);
}

Reg Lowerer::persistent(typed::Type type) {
  m_.registers.push_back({type, true});
  return static_cast<Reg>(m_.registers.size() - 1);
}

Reg Lowerer::temporary(typed::Type type) {
  m_.registers.push_back({type, false});
  return static_cast<Reg>(m_.registers.size() - 1);
}

std::uint32_t Lowerer::text(const std::string& value) {
  auto [it, fresh] = texts_.try_emplace(value, static_cast<std::uint32_t>(m_.texts.size()));
  if (fresh) m_.texts.push_back(value);
  return it->second;
}

std::uint32_t Lowerer::repName(const std::string& value) {
  auto [it, fresh] = rep_names_.try_emplace(value, static_cast<std::uint32_t>(m_.rep_names.size()));
  if (fresh) m_.rep_names.push_back(value);
  return it->second;
}

std::uint32_t Lowerer::constant(typed::Type type, std::int64_t bits) {
  std::string key =
      std::to_string(static_cast<int>(type.kind)) + ':' + std::to_string(type.ref) + ':' + std::to_string(bits);
  auto [it, fresh] = constants_.try_emplace(std::move(key), static_cast<std::uint32_t>(m_.constants.size()));
  if (fresh) m_.constants.push_back({type, bits});
  return it->second;
}

std::uint32_t Lowerer::constant(const typed::Constant& value) {
  if (value.isMissing()) return constant(value.type, kMissing);
  if (isText(value.type)) return constant(value.type, text(value.text));
  if (value.type.kind == TypeKind::Rep) return constant(value.type, repName(value.text));
  return constant(value.type, value.bits);
}

std::uint32_t Lowerer::beginFunction(std::string name, int level) {
  auto index = static_cast<std::uint32_t>(m_.functions.size());
  ir::Function function;
  function.name = std::move(name);
  function.level = level;
  m_.functions.push_back(std::move(function));
  building_.push_back(index);
  return index;
}

void Lowerer::endFunction(Reg result) {
  if (result != kNoReg) current().result = result;
  building_.pop_back();
}

ir::Function& Lowerer::current() { return m_.functions[building_.back()]; }

Inst& Lowerer::add(Op op, Reg d, Reg a, Reg b, std::uint32_t imm) {
  Inst inst;
  inst.op = op;
  inst.d = d;
  inst.a = a;
  inst.b = b;
  inst.imm = imm;
  current().code.push_back(std::move(inst));
  return current().code.back();
}

std::uint32_t Lowerer::newLabel() { return current().labels++; }
void Lowerer::place(std::uint32_t label) { add(Op::Label, kNoReg, kNoReg, kNoReg, label); }

/// Every register that other parts of the runtime read by name: in the order fields, context, derived, scores, grades,
/// milestones.
void Lowerer::declareRegisters() {
  for (const auto& field : p_.fields) persistent(field.type);
  for (const auto& type : p_.context_types) m_.context.push_back(persistent(type));
  for (const auto& derived : p_.derived) m_.derived.push_back(persistent(derived.type));
  for (std::size_t i = 0; i < p_.scores.size(); ++i) m_.scores.push_back(persistent({TypeKind::Points, 0}));
  for (const auto& grade : p_.grades) {
    m_.grades.push_back(persistent(grade.type));
    m_.grade_of.push_back(persistent(grade.of->type));
  }
  for (std::size_t i = 0; i < p_.milestones.size(); ++i) {
    m_.milestone_reached.push_back(persistent({TypeKind::Bool, 0}));
    m_.milestone_at.push_back(persistent({TypeKind::Instant, 0}));
  }
  for (const auto& route : p_.routes) {
    ir::Route lowered;
    lowered.rule = persistent({TypeKind::Enum, route.rule_enum});
    lowered.owner = persistent({TypeKind::Rep, 0});
    lowered.queue = persistent({TypeKind::Enum, p_.queue_enum});
    m_.routes.push_back(std::move(lowered));
  }
  now_ = persistent({TypeKind::Instant, 0});
  for (const auto& info : kRepFields) {
    Reg reg = persistent({info.kind, 0});
    if (m_.rep_first == kNoReg) m_.rep_first = reg;
  }
  m_.terms.resize(p_.scores.size());
  m_.decisions.resize(p_.decisions.size());
  for (auto& decision : m_.decisions) decision.row = persistent({TypeKind::Int, 0});
}

void Lowerer::lowerFields() {
  for (const auto& field : p_.fields)
    m_.field_fallback.push_back(field.fallback ? static_cast<std::int32_t>(constant(*field.fallback)) : -1);
  for (const auto& activity : p_.activities) {
    std::vector<std::int32_t> fallbacks;
    for (const auto& field : activity.fields)
      fallbacks.push_back(field.fallback ? static_cast<std::int32_t>(constant(*field.fallback)) : -1);
    m_.activity_fallback.push_back(std::move(fallbacks));
  }
}

void Lowerer::lowerCompute() {
  add(Op::Now, now_);
  for (const auto& item : p_.order) switch (item.kind) {
      case typed::Computed::Kind::Derived: into(*p_.derived[item.index].value, m_.derived[item.index]); break;
      case typed::Computed::Kind::Score: lowerScore(item.index); break;
      case typed::Computed::Kind::Grade: lowerGrade(item.index); break;
      case typed::Computed::Kind::Milestone: lowerMilestone(item.index); break;
      case typed::Computed::Kind::Decision: lowerDecision(item.index); break;
    }
}

/// Conditions and values of the workflow: functions of their own, which the engine runs after `compute`.
void Lowerer::lowerWorkflow() {
  for (const auto& expr : p_.workflow_functions) {
    auto& seen = m_.workflow_reads.emplace_back();
    if (expr) reads(*expr, seen);
    m_.workflow_functions.push_back(expr ? static_cast<std::int32_t>(functionOf(*expr, "workflow", 0)) : -1);
  }
}

void Lowerer::lowerOutputs() {
  for (const auto& column : p_.columns) m_.columns.push_back(functionOf(*column.value, "column " + column.name, 0));
  if (!options_.tests) return;
  for (const auto& test : p_.tests) {
    std::vector<std::uint32_t> functions;
    for (const auto& expectation : test.expectations)
      functions.push_back(expectation.condition ? functionOf(*expectation.condition, "expect", 0) : ir::kNoFunction);
    m_.test_functions.push_back(std::move(functions));
  }
}

}  // namespace leadflow::lower
