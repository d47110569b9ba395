#include "compiler/lint/named_reps.hpp"

#include "compiler/lint/walk.hpp"

namespace leadflow::lint {

void eachNamedRep(const typed::Program& program, const std::function<void(const std::string&, Span, const std::string&)>& f) {
  eachChoice(program, [&](const typed::Route&, const typed::Rule& rule, const typed::Choice& choice) {
    if (!choice.rep) return;
    eachExpr(*choice.rep, [&](const typed::Expr& expr) {
      if (expr.kind == typed::ExprKind::Const && expr.type.kind == TypeKind::Rep && !expr.constant.isMissing())
        f(expr.constant.text, expr.span, "gets the leads of `" + rule.name + '`');
    });
  });
  for (const typed::Queue& queue : program.queues)
    if (!queue.owner_is_role && !queue.owner.empty()) f(queue.owner, queue.span, "owned by `" + queue.owner + '`');
  const auto cell = [&](const typed::Constant& constant, Span span, const std::string& where) {
    if (constant.type.kind == TypeKind::Rep && !constant.isMissing()) f(constant.text, span, where);
  };
  for (const typed::Table& table : program.tables)
    for (std::size_t r = 0; r < table.rows.size(); ++r)
      for (std::size_t c = 0; c < table.rows[r].size(); ++c)
        if (table.columns[c].type.kind == TypeKind::Rep && !table.columns[c].key)
          cell(table.rows[r][c], r < table.row_spans.size() ? table.row_spans[r] : table.span, "a row of the table `" + table.name + '`');
  for (const typed::Decision& decision : program.decisions)
    for (const auto& row : decision.rows)
      for (const typed::Constant& output : row.outputs) cell(output, row.span, "a row of the decision `" + decision.name + '`');
}

}  // namespace leadflow::lint
