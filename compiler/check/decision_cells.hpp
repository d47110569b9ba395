// What the cells of a decision say: tests for its inputs, values for its outputs.
//
//     | rating | company_size in | title matches | -> target           |
//     | A, B   | 50..500         | /chief/i      | 4 business hours    |
//
// In a file, alternatives stand between `;` or `|`, or between commas where the value itself holds none: `CA;OR;WA`. A cell of
// an input may be empty or `-`: any value, a missing one too. Numbers also take `< 50`, `>= 10`, `50..500`, `500..` and `..49`.
#pragma once
#include "compiler/check/data_file.hpp"

namespace leadflow::check {

using DecisionOperator = syntax::DecisionInput::Operator;

/// An input column after its header is checked.
struct DecisionColumn {
  Type type;                 ///< of the tested value
  DecisionOperator op = DecisionOperator::Is;
  std::string title;         ///< as written: `email.domain`
};

/// "is", "begins with", … as messages say it.
std::string_view operatorText(DecisionOperator op);
/// What keeps a pattern from being read, in RE2's words; empty when nothing does.
std::string patternFault(std::string_view pattern);
/// What a cell of the column must be: "a country", "a whole number or a range such as `50..500`", "a pattern".
std::string expectedCell(const Context& context, const DecisionColumn& column);
/// Whether the operator suits the column's type; reports LF0621 at `span` when not.
bool checkOperator(Context& context, const DecisionColumn& column, Span span);

/// A cell of an inline decision. Nullopt after a report.
std::optional<typed::CellTest> inlineTest(Context& context, const syntax::Cell& cell, const DecisionColumn& column, Scope& scope);
/// A cell of a file; nullopt when it cannot be read (no report: the caller counts). `wrong` is the part at fault.
std::optional<typed::CellTest> textTest(Context& context, std::string_view text, Span span, const DecisionColumn& column, std::string_view& wrong);

/// The type that the written values of an output share; kind Missing when there is none. Bare words make a new enum `name`.
/// `wrong` is the first value that differs from those before it, or -1.
Type inferOutput(Context& context, const std::vector<std::string_view>& cells, const std::string& name, int& wrong);

}  // namespace leadflow::check
