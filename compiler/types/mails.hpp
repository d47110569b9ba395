// What the workflow does, action by action, and which of it writes to the lead.
//
//     sequence hello { email "hello" }     eachAction -> the email, "step 1 of sequence `hello`"
//
// A mail that automation sends is the touch `email_sent`, whether the playbook declares that activity or not.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/types/program.hpp"

namespace leadflow::typed {

inline constexpr std::string_view kEmailSent = "email_sent";

/// Every action of stages, reasons, clocks, escalations, handoffs, sequences, approvals and reactions, with where it stands in words.
void eachAction(const bytecode::WorkflowInfo& workflow, const std::function<void(const bytecode::ActionInfo&, const std::string& where)>& f);

struct Mail {
  const bytecode::ActionInfo* action;
  std::string where;
};
std::vector<Mail> mailsOf(const bytecode::WorkflowInfo& workflow);

/// Whether the guard speaks of the mails that automation sends.
bool guardsMail(const Program& program, const bytecode::GuardInfo& guard);
bool guardsMail(const Program& program);

}  // namespace leadflow::typed
