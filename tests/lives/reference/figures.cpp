// The figures of a report, counted over the whole history, after docs/language/reports.md and docs/operations/reports.md.
#include <algorithm>

#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

std::vector<std::string> Interpreter::figures(Instant now) {
  struct Share { int kept = 0, all = 0; };
  std::map<std::pair<std::string, std::string>, Share> shares;   // of what, whose
  std::vector<Instant> first;
  const auto count = [&](const std::string& what, const std::string& whose, bool kept) {
    Share& share = shares[{what, whose.empty() ? "-" : whose}];
    ++share.all;
    share.kept += kept;
  };
  const Playbook& book = versions_[static_cast<std::size_t>(present_)];
  for (auto& [id, life] : lives_) {
    if (!life.there() || !life.merged_into.empty()) continue;   // it is counted with the lead that it went into
    for (const Sla& sla : book.slas)
      if (const auto clock = life.clocks.find(sla.name); clock != life.clocks.end())
        for (const ClockRun& run : clock->second.runs) {
          const Instant due = run.live() && isMissing(run.breached) ? Step::due(*this, run, 100, life.now) : kMissing;
          if (run.answered() || !isMissing(run.breached)) count("sla " + sla.name, run.whose, run.answered() && Step::metAt(*this, run));
          else if (!isMissing(due) && due <= now) count("sla " + sla.name, Step(*this, life, now).hadIt(due, due > run.start), false);   // told of late: its time was over when it was made to stand still
        }
    for (const Handoff& handoff : book.handoffs)
      if (const auto found = life.handoffs.find(handoff.name); found != life.handoffs.end()) {
        auto shares_of = found->second.shares;
        const bool waits = found->second.state == HandoffLife::State::Waiting && (isMissing(found->second.due) || now <= found->second.due);
        if (waits && !shares_of.empty()) shares_of.pop_back();   // one that may still be accepted in time does not count
        for (const auto& [whose, accepted] : shares_of) count("handoff " + handoff.name, whose, accepted);
      }
    Instant touched = kMissing;   // by a person
    for (const Touch& touch : life.touches) {
      const bool outreach = std::find(book.outreach.begin(), book.outreach.end(), touch.act) != book.outreach.end();
      if (outreach && touch.by != "automation" && touch.at >= life.created && (isMissing(touched) || touch.at < touched)) touched = touch.at;
    }
    if (!isMissing(touched)) first.push_back(touched - life.created);
  }
  std::vector<std::string> lines;
  for (const auto& [of, share] : shares) lines.push_back("figure " + of.first + " of " + of.second + " " + std::to_string(share.kept) + " of " + std::to_string(share.all));
  std::sort(first.begin(), first.end());
  if (!first.empty()) lines.push_back("figure first outreach after " + std::to_string((first[(first.size() - 1) / 2] + first[first.size() / 2]) / 2 / 1000) + " s");
  return lines;
}

}  // namespace leadflow::lives
