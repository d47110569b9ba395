// Reading a playbook's files and collecting what they declare.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "compiler/diag/suggest.hpp"
#include "compiler/parse/parse.hpp"
#include "compiler/resolve/kept_files.hpp"
#include "compiler/resolve/names.hpp"
#include "stdlib/stdlib.hpp"

namespace leadflow::resolve {
namespace {

using diag::Code;

constexpr std::string_view kPlaybookExtension = ".leadflow";
/// Words that stand for something of their own in conditions.
constexpr std::string_view reserved_names[] = {"stage", "owner", "queue", "now", "lead"};

std::string quoted(std::string_view text) { return '`' + std::string(text) + '`'; }

bool endsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

class Loader {
 public:
  Loader(Names& names, Files& files, SourceMap& sources, diag::Diagnostics& diags)
      : names_(names), files_(files), sources_(sources), diags_(diags) {}

  void run(const std::string& main_path) {
    PathProblem problem;
    const std::string path = normalisePath(main_path, problem);
    if (problem != PathProblem::None) {
      diags_.report(Code::FileMissing, {}, "there is no file " + quoted(main_path));
      return;
    }
    if (!endsWith(path, kPlaybookExtension)) {
      diags_.report(Code::UnknownExtension, {}, quoted(path) + " is not a playbook").withHelp("playbooks end in `.leadflow`");
      return;
    }
    if (!readFile(path, {})) return;
    for (std::size_t i = 0; i < names_.units_.size(); ++i) followUses(*names_.units_[i]);  // grows while it runs
    reportCycles();
    for (const auto& unit : names_.units_) findReachable(*unit);
    for (const auto& unit : names_.units_) collect(*unit);
    for (const auto& unit : names_.units_) expandInstances(*unit);
  }

 private:
  // ---- files

  Unit* addUnit(std::string path, std::string text, bool is_std, Span from) {
    const SourceFile* source = sources_.add(path, std::move(text));
    if (!source) {
      diags_.report(Code::FileUnreadable, from, "the files of this playbook are together larger than 4 GiB");
      return nullptr;
    }
    auto unit = std::make_unique<Unit>();
    unit->path = path;
    unit->is_std = is_std;
    unit->source = source;
    unit->scope.unit = unit.get();
    unit->tree = parse::parseFile(*source, diags_);
    Unit* raw = unit.get();
    by_path_.emplace(std::move(path), raw);
    names_.units_.push_back(std::move(unit));
    return raw;
  }

  Unit* readFile(const std::string& path, Span from) {
    if (const auto found = by_path_.find(path); found != by_path_.end()) return found->second;
    ReadResult result = files_.read(path);
    switch (result.status) {
      case ReadResult::Status::Ok: return addUnit(path, std::move(result.text), false, from);
      case ReadResult::Status::Missing:
        diags_.report(Code::FileMissing, from, "there is no file " + quoted(path))
            .note("paths start at the folder of the playbook");
        break;
      case ReadResult::Status::Directory:
        diags_.report(Code::FileIsDirectory, from, quoted(path) + " is a folder, not a file");
        break;
      case ReadResult::Status::Unreadable:
        diags_.report(Code::FileUnreadable, from, quoted(path) + " cannot be read");
        break;
      case ReadResult::Status::Outside:
        diags_.report(Code::UseOutsideRoot, from, quoted(path) + " is a link that leads out of the playbook's folder")
            .note("a playbook uses only files of its own folder and the folders below it")
            .withHelp("copy the file into the playbook's folder");
        break;
      case ReadResult::Status::TooLarge:
        diags_.report(Code::FileUnreadable, from, quoted(path) + " is larger than 1 GiB, the most that is read");
        break;
    }
    by_path_.emplace(path, nullptr);  // one report a file
    return nullptr;
  }

  Unit* readModule(const syntax::Use& use) {
    const std::string path = "std." + use.module;
    if (const auto found = by_path_.find(path); found != by_path_.end()) return found->second;
    if (const auto* kept = dynamic_cast<const KeptModules*>(&files_))
      if (auto text = kept->module(use.module)) return addUnit(path, std::move(*text), true, use.target_span);
    if (const auto text = stdlib::moduleText(use.module)) return addUnit(path, std::string(*text), true, use.target_span);
    const std::vector<std::string_view> known(stdlib::moduleNames().begin(), stdlib::moduleNames().end());
    auto& finding = diags_.report(Code::UnknownModule, use.target_span, "there is no module " + quoted(path));
    if (const std::string_view near = diag::suggest(use.module, known); !near.empty())
      finding.withHelp("did you mean `std." + std::string(near) + "`?").edit(use.target_span, "std." + std::string(near));
    else {
      std::string all;
      for (const std::string_view name : known) all += (all.empty() ? "`std." : ", `std.") + std::string(name) + '`';
      finding.note("modules: " + all);
    }
    by_path_.emplace(path, nullptr);
    return nullptr;
  }

