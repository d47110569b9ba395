// What a person said after a mail was decided and before it left: it waits in the outbox while its receiver is down, for hours maybe.
//
//     privacy { email_sent only when consent is granted }
//     10:00 email "hello", the mail server is down   10:20 consent denied   11:00 the server is back: "hello" is not sent
//
// Asked before each attempt: where something of the record was said since the mail was decided, its guards are looked at with the
// record of today. Stages and activities count as they were then, and the mail's own touch is no reason against it.
#include <algorithm>
#include <set>

#include "runtime/workflow/as_it_was.hpp"
#include "runtime/workflow/engine_inside.hpp"
#include "runtime/workflow/view.hpp"

namespace leadflow::workflow {

using port::Status;

namespace {

/// Whether this step may have changed what the record says since a mail of that instant: events that bring values, mergers, `set` (an
/// effect hidden as a whole may be one). A step of that very instant may be the one that decided the mail.
bool changesRecord(const port::JournalEntry& entry, std::int64_t since) {
  if (entry.at < since) return false;
  if (entry.kind == "consent.changed" || entry.kind == "lead.merged" || entry.kind == "lead.absorbed") return true;
  if (entry.at == since) return false;
  return entry.kind == "lead.created" || entry.kind == "lead.updated" || entry.body.find("\"kind\":\"set\"") != std::string::npos || entry.body.find("{\"all\":") != std::string::npos;
}

}  // namespace

Status Engine::withheld(const port::Effect& mail, std::string& why) {
  why.clear();
  if (mail.kind != port::EffectKind::Email || mail.lead.empty()) return {};
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
  if (!lead || lead->erased) return {};   // what was erased has no rows
  if (Status status = in_->refreshWorld(); !status.ok()) return status;
  const auto world = in_->world(lead->version);
  if (!world) return Status::failed("the version of " + lead->id + " cannot be read", true);
  const int sent = world->desk->program().findActivity("email_sent");
  std::vector<const bytecode::GuardInfo*> guards;
  for (const bytecode::GuardInfo& guard : world->workflow().guards)
    if (guard.only_when && std::find(guard.activities.begin(), guard.activities.end(), static_cast<std::uint32_t>(sent)) != guard.activities.end()) guards.push_back(&guard);
  if (sent < 0 || guards.empty()) return {};

  const std::string id = lead->id;
  const std::int64_t at = std::max(mail.at, lead->created);   // the lead that was kept may have come later
  const auto own = std::find_if(lead->activities.begin(), lead->activities.end(), [&](const port::ActivityEntry& entry) { return entry.at == at && entry.type == "email_sent"; });
  backTo(*lead, at, static_cast<std::size_t>(own - lead->activities.begin()));
  View view(world, in_->scratch);
  view.look(std::move(*lead), at);
  for (const bytecode::GuardInfo* guard : guards)
    if (why.empty() && !view.holds(static_cast<std::uint32_t>(guard->only_when.index))) why = guard->text;
  if (why.empty()) return {};
  bool changed = false;   // else it is something else that has changed
  Status status = in_->store.eachEntry(id, 0, [&](const port::JournalEntry& entry) { return !(changed = changesRecord(entry, mail.at)); });
  if (!status.ok() || !changed) why.clear();
  return status;
}

}  // namespace leadflow::workflow
