// Leads of a playbook with stages: each is taken as created at `now` and goes through one step, turns shared by all. Nothing is
// kept and nothing is sent.
//
//     stage Working { enter { route inbound; remind owner "new lead" } }
//     {"lead":"00Q1",…,"routes":{"inbound":{…}},"stage":"Working","owner":"ana","queue":null,"due":{…},"effects":[…]}
//
// Duplicates are looked for among the leads that were decided since forget().
#pragma once
#include <unordered_map>

#include "runtime/run/decider.hpp"
#include "runtime/run/record.hpp"
#include "runtime/workflow/stepper.hpp"
#include "runtime/workflow/view.hpp"

namespace leadflow::run {

class StagedDecider final : public Decider {
 public:
  explicit StagedDecider(std::shared_ptr<Turns> turns) : Decider(std::move(turns)) { bind(); }
  bool staged() const override { return true; }
  void begin(const LeadInput& input, std::int64_t now, Wanted wanted, Decided& decided) override;
  void settle(const LeadInput& input, Decided& decided) override;
  void finish(Decided&) override {}
  vm::Machine& look(Decided& decided) override { return *decided.machine; }
  void forget() override;

 private:
  class LeadsBefore;
  void bind() override;
  void rest(const port::LeadState& state, Decided& decided) const;   ///< where it came to rest
  std::shared_ptr<const workflow::World> world_;
  workflow::Scratch scratch_;
  std::shared_ptr<LeadsBefore> before_;
  std::unique_ptr<workflow::View> view_;
  std::unique_ptr<HeadWriter> head_;
};

}  // namespace leadflow::run
