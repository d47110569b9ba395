// A named list as a set of constants. The same words may be a set of countries beside a country field and one of values beside
// a `one of` field, so a list is made for the type that asks.
#include <unordered_map>

#include "compiler/check/expression.hpp"
#include "compiler/check/set_key.hpp"
#include "compiler/diag/suggest.hpp"
#include "runtime/value/country.hpp"
#include "runtime/value/decimal.hpp"

namespace leadflow::check {

using diag::Code;
using syntax::ExprKind;
using Declared = resolve::Kind;

namespace {

/// The type that a list's bare names have by themselves.
Type typeOfNames(Context& context, const std::vector<const syntax::Expr*>& names, Type wanted) {
  const auto all = [&](auto&& holds) {
    for (const syntax::Expr* name : names)
      if (!holds(name->text)) return false;
    return true;
  };
  if (wanted.kind == TypeKind::Enum && all([&](const std::string& text) { return context.enumValue(wanted.ref, text) >= 0; })) return wanted;
  if (wanted.kind == TypeKind::Rep) return wanted;
  if (all([](const std::string& text) { return countryByCode(text) >= 0; })) return kCountry;
  Type found{};
  const auto consider = [&](Type type) {
    const Type one{TypeKind::Enum, type.ref};
    if ((type.kind == TypeKind::Enum || type.kind == TypeKind::EnumSet) && found.kind == TypeKind::Missing &&
        all([&](const std::string& text) { return context.enumValue(one.ref, text) >= 0; }))
      found = one;
  };
  for (const typed::Field& field : context.program.fields) consider(field.type);
  for (const typed::Derived& derived : context.program.derived) consider(derived.type);
  for (const typed::Grade& grade : context.program.grades) consider(grade.type);
  if (found.kind == TypeKind::Missing && context.roster_known && all([&](const std::string& text) { return context.mayBeRep(text); })) return kRep;
  return found;
}

void reportName(Context& context, const syntax::Expr& name, Scope& scope, Type wanted) {
  if (wanted.kind == TypeKind::Enum) {
    std::vector<std::string_view> values;
    for (const auto& value : context.enumOf(wanted).values) values.push_back(value.name);
    auto& finding = context.error(Code::ValueNotInEnum, name.span, inBackticks(context.enumOf(wanted).name) + " has no value " + inBackticks(name.text));
    finding.note("its values: " + describe(context, wanted).substr(7));
    if (const std::string_view near = diag::suggest(name.text, values); !near.empty())
      finding.withHelp("did you mean " + inBackticks(near) + "?").edit(name.span, std::string(near));
    return;
  }
  const bool code = name.text.size() == 2 && name.text[0] >= 'A' && name.text[0] <= 'Z' && name.text[1] >= 'A' && name.text[1] <= 'Z';
  if (code || wanted.kind == TypeKind::Country) {
    auto& finding = context.error(Code::UnknownCountry, name.span, "there is no country " + inBackticks(name.text));
    const int country = findCountry(name.text);
    if (country >= 0) finding.withHelp("write the code: " + inBackticks(countryCode(country))).edit(name.span, std::string(countryCode(country)));
    else finding.note("bare codes are countries; states and other texts stand in quotes").withHelp("write `\"" + name.text + "\"` if text is meant").edit(name.span, '"' + name.text + '"');
    return;
  }
  if (const auto other = context.names.look(scope, Space::Values, name.text)) {
    context.error(Code::WrongKindOfName, name.span, inBackticks(name.text) + " is " + resolve::withArticle(other.found->kind) + ", and a list holds fixed values")
        .label(other.found->span, "declared here");
    return;
  }
  context.error(Code::TextWithoutQuotes, name.span, inBackticks(name.text) + " is no country, no param and no value of any field")
      .withHelp("put text in quotes: `\"" + name.text + "\"`").edit(name.span, '"' + name.text + '"');
}

void grow(typed::Set& set, Type to) {
  for (Constant& value : set.values) {
    if (value.type.kind == TypeKind::Int) value.bits = intToScaled(value.bits);
    value.type = to;
  }
  set.type = to;
}

/// Int and number in one list are numbers.
bool adapt(Constant& value, typed::Set& set) {
  if (value.type.kind == TypeKind::Int && set.type.kind == TypeKind::Number) {
    value = {set.type, intToScaled(value.bits), {}};
    return true;
  }
  if (value.type.kind == TypeKind::Number && set.type.kind == TypeKind::Int) {
    grow(set, value.type);
    return true;
  }
  return false;
}

std::optional<typed::Set> inlineSet(Context& context, Entity& list, Type wanted) {
  const auto& node = list.as<syntax::List>();
  if (node.items.empty()) {
    context.error(Code::EmptyList, node.name.span, "the list " + inBackticks(list.name) + " holds nothing").withHelp("write its values, or remove it");
    return std::nullopt;
  }
  std::vector<const syntax::Expr*> names;
  for (const auto& item : node.items)
    if (item->kind == ExprKind::Name) {
      const auto param = context.names.look(*list.scope, Space::Values, item->text);
      if (!param || param.found->kind != Declared::Param) names.push_back(item.get());
    }
  Type type = wanted;
  if (!names.empty()) {
    type = typeOfNames(context, names, wanted);
    if (type.kind == TypeKind::Missing) {
      for (const syntax::Expr* name : names)
        if (wanted.kind != TypeKind::Missing || countryByCode(name->text) < 0) {
          reportName(context, *name, *list.scope, wanted);
          return std::nullopt;
        }
    }
  }
  typed::Set set;
  set.span = list.span;
  const ExprScope where{list.scope, Place::Constant};
  std::unordered_map<std::string, Span> seen;
  const syntax::Expr* first = nullptr;
  for (const auto& item : node.items) {
    if (item->kind == ExprKind::Missing) {
      context.error(Code::MissingAsValue, item->span, "`missing` is no value, and a list cannot hold it").withHelp("ask `… is missing` beside the list");
      return std::nullopt;
    }
    const typed::ExprPtr made = ExprChecker(context, where).check(*item, item->kind == ExprKind::Name ? type : wanted);
    auto value = made ? evaluate(*made) : std::nullopt;
    if (!value) return std::nullopt;
    if (!first) {
      first = item.get();
      set.type = value->type;
    } else if (!(value->type == set.type) && !adapt(*value, set)) {
      context.error(Code::MixedList, item->span, "a list holds values of one type, and this is " + describe(context, value->type))
          .label(first->span, describe(context, set.type)).withHelp("make two lists of it");
      return std::nullopt;
    }
    const auto [place, added] = seen.emplace(setKey(*value), item->span);
    if (added) set.values.push_back(std::move(*value));
    else if (list.state != Entity::State::Done)  // made for another type before: told then
      context.error(Code::RepeatedListValue, item->span, inBackticks(context.sources.text(item->span)) + " stands twice in this list").label(place->second, "the first is here");
  }
  if (set.type.kind == TypeKind::Int && (wanted.kind == TypeKind::Number || wanted.kind == TypeKind::Points)) grow(set, wanted);
  else if (set.type.kind == TypeKind::Number && wanted.kind == TypeKind::Points) grow(set, wanted);
  return set;
}

}  // namespace

std::int32_t Context::setOfList(Entity& list, Type wanted) {
  indexOf(list);
  if (list.state == Entity::State::Failed) return -1;  // reported
  if (wanted.kind == TypeKind::Email) wanted.kind = TypeKind::Text;  // an email address is text
  const std::uint64_t key = (static_cast<std::uint64_t>(list.index) << 32) ^ (static_cast<std::uint64_t>(wanted.kind) << 24) ^ wanted.ref;
  if (const auto known = list_sets_.find(key); known != list_sets_.end()) return known->second;
  std::optional<typed::Set> set = list.as<syntax::List>().from ? loadListFile(*this, list, wanted) : inlineSet(*this, list, wanted);
  list.state = set ? Entity::State::Done : Entity::State::Failed;
  if (!set) return -1;
  set->name = list.qualified;
  if (!set->span.known()) set->span = list.span;
  return list_sets_[key] = static_cast<std::int32_t>(addSet(std::move(*set)));
}

}  // namespace leadflow::check
