// Writes a step down: what came in, what was asked, what was decided and why, as a journal entry that can be replayed bit for
// bit. Personal data stand in it as commitments only.
//
//     {"meaning":2,"event":{"id":"e1","type":"activity","name":"reply","body":{"sentiment":"positive"}},"now":…,"version":"91ab…",
//      "outcome":"applied","stage":"Qualifying","owner":"ana","effects":[…],"timers":[…],"account":[…],"state":{"$pii":"5e88…"}}
//
// `"tzdata":"2025b"` stands behind `version` where the step worked out an instant by the rules of a time zone: they may come to another
// one on another machine. `state` commits to everything kept about the lead after the step, so a replay that gives the same entry gives the same lead.
#pragma once
#include <string>
#include <vector>

#include "runtime/port/store.hpp"
#include "runtime/workflow/engine.hpp"
#include "runtime/workflow/step.hpp"

namespace leadflow::workflow {

/// What the surroundings answered while a step was made: replay gives the same answers.
struct Answer {
  std::uint32_t rule = 0;
  std::string key;
  std::vector<std::pair<std::string, std::string>> leads;   ///< id, key
  struct Seen {                                             ///< a lead that was looked at, as far as it holds nothing personal
    std::string lead;
    std::int64_t created = kMissing;
    bool gone = false;                                      ///< not there, erased, or merged
  };
  std::vector<Seen> seen;
  /// Not a rule of `duplicates`: whether a lead takes another in (Surroundings::takesIn); `leads` is empty when not.
  static constexpr std::uint32_t kTakesIn = UINT32_MAX;
  /// Nor that one: whether the lead of the key is erased, or about to be (Surroundings::forgets); `leads` is empty when not.
  static constexpr std::uint32_t kForgets = UINT32_MAX - 1;
  /// Nor that one: whether the lead of the key can be merged (Surroundings::isThere); `leads` is empty when not.
  static constexpr std::uint32_t kIsThere = UINT32_MAX - 2;
  static std::string takesInKey(const std::string& kept, const std::string& lead) { return kept + '\x1F' + lead; }
};
/// Makes the entry that follows the lead's last one, and moves the chain on in `after`. `answers`: what was asked of the store;
/// `turns`: the counts that the step changed; `revision`: the lead's before it, by which a replay knows of steps that told nothing and stand in no entry; `tzdata`: the
/// release of the time zone data, which the entry names where the step worked out an instant by them.
port::JournalEntry makeEntry(const World& world, const port::Event& event, std::int64_t now, Step& step, const std::vector<Answer>& answers, const port::DeskRows& turns, std::uint64_t revision, const std::string& tzdata, Salts& salts);
/// What an entry's `state` commits to: everything kept about the lead but its timers, which the entry lists, and its chain.
std::string stateDigest(const port::LeadState& state);

/// An entry of no single lead: a roster, a table, a deployment. `version`: the playbook that said how to read it;
/// `clock`: the latest instant at which a lead was decided before: what stands in no entry, up to there, was decided before this. `tzdata`: empty where
/// nothing was planned by the rules of a time zone.
port::JournalEntry makeWorldEntry(port::LeadState& chain, const port::Event& event, std::int64_t now, const std::string& outcome, std::uint64_t version,
                                  std::uint64_t roster_version, std::uint64_t tables_version, const std::string& tzdata, std::int64_t clock, const port::DeskRows& turns);

/// What an entry says went into its decision.
struct Given {
  port::Event event;
  std::int64_t now = 0;
  std::uint64_t version = 0;      ///< of the playbook
  std::string tzdata;             ///< release of the time zone data; empty: no instant was worked out by them
  bool simulated = false;         ///< by `simulate`: what it decided to send is marked so
  std::vector<Answer> answers;
};
/// The entry's event and what else it was decided by, personal data put back from the entry's secrets. False when they were erased.
bool givenIn(const port::JournalEntry& entry, Given& given);

/// A version as entries write it: 16 hex digits.
std::string hexOf(std::uint64_t version);

/// Names of the lead's stage, owner and queue, for the store's columns.
std::string stageName(const World& world, const port::LeadState& state);
std::string ownerOf(const World& world, const port::LeadState& state);
std::string queueName(const World& world, const port::LeadState& state);

}  // namespace leadflow::workflow
