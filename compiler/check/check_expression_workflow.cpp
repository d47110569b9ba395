// What conditions ask about a lead on its way: stage, owner, seats, checklists, the matched account, the state of clocks,
// sequences, handoffs and approvals, and windows that begin with a stage or a sequence.
//
//     to Nurturing when sequence first_touch is finished and no outreach in stage
//     └ And( InSet(Context SequenceState 0, {finished}), Not(Had(outreach, Now - Context StageEntered)) )
#include <algorithm>

#include "compiler/check/expression.hpp"
#include "compiler/diag/suggest.hpp"
#include "runtime/value/rep.hpp"

namespace leadflow::check {

using bytecode::ContextKind;
using diag::Code;
using syntax::ExprKind;
using Declared = resolve::Kind;

namespace {

struct StateWord {
  ContextKind kind;
  std::string_view word;
  std::vector<std::string_view> values;
};

const std::vector<StateWord>& stateWords() {
  static const std::vector<StateWord> table = {
#define LEADFLOW_STATES(...)
#define LEADFLOW_STATE_WORD(kind, word, ...) {ContextKind::kind, word, {__VA_ARGS__}},
#include "runtime/bytecode/workflow_states.def"
#undef LEADFLOW_STATES
#undef LEADFLOW_STATE_WORD
  };
  return table;
}

}  // namespace

typed::ExprPtr ExprChecker::context(ContextKind kind, std::uint32_t index, std::uint32_t part, Type type, Span span) {
  auto made = make(Kind::Context, type, span);
  made->index = c_.contextValue(kind, index, part, type);
  return made;
}

bool ExprChecker::mayAskWorkflow(Span span, std::string_view shown) {
  if (where_.place == Place::Constant || where_.place == Place::Pool) {
    error(where_.place == Place::Constant ? Code::ConstantNeeded : Code::NameNotHere, span,
          std::string(shown) + (where_.place == Place::Constant ? " differs from lead to lead, and a fixed value is needed here" : " belongs to the lead; a pool asks only about the rep"));
    return false;
  }
  if (c_.hasStages() || c_.program.is_module) return true;
  error(Code::NeedsWorkflow, span, std::string(shown) + " means something only while a lead is worked, and the playbook declares no stages")
      .withHelp("declare the stages of a lead: `stages { New initial … }`");
  return false;
}

typed::ExprPtr ExprChecker::workflowName(const syntax::Expr& expr, bool& handled) {
  const std::string& text = expr.text;
  if (!c_.hasStages() || (text != "stage" && text != "owner" && text != "queue" && text != "created")) return nullptr;
  handled = true;
  if (!mayAskWorkflow(expr.span, inBackticks(text))) return nullptr;
  if (text == "stage") return context(ContextKind::Stage, 0, 0, {TypeKind::Enum, c_.stageEnum()}, expr.span);
  if (text == "owner") return context(ContextKind::Owner, 0, 0, kRep, expr.span);
  if (text == "queue") return context(ContextKind::Queue, 0, 0, {TypeKind::Enum, c_.program.queue_enum}, expr.span);
  return context(ContextKind::Created, 0, 0, kInstant, expr.span);
}

typed::ExprPtr ExprChecker::workflowMember(const syntax::Expr& expr, bool& handled) {
  const std::string& head = expr.args[0]->text;
  if (!c_.hasStages() || (head != "stage" && head != "owner")) return nullptr;
  handled = true;
  if (!mayAskWorkflow(expr.span, inBackticks(written(expr.span)))) return nullptr;
  if (head == "stage") {
    if (expr.text == "entered") return context(ContextKind::StageEntered, 0, 0, kInstant, expr.span);
    if (expr.text == "reason") return context(ContextKind::StageReason, 0, 0, {TypeKind::Enum, c_.reasonEnum()}, expr.span);
    return unknownMember(expr, "a stage", {"entered", "reason"});
  }
  if (expr.text == "since") return context(ContextKind::OwnerSince, 0, 0, kInstant, expr.span);
  std::vector<std::string_view> fields{"since"};
  for (std::size_t i = 0; i < std::size(kRepFields); ++i) {
    if (expr.text == kRepFields[i].name) return context(ContextKind::OwnerField, 0, static_cast<std::uint32_t>(i), {kRepFields[i].kind, 0}, expr.span);
    fields.emplace_back(kRepFields[i].name);
  }
  return unknownMember(expr, "an owner", fields);
}

typed::ExprPtr ExprChecker::accountMember(Entity& match, const syntax::Expr& expr, bool parent) {
  const std::string shown = inBackticks(match.name);
  if (!mayAskWorkflow(expr.span, shown) || !c_.require(match, expr.span)) return nullptr;
  const bytecode::MatchInfo& info = c_.program.workflow.matches[static_cast<std::size_t>(match.index)];
  const typed::Table& table = c_.program.tables[info.table];
  if (parent && info.parent == bytecode::kAny) {
    error(Code::UnknownMember, expr.span, shown + " does not say which column names the parent")
        .label(match.span, "matched here").withHelp("add `parent COLUMN` to the match: the column with the key of the parent's row");
    return nullptr;
  }
  std::vector<std::string_view> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].name == expr.text)
      return context(parent ? ContextKind::AccountParentColumn : ContextKind::AccountColumn, static_cast<std::uint32_t>(match.index), static_cast<std::uint32_t>(i), table.columns[i].type, expr.span);
    columns.push_back(table.columns[i].name);
  }
  return unknownMember(expr, "the table of " + shown, columns);
}

