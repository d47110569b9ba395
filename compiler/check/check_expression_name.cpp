// What a bare name means: a value of the wanted type, something local to the place, or something declared.
#include "compiler/check/expression.hpp"
#include "compiler/diag/suggest.hpp"
#include "runtime/value/country.hpp"
#include "runtime/value/rep.hpp"

namespace leadflow::check {

using diag::Code;
using Declared = resolve::Kind;

namespace {

int repField(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kRepFields); ++i)
    if (name == kRepFields[i].name) return static_cast<int>(i);
  return -1;
}

bool looksLikeCountryCode(std::string_view text) {
  return text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z';
}

bool isWorkflowName(std::string_view text) { return text == "stage" || text == "owner" || text == "queue" || text == "lead"; }

}  // namespace

typed::ExprPtr ExprChecker::name(const syntax::Expr& expr, Type wanted) {
  // A value of the wanted type comes before any field.
  if (wanted.kind == TypeKind::Enum)
    if (const int value = c_.enumValue(wanted.ref, expr.text); value >= 0) return constant(wanted, value, expr.span);
  if (wanted.kind == TypeKind::Country)
    if (const int country = countryByCode(expr.text); country >= 0) return constant(wanted, country, expr.span);
  if (wanted.kind == TypeKind::Rep && c_.roster_known && c_.mayBeRep(expr.text)) return constant(Constant{wanted, 0, expr.text}, expr.span);

  bool handled = false;
  if (ExprPtr local = localName(expr, wanted, handled); local || handled) return local;

  if (Entity* entity = c_.names.find(scope(), Space::Values, expr.text, expr.span, c_.diags)) return valueOf(*entity, expr);

  if (ExprPtr asked = workflowName(expr, handled); asked || handled) return asked;
  if (wanted.kind == TypeKind::Bool && (expr.text == "yes" || expr.text == "no")) return constant(kBool, expr.text == "yes", expr.span);

  if (wanted.kind == TypeKind::Rep) return constant(Constant{wanted, 0, expr.text}, expr.span);
  if (where_.place == Place::Outcome) {
    if (expr.text == "route" || expr.text == "owner" || expr.text == "queue") {
      for (std::size_t i = 0; i < c_.program.routes.size(); ++i)
        if (!c_.program.routes[i].called_only) return outcome(expr.text, static_cast<std::uint32_t>(i), expr.span);
      error(Code::NameNotHere, expr.span, "the playbook has no route, so there is no " + inBackticks(expr.text));
      return nullptr;
    }
    if (Entity* route = c_.names.find(scope(), Space::Routes, expr.text, expr.span, c_.diags)) return outcome("route", c_.indexOf(*route), expr.span);
  }
  return unknown(expr, wanted);
}

typed::ExprPtr ExprChecker::localName(const syntax::Expr& expr, Type wanted, bool& handled) {
  if (where_.place == Place::Activity) {
    if (ExprPtr field = activityField(expr, wanted)) return field;
    if (expr.text == "at") return make(Kind::ActivityAt, kInstant, expr.span);
  }
  if (where_.place == Place::Pool) {
    if (const int field = repField(expr.text); field >= 0) {
      auto made = make(Kind::RepField, {kRepFields[field].kind, 0}, expr.span);
      made->index = static_cast<std::uint32_t>(field);
      return made;
    }
    if (wanted.kind == TypeKind::Text || wanted.kind == TypeKind::Code) {  // role is sales_manager, calendar is us_sales, manager is maria
      const bool named = c_.names.find(scope(), Space::Roles, expr.text, expr.span, c_.diags) ||
                         c_.names.find(scope(), Space::Calendars, expr.text, expr.span, c_.diags);
      if (named || (wanted.kind == TypeKind::Code && !c_.names.look(scope(), Space::Values, expr.text)))
        return constant(Constant{wanted, 0, expr.text}, expr.span);
    }
  }
  if (expr.text == "now") {
    if (where_.place == Place::Lead || where_.place == Place::Activity || where_.place == Place::Outcome) return make(Kind::Now, kInstant, expr.span);
    handled = true;
    error(where_.place == Place::Constant ? Code::ConstantNeeded : Code::NameNotHere, expr.span, "`now` differs from one run to the next and cannot stand here");
  }
  return nullptr;
}