  Unit* readUsed(const Unit& unit, const syntax::Use& use) {
    if (use.path.empty()) return readModule(use);
    PathProblem problem;
    const std::string path = normalisePath(use.path, problem);
    if (problem == PathProblem::LeavesRoot || problem == PathProblem::Absolute) {
      diags_.report(Code::UseOutsideRoot, use.target_span, quoted(use.path) + " lies outside the playbook's folder")
          .note("a playbook uses only files of its own folder and the folders below it")
          .withHelp("copy the file into the playbook's folder");
      return nullptr;
    }
    if (problem == PathProblem::Empty) {
      diags_.report(Code::FileMissing, use.target_span, "`use` names no file");
      return nullptr;
    }
    if (unit.is_std) {
      diags_.report(Code::UseOutsideRoot, use.target_span, "a std module uses only std modules");
      return nullptr;
    }
    if (!endsWith(path, kPlaybookExtension)) {
      const ReadResult::Status status = files_.read(path).status;
      if (status == ReadResult::Status::Directory)
        diags_.report(Code::FileIsDirectory, use.target_span, quoted(path) + " is a folder, not a file");
      else
        diags_.report(Code::UnknownExtension, use.target_span, quoted(path) + " is not a LeadFlow file")
            .withHelp("`use` takes files that end in `.leadflow`; data files are read with `list … from` and `table … from`");
      return nullptr;
    }
    return readFile(path, use.target_span);
  }

  void followUses(Unit& unit) {
    for (const syntax::Declaration& declaration : unit.tree.declarations) {
      const auto* use = std::get_if<syntax::Use>(&declaration.node);
      if (!use) continue;
      Unit* used = readUsed(unit, *use);
      if (!used) continue;
      if (std::find(unit.uses.begin(), unit.uses.end(), used) != unit.uses.end()) continue;
      unit.uses.push_back(used);
      unit.use_spans.emplace_back(used, use->target_span);
    }
  }

  /// Depth first without recursion; an edge to a unit that is still open closes a circle.
  void reportCycles() {
    enum class Colour : std::uint8_t { New, Open, Done };
    std::unordered_map<const Unit*, Colour> colours;
    struct Frame {
      const Unit* unit;
      std::size_t next = 0;
    };
    std::vector<Frame> stack;
    if (!names_.main()) return;
    stack.push_back({names_.main()});
    colours[names_.main()] = Colour::Open;
    while (!stack.empty()) {
      Frame& frame = stack.back();
      if (frame.next == frame.unit->use_spans.size()) {
        colours[frame.unit] = Colour::Done;
        stack.pop_back();
        continue;
      }
      const auto [used, span] = frame.unit->use_spans[frame.next++];
      Colour& colour = colours[used];
      if (colour == Colour::New) {
        colour = Colour::Open;
        stack.push_back({used});
      } else if (colour == Colour::Open) {
        std::size_t first = 0;
        while (stack[first].unit != used) ++first;
        std::string circle;
        for (std::size_t i = first; i < stack.size(); ++i) circle += quoted(stack[i].unit->path) + " uses ";
        auto& finding = diags_.report(Code::UseCycle, span, "files use each other in a circle").at("closes the circle");
        finding.note(circle + quoted(used->path));
        finding.withHelp("move what both need into a third file");
      }
    }
  }

  static void findReachable(Unit& unit) {
    std::unordered_set<const Unit*> seen{&unit};
    std::size_t next = 0;
    const auto add = [&](const Unit& from, int distance) {
      for (Unit* used : from.uses)
        if (seen.insert(used).second) unit.reachable.emplace_back(used, distance);
    };
    add(unit, 1);
    while (next < unit.reachable.size()) {
      const auto [used, distance] = unit.reachable[next++];
      add(*used, distance + 1);
    }
  }

  // ---- declarations

