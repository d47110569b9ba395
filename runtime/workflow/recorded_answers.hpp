// What a decision asked of other leads, answered to a replay as its entry has it.
//
//     "asked":[{"rule":0,"key":"~a","leads":[["00Q1","~a"]],"seen":[["00Q1",1793494800000,false]]}]
//
// Of a lead that was erased since nobody can say any more how similar it was and how many points it had. Two things of that are left: an
// entry keeps of the leads that were compared those that were alike, and it names the lead that was kept. So the first is taken from
// it, and the second is guessed - that the lead had the fewest points of all, or the most - until the decision comes out as it is
// recorded; where no guess does that, it is another decision. That a lead was kept which this one is known to repeat already is told
// nowhere: then its flags name it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "runtime/workflow/scribe.hpp"
#include "runtime/workflow/world.hpp"

namespace leadflow::workflow {

class RecordedAnswers {
 public:
  /// Those of the next decision. `world`: it was made in; null: it is not known any more. `entry`: its body; `lead`: before it.
  void of(std::vector<Answer> answers, const World* world, const std::unordered_set<std::string>& erased, const std::string& entry, const port::LeadState& lead);
  /// Whether erased leads were compared in it.
  bool leansOnErased() const { return leans_; }

  /// The decision is made, for the first time or by another guess: nothing is asked yet.
  void begin();
  /// The next guess; false: all were made.
  bool guessAgain();
  /// What was asked of these answers, in order.
  const std::vector<Answer>& asked() const { return asked_; }

  // ---- the answers
  std::vector<std::pair<std::string, std::string>> sameKey(std::uint32_t rule, const std::string& key);
  /// Of Answer::kTakesIn and its like; nothing: the entry does not say.
  std::optional<bool> yes(std::uint32_t question, const std::string& key);
  /// A lead as far as a decision's own entry remembers it; false: it does not.
  bool peek(const std::string& lead, port::LeadState& state) const;
  std::optional<std::int64_t> remembered(const std::string& lead) const;

 private:
  /// In the order of the record: what was asked twice may have looked at more leads the second time.
  const Answer* find(std::uint32_t rule, const std::string& key);

  struct Guess {
    std::size_t answer = 0;
    std::vector<std::string> leads;   ///< erased ones that may have had the most points
    std::size_t most = 0;             ///< which of them has, from 1; 0: none
  };
  std::vector<Answer> answers_, asked_;
  std::size_t next_ = 0;                     ///< behind the last answer that was given
  std::vector<Guess> guesses_;
  std::unordered_set<std::string> erased_;   ///< of those that were compared
  bool leans_ = false;
  int tries_ = 0;
};

}  // namespace leadflow::workflow
