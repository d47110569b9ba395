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

syntax::Test buildTest(Node node);
std::vector<syntax::Property> buildProperties(Node parent, Kind kind);

/// All declarations directly inside a template or, with no node, in the file.
std::vector<syntax::Declaration> buildDeclarations(const Tape& tape, Node parent);

}  // namespace leadflow::parse
