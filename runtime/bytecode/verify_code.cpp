#include <algorithm>

#include "runtime/bytecode/native_info.hpp"
#include "runtime/bytecode/verifier.hpp"

namespace leadflow::bytecode {
namespace {

std::string at(std::uint32_t instruction) { return "instruction " + std::to_string(instruction); }

bool isOrdered(TypeKind kind) {
  return !isTextual(kind) && kind != TypeKind::TextSet && kind != TypeKind::Rep && kind != TypeKind::EnumSet;
}
bool isPlainNumber(TypeKind kind) { return kind == TypeKind::Int || kind == TypeKind::Duration || isScaled(kind); }

}  // namespace

bool Verifier::code() {
  if (c_.code.size() > UINT32_MAX / 2) return fail("too much code");
  if (!inTable(c_.compute, c_.functions.size(), "function")) return false;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> spans;
  for (const Function& f : c_.functions) {
    if (f.begin > f.end || f.end > c_.code.size()) return fail("a function outside the code");
    if (f.result != kNone && !anyReg(f.result)) return false;
    if (f.begin < f.end) spans.push_back({f.begin, f.end});
  }
  std::sort(spans.begin(), spans.end());
  for (std::size_t i = 1; i < spans.size(); ++i)
    if (spans[i].first < spans[i - 1].second) return fail("functions share code");
  for (std::size_t i = 0; i < c_.functions.size(); ++i)
    if (!function(c_.functions[i], restricted_[i])) return false;
  return true;
}

bool Verifier::function(const Function& f, std::uint8_t restrictions) {
  for (std::uint32_t i = f.begin; i < f.end; ++i) {
    if (!instruction(i, f)) return false;
    const Op op = static_cast<Op>(c_.code[i].op);
    const bool query = op == Op::Had || op == Op::Count || op == Op::Last || op == Op::LastField || op == Op::ScorePer;
    if ((query && (restrictions & NoQueries)) || (op == Op::DecisionRow && (restrictions & NoDecisions)))
      return fail(at(i) + " may not stand in this function");
    if (takesExtra(op)) ++i;
  }
  return true;
}

bool Verifier::instruction(std::uint32_t i, const Function& f) {
  const Instruction& instruction = c_.code[i];
  if (instruction.op >= kOpCount) return fail(at(i) + " is unknown");
  const Op op = static_cast<Op>(instruction.op);
  if (op == Op::Extra) return fail(at(i) + " belongs to none before it");
  if (takesExtra(op) && (i + 1 >= f.end || static_cast<Op>(c_.code[i + 1].op) != Op::Extra)) return fail(at(i) + " is cut short");
  if (isJump(op)) {
    const std::uint64_t target = std::uint64_t{i} + 1 + wide(instruction.b, instruction.c);
    if (target > f.end) return fail(at(i) + " leaves its function");
    if (target < f.end && static_cast<Op>(c_.code[target].op) == Op::Extra) return fail(at(i) + " leads into another instruction");
  }
  return operands(i, instruction, info(op)) && types(i, instruction);
}

/// Every operand names something that exists.
bool Verifier::operands(std::uint32_t i, const Instruction& instruction, const OpInfo& op) {
  std::uint32_t values[] = {instruction.a, instruction.b, instruction.c};
  if (op.operands.size() == 2) values[1] = wide(instruction.b, instruction.c);
  for (std::size_t n = 0; n < op.operands.size(); ++n) {
    std::size_t size = 0;
    switch (op.operands[n]) {
      case 'd': size = c_.registers.size(); break;
      case 'r':
        // the window of a query may be left out
        if (values[n] == kNone && n == 2 && op.operands[1] == 'q') continue;
        // a built-in without arguments reads no register
        if (op.operands == "drn" && instruction.c < kNativeCount && kNatives[instruction.c].arguments.empty()) continue;
        size = c_.registers.size();
        break;
      case 'k': size = c_.constants.size(); break;
      case 's': size = c_.sets.size(); break;
      case 'q': size = c_.queries.size(); break;
      case 'p': size = c_.pers.size(); break;
      case 't': size = c_.tables.size(); break;
      case 'e': size = c_.decisions.size(); break;
      case 'n': size = kNativeCount; break;
      case 'm': size = c_.patterns.size(); break;
      case 'c': size = c_.calendars.size(); break;
      case 'y': size = c_.rep_names.size(); break;
      default: continue;
    }
    if (values[n] >= size) return fail(at(i) + " (" + std::string(op.name) + ") names something that does not exist");
  }
  return true;
}

bool Verifier::badTypes(std::uint32_t i) {
  return fail(at(i) + " (" + std::string(info(static_cast<Op>(c_.code[i].op)).name) + ") works on other types");
}

bool Verifier::types(std::uint32_t i, const Instruction& x) {
  const auto typeOf = [&](std::uint16_t r) { return r < c_.registers.size() ? c_.registers[r] : Type{}; };
  const Type a = typeOf(x.a), b = typeOf(x.b), c = typeOf(x.c);
  const auto is = [](const Type& t, TypeKind kind) { return t.kind == kind || t.kind == TypeKind::Missing; };
  const auto gives = [&](TypeKind kind) { return a.kind == kind; };
  const auto isScaledOrMissing = [](const Type& t) { return isScaled(t.kind) || t.kind == TypeKind::Missing; };
  const auto isText = [](const Type& t) { return isTextual(t.kind) || t.kind == TypeKind::Missing; };
  const auto same = [](const Type& t, const Type& u) { return sameForm(t, u) || sameForm(u, t); };
  const auto window = [&] { return x.c == kNone || is(c, TypeKind::Duration); };
  bool ok = true;
  switch (static_cast<Op>(x.op)) {
    case Op::LoadConst: ok = sameForm(a, c_.constants[wide(x.b, x.c)].type); break;
    case Op::LoadRep: ok = gives(TypeKind::Rep); break;
    case Op::Move: ok = sameForm(a, b); break;
    case Op::Now: ok = gives(TypeKind::Instant); break;
    case Op::Add:
      if (gives(TypeKind::Instant))
        ok = (is(b, TypeKind::Instant) && is(c, TypeKind::Duration)) || (is(b, TypeKind::Duration) && is(c, TypeKind::Instant));
      else
        ok = isPlainNumber(a.kind) && sameForm(a, b) && sameForm(a, c);
      break;
    case Op::Subtract:
      if (gives(TypeKind::Instant))
        ok = is(b, TypeKind::Instant) && is(c, TypeKind::Duration);
      else
        ok = (gives(TypeKind::Duration) && is(b, TypeKind::Instant) && is(c, TypeKind::Instant)) ||
             (isPlainNumber(a.kind) && sameForm(a, b) && sameForm(a, c));
      break;
    case Op::MultiplyInt:
      ok = isPlainNumber(a.kind) && ((is(b, TypeKind::Int) && sameForm(a, c)) || (is(c, TypeKind::Int) && sameForm(a, b)));
      break;
    case Op::MultiplyScaled: ok = isScaled(a.kind) && isScaledOrMissing(b) && isScaledOrMissing(c); break;
    case Op::DivideScaled:  // two durations have the same unit, so their quotient is a number, too
      ok = isScaled(a.kind) && ((isScaledOrMissing(b) && isScaledOrMissing(c)) || (is(b, TypeKind::Duration) && is(c, TypeKind::Duration)));
      break;
    case Op::MultiplyPercent: ok = isScaled(a.kind) && isScaledOrMissing(b) && isScaledOrMissing(c) &&
                                   (is(b, TypeKind::Percent) || is(c, TypeKind::Percent)); break;
    case Op::DividePercent: ok = isScaled(a.kind) && isScaledOrMissing(b) && is(c, TypeKind::Percent); break;
    case Op::Negate: ok = isPlainNumber(a.kind) && sameForm(a, b); break;
    case Op::IntToScaled: ok = isScaled(a.kind) && is(b, TypeKind::Int); break;
    case Op::Min:
    case Op::Max: ok = isOrdered(a.kind) && sameForm(a, b) && sameForm(a, c); break;
    case Op::Equal:
    case Op::NotEqual: ok = gives(TypeKind::Bool) && !isTextual(b.kind) && b.kind != TypeKind::TextSet && !isTextual(c.kind) &&
                            c.kind != TypeKind::TextSet && same(b, c); break;
    case Op::Less:
    case Op::LessEqual: ok = gives(TypeKind::Bool) && isOrdered(b.kind) && isOrdered(c.kind) && same(b, c); break;
    case Op::EqualText:
    case Op::NotEqualText:
    case Op::LessText:
    case Op::LessEqualText:
    case Op::Contains:
    case Op::BeginsWith:
    case Op::EndsWith: ok = gives(TypeKind::Bool) && isText(b) && isText(c); break;
    case Op::And:
    case Op::Or: ok = gives(TypeKind::Bool) && is(b, TypeKind::Bool) && is(c, TypeKind::Bool); break;
    case Op::Not: ok = gives(TypeKind::Bool) && is(b, TypeKind::Bool); break;
    case Op::Known: ok = gives(TypeKind::Bool); break;
    case Op::Coalesce: ok = sameForm(a, b) && sameForm(a, c); break;
    case Op::InSet: ok = gives(TypeKind::Bool) && sameForm(c_.sets[x.c].type, b); break;
    case Op::InTable: {
      const TableInfo& table = c_.tables[x.c];
      ok = table.key != kAny && gives(TypeKind::Bool) && sameForm(table.columns[table.key].type, b);
      break;
    }
    case Op::InEnumSet:
      ok = gives(TypeKind::Bool) && is(b, TypeKind::Enum) && is(c, TypeKind::EnumSet) &&
           (b.ref == c.ref || b.kind != TypeKind::Enum || c.kind != TypeKind::EnumSet);
      break;
    case Op::InTextSet: ok = gives(TypeKind::Bool) && isText(b) && is(c, TypeKind::TextSet); break;
    case Op::Matches: ok = gives(TypeKind::Bool) && isText(b); break;
    case Op::Native: {
      const NativeInfo& native = kNatives[x.c];
      for (std::size_t n = 0; ok && n < native.arguments.size(); ++n) {
        if (x.b + n >= c_.registers.size()) return fail(at(i) + " reads beyond the registers");
        const Type given = typeOf(static_cast<std::uint16_t>(x.b + n));
        const TypeKind wanted = nativeKind(native.arguments[n]);
        ok = is(given, wanted) || (isScaled(wanted) && isScaled(given.kind)) || (isTextual(wanted) && isTextual(given.kind));
      }
      const TypeKind result = nativeKind(native.result);
      ok = ok && (gives(result) || (isScaled(result) && isScaled(a.kind)) || (isTextual(result) && isTextual(a.kind)));
      break;
    }
    case Op::TableGet: {
      const TableInfo& table = c_.tables[x.c];
      const std::uint16_t column = c_.code[i + 1].a;
      if (column >= table.columns.size()) return fail(at(i) + " reads a column that does not exist");
      ok = table.key != kAny && sameForm(table.columns[table.key].type, b) && sameForm(a, table.columns[column].type);
      break;
    }
    case Op::DecisionRow: ok = gives(TypeKind::Int); break;
    case Op::DecisionGet: {
      const DecisionInfo& decision = c_.decisions[x.c];
      const std::uint16_t output = c_.code[i + 1].a;
      if (output >= decision.outputs.size()) return fail(at(i) + " reads an output that does not exist");
      ok = is(b, TypeKind::Int) && sameForm(a, decision.outputs[output].type);
      break;
    }
    case Op::CalendarOpen: ok = gives(TypeKind::Bool); break;
    case Op::Had: ok = gives(TypeKind::Bool) && window(); break;
    case Op::Count: ok = gives(TypeKind::Int) && window(); break;
    case Op::Last: ok = gives(TypeKind::Instant) && window(); break;
    case Op::LastField: {
      const QueryInfo& query = c_.queries[x.b];
      if (query.field == kNone) return fail(at(i) + " asks for no field");
      ok = window() && sameForm(a, c_.activities[query.activities[0]].fields[query.field].type);
      break;
    }
    case Op::ScorePer:
      ok = isScaled(a.kind) && inTable(c_.pers[x.b].query, c_.queries.size(), "query");
      break;
    case Op::ScoreField: ok = isScaled(a.kind) && is(c, TypeKind::Int); break;
    case Op::Decay: ok = isScaled(a.kind) && isScaledOrMissing(b); break;
    case Op::JumpUnlessTrue:
    case Op::JumpIfTrue: ok = is(a, TypeKind::Bool); break;
    case Op::LoadMissing:
    case Op::Extra:
    case Op::Jump:
    case Op::JumpIfMissing:
    case Op::Return:
    case Op::Count_: break;
  }
  return ok || badTypes(i);
}

}  // namespace leadflow::bytecode
