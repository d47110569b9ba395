// Leads of a playbook without stages: what each is worth is worked out on any thread, its turns are taken in order.
//
//     route inbound { emea when country in emea -> round robin sdr; rest otherwise -> queue review }
//     begin: rule emea holds          settle: round robin sdr, whose turn is ana's
#pragma once
#include "runtime/run/decider.hpp"
#include "runtime/run/record.hpp"

namespace leadflow::run {

class StaticDecider final : public Decider {
 public:
  explicit StaticDecider(std::shared_ptr<Turns> turns) : Decider(std::move(turns)) { bind(); }
  bool staged() const override { return false; }
  void begin(const LeadInput& input, std::int64_t now, Wanted wanted, Decided& decided) override;
  void settle(const LeadInput& input, Decided& decided) override;
  void finish(Decided& decided) override;
  vm::Machine& look(Decided& decided) override;

 private:
  void bind() override;
  std::unique_ptr<vm::Machine> machine_;
  std::unique_ptr<HeadWriter> head_;
};

}  // namespace leadflow::run
