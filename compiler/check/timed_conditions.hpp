// Which conditions of the workflow may change while nothing but time passes, and when: fills WorkflowInfo::timed and
// WorkflowInfo::boundaries (runtime/bytecode/timed_condition.hpp says what they mean).
//
//     to Overdue when due_on is before now and vip
//     boundary: now - due_on is 0, just after it; steady: vip
//
// Between two boundaries every value either stands still or, an instant or a duration with `now` in it, moves evenly: `now - created`
// grows by 1 ms a ms. Two of those are compared in another way only where they meet. Points that fade are neither; what
// compares them is looked at at every `review`, and whether that can make it true or false is known from their signs.
#pragma once
#include "compiler/check/context.hpp"

namespace leadflow::check {

class TimedConditions {
 public:
  explicit TimedConditions(Context& context) : context_(context), program_(context.program) {}
  /// A condition as its user names it; one that time does not change leaves no trace.
  void add(bytecode::FunctionRef condition);
  /// A value that is asked for at every look, `pauses until callback_on`: as a condition that changes with it.
  void addValue(bytecode::FunctionRef value);
  /// Whether time changes it, for a condition that is asked for instants of its own choice and at no look.
  bool moves(bytecode::FunctionRef condition);
  /// The index in WorkflowInfo::timed; -1: time does not change it.
  std::int32_t milestone(std::uint32_t index);

 private:
  enum Direction : std::uint8_t { kStill = 0, kUp = 1, kDown = 2, kBoth = 3 };
  /// How a value moves by time alone.
  struct Motion {
    std::int64_t slope = 0;                 ///< Instant, Duration: ms a ms between two boundaries
    std::uint8_t fading = kStill;           ///< Direction: at instants that nothing here tells
    bool always = false;                    ///< … whatever the lead did
    std::vector<std::uint32_t> activities;  ///< … by the age of one of these
    std::vector<std::uint32_t> boundaries;

    void add(const Motion& other);          ///< what changes it; neither slope nor direction
    void lose();                            ///< it moves in a way that is not worked out
    void addBoundary(std::uint32_t boundary);
    bool still() const { return fading == kStill && slope == 0 && boundaries.empty(); }
  };
  using Expr = typed::Expr;
  using ExprPtr = typed::ExprPtr;
  using Boundary = bytecode::BoundaryInfo;

  Motion of(const Expr& expr);
  Motion arguments(const Expr& expr);       ///< where any of them moves, so does the whole, who knows how
  Motion product(const Expr& expr);
  Motion sum(const Expr& expr);
  Motion oneOf(const Expr& expr);           ///< `first of`, `??`
  Motion comparison(const Expr& expr);
  Motion call(const Expr& expr);
  Motion bands(const Expr& value, const std::vector<typed::Band>& bands);
  Motion query(const Expr& expr);
  bool stillWhere(const Expr& expr);        ///< of one activity: nothing in it may become a boundary
  Motion score(std::uint32_t index);
  void term(const typed::Score& score, const typed::Term& term, Motion& motion);
  Motion decision(std::uint32_t index);
  /// Where `left` and `right` are equal, and which side of that instant is another.
  void meet(const Expr& left, const Expr& right, std::int64_t slope, bool at, bool after, Motion& motion);
  std::uint32_t boundary(Boundary boundary, ExprPtr value);
  template <class F>
  const Motion& once(std::vector<std::unique_ptr<Motion>>& known, std::size_t index, F&& compute);
  std::int32_t enter(bytecode::FunctionRef condition, const Expr& expr, Motion motion);

  Context& context_;
  typed::Program& program_;
  std::vector<std::unique_ptr<Motion>> scores_, derived_, grades_, milestones_, decisions_;
};

/// All of them. After the items, when nothing is wrong.
void findTimedConditions(Context& context);

}  // namespace leadflow::check