  Entity* declare(Item& item, Kind kind, const syntax::Name& name) {
    Scope& scope = *item.scope;
    const Space space = spaceOf(kind);
    if (space == Space::Values) {
      for (const std::string_view word : reserved_names)
        if (name.text == word) {
          diags_.report(Code::WordAsName, name.span, quoted(name.text) + " is a word of the language and cannot name " + withArticle(kind))
              .withHelp("choose another name, for example `" + name.text + (kind == Kind::Field ? "_in_crm`" : "_value`"));
          return nullptr;
        }
    }
    Entity& entity = names_.entities_.emplace_back();
    entity.kind = kind;
    entity.name = name.text;
    entity.qualified = scope.prefix + name.text;
    entity.span = name.span;
    entity.scope = &scope;
    entity.declaration = item.declaration;
    entity.lazy = scope.unit->is_std && !scope.parent;
    auto [place, added] = scope.names[static_cast<std::size_t>(space)].emplace(name.text, &entity);
    if (!added) {
      const Entity& first = *place->second;
      if (!scope.parent || reported_duplicates_.insert(name.span.begin).second) {
        const bool same = first.kind == kind;
        diags_.report(Code::DuplicateName, name.span,
                      same ? "a second " + std::string(kindName(kind)) + " named " + quoted(name.text)
                           : quoted(name.text) + " is declared twice: as " + withArticle(first.kind) + " and as " + withArticle(kind))
            .label(first.span, "the first is here")
            .withHelp("rename one of them");
      }
      names_.entities_.pop_back();
      return nullptr;
    }
    item.entities.push_back(&entity);
    return &entity;
  }

  void declareItem(Item& item) {
    std::visit([&](const auto& node) { declareNode(item, node); }, item.declaration->node);
  }

  void declareNode(Item&, const syntax::Playbook&) {}
  void declareNode(Item&, const syntax::Use&) {}
  void declareNode(Item&, const syntax::Outreach&) {}
  void declareNode(Item&, const syntax::Roster&) {}
  void declareNode(Item&, const syntax::Test&) {}
  template <class Node>
  void declareNode(Item&, const Node&) {}  // what declares no name
  void declareNode(Item& item, const syntax::Param& node) {
    if (Entity* entity = declare(item, Kind::Param, node.name)) entity->param = &node;
  }
  void declareNode(Item& item, const syntax::Template& node) { declare(item, Kind::Template, node.name); }
  void declareNode(Item& item, const syntax::Instance& node) { declare(item, Kind::Instance, node.name); }
  void declareNode(Item& item, const syntax::List& node) { declare(item, Kind::List, node.name); }
  void declareNode(Item& item, const syntax::Table& node) { declare(item, Kind::Table, node.name); }
  void declareNode(Item& item, const syntax::Decision& node) { declare(item, Kind::Decision, node.name); }
  void declareNode(Item& item, const syntax::Checklist& node) { declare(item, Kind::Checklist, node.name); }
  void declareNode(Item& item, const syntax::Score& node) { declare(item, Kind::Score, node.name); }
  void declareNode(Item& item, const syntax::Grade& node) { declare(item, Kind::Grade, node.name); }
  void declareNode(Item& item, const syntax::Milestone& node) { declare(item, Kind::Milestone, node.name); }
  void declareNode(Item& item, const syntax::Calendar& node) { declare(item, Kind::Calendar, node.name); }
  void declareNode(Item& item, const syntax::HolidaySet& node) { declare(item, Kind::HolidaySet, node.name); }
  void declareNode(Item& item, const syntax::Pool& node) { declare(item, Kind::Pool, node.name); }
  void declareNode(Item& item, const syntax::Queue& node) { declare(item, Kind::Queue, node.name); }
  void declareNode(Item& item, const syntax::Route& node) { declare(item, Kind::Route, node.name); }
  void declareNode(Item& item, const syntax::Sla& node) { declare(item, Kind::Sla, node.name); }
  void declareNode(Item& item, const syntax::Escalation& node) { declare(item, Kind::Escalation, node.name); }
  void declareNode(Item& item, const syntax::Handoff& node) { declare(item, Kind::Handoff, node.name); }
  void declareNode(Item& item, const syntax::Sequence& node) { declare(item, Kind::Sequence, node.name); }
  void declareNode(Item& item, const syntax::Approval& node) { declare(item, Kind::Approval, node.name); }
  void declareNode(Item& item, const syntax::Report& node) { declare(item, Kind::Report, node.name); }
  void declareNode(Item& item, const syntax::Match& node) { declare(item, Kind::Match, node.name); }
  void declareNode(Item& item, const syntax::Owners& node) { declareAll(item, Kind::Seat, node.names); }
  void declareNode(Item& item, const syntax::Stages& node) {
    std::vector<syntax::Name> names;
    for (const auto& line : node.lines) names.push_back(line.name);
    declareAll(item, Kind::Stage, names);
  }
  void declareNode(Item& item, const syntax::Reasons& node) {
    std::vector<syntax::Name> names;  // numbered through all lines
    for (const auto& line : node.lines) names.insert(names.end(), line.names.begin(), line.names.end());
    declareAll(item, Kind::Reason, names);
  }
  void declareNode(Item& item, const syntax::Role& node) { declareAll(item, Kind::Role, node.names); }
  void declareNode(Item& item, const syntax::Activity& node) { declareAll(item, Kind::Activity, node.names); }
  void declareNode(Item& item, const syntax::Lead& node) {
    for (const syntax::Field& field : node.fields) {
      const Kind kind = field.derived ? Kind::Derived : Kind::Field;
      if (const Entity* other = otherField(item, field)) {
        diags_.report(Code::DuplicateName, field.name.span, "a second field named " + quoted(field.name.text))
            .label(other->span, "the first is here, in another file")
            .withHelp("a lead has each field once: remove one of them");
        continue;
      }
      if (Entity* entity = declare(item, kind, field.name)) {
        entity->field = &field;
        fields_.emplace(field.name.text, entity);
      }
    }
  }
  /// The lead is one for the whole playbook: its fields are unique over all files.
  const Entity* otherField(const Item& item, const syntax::Field& field) const {
    const auto found = fields_.find(field.name.text);
    return found == fields_.end() || found->second->scope == item.scope ? nullptr : found->second;
  }
  void declareAll(Item& item, Kind kind, const std::vector<syntax::Name>& list) {
    std::uint32_t ordinal = 0;
    for (const syntax::Name& name : list) {
      if (Entity* entity = declare(item, kind, name)) entity->ordinal = ordinal;
      ++ordinal;
    }
  }

