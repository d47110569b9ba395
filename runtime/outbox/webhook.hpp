// A webhook: the effect as JSON, POSTed to an address of the configuration, signed.
//
//     webhook "crm" { id, rating, owner }
//
// Each call carries `Idempotency-Key` (the effect's key, the same at every attempt) and, with a secret,
// `X-LeadFlow-Signature` (signature.hpp).
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "runtime/outbox/adapter.hpp"
#include "runtime/outbox/transfer.hpp"
#include "runtime/port/clock.hpp"

namespace leadflow::outbox {

struct WebhookConfig {
  std::string name, url;
  std::string secret;  ///< empty: not signed
  std::vector<std::pair<std::string, std::string>> headers;  ///< of the receiver's own, such as Authorization
  Timeouts timeouts;
  std::string ca_file;
};

class WebhookAdapter final : public Adapter {
 public:
  WebhookAdapter(WebhookConfig config, const port::TimeSource& clock) : config_(std::move(config)), clock_(clock) {}
  Attempt deliver(const port::Effect& effect) override;
  std::string name() const override { return "webhook " + config_.name; }

 private:
  WebhookConfig config_;
  const port::TimeSource& clock_;
};

/// A text as the value of a header: visible ASCII stays, the rest and `%` become %XX. Keys stay distinct.
std::string headerText(std::string_view text);

}  // namespace leadflow::outbox
