#include "compiler/lower/lowerer.hpp"

namespace leadflow::lower {

using typed::Expr;
using typed::ExprKind;
using typed::Type;

namespace {
constexpr Type kBool{TypeKind::Bool, 0};
constexpr Type kInstant{TypeKind::Instant, 0};
}  // namespace

Reg Lowerer::persistentOf(const Expr& expr) const {
  switch (expr.kind) {
    case ExprKind::Field: return expr.index;
    case ExprKind::Derived: return m_.derived[expr.index];
    case ExprKind::Score: return m_.scores[expr.index];
    case ExprKind::Grade: return m_.grades[expr.index];
    case ExprKind::MilestoneReached: return m_.milestone_reached[expr.index];
    case ExprKind::MilestoneAt: return m_.milestone_at[expr.index];
    case ExprKind::Context: return m_.context[expr.index];
    case ExprKind::RouteRule: return m_.routes[expr.index].rule;
    case ExprKind::RouteOwner: return m_.routes[expr.index].owner;
    case ExprKind::RouteQueue: return m_.routes[expr.index].queue;
    case ExprKind::RepField: return m_.rep_first + expr.index;
    case ExprKind::ActivityField: return where_first_ + expr.index;
    case ExprKind::ActivityAt: return where_at_;
    default: return kNoReg;
  }
}

void Lowerer::reads(const Expr& expr, std::vector<Reg>& out) const {
  switch (expr.kind) {
    case ExprKind::Field:
    case ExprKind::Derived:
    case ExprKind::Score:
    case ExprKind::Grade:
    case ExprKind::MilestoneReached:
    case ExprKind::MilestoneAt:
    case ExprKind::Context: {
      Reg reg = persistentOf(expr);
      for (Reg seen : out)
        if (seen == reg) return;
      out.push_back(reg);
      return;
    }
    case ExprKind::DecisionOutput:
      for (const auto& input : p_.decisions[expr.index].inputs) reads(*input.value, out);
      return;
    default: break;
  }
  for (const auto& arg : expr.args) reads(*arg, out);
}

Reg Lowerer::load(const typed::Constant& value) {
  Reg d = temporary(value.type);
  if (value.isMissing()) add(Op::LoadMissing, d);
  else if (value.type.kind == TypeKind::Rep) add(Op::LoadRep, d, kNoReg, kNoReg, repName(value.text));
  else add(Op::LoadConst, d, kNoReg, kNoReg, constant(value));
  return d;
}

Reg Lowerer::loadBits(Type type, std::int64_t bits) {
  Reg d = temporary(type);
  add(Op::LoadConst, d, kNoReg, kNoReg, constant(type, bits));
  return d;
}

Reg Lowerer::binary(Op op, Type type, Reg a, Reg b) {
  Reg d = temporary(type);
  add(op, d, a, b);
  return d;
}

Reg Lowerer::value(const Expr& expr) {
  if (Reg reg = persistentOf(expr); reg != kNoReg) return reg;
  switch (expr.kind) {
    case ExprKind::Const: return load(expr.constant);
    case ExprKind::Now: {
      Reg d = temporary(kInstant);
      add(Op::Now, d);
      return d;
    }
    case ExprKind::IntToNumber: {
      Reg a = value(*expr.args[0]);
      Reg d = temporary(expr.type);
      add(Op::IntToScaled, d, a);
      return d;
    }
    case ExprKind::Retype: {
      Reg a = value(*expr.args[0]);
      Reg d = temporary(expr.type);
      add(Op::Move, d, a);
      return d;
    }
    case ExprKind::Add:
    case ExprKind::Subtract:
    case ExprKind::Multiply:
    case ExprKind::Divide:
    case ExprKind::Negate: return arithmetic(expr);
    case ExprKind::Equal:
    case ExprKind::NotEqual:
    case ExprKind::Less:
    case ExprKind::LessEqual:
    case ExprKind::Greater:
    case ExprKind::GreaterEqual: return comparison(expr);
    case ExprKind::And:
    case ExprKind::Or: {
      Reg all = value(*expr.args[0]);
      for (std::size_t i = 1; i < expr.args.size(); ++i)
        all = binary(expr.kind == ExprKind::And ? Op::And : Op::Or, kBool, all, value(*expr.args[i]));
      return all;
    }
    case ExprKind::Not:
    case ExprKind::IsKnown: {
      Reg a = value(*expr.args[0]);
      Reg d = temporary(kBool);
      add(expr.kind == ExprKind::Not ? Op::Not : Op::Known, d, a);
      return d;
    }
    case ExprKind::Coalesce: {
      Reg a = value(*expr.args[0]);
      Reg b = value(*expr.args[1]);
      return binary(Op::Coalesce, expr.type, a, b);
    }
    case ExprKind::InSet:
    case ExprKind::InTable:
    case ExprKind::InEnumSet:
    case ExprKind::InTextSet:
    case ExprKind::InRange:
    case ExprKind::Contains:
    case ExprKind::BeginsWith:
    case ExprKind::EndsWith:
    case ExprKind::Matches: return membership(expr);
    case ExprKind::Call:
    case ExprKind::EmailDomain: return call(expr);
    case ExprKind::TableLookup: {
      Reg key = value(*expr.args[0]);
      Reg d = temporary(expr.type);
      add(Op::TableGet, d, key, kNoReg, expr.index).extra = static_cast<std::uint32_t>(expr.column);
      return d;
    }
    case ExprKind::DecisionOutput: {
      Reg d = temporary(expr.type);
      add(Op::DecisionGet, d, m_.decisions[expr.index].row, kNoReg, expr.index).extra =
          static_cast<std::uint32_t>(expr.column);
      return d;
    }
    case ExprKind::CalendarOpen: {
      Reg d = temporary(kBool);
      add(Op::CalendarOpen, d, kNoReg, kNoReg, expr.index);
      return d;
    }
    case ExprKind::Had:
    case ExprKind::Count:
    case ExprKind::Last: {
      Reg window = expr.query->window ? value(*expr.query->window) : kNoReg;
      std::uint32_t q = query(*expr.query, expr.kind == ExprKind::Last ? expr.column : -1);
      Reg d = temporary(expr.type);
      Op op = expr.kind == ExprKind::Had     ? Op::Had
              : expr.kind == ExprKind::Count ? Op::Count
              : expr.column >= 0             ? Op::LastField
                                             : Op::Last;
      add(op, d, kNoReg, window, q);
      return d;
    }
    case ExprKind::FirstOf: return choose(expr, temporary(expr.type));
    case ExprKind::RangesOf: {
      Reg a = value(*expr.args[0]);
      return bandOf(a, expr.args[0]->type, expr.bands, expr.type, temporary(expr.type));
    }
    default: return load({expr.type, kMissing, {}});
  }
}

void Lowerer::into(const Expr& expr, Reg destination) {
  if (expr.kind == ExprKind::FirstOf) {
    choose(expr, destination);
    return;
  }
  if (expr.kind == ExprKind::RangesOf) {
    bandOf(value(*expr.args[0]), expr.args[0]->type, expr.bands, expr.type, destination);
    return;
  }
  Reg made = value(expr);
  auto& code = current().code;
  if (!m_.registers[made].persistent && !code.empty() && code.back().d == made)
    code.back().d = destination;  // write it where it belongs
  else add(Op::Move, destination, made);
}

/// Falls through when `expr` is true; jumps when it is false or unknown.
void Lowerer::branchUnlessTrue(const Expr& expr, std::uint32_t label) {
  if (expr.kind == ExprKind::And) {
    for (const auto& part : expr.args) branchUnlessTrue(*part, label);
    return;
  }
  if (expr.kind == ExprKind::Or) {
    std::uint32_t yes = newLabel();
    for (std::size_t i = 0; i + 1 < expr.args.size(); ++i)
      add(Op::JumpIfTrue, kNoReg, value(*expr.args[i]), kNoReg, yes);
    branchUnlessTrue(*expr.args.back(), label);
    place(yes);
    return;
  }
  add(Op::JumpUnlessTrue, kNoReg, value(expr), kNoReg, label);
}

Reg Lowerer::arithmetic(const Expr& expr) {
  Reg a = value(*expr.args[0]);
  if (expr.kind == ExprKind::Negate) {
    Reg d = temporary(expr.type);
    add(Op::Negate, d, a);
    return d;
  }
  Reg b = value(*expr.args[1]);
  auto whole = [](Type type) { return type.kind == TypeKind::Int || type.kind == TypeKind::Duration; };
  Op op = Op::Add;
  switch (expr.kind) {
    case ExprKind::Add: op = Op::Add; break;
    case ExprKind::Subtract: op = Op::Subtract; break;
    case ExprKind::Multiply:
      op = expr.scale_percent                                       ? Op::MultiplyPercent
           : whole(expr.args[0]->type) && whole(expr.args[1]->type) ? Op::MultiplyInt
                                                                    : Op::MultiplyScaled;
      break;
    default: op = expr.scale_percent ? Op::DividePercent : Op::DivideScaled; break;
  }
  return binary(op, expr.type, a, b);
}

Reg Lowerer::comparison(const Expr& expr) {
  Reg a = value(*expr.args[0]);
  Reg b = value(*expr.args[1]);
  bool text = isText(expr.args[0]->type);
  switch (expr.kind) {
    case ExprKind::Equal: return binary(text ? Op::EqualText : Op::Equal, kBool, a, b);
    case ExprKind::NotEqual: return binary(text ? Op::NotEqualText : Op::NotEqual, kBool, a, b);
    case ExprKind::Less: return binary(text ? Op::LessText : Op::Less, kBool, a, b);
    case ExprKind::LessEqual: return binary(text ? Op::LessEqualText : Op::LessEqual, kBool, a, b);
    case ExprKind::Greater: return binary(text ? Op::LessText : Op::Less, kBool, b, a);
    default: return binary(text ? Op::LessEqualText : Op::LessEqual, kBool, b, a);
  }
}

Reg Lowerer::rangeTest(Reg tested, const Expr& expr) {
  bool text = isText(expr.args[0]->type);
  Op op = text ? Op::LessEqualText : Op::LessEqual;
  Reg result = kNoReg;
  if (!expr.open_low) result = binary(op, kBool, value(*expr.args[1]), tested);
  if (!expr.open_high) {
    Reg upper = binary(op, kBool, tested, value(*expr.args[2]));
    result = result == kNoReg ? upper : binary(Op::And, kBool, result, upper);
  }
  if (result == kNoReg) result = binary(Op::Equal, kBool, tested, tested);  // `..`: known is in, missing is unknown
  return result;
}

Reg Lowerer::membership(const Expr& expr) {
  Reg a = value(*expr.args[0]);
  auto simple = [&](Op op, std::uint32_t imm) {
    Reg d = temporary(kBool);
    add(op, d, a, kNoReg, imm);
    return d;
  };
  switch (expr.kind) {
    case ExprKind::InRange: return rangeTest(a, expr);
    case ExprKind::InTable: return simple(Op::InTable, expr.index);
    case ExprKind::Matches: return simple(Op::Matches, expr.index);
    case ExprKind::InEnumSet: return binary(Op::InEnumSet, kBool, a, value(*expr.args[1]));
    case ExprKind::InTextSet: return binary(Op::InTextSet, kBool, a, value(*expr.args[1]));
    case ExprKind::Contains: return binary(Op::Contains, kBool, a, value(*expr.args[1]));
    case ExprKind::BeginsWith: return binary(Op::BeginsWith, kBool, a, value(*expr.args[1]));
    case ExprKind::EndsWith: return binary(Op::EndsWith, kBool, a, value(*expr.args[1]));
    default: break;
  }
  const typed::Set& set = p_.sets[expr.index];
  if (set.type.kind != TypeKind::Rep) return simple(Op::InSet, expr.index);
  // Which slot a rep has is known only when a roster is bound. A name that the roster lacks is nobody, not unknown.
  Reg any = kNoReg;
  for (const auto& rep : set.values) {
    Reg name = load(rep);
    Reg same = binary(Op::Equal, kBool, a, name);
    Reg known = temporary(kBool);
    add(Op::Known, known, name);
    same = binary(Op::And, kBool, same, known);
    any = any == kNoReg ? same : binary(Op::Or, kBool, any, same);
  }
  if (any == kNoReg) any = binary(Op::NotEqual, kBool, a, a);
  return any;
}

Reg Lowerer::choose(const Expr& expr, Reg destination) {
  std::uint32_t end = newLabel();
  std::size_t pairs = expr.args.size() / 2;
  for (std::size_t i = 0; i < pairs; ++i) {
    std::uint32_t next = newLabel();
    branchUnlessTrue(*expr.args[2 * i], next);
    into(*expr.args[2 * i + 1], destination);
    jump(end);
    place(next);
  }
  if (expr.args.size() % 2) into(*expr.args.back(), destination);
  else add(Op::LoadMissing, destination);
  place(end);
  return destination;
}

Reg Lowerer::bandOf(Reg tested, Type of, const std::vector<typed::Band>& bands, Type type, Reg destination) {
  std::uint32_t end = newLabel();
  add(Op::LoadMissing, destination);
  add(Op::JumpIfMissing, kNoReg, tested, kNoReg, end);
  for (const auto& band : bands) {
    std::uint32_t next = newLabel();
    if (band.has_low) {
      Reg low = loadBits(of, band.low);
      add(Op::JumpUnlessTrue, kNoReg, binary(band.low_inclusive ? Op::LessEqual : Op::Less, kBool, low, tested), kNoReg,
          next);
    }
    if (band.has_high) {
      Reg high = loadBits(of, band.high);
      add(Op::JumpUnlessTrue, kNoReg, binary(band.high_inclusive ? Op::LessEqual : Op::Less, kBool, tested, high),
          kNoReg, next);
    }
    add(Op::LoadConst, destination, kNoReg, kNoReg, constant(type, band.value));
    jump(end);
    place(next);
  }
  place(end);
  return destination;
}

Reg Lowerer::call(const Expr& expr) {
  std::vector<Reg> args;
  for (const auto& arg : expr.args) args.push_back(value(*arg));
  Reg d = temporary(expr.type);
  Inst& inst = add(Op::Native, d);
  inst.args = std::move(args);
  inst.imm = expr.index;
  return d;
}

std::uint32_t Lowerer::query(const typed::Query& source, std::int32_t field) {
  ir::Query lowered;
  lowered.activities = source.activities;
  lowered.field = field;
  if (source.where) {
    lowered.at = persistent(kInstant);
    const auto& fields = p_.activities[source.activities.front()].fields;
    for (const auto& activity_field : fields) {
      Reg reg = persistent(activity_field.type);
      if (lowered.first == kNoReg) lowered.first = reg;
    }
    Reg outer_at = where_at_, outer_first = where_first_;
    where_at_ = lowered.at;
    where_first_ = lowered.first;
    lowered.where = static_cast<std::int32_t>(functionOf(*source.where, "where", 2));
    where_at_ = outer_at;
    where_first_ = outer_first;
  }
  m_.queries.push_back(std::move(lowered));
  return static_cast<std::uint32_t>(m_.queries.size() - 1);
}

std::uint32_t Lowerer::functionOf(const Expr& expr, std::string name, int level) {
  std::uint32_t index = beginFunction(std::move(name), level);
  Reg result = value(expr);
  endFunction(result);
  return index;
}

std::string structuralKey(const Expr& expr) {
  std::string key = std::to_string(static_cast<int>(expr.kind)) + '.' + std::to_string(expr.index) + '.' +
                    std::to_string(expr.column) + '.' + std::to_string(static_cast<int>(expr.type.kind));
  if (expr.kind == ExprKind::Const) key += '=' + std::to_string(expr.constant.bits) + '"' + expr.constant.text + '"';
  key += '(';
  for (const auto& arg : expr.args) key += structuralKey(*arg) + ',';
  return key + ')';
}

}  // namespace leadflow::lower
