// What a person said after a mail was decided and before it left: it waits in the outbox while its receiver is down, for hours maybe.
//
//     privacy { email_sent only when consent is granted }
//     10:00 email "hello", the mail server is down   10:20 consent denied   11:00 the server is back: "hello" is not sent
//
// Asked before each attempt, by the record of today. What else a guard asks (a stage, how many mails there were) was answered when
// the mail was decided, and its own touch is no reason against it.
#include <algorithm>
#include <set>

#include "runtime/workflow/engine_inside.hpp"
#include "runtime/workflow/view.hpp"

namespace leadflow::workflow {

using port::Status;

Status Engine::withheld(const port::Effect& mail, std::string& why) {
  why.clear();
  if (mail.kind != port::EffectKind::Email || mail.lead.empty()) return {};
  if (Status status = in_->refreshWorld(); !status.ok()) return status;
  std::optional<port::LeadState> lead;
  std::set<std::string> seen;
  for (std::string id = mail.lead; seen.insert(id).second;) {
    std::optional<port::LeadState> next;
    if (Status status = in_->store.load(id, next); !status.ok()) return status;
    if (!next) break;
    lead = std::move(next);
    if (lead->merged_into.empty()) break;
    id = lead->merged_into;
  }
  const auto world = lead ? in_->world(lead->version) : nullptr;
  if (!world || lead->erased) return {};   // what was erased has no rows
  const int sent = world->desk->program().findActivity("email_sent");
  std::vector<const bytecode::GuardInfo*> guards;
  for (const bytecode::GuardInfo& guard : world->workflow().guards)
    if (std::find(guard.activities.begin(), guard.activities.end(), static_cast<std::uint32_t>(sent)) != guard.activities.end()) guards.push_back(&guard);
  if (sent < 0 || guards.empty()) return {};
  const auto own = std::find_if(lead->activities.begin(), lead->activities.end(), [&](const port::ActivityEntry& entry) { return entry.at == mail.at && entry.type == "email_sent"; });
  backTo(*lead, mail.at, static_cast<std::size_t>(own - lead->activities.begin()));
  View view(world, in_->scratch);
  view.look(std::move(*lead), mail.at);
  for (const bytecode::GuardInfo* guard : guards)
    if (why.empty() && guard->only_when && !view.holds(static_cast<std::uint32_t>(guard->only_when.index))) why = guard->text;
  return {};
}

}  // namespace leadflow::workflow
