// The expression checker: one class, its methods spread over check_expression*.cpp by what they check.
//
//     rating in [A, B] and revenue > 500k USD
//     check() gives And( InSet(Grade rating, {A, B}), Greater(Field revenue, Const 500000 USD) ), or null after a report.
//
// A wish for a type runs downwards (`wanted`): right of `is`, `in`, in the arms of `first of`, a bare name that is a value of
// the wanted type is that value before it is anything else.
#pragma once
#include "compiler/check/context.hpp"

namespace leadflow::check {

inline constexpr Type kNoType{};
inline constexpr Type kBool{TypeKind::Bool, 0};
inline constexpr Type kInt{TypeKind::Int, 0};
inline constexpr Type kNumber{TypeKind::Number, 0};
inline constexpr Type kPoints{TypeKind::Points, 0};
inline constexpr Type kPercent{TypeKind::Percent, 0};
inline constexpr Type kText{TypeKind::Text, 0};
inline constexpr Type kInstant{TypeKind::Instant, 0};
inline constexpr Type kDuration{TypeKind::Duration, 0};
inline constexpr Type kCountry{TypeKind::Country, 0};
inline constexpr Type kRep{TypeKind::Rep, 0};

inline bool isNumeric(Type type) { return type.kind == TypeKind::Int || type.kind == TypeKind::Number || type.kind == TypeKind::Points; }
inline bool isConst(const typed::Expr& expr) { return expr.kind == typed::ExprKind::Const; }
/// Larger and smaller mean something. Business durations do not: a business day is no number of hours.
bool hasOrder(Type type);
/// Whether convert() would succeed.
bool converts(const typed::Expr& expr, Type to);
/// The value of an expression of constants; nullopt when something in it is not constant.
std::optional<Constant> evaluate(const typed::Expr& expr);
std::string inBackticks(std::string_view text);

class ExprChecker {
 public:
  ExprChecker(Context& context, const ExprScope& where) : c_(context), where_(where) {}

  typed::ExprPtr check(const syntax::Expr& expr, Type wanted = kNoType);
  typed::ExprPtr condition(const syntax::Expr& expr);
  /// As check, and then of that type or reported.
  typed::ExprPtr expect(const syntax::Expr& expr, Type wanted, std::string_view what);
  /// The activities that `had X`, `count X`, `per X` look at: one by name, `activity` or `outreach`. Empty after a report.
  std::vector<std::uint32_t> activitiesOf(const syntax::Name& name);
  /// The bands of `ranges` and `grade` over values of type `of`; the values' enum is `values` (its names stand in order).
  bool bands(const std::vector<syntax::Band>& written, Type of, std::uint32_t values, std::vector<typed::Band>& out);
  /// A value list in its parts: what is constant, in one set; kNoType when they differ (reported).
  std::optional<Constant> item(const syntax::Expr& expr, Type wanted);

 private:
  using ExprPtr = typed::ExprPtr;
  using Kind = typed::ExprKind;

