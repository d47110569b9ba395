#include "compiler/check/context.hpp"

#include <algorithm>

#include "compiler/diag/suggest.hpp"
#include "compiler/types/mails.hpp"

namespace leadflow::check {
namespace {

using diag::Code;
using resolve::Kind;

std::string quoted(std::string_view text) { return '`' + std::string(text) + '`'; }

bool isComputed(Kind kind) {
  return kind == Kind::Derived || kind == Kind::Score || kind == Kind::Grade || kind == Kind::Milestone || kind == Kind::Decision;
}

typed::Computed::Kind computedKind(Kind kind) {
  switch (kind) {
    case Kind::Derived: return typed::Computed::Kind::Derived;
    case Kind::Score: return typed::Computed::Kind::Score;
    case Kind::Grade: return typed::Computed::Kind::Grade;
    case Kind::Milestone: return typed::Computed::Kind::Milestone;
    default: return typed::Computed::Kind::Decision;
  }
}

bool dispatch(Context& context, Entity& entity) {
  switch (entity.kind) {
    case Kind::Field: return checkField(context, entity);
    case Kind::Derived: return checkDerived(context, entity);
    case Kind::Score: return checkScore(context, entity);
    case Kind::Grade: return checkGrade(context, entity);
    case Kind::Milestone: return checkMilestone(context, entity);
    case Kind::List: return context.setOfList(entity, {}) >= 0;
    case Kind::Table: return checkTable(context, entity);
    case Kind::Param: return checkParam(context, entity);
    case Kind::Decision: return checkDecision(context, entity);
    case Kind::Activity: return checkActivity(context, entity);
    case Kind::Calendar: return checkCalendar(context, entity);
    case Kind::Pool: return checkPool(context, entity);
    case Kind::Role: return checkRole(context, entity);
    case Kind::Queue: return checkQueue(context, entity);
    case Kind::Route: return checkRoute(context, entity);
    case Kind::Checklist: return checkChecklist(context, entity);
    case Kind::Match: return checkMatch(context, entity);
    case Kind::Sla: return checkSla(context, entity);
    case Kind::Escalation: return checkEscalation(context, entity);
    case Kind::Handoff: return checkHandoff(context, entity);
    case Kind::Sequence: return checkSequence(context, entity);
    case Kind::Approval: return checkApproval(context, entity);
    case Kind::Report: return checkReport(context, entity);
    case Kind::Reason: return checkReason(context, entity);
    case Kind::Stage:
    case Kind::Seat:
    case Kind::HolidaySet:
    case Kind::Template:
    case Kind::Instance: return true;
  }
  return true;
}

template <class T>
std::int32_t append(std::vector<T>& list, std::string name, Span span) {
  T& made = list.emplace_back();
  made.name = std::move(name);
  made.span = span;
  return static_cast<std::int32_t>(list.size() - 1);
}

template <class T>
std::int32_t named(std::vector<T>& list, const std::string& name) {
  list.emplace_back().name = name;
  return static_cast<std::int32_t>(list.size() - 1);
}

/// `shared/segments.leadflow` -> `segments`
std::string stem(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  const std::string file = slash == std::string::npos ? path : path.substr(slash + 1);
  return file.substr(0, file.find('.'));
}

Code unknownCode(Space space) {
  switch (space) {
    case Space::Activities: return Code::UnknownActivity;
    case Space::Calendars: return Code::UnknownCalendar;
    case Space::Pools: return Code::UnknownPool;
    case Space::Roles: return Code::UnknownRole;
    case Space::Queues: return Code::UnknownQueue;
    case Space::Routes: return Code::UnknownRoute;
    case Space::Stages: return Code::UnknownStage;
    case Space::Reasons: return Code::UnknownReason;
    case Space::Slas:
    case Space::Escalations:
    case Space::Handoffs:
    case Space::Sequences:
    case Space::Approvals:
    case Space::Reports: return Code::UnknownWorkflowName;
    default: return Code::UnknownName;
  }
}

}  // namespace

diag::Diagnostic& Context::unknownName(diag::Code code, std::string_view what, const syntax::Name& name, const Scope& scope, Space space) {
  diag::Diagnostic& finding = error(code, name.span, "there is no " + std::string(what) + ' ' + quoted(name.text));
  if (suggestions-- <= 0) return finding;
  const std::string_view near = diag::suggest(name.text, names.candidates(scope, space));
  if (!near.empty()) finding.withHelp("did you mean " + quoted(near) + "?").edit(name.span, std::string(near));
  return finding;
}

std::uint32_t Context::indexOf(Entity& entity) {
  if (entity.index >= 0) return static_cast<std::uint32_t>(entity.index);
  // Two files may have a score of one name (own names shadow imported ones): the second is told apart by its file.
  std::string name = entity.qualified;
  const std::string space = std::to_string(static_cast<int>(resolve::spaceOf(entity.kind)));
  if (!taken_.insert(space + name).second) {
    name = stem(entity.scope->unit->path) + '.' + name;
    for (int copy = 2; !taken_.insert(space + name).second; ++copy)
      name = stem(entity.scope->unit->path) + std::to_string(copy) + '.' + entity.qualified;
  }
  entity.qualified = name;
  switch (entity.kind) {
    case Kind::Field: entity.index = append(program.fields, name, entity.span); break;
    case Kind::Derived: entity.index = append(program.derived, name, entity.span); break;
    case Kind::Score: entity.index = append(program.scores, name, entity.span); break;
    case Kind::Grade: entity.index = append(program.grades, name, entity.span); break;
    case Kind::Milestone: entity.index = append(program.milestones, name, entity.span); break;
    case Kind::Table: entity.index = append(program.tables, name, entity.span); break;
    case Kind::Decision: entity.index = append(program.decisions, name, entity.span); break;
    case Kind::Activity: entity.index = append(program.activities, name, entity.span); break;
    case Kind::Calendar: entity.index = append(program.calendars, name, entity.span); break;
    case Kind::Pool: entity.index = append(program.pools, name, entity.span); break;
    case Kind::Queue: {
      entity.index = append(program.queues, name, entity.span);
      typed::EnumType& all = program.enums[program.queue_enum];
      all.values.push_back({name, {}});
      enum_maps_[program.queue_enum].clear();
      break;
    }
    case Kind::Route: {
      entity.index = append(program.routes, name, entity.span);
      typed::EnumType rules{name, {}, -1};
      for (const syntax::Rule& rule : entity.as<syntax::Route>().rules) rules.values.push_back({rule.name.text, {}});
      const std::uint32_t rule_enum = addEnum(std::move(rules));
      program.routes[static_cast<std::size_t>(entity.index)].rule_enum = rule_enum;
      break;
    }
    case Kind::Role:
      entity.index = static_cast<std::int32_t>(program.roles.size());
      program.roles.push_back(name);
      break;
    case Kind::Stage: {
      typed::EnumType& all = program.enums[stageEnum()];
      all.values.push_back({name, {}});
      enum_maps_[program.workflow.stage_enum].clear();
      entity.index = named(program.workflow.stages, name);
      const auto& line = entity.as<syntax::Stages>().lines[entity.ordinal];
      bytecode::StageInfo& stage = program.workflow.stages.back();
      stage.text = line.text;
      stage.initial = line.initial;
      stage.final = line.final;
      stage.place = placeOf(entity.span);
      program.workflow.present = true;
      break;
    }
    case Kind::Reason:
      program.enums[reasonEnum()].values.push_back({name, {}});
      enum_maps_[program.workflow.reason_enum].clear();
      entity.index = named(program.workflow.reasons, name);
      break;
    case Kind::Sla: entity.index = named(program.workflow.slas, name); break;
    case Kind::Escalation: entity.index = named(program.workflow.escalations, name); break;
    case Kind::Handoff: entity.index = named(program.workflow.handoffs, name); break;
    case Kind::Sequence: entity.index = named(program.workflow.sequences, name); break;
    case Kind::Approval: entity.index = named(program.workflow.approvals, name); break;
    case Kind::Report: entity.index = named(program.workflow.reports, name); break;
    case Kind::Checklist: entity.index = named(program.workflow.checklists, name); break;
    case Kind::Match: entity.index = named(program.workflow.matches, name); break;
    case Kind::Seat:
      entity.index = static_cast<std::int32_t>(program.workflow.seats.size());
      program.workflow.seats.push_back(name);
      break;
    default: entity.index = next_id_++; break;
  }
  return static_cast<std::uint32_t>(entity.index);
}

bool Context::require(Entity& entity, Span from) {
  switch (entity.state) {
    case Entity::State::Done: return true;
    case Entity::State::Failed: return false;
    case Entity::State::Open: {
      std::size_t first = open.size();
      while (first > 0 && open[first - 1] != &entity) --first;
      std::string circle;
      for (std::size_t i = first > 0 ? first - 1 : 0; i < open.size(); ++i) circle += quoted(open[i]->qualified) + " needs ";
      diag::Diagnostic& finding = error(Code::CircularDefinition, from, quoted(entity.qualified) + " is defined by itself");
      finding.at("closes the circle").label(entity.span, "defined here");
      finding.note(circle + quoted(entity.qualified));
      finding.withHelp("take one of them out of the other's definition");
      return false;
    }
    case Entity::State::Untouched: break;
  }
  if (depth > kMaxDepth) {
    error(Code::DefinitionsTooDeep, from, "definitions that need each other form a chain of more than " + std::to_string(kMaxDepth) + " steps")
        .withHelp("declare each after what it needs");
    entity.state = Entity::State::Failed;
    return false;
  }
  indexOf(entity);
  entity.state = Entity::State::Open;
  open.push_back(&entity);
  ++depth;
  const bool good = dispatch(*this, entity);
  --depth;
  open.pop_back();
  entity.state = good ? Entity::State::Done : Entity::State::Failed;
  if (isComputed(entity.kind)) program.order.push_back({computedKind(entity.kind), static_cast<std::uint32_t>(entity.index)});
  return good;
}

Entity* Context::findIn(const Scope& scope, Space space, std::string_view what, const syntax::Name& name) {
  Entity* entity = names.find(scope, space, name.text, name.span, diags);
  if (entity) {
    indexOf(*entity);
    return entity;
  }
  const std::string shown = quoted(name.text);
  if (const std::size_t dot = name.text.find('.'); dot != std::string::npos) {
    const resolve::Lookup instance = names.look(scope, Space::Templates, name.text.substr(0, dot));
    if (instance && instance.found->inner) {
      auto& finding = error(Code::UnknownInstanceMember, name.span, "the instance " + quoted(instance.found->name) + " has no " + std::string(what) + ' ' + quoted(name.text.substr(dot + 1)));
      finding.label(instance.found->span, "declared here");
      std::vector<std::string_view> known;
      for (const auto& [text, declared] : instance.found->inner->names[static_cast<std::size_t>(space)]) known.push_back(text);
      std::sort(known.begin(), known.end());
      std::string_view near = diag::suggest(name.text.substr(dot + 1), known);
      if (near.empty() && known.size() == 1) near = known.front();
      const std::string better = name.text.substr(0, dot + 1) + std::string(near);
      if (!near.empty()) finding.withHelp("did you mean " + quoted(better) + "?").edit(name.span, better);
      return nullptr;
    }
  }
  if (diag::suggest(name.text, names.candidates(scope, space)).empty())
    for (int other = 0; other < resolve::kSpaceCount; ++other) {
      const resolve::Lookup hit = names.look(scope, static_cast<Space>(other), name.text);
      if (!hit) continue;
      auto& finding = error(Code::WrongKindOfName, name.span, shown + " is " + resolve::withArticle(hit.found->kind) + ", and " + (std::string_view("aeiouS").find(what.front()) != std::string_view::npos ? "an " : "a ") + std::string(what) + " is needed");
      finding.label(hit.found->span, "declared here");
      return nullptr;
    }
  unknownName(unknownCode(space), what, name, scope, space);
  return nullptr;
}

Entity* Context::findPool(const Scope& scope, const syntax::Name& name) { return findIn(scope, Space::Pools, "pool", name); }
Entity* Context::findQueue(const Scope& scope, const syntax::Name& name) { return findIn(scope, Space::Queues, "queue", name); }
Entity* Context::findRoute(const Scope& scope, const syntax::Name& name) { return findIn(scope, Space::Routes, "route", name); }
Entity* Context::findRole(const Scope& scope, const syntax::Name& name) { return findIn(scope, Space::Roles, "role", name); }
Entity* Context::findCalendar(const Scope& scope, const syntax::Name& name) { return findIn(scope, Space::Calendars, "calendar", name); }
Entity* Context::findActivity(const Scope& scope, const syntax::Name& name) {
  if (name.text == typed::kEmailSent) (void)emailSent(scope, name.span);
  return findIn(scope, Space::Activities, "activity", name);
}

Entity& Context::emailSent(const Scope& scope, Span span) {
  if (const resolve::Lookup known = names.look(scope, Space::Activities, typed::kEmailSent)) {
    known.found->used = true;
    return *known.found;
  }
  Entity& made = names.addActivity(std::string(typed::kEmailSent), span);
  program.activities[indexOf(made)].implicit = true;
  return made;
}

std::uint32_t Context::addEnum(typed::EnumType type) {
  program.enums.push_back(std::move(type));
  enum_maps_.emplace_back();
  return static_cast<std::uint32_t>(program.enums.size() - 1);
}

int Context::enumValue(std::uint32_t enum_index, std::string_view name) const {
  const typed::EnumType& type = program.enums[enum_index];
  if (type.values.size() <= 8) {
    for (std::size_t i = 0; i < type.values.size(); ++i)
      if (type.values[i].name == name) return static_cast<int>(i);
    return -1;
  }
  auto& map = enum_maps_[enum_index];
  if (map.empty())
    for (std::size_t i = 0; i < type.values.size(); ++i) map.emplace(type.values[i].name, static_cast<int>(i));
  const auto found = map.find(std::string(name));
  return found == map.end() ? -1 : found->second;
}

std::uint32_t Context::addSet(typed::Set set) {
  program.sets.push_back(std::move(set));
  return static_cast<std::uint32_t>(program.sets.size() - 1);
}

std::uint32_t Context::addPattern(typed::Program::Pattern pattern) {
  std::string key = (pattern.ignore_case ? 'i' : '-') + pattern.regex;
  const auto [place, added] = patterns_.emplace(std::move(key), static_cast<std::uint32_t>(program.patterns.size()));
  if (added) program.patterns.push_back(std::move(pattern));
  return place->second;
}

bool Context::mayBeRep(std::string_view id) const { return !roster_known || rep_ids.count(std::string(id)) != 0; }

}  // namespace leadflow::check