typed::ExprPtr ExprChecker::valueOf(Entity& entity, const syntax::Expr& expr) {
  const bool constant_kind = entity.kind == Declared::Param;
  if (where_.place == Place::Constant && !constant_kind) {
    error(Code::ConstantNeeded, expr.span, inBackticks(entity.name) + " differs from lead to lead, and a fixed value is needed here")
        .label(entity.span, resolve::withArticle(entity.kind) + ", declared here")
        .withHelp("write a number, a text or a param");
    return nullptr;
  }
  if (where_.place == Place::Pool && !constant_kind) {
    error(Code::NameNotHere, expr.span, inBackticks(entity.name) + " belongs to the lead; a pool asks only about the rep")
        .label(entity.span, resolve::withArticle(entity.kind) + ", declared here")
        .withHelp("use a field of the rep, such as `team`, `role`, `skills` or `weight`");
    return nullptr;
  }
  const auto node = [&](Kind kind, Type type) {
    auto made = make(kind, type, expr.span);
    made->index = static_cast<std::uint32_t>(entity.index);
    return made;
  };
  const std::string shown = inBackticks(entity.name);
  switch (entity.kind) {
    case Declared::Field:
      if (!c_.require(entity, expr.span)) return nullptr;
      return node(Kind::Field, c_.program.fields[static_cast<std::size_t>(entity.index)].type);
    case Declared::Derived:
      if (!c_.require(entity, expr.span)) return nullptr;
      return node(Kind::Derived, c_.program.derived[static_cast<std::size_t>(entity.index)].type);
    case Declared::Score: c_.require(entity, expr.span); return node(Kind::Score, kPoints);
    case Declared::Grade:
      if (!c_.require(entity, expr.span)) return nullptr;
      return node(Kind::Grade, c_.program.grades[static_cast<std::size_t>(entity.index)].type);
    case Declared::Param: {
      const auto value = c_.constantOfParam(entity, expr.span);
      return value ? constant(*value, expr.span) : nullptr;
    }
    case Declared::Milestone:
      error(Code::WrongKindOfName, expr.span, shown + " is a milestone, not a value")
          .label(entity.span, "declared here")
          .withHelp("ask `" + entity.name + " is reached`, or use its time `" + entity.name + ".at`")
          .edit(expr.span, entity.name + " is reached");
      return nullptr;
    case Declared::List:
    case Declared::Table:
      error(Code::WrongKindOfName, expr.span, shown + " is " + resolve::withArticle(entity.kind) + ", not a value")
          .label(entity.span, "declared here")
          .withHelp("a " + std::string(resolve::kindName(entity.kind)) + " stands right of `in`: `… in " + entity.name + "`");
      return nullptr;
    case Declared::Decision: {
      const auto& outputs = entity.as<syntax::Decision>().outputs;
      auto& finding = error(Code::WrongKindOfName, expr.span, shown + " is a decision; one of its results is needed");
      finding.label(entity.span, "declared here");
      if (!outputs.empty()) finding.withHelp("write `" + entity.name + '.' + outputs.front().name.text + "`").edit(expr.span, entity.name + '.' + outputs.front().name.text);
      return nullptr;
    }
    case Declared::Checklist: {
      const auto& items = entity.as<syntax::Checklist>().items;
      auto& finding = error(Code::WrongKindOfName, expr.span, shown + " is a checklist, not a value");
      finding.label(entity.span, "declared here").withHelp("ask `" + entity.name + " is complete`" + (items.empty() ? "" : ", or for one of its items: `" + entity.name + '.' + items.front().text + " is yes`"));
      return nullptr;
    }
    case Declared::Match:
      error(Code::WrongKindOfName, expr.span, shown + " is a row of a table, not a value")
          .label(entity.span, "matched here").withHelp("ask `" + entity.name + " is known`, or for one of its columns: `" + entity.name + ".…`");
      return nullptr;
    case Declared::Seat:
      if (!mayAskWorkflow(expr.span, shown)) return nullptr;
      return context(bytecode::ContextKind::Seat, c_.indexOf(entity), 0, kRep, expr.span);
    default: return nullptr;
  }
}

