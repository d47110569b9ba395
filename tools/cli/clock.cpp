// leadflow clock: how far time has gone in a store, and back from where one mistake carried it.
//
//     leadflow clock --store sqlite:leads.db                                   reached 2062-05-04 09:00, by lead X
//     leadflow clock --store sqlite:leads.db --back-to 2026-05-05 --leave-ahead
#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/value/rim_text.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/progress.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLeadsNamed = 10;

struct ClockCommand {
  StoreArguments store;
  std::string back_to;
  bool leave_ahead = false;
};

int clock(const ClockCommand& command) {
  const bool sets = !command.back_to.empty();
  auto session = openStore(command.store, sets ? Access::Alone : Access::Look);
  if (!session) return kError;
  const TimeZone& zone = session->zone();
  if (sets && !isExclusive(command.store.store))
    return fail("a store on PostgreSQL keeps no clock: each worker asks the clock on the wall", "only leads have a time of their own there, and it never goes back");
  const std::int64_t now = session->reached;
  std::int64_t target = readClock();
  if (sets && !parseNow(command.back_to, zone, target)) return kError;
  std::vector<std::pair<std::int64_t, std::string>> ahead;   // decided beyond it
  std::int64_t world = kMissing;
  port::Status status = session->store().eachLead([&](const port::LeadState& lead) {
    if (lead.id.empty()) world = lead.now;
    else if (!isMissing(lead.now) && lead.now > target) ahead.emplace_back(lead.now, lead.id);
    return true;
  });
  if (!status.ok()) return fail(status);
  std::optional<port::LeadState> all;
  if (status = session->store().load({}, all); !status.ok()) return fail(status);
  if (all) world = all->now;
  std::sort(ahead.begin(), ahead.end());
  std::string names;
  for (std::size_t i = 0; i < ahead.size() && i < kLeadsNamed; ++i) names += (i > 0 ? ", " : "") + ahead[i].second + " (" + wallText(ahead[i].first, zone) + ")";
  if (ahead.size() > kLeadsNamed) names += " and " + groupedNumber(ahead.size() - kLeadsNamed) + " more";
  if (!sets) {
    if (command.store.json()) {
      Json leads = Json::array();
      for (const auto& [at, id] : ahead) leads.push_back({{"lead", id}, {"at", isoText(at)}});
      print(Json({{"reached", isMissing(now) ? Json() : Json(isoText(now))}, {"ahead", std::move(leads)}}).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
      return kOk;
    }
    print(isMissing(now) ? std::string("nothing was decided yet\n") : "time has come to " + wallText(now, zone) + "\n");
    if (!ahead.empty()) printLine(counted(ahead.size(), "lead") + " ahead of the clock on the wall: " + names);
    return kOk;
  }
  if (isMissing(now) || target >= now) return fail("time has not come farther than " + (isMissing(now) ? std::string("its beginning") : wallText(now, zone)), "--back-to names an earlier instant");
  if (!isMissing(world) && world > target) {
    printError("error: what is true for all leads (roster, tables, schedules) was decided at " + wallText(world, zone) + ": the clock goes back no farther\n");
    return kFindings;
  }
  if (!ahead.empty() && !command.leave_ahead) {
    printError("error: " + counted(ahead.size(), "lead") + " decided beyond " + wallText(target, zone) + ": " + oneLine(names) +
               "\nhelp: their own time never goes back; --leave-ahead sets the clock back for all others\n");
    return kFindings;
  }
  if (status = session->store().setSetting("clock", std::to_string(target)); !status.ok()) return fail(status);
  printLine("time stands at " + wallText(target, zone) + " again" + (ahead.empty() ? std::string() : "; left ahead: " + names));
  return kOk;
}

}  // namespace

void addClock(CLI::App& app, Result& result) {
  auto options = std::make_shared<ClockCommand>();
  CLI::App* command = app.add_subcommand("clock", "How far time has gone in a store; back from where a mistake carried it");
  addStoreOptions(*command, options->store, false);
  command->add_option("--back-to", options->back_to, "Set the store's clock back to this time (stop the worker first)")->type_name("TIME");
  command->add_flag("--leave-ahead", options->leave_ahead, "Also where leads were decided beyond that: they stay where they are");
  command->footer(
      "One event of the year 2062 in a file that is worked with --until carries the clock there, and everything planned later is late at\n"
      "once. Exit code: 0 done, 1 refused because of what was decided beyond, 2 an error.\n\n"
      "Examples:\n"
      "  leadflow clock --store sqlite:leads.db\n"
      "  leadflow clock --store sqlite:leads.db --back-to 2026-05-05 --leave-ahead");
  command->callback([options, &result] { result.exit = clock(*options); });
}

}  // namespace leadflow::cli
