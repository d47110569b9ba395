// An effect: what a decision wants done in the world, as data. The workflow writes effects into the outbox in the same
// transaction as the lead's new state; adapters deliver them later, at least once, under the effect's key.
//
//     at 50%  { remind owner "{company} is still waiting" }
//     {"key":"00Q1/17/0","kind":"remind","lead":"00Q1","to":["ana"],"text":"Acme is still waiting", …}
//
// INVARIANT: the key is made of the lead, its revision and the effect's position, so the same decision always makes the same
// key: whoever receives it twice can tell.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/value/slot.hpp"

namespace leadflow::port {

enum class EffectKind : std::uint8_t { Notify, Remind, Escalate, Task, Email, Set, Log, Webhook, Create, Report };
const char* effectName(EffectKind kind);  ///< "notify", "remind", …

struct Effect {
  std::string key;
  EffectKind kind = EffectKind::Log;
  std::string lead;                     ///< empty: of no single lead (a report)
  std::int64_t at = 0;                  ///< when it was decided
  std::string channel;                  ///< "email", "slack", "webhook", "task", "" (the app's own list)
  std::string target;                   ///< "#sdr-alerts"; name of the webhook, the email template, the task's kind, the report
  std::vector<std::string> to;          ///< rep ids; for Email: the lead's address
  std::vector<std::string> to_email;    ///< addresses of `to`, where the roster has them (same order, may hold empty texts)
  std::vector<std::string> tagging;     ///< rep ids
  std::string text;                     ///< filled template, masked where `privacy` says so
  std::vector<std::uint32_t> links;     ///< where in `text` the template itself writes a link, as linkPlaces() of rim_text.hpp has it; only the outbox keeps it
  std::vector<std::pair<std::string, std::string>> fields;  ///< payload: name, value as JSON (`"text"`, `12.5`, `null`, …)
  std::string link;                     ///< record_link filled in
  std::string why;                      ///< which construct asked for it: "sla first_response at 50%", "stage Working enter"
  bool pii = false;                     ///< text or fields hold personal data: erased with the lead
  bool simulated = false;
};

/// The effect as one JSON object: the body that webhooks get and NDJSON files hold. Keys always in the same order.
std::string toJson(const Effect& effect);
/// The same with what only the outbox keeps, as a store writes it down.
std::string toStored(const Effect& effect);
/// The reverse of both; false when it is none.
bool fromJson(std::string_view json, Effect& effect);

}  // namespace leadflow::port
