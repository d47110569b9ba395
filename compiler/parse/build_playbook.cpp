// A file's declarations, and those that only stand at its top.
#include "compiler/parse/build.hpp"

namespace leadflow::parse {
namespace {

syntax::Param buildParam(Node item) {
  syntax::Param param;
  param.name = buildName(item.find(Kind::name));
  if (const Node type = item.find(Kind::type_ref)) param.type = buildType(type);
  if (const Node value = item.find(Kind::param_value)) param.value = buildChildCondition(value);
  return param;
}

syntax::Use buildUse(Node node) {
  syntax::Use use;
  const Node target = node.first();
  use.target_span = target.span();
  if (target.is(Kind::std_module)) use.module = target.text().substr(4);
  else use.path = buildText(target);
  return use;
}

syntax::Template buildTemplate(Node node) {
  syntax::Template out;
  out.name = buildName(node.find(Kind::name));
  for (const Node child : node.children())
    if (child.is(Kind::param_item)) out.params.push_back(buildParam(child));
  out.body = buildDeclarations(node.tape(), node);
  return out;
}

syntax::Migrate buildMigrate(Node node) {
  std::vector<syntax::Name> names = buildNames(node);
  return {std::move(names[0]), std::move(names[1])};
}

syntax::Later buildLater(Node node) {
  syntax::Later later;
  later.keyword = buildName(node.find(Kind::later_keyword));
  const Node name = node.find(Kind::name);
  later.name = buildName(name);
  const Span before = name ? name.span() : later.keyword.span;
  later.body = {before.end, node.span().end};
  return later;
}

syntax::Declaration buildDeclaration(Node node) {
  syntax::Declaration out;
  out.span = node.span();
  out.doc = docBefore(node.tape(), node.begin());
  const Node n = node.first();
  switch (n.kind()) {
    case Kind::playbook_declaration: out.node = syntax::Playbook{buildName(n.find(Kind::name)), buildProperties(n, Kind::property)}; break;
    case Kind::use_declaration: out.node = buildUse(n); break;
    case Kind::param_declaration: out.node = buildParam(n.first()); break;
    case Kind::template_declaration: out.node = buildTemplate(n); break;
    case Kind::instance_declaration:
      out.node = syntax::Instance{buildName(n.find(Kind::name)), buildName(n.find(Kind::dotted_name)), buildProperties(n, Kind::given_property)};
      break;
    case Kind::list_declaration: out.node = buildList(n); break;
    case Kind::table_declaration: out.node = buildTable(n); break;
    case Kind::decision_declaration: out.node = buildDecision(n); break;
    case Kind::lead_declaration: out.node = buildLead(n); break;
    case Kind::activity_declaration: out.node = buildActivity(n); break;
    case Kind::outreach_declaration: out.node = syntax::Outreach{buildNames(n)}; break;
    case Kind::checklist_declaration: out.node = buildChecklist(n); break;
    case Kind::score_declaration: out.node = buildScore(n); break;
    case Kind::grade_declaration: out.node = buildGrade(n); break;
    case Kind::milestone_declaration: out.node = buildMilestone(n); break;
    case Kind::calendar_declaration: out.node = buildCalendar(n); break;
    case Kind::holidays_declaration: out.node = syntax::HolidaySet{buildName(n.find(Kind::name)), buildText(n.find(Kind::text))}; break;
    case Kind::roster_declaration: out.node = buildRoster(n); break;
    case Kind::pool_declaration: out.node = buildPool(n); break;
    case Kind::role_declaration: out.node = syntax::Role{buildNames(n)}; break;
    case Kind::queue_declaration: out.node = buildQueue(n); break;
    case Kind::route_declaration: out.node = buildRoute(n); break;
    case Kind::test_declaration: out.node = buildTest(n); break;
    case Kind::stages_declaration: out.node = buildStages(n); break;
    case Kind::stage_declaration: out.node = buildStage(n); break;
    case Kind::reasons_declaration: out.node = buildReasons(n); break;
    case Kind::owners_declaration: out.node = syntax::Owners{buildNames(n)}; break;
    case Kind::migrate_declaration: out.node = buildMigrate(n); break;
    case Kind::sla_declaration: out.node = buildSla(n); break;
    case Kind::escalation_declaration: out.node = buildEscalation(n); break;
    case Kind::handoff_declaration: out.node = buildHandoff(n); break;
    case Kind::sequence_declaration: out.node = buildSequence(n); break;
    case Kind::approval_declaration: out.node = buildApproval(n); break;
    case Kind::privacy_declaration: out.node = buildPrivacy(n); break;
    case Kind::duplicates_declaration: out.node = buildDuplicates(n); break;
    case Kind::data_declaration: out.node = buildDataRules(n); break;
    case Kind::report_declaration: out.node = buildReport(n); break;
    case Kind::scorecard_declaration: out.node = buildScorecard(n); break;
    case Kind::every_declaration: out.node = buildEvery(n); break;
    case Kind::match_declaration: out.node = buildMatch(n); break;
    default: out.node = buildLater(n); break;
  }
  return out;
}

}  // namespace

std::vector<syntax::Declaration> buildDeclarations(const Tape& tape, Node parent) {
  std::vector<syntax::Declaration> out;
  const std::uint32_t end = parent ? parent.entry().next : static_cast<std::uint32_t>(tape.entries.size());
  for (std::uint32_t i = parent ? parent.index() + 1 : 0; i < end; i = tape.entries[i].next)
    if (tape.entries[i].kind == Kind::declaration) out.push_back(buildDeclaration(Node(tape, i)));
  return out;
}

}  // namespace leadflow::parse
