#include "compiler/types/program.hpp"
#include "runtime/value/slot.hpp"

namespace leadflow::typed {

bool Constant::isMissing() const { return bits == kMissing; }

int Table::keyColumn() const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].key) return static_cast<int>(i);
  return -1;
}

ExprPtr clone(const Expr& expr) {
  auto copy = std::make_unique<Expr>(expr.kind, expr.type, expr.span);
  copy->index = expr.index;
  copy->column = expr.column;
  copy->open_low = expr.open_low;
  copy->open_high = expr.open_high;
  copy->scale_percent = expr.scale_percent;
  copy->constant = expr.constant;
  copy->bands = expr.bands;
  copy->args.reserve(expr.args.size());
  for (const ExprPtr& arg : expr.args) copy->args.push_back(clone(*arg));
  if (expr.query) {
    copy->query = std::make_unique<Query>();
    copy->query->activities = expr.query->activities;
    if (expr.query->window) copy->query->window = clone(*expr.query->window);
    if (expr.query->where) copy->query->where = clone(*expr.query->where);
  }
  return copy;
}

}  // namespace leadflow::typed
