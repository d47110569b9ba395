// From tape to syntax tree: one function a construct, in build_<noun>.cpp. A builder trusts the shape that the grammar
// matched and reports what the grammar cannot see: an unknown escape, a 31st of February, a row of the wrong width.
#pragma once
#include "compiler/parse/tape.hpp"
#include "compiler/syntax/declaration.hpp"

namespace leadflow::parse {

using syntax::Expr;
using syntax::ExprKind;
using syntax::ExprPtr;

// ---- build_literal.cpp
syntax::Name buildName(Node node);  ///< of a name, a word, a dotted name
/// The characters of a text, escapes resolved, `{` left alone.
std::string buildText(Node text);
/// The same as a value: Text, or Template when something is filled in.
ExprPtr buildTextValue(Node text);
ExprPtr buildAmount(Node amount);
ExprPtr buildInstant(Node instant);
ExprPtr buildPattern(Node pattern);
/// 09:30 as minutes since midnight; -1 after an error.
int buildClockTime(Node time);
syntax::Name buildColumnName(Node column_name);
syntax::FileRef buildFileRef(Node file_ref);
/// The `##` lines right before that place.
std::string docBefore(const Tape& tape, std::uint32_t begin);
/// Reports a clause that a statement says a second time.
void repeated(Node node, std::string_view clause);

// ---- build_expression.cpp
ExprPtr buildCondition(Node condition);
ExprPtr buildSum(Node sum);
ExprPtr buildRange(Node range_or_sum);
/// An operand whose parts are the node's children: `account_owner`, `named_accounts[domain].owner`, `"skill"`.
ExprPtr buildOperandOf(Node parent);
/// What a child of that kind says; null when there is none.
ExprPtr buildChildSum(Node parent);
ExprPtr buildChildCondition(Node parent);

// ---- build_choice.cpp
void buildArms(Node first_of, Expr& into);
std::vector<syntax::Band> buildBands(Node parent);

// ---- declarations
syntax::TypeRef buildType(Node type_ref);
syntax::Field buildField(Node field);
syntax::Lead buildLead(Node node);
syntax::Activity buildActivity(Node node);
syntax::Checklist buildChecklist(Node node);
std::vector<syntax::Name> buildNames(Node node);

syntax::Score buildScore(Node node);
syntax::Grade buildGrade(Node node);
syntax::Milestone buildMilestone(Node node);
std::string buildBecause(Node because);

syntax::Calendar buildCalendar(Node node);
syntax::Roster buildRoster(Node node);
syntax::Pool buildPool(Node node);
syntax::Queue buildQueue(Node node);

syntax::Route buildRoute(Node node);

syntax::List buildList(Node node);
syntax::Table buildTable(Node node);
syntax::Decision buildDecision(Node node);

// ---- build_action.cpp
/// A count such as the 2 of `at most 2 times`; 0 after an error.
int buildWhole(Node amount);
/// A share; reports one without `%`.
ExprPtr buildPercent(Node amount);
syntax::Who buildWho(Node who);
std::vector<syntax::Who> buildWhos(Node parent);
syntax::Reason buildReason(Node reason);  ///< nothing without a node
std::vector<std::pair<syntax::Name, ExprPtr>> buildPairs(Node parent);
/// Of the child that holds actions, one or a block; empty when there is none.
std::vector<syntax::Action> buildActions(Node parent);
/// The actions that stand directly in a block.
std::vector<syntax::Action> buildSteps(Node parent);

// ---- the workflow
syntax::Stages buildStages(Node node);
syntax::Stage buildStage(Node node);
syntax::Reasons buildReasons(Node node);
syntax::Sla buildSla(Node node);
syntax::Escalation buildEscalation(Node node);
syntax::Handoff buildHandoff(Node node);
syntax::Sequence buildSequence(Node node);
syntax::Approval buildApproval(Node node);
syntax::Privacy buildPrivacy(Node node);
syntax::Duplicates buildDuplicates(Node node);
syntax::DataRules buildDataRules(Node node);
syntax::Match buildMatch(Node node);
syntax::Report buildReport(Node node);
syntax::Scorecard buildScorecard(Node node);
syntax::Every buildEvery(Node node);

syntax::Test buildTest(Node node);
std::vector<syntax::Property> buildProperties(Node parent, Kind kind);

/// All declarations directly inside a template or, with no node, in the file.
std::vector<syntax::Declaration> buildDeclarations(const Tape& tape, Node parent);

}  // namespace leadflow::parse
