#include "runtime/vm/machine.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <cstring>

#include "runtime/bytecode/opcode.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/percent.hpp"
#include "runtime/vm/activities.hpp"
#include "runtime/vm/natives.hpp"

namespace leadflow::vm {

using bytecode::Instruction;
using bytecode::LoadedOp;
using bytecode::Op;

namespace {

/// Whether a context kind is one of the states that begin at the first value of their enum.
bool isStatus(bytecode::ContextKind kind) {
  switch (kind) {
#define LEADFLOW_STATES(name, ...) case bytecode::ContextKind::name:
#define LEADFLOW_STATE_WORD(name, ...)
#include "runtime/bytecode/workflow_states.def"
#undef LEADFLOW_STATES
#undef LEADFLOW_STATE_WORD
    return true;
    default: return false;
  }
}

}  // namespace

Machine::Machine(std::shared_ptr<const bytecode::Program> program, const People* people)
    : program_(std::move(program)), people_(people), registers_(program_->chunk().registers.size(), kMissing) {
  for (const bytecode::QueryInfo& query : program_->chunk().queries) {
    auto& wanted = wanted_.emplace_back(program_->chunk().activities.size());
    for (const std::uint32_t activity : query.activities) wanted[activity] = true;
  }
  for (const bytecode::ContextInfo& context : program_->chunk().workflow.context)
    if (isStatus(context.kind)) statuses_.push_back(context.reg);
}

void Machine::begin(const bytecode::LeadRow& row, std::int64_t now) {
  row_ = row;
  now_ = now;
  faults_ = 0;
  arena_.reset();
  const std::size_t fields = program_->chunk().fields.size();
  if (fields > 0) std::memcpy(registers_.data(), row.fields, fields * sizeof(Slot));
  std::fill(registers_.begin() + static_cast<std::ptrdiff_t>(fields), registers_.end(), kMissing);
  for (const std::uint16_t status : statuses_) registers_[status] = 0;
}

void Machine::compute() { execute(program_->chunk().compute); }

namespace {

bool residueHolds(void* self, std::int32_t function) {
  return holds(static_cast<Machine*>(self)->run(static_cast<std::uint32_t>(function)));
}

}  // namespace

std::int32_t Machine::matchRoute(std::uint32_t route) {
  return program_->routeIndex(route).find(registers_, {this, residueHolds});
}

Slot Machine::run(std::uint32_t function) {
  execute(function);
  const std::uint16_t result = program_->chunk().functions[function].result;
  return result == bytecode::kNone ? kMissing : registers_[result];
}

Slot Machine::repOfName(std::uint64_t name) const {
  return people_ && name < people_->rep_of_name.size() ? people_->rep_of_name[name] : kMissing;
}

/// A constant of a table or a decision, reps included.
Slot Machine::cell(std::uint32_t constant) const {
  const bytecode::ConstantInfo& info = program_->chunk().constants[constant];
  if (info.type.kind == TypeKind::Rep && !isMissing(info.bits)) return repOfName(static_cast<std::uint64_t>(info.bits));
  return program_->constant(constant);
}

bool Machine::inTable(std::uint32_t table, Slot key) const {
  if (tables_)
    if (const LiveTable* live = tables_->table(table)) return live->find(key) >= 0;
  return program_->tableRow(table, key) >= 0;
}

Slot Machine::tableCell(std::uint32_t table, Slot key, std::uint16_t column) const {
  if (tables_)
    if (const LiveTable* live = tables_->table(table)) {
      const std::int64_t row = live->find(key);
      return row < 0 ? kMissing : live->cell(static_cast<std::size_t>(row), column);
    }
  const bytecode::TableInfo& info = program_->chunk().tables[table];
  const std::int64_t row = program_->tableRow(table, key);
  return row < 0 ? kMissing : cell(info.cells[static_cast<std::size_t>(row) * info.columns.size() + column]);
}

bool Machine::inRepSet(Slot rep, const bytecode::SetInfo& set) const {
  return std::any_of(set.values.begin(), set.values.end(),
                     [&](std::int64_t name) { return repOfName(static_cast<std::uint64_t>(name)) == rep; });
}

/// The window in a register: all time when there is none, nothing when it is missing.
Slot Machine::windowOf(std::uint16_t reg) const {
  if (reg == bytecode::kNone) return kEver;
  return isMissing(registers_[reg]) ? -1 : registers_[reg];
}

// The dispatch loop. Each instruction jumps straight to the next one's code (labels as values, where the compiler has them),
// so the processor predicts every pair of instructions on its own.
#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wpedantic"
#define LEADFLOW_CASE(name) op_##name
#define LEADFLOW_LOADED(name) op_##name
#define LEADFLOW_GO goto* labels[pc->op]
#else
#define LEADFLOW_CASE(name) case static_cast<std::uint16_t>(Op::name)
#define LEADFLOW_LOADED(name) case static_cast<std::uint16_t>(LoadedOp::name)
#define LEADFLOW_GO continue
#endif
#define LEADFLOW_NEXT \
  ++pc;               \
  LEADFLOW_GO

void Machine::execute(std::uint32_t function) {
  const bytecode::Program& program = *program_;
  const bytecode::Chunk& chunk = program.chunk();
  const Instruction* pc = program.entry(function);
  Slot* const r = registers_.data();
  // Stores the result of arithmetic; a missing one from known operands is a fault.
  const auto store = [&](Slot result, Slot x, Slot y) {
    if (isMissing(result) && !isMissing(x) && !isMissing(y)) [[unlikely]] ++faults_;
    r[pc->a] = result;
  };
  const auto unknown = [&](Slot x, Slot y) { return isMissing(x) || isMissing(y); };
  const auto folded = [&](Slot text) { return textOf(text)->foldedText(); };

#if defined(__GNUC__)
  static const void* const labels[] = {
#define LEADFLOW_OP(name, operands, meaning) &&op_##name,
#include "runtime/bytecode/opcodes.def"
#undef LEADFLOW_OP
      &&op_InSetText, &&op_InSetRep};
  LEADFLOW_GO;
#else
  for (;;) switch (pc->op) {
#endif
  LEADFLOW_CASE(LoadConst): r[pc->a] = program.constant(bytecode::wide(pc->b, pc->c)); LEADFLOW_NEXT;
  LEADFLOW_CASE(LoadMissing): r[pc->a] = kMissing; LEADFLOW_NEXT;
  LEADFLOW_CASE(LoadRep): r[pc->a] = repOfName(bytecode::wide(pc->b, pc->c)); LEADFLOW_NEXT;
  LEADFLOW_CASE(Move): r[pc->a] = r[pc->b]; LEADFLOW_NEXT;
  LEADFLOW_CASE(Now): r[pc->a] = now_; LEADFLOW_NEXT;
  LEADFLOW_CASE(Add): store(addChecked(r[pc->b], r[pc->c]), r[pc->b], r[pc->c]); LEADFLOW_NEXT;
  LEADFLOW_CASE(Subtract): store(subChecked(r[pc->b], r[pc->c]), r[pc->b], r[pc->c]); LEADFLOW_NEXT;
  LEADFLOW_CASE(MultiplyInt): store(mulInt(r[pc->b], r[pc->c]), r[pc->b], r[pc->c]); LEADFLOW_NEXT;
  LEADFLOW_CASE(MultiplyScaled): store(mulScaled(r[pc->b], r[pc->c]), r[pc->b], r[pc->c]); LEADFLOW_NEXT;
  LEADFLOW_CASE(MultiplyPercent): store(mulDiv(r[pc->b], r[pc->c], kWholePercent), r[pc->b], r[pc->c]); LEADFLOW_NEXT;
  LEADFLOW_CASE(DivideScaled): store(divScaled(r[pc->b], r[pc->c]), r[pc->b], r[pc->c]); LEADFLOW_NEXT;
  LEADFLOW_CASE(DividePercent): store(mulDiv(r[pc->b], kWholePercent, r[pc->c]), r[pc->b], r[pc->c]); LEADFLOW_NEXT;
  LEADFLOW_CASE(Negate): r[pc->a] = negChecked(r[pc->b]); LEADFLOW_NEXT;
  LEADFLOW_CASE(IntToScaled): store(intToScaled(r[pc->b]), r[pc->b], 0); LEADFLOW_NEXT;
  LEADFLOW_CASE(Min): r[pc->a] = unknown(r[pc->b], r[pc->c]) ? kMissing : std::min(r[pc->b], r[pc->c]); LEADFLOW_NEXT;
  LEADFLOW_CASE(Max): r[pc->a] = unknown(r[pc->b], r[pc->c]) ? kMissing : std::max(r[pc->b], r[pc->c]); LEADFLOW_NEXT;
  LEADFLOW_CASE(Equal): r[pc->a] = unknown(r[pc->b], r[pc->c]) ? kMissing : r[pc->b] == r[pc->c]; LEADFLOW_NEXT;
  LEADFLOW_CASE(NotEqual): r[pc->a] = unknown(r[pc->b], r[pc->c]) ? kMissing : r[pc->b] != r[pc->c]; LEADFLOW_NEXT;
  LEADFLOW_CASE(Less): r[pc->a] = unknown(r[pc->b], r[pc->c]) ? kMissing : r[pc->b] < r[pc->c]; LEADFLOW_NEXT;
  LEADFLOW_CASE(LessEqual): r[pc->a] = unknown(r[pc->b], r[pc->c]) ? kMissing : r[pc->b] <= r[pc->c]; LEADFLOW_NEXT;
  LEADFLOW_CASE(EqualText):
    r[pc->a] = unknown(r[pc->b], r[pc->c]) ? kMissing : equalText(*textOf(r[pc->b]), *textOf(r[pc->c]));
    LEADFLOW_NEXT;
  LEADFLOW_CASE(NotEqualText):
    r[pc->a] = unknown(r[pc->b], r[pc->c]) ? kMissing : !equalText(*textOf(r[pc->b]), *textOf(r[pc->c]));
    LEADFLOW_NEXT;
  LEADFLOW_CASE(LessText): r[pc->a] = unknown(r[pc->b], r[pc->c]) ? kMissing : folded(r[pc->b]) < folded(r[pc->c]); LEADFLOW_NEXT;
  LEADFLOW_CASE(LessEqualText):
    r[pc->a] = unknown(r[pc->b], r[pc->c]) ? kMissing : folded(r[pc->b]) <= folded(r[pc->c]);
    LEADFLOW_NEXT;
  LEADFLOW_CASE(And): r[pc->a] = kleeneAnd(r[pc->b], r[pc->c]); LEADFLOW_NEXT;
  LEADFLOW_CASE(Or): r[pc->a] = kleeneOr(r[pc->b], r[pc->c]); LEADFLOW_NEXT;
  LEADFLOW_CASE(Not): r[pc->a] = kleeneNot(r[pc->b]); LEADFLOW_NEXT;
  LEADFLOW_CASE(Known): r[pc->a] = !isMissing(r[pc->b]); LEADFLOW_NEXT;
  LEADFLOW_CASE(Coalesce): r[pc->a] = isMissing(r[pc->b]) ? r[pc->c] : r[pc->b]; LEADFLOW_NEXT;
  LEADFLOW_CASE(InSet): r[pc->a] = isMissing(r[pc->b]) ? kMissing : program.set(pc->c).contains(r[pc->b]); LEADFLOW_NEXT;
  LEADFLOW_LOADED(InSetText):
    r[pc->a] = isMissing(r[pc->b]) ? kMissing : program.set(pc->c).contains(textOf(r[pc->b])->symbol);
    LEADFLOW_NEXT;
  LEADFLOW_LOADED(InSetRep): r[pc->a] = isMissing(r[pc->b]) ? kMissing : inRepSet(r[pc->b], chunk.sets[pc->c]); LEADFLOW_NEXT;
  LEADFLOW_CASE(InTable): r[pc->a] = isMissing(r[pc->b]) ? kMissing : inTable(pc->c, r[pc->b]); LEADFLOW_NEXT;
  LEADFLOW_CASE(InEnumSet): r[pc->a] = unknown(r[pc->b], r[pc->c]) ? kMissing : (r[pc->c] >> (r[pc->b] & 63)) & 1; LEADFLOW_NEXT;
  LEADFLOW_CASE(InTextSet):
    r[pc->a] = unknown(r[pc->b], r[pc->c]) ? kMissing : textSetOf(r[pc->c])->contains(textOf(r[pc->b])->symbol);
    LEADFLOW_NEXT;
  LEADFLOW_CASE(Contains):
    r[pc->a] = unknown(r[pc->b], r[pc->c]) ? kMissing : folded(r[pc->b]).find(folded(r[pc->c])) != std::string_view::npos;
    LEADFLOW_NEXT;
  LEADFLOW_CASE(BeginsWith): r[pc->a] = unknown(r[pc->b], r[pc->c]) ? kMissing : folded(r[pc->b]).starts_with(folded(r[pc->c])); LEADFLOW_NEXT;
  LEADFLOW_CASE(EndsWith): r[pc->a] = unknown(r[pc->b], r[pc->c]) ? kMissing : folded(r[pc->b]).ends_with(folded(r[pc->c])); LEADFLOW_NEXT;
  LEADFLOW_CASE(Matches): {
    if (isMissing(r[pc->b])) {
      r[pc->a] = kMissing;
    } else {
      const std::string_view text = textOf(r[pc->b])->rawText();
      r[pc->a] = RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), program.pattern(pc->c));
    }
    LEADFLOW_NEXT;
  }
  LEADFLOW_CASE(Native): {
    const auto native = static_cast<bytecode::NativeId>(pc->c);
    const Slot result = callNative(native, r + pc->b, {now_, program.zone(), program.symbols(), arena_});
    if (isMissing(result) && native != bytecode::NativeId::EmailDomain && argumentsKnown(native, r + pc->b)) ++faults_;
    r[pc->a] = result;
    LEADFLOW_NEXT;
  }
  LEADFLOW_CASE(TableGet): {
    r[pc->a] = tableCell(pc->c, r[pc->b], pc[1].a);
    ++pc;
    LEADFLOW_NEXT;
  }
  LEADFLOW_CASE(Extra): LEADFLOW_NEXT;
  LEADFLOW_CASE(DecisionRow): {
    const std::int32_t row = program.decisionIndex(pc->b).find(registers_, {this, residueHolds});
    r[pc->a] = row < 0 ? kMissing : row;
    LEADFLOW_NEXT;
  }
  LEADFLOW_CASE(DecisionGet): {
    const bytecode::DecisionInfo& decision = chunk.decisions[pc->c];
    const Slot row = r[pc->b];
    const bool exists = row >= 0 && static_cast<std::uint64_t>(row) < decision.rules.rules.size();
    r[pc->a] = exists ? cell(decision.cells[static_cast<std::size_t>(row) * decision.outputs.size() + pc[1].a]) : kMissing;
    ++pc;
    LEADFLOW_NEXT;
  }
  LEADFLOW_CASE(CalendarOpen): r[pc->a] = program.calendar(pc->b).isOpen(now_); LEADFLOW_NEXT;
  LEADFLOW_CASE(Had): {
    r[pc->a] = !isMissing(newest(pc->b, windowOf(pc->c), false));
    LEADFLOW_NEXT;
  }
  LEADFLOW_CASE(Count): {
    Slot count = 0;
    eachActivity(pc->b, windowOf(pc->c), [&](const bytecode::ActivityRow&) { return ++count, true; });
    r[pc->a] = count;
    LEADFLOW_NEXT;
  }
  LEADFLOW_CASE(Last): r[pc->a] = newest(pc->b, windowOf(pc->c), false); LEADFLOW_NEXT;
  LEADFLOW_CASE(LastField): r[pc->a] = newest(pc->b, windowOf(pc->c), true); LEADFLOW_NEXT;
  LEADFLOW_CASE(ScorePer): r[pc->a] = scorePer(chunk.pers[pc->b]); LEADFLOW_NEXT;
  LEADFLOW_CASE(ScoreField): r[pc->a] = scoreField(chunk.pers[pc->b], r[pc->c]); LEADFLOW_NEXT;
  LEADFLOW_CASE(Decay): {
    const bytecode::PerInfo& per = chunk.pers[pc->c];
    const Slot since = per.since == bytecode::kNone ? now_ : r[per.since];
    r[pc->a] = per.decay >= 0 && isMissing(since) ? 0 : faded(r[pc->b], isMissing(since) ? 0 : ageOf(since, now_), per.decay);
    LEADFLOW_NEXT;
  }
  LEADFLOW_CASE(Jump): pc += bytecode::wide(pc->b, pc->c); LEADFLOW_NEXT;
  LEADFLOW_CASE(JumpUnlessTrue): if (!holds(r[pc->a])) pc += bytecode::wide(pc->b, pc->c); LEADFLOW_NEXT;
  LEADFLOW_CASE(JumpIfTrue): if (holds(r[pc->a])) pc += bytecode::wide(pc->b, pc->c); LEADFLOW_NEXT;
  LEADFLOW_CASE(JumpIfMissing): if (isMissing(r[pc->a])) pc += bytecode::wide(pc->b, pc->c); LEADFLOW_NEXT;
  LEADFLOW_CASE(Return): return;
#if !defined(__GNUC__)
  }
#endif
}

}  // namespace leadflow::vm
