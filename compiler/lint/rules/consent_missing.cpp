// consent-missing: a mail to the lead in a playbook that says nothing about privacy. With a `privacy` block it is an error, and
// check/check_consent.cpp reports it.
#include "compiler/lint/registry.hpp"
#include "compiler/types/mails.hpp"

namespace leadflow::lint {

void consentMissing(const Facts& facts, diag::Diagnostics& diags) {
  if (facts.program.is_module || typed::guardsMail(facts.program)) return;
  for (const typed::Mail& mail : typed::mailsOf(facts.program.workflow)) {
    const auto line = mail.action->place.line;
    diags.report(diag::Code::ConsentMissing, line == 0 ? Span{} : facts.program.workflow_spans[line - 1],
                 mail.where + " sends `email \"" + mail.action->target + "\"` to every lead, whatever it agreed to")
        .withHelp("say when a mail may go out: `privacy { email_sent only when … }`");
  }
}

}  // namespace leadflow::lint