  void collect(Unit& unit) {
    unit.items.reserve(unit.tree.declarations.size());
    for (const syntax::Declaration& declaration : unit.tree.declarations) {
      Item& item = unit.items.emplace_back(Item{&declaration, &unit.scope, {}});
      declareItem(item);
    }
  }

  // ---- templates

  static bool mayStandInTemplate(const syntax::Declaration& declaration) {
    const auto& node = declaration.node;
    return !(std::holds_alternative<syntax::Playbook>(node) || std::holds_alternative<syntax::Use>(node) ||
             std::holds_alternative<syntax::Template>(node) || std::holds_alternative<syntax::Instance>(node) ||
             std::holds_alternative<syntax::Lead>(node) || std::holds_alternative<syntax::Roster>(node) ||
             std::holds_alternative<syntax::Activity>(node) || std::holds_alternative<syntax::Outreach>(node) ||
             std::holds_alternative<syntax::HolidaySet>(node) || std::holds_alternative<syntax::Param>(node) ||
             std::holds_alternative<syntax::Stages>(node) || std::holds_alternative<syntax::Stage>(node) ||
             std::holds_alternative<syntax::Reasons>(node) || std::holds_alternative<syntax::Owners>(node) ||
             std::holds_alternative<syntax::Migrate>(node) || std::holds_alternative<syntax::Privacy>(node) ||
             std::holds_alternative<syntax::Duplicates>(node) || std::holds_alternative<syntax::DataRules>(node) ||
             std::holds_alternative<syntax::Scorecard>(node) || std::holds_alternative<syntax::Match>(node));
  }

  void expandInstances(Unit& unit) {
    for (const Item& item : unit.items)
      if (const auto* body = std::get_if<syntax::Template>(&item.declaration->node))
        for (const syntax::Declaration& inner : body->body)
          if (!mayStandInTemplate(inner))
            diags_.report(Code::NotInTemplate, inner.span, "this cannot stand in a template")
                .note("a template holds lists, tables, decisions, scores, grades, milestones, calendars, pools, roles, queues, routes, clocks, escalations, handoffs, sequences, approvals, reports and tests")
                .withHelp("move it out of the template, to the top of the file");
    const bool any = std::any_of(unit.items.begin(), unit.items.end(), [](const Item& item) {
      return std::holds_alternative<syntax::Instance>(item.declaration->node);
    });
    if (!any) return;
    std::vector<Item> items;
    for (Item& item : unit.items) {
      const auto* instance = std::get_if<syntax::Instance>(&item.declaration->node);
      Entity* entity = instance && !item.entities.empty() ? item.entities.front() : nullptr;
      Scope& caller = *item.scope;
      items.push_back(std::move(item));
      if (entity) expand(*instance, *entity, caller, items);
    }
    unit.items = std::move(items);
  }

