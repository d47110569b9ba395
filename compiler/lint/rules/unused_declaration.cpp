// unused-declaration: something declared that nothing refers to. Looks at the main file and at templates' params: what another
// file declares is its offer to all who use it. Pools have a lint of their own; fields, scores and grades are results by themselves.
#include "compiler/lint/registry.hpp"

#include <algorithm>
#include <unordered_set>

namespace leadflow::lint {
namespace {

using resolve::Entity;
using resolve::Kind;

bool mustBeUsed(Kind kind) {
  switch (kind) {
    case Kind::List: case Kind::Table: case Kind::Param: case Kind::Decision: case Kind::Checklist: case Kind::Calendar: case Kind::Role:
    case Kind::Template: case Kind::Activity: case Kind::Escalation: case Kind::Sequence: case Kind::Approval: case Kind::Match: return true;
    default: return false;
  }
}

std::string_view consequence(Kind kind) {
  switch (kind) {
    case Kind::Activity: return "no score, condition or `outreach` looks at it";
    case Kind::Calendar: return "no condition and no rep of the roster uses it";
    case Kind::Role: return "nobody in the roster has it, and it owns no queue";
    case Kind::Escalation: return "no clock, action or queue starts it";
    case Kind::Sequence: return "nothing starts it";
    case Kind::Approval: return "nothing asks for it";
    default: return "";
  }
}

/// One whose lines say `when` asks by itself.
bool asksByItself(const Entity& entity) {
  const auto& asks = entity.as<syntax::Approval>().asks;
  return std::any_of(asks.begin(), asks.end(), [](const syntax::Approval::Ask& ask) { return ask.when != nullptr; });
}

}  // namespace

void unusedDeclaration(const Facts& facts, diag::Diagnostics& diags) {
  if (facts.program.is_module || !facts.names.main()) return;
  std::unordered_set<std::string_view> roster_roles, roster_calendars, queue_roles, outreach;
  if (facts.program.roster)
    for (const Rep& rep : *facts.program.roster) {
      roster_roles.insert(rep.role);
      roster_calendars.insert(rep.calendar);
    }
  for (const auto& queue : facts.program.queues)
    if (queue.owner_is_role) queue_roles.insert(queue.owner);
  for (const auto& activity : facts.program.activities)
    if (activity.outreach) outreach.insert(activity.name);
  std::unordered_set<std::uint32_t> reported;  // a template's declarations stand once for all instances
  const auto look = [&](const Entity& entity) {
    if (entity.used || !mustBeUsed(entity.kind)) return;
    if (entity.kind == Kind::Role && (roster_roles.count(entity.name) || queue_roles.count(entity.qualified))) return;
    if (entity.kind == Kind::Role && !facts.program.roster) return;  // people come later
    if (entity.kind == Kind::Calendar && (roster_calendars.count(entity.qualified) || entity.index == facts.program.calendar)) return;
    if (entity.kind == Kind::Activity && outreach.count(entity.name)) return;
    if (entity.kind == Kind::Approval && asksByItself(entity)) return;
    if (!reported.insert(entity.span.begin).second) return;
    auto& finding = diags.report(diag::Code::UnusedDeclaration, entity.span, "the " + std::string(resolve::kindName(entity.kind)) + " `" + entity.name + "` is never used");
    if (const std::string_view why = consequence(entity.kind); !why.empty()) finding.note(std::string(why));
    finding.withHelp("use it, or remove it");
  };
  for (const resolve::Item& item : facts.names.main()->items)
    for (const Entity* entity : item.entities)
      if (item.scope == &facts.names.main()->scope) look(*entity);
  // Params of templates: of every instance, since one that needs a param needs it in all.
  facts.names.forEachItem([&](resolve::Item& item) {
    for (const Entity* entity : item.entities) {
      if (entity->kind != Kind::Instance || !entity->inner) continue;
      for (const auto& [name, param] : entity->inner->names[static_cast<std::size_t>(resolve::Space::Values)])
        if (param->kind == Kind::Param && !param->used) look(*param);
    }
  });
}

}  // namespace leadflow::lint
