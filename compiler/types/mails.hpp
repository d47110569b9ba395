// Which of what the workflow does writes to the lead.
//
//     sequence hello { email "hello" }     mailsOf -> the email, "step 1 of sequence `hello`"
//
// A mail that automation sends is the touch `email_sent`, whether the playbook declares that activity or not.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "compiler/types/program.hpp"

namespace leadflow::typed {

inline constexpr std::string_view kEmailSent = "email_sent";

struct Mail {
  const bytecode::ActionInfo* action;
  std::string where;
};
std::vector<Mail> mailsOf(const bytecode::WorkflowInfo& workflow);

/// Whether the guard speaks of the mails that automation sends.
bool guardsMail(const Program& program, const bytecode::GuardInfo& guard);
bool guardsMail(const Program& program);

}  // namespace leadflow::typed
