#include "runtime/workflow/stuck.hpp"

#include <algorithm>
#include <vector>

#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/scribe.hpp"

namespace leadflow::workflow {

using port::LeadState;

namespace {

/// What has to come from outside before anything happens: "`to Working when size is known`, or a person moves it to Lost".
std::string waitsFor(const World& world, const LeadState& lead) {
  const bytecode::WorkflowInfo& flow = world.workflow();
  const bytecode::StageInfo& stage = flow.stages[static_cast<std::size_t>(lead.stage)];
  std::string lines;
  std::vector<std::string> people;
  for (const bytecode::TransitionInfo& line : stage.transitions) {
    if (line.by_person) {
      if (std::find(people.begin(), people.end(), flow.stages[line.to].name) == people.end()) people.push_back(flow.stages[line.to].name);
    } else if (line.to != static_cast<std::uint32_t>(lead.stage)) {
      lines += (lines.empty() ? "`" : ", `") + line.text + "`";
    }
  }
  if (lines.empty() && people.empty()) return "nothing leads out of " + stage.name;
  std::string text = lines.empty() ? "no rule leads out of " + stage.name : stage.name + " waits for " + lines;
  for (std::size_t i = 0; i < people.size(); ++i) text += (i > 0 ? ", " : lines.empty() ? "; a person may move it to " : ", or a person moves it to ") + people[i];
  return text;
}

/// Why nobody looks after a queue; empty: somebody does.
std::string ownerless(const World& world, const bytecode::QueueInfo& queue, std::int64_t now) {
  const decide::People& people = world.desk->people();
  const std::string begin = "queue " + queue.name + " has no owner: ";
  if (queue.owner_is_role) return isMissing(people.inRole(queue.owner)) ? begin + "nobody fills the role " + queue.owner : std::string();
  if (queue.owner.empty()) return {};
  const Slot rep = people.find(queue.owner);
  if (isMissing(rep)) return begin + "`" + queue.owner + "` is not in the roster";
  if (!people.rep(rep).active) return begin + "`" + queue.owner + "` is not active any more";
  return isMissing(people.standIn(rep, now)) ? begin + "`" + queue.owner + "` is out, without a stand-in" : std::string();
}

}  // namespace

std::string stuckBecause(const World& world, const LeadState& lead, std::int64_t now) {
  const bytecode::WorkflowInfo& flow = world.workflow();
  const std::string owner = ownerOf(world, lead);
  const bytecode::StageInfo* stage = lead.stage < 0 || static_cast<std::size_t>(lead.stage) >= flow.stages.size() ? nullptr : &flow.stages[static_cast<std::size_t>(lead.stage)];
  if (owner.empty() && lead.queue < 0 && (stage == nullptr || !stage->releases_owner)) return "nobody has it: no owner and no queue";
  if (!owner.empty()) {
    const Slot rep = world.desk->people().exactly(owner);
    if (isMissing(rep)) return "its owner `" + owner + "` is not in the roster";
    if (!world.desk->people().rep(rep).active) return "its owner `" + owner + "` is not active any more";
    if (isMissing(world.desk->people().standIn(rep, now))) return "its owner `" + owner + "` is out, without a stand-in";
  }
  if (lead.queue >= 0 && static_cast<std::size_t>(lead.queue) < world.chunk().queues.size()) {
    const bytecode::QueueInfo& queue = world.chunk().queues[static_cast<std::size_t>(lead.queue)];
    if (std::string nobody = ownerless(world, queue, now); !nobody.empty()) return nobody;
  }
  // A review is a look at conditions that time can make true.
  if (std::any_of(lead.timers.begin(), lead.timers.end(), [](const port::Timer& timer) { return timer.kind != port::TimerKind::Retention; })) return {};
  std::string overdue;
  for (const Deadline& deadline : deadlinesOf(world, lead))
    if (deadline.due <= now) overdue += (overdue.empty() ? "" : ", ") + deadline.what;
  std::string text = overdue.empty() ? "nothing is due" : overdue + (overdue.find(", ") == std::string::npos ? " is" : " are") + " overdue and all is told";
  for (std::size_t i = 0; i < flow.slas.size() && i < lead.clocks.size(); ++i)
    if (static_cast<bytecode::SlaState>(lead.clocks[i].state) == bytecode::SlaState::Paused) text += "; sla " + flow.slas[i].name + " is paused";
  return text + "; " + (stage == nullptr ? "it is in no stage" : waitsFor(world, lead));
}

}  // namespace leadflow::workflow
