// leadflow late: what is overdue now, whose it is, and who was told.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "runtime/workflow/scribe.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Overdue {
  std::string lead, stage, owner, what;
  std::int64_t since = 0;
  std::vector<std::pair<std::string, std::int64_t>> told;
};

/// Who was told about `source` since the clock began.
std::vector<std::pair<std::string, std::int64_t>> toldOf(const port::LeadState& lead, const std::string& source, std::int64_t since) {
  std::vector<std::pair<std::string, std::int64_t>> told;
  for (const port::Climb& climb : lead.climbs)
    if (climb.source == source)
      for (const auto& each : climb.told)
        if (isMissing(since) || each.second >= since) told.push_back(each);
  return told;
}

void add(std::vector<Overdue>& all, const workflow::World& world, const port::LeadState& lead, std::int64_t now) {
  const bytecode::WorkflowInfo& flow = world.workflow();
  const std::string stage = workflow::stageName(world, lead), owner = workflow::ownerOf(world, lead);
  for (std::uint32_t i = 0; i < flow.slas.size(); ++i) {
    const std::int64_t due = clockDue(world, lead, i);
    if (isMissing(due) || due > now) continue;
    const std::string source = "sla " + flow.slas[i].name;
    all.push_back({lead.id, stage, owner, source, due, toldOf(lead, source, lead.clocks[i].started)});
  }
  for (std::size_t i = 0; i < flow.handoffs.size() && i < lead.handoffs.size(); ++i) {
    const port::Handover& handoff = lead.handoffs[i];
    const auto state = static_cast<bytecode::HandoffState>(handoff.state);
    const bool waits = state == bytecode::HandoffState::Waiting || state == bytecode::HandoffState::Late;
    if (!waits || isMissing(handoff.due) || handoff.due > now) continue;
    const std::string source = "handoff " + flow.handoffs[i].name;
    all.push_back({lead.id, stage, handoff.to.empty() ? owner : handoff.to, source, handoff.due, toldOf(lead, source, handoff.offered)});
  }
}

int late(const StoreArguments& arguments, const std::string& owner) {
  auto session = openStore(arguments, Access::Look);
  if (!session) return kError;
  std::vector<Overdue> all;
  const port::Status status = session->store().eachLead([&](const port::LeadState& lead) {
    if (!lead.id.empty() && !lead.final && !lead.erased && lead.merged_into.empty()) add(all, *session->worldOf(lead), lead, session->now);
    return true;
  });
  if (!status.ok()) return fail(status);
  if (!owner.empty()) std::erase_if(all, [&](const Overdue& each) { return each.owner != owner; });
  std::sort(all.begin(), all.end(), [](const Overdue& a, const Overdue& b) { return std::tie(a.since, a.lead, a.what) < std::tie(b.since, b.lead, b.what); });
  const TimeZone& zone = session->zone();
  if (arguments.json()) {
    Json out = Json::array();
    for (const Overdue& each : all) {
      Json told = Json::array();
      for (const auto& [rep, at] : each.told) told.push_back({{"rep", rep}, {"at", isoText(at)}});
      out.push_back({{"lead", each.lead}, {"stage", each.stage}, {"owner", each.owner.empty() ? Json() : Json(each.owner)}, {"what", each.what},
                     {"due", isoText(each.since)}, {"over_ms", session->now - each.since}, {"told", told}});
    }
    print(out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    return kOk;
  }
  std::vector<std::vector<std::string>> rows;
  std::map<std::string, std::uint64_t> owners;
  for (const Overdue& each : all) {
    std::string told;
    for (const auto& [rep, at] : each.told) told += (told.empty() ? "" : ", ") + rep + " " + wallText(at, zone);
    ++owners[each.owner];
    rows.push_back({each.lead, each.stage, each.owner.empty() ? "nobody" : each.owner, each.what, spanText(session->now - each.since), told.empty() ? "nobody yet" : told});
  }
  printRows({"lead", "stage", "owner", "what", "over", "told"}, rows, "nothing is overdue at " + wallText(session->now, zone));
  if (rows.empty()) return kOk;
  std::string summary = "\n" + counted(all.size(), "deadline") + " overdue at " + wallText(session->now, zone) + ":";
  std::vector<std::pair<std::string, std::uint64_t>> by_owner(owners.begin(), owners.end());
  std::stable_sort(by_owner.begin(), by_owner.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  for (std::size_t i = 0; i < by_owner.size(); ++i)
    summary += (i == 0 ? " " : ", ") + (by_owner[i].first.empty() ? "nobody" : by_owner[i].first) + " " + std::to_string(by_owner[i].second);
  print(summary + "\n");
  return kOk;
}

}  // namespace

void addLate(CLI::App& app, Result& result) {
  auto arguments = std::make_shared<StoreArguments>();
  auto owner = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("late", "What is overdue now: lead, stage, owner, for how long, and who was told when");
  addStoreOptions(*command, *arguments);
  command->add_option("--owner", *owner, "Only what this rep has")->type_name("REP");
  command->footer("Example:\n  leadflow late --store sqlite:leads.db\n  leadflow late --store sqlite:leads.db --owner ana --format json");
  command->callback([arguments, owner, &result] { result.exit = late(*arguments, *owner); });
}

}  // namespace leadflow::cli
