// `in`: a list of values, a named list, a range, a table's keys, a `some of` field, a rep's skills.
#include <unordered_map>

#include "compiler/check/expression.hpp"
#include "compiler/check/set_key.hpp"
#include "runtime/value/decimal.hpp"

namespace leadflow::check {

using diag::Code;
using syntax::ExprKind;
using Declared = resolve::Kind;

typed::ExprPtr ExprChecker::membership(const syntax::Expr& expr) {
  const syntax::Expr& right = *expr.args[1];
  ExprPtr made;
  if (right.kind == ExprKind::List) {
    ExprPtr left = check(*expr.args[0]);
    if (left) made = inItems(expr, std::move(left), right, where_.scope);
  } else if (right.kind == ExprKind::Range) {
    if (const ExprPtr left = check(*expr.args[0])) made = inRange(*left, right);
  } else {
    Entity* entity = entityOf(right);
    const bool pool_field = where_.place == Place::Pool && right.kind == ExprKind::Name && right.text == "skills";
    if (entity && !pool_field && (entity->kind == Declared::List || entity->kind == Declared::Table || entity->kind == Declared::Param)) {
      made = inNamed(expr, *entity);
    } else if (!entity && !pool_field && right.kind == ExprKind::Name && where_.place != Place::Activity && right.text != "now") {
      // Nothing of that name: say so as for a list, the likeliest thing right of `in`.
      if (where_.place != Place::Pool) {
        check(*expr.args[0]);
        unknown(right, kNoType);
        return nullptr;
      }
    }
    if (!made && !(entity && (entity->kind == Declared::List || entity->kind == Declared::Table || entity->kind == Declared::Param))) {
      ExprPtr set = check(right);
      if (!set) return nullptr;
      if (set->type.kind != TypeKind::EnumSet && set->type.kind != TypeKind::TextSet) {
        auto& finding = error(Code::ListNeeded, right.span, "`in` needs a list, a range, a table or a `some of` field on its right, and this is " + describe(c_, set->type));
        finding.at(origin(*set));
        finding.withHelp("one value is compared with `is`");
        return nullptr;
      }
      const bool names = set->type.kind == TypeKind::EnumSet;
      ExprPtr left = expect(*expr.args[0], names ? Type{TypeKind::Enum, set->type.ref} : kText, "what is looked for in " + inBackticks(written(right.span)));
      if (!left) return nullptr;
      made = make(names ? Kind::InEnumSet : Kind::InTextSet, kBool, expr.span);
      made->args.push_back(std::move(left));
      made->args.push_back(std::move(set));
    }
  }
  if (!made || expr.kind == ExprKind::In) return made;
  auto turned = make(Kind::Not, kBool, expr.span);
  turned->args.push_back(std::move(made));
  return turned;
}

typed::ExprPtr ExprChecker::inNamed(const syntax::Expr& expr, Entity& entity) {
  const syntax::Expr& right = *expr.args[1];
  Entity* list = entity.kind == Declared::List ? &entity : nullptr;
  if (entity.kind == Declared::Param) {
    const syntax::Expr* literal = nullptr;
    Scope* literal_scope = nullptr;
    list = c_.listOfParam(entity, literal, literal_scope);
    if (!list) {
      ExprPtr left = check(*expr.args[0]);
      if (literal) return left ? inItems(expr, std::move(left), *literal, literal_scope) : nullptr;
      if (entity.param->type.word.text != "list")
        error(Code::ListNeeded, right.span, "`in` needs a list on its right, and " + inBackticks(entity.name) + " is one value").label(entity.span, "declared here").withHelp("compare it with `is`");
      return nullptr;
    }
  }
  ExprPtr left = check(*expr.args[0]);
  if (!left) return nullptr;
  if (left->type.kind == TypeKind::EnumSet || left->type.kind == TypeKind::TextSet) {
    error(Code::IncomparableTypes, left->span, inBackticks(written(left->span)) + " holds several values: which of them should be in " + inBackticks(entity.name) + "?")
        .withHelp("ask for single values: `value in " + written(left->span) + "`");
    return nullptr;
  }
  if (entity.kind == Declared::Table) {
    if (!c_.require(entity, right.span)) return nullptr;
    const auto& table = c_.program.tables[static_cast<std::size_t>(entity.index)];
    const int key = table.keyColumn();
    if (key < 0) return noKey(entity, right.span);
    const Type key_type = table.columns[static_cast<std::size_t>(key)].type;
    if (!converts(*left, key_type)) {
      error(Code::IncomparableTypes, right.span, "the keys of " + inBackticks(entity.name) + " are " + describe(c_, key_type) + ", and this is " + describe(c_, left->type))
          .label(left->span, origin(*left)).label(entity.span, "the table is declared here");
      return nullptr;
    }
    auto made = make(Kind::InTable, kBool, expr.span);
    made->index = static_cast<std::uint32_t>(entity.index);
    made->args.push_back(convert(std::move(left), key_type));
    return made;
  }
  const std::int32_t set = c_.setOfList(*list, left->type);
  if (set < 0) return nullptr;
  const Type type = c_.program.sets[static_cast<std::size_t>(set)].type;
  if (!converts(*left, type)) {
    error(Code::IncomparableTypes, right.span, inBackticks(list->name) + " is a list of " + describe(c_, type) + ", and this is " + describe(c_, left->type))
        .label(left->span, origin(*left)).label(list->span, "the list is declared here");
    return nullptr;
  }
  auto made = make(Kind::InSet, kBool, expr.span);
  made->index = static_cast<std::uint32_t>(set);
  made->args.push_back(convert(std::move(left), type));
  return made;
}

typed::ExprPtr ExprChecker::inItems(const syntax::Expr& expr, ExprPtr left, const syntax::Expr& list, Scope* list_scope) {
  if (left->type.kind == TypeKind::EnumSet || left->type.kind == TypeKind::TextSet) {
    error(Code::IncomparableTypes, left->span, inBackticks(written(left->span)) + " holds several values and cannot be in a list")
        .withHelp("ask for single values: `" + (list.args.empty() ? std::string("value") : written(list.args.front()->span)) + " in " + written(left->span) + "`");
    return nullptr;
  }
  if (list.args.empty()) {
    error(Code::EmptyList, list.span, "an empty list: nothing is ever in it").withHelp("write the values, or remove the condition");
    return nullptr;
  }
  // A list handed over as a param speaks in the scope it was written in.
  ExprScope inner = where_;
  inner.scope = list_scope;
  ExprChecker items(c_, inner);
  std::vector<ExprPtr> values;
  bool good = true;
  for (const auto& item : list.args) {
    if (item->kind == ExprKind::Range) {
      ExprPtr range = items.inRange(*left, *item);
      good = good && range;
      if (range) values.push_back(std::move(range));
      continue;
    }
    ExprPtr value = items.check(*item, left->type);
    if (value && !unify(left, value)) {
      mismatch(expr, *left, *value, "compare");
      value = nullptr;
    }
    good = good && value;
    if (value) values.push_back(std::move(value));
  }
  if (!good) return nullptr;

  typed::Set set;
  set.span = list.span;
  set.type = left->type;
  std::unordered_map<std::string, Span> seen;
  std::vector<ExprPtr> parts;
  for (ExprPtr& value : values) {
    if (isConst(*value) && value->type.kind != TypeKind::Bool) {
      value = convert(std::move(value), left->type);  // an earlier int beside a later 2.5
      const auto [place, added] = seen.emplace(setKey(value->constant), value->span);
      if (added) set.values.push_back(value->constant);
      else
        c_.error(Code::RepeatedListValue, value->span, inBackticks(written(value->span)) + " stands twice in this list").label(place->second, "the first is here");
      continue;
    }
    if (value->type.kind == TypeKind::Bool && value->kind == Kind::InRange) {
      parts.push_back(std::move(value));
      continue;
    }
    auto same = make(Kind::Equal, kBool, value->span);
    same->args.push_back(typed::clone(*left));
    same->args.push_back(std::move(value));
    parts.push_back(std::move(same));
  }
  if (!set.values.empty()) {
    auto in_set = make(Kind::InSet, kBool, expr.span);
    in_set->index = c_.addSet(std::move(set));
    in_set->args.push_back(std::move(left));
    parts.insert(parts.begin(), std::move(in_set));
  }
  if (parts.size() == 1) return std::move(parts.front());
  auto any = make(Kind::Or, kBool, expr.span);
  any->args = std::move(parts);
  return any;
}

typed::ExprPtr ExprChecker::inRange(const typed::Expr& tested, const syntax::Expr& range) {
  ExprPtr left = typed::clone(tested);
  if (!hasOrder(left->type)) {
    error(Code::RangeWithoutOrder, range.span, "a range needs values with an order, and " + describe(c_, left->type) + " has none").label(left->span, origin(*left));
    return nullptr;
  }
  ExprPtr low, high;
  std::size_t next = 0;
  bool good = true;
  for (ExprPtr* end : {&low, &high}) {
    if (end == &low ? range.open_low : range.open_high) continue;
    *end = check(*range.args[next++], left->type);
    if (*end && !unify(left, *end)) {
      mismatch(range, *left, **end, "compare");
      good = false;
    }
    good = good && *end;
  }
  if (!good) return nullptr;
  if (low) low = convert(std::move(low), left->type);
  if (high) high = convert(std::move(high), left->type);
  if (low && high) {
    const auto from = evaluate(*low), to = evaluate(*high);
    if (from && to && !isTextual(left->type.kind) && from->bits > to->bits) {
      error(Code::RangeReversed, range.span, "this range ends before it begins: nothing is in it")
          .withHelp("write " + inBackticks(written(range.args[1]->span) + ".." + written(range.args[0]->span)))
          .edit(range.span, written(range.args[1]->span) + ".." + written(range.args[0]->span));
      return nullptr;
    }
  }
  auto made = make(Kind::InRange, kBool, join(tested.span, range.span));
  made->open_low = !low;
  made->open_high = !high;
  const Type type = left->type;
  made->args.push_back(std::move(left));
  made->args.push_back(low ? std::move(low) : constant(type, kMissing, range.span));
  made->args.push_back(high ? std::move(high) : constant(type, kMissing, range.span));
  return made;
}

}  // namespace leadflow::check
