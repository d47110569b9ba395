// Lists from data files.
//
//     list free_mail from "data/free_mail.csv" column domain      the column of a file with a header
//     list blocked   from "data/blocked.csv"                      a file of one column: every line is a value, there is no header
#include <unordered_set>

#include "compiler/check/data_file.hpp"

namespace leadflow::check {

using diag::Code;

std::optional<typed::Set> loadListFile(Context& context, const Entity& list, Type wanted) {
  const auto& syntax = list.as<syntax::List>();
  const std::unique_ptr<DataFile> file = readDataFile(context, syntax.from);
  if (!file) return std::nullopt;

  std::size_t column = 0, first_row = 0;
  if (syntax.column) {
    const int found = findColumn(context, *file, syntax.column.text, syntax.column.span, "list " + backticked(list.name));
    if (found < 0) return std::nullopt;
    column = static_cast<std::size_t>(found);
    first_row = 1;
  } else if (file->row(0).size() > 1) {
    std::vector<std::string_view> names;
    for (const DataCell& cell : file->row(0)) names.push_back(cell.text);
    auto& finding = context.error(Code::ColumnNotChosen, syntax.from.span, backticked(file->path) + " has " + std::to_string(names.size()) +
                                                                               " columns, and the list does not say which one it takes");
    finding.label(file->rowSpan(0), "its first row");
    finding.withHelp("add the column: `column " + std::string(names.front()) + "`").note("without `column`, a file must have one column and no header");
    return std::nullopt;
  }

  typed::Set set;
  set.name = list.qualified;
  set.span = list.span;
  set.type = wanted.kind == TypeKind::Missing ? Type{TypeKind::Text, 0} : wanted;
  set.values.reserve(file->rows());
  std::unordered_set<std::string> seen;
  seen.reserve(file->rows());
  CellReports reports(context);
  for (std::size_t i = first_row; i < file->rows(); ++i) {
    const auto row = file->row(i);
    if (column >= row.size()) {
      if (auto* finding = reports.report(Code::DataRowWidth, file->rowSpan(i), "this row ends before column " + backticked(syntax.column.text)))
        finding->label(file->rowSpan(0), "the header has " + std::to_string(file->row(0).size()) + " columns");
      continue;
    }
    if (!syntax.column && row.size() > 1) {
      if (auto* finding = reports.report(Code::DataRowWidth, file->rowSpan(i), "this row has " + std::to_string(row.size()) + " values, the first has one"))
        finding->withHelp("put a value that holds the separator in quotes");
      continue;
    }
    const DataCell& cell = row[column];
    if (cell.text.empty()) continue;
    std::optional<Constant> value = constantOfText(context, cell.text, set.type);
    if (!value || value->isMissing()) {
      if (auto* finding = reports.report(Code::DataCell, cell.span, backticked(cell.text) + " is not " + describe(context, set.type)))
        finding->label(list.span, "the list is compared with " + describe(context, set.type));
      continue;
    }
    if (seen.insert(constantKey(*value)).second) set.values.push_back(std::move(*value));
  }
  if (!reports.finish()) return std::nullopt;
  if (set.values.empty()) {
    context.error(Code::DataFileEmpty, syntax.from.span, backticked(file->path) + " holds no value for the list");
    return std::nullopt;
  }
  return set;
}

}  // namespace leadflow::check
