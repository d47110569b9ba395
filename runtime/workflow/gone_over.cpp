// A lead that has come over to another version of the playbook (carry_over.hpp): its clocks are planned by the points of the
// new version, what waits gets the time limits that were added, and the keys by which duplicates find it are those of the new rules.
//
//     sla first { … target 4 hours; at 50% { remind owner "…" } }          at 25 % of its time when the version comes
//     sla first { … target 4 hours; at 20% { … } at 50% { … } }            `at 20%` at once, `at 50%` at its own instant
#include <algorithm>

#include "runtime/workflow/stepper.hpp"

namespace leadflow::workflow {

using port::Timer;
using port::TimerKind;

void Stepper::goneOver() {
  tell("deployed", "the lead goes over to another version of the playbook");
  clearTimers(TimerKind::Review, bytecode::kAny);
  for (std::uint32_t i = 0; i < s_.clocks.size(); ++i) planClock(i);
  planQueue(s_.queued);
  std::vector<Timer> added;
  std::erase_if(s_.timers, [&](const Timer& timer) {
    if (!isMissing(timer.due)) return false;
    added.push_back(timer);
    return true;
  });
  for (const Timer& timer : added) reckonTimer(timer);
  setRight();   // the version may ask less of a record
  if (s_.stage >= 0 && !s_.final && !s_.set_aside && flow_.stages[static_cast<std::size_t>(s_.stage)].final) {
    tell("ended", "stage " + flow_.stages[static_cast<std::size_t>(s_.stage)].name + " is final in this version", flow_.stages[static_cast<std::size_t>(s_.stage)].place);
    comeToEnd();
  }
  if (!flow_.duplicates.empty()) noteKeys();
}

}  // namespace leadflow::workflow
