// What a workflow does, action by action, wherever it stands.
//
//     sequence hello { email "hello" }     eachAction -> the email, "step 1 of sequence `hello`"
#pragma once
#include <functional>
#include <string>

#include "runtime/bytecode/workflow.hpp"

namespace leadflow::bytecode {

/// Every action of stages, reasons, clocks, escalations, handoffs, sequences, approvals and reactions, with where it stands in words.
void eachAction(const WorkflowInfo& workflow, const std::function<void(const ActionInfo& action, const std::string& where)>& f);

}  // namespace leadflow::bytecode