  // check_expression.cpp
  ExprPtr dispatch(const syntax::Expr& expr, Type wanted);
  ExprPtr literal(const syntax::Expr& expr, Type wanted);
  ExprPtr logic(const syntax::Expr& expr);
  ExprPtr coalesce(const syntax::Expr& expr, Type wanted);
  ExprPtr known(const syntax::Expr& expr);
  // check_expression_name.cpp
  ExprPtr name(const syntax::Expr& expr, Type wanted);
  ExprPtr localName(const syntax::Expr& expr, Type wanted, bool& handled);
  ExprPtr valueOf(Entity& entity, const syntax::Expr& expr);
  ExprPtr unknown(const syntax::Expr& expr, Type wanted);
  // check_expression_member.cpp
  ExprPtr member(const syntax::Expr& expr, Type wanted);
  ExprPtr memberOf(Entity& entity, const syntax::Expr& expr);
  ExprPtr outcome(std::string_view part, std::uint32_t route, Span span);
  Entity* entityOf(const syntax::Expr& expr);
  ExprPtr noKey(const Entity& table, Span span);
  ExprPtr unknownMember(const syntax::Expr& expr, std::string_view owner, const std::vector<std::string_view>& parts);
  // check_expression_compare.cpp
  ExprPtr comparison(const syntax::Expr& expr);
  ExprPtr state(const syntax::Expr& expr, const syntax::Expr& subject, std::string_view word, Span word_span, bool negated);
  bool isStateComparison(const syntax::Expr& expr);
  ExprPtr textOperator(const syntax::Expr& expr);
  bool unify(ExprPtr& left, ExprPtr& right);
  void mismatch(const syntax::Expr& expr, const typed::Expr& left, const typed::Expr& right, std::string_view verb);
  // check_expression_in.cpp
  ExprPtr membership(const syntax::Expr& expr);
  ExprPtr inItems(const syntax::Expr& expr, ExprPtr left, const syntax::Expr& list, Scope* list_scope);
  ExprPtr inRange(const typed::Expr& left, const syntax::Expr& range);
  ExprPtr inNamed(const syntax::Expr& expr, Entity& entity);
  // check_expression_arithmetic.cpp
  ExprPtr arithmetic(const syntax::Expr& expr, Type wanted);
  ExprPtr addition(const syntax::Expr& expr, ExprPtr left, ExprPtr right);
  ExprPtr product(const syntax::Expr& expr, ExprPtr left, ExprPtr right);
  ExprPtr quotient(const syntax::Expr& expr, ExprPtr left, ExprPtr right);
  ExprPtr negate(const syntax::Expr& expr, Type wanted);
  ExprPtr call(const syntax::Expr& expr);
  // check_expression_activity.cpp
  ExprPtr query(const syntax::Expr& expr);
  ExprPtr activityField(const syntax::Expr& expr, Type wanted);
  // check_expression_workflow.cpp: what the workflow knows about a lead
  ExprPtr context(bytecode::ContextKind kind, std::uint32_t index, std::uint32_t part, Type type, Span span);
  bool mayAskWorkflow(Span span, std::string_view shown);
  ExprPtr workflowName(const syntax::Expr& expr, bool& handled);
  ExprPtr workflowMember(const syntax::Expr& expr, bool& handled);
  ExprPtr accountMember(Entity& match, const syntax::Expr& expr, bool parent);
  ExprPtr checklistItem(Entity& checklist, const syntax::Expr& expr);
  ExprPtr workflowState(const syntax::Expr& expr, const syntax::Expr& subject, std::string_view word, Span word_span, bool negated);
  ExprPtr stateIs(ExprPtr value, bytecode::ContextKind kind, std::string_view subject, std::string_view word, Span word_span, Span span, bool negated);
  ExprPtr sinceWindow(const syntax::Expr& expr);
  // check_expression_choice.cpp
  ExprPtr firstOf(const syntax::Expr& expr, Type wanted);
  ExprPtr rangesOf(const syntax::Expr& expr);
  bool makesEnum(const syntax::Expr& expr, Type wanted);

  diag::Diagnostic& error(diag::Code code, Span span, std::string title) { return c_.error(code, span, std::move(title)); }
  ExprPtr make(Kind kind, Type type, Span span) const { return std::make_unique<typed::Expr>(kind, type, span); }
  ExprPtr constant(Constant value, Span span) const;
  ExprPtr constant(Type type, std::int64_t bits, Span span) const { return constant(Constant{type, bits, {}}, span); }
  /// "money in USD, declared at inbound.leadflow:19"
  std::string origin(const typed::Expr& expr) const;
  std::string written(Span span) const { return std::string(c_.sources.text(span)); }
  Scope& scope() const { return *where_.scope; }

  Context& c_;
  const ExprScope& where_;
};

}  // namespace leadflow::check
