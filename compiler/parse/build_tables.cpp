// Lists, tables, decision tables.
#include "compiler/parse/build.hpp"

namespace leadflow::parse {
namespace {

using diag::Code;

void checkWidth(Node row, std::size_t cells, std::size_t wanted) {
  if (cells == wanted) return;
  row.tape().diags->report(Code::RowWidth, row.span(), "this row has " + std::to_string(cells) + (cells == 1 ? " cell" : " cells") + ", the header has " + std::to_string(wanted))
      .withHelp(cells < wanted ? "write an empty cell, `|  |`, for a column that has nothing to say" : "take out the cells that are too many");
}

syntax::Column buildColumn(Node node) {
  syntax::Column column;
  column.span = node.span();
  for (const Node child : node.children()) {
    if (child.is(Kind::name)) column.name = buildName(child);
    else if (child.is(Kind::type_ref)) column.type = buildType(child);
    else if (child.is(Kind::column_key)) column.key = true;
    else if (child.is(Kind::column_from)) column.from = {buildText(child.first()), child.first().span()};
  }
  return column;
}

/// The only value of a cell; null for an empty one.
ExprPtr onlyValue(Node cell) {
  ExprPtr value;
  for (const Node child : cell.children()) {
    if (child.is(Kind::cell_dash)) continue;
    if (value) {
      cell.tape().diags->report(Code::UnexpectedText, child.span(), "a cell holds one value here").withHelp("write a row for each, or a list in `[ ]`");
      break;
    }
    value = buildRange(child);
  }
  return value;
}

syntax::DecisionInput::Operator buildOperator(Node node) {
  using Op = syntax::DecisionInput::Operator;
  if (!node) return Op::Is;
  const std::string_view text = node.text();
  switch (text.front()) {
    case 'i': return text == "in" ? Op::In : Op::Is;
    case 'b': return Op::BeginsWith;
    case 'e': return Op::EndsWith;
    case 'c': return Op::Contains;
    case 'm': return Op::Matches;
    case '<': return text == "<=" ? Op::LessEqual : Op::Less;
    default: return text == ">=" ? Op::GreaterEqual : Op::Greater;
  }
}

void buildHeader(Node header, syntax::Decision& decision) {
  for (const Node child : header.children()) {
    if (child.is(Kind::header_output)) {
      syntax::DecisionOutput output;
      output.name = buildName(child.find(Kind::name));
      if (const Node type = child.find(Kind::type_ref)) output.type = buildType(type);
      decision.outputs.push_back(std::move(output));
    } else if (child.is(Kind::header_input)) {
      if (!decision.outputs.empty())
        header.tape().diags->report(Code::UnexpectedText, child.span(), "a column that is tested stands before those that the decision gives")
            .withHelp("write `->` before a result, or move this column to the left");
      syntax::DecisionInput input;
      input.span = child.span();
      input.value = buildChildSum(child);
      input.op = buildOperator(child.find(Kind::decision_operator));
      decision.inputs.push_back(std::move(input));
    }
  }
}

syntax::Decision::Row buildRow(Node node, const syntax::Decision& decision) {
  syntax::Decision::Row row;
  row.span = node.span();
  std::size_t count = 0;
  for (const Node child : node.children()) {
    if (count++ < decision.inputs.size()) {
      syntax::Cell cell;
      cell.span = child.span();
      for (const Node alternative : child.children())
        if (!alternative.is(Kind::cell_dash)) cell.alternatives.push_back(buildRange(alternative));
      row.inputs.push_back(std::move(cell));
    } else {
      row.outputs.push_back(onlyValue(child));
    }
  }
  checkWidth(node, count, decision.inputs.size() + decision.outputs.size());
  return row;
}

void buildLine(Node line, syntax::Decision& decision) {
  if (line.is(Kind::decision_valid)) {
    decision.valid_from = buildColumnName(line.find(Kind::valid_from).find(Kind::column_name));
    if (const Node until = line.find(Kind::valid_until)) decision.valid_until = buildColumnName(until.find(Kind::column_name));
  } else if (line.is(Kind::decision_gives)) {
    syntax::DecisionOutput output;
    output.name = buildName(line.find(Kind::name));
    if (const Node type = line.find(Kind::type_ref)) output.type = buildType(type);
    output.column = buildColumnName(line.find(Kind::column_name));
    if (!output.column) output.column = output.name;
    decision.outputs.push_back(std::move(output));
  } else {
    syntax::DecisionInput input;
    input.span = line.span();
    input.value = buildChildSum(line);
    input.op = buildOperator(line.find(Kind::decision_operator));
    input.column = buildColumnName(line.find(Kind::column_name));
    decision.inputs.push_back(std::move(input));
  }
}

}  // namespace

syntax::List buildList(Node node) {
  syntax::List list;
  for (const Node child : node.children()) {
    if (child.is(Kind::name)) {
      list.name = buildName(child);
    } else if (child.is(Kind::file_ref)) {
      list.from = buildFileRef(child);
    } else if (child.is(Kind::list_column)) {
      list.column = buildColumnName(child.first());
    } else if (child.is(Kind::list_literal)) {
      for (const Node item : child.children()) list.items.push_back(buildRange(item));
    }
  }
  return list;
}

syntax::Table buildTable(Node node) {
  syntax::Table table;
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::name: table.name = buildName(child); break;
      case Kind::live_word: table.live = true; break;
      case Kind::file_ref: table.from = buildFileRef(child); break;
      case Kind::column: table.columns.push_back(buildColumn(child)); break;
      case Kind::row: {
        std::vector<ExprPtr> cells;
        for (const Node cell : child.children()) cells.push_back(onlyValue(cell));
        checkWidth(child, cells.size(), table.columns.size());
        cells.resize(table.columns.size());
        table.rows.push_back(std::move(cells));
        break;
      }
      default: break;
    }
  }
  return table;
}

syntax::Decision buildDecision(Node node) {
  syntax::Decision decision;
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::name: decision.name = buildName(child); break;
      case Kind::file_ref: decision.from = buildFileRef(child); break;
      case Kind::decision_header: buildHeader(child, decision); break;
      case Kind::row: decision.rows.push_back(buildRow(child, decision)); break;
      case Kind::decision_line: buildLine(child.first(), decision); break;
      default: break;
    }
  }
  return decision;
}

}  // namespace leadflow::parse
