// Who decides a lead: one door for files, single records, explanations and tests. Which of two it is stands in the program, and is
// asked once, when it is opened:
//
//     playbook without stages    compute, look up the rule of each route, take turns
//     playbook with stages       the lead is created at `now` and goes through one step of its stages (workflow::transition)
//
//     auto decider = Decider::open(turns);
//     Decided decided;
//     decider->decide(input, now, {.explain = true}, decided);
//
// A decider belongs to one thread. Files are decided in parts, so that what needs no order is done on many threads:
//
//     begin (any thread, any order)  ->  settle (in the leads' order: turns, stages)  ->  finish (any thread)
//
// INVARIANT: the result depends on the order of settle() alone.
#pragma once
#include "runtime/run/decided.hpp"
#include "runtime/run/turns.hpp"

namespace leadflow::run {

class Decider {
 public:
  static std::unique_ptr<Decider> open(std::shared_ptr<Turns> turns);
  virtual ~Decider() = default;
  Decider(const Decider&) = delete;
  Decider& operator=(const Decider&) = delete;

  /// One lead from beginning to end. The row was read by the schema of desk().
  void decide(const LeadInput& input, std::int64_t now, Wanted wanted, Decided& decided);

  /// With stages everything happens in settle(), and `Decided::machine` knows the lead until the next one settles.
  virtual bool staged() const = 0;
  virtual void begin(const LeadInput& input, std::int64_t now, Wanted wanted, Decided& decided) = 0;
  virtual void settle(const LeadInput& input, Decided& decided) = 0;
  virtual void finish(Decided& decided) = 0;
  /// The lead computed again, for columns and cells, when others were begun since.
  virtual vm::Machine& look(Decided& decided) = 0;
  /// A new file: nobody came before (duplicates are looked for among the leads of one file).
  virtual void forget() {}

  const decide::Desk& desk() const { return *desk_; }
  /// Takes over a roster that was replaced: rows read by the old desk's schema are void then. Within a Turns::call().
  bool follow();

 protected:
  explicit Decider(std::shared_ptr<Turns> turns) : turns_(std::move(turns)), desk_(turns_->desk()) {}
  virtual void bind() = 0;   ///< desk_ is another one
  std::shared_ptr<Turns> turns_;
  std::shared_ptr<const decide::Desk> desk_;
};

}  // namespace leadflow::run
