// A lead looked at without anything happening to it: what it is worth now, when a clock is due, whether a condition holds.
//
//     leadflow status --store sqlite:leads.db          sla first_response due 2026-03-02 14:00
//     leadflow deploy new.leadflow --pilot-when "country is DE"
//
// Used by reports, by `leadflow run` for the decision record, and by deployments whose pilot is a condition.
#pragma once
#include <memory>

#include "runtime/workflow/step.hpp"

namespace leadflow::workflow {

class Stepper;

class View {
 public:
  /// `scratch` may be shared with steps of the same thread.
  View(std::shared_ptr<const World> world, Scratch& scratch);
  ~View();
  View(const View&) = delete;
  View& operator=(const View&) = delete;

  /// Looks at this lead at `now`. What was seen before is gone.
  void look(port::LeadState state, std::int64_t now);
  /// A step, then a look at the lead as it came out of it: nothing is read twice. `row` and `record`: of a `lead.created`
  /// whose record was read already; null: the event's body has it. `surroundings` and those outlive the next look.
  Step& happen(Surroundings& surroundings, port::LeadState state, const port::Event& event, std::int64_t now, const bytecode::LeadRow* row = nullptr, const RecordSource* record = nullptr);
  /// A step that nobody else hears of: no turns are kept, no duplicates found.
  Step& happen(port::LeadState state, const port::Event& event, std::int64_t now);
  /// The rest needs look() or happen(). The machine has computed the lead, context included.
  vm::Machine& machine();
  const bytecode::LeadRow& row() const;
  const port::LeadState& state() const { return step_.after; }
  /// When the clock breaches as things stand; kMissing when it does not run.
  std::int64_t due(std::uint32_t sla) const;
  bool holds(std::uint32_t function);
  /// Whether these fields of the lead read as they did when the mail was decided, which tells what they were (Effect::fields).
  bool readsAs(const std::vector<std::uint32_t>& fields, const port::Effect& mail);
  /// What the lead is worth and why, personal values hidden; no routes.
  void explain(decide::Explanation& told);
  /// From here on `owner` is this person, whoever has the lead; null: whoever has it. For figures of somebody who had it before.
  void seeOwner(const std::string* rep);

 private:
  class Nobody;
  std::shared_ptr<const World> world_;
  Scratch& scratch_;
  std::unique_ptr<Nobody> surroundings_;
  Step step_;
  std::unique_ptr<Stepper> stepper_;
};

}  // namespace leadflow::workflow
