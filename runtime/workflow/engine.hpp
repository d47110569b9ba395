// The engine carries leads through time: it takes claimed work from a store, lets `transition` decide, and puts state, timers,
// effects, messages and journal back in one transaction. Kill it at any instant: what was committed is there, the rest is done
// again, and nothing is done twice.
//
//     Engine engine(store, {.batch = 256}, salts);
//     engine.adopt({.program = program, …});            // the playbook that new leads live under (deploy.hpp changes it)
//     engine.feed(events, appended);                    // into the inbox
//     engine.runUntil(t);                               // all work up to t, in the order of time
//
// Time: an event is processed at max(its `at`, the lead's last instant): a late event is taken when it comes, with its own `at`
// for what it says; an event from the future waits. Timers that were due while nobody ran fire in order, each at its own
// instant, before later events.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/port/store.hpp"
#include "runtime/value/timezone.hpp"
#include "runtime/workflow/step.hpp"

namespace leadflow::workflow {

/// Randomness for commitments to personal data: a port, so that tests can repeat.
class Salts {
 public:
  virtual ~Salts() = default;
  virtual std::string salt(const std::string& lead, std::uint64_t seq, std::uint32_t number) = 0;   ///< 32 hex digits
};
std::unique_ptr<Salts> systemSalts();                        ///< from the operating system
std::unique_ptr<Salts> seededSalts(std::uint64_t seed);      ///< the same ones each time

/// A store and a machine with different releases of the time zone data.
struct ZonesTurned {
  std::string from, here;             ///< `2024a`, `2025b`
  std::uint64_t leads = 0;            ///< in flight, whose instants are worked out anew
  bool behind = false;                ///< this machine has the earlier ones: nothing is moved
};

struct EngineOptions {
  std::size_t batch = 256;            ///< leads claimed, and steps committed, together
  bool journal = true;
  bool simulated = false;             ///< effects are marked so; nothing may deliver them
  bool exclusive = true;              ///< no other process writes to the store: turns may be kept between transactions
  std::int64_t anchor_ms = 60'000;    ///< the journal is sealed at least this often (engine time)
  std::function<std::string(port::Store&, const World&, const bytecode::ReportInfo&, std::int64_t now)> report;  ///< text of a scheduled report
  /// Asked when a store goes on being locked, restarted or out of reach: true tries again (the caller waits in it). Without it
  /// such a failure ends the call.
  std::function<bool(const port::Status&)> patience;
  std::function<void(const port::Event&, const std::string& outcome)> refused;   ///< a committed event that was refused as a whole, of a lead or of nobody's
  std::function<void(const port::Event&, const Unread&)> unread;   ///< what a committed event said in vain; of the event id, type, lead and at
  /// The same of a whole batch, right before its commit: to write down what must not be lost. A failure ends the batch.
  std::function<port::Status(const std::vector<std::pair<port::Event, Unread>>&)> keep_unread;
  /// The release of this machine's time zone data, which journal and store name; what it says is read by runtime/value/timezone.hpp.
  std::string tzdata = timeZoneDataVersion();
  std::function<void(const ZonesTurned&)> zones;   ///< the store's instants were worked out by other rules of time zones
  std::function<void(const Step&, const port::Event&, std::int64_t now)> watch;  ///< every step committed (simulation, tests, `run`)
};

/// What Engine::erase took.
struct Erased {
  std::vector<std::string> leads;     ///< the one asked for, and all that were merged with it
  std::vector<std::string> already;   ///< of those, the ones that had been erased before
  std::uint64_t refused = 0;          ///< events that were refused, of leads that never came to be
};

/// All leads that are one person with this one: merged into it, or what it was merged into, over any number of mergers; it comes first.
port::Status samePerson(port::Store& store, const std::string& lead, std::vector<std::string>& leads);

struct RunTotals {
  std::uint64_t events = 0, timers = 0, refused = 0, ignored = 0, effects = 0, messages = 0, commits = 0, retries = 0;
  std::uint64_t by_effect[16] = {};
  std::uint64_t unread = 0, repeated_activities = 0;
  std::uint64_t moved = 0;            ///< due instants that other rules of time zones moved
  std::uint64_t erased = 0;           ///< steps after which a store was told to forget somebody
};

/// What a store begins with, or goes on with.
struct Beginning {
  std::shared_ptr<const bytecode::Program> program;
  std::string chunk;                        ///< the program's bytes
  std::vector<port::PlaybookFile> files;    ///< what it was compiled from; empty: not at hand
  std::vector<Rep> roster;
  bool roster_named = false;                ///< asked for now: a store that has another one changes it
  std::int64_t now = 0;
  bool from_clock = false;                  ///< time goes on from where the store stands: the version in force there will do
};

class Engine {
 public:
  Engine(port::Store& store, EngineOptions options, Salts& salts);
  ~Engine();

  /// Begins a store - playbook, roster, rows of live tables, first settings and first event in one transaction, whatever other
  /// processes do at the same time - or goes on with what it has: leads in flight keep their version. A roster that was named and
  /// differs from the stored one is a roster change, taken at `now`. A store that an earlier leadflow left half begun is
  /// completed, or refused where leads were decided without anybody to get them.
  port::Status adopt(const Beginning& beginning);
  /// The same without files; a roster that is not empty counts as named.
  port::Status adopt(std::shared_ptr<const bytecode::Program> program, const std::string& chunk_bytes, std::vector<Rep> roster, std::int64_t now);
  /// Only what the store has (for commands without a playbook).
  port::Status resume();

  /// How far time has gone in the store; kMissing: nothing was decided, or the store keeps no time of its own.
  port::Status reached(std::int64_t& instant);
  port::Status feed(std::span<const port::Event> events, port::Appended& appended);
  /// Erases a person here and now: the lead, those merged into it and the one that it was merged into. No clock runs, its own
  /// neither, and time does not move on. The lead stays erased, also where the store holds nothing of it: lines that were set aside
  /// may. Only where nobody else keeps the store's turns in mind (EngineOptions::exclusive).
  port::Status erase(const std::string& lead, const std::string& by, std::int64_t now, Erased& erased);
  /// Of a mail that waits in the outbox: what of `privacy` forbids it by what the record says today, consent withdrawn since it was
  /// decided; empty: nothing. All else counts as it was then. Follows mergers to the lead that was kept.
  port::Status withheld(const port::Effect& mail, std::string& why);
  /// Everything due up to `until`, in the order of time. `stop` is asked between commits (SIGTERM).
  port::Status runUntil(std::int64_t until, const std::function<bool()>& stop = {});
  /// One transaction's worth; `idle` when there was nothing to do.
  port::Status runOnce(std::int64_t until, bool& idle);

  const RunTotals& totals() const;
  /// The world that a lead of this version lives in; null: unknown version.
  std::shared_ptr<const World> world(std::uint64_t version);
  /// Of the version in force by the store's time; `now`: where the store has none, as with several workers.
  std::shared_ptr<const World> current(std::int64_t now = kMissing);
  decide::Pools* turns();             ///< as of the last commit; null before the first assignment
  port::Store& store();

  struct Inside;                      ///< engine_inside.hpp

 private:
  std::unique_ptr<Inside> in_;
};

}  // namespace leadflow::workflow
