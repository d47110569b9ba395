// leadflow stuck: leads that nobody has, or to which nothing will happen by itself.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/value/duration.hpp"
#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/scribe.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Stuck {
  std::string lead, stage, owner, queue, why;
  std::int64_t since = 0;
};

/// What has to come from outside before anything happens: "`to Working when size is known`, or a person moves it to Lost".
std::string waitsFor(const workflow::World& world, const port::LeadState& lead) {
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
std::string ownerless(const workflow::World& world, const bytecode::QueueInfo& queue, std::int64_t now) {
  const decide::People& people = world.desk->people();
  const std::string begin = "queue " + queue.name + " has no owner: ";
  if (queue.owner_is_role) return isMissing(people.inRole(queue.owner)) ? begin + "nobody fills the role " + queue.owner : std::string();
  if (queue.owner.empty()) return {};
  const Slot rep = people.find(queue.owner);
  if (isMissing(rep)) return begin + "`" + queue.owner + "` is not in the roster";
  if (!people.rep(rep).active) return begin + "`" + queue.owner + "` is not active any more";
  return isMissing(people.standIn(rep, now)) ? begin + "`" + queue.owner + "` is out, without a stand-in" : std::string();
}

/// Why nothing comes of the lead; empty: something does. A clock that has told all its levels does nothing any more, a rule that
/// waits for an event does nothing by itself.
std::string reasonOf(const workflow::World& world, const port::LeadState& lead, std::int64_t now) {
  const bytecode::WorkflowInfo& flow = world.workflow();
  const std::string owner = workflow::ownerOf(world, lead);
  const bytecode::StageInfo* stage = lead.stage < 0 || static_cast<std::size_t>(lead.stage) >= flow.stages.size() ? nullptr : &flow.stages[static_cast<std::size_t>(lead.stage)];
  if (owner.empty() && lead.queue < 0 && (stage == nullptr || !stage->releases_owner)) return "nobody has it: no owner and no queue";
  if (!owner.empty()) {
    const Slot rep = world.desk->people().find(owner);
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
  for (const workflow::Deadline& deadline : workflow::deadlinesOf(world, lead))
    if (deadline.due <= now) overdue += (overdue.empty() ? "" : ", ") + deadline.what;
  std::string text = overdue.empty() ? "nothing is due" : overdue + (overdue.find(", ") == std::string::npos ? " is" : " are") + " overdue and all is told";
  for (std::size_t i = 0; i < flow.slas.size() && i < lead.clocks.size(); ++i)
    if (static_cast<bytecode::SlaState>(lead.clocks[i].state) == bytecode::SlaState::Paused) text += "; sla " + flow.slas[i].name + " is paused";
  return text + "; " + (stage == nullptr ? "it is in no stage" : waitsFor(world, lead));
}

std::int64_t lastTouch(const port::LeadState& lead) {
  std::int64_t last = isMissing(lead.entered) ? lead.created : lead.entered;
  for (const port::Seat& seat : lead.seats)
    if (!seat.rep.empty() && !isMissing(seat.since)) last = std::max(last, seat.since);
  for (const port::ActivityEntry& activity : lead.activities) last = std::max(last, activity.at);
  return last;
}

int stuck(const StoreArguments& arguments, std::int64_t days) {
  auto session = openStore(arguments, Access::Look);
  if (!session) return kError;
  std::vector<Stuck> all;
  const port::Status status = session->store().eachLead([&](const port::LeadState& lead) {
    if (lead.id.empty() || isMissing(lead.created) || lead.final || lead.erased || !lead.merged_into.empty()) return true;
    const auto world = session->worldOf(lead);
    std::string why = reasonOf(*world, lead, session->now);
    const std::int64_t since = lastTouch(lead);
    if (!why.empty() && session->now - since >= days * kDayMs)
      all.push_back({lead.id, workflow::stageName(*world, lead), workflow::ownerOf(*world, lead), workflow::queueName(*world, lead), std::move(why), since});
    return true;
  });
  if (!status.ok()) return fail(status);
  std::sort(all.begin(), all.end(), [](const Stuck& a, const Stuck& b) { return std::tie(a.since, a.lead) < std::tie(b.since, b.lead); });
  if (arguments.json()) {
    Json out = Json::array();
    const auto word = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
    for (const Stuck& each : all)
      out.push_back({{"lead", each.lead}, {"stage", word(each.stage)}, {"owner", word(each.owner)}, {"queue", word(each.queue)}, {"why", each.why},
                     {"since", isoText(each.since)}, {"days", (session->now - each.since) / kDayMs}});
    print(out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    return kOk;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Stuck& each : all)
    rows.push_back({each.lead, each.stage, std::to_string((session->now - each.since) / kDayMs), each.why});
  printRows({"lead", "stage", "days", "why"}, rows, "no lead is stuck at " + wallText(session->now, session->zone()));
  if (!rows.empty()) print("\n" + counted(rows.size(), "lead") + "; days since the last thing that happened to it\n");
  return kOk;
}

}  // namespace

void addStuck(CLI::App& app, Result& result) {
  auto arguments = std::make_shared<StoreArguments>();
  auto days = std::make_shared<std::int64_t>(0);
  CLI::App* command = app.add_subcommand("stuck", "Leads that nobody has, or to which nothing will happen: why, and for how many days");
  addStoreOptions(*command, *arguments);
  command->add_option("--days", *days, "Only those that have waited so many days")->check(CLI::NonNegativeNumber);
  command->footer("Example:\n  leadflow stuck --store sqlite:leads.db\n  leadflow stuck --store sqlite:leads.db --days 7");
  command->callback([arguments, days, &result] { result.exit = stuck(*arguments, *days); });
}

}  // namespace leadflow::cli
