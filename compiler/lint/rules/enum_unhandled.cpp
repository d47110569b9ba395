// enum-unhandled: a value that no case of a `first of` without `otherwise`, or no row of a decision, treats.
#include <algorithm>
#include <vector>

#include "compiler/lint/registry.hpp"
#include "compiler/lint/walk.hpp"

namespace leadflow::lint {
namespace {

using typed::Expr;
using typed::ExprKind;

/// The values of one enum expression for which a condition surely holds, by `is`, `in` and `or` of them. False when it says more.
bool addValues(const typed::Program& program, const Expr& when, std::string& subject, const Expr*& tested, std::vector<bool>& handled) {
  const auto take = [&](const Expr& left) {
    if (left.type.kind != TypeKind::Enum) return false;
    const std::string key = normalKey(program, left);
    if (subject.empty()) {
      subject = key;
      tested = &left;
      handled.assign(program.enums[left.type.ref].values.size(), false);
    }
    return subject == key;
  };
  switch (when.kind) {
    case ExprKind::Or:
      return std::all_of(when.args.begin(), when.args.end(), [&](const auto& arg) { return addValues(program, *arg, subject, tested, handled); });
    case ExprKind::Equal: {
      const Expr *left = when.args[0].get(), *right = when.args[1].get();
      if (left->kind == ExprKind::Const) std::swap(left, right);
      if (right->kind != ExprKind::Const || right->constant.isMissing() || !take(*left)) return false;
      handled[static_cast<std::size_t>(right->constant.bits)] = true;
      return true;
    }
    case ExprKind::InSet:
      if (!take(*when.args[0])) return false;
      for (const auto& value : program.sets[when.index].values) handled[static_cast<std::size_t>(value.bits)] = true;
      return true;
    default: return false;
  }
}

std::string openValues(const typed::Program& program, std::uint32_t enum_index, const std::vector<bool>& handled) {
  std::string out;
  std::size_t count = 0;
  const auto& values = program.enums[enum_index].values;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!handled[i] && ++count <= 6) out += (out.empty() ? "`" : ", `") + values[i].name + '`';
  if (count > 6) out += " and " + std::to_string(count - 6) + " more";
  return out;
}

void lookAtChoice(const Facts& facts, const Expr& choice, diag::Diagnostics& diags) {
  if (choice.args.size() % 2 != 0) return;  // an odd count has `otherwise`
  std::string subject;
  const Expr* tested = nullptr;
  std::vector<bool> handled;
  for (std::size_t i = 0; i < choice.args.size(); i += 2)
    if (!addValues(facts.program, *choice.args[i], subject, tested, handled)) return;
  if (!tested || std::all_of(handled.begin(), handled.end(), [](bool value) { return value; })) return;
  diags.report(diag::Code::EnumUnhandled, choice.span, "no case treats " + openValues(facts.program, tested->type.ref, handled) + " of `" +
                                                           std::string(facts.sources.text(tested->span)) + '`')
      .note("for such a lead the result is missing")
      .withHelp("add the cases, or end with `otherwise`");
}

void lookAtDecision(const Facts& facts, const typed::Decision& decision, diag::Diagnostics& diags) {
  for (std::size_t c = 0; c < decision.inputs.size(); ++c) {
    const typed::Type type = decision.inputs[c].value->type;
    if (type.kind != TypeKind::Enum) continue;
    std::vector<bool> handled(facts.program.enums[type.ref].values.size(), false);
    bool any = false;
    for (const auto& row : decision.rows) {
      const typed::CellTest& test = row.tests[c];
      if (test.kind != typed::CellTest::Kind::InSet) any = true;
      else
        for (const auto& value : test.values) handled[static_cast<std::size_t>(value.bits)] = true;
      if (any) break;
    }
    if (any || std::all_of(handled.begin(), handled.end(), [](bool value) { return value; })) continue;
    diags.report(diag::Code::EnumUnhandled, decision.inputs[c].span.known() ? decision.inputs[c].span : decision.span,
                 "no row of `" + decision.name + "` treats " + openValues(facts.program, type.ref, handled) + " of `" + decision.inputs[c].title + '`')
        .note("for such a lead the decision gives nothing")
        .withHelp("add rows, or end with a row of `-`");
  }
}

}  // namespace

void enumUnhandled(const Facts& facts, diag::Diagnostics& diags) {
  eachRoot(facts.program, [&](const Expr& root, bool, std::string_view) {
    eachExpr(root, [&](const Expr& expr) {
      if (expr.kind == ExprKind::FirstOf) lookAtChoice(facts, expr, diags);
    });
  });
  for (const typed::Decision& decision : facts.program.decisions) lookAtDecision(facts, decision, diags);
}

}  // namespace leadflow::lint
