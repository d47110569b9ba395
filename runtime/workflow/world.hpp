// What a step may know besides the lead: one version of the playbook with the people of today, the rows of live tables, and,
// asked for only when needed, whose turn it is and who repeats whom.
//
//     stage Working { enter { route inbound } }        asks for the turns
//     duplicates { same email -> flag }                asks for leads with the same address
//
// A World is immutable and shared; Surroundings is a port: the engine answers from a store, simulation and tests from memory,
// replay from the journal.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/decide/desk.hpp"
#include "runtime/decide/pools.hpp"
#include "runtime/port/lead_state.hpp"

namespace leadflow::vm { class LiveTables; }

namespace leadflow::workflow {

struct World {
  std::shared_ptr<const decide::Desk> desk;              ///< program (one version) and roster
  std::shared_ptr<const vm::LiveTables> tables;          ///< null: those of the chunk
  std::uint64_t version = 0;                             ///< Chunk::content_hash
  std::uint64_t roster_version = 0, tables_version = 0;
  const bytecode::Chunk& chunk() const { return desk->chunk(); }
  const bytecode::WorkflowInfo& workflow() const { return desk->chunk().workflow; }
};

/// A lead that has the same key as another under a rule of `duplicates`.
struct Likeness {
  std::string lead;
  std::int64_t created = 0;
};

class Surroundings {
 public:
  virtual ~Surroundings() = default;
  /// The counts of turns, locked until the step is committed. The step changes them in place.
  virtual decide::Pools& turns() = 0;
  /// Leads whose key under duplicates[rule] equals `key` (exact parts; `similar` parts are compared by the step), but this one.
  virtual std::vector<std::pair<std::string, std::string>> sameKey(std::uint32_t rule, const std::string& key, const std::string& except) = 0;
  /// Of the leads that were just asked for, these are alike: of the others nothing need be kept.
  virtual void alike(const std::vector<std::string>&) {}
  /// The state of another lead, for deciding which of two duplicates is kept; false: not there.
  virtual bool peek(const std::string& lead, port::LeadState& state) = 0;
  /// The points of a lead that was just found by its key and that nobody can look at any more: in a replay, one that was erased since.
  /// The record of the decision says that it was alike. Nothing: it can be looked at.
  virtual std::optional<std::int64_t> remembered(const std::string&) { return std::nullopt; }
  /// Whether `lead` is part of `kept`, by mergers that are done, or is about to be, by one that was asked for at `now`. `self`: the
  /// lead at hand, which nobody else can look at.
  virtual bool takesIn(const std::string& kept, const std::string& lead, std::int64_t now, const port::LeadState& self);
  /// Whether the lead is erased, or will be at this instant: whoever went into it now would be lost with it.
  virtual bool forgets(const std::string& lead);
  /// Whether such a lead can be merged: it was created, was not erased, and went into no other one.
  virtual bool isThere(const std::string& lead);
};

}  // namespace leadflow::workflow
