// What a person said after a mail was decided and before it left: it waits in the outbox while its receiver is down, for hours maybe.
//
//     privacy { email_sent only when consent is granted }
//     10:00 email "hello", the mail server is down   10:20 consent denied   11:00 the server is back: "hello" is not sent
//
// Asked before each attempt: the guards of the mail are looked at with the record of today and with all else as it was at the instant of
// the decision: time, stage, activities and owner. Of what has no history (a row of a table, the roster, a clock) today's counts, so a
// guard that does not hold keeps the mail back only where a field that it asks for reads otherwise than when the mail was decided; the
// mail says what its lead's fields were. The mail's own touch is no reason against it.
#include <algorithm>
#include <set>

#include "runtime/workflow/as_it_was.hpp"
#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/engine_inside.hpp"
#include "runtime/workflow/view.hpp"

namespace leadflow::workflow {

using port::Status;

Status Engine::withheld(const port::Effect& mail, std::string& why) {
  why.clear();
  if (mail.kind != port::EffectKind::Email || mail.lead.empty()) return {};
  std::optional<port::LeadState> lead, own;   // who answers for the mail's lead today; the lead itself, where it was merged
  std::set<std::string> seen;
  for (std::string id = mail.lead; seen.insert(id).second;) {
    std::optional<port::LeadState> next;
    if (Status status = in_->store.load(id, next); !status.ok()) return status;
    if (!next) break;
    if (lead && !own) own = std::move(lead);
    lead = std::move(next);
    if (lead->merged_into.empty()) break;
    id = lead->merged_into;
  }
  if (!lead || lead->erased) return {};   // what was erased has no rows
  if (Status status = in_->refreshWorld(); !status.ok()) return status;
  const auto world = in_->world(lead->version);
  if (!world) return Status::failed("the version of " + lead->id + " cannot be read", true);
  const int sent = world->desk->program().findActivity("email_sent");
  std::vector<const bytecode::GuardInfo*> guards;
  for (const bytecode::GuardInfo& guard : world->workflow().guards)
    if (guard.only_when && std::find(guard.activities.begin(), guard.activities.end(), static_cast<std::uint32_t>(sent)) != guard.activities.end()) guards.push_back(&guard);
  if (sent < 0 || guards.empty()) return {};

  if (own && own->version == lead->version) {   // it was in a stage of its own, and had an owner of its own
    own->record = std::move(lead->record);
    lead = std::move(own);
  }
  const std::int64_t at = std::max(mail.at, lead->created);   // a lead of another version that was kept may have come later
  const auto touch = std::find_if(lead->activities.begin(), lead->activities.end(), [&](const port::ActivityEntry& entry) { return entry.at == at && entry.type == "email_sent"; });
  backTo(*lead, at, static_cast<std::size_t>(touch - lead->activities.begin()));
  lead->now = at;
  const std::string owner = holdingAt(*world, *lead, at, false).rep;
  View view(world, in_->scratch);
  view.look(std::move(*lead), at);
  view.seeOwner(&owner);
  for (const bytecode::GuardInfo* guard : guards)
    if (why.empty() && !view.holds(static_cast<std::uint32_t>(guard->only_when.index)) && !view.readsAs(guard->fields, mail)) why = guard->text;
  return {};
}

}  // namespace leadflow::workflow
