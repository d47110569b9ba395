// What stands behind a dot: email.domain, mql.at, territory.owner, named_accounts[domain].owner, param.x, unit_emea.total.
#include <algorithm>

#include "compiler/check/expression.hpp"
#include "compiler/diag/suggest.hpp"
#include "stdlib/functions.hpp"

namespace leadflow::check {

using diag::Code;
using syntax::ExprKind;
using Declared = resolve::Kind;

/// The declared thing that a name or `instance.name` stands for; null when it is something else.
Entity* ExprChecker::entityOf(const syntax::Expr& expr) {
  if (expr.kind == ExprKind::Name) return c_.names.find(scope(), Space::Values, expr.text, expr.span, c_.diags);
  if (expr.kind != ExprKind::Member || expr.args[0]->kind != ExprKind::Name) return nullptr;
  const std::string& head = expr.args[0]->text;
  if (c_.names.look(scope(), Space::Values, head)) return nullptr;
  if (head == "param") {
    Entity* param = c_.names.find(scope(), Space::Values, expr.text, expr.span, c_.diags);
    return param && param->kind == Declared::Param ? param : nullptr;
  }
  return c_.names.find(scope(), Space::Values, head + '.' + expr.text, expr.span, c_.diags);
}

typed::ExprPtr ExprChecker::unknownMember(const syntax::Expr& expr, std::string_view owner, const std::vector<std::string_view>& parts) {
  auto& finding = error(Code::UnknownMember, expr.span, std::string(owner) + " has no " + inBackticks(expr.text));
  if (const std::string_view near = diag::suggest(expr.text, parts); !near.empty()) {
    finding.withHelp("did you mean " + inBackticks(near) + "?");
    const auto length = static_cast<std::uint32_t>(expr.text.size());
    finding.edit({expr.span.end - length, expr.span.end}, std::string(near));
  } else if (!parts.empty()) {
    std::string all;
    for (const std::string_view part : parts) all += (all.empty() ? "" : ", ") + inBackticks(part);
    finding.note("it has " + all);
  }
  return nullptr;
}

typed::ExprPtr ExprChecker::outcome(std::string_view part, std::uint32_t route, Span span) {
  Kind kind = Kind::RouteRule;
  Type type{TypeKind::Enum, c_.program.routes[route].rule_enum};
  if (part == "owner") kind = Kind::RouteOwner, type = kRep;
  if (part == "queue") kind = Kind::RouteQueue, type = {TypeKind::Enum, c_.program.queue_enum};
  auto made = make(kind, type, span);
  made->index = route;
  return made;
}

typed::ExprPtr ExprChecker::noKey(const Entity& table, Span span) {
  error(Code::TableWithoutKey, span, "no row of " + inBackticks(table.name) + " is found by a key: it has none")
      .label(table.span, "the table is declared here").withHelp("mark the column by which a row is found: `domain text key`");
  return nullptr;
}

typed::ExprPtr ExprChecker::member(const syntax::Expr& expr, Type wanted) {
  const syntax::Expr& head = *expr.args[0];

  if (wanted.kind == TypeKind::Enum && head.kind == ExprKind::Name)  // queue is unit_emea.overflow
    if (const int value = c_.enumValue(wanted.ref, head.text + '.' + expr.text); value >= 0) return constant(wanted, value, expr.span);

  if (head.kind == ExprKind::Index) {  // table[key].column
    Entity* table = entityOf(*head.args[0]);
    if (!table || table->kind != Declared::Table) {
      auto& finding = error(Code::LookupNeedsTable, head.args[0]->span, inBackticks(written(head.args[0]->span)) + " is not a table");
      if (table) finding.at(resolve::withArticle(table->kind)).label(table->span, "declared here");
      return nullptr;
    }
    if (!c_.require(*table, head.args[0]->span)) return nullptr;
    const auto at = static_cast<std::size_t>(table->index);
    int column = -1;
    std::vector<std::string_view> columns;
    for (std::size_t i = 0; i < c_.program.tables[at].columns.size(); ++i) {
      columns.push_back(c_.program.tables[at].columns[i].name);
      if (columns.back() == expr.text) column = static_cast<int>(i);
    }
    if (column < 0) return unknownMember(expr, "the table " + inBackticks(table->name), columns);
    const int key = c_.program.tables[at].keyColumn();
    if (key < 0) return noKey(*table, expr.span);
    const Type type = c_.program.tables[at].columns[static_cast<std::size_t>(column)].type;
    ExprPtr value = expect(*head.args[1], c_.program.tables[at].columns[static_cast<std::size_t>(key)].type, "the key of " + inBackticks(table->name));
    if (!value) return nullptr;
    auto made = make(Kind::TableLookup, type, expr.span);
    made->index = static_cast<std::uint32_t>(at);
    made->column = column;
    made->args.push_back(std::move(value));
    return made;
  }

  if (head.kind == ExprKind::Member && head.text == "parent")  // account.parent.owner
    if (Entity* match = entityOf(*head.args[0]); match && match->kind == Declared::Match) return accountMember(*match, expr, true);

  if (head.kind == ExprKind::Name && !c_.names.look(scope(), Space::Values, head.text)) {
    bool handled = false;
    if (ExprPtr asked = workflowMember(expr, handled); asked || handled) return asked;
    if (head.text == "param") {
      if (Entity* param = entityOf(expr)) return valueOf(*param, expr);
      std::vector<std::string_view> params;
      for (const std::string_view known : c_.names.candidates(scope(), Space::Values))
        if (const auto hit = c_.names.look(scope(), Space::Values, known); hit && hit.found->kind == Declared::Param) params.push_back(known);
      auto& finding = error(Code::UnknownParam, expr.span, "there is no param " + inBackticks(expr.text));
      if (const std::string_view near = diag::suggest(expr.text, params); !near.empty())
        finding.withHelp("did you mean " + inBackticks(near) + "?").edit(expr.span, "param." + std::string(near));
      return nullptr;
    }
    if (const auto instance = c_.names.look(scope(), Space::Templates, head.text)) {
      if (Entity* entity = entityOf(expr)) return valueOf(*entity, expr);
      if (where_.place == Place::Outcome && instance.found->inner)
        if (Entity* route = c_.names.find(scope(), Space::Routes, head.text + '.' + expr.text, expr.span, c_.diags))
          return outcome("route", c_.indexOf(*route), expr.span);
      auto& finding = error(Code::UnknownInstanceMember, expr.span, "the instance " + inBackticks(head.text) + " has no value named " + inBackticks(expr.text));
      finding.label(instance.found->span, "declared here");
      if (instance.found->inner) {
        std::vector<std::string_view> known;
        for (const auto& [text, entity] : instance.found->inner->names[static_cast<std::size_t>(Space::Values)])
          if (entity->kind != Declared::Param) known.push_back(text);
        std::sort(known.begin(), known.end());
        if (const std::string_view near = diag::suggest(expr.text, known); !near.empty())
          finding.withHelp("did you mean `" + head.text + '.' + std::string(near) + "`?").edit(expr.span, head.text + '.' + std::string(near));
      }
      return nullptr;
    }
    if (where_.place == Place::Outcome)
      if (Entity* route = c_.names.find(scope(), Space::Routes, head.text, head.span, c_.diags)) {
        if (expr.text == "rule" || expr.text == "owner" || expr.text == "queue") return outcome(expr.text, c_.indexOf(*route), expr.span);
        return unknownMember(expr, "the route " + inBackticks(head.text), {"rule", "owner", "queue"});
      }
    if (c_.names.look(scope(), Space::Activities, head.text)) {
      error(Code::WrongKindOfName, expr.span, inBackticks(head.text) + " is an activity: which one of them is meant?")
          .withHelp("the newest: `last " + head.text + '.' + expr.text + "`").edit(expr.span, "last " + head.text + '.' + expr.text);
      return nullptr;
    }
    if (c_.names.look(scope(), Space::Calendars, head.text)) return unknownMember(expr, "the calendar " + inBackticks(head.text), {});
    return check(head), nullptr;  // reports what is wrong with the head
  }

  if (Entity* entity = entityOf(head)) return memberOf(*entity, expr);
  if (head.kind == ExprKind::Member && where_.place == Place::Outcome && head.args[0]->kind == ExprKind::Name)  // unit_emea.inside.owner
    if (Entity* route = c_.names.find(scope(), Space::Routes, head.args[0]->text + '.' + head.text, head.span, c_.diags))
      if (expr.text == "rule" || expr.text == "owner" || expr.text == "queue") return outcome(expr.text, c_.indexOf(*route), expr.span);
  ExprPtr value = check(head);
  if (!value) return nullptr;
  if (value->type.kind == TypeKind::Email && expr.text == "domain") {
    auto made = make(Kind::EmailDomain, kText, expr.span);
    made->index = static_cast<std::uint32_t>(stdlib::findFunction("email_domain"));
    made->args.push_back(std::move(value));
    return made;
  }
  return unknownMember(expr, describe(c_, value->type), {});
}

typed::ExprPtr ExprChecker::memberOf(Entity& entity, const syntax::Expr& expr) {
  const std::string shown = inBackticks(entity.name);
  const bool lead_value = entity.kind != Declared::Param;
  if (lead_value && (where_.place == Place::Constant || where_.place == Place::Pool)) return valueOf(entity, expr);  // reports
  switch (entity.kind) {
    case Declared::Milestone: {
      c_.require(entity, expr.span);
      if (expr.text != "at") return unknownMember(expr, "the milestone " + shown, {"at"});
      auto made = make(Kind::MilestoneAt, kInstant, expr.span);
      made->index = static_cast<std::uint32_t>(entity.index);
      return made;
    }
    case Declared::Decision: {
      if (!c_.require(entity, expr.span)) return nullptr;
      const auto& outputs = c_.program.decisions[static_cast<std::size_t>(entity.index)].outputs;
      std::vector<std::string_view> names;
      for (std::size_t i = 0; i < outputs.size(); ++i) {
        if (outputs[i].name == expr.text) {
          auto made = make(Kind::DecisionOutput, outputs[i].type, expr.span);
          made->index = static_cast<std::uint32_t>(entity.index);
          made->column = static_cast<std::int32_t>(i);
          return made;
        }
        names.push_back(outputs[i].name);
      }
      return unknownMember(expr, "the decision " + shown, names);
    }
    case Declared::Table:
      error(Code::LookupNeedsTable, expr.span, "which row of " + shown + "?")
          .label(entity.span, "the table is declared here")
          .withHelp("write the key in brackets: `" + entity.name + "[key]." + expr.text + "`");
      return nullptr;
    case Declared::Checklist: return checklistItem(entity, expr);
    case Declared::Match: return accountMember(entity, expr, false);
    case Declared::List: return unknownMember(expr, "the list " + shown, {});
    default: break;
  }
  ExprPtr value = valueOf(entity, *expr.args[0]);
  if (!value) return nullptr;
  if (value->type.kind == TypeKind::Email && expr.text == "domain") {
    auto made = make(Kind::EmailDomain, kText, expr.span);
    made->index = static_cast<std::uint32_t>(stdlib::findFunction("email_domain"));
    made->args.push_back(std::move(value));
    return made;
  }
  const bool email = value->type.kind == TypeKind::Email;
  auto& finding = error(Code::UnknownMember, expr.span, shown + " is " + describe(c_, value->type) + " and has no " + inBackticks(expr.text));
  if (email) finding.withHelp("an email address has `" + entity.name + ".domain`");
  return nullptr;
}

}  // namespace leadflow::check
