// Takes what waits in the outbox to its receivers: claims rows, tries each once, settles each.
//
//     leadflow work inbound.leadflow --store sqlite:leads.db --outbox outbox.json
//
// Receivers are independent. Each has its effects tried one after another, several receivers at once; one that hangs or
// refuses is paused, and its effects are put back without an attempt being counted, so that the others lose no time.
//
// INVARIANT: the store is called only by the thread that calls round().
// INVARIANT: a row is `delivered` only after its adapter said so; a kill between the two delivers it again under its key.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "runtime/outbox/adapter.hpp"
#include "runtime/outbox/backoff.hpp"
#include "runtime/port/clock.hpp"
#include "runtime/port/outbox_store.hpp"

namespace leadflow::outbox {

struct DispatchOptions {
  RetryPolicy retry;
  std::size_t batch = 200;           ///< rows claimed at once
  /// How long what a killed process had claimed waits before another takes it. A live one renews it every `renew_ms`, so it need
  /// not cover a round.
  std::int64_t lease_ms = 30'000;
  std::int64_t renew_ms = 10'000;
  std::int64_t round_ms = 20'000;    ///< after this no further attempt begins in a round; what is left is put back
  std::int64_t longest_pause_ms = 60'000;  ///< of a receiver that cannot be reached and says nothing about when
  int failures_until_pause = 5;      ///< of a receiver that answers, but with errors
  std::size_t threads = 8;           ///< receivers tried at once
};

struct RoundCounts {
  std::size_t claimed = 0, delivered = 0, later = 0, dead = 0;
  std::size_t put_back = 0;  ///< not tried: the receiver is paused, time was up, or a stop was asked for
  RoundCounts& operator+=(const RoundCounts& other);
};

class Dispatcher {
 public:
  Dispatcher(port::OutboxStore& store, Adapter& adapter, const port::TimeSource& clock, DispatchOptions options = {})
      : store_(store), adapter_(adapter), clock_(clock), options_(options) {}

  /// One claim, and everything claimed tried or put back. False when the store failed (error() says why): what was claimed
  /// and not settled comes back after its lease. `stop`: no further attempt begins once it is true.
  bool round(RoundCounts& counts, const std::atomic<bool>* stop = nullptr);
  /// Rounds until nothing is due.
  bool drain(RoundCounts& counts, const std::atomic<bool>* stop = nullptr);
  /// Rounds until `stop`, a look every `poll_ms` when nothing is due. A store that fails is tried again; on_problem hears.
  void run(const std::atomic<bool>& stop, std::int64_t poll_ms = 1'000);

  std::string error() const { return error_; }

  /// Asked of each effect right before a round tries it: why it must not leave any more; empty: it may. False: it could not be found
  /// out, for the reason in `why`, and it waits. In the thread of round().
  std::function<bool(const port::Effect&, std::string& why)> withheld;
  std::function<void(const port::Effect&, std::int64_t now)> on_delivered;   ///< after the row is settled
  std::function<void(const port::Effect&, const Verdict&)> on_failed;        ///< Later or Dead
  std::function<void(const std::string& problem)> on_problem;                ///< the store failed, or somebody could not be asked; once for each new text

 private:
  struct Receiver {
    std::int64_t paused_until = 0;
    int failures = 0;  ///< in a row
  };
  struct Outcome {
    std::size_t row = 0;
    bool tried = false;
    Attempt attempt;
  };
  struct Group {
    std::string receiver;
    std::vector<std::size_t> rows;
  };
  class Results;

  bool paused(const std::string& receiver, std::int64_t now);
  std::vector<Group> groupsOf(const std::vector<port::OutboxStore::Row>& rows, RoundCounts& counts, bool& ok);
  bool settleOne(const port::OutboxStore::Row& row, const std::string& receiver, const Outcome& outcome, RoundCounts& counts);
  bool putBack(const port::OutboxStore::Row& row, std::int64_t until, RoundCounts& counts);
  void note(const std::string& receiver, const Attempt& attempt, const Verdict& verdict, std::int64_t now);
  bool holdBack(std::vector<port::OutboxStore::Row>& rows, RoundCounts& counts);
  bool renew(const std::vector<port::OutboxStore::Row>& rows, const std::vector<bool>& settled);
  bool keep(bool ok);

  port::OutboxStore& store_;
  Adapter& adapter_;
  const port::TimeSource& clock_;
  std::string held_said_;   ///< why something could not be asked about, as last told
  DispatchOptions options_;
  std::map<std::string, Receiver> receivers_;
  std::string error_;
};

}  // namespace leadflow::outbox
