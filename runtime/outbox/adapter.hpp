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
};

class Adapter {
 public:
  virtual ~Adapter() = default;
  virtual Attempt deliver(const port::Effect& effect) = 0;
  virtual std::string name() const = 0;
};

}  // namespace leadflow::outbox
