#include "compiler/types/mails.hpp"

#include <algorithm>

#include "runtime/bytecode/actions.hpp"

namespace leadflow::typed {

using bytecode::ActionInfo;

std::vector<Mail> mailsOf(const bytecode::WorkflowInfo& workflow) {
  std::vector<Mail> found;
  bytecode::eachAction(workflow, [&](const ActionInfo& action, const std::string& where) {
    if (action.kind == ActionInfo::Kind::Email) found.push_back({&action, where});
  });
  return found;
}

bool guardsMail(const Program& program, const bytecode::GuardInfo& guard) {
  return std::any_of(guard.activities.begin(), guard.activities.end(), [&](std::uint32_t activity) { return program.activities[activity].name == kEmailSent; });
}

bool guardsMail(const Program& program) {
  return std::any_of(program.workflow.guards.begin(), program.workflow.guards.end(), [&](const bytecode::GuardInfo& guard) { return guardsMail(program, guard); });
}

}  // namespace leadflow::typed
