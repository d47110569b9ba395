// Tables: rows found by a key.
//
//     table named_accounts from "data/named_accounts.csv" { domain text key, owner rep }
//     table desks { | country country key | desk text |      rows below, inline
//                   | DE                  | "Berlin"  | }
#include <unordered_map>

#include "compiler/check/data_file.hpp"

namespace leadflow::check {
namespace {

using diag::Code;

/// A table that only a `match` looks into needs no key: its rows are found by likeness.
bool isMatched(Context& context, const Entity& table) {
  bool matched = false;
  context.names.forEachItem([&](const resolve::Item& item) {
    if (const auto* match = std::get_if<syntax::Match>(&item.declaration->node))
      matched = matched || context.names.look(*item.scope, Space::Values, match->table.text).found == &table;
  });
  return matched;
}

bool checkColumns(Context& context, Entity& entity, const syntax::Table& syntax, typed::Table& table) {
  bool good = true;
  std::unordered_map<std::string_view, Span> seen;
  Span key;
  for (const syntax::Column& column : syntax.columns) {
    const auto [place, added] = seen.emplace(column.name.text, column.name.span);
    if (!added) {
      context.error(Code::RepeatedColumn, column.name.span, "the table has two columns " + backticked(column.name.text)).label(place->second, "the first is here");
      good = false;
      continue;
    }
    const std::optional<Type> type = checkType(context, column.type, entity.qualified + '.' + column.name.text);
    if (!type) {
      good = false;
      continue;
    }
    if (column.key && key.known()) {
      context.error(Code::TableWithoutKey, column.name.span, "the table has two key columns").label(key, "the first is here").withHelp("a row is found by one column: keep one `key`");
      good = false;
    }
    if (column.key) {
      key = column.name.span;
      if (type->kind == TypeKind::EnumSet) {
        context.error(Code::TableWithoutKey, column.type.span, "a set of values cannot be the key of a table");
        good = false;
      } else if (type->kind == TypeKind::Rep) {
        context.error(Code::TableWithoutKey, column.type.span, "a rep cannot be the key of a table: the roster changes, and the rows would not").withHelp("make the column a `text key`, and look it up by a text");
        good = false;
      }
    }
    table.columns.push_back({column.name.text, *type, column.key});
  }
  if (good && !key.known() && !syntax.live && !isMatched(context, entity)) {
    context.error(Code::TableWithoutKey, entity.span, "the table " + backticked(entity.name) + " has no key column")
        .withHelp("mark the column by which a row is found: `domain text key`");
    good = false;
  }
  return good;
}

/// Keys seen so far, with the row that has each.
class Keys {
 public:
  Keys(Context& context, const typed::Table& table) : context_(context), reports_(context), none_(table.keyColumn() < 0), column_(none_ ? 0 : static_cast<std::size_t>(table.keyColumn())) {}
  void reserve(std::size_t rows) { rows_.reserve(rows); }
  /// Whether the row may stand.
  bool add(const std::vector<Constant>& row, Span span, Span key_span) {
    if (none_) return true;
    const Constant& key = row[column_];
    if (key.isMissing()) {
      if (auto* finding = reports_.report(Code::EmptyKey, span, "this row has no key")) finding->withHelp("fill the key in, or remove the row");
      return false;
    }
    const auto [place, added] = rows_.emplace(constantKey(key), key_span);
    if (added) return true;
    if (auto* finding = reports_.report(Code::DuplicateKey, key_span, "the key " + showConstant(context_, key) + " stands in two rows"))
      finding->label(place->second, "the first is here").withHelp("remove one of the two rows: a key has one row");
    return false;
  }
  bool finish() { return reports_.finish(); }