typed::ExprPtr ExprChecker::checklistItem(Entity& checklist, const syntax::Expr& expr) {
  const std::string shown = inBackticks(checklist.name);
  if (!mayAskWorkflow(expr.span, shown)) return nullptr;
  const auto& items = checklist.as<syntax::Checklist>().items;
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].text == expr.text) return context(ContextKind::ChecklistItem, c_.indexOf(checklist), static_cast<std::uint32_t>(i), kBool, expr.span);
    names.push_back(items[i].text);
  }
  return unknownMember(expr, "the checklist " + shown, names);
}

typed::ExprPtr ExprChecker::workflowState(const syntax::Expr& expr, const syntax::Expr& subject, std::string_view word, Span word_span, bool negated) {
  ContextKind kind = ContextKind::ApprovalState;
  Space space = Space::Approvals;
  if (subject.text == "sequence") kind = ContextKind::SequenceState, space = Space::Sequences;
  else if (subject.text == "sla") kind = ContextKind::SlaState, space = Space::Slas;
  else if (subject.text == "handoff") kind = ContextKind::HandoffState, space = Space::Handoffs;
  const std::string_view what = space == Space::Slas ? "SLA" : std::string_view(subject.text);
  Entity* entity = c_.findIn(scope(), space, what, subject.activity);
  if (!entity || !mayAskWorkflow(expr.span, inBackticks(written(subject.span)))) return nullptr;
  const Type states{TypeKind::Enum, c_.stateEnum(kind)};
  return stateIs(context(kind, static_cast<std::uint32_t>(entity->index), 0, states, subject.span), kind,
                 "the " + std::string(what) + ' ' + inBackticks(subject.activity.text), word, word_span, expr.span, negated);
}

typed::ExprPtr ExprChecker::stateIs(ExprPtr value, ContextKind kind, std::string_view subject, std::string_view word, Span word_span, Span span, bool negated) {
  std::vector<std::string_view> words;
  for (const StateWord& known : stateWords()) {
    if (known.kind != kind) continue;
    words.push_back(known.word);
    if (known.word != word) continue;
    ExprPtr made;
    if (known.values.size() == 1) {
      made = make(Kind::Equal, kBool, span);
      const Type type = value->type;
      made->args.push_back(std::move(value));
      made->args.push_back(constant(type, c_.enumValue(type.ref, known.values.front()), word_span));
    } else {
      typed::Set set;
      set.type = value->type;
      set.span = word_span;
      for (const std::string_view one : known.values) set.values.push_back({value->type, c_.enumValue(value->type.ref, one), {}});
      made = make(Kind::InSet, kBool, span);
      made->index = c_.addSet(std::move(set));
      made->args.push_back(std::move(value));
    }
    if (!negated) return made;
    auto turned = make(Kind::Not, kBool, span);
    turned->args.push_back(std::move(made));
    return turned;
  }
  auto& finding = error(Code::NotAState, word_span, std::string(subject) + " is never " + inBackticks(word));
  if (const std::string_view near = diag::suggest(word, words); !near.empty()) {
    finding.withHelp("did you mean " + inBackticks(near) + "?").edit(word_span, std::string(near));
    return nullptr;
  }
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) all += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + inBackticks(words[i]);
  finding.note("it is " + all);
  return nullptr;
}

/// `in stage`, `in sequence`, `in sequence first_touch`: as long as it is since then.
typed::ExprPtr ExprChecker::sinceWindow(const syntax::Expr& expr) {
  const Span span = expr.since.span;
  ExprPtr start;
  if (!mayAskWorkflow(span, inBackticks("in " + written(span)))) return nullptr;
  if (expr.since.text == "stage") {
    start = context(ContextKind::StageEntered, 0, 0, kInstant, span);
  } else {
    std::int32_t sequence = where_.sequence;
    std::string_view named = expr.since.text;
    if (named.substr(0, 8) == "sequence") named.remove_prefix(8);
    while (!named.empty() && named.front() == ' ') named.remove_prefix(1);
    if (!named.empty()) {
      const auto length = static_cast<std::uint32_t>(named.size());
      Entity* entity = c_.findIn(scope(), Space::Sequences, "sequence", {std::string(named), {span.end - length, span.end}});
      if (!entity) return nullptr;
      sequence = entity->index;
    }
    if (sequence < 0) {
      auto& finding = error(Code::WhichSequence, span, "in which sequence?");
      finding.note("only in a sequence, and in a stage that starts one, it is plain which one is meant");
      const auto known = c_.names.candidates(scope(), Space::Sequences);
      if (!known.empty()) finding.withHelp("name it: `in sequence " + std::string(known.front()) + "`").edit(span, "sequence " + std::string(known.front()));
      return nullptr;
    }
    start = context(ContextKind::SequenceStarted, static_cast<std::uint32_t>(sequence), 0, kInstant, span);
  }
  auto window = make(Kind::Subtract, kDuration, span);
  window->args.push_back(make(Kind::Now, kInstant, span));
  window->args.push_back(std::move(start));
  return window;
}

}  // namespace leadflow::check
