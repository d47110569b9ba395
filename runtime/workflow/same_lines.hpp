// Which line of another version of the playbook is which: by what it says, never by where it stands.
//
//     stage Open { aging 2 hours { log "a" }  aging 6 hours { log "b" } }
//     stage Open { aging 6 hours { log "b" }  aging 1 hour { log "c" }  aging 2 hours { log "a" } }        0 -> 2, 1 -> 0
//
// Lists whose order says what comes first (the steps of a sequence, the levels of an escalation) are laid side by side instead:
//
//     email "one"   wait 3 days   email "two"                      whoever is in the wait has had `one`
//     log "a"   email "one"   wait 3 days   email "two"            and goes on in the wait: nothing twice, nothing left out
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "runtime/bytecode/chunk.hpp"

namespace leadflow::workflow {

/// For each old line its new one, -1: none. `from[level][line]` and `to[level][line]` are what the lines say, the whole at level
/// 0, less at each level behind it; equal ones find each other in their order. An empty text finds nothing.
std::vector<int> sameLines(const std::vector<std::vector<std::string>>& from, const std::vector<std::vector<std::string>>& to);

/// A step as far as it is known again: `what` it does, with its name (`email one`), and how it is `written`.
struct StepLine {
  std::string what, written;
  bool acts = true;              ///< false: a wait, a `stop when`: passing it twice does nothing twice
  bool waits = false;
  std::string said{};            ///< as `written`, without what makes no difference; empty: as `written`
  const std::string& wholly() const { return said.empty() ? written : said; }
};
StepLine stepLine(const bytecode::Chunk& chunk, const bytecode::ActionInfo& step);

/// Two lists of steps side by side.
class SideBySide {
 public:
  SideBySide(std::vector<StepLine> from, std::vector<StepLine> to);
  struct Goal {
    std::uint32_t step = 0;      ///< the next one in the new list
    std::string problem;         ///< not empty: it cannot be said where to go on, and why
    std::string about;           ///< the step that the problem is about
  };
  /// For who has the old steps before `next` behind them, and besides what `done` names.
  Goal goal(std::uint32_t next, const std::set<std::string>& done = {}) const;
  /// Old steps before `next` that the new list does not have: worth remembering.
  std::vector<std::string> leftBehind(std::uint32_t next) const;
  /// "step 2 `wait 3 days`", "its end": where somebody stands whose next step is `next`.
  static std::string place(const std::vector<StepLine>& steps, std::uint32_t next, bool in_wait);
  const std::vector<StepLine>& from() const { return from_; }
  const std::vector<StepLine>& to() const { return to_; }
  bool same() const { return same_; }

 private:
  std::vector<StepLine> from_, to_;
  std::vector<int> partner_;     ///< of each old step
  std::vector<bool> taken_;      ///< whether a new step has a partner
  bool same_ = true;
};

}  // namespace leadflow::workflow
