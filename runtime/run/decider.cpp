#include "runtime/run/decider.hpp"

#include "runtime/run/staged_decider.hpp"
#include "runtime/run/static_decider.hpp"

namespace leadflow::run {

std::unique_ptr<Decider> Decider::open(std::shared_ptr<Turns> turns) {
  if (turns->desk()->chunk().workflow.present) return std::make_unique<StagedDecider>(std::move(turns));
  return std::make_unique<StaticDecider>(std::move(turns));
}

void Decider::decide(const LeadInput& input, std::int64_t now, Wanted wanted, Decided& decided) {
  begin(input, now, wanted, decided);
  settle(input, decided);
  finish(decided);
}

bool Decider::follow() {
  auto current = turns_->desk();
  if (current == desk_) return false;
  desk_ = std::move(current);
  bind();
  return true;
}

}  // namespace leadflow::run
