// Who may be written to: in a playbook with a `privacy` block every mail to the lead needs a line that guards it.
//
//     sequence hello { email "hello" }     privacy { mailing only when consent is given }
//     error: step 1 of sequence `hello` sends `email "hello"`, and no line of `privacy` guards `email_sent`
//
// What automation sends is called `email_sent` and nothing else, so a guard on another activity guards no mail. `notify … email`
// goes to colleagues. Without a `privacy` block the same is a lint (lint/rules/consent_missing.cpp).
#include <algorithm>

#include "compiler/check/workflow.hpp"
#include "compiler/types/mails.hpp"

namespace leadflow::check {

void requireConsent(Context& context) {
  const typed::Program& program = context.program;
  bool privacy = false, playbook = false;
  context.names.forEachItem([&](const resolve::Item& item) {
    privacy = privacy || std::holds_alternative<syntax::Privacy>(item.declaration->node);
    playbook = playbook || std::holds_alternative<syntax::Playbook>(item.declaration->node);
  });
  if (!privacy || !playbook || typed::guardsMail(program)) return;
  const auto span = [&](const bytecode::Place& place) { return place.line == 0 ? Span{} : program.workflow_spans[place.line - 1]; };
  for (const typed::Mail& mail : typed::mailsOf(program.workflow)) {
    auto& finding = context.diags.report(diag::Code::ConsentMissing, diag::Severity::Error, span(mail.action->place),
                                         mail.where + " sends `email \"" + mail.action->target + "\"`, and no line of `privacy` guards `email_sent`");
    for (const bytecode::GuardInfo& guard : program.workflow.guards) {
      std::string names;
      for (const std::uint32_t activity : guard.activities) names += (names.empty() ? "`" : ", `") + program.activities[activity].name + '`';
      if (!names.empty()) finding.label(span(guard.place), "this guards " + names + ", and automation does nothing of that name");
    }
    finding.withHelp("add `email_sent only when …` to `privacy`, with what has to hold before a mail goes out");
  }
}

}  // namespace leadflow::check