 private:
  Context& context_;
  CellReports reports_;
  bool none_;
  std::size_t column_;
  std::unordered_map<std::string, Span> rows_;
};

bool readInline(Context& context, Entity& entity, const syntax::Table& syntax, typed::Table& table) {
  bool good = true;
  Keys keys(context, table);
  for (const auto& cells : syntax.rows) {
    std::vector<Constant> row;
    Span span, key_span;
    bool whole = true;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const typed::Column& column = table.columns[i];
      const syntax::Expr* cell = i < cells.size() ? cells[i].get() : nullptr;
      if (!cell || cell->kind == syntax::ExprKind::Missing) {
        row.push_back({column.type, kMissing, {}});
        continue;
      }
      span = join(span, cell->span);
      if (column.key) key_span = cell->span;
      std::optional<Constant> value = checkConstant(context, *cell, *entity.scope, column.type, "column " + backticked(column.name));
      whole = whole && value.has_value();
      row.push_back(value ? std::move(*value) : Constant{column.type, kMissing, {}});
    }
    if (!whole) {
      good = false;
      continue;
    }
    if (!keys.add(row, span.known() ? span : entity.span, key_span.known() ? key_span : span)) continue;
    table.rows.push_back(std::move(row));
    table.row_spans.push_back(span);
  }
  return keys.finish() && good;
}

bool readFile(Context& context, Entity& entity, const syntax::Table& syntax, typed::Table& table) {
  const std::unique_ptr<DataFile> file = readDataFile(context, syntax.from);
  if (!file || !checkHeader(context, *file)) return false;
  std::vector<std::size_t> columns;
  bool good = true;
  for (const syntax::Column& column : syntax.columns) {
    const syntax::Name& header = column.from ? column.from : column.name;
    const int found = findColumn(context, *file, header.text, header.span, "table " + backticked(entity.name));
    good = good && found >= 0;
    columns.push_back(static_cast<std::size_t>(found));
  }
  if (!good) return false;
  noteUnreadColumns(context, *file, std::vector<int>(columns.begin(), columns.end()), syntax.from.span, "the table " + backticked(entity.name));

  const std::size_t width = file->row(0).size();
  const std::size_t key_column = table.keyColumn() < 0 ? 0 : static_cast<std::size_t>(table.keyColumn());
  Keys keys(context, table);
  keys.reserve(file->rows());
  table.rows.reserve(file->rows());
  table.row_spans.reserve(file->rows());
  CellReports widths(context), cells(context);
  for (std::size_t i = 1; i < file->rows(); ++i) {
    const auto row = file->row(i);
    if (row.size() != width) {
      if (auto* finding = widths.report(Code::DataRowWidth, file->rowSpan(i), "this row has " + std::to_string(row.size()) + " cells, the header has " + std::to_string(width)))
        finding->label(file->rowSpan(0), "the header").withHelp("put a value that holds the separator in quotes");
      continue;
    }
    std::vector<Constant> values;
    values.reserve(columns.size());
    bool whole = true;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const DataCell& cell = row[columns[c]];
      const Type type = table.columns[c].type;
      std::optional<Constant> value = cell.text.empty() ? Constant{type, kMissing, {}} : constantOfText(context, cell.text, type);
      if (!value) {
        whole = false;
        if (auto* finding = cells.report(Code::DataCell, cell.span, backticked(cell.text) + " is not " + describe(context, type)))
          finding->label(syntax.columns[c].name.span, "column " + backticked(table.columns[c].name) + " holds " + describe(context, type));
        break;
      }
      values.push_back(std::move(*value));
    }
    if (!whole || !keys.add(values, file->rowSpan(i), row[columns[key_column]].span)) continue;
    table.rows.push_back(std::move(values));
    table.row_spans.push_back(file->rowSpan(i));
  }
  good = widths.finish();
  good = cells.finish() && good;
  return keys.finish() && good;
}

}  // namespace

bool checkTable(Context& context, Entity& entity) {
  const auto& syntax = entity.as<syntax::Table>();
  const std::uint32_t index = context.indexOf(entity);
  typed::Table table;
  table.name = context.program.tables[index].name;
  table.span = entity.span;
  table.live = syntax.live;
  if (!checkColumns(context, entity, syntax, table)) return false;
  bool good;
  if (syntax.from) {
    if (syntax.live && !context.hasStages() && !context.program.is_module)
      context.error(Code::LiveTable, syntax.from.span, "the `live` table " + backticked(entity.name) + " is read once, when the playbook is compiled")
          .note("events change a table only in a playbook that declares `stages`");
    good = readFile(context, entity, syntax, table);
  } else {
    good = readInline(context, entity, syntax, table);
  }
  if (good && table.rows.empty() && !syntax.live) {
    context.error(Code::EmptyTable, entity.span, "the table " + backticked(entity.name) + " has no rows");
    good = false;
  }
  context.program.tables[index] = std::move(table);
  return good;
}

}  // namespace leadflow::check
