// The whole check, in the order of its steps.
#include <unordered_set>

#include "compiler/check/content_hash.hpp"
#include "compiler/check/expression.hpp"
#include "compiler/check/personal_flow.hpp"
#include "compiler/check/phases.hpp"
#include "compiler/check/roster.hpp"
#include "compiler/check/workflow.hpp"
#include "compiler/parse/parse.hpp"
#include "compiler/types/mails.hpp"

namespace leadflow::check {

using diag::Code;
using Declared = resolve::Kind;
using resolve::Item;

namespace {

class ProgramChecker {
 public:
  ProgramChecker(Context& context, const CheckOptions& options) : c_(context), options_(options) {}

  void run() {
    c_.program.queue_enum = c_.addEnum({"queue", {}, -1});
    const syntax::Playbook* header = readHeader(c_);
    declareAll();
    declareEmailSent();
    beginWorkflow(c_);
    checkKind(Declared::Param);
    checkKind(Declared::Field);
    checkKind(Declared::Activity);
    markOutreach();
    checkPeople();
    if (header) finishHeader(c_, *header);
    if (header) expectLead(*header);
    c_.names.forEachItem([&](Item& item) { checkItem(item); });
    checkKind(Declared::List);  // last: the values of their names are known by now
    finishRouting(c_);
    finishWorkflow(c_);
    findPersonal(c_.program);
    c_.names.forEachItem([&](Item& item) {
      if (const auto* test = std::get_if<syntax::Test>(&item.declaration->node); test && !item.scope->unit->is_std)
        checkTest(c_, *test, *item.scope, item.declaration->span);
    });
    checkColumns();
    c_.program.content_hash = contentHash(c_.program, c_.sources);
  }

 private:
  template <class F>
  void forEachEntity(F&& f) {
    c_.names.forEachItem([&](Item& item) {
      for (Entity* entity : item.entities)
        if (!entity->lazy) f(*entity);
    });
  }

  void declareAll() {
    forEachEntity([&](Entity& entity) { c_.indexOf(entity); });
  }

  /// `email_sent` is known wherever somebody names it; where nobody does, the first `email` declares it.
  void declareEmailSent() {
    for (const auto& unit : c_.names.units())
      if (!unit->is_std && unit->source->text.find(typed::kEmailSent) != std::string::npos) (void)c_.emailSent(unit->scope, Span{unit->source->base, unit->source->base});
  }

  void checkKind(Declared kind) {
    forEachEntity([&](Entity& entity) {
      if (entity.kind == kind) c_.require(entity, entity.span);
    });
  }

  void markOutreach() {
    c_.names.forEachItem([&](Item& item) {
      const auto* node = std::get_if<syntax::Outreach>(&item.declaration->node);
      if (!node) return;
      for (const syntax::Name& name : node->names)
        if (Entity* activity = c_.findActivity(*item.scope, name)) c_.program.activities[static_cast<std::size_t>(activity->index)].outreach = true;
    });
  }

  /// The roster that the caller brings stands for the playbook's own.
  void checkPeople() {
    if (options_.roster_apart) {
      if (options_.roster_text) knowPeople(c_, *options_.roster_text);
      c_.names.forEachItem([&](Item& item) {
        if (const auto* roster = std::get_if<syntax::Roster>(&item.declaration->node)) knowPeople(c_, *roster);
      });
      return;
    }
    if (options_.roster_text) {
      const auto read = readRosterText(c_, options_.roster_path, *options_.roster_text, c_.names.main()->scope);
      c_.program.roster_path = options_.roster_path;
      c_.program.roster.emplace();
      if (read) {
        checkReps(c_, *read, c_.names.main()->scope, false);
        for (const Rep& rep : read->reps) c_.rep_ids.insert(rep.id);
        c_.program.roster = read->reps;
      }
      c_.roster_known = true;
      return;
    }
    c_.names.forEachItem([&](Item& item) {
      if (const auto* roster = std::get_if<syntax::Roster>(&item.declaration->node)) checkRoster(c_, *roster, *item.scope, item.declaration->span);
    });
  }

  void expectLead(const syntax::Playbook& header) {
    bool any = false;
    c_.names.forEachItem([&](const Item& item) { any = any || std::holds_alternative<syntax::Lead>(item.declaration->node); });
    if (any) return;
    c_.error(Code::NoLead, header.name.span, "the playbook " + inBackticks(header.name.text) + " does not say what a lead is")
        .withHelp("add a `lead { … }` block with its fields, or `use` a file that has one");
  }

  void checkItem(Item& item) {
    if (const auto* later = std::get_if<syntax::Later>(&item.declaration->node)) {
      if (!later_.insert(item.declaration->span.begin).second) return;  // a template's, in each instance
      c_.error(Code::LaterConstruct, later->keyword.span, inBackticks(later->keyword.text) + " is not part of this version")
          .withHelp("take it out, or keep it in a file that this playbook does not `use`");
      return;
    }
    for (Entity* entity : item.entities) {
      // A stage is done with its block, wherever that stands.
      if (entity->lazy || entity->kind == Declared::List || entity->kind == Declared::Stage) continue;
      c_.require(*entity, entity->span);
    }
    checkNameless(*item.declaration, *item.scope);
  }

  /// Constructs of the workflow that declare no name.
  void checkNameless(const syntax::Declaration& declaration, Scope& scope) {
    const Span span = declaration.span;
    if (const auto* stage = std::get_if<syntax::Stage>(&declaration.node)) checkStage(c_, *stage, scope, span);
    else if (const auto* migrate = std::get_if<syntax::Migrate>(&declaration.node)) checkMigrate(c_, *migrate, scope, span);
    else if (const auto* privacy = std::get_if<syntax::Privacy>(&declaration.node)) checkPrivacy(c_, *privacy, scope, span);
    else if (const auto* duplicates = std::get_if<syntax::Duplicates>(&declaration.node)) checkDuplicates(c_, *duplicates, scope, span);
    else if (const auto* rules = std::get_if<syntax::DataRules>(&declaration.node)) checkDataRules(c_, *rules, scope, span);
    else if (const auto* scorecard = std::get_if<syntax::Scorecard>(&declaration.node)) checkScorecard(c_, *scorecard, scope, span);
    else if (const auto* every = std::get_if<syntax::Every>(&declaration.node)) checkEvery(c_, *every, scope, span);
  }

  /// What `--columns` and `--pilot-when` say, each a text of its own in the source map.
  void checkColumns() {
    for (const GivenExpression& given : options_.columns) {
      const SourceFile* source = c_.sources.add(given.option, given.written, true);
      if (!source) return;
      const auto expr = parse::parseExpression(std::string_view(source->text).substr(0, given.end).substr(given.begin), source->base + static_cast<std::uint32_t>(given.begin), c_.diags);
      if (!expr) continue;
      const ExprScope where{&c_.names.main()->scope, Place::Outcome, nullptr, "column"};
      if (typed::ExprPtr value = checkExpression(c_, *expr, where)) c_.program.columns.push_back({given.name, std::move(value)});
    }
  }

  Context& c_;
  const CheckOptions& options_;
  std::unordered_set<std::uint32_t> later_;
};

}  // namespace

void checkProgram(Context& context, const CheckOptions& options) {
  if (!context.names.main()) return;
  // What could not be read is missing everywhere it is used: first things first, one message a mistake.
  for (const diag::Diagnostic& finding : context.diags.all())
    if (finding.severity == diag::Severity::Error && diag::info(finding.code).name < "LF0200") return;
  ProgramChecker(context, options).run();
}

}  // namespace leadflow::check
