// LeadFlow for C++ programs: load a playbook, bind a roster, decide leads, read decisions and why they came about.
//
//     #include <leadflow/leadflow.hpp>
//
//     leadflow::Error error;
//     auto playbook = leadflow::Playbook::load("inbound.leadflow", error);     // or an .lfb made by `leadflow build`
//     if (!playbook) return complain(error.message);
//     auto team = leadflow::Team::load(playbook, "roster.csv", error);         // or Team::ownOf(playbook, error)
//     leadflow::Decider decider(team);                                          // one a thread
//     decider.setNow(leadflow::instant("2026-03-02T15:00:00Z"));
//     leadflow::Decision d = decider.decide(R"({"id":"00Q1","company_size":800,"country":"DE"})");
//     if (d.decided()) route(d.lead(), d.owner());  else setAside(d.rejected());
//
// Threads: a Playbook is immutable. A Team holds whose turn it is and may be shared by any number of threads. A Decider
// belongs to one thread. Nothing throws but std::bad_alloc; errors are values with a code and a message for people.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace leadflow {

/// The same numbers as LF_… in leadflow.h.
enum class ErrorCode : int {
  None = 0,
  FileNotFound = 1,    ///< no such file, a directory, or not readable
  DoesNotCompile = 2,  ///< the playbook has errors; Error::message is the whole account that `leadflow check` prints
  Refused = 3,         ///< an .lfb that is damaged, from another format version, or refused by the verifier
  BadRoster = 4,       ///< the roster cannot be read
  BadRecord = 5,       ///< the record was set aside: no key, a required value missing, not JSON
  BadArgument = 6,     ///< a null pointer, an unknown name, an instant that is none
  NotAPlaybook = 7,    ///< a module: it has no `playbook` block
  OutOfMemory = 8,
  Internal = 9,
};

struct Error {
  ErrorCode code = ErrorCode::None;
  std::string message;
  explicit operator bool() const { return code != ErrorCode::None; }
};

/// Milliseconds since 1970-01-01T00:00Z of an ISO 8601 instant (UTC where no offset is written); INT64_MIN when it is
/// none.
std::int64_t instant(std::string_view iso);

/// A compiled playbook. Immutable; share it freely.
class Playbook {
 public:
  /// Reads a `.leadflow` file (its `use`d files and data files from its folder) or an `.lfb` file. Null on an error.
  static std::shared_ptr<const Playbook> load(const std::string& path, Error& error);
  /// Compiles a text that uses nothing but std modules. `name` stands in messages.
  static std::shared_ptr<const Playbook> compile(std::string_view text, const std::string& name, Error& error);
  /// Loads the bytes of an .lfb file. Damaged or hostile bytes are refused, never executed.
  static std::shared_ptr<const Playbook> fromBytes(std::string_view bytes, Error& error);
  ~Playbook();

  const std::string& name() const;
  const std::string& version() const;
  /// Findings that did not keep it from compiling, as `leadflow check` prints them; empty for an .lfb.
  const std::string& findings() const;
  /// The bytes of the .lfb file.
  std::string toBytes() const;
  std::vector<std::string> fields() const;
  std::vector<std::string> scores() const;
  std::vector<std::string> grades() const;
  std::vector<std::string> routes() const;
  /// Empty: the playbook has no stages, and a lead runs through all routes.
  std::vector<std::string> stages() const;

  struct State;
  const State& state() const { return *state_; }

 private:
  explicit Playbook(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// A playbook's people and whose turn it is. Shared by all deciders that take turns together; safe to use from any
/// thread.
class Team {
 public:
  /// A roster file (CSV; columns as in the language reference).
  static std::shared_ptr<Team> load(std::shared_ptr<const Playbook> playbook, const std::string& roster_path,
                                    Error& error);
  /// The same from text.
  static std::shared_ptr<Team> fromText(std::shared_ptr<const Playbook> playbook, std::string_view roster_csv,
                                        Error& error);
  /// The roster that the playbook itself named when it was compiled; nobody when it named none.
  static std::shared_ptr<Team> ownOf(std::shared_ptr<const Playbook> playbook, Error& error);
  ~Team();

  /// Another roster while deciders go on: counts follow the reps by id, who joins starts at the pool's average.
  /// Deciders take it over at their next decision.
  bool replaceRoster(std::string_view roster_csv, Error& error);
  /// How many open leads a rep has, for `under capacity` and `least loaded`. False when the roster has no such rep.
  bool setOpenLeads(std::string_view rep, std::int64_t leads);
  /// A lead of the rep was closed: one open lead less.
  bool leadClosed(std::string_view rep);

  struct State;
  State& state() const { return *state_; }

 private:
  explicit Team(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// A clock that runs, and when its time is out: milliseconds since 1970.
struct DueClock {
  std::string name;
  std::int64_t at = 0;
};

/// What became of one lead. Owns its texts: it outlives the decider. Where the playbook has stages, the lead is taken as created
/// at the decider's instant and goes through them as far as it goes at once; nothing is kept and nothing is sent.
class Decision {
 public:
  /// False when the record was set aside; `rejected` says why.
  bool decided() const;
  const std::string& rejected() const;
  /// Values that could not be read and count as missing: "country: `Germnay` is not a country; did you mean `Germany`?"
  const std::vector<std::string>& issues() const;

  const std::string& lead() const;  ///< the key
  /// The decision record: one JSON object, keys in a fixed order (see docs/embedding.md).
  const std::string& json() const;
  /// A derived field, score, grade or milestone as text (`52.5`, `A`, `mid_market`); empty when missing or unknown.
  std::string value(std::string_view name) const;
  /// A score times 10,000 (52.5 is 525000), INT64_MIN when missing.
  std::int64_t scaledScore(std::string_view name) const;
  /// Of the named route: the rule that took the lead, the rep's or the queue's name, how it was chosen. Without a name:
  /// of the first route; with stages, who has the lead and the queue it waits in where it came to rest, rule and way of
  /// the route that its stages took last. Empty when it does not apply.
  std::string rule(std::string_view route = {}) const;
  std::string owner(std::string_view route = {}) const;
  std::string queue(std::string_view route = {}) const;
  std::string via(std::string_view route = {}) const;
  /// Whether the playbook has stages; the rest is empty where it has none.
  bool staged() const;
  const std::string& stage() const;
  /// The lead that `duplicates` merged it into: it is in no stage then, and nobody's. Empty: none.
  const std::string& mergedInto() const;
  /// Clocks that run, as declared.
  std::vector<DueClock> due() const;
  /// What would be sent, each a JSON object as in the record's `effects`.
  const std::vector<std::string>& effects() const;
  /// What happened, as sentences; all of them also without setExplain.
  const std::vector<std::string>& account() const;
  /// The readable account; empty unless the decider explains.
  std::string explanation() const;

  struct State;
  explicit Decision(std::shared_ptr<const State> state) : state_(std::move(state)) {}

 private:
  std::shared_ptr<const State> state_;
};

/// Decides leads, in one thread.
class Decider {
 public:
  explicit Decider(std::shared_ptr<Team> team);
  ~Decider();
  Decider(Decider&&) noexcept;
  Decider& operator=(Decider&&) noexcept;

  /// The instant of the decisions. Until it is set, each call reads the system's clock once.
  void setNow(std::int64_t milliseconds);
  /// Whether decisions carry why (slower); off at first.
  void setExplain(bool explain);
  /// One JSON object.
  Decision decide(std::string_view json);
  /// Many records: NDJSON, a JSON array, or CSV with a header. In their order; `error` when reading ended early.
  std::vector<Decision> decideBatch(std::string_view text, Error& error);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace leadflow
