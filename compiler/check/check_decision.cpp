// Decision tables: each row a rule, the first that holds wins.
//
//     decision first_touch_target {
//       | rating | source           | -> target           |
//       | A      | website, webinar | 5 business minutes  |
//       | -      | -                | 2 business days     |
//     }
//     decision territory from "data/territories.csv" { country is column country   gives owner rep from column owner }
#include <unordered_map>

#include "compiler/check/decision_cells.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::check {
namespace {

using diag::Code;

struct Work {
  Context& context;
  Entity& entity;
  const syntax::Decision& syntax;
  typed::Decision& decision;
  std::vector<DecisionColumn> columns;
};

std::string outputName(const Work& work, const syntax::DecisionOutput& output) { return work.entity.qualified + '.' + output.name.text; }

bool checkInputs(Work& work) {
  bool good = true;
  for (const syntax::DecisionInput& input : work.syntax.inputs) {
    const ExprScope where{work.entity.scope, Place::Lead};
    typed::ExprPtr value = checkExpression(work.context, *input.value, where);
    if (!value) {
      good = false;
      continue;
    }
    DecisionColumn column{value->type, input.op, std::string(work.context.sources.text(input.value->span))};
    good = checkOperator(work.context, column, input.span.known() ? input.span : input.value->span) && good;
    work.decision.inputs.push_back({std::move(value), input.value->span, column.title});
    work.columns.push_back(std::move(column));
  }
  return good;
}

/// Outputs with a declared type get it now, the others (kind Missing) from their cells.
bool checkOutputs(Work& work) {
  bool good = true;
  std::unordered_map<std::string_view, Span> seen;
  for (const syntax::DecisionOutput& output : work.syntax.outputs) {
    const auto [place, added] = seen.emplace(output.name.text, output.name.span);
    if (!added) {
      work.context.error(Code::RepeatedColumn, output.name.span, "the decision gives " + backticked(output.name.text) + " twice").label(place->second, "the first is here");
      good = false;
    }
    Type type{};
    if (output.type) {
      const auto declared = checkType(work.context, *output.type, outputName(work, output));
      good = good && declared;
      if (declared) type = *declared;
    }
    work.decision.outputs.push_back({output.name.text, type});
  }
  if (work.syntax.outputs.empty() || work.syntax.inputs.empty()) {
    const bool gives = !work.syntax.outputs.empty();
    work.context.error(Code::DecisionColumns, work.entity.span, "the decision " + backticked(work.entity.name) + (gives ? " tests nothing" : " gives nothing"))
        .withHelp(work.syntax.from ? (gives ? "add a line such as `country is column country`" : "add a line such as `gives owner rep from column owner`")
                                   : (gives ? "add a column before the `->` ones" : "add a column such as `-> target` to the first row"));
    good = false;
  }
  return good;
}

// ---- inline

Type businessAware(Type declared, const syntax::Expr& cell) {
  if (declared.kind == TypeKind::Duration && cell.kind == syntax::ExprKind::Duration && cell.business) return {TypeKind::BusinessDuration, 0};
  return declared;
}

/// Bare words that nothing declares are the names of a new enum.
bool isNewName(const Work& work, const syntax::Expr& cell) {
  return cell.kind == syntax::ExprKind::Name && !work.context.names.look(*work.entity.scope, Space::Values, cell.text);
}

Type inlineNames(Work& work, std::size_t output) {
  typed::EnumType made{outputName(work, work.syntax.outputs[output]), {}, -1};
  for (const auto& row : work.syntax.rows) {
    const syntax::Expr* cell = output < row.outputs.size() ? row.outputs[output].get() : nullptr;
    if (!cell || cell->kind != syntax::ExprKind::Name) continue;
    bool known = false;
    for (const auto& value : made.values) known = known || value.name == cell->text;
    if (!known) made.values.push_back({cell->text, {}});
  }
  return {TypeKind::Enum, work.context.addEnum(std::move(made))};
}

/// Fills column `output` of all rows. With no declared type, the first cell says which; whole numbers and others are numbers.
bool inlineOutput(Work& work, std::size_t output) {
  Context& context = work.context;
  Type type = work.decision.outputs[output].type;
  const std::string what = "`-> " + work.decision.outputs[output].name + "`";
  const syntax::Expr* first = nullptr;
  bool names = type.kind == TypeKind::Missing;
  bool any = false;
  for (const auto& row : work.syntax.rows) {
    const syntax::Expr* cell = output < row.outputs.size() ? row.outputs[output].get() : nullptr;
    if (!cell || cell->kind == syntax::ExprKind::Missing) continue;
    names = names && isNewName(work, *cell);
    any = true;
    if (!first) first = cell;
  }
  if (!any) {
    if (type.kind != TypeKind::Missing) return true;
    context.error(Code::DecisionOutputTypes, work.entity.span, what + " has no value in any row, so it has no type").withHelp("give it a type in the first row: `-> name text`");
    return false;
  }
  if (names) type = inlineNames(work, output);
  bool good = true;
  std::vector<std::optional<Constant>> cells(work.syntax.rows.size());
  std::vector<Constant> values;
  const bool declared = work.decision.outputs[output].type.kind != TypeKind::Missing;
  for (std::size_t r = 0; r < work.syntax.rows.size(); ++r) {
    const auto& row = work.syntax.rows[r];
    const syntax::Expr* cell = output < row.outputs.size() ? row.outputs[output].get() : nullptr;
    if (!cell || cell->kind == syntax::ExprKind::Missing) continue;
    if (declared) type = type.kind == TypeKind::Duration ? businessAware(type, *cell) : type;
    const bool wish = declared || names;
    std::optional<Constant> value;
    if (wish && cell->kind == syntax::ExprKind::Text && type.kind != TypeKind::Text && type.kind != TypeKind::Code) {
      value = constantOfText(context, cell->text, type);
      if (!value) context.error(Code::DecisionCell, cell->span, "\"" + cell->text + "\" is not " + describe(context, type));
    } else {
      value = checkConstant(context, *cell, *work.entity.scope, wish ? type : Type{}, what);
    }
    if (!value) {
      good = false;
      continue;
    }
    if (!wish) {
      const auto both = [&](TypeKind a, TypeKind b) { return (type.kind == a && value->type.kind == b) || (type.kind == b && value->type.kind == a); };
      if (type.kind == TypeKind::Missing || both(TypeKind::Int, TypeKind::Number)) {
        type = type.kind == TypeKind::Missing ? value->type : Type{TypeKind::Number, 0};
      } else if (!(value->type == type) && !(value->type.kind == TypeKind::Int && type.kind == TypeKind::Number)) {
        context.error(Code::DecisionOutputTypes, cell->span, what + " gives " + describe(context, value->type) + " here and " + describe(context, type) + " above")
            .label(first->span, describe(context, type))
            .withHelp("all values of a column have one type");
        good = false;
        continue;
      }
    }
    cells[r] = std::move(value);
  }
  for (std::size_t r = 0; r < cells.size() && r < work.decision.rows.size(); ++r) {
    Constant value{type, kMissing, {}};
    if (cells[r]) {
      value = std::move(*cells[r]);
      if (value.type.kind == TypeKind::Int && type.kind == TypeKind::Number) value = {type, value.bits * 10'000, {}};
      if (value.type.kind != type.kind) {
        context.error(Code::DecisionOutputTypes, work.syntax.rows[r].span, what + " gives " + describe(context, value.type) + " here and " + describe(context, type) + " elsewhere")
            .withHelp("all values of a column have one type: on the wall clock, or in business time");
        good = false;
      }
    }
    work.decision.rows[r].outputs[output] = std::move(value);
  }
  work.decision.outputs[output].type = type;
  return good;
}

bool readInline(Work& work) {
  bool good = true;
  const std::size_t inputs = work.columns.size(), outputs = work.decision.outputs.size();
  for (const auto& row : work.syntax.rows) {
    typed::Decision::Row& made = work.decision.rows.emplace_back();
    made.span = row.span;
    made.tests.resize(inputs);
    made.outputs.resize(outputs);
    for (std::size_t i = 0; i < inputs && i < row.inputs.size(); ++i) {
      auto test = inlineTest(work.context, row.inputs[i], work.columns[i], *work.entity.scope);
      if (test) made.tests[i] = std::move(*test);
      else good = false;
    }
  }
  for (std::size_t i = 0; i < outputs; ++i) good = inlineOutput(work, i) && good;
  return good;
}

// ---- from a file

struct FileColumns {
  std::vector<std::size_t> inputs, outputs;
  int valid_from = -1, valid_until = -1;
};

bool findColumns(Work& work, const DataFile& file, FileColumns& columns) {
  const std::string what = "decision " + backticked(work.entity.name);
  bool good = true;
  const auto find = [&](const syntax::Name& name, std::string_view fallback, Span span) {
    const int found = findColumn(work.context, file, name ? std::string_view(name.text) : fallback, name ? name.span : span, what);
    good = good && found >= 0;
    return found;
  };
  for (std::size_t i = 0; i < work.syntax.inputs.size(); ++i) {
    const auto& input = work.syntax.inputs[i];
    columns.inputs.push_back(static_cast<std::size_t>(find(input.column, work.context.sources.text(input.value->span), input.span)));
  }
  for (const auto& output : work.syntax.outputs) columns.outputs.push_back(static_cast<std::size_t>(find(output.column, output.name.text, output.name.span)));
  if (work.syntax.valid_from) columns.valid_from = find(work.syntax.valid_from, {}, {});
  if (work.syntax.valid_until) columns.valid_until = find(work.syntax.valid_until, {}, {});
  return good;
}

bool inferOutputs(Work& work, const DataFile& file, const FileColumns& columns) {
  bool good = true;
  for (std::size_t i = 0; i < work.decision.outputs.size(); ++i) {
    typed::Decision::Output& output = work.decision.outputs[i];
    const bool open = output.type.kind == TypeKind::Missing, duration = output.type.kind == TypeKind::Duration;
    if (!open && !duration) continue;
    std::vector<std::string_view> cells;
    for (std::size_t r = 1; r < file.rows(); ++r) {
      const auto row = file.row(r);
      cells.push_back(columns.outputs[i] < row.size() ? row[columns.outputs[i]].text : std::string_view{});
    }
    if (duration) {  // `duration` is either kind, as the first value says
      for (const std::string_view cell : cells)
        if (const auto value = parseDuration(cell)) {
          if (value->business) output.type.kind = TypeKind::BusinessDuration;
          break;
        }
      continue;
    }
    int wrong = -1;
    output.type = inferOutput(work.context, cells, outputName(work, work.syntax.outputs[i]), wrong);
    if (wrong >= 0) {
      const DataCell& cell = file.row(static_cast<std::size_t>(wrong) + 1)[columns.outputs[i]];
      work.context.error(Code::DecisionOutputTypes, cell.span, backticked(cell.text) + " is of another type than the values above it in " + backticked(output.name))
          .label(work.syntax.outputs[i].name.span, "has no type of its own")
          .withHelp("say the type: `gives " + output.name + " text from column …`");
      good = false;
    } else if (output.type.kind == TypeKind::Missing) {
      work.context.error(Code::DecisionOutputTypes, work.syntax.outputs[i].name.span, backticked(output.name) + " has no value in any row, so it has no type")
          .withHelp("say the type: `gives " + output.name + " text from column …`");
      good = false;
    }
  }
  return good;
}

/// Cells repeat down a column: each spelling is read once.
class TestCache {
 public:
  const typed::CellTest* find(std::string_view text) const {
    const auto found = tests_.find(text);
    return found == tests_.end() ? nullptr : &found->second;
  }
  void keep(std::string_view text, const typed::CellTest& test) { tests_.emplace(text, test); }

 private:
  std::unordered_map<std::string_view, typed::CellTest> tests_;
};

bool readBound(Work& work, const DataCell& cell, bool& has, std::int64_t& bound, CellReports& reports) {
  if (cell.text.empty() || cell.text == "-") return true;
  const auto value = constantOfText(work.context, cell.text, {TypeKind::Instant, 0});
  if (!value) {
    if (auto* finding = reports.report(Code::DecisionCell, cell.span, backticked(cell.text) + " is not a date"))
      finding->withHelp("write year-month-day, such as `2026-04-01`, or leave it empty");
    return false;
  }
  has = true;
  bound = value->bits;
  return true;
}

bool readRow(Work& work, const DataFile& file, const FileColumns& columns, std::size_t index, std::vector<TestCache>& caches, CellReports& reports) {
  Context& context = work.context;
  const auto row = file.row(index);
  typed::Decision::Row made;
  made.span = file.rowSpan(index);
  made.tests.resize(columns.inputs.size());
  made.outputs.resize(columns.outputs.size());
  for (std::size_t i = 0; i < columns.inputs.size(); ++i) {
    const DataCell& cell = row[columns.inputs[i]];
    if (const typed::CellTest* known = caches[i].find(cell.text)) {
      made.tests[i] = *known;
      continue;
    }
    std::string_view wrong;
    auto test = textTest(context, cell.text, cell.span, work.columns[i], wrong);
    if (!test) {
      if (auto* finding = reports.report(Code::DecisionCell, cell.span, backticked(wrong) + " is not " + expectedCell(context, work.columns[i])))
        finding->label(work.decision.inputs[i].span, "is " + describe(context, work.columns[i].type)).withHelp("leave the cell empty, or write `-`, where any value will do");
      return false;
    }
    caches[i].keep(cell.text, *test);
    made.tests[i] = std::move(*test);
  }
  for (std::size_t i = 0; i < columns.outputs.size(); ++i) {
    const DataCell& cell = row[columns.outputs[i]];
    const Type type = work.decision.outputs[i].type;
    if (cell.text.empty() || cell.text == "-") {
      made.outputs[i] = {type, kMissing, {}};
      continue;
    }
    auto value = constantOfText(context, cell.text, type);
    if (!value) {
      if (auto* finding = reports.report(Code::DecisionCell, cell.span, backticked(cell.text) + " is not " + describe(context, type)))
        finding->label(work.syntax.outputs[i].name.span, backticked(work.decision.outputs[i].name) + " is " + describe(context, type));
      return false;
    }
    made.outputs[i] = std::move(*value);
  }
  if (columns.valid_from >= 0 && !readBound(work, row[static_cast<std::size_t>(columns.valid_from)], made.has_from, made.valid_from, reports)) return false;
  if (columns.valid_until >= 0 && !readBound(work, row[static_cast<std::size_t>(columns.valid_until)], made.has_until, made.valid_until, reports)) return false;
  if (made.has_from && made.has_until && made.valid_from >= made.valid_until) {
    if (auto* finding = reports.report(Code::DecisionValidity, row[static_cast<std::size_t>(columns.valid_until)].span, "this row ends before it begins"))
      finding->label(row[static_cast<std::size_t>(columns.valid_from)].span, "begins here").note("a row holds from the first date until the day before the second");
    return false;
  }
  work.decision.rows.push_back(std::move(made));
  return true;
}

bool readFile(Work& work) {
  const std::unique_ptr<DataFile> file = readDataFile(work.context, work.syntax.from);
  if (!file || !checkHeader(work.context, *file)) return false;
  FileColumns columns;
  if (!findColumns(work, *file, columns) || !inferOutputs(work, *file, columns)) return false;
  std::vector<int> read{columns.valid_from, columns.valid_until};
  read.insert(read.end(), columns.inputs.begin(), columns.inputs.end());
  read.insert(read.end(), columns.outputs.begin(), columns.outputs.end());
  noteUnreadColumns(work.context, *file, read, work.syntax.from.span, "the decision " + backticked(work.entity.name));
  const std::size_t width = file->row(0).size();
  CellReports widths(work.context), cells(work.context);
  std::vector<TestCache> caches(columns.inputs.size());
  work.decision.rows.reserve(file->rows());
  for (std::size_t i = 1; i < file->rows(); ++i) {
    if (file->row(i).size() != width) {
      if (auto* finding = widths.report(Code::DataRowWidth, file->rowSpan(i),
                                        "this row has " + std::to_string(file->row(i).size()) + " cells, the header has " + std::to_string(width)))
        finding->label(file->rowSpan(0), "the header").withHelp("put a value that holds the separator in quotes");
      continue;
    }
    readRow(work, *file, columns, i, caches, cells);
  }
  const bool good = widths.finish();
  return cells.finish() && good;
}

}  // namespace

bool checkDecision(Context& context, Entity& entity) {
  const auto& syntax = entity.as<syntax::Decision>();
  const std::uint32_t index = context.indexOf(entity);
  typed::Decision decision;
  decision.name = context.program.decisions[index].name;
  decision.span = entity.span;
  Work work{context, entity, syntax, decision, {}};
  bool good = checkInputs(work);
  good = checkOutputs(work) && good;
  if (good) good = syntax.from ? readFile(work) : readInline(work);
  if (good && decision.rows.empty()) {
    context.error(Code::EmptyTable, entity.span, "the decision " + backticked(entity.name) + " has no rows");
    good = false;
  }
  context.program.decisions[index] = std::move(decision);
  return good;
}

}  // namespace leadflow::check
