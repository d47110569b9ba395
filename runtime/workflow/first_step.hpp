// What a version of the playbook does to a lead in the moment in which it takes it up: its first step, made on a copy.
//
//     sla nn: 4 leads, starts at once, first due 2026-05-04 11:00         stage Open: 2 leads, goes on to Shut at once
//     approval two: 4 leads, is asked at once                             privacy: 2 leads, `when n > 15` fires at once
//
// Nothing is routed in turn and no duplicate is looked for: who gets a lead and what it repeats is not known from it.
#pragma once
#include <memory>

#include "runtime/workflow/carry_over.hpp"
#include "runtime/workflow/stepper.hpp"
#include "runtime/workflow/view.hpp"

namespace leadflow::workflow {

class FirstStep {
 public:
  explicit FirstStep(std::shared_ptr<const World> world);
  /// `moved`: the lead as it was carried over.
  void look(const port::LeadState& moved, std::int64_t now, Changes& changes);

 private:
  std::shared_ptr<const World> world_;
  Scratch scratch_;
  View view_;
};

}  // namespace leadflow::workflow