  void expand(const syntax::Instance& instance, Entity& entity, Scope& caller, std::vector<Item>& items) {
    Entity* found = names_.find(caller, Space::Templates, instance.of.text, instance.of.span, diags_);
    if (!found || found->kind != Kind::Template) {
      auto& finding = diags_.report(Code::UnknownTemplate, instance.of.span, "there is no template " + quoted(instance.of.text));
      std::vector<std::string_view> templates;
      for (const std::string_view name : names_.candidates(caller, Space::Templates))
        if (const Lookup hit = names_.look(caller, Space::Templates, name); hit && hit.found->kind == Kind::Template) templates.push_back(name);
      if (const std::string_view near = diag::suggest(instance.of.text, templates); !near.empty())
        finding.withHelp("did you mean `" + std::string(near) + "`?").edit(instance.of.span, std::string(near));
      return;
    }
    const auto& pattern = found->as<syntax::Template>();
    Scope& scope = names_.instance_scopes_.emplace_back();
    scope.unit = found->scope->unit;
    scope.parent = found->scope;
    scope.caller = &caller;
    scope.prefix = caller.prefix + instance.name.text + '.';
    entity.inner = &scope;
    bindParams(instance, pattern, *found, scope, caller);
    for (const syntax::Declaration& declaration : pattern.body) {
      if (!mayStandInTemplate(declaration)) continue;
      Item item{&declaration, &scope, {}};
      declareItem(item);
      items.push_back(std::move(item));
    }
  }

  void bindParams(const syntax::Instance& instance, const syntax::Template& pattern, const Entity& found, Scope& scope, Scope& caller) {
    std::unordered_map<std::string_view, const syntax::Property*> given;
    for (const syntax::Property& argument : instance.arguments) {
      const auto [place, added] = given.emplace(argument.key.text, &argument);
      if (!added)
        diags_.report(Code::RepeatedProperty, argument.key.span, quoted(argument.key.text) + " is given twice")
            .label(place->second->key.span, "the first is here");
    }
    Item item{found.declaration, &scope, {}};  // params belong to the instance's scope, not to its items
    std::string absent;
    for (const syntax::Param& param : pattern.params) {
      const auto argument = given.find(param.name.text);
      const syntax::Expr* value = argument == given.end() ? nullptr : argument->second->value.get();
      if (argument != given.end()) given.erase(argument);
      if (Entity* entity = declare(item, Kind::Param, param.name)) {
        entity->param = &param;
        entity->argument = value;
        entity->argument_scope = value ? &caller : nullptr;
      }
      if (!value && !param.value) absent += (absent.empty() ? "`" : ", `") + param.name.text + '`';
    }
    if (!absent.empty())
      diags_.report(Code::TemplateArgumentMissing, instance.name.span, quoted(instance.name.text) + " gives no value for " + absent)
          .label(found.span, "the template is here")
          .withHelp("add it to `with { … }`, or give the param a default in the template");
    for (const syntax::Property& argument : instance.arguments) {
      const auto left = given.find(argument.key.text);
      if (left == given.end() || left->second != &argument) continue;
      auto& finding = diags_.report(Code::TemplateArgumentUnknown, argument.key.span,
                                    "the template " + quoted(found.name) + " has no param " + quoted(argument.key.text));
      finding.label(found.span, "the template is here");
      std::vector<std::string_view> params;
      for (const syntax::Param& param : pattern.params) params.push_back(param.name.text);
      if (const std::string_view near = diag::suggest(argument.key.text, params); !near.empty())
        finding.withHelp("did you mean `" + std::string(near) + "`?").edit(argument.key.span, std::string(near));
    }
  }

  Names& names_;
  Files& files_;
  SourceMap& sources_;
  diag::Diagnostics& diags_;
  std::unordered_map<std::string, Unit*> by_path_;
  std::unordered_map<std::string, const Entity*> fields_;
  std::unordered_set<std::uint32_t> reported_duplicates_;
};

std::unique_ptr<Names> resolveNames(const std::string& main_path, Files& files, SourceMap& sources, diag::Diagnostics& diags) {
  auto names = std::make_unique<Names>();
  Loader(*names, files, sources, diags).run(main_path);
  return names;
}

}  // namespace leadflow::resolve
