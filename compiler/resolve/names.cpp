#include "compiler/resolve/names.hpp"

#include <algorithm>

namespace leadflow::resolve {
namespace {

constexpr std::string_view kind_names[] = {
    "field", "derived field", "score", "grade", "milestone", "list", "table", "param", "decision", "checklist",
    "account match", "seat", "activity", "calendar", "set of holidays", "pool", "role", "queue", "route", "template", "instance",
    "stage", "reason", "SLA", "escalation", "handoff", "sequence", "approval", "report"};

Entity* inScope(const Scope& scope, Space space, const std::string& name) {
  const auto& names = scope.names[static_cast<std::size_t>(space)];
  const auto found = names.find(name);
  return found == names.end() ? nullptr : found->second;
}

Lookup inImports(const Unit& unit, Space space, const std::string& name) {
  Lookup result;
  int level = 0;
  for (const auto& [used, distance] : unit.reachable) {
    if (result.found && distance > level) break;
    Entity* hit = inScope(used->scope, space, name);
    if (!hit || hit == result.found) continue;
    if (result.found) {
      result.other = hit;
      break;
    }
    result.found = hit;
    level = distance;
  }
  return result;
}

Lookup inFile(const Scope& file_scope, Space space, const std::string& name) {
  if (Entity* own = inScope(file_scope, space, name)) return {own, nullptr};
  return inImports(*file_scope.unit, space, name);
}

}  // namespace

std::string_view kindName(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::string withArticle(Kind kind) {
  const std::string_view name = kindName(kind);
  const bool vowel = name.find_first_of("aeiouS") == 0;  // an SLA
  return (vowel ? "an " : "a ") + std::string(name);
}

Space spaceOf(Kind kind) {
  switch (kind) {
    case Kind::Activity: return Space::Activities;
    case Kind::Calendar: return Space::Calendars;
    case Kind::HolidaySet: return Space::Holidays;
    case Kind::Pool: return Space::Pools;
    case Kind::Role: return Space::Roles;
    case Kind::Queue: return Space::Queues;
    case Kind::Route: return Space::Routes;
    case Kind::Template:
    case Kind::Instance: return Space::Templates;
    case Kind::Stage: return Space::Stages;
    case Kind::Reason: return Space::Reasons;
    case Kind::Sla: return Space::Slas;
    case Kind::Escalation: return Space::Escalations;
    case Kind::Handoff: return Space::Handoffs;
    case Kind::Sequence: return Space::Sequences;
    case Kind::Approval: return Space::Approvals;
    case Kind::Report: return Space::Reports;
    default: return Space::Values;
  }
}

Lookup Names::look(const Scope& scope, Space space, std::string_view name) const {
  const std::size_t dot = name.find('.');
  if (dot != std::string_view::npos) {
    const Lookup head = look(scope, Space::Templates, name.substr(0, dot));
    if (!head.found || !head.found->inner) return {};
    return {inScope(*head.found->inner, space, std::string(name.substr(dot + 1))), nullptr};
  }
  const std::string text(name);
  if (scope.parent) {  // an instance: its own names, the template's file, the file of the `instance` line
    if (Entity* own = inScope(scope, space, text)) return {own, nullptr};
    if (const Lookup hit = inFile(*scope.parent, space, text)) return hit;
    if (scope.caller)
      if (const Lookup hit = inFile(*scope.caller, space, text)) return hit;
  } else if (const Lookup hit = inFile(scope, space, text)) {
    return hit;
  }
  if (const Unit* whole = main())
    if (&whole->scope != &scope) return inFile(whole->scope, space, text);
  return {};
}

Entity* Names::find(const Scope& scope, Space space, std::string_view name, Span span, diag::Diagnostics& diags) const {
  const Lookup result = look(scope, space, name);
  if (!result.found) return nullptr;
  result.found->used = true;
  if (result.other) {
    result.other->used = true;
    if (clashes_.insert(std::string(name) + '/' + std::to_string(static_cast<int>(space))).second) {
      diags.report(diag::Code::AmbiguousName, span, "`" + std::string(name) + "` could be either of two imported names")
          .label(result.found->span, withArticle(result.found->kind) + " here")
          .label(result.other->span, "and " + withArticle(result.other->kind) + " here")
          .withHelp("declare `" + std::string(name) + "` in this file, or use only one of the two files");
    }
  }
  return result.found;
}

std::vector<std::string_view> Names::candidates(const Scope& scope, Space space) const {
  std::vector<std::string_view> out;
  const auto add = [&](const Scope& from) {
    for (const auto& [name, entity] : from.names[static_cast<std::size_t>(space)]) out.push_back(name);
  };
  const auto addFile = [&](const Scope& from) {
    add(from);
    for (const auto& [used, distance] : from.unit->reachable) add(used->scope);
  };
  if (scope.parent) {
    add(scope);
    addFile(*scope.parent);
    if (scope.caller) addFile(*scope.caller);
  } else {
    addFile(scope);
  }
  if (const Unit* whole = main(); whole && &whole->scope != &scope) addFile(whole->scope);
  std::sort(out.begin(), out.end());  // hash maps have no order; a suggestion must not depend on it
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string normalisePath(std::string_view path, PathProblem& problem) {
  problem = PathProblem::None;
  if (path.empty()) {
    problem = PathProblem::Empty;
    return {};
  }
  const bool drive = path.size() > 1 && path[1] == ':';
  if (path.front() == '/' || path.front() == '\\' || drive) {
    problem = PathProblem::Absolute;
    return {};
  }
  std::vector<std::string_view> parts;
  std::size_t at = 0;
  while (at <= path.size()) {
    const std::size_t end = std::min(path.find_first_of("/\\", at), path.size());
    const std::string_view part = path.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (parts.empty()) {
      problem = PathProblem::LeavesRoot;
      return {};
    } else {
      parts.pop_back();
    }
  }
  std::string out;
  for (const std::string_view part : parts) {
    if (!out.empty()) out += '/';
    out += part;
  }
  if (out.empty()) problem = PathProblem::Empty;
  return out;
}

Entity& Names::addActivity(std::string name, Span span) {
  Scope& scope = main()->scope;
  syntax::Activity node;
  node.names.push_back({name, span});
  syntax::Declaration& declaration = built_in_.emplace_back();
  declaration.span = span;
  declaration.node = std::move(node);
  Entity& entity = entities_.emplace_back();
  entity.kind = Kind::Activity;
  entity.name = entity.qualified = name;
  entity.span = span;
  entity.scope = &scope;
  entity.declaration = &declaration;
  entity.used = true;
  scope.names[static_cast<std::size_t>(Space::Activities)].emplace(std::move(name), &entity);
  return entity;
}

}  // namespace leadflow::resolve
