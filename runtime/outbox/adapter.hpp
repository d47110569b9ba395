// Adapters carry effects out of the house: to a file, a webhook, a Slack channel, a mailbox. One attempt a call; whether and
// when to try again is the dispatcher's business.
//
//     notify slack "#sdr-alerts" tagging owner "{company}: first response overdue"
//
// INVARIANT: an adapter never throws, never blocks longer than its timeout, and says why in words for people.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/port/effect.hpp"

namespace leadflow::outbox {

struct Attempt {
  enum class Result : std::uint8_t {
    Delivered,
    Later,    ///< worth another try: no connection, timeout, 5xx, 429
    Never,    ///< no try can help: 4xx, an address that is none, no adapter for the channel
  } result = Result::Delivered;
  std::string reason;             ///< "the webhook answered 500", "no answer within 10 s"
  std::int64_t retry_after_ms = 0;  ///< wished by the receiver (Retry-After); 0: none
  bool receiver_down = false;       ///< nobody could be reached: other effects for the same receiver need not be tried now
  std::vector<std::uint32_t> reached;   ///< of an effect for several: the positions of those who have it now, earlier ones included
};

class Adapter {
 public:
  virtual ~Adapter() = default;
  /// May be called from several threads, but never by two at once for the same receiver.
  virtual Attempt deliver(const port::Effect& effect) = 0;
  /// The same for an effect of whose receivers some have it already (Attempt::reached of an attempt before).
  virtual Attempt deliverRest(const port::Effect& effect, const std::vector<std::uint32_t>&) { return deliver(effect); }
  /// "webhook crm", "slack", "smtp", "file outbox.ndjson".
  virtual std::string name() const = 0;
  /// Whose trouble this effect's failure is: a receiver that hangs holds back its own effects and no others.
  virtual std::string receiver(const port::Effect&) const { return name(); }
};

}  // namespace leadflow::outbox
