// Effects for tests.
#pragma once
#include <string>

#include "runtime/outbox/adapter.hpp"
#include "runtime/port/effect.hpp"

namespace leadflow::outbox::test {

inline port::Effect reminder(const std::string& key = "00Q1/17/0") {
  port::Effect effect;
  effect.key = key;
  effect.kind = port::EffectKind::Remind;
  effect.lead = "00Q1";
  effect.at = 1772463600000;  // 2026-03-02T15:00:00Z
  effect.to = {"ana"};
  effect.to_email = {"ana@house.example"};
  effect.text = "Müller & Söhne <GmbH> is still waiting";
  effect.link = "https://crm.example/leads/00Q1";
  effect.why = "sla first_response at 50%";
  return effect;
}

inline const char* shown(Attempt::Result result) {
  return result == Attempt::Result::Delivered ? "delivered" : result == Attempt::Result::Later ? "later" : "never";
}

/// "later: slack answered 500": what a test compares.
inline std::string shown(const Attempt& attempt) {
  return attempt.reason.empty() ? shown(attempt.result) : shown(attempt.result) + std::string(": ") + attempt.reason;
}

}  // namespace leadflow::outbox::test
