// Writes a step down: what came in, what was asked, what was decided and why, as a journal entry that can be replayed bit for
// bit. Personal data stand in it as commitments only.
//
//     {"meaning":2,"event":{"id":"e1","type":"activity","name":"reply","body":{"sentiment":"positive"}},"now":…,"version":"91ab…",
//      "outcome":"applied","stage":"Qualifying","owner":"ana","effects":[…],"timers":[…],"account":[…],"state":{"$pii":"5e88…"}}
//
// `state` commits to everything kept about the lead after the step, so a replay that gives the same entry gives the same lead.
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
  static std::string takesInKey(const std::string& kept, const std::string& lead) { return kept + '\x1F' + lead; }
};
/// Makes the entry that follows the lead's last one, and moves the chain on in `after`. `answers`: what was asked of the store;
/// `turns`: the counts that the step changed; `revision`: the lead's before it, by which a replay knows of steps that told nothing and stand in no entry.
port::JournalEntry makeEntry(const World& world, const port::Event& event, std::int64_t now, Step& step, const std::vector<Answer>& answers, const port::DeskRows& turns, std::uint64_t revision, Salts& salts);

/// An entry of no single lead: a roster, a table, a deployment. `version`: the playbook that said how to read it;
/// `clock`: the latest instant decided before: what stands in no entry, up to there, was decided before this.
port::JournalEntry makeWorldEntry(port::LeadState& chain, const port::Event& event, std::int64_t now, const std::string& outcome, std::uint64_t version,
                                  std::uint64_t roster_version, std::uint64_t tables_version, std::int64_t clock, const port::DeskRows& turns);

/// The event as an entry holds it, personal data put back from the entry's secrets. False when they were erased.
bool eventOf(const port::JournalEntry& entry, port::Event& event, std::int64_t& now, std::uint64_t& version, std::vector<Answer>& answers);

/// A version as entries write it: 16 hex digits.
std::string hexOf(std::uint64_t version);

/// Names of the lead's stage, owner and queue, for the store's columns.
std::string stageName(const World& world, const port::LeadState& state);
std::string ownerOf(const World& world, const port::LeadState& state);
std::string queueName(const World& world, const port::LeadState& state);

}  // namespace leadflow::workflow
