// consent-guard-idle: `newsletter only when …` where `newsletter` is no outreach of a person and nothing that automation does.
#include <algorithm>

#include "compiler/lint/registry.hpp"
#include "compiler/types/mails.hpp"
#include "runtime/bytecode/actions.hpp"

namespace leadflow::lint {

void consentGuardIdle(const Facts& facts, diag::Diagnostics& diags) {
  if (facts.program.is_module) return;
  const auto& activities = facts.program.activities;
  const auto& flow = facts.program.workflow;
  std::vector<std::string> done;   // by automation, or by a person whom a task asks: `task call "…"`
  bytecode::eachAction(flow, [&](const bytecode::ActionInfo& action, const std::string&) {
    if (action.kind == bytecode::ActionInfo::Kind::Email) done.emplace_back(typed::kEmailSent);
    if (action.kind == bytecode::ActionInfo::Kind::Task) done.push_back(action.channel);
  });
  for (const bytecode::GuardInfo& guard : flow.guards)
    for (const std::uint32_t at : guard.activities) {
      const typed::Activity& activity = activities[at];
      const bool mails = activity.name == typed::kEmailSent;
      const bool alias = activity.name == "email" && typed::guardsMail(facts.program, guard);   // `email only when …` means the mails
      if (activity.outreach || alias || std::find(done.begin(), done.end(), activity.name) != done.end()) continue;
      diags.report(diag::Code::ConsentGuardIdle, guard.place.line == 0 ? Span{} : facts.program.workflow_spans[guard.place.line - 1],
                   mails ? "this guards the mails of a playbook that sends none" : "this guards `" + activity.name + "`, which is in no `outreach` line and which nothing sends")
          .withHelp(mails ? "remove the line, or list `email_sent` in `outreach` if people write to leads"
                          : "list `" + activity.name + "` in `outreach` if people do it; the mails that automation sends are `email_sent`");
    }
}

}  // namespace leadflow::lint