typed::ExprPtr ExprChecker::unknown(const syntax::Expr& expr, Type wanted) {
  const std::string shown = inBackticks(expr.text);
  std::vector<std::string_view> candidates = c_.suggestions-- > 0 ? c_.names.candidates(scope(), Space::Values) : std::vector<std::string_view>{};
  const auto help = [&](diag::Diagnostic& finding) {
    if (const std::string_view near = diag::suggest(expr.text, candidates); !near.empty())
      finding.withHelp("did you mean " + inBackticks(near) + "?").edit(expr.span, std::string(near));
  };
  if (wanted.kind == TypeKind::Enum) {
    std::vector<std::string_view> values;
    const typed::EnumType& type = c_.enumOf(wanted);
    for (const auto& value : type.values) values.push_back(value.name);
    auto& finding = error(Code::ValueNotInEnum, expr.span, inBackticks(type.name) + " has no value " + shown);
    finding.note("its values: " + describe(c_, wanted).substr(7));
    if (const std::string_view near = diag::suggest(expr.text, values); !near.empty())
      finding.withHelp("did you mean " + inBackticks(near) + "?").edit(expr.span, std::string(near));
    return nullptr;
  }
  if (wanted.kind == TypeKind::Country) {
    const int country = findCountry(expr.text);
    auto& finding = error(Code::UnknownCountry, expr.span, "there is no country " + shown);
    if (country >= 0) finding.withHelp("write the code: " + inBackticks(countryCode(country))).edit(expr.span, std::string(countryCode(country)));
    else finding.note("countries are written as two capital letters: US, DE, GB");
    return nullptr;
  }
  if (isWorkflowName(expr.text)) {
    error(Code::NeedsWorkflow, expr.span, shown + " means something only while a lead is worked, and the playbook declares no stages")
        .withHelp("declare the stages of a lead: `stages { New initial … }`");
    return nullptr;
  }
  if (wanted.kind == TypeKind::Text || wanted.kind == TypeKind::Code || wanted.kind == TypeKind::Email) {
    auto& finding = error(Code::TextWithoutQuotes, expr.span, shown + " is compared with text and is no field");
    if (!diag::suggest(expr.text, candidates).empty()) help(finding);
    else finding.withHelp("put it in quotes: `\"" + expr.text + "\"`").edit(expr.span, '"' + expr.text + '"');
    return nullptr;
  }
  for (const Space space : {Space::Activities, Space::Calendars, Space::Pools, Space::Queues, Space::Routes, Space::Roles, Space::Templates, Space::Stages, Space::Slas,
                            Space::Sequences, Space::Handoffs, Space::Approvals}) {
    const resolve::Lookup other = c_.names.look(scope(), space, expr.text);
    if (!other) continue;
    auto& finding = error(Code::WrongKindOfName, expr.span, shown + " is " + resolve::withArticle(other.found->kind) + ", not a value");
    finding.label(other.found->span, "declared here");
    if (space == Space::Activities) finding.withHelp("ask `had " + expr.text + "`, `count " + expr.text + "` or `last " + expr.text + "`");
    if (space == Space::Calendars) finding.withHelp("ask `" + expr.text + " is open`");
    if (space == Space::Stages) finding.withHelp("ask `stage is " + expr.text + "`");
    if (space == Space::Slas) finding.withHelp("ask `sla " + expr.text + " is breached`");
    if (space == Space::Sequences) finding.withHelp("ask `sequence " + expr.text + " is finished`");
    if (space == Space::Handoffs) finding.withHelp("ask `handoff " + expr.text + " is accepted`");
    if (space == Space::Approvals) finding.withHelp("ask `approval " + expr.text + " is granted`");
    if (space == Space::Templates) finding.withHelp("use one of its names: `" + expr.text + ".…`");
    return nullptr;
  }
  Code code = where_.place == Place::Constant ? Code::ConstantNeeded : Code::UnknownName;
  std::string title = where_.place == Place::Constant ? shown + " is not a fixed value" : "nothing is called " + shown;
  if (where_.place == Place::Activity && where_.activities && where_.activities->size() == 1 && diag::suggest(expr.text, candidates).empty()) {
    code = Code::UnknownActivityField;
    title = "the activity " + inBackticks(c_.program.activities[where_.activities->front()].name) + " has no field " + shown;
  }
  auto& finding = error(code, expr.span, title);
  if (where_.place == Place::Pool)
    for (const RepFieldInfo& field : kRepFields) candidates.emplace_back(field.name);
  if (where_.place == Place::Activity && where_.activities)
    for (const std::uint32_t activity : *where_.activities)
      for (const typed::Field& field : c_.program.activities[activity].fields) candidates.emplace_back(field.name);
  help(finding);
  if (finding.help.empty() && looksLikeCountryCode(expr.text)) finding.note("a country code stands right of `is` or `in` with a country field on the left");
  return nullptr;
}

}  // namespace leadflow::check
