// The types of fields, columns and params: `text`, `money`, `one of a = "A", b otherwise b`.
#include <array>
#include <unordered_map>

#include "compiler/check/context.hpp"
#include "compiler/diag/suggest.hpp"
#include "runtime/value/enum_key.hpp"

namespace leadflow::check {
namespace {

using diag::Code;

struct Word {
  std::string_view text;
  TypeKind kind;
};
constexpr Word words[] = {
    {"text", TypeKind::Text},         {"code", TypeKind::Code},     {"email", TypeKind::Email},     {"bool", TypeKind::Bool},
    {"int", TypeKind::Int},           {"number", TypeKind::Number}, {"points", TypeKind::Points},   {"money", TypeKind::Money},
    {"percent", TypeKind::Percent},   {"duration", TypeKind::Duration}, {"instant", TypeKind::Instant}, {"country", TypeKind::Country},
    {"rep", TypeKind::Rep}};

/// What people write who come from a CRM or a programming language.
struct Foreign {
  std::string_view text, ours;
};
constexpr Foreign foreign[] = {{"string", "text"},   {"str", "text"},      {"varchar", "text"},   {"char", "text"},       {"picklist", "one of"},
                               {"enum", "one of"},   {"integer", "int"},   {"long", "int"},       {"float", "number"},    {"double", "number"},
                               {"decimal", "number"}, {"currency", "money"}, {"boolean", "bool"},  {"checkbox", "bool"},   {"date", "instant"},
                               {"datetime", "instant"}, {"timestamp", "instant"}, {"time", "instant"}, {"multipicklist", "some of"}, {"user", "rep"},
                               {"id", "code"},       {"phone", "text"},    {"url", "text"}};

std::optional<Type> makeEnum(Context& context, const syntax::TypeRef& type, std::string_view owner, TypeKind kind) {
  constexpr std::size_t most_of_a_set = 62;
  if (kind == TypeKind::EnumSet && type.values.size() > most_of_a_set) {
    context.error(Code::TooManyValues, type.span, "`some of` holds at most 62 values, here are " + std::to_string(type.values.size()))
        .withHelp("split it into two fields, or make it `text`");
    return std::nullopt;
  }
  typed::EnumType made{std::string(owner), {}, -1};
  std::unordered_map<std::string, Span> spellings;  // as data spells them: case and `-`, `_`, space do not tell values apart
  bool good = true;
  for (const auto& value : type.values) {
    const auto [place, added] = spellings.emplace(enumKey(value.name.text), value.name.span);
    if (!added) {
      const bool same = context.sources.text(place->second) == value.name.text;
      context.error(Code::RepeatedValue, value.name.span, same ? "the value `" + value.name.text + "` is written twice"
                                                               : "`" + value.name.text + "` reads the same as a value before it")
          .label(place->second, "the first is here");
      good = false;
      continue;
    }
    made.values.push_back({value.name.text, value.labels});
  }
  for (const auto& value : type.values)
    for (const std::string& label : value.labels) {
      const auto [place, added] = spellings.emplace(enumKey(label), value.labels_span.known() ? value.labels_span : value.name.span);
      if (added || enumKey(label) == enumKey(value.name.text)) continue;
      context.error(Code::RepeatedValue, value.labels_span.known() ? value.labels_span : value.name.span,
                    "the spelling \"" + label + "\" already stands for another value")
          .label(place->second, "it is used here");
      good = false;
    }
  if (type.otherwise) {
    for (std::size_t i = 0; i < made.values.size(); ++i)
      if (made.values[i].name == type.otherwise.text) made.otherwise = static_cast<int>(i);
    if (made.otherwise < 0) {
      auto& finding = context.error(Code::OtherwiseNotAValue, type.otherwise.span, "`" + type.otherwise.text + "` is not one of the values");
      std::vector<std::string_view> names;
      for (const auto& value : made.values) names.push_back(value.name);
      if (const std::string_view near = diag::suggest(type.otherwise.text, names); !near.empty())
        finding.withHelp("did you mean `" + std::string(near) + "`?").edit(type.otherwise.span, std::string(near));
      else
        finding.withHelp("add `" + type.otherwise.text + "` to the values");
      good = false;
    }
  }
  if (!good) return std::nullopt;
  return Type{kind, context.addEnum(std::move(made))};
}

}  // namespace

std::optional<Type> checkType(Context& context, const syntax::TypeRef& type, std::string_view owner) {
  const std::string& word = type.word.text;
  if (word == "one" || word == "some") return makeEnum(context, type, owner, word == "one" ? TypeKind::Enum : TypeKind::EnumSet);
  for (const Word& known : words) {
    if (known.text != word) continue;
    if (known.kind != TypeKind::Money) return Type{known.kind, 0};
    if (context.program.currency < 0 && !context.program.is_module) {
      context.error(Code::NoCurrency, type.span, "money needs a currency, and the playbook names none")
          .withHelp("add `currency USD` (or yours) to the `playbook` block");
      return std::nullopt;
    }
    return Type{TypeKind::Money, static_cast<std::uint32_t>(context.program.currency)};
  }
  auto& finding = context.error(Code::UnknownType, type.word.span, "there is no type `" + word + "`");
  for (const Foreign& other : foreign)
    if (other.text == word) {
      finding.withHelp("write `" + std::string(other.ours) + "`").edit(type.word.span, std::string(other.ours));
      return std::nullopt;
    }
  std::vector<std::string_view> names;
  for (const Word& known : words) names.push_back(known.text);
  if (const std::string_view near = diag::suggest(word, names); !near.empty())
    finding.withHelp("did you mean `" + std::string(near) + "`?").edit(type.word.span, std::string(near));
  else
    finding.note("types: text, code, email, bool, int, number, points, money, percent, duration, instant, country, rep, one of …, some of …");
  return std::nullopt;
}

}  // namespace leadflow::check
