// leadflow roster check: what a roster says that the playbook cannot use, before anybody is given a lead by it.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>

#include "runtime/decide/people.hpp"
#include "runtime/ingest/roster.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::ordered_json;

struct RosterCommand {
  std::string roster, playbook, now, format = "table";
};

struct Found {
  std::uint64_t line = 0;
  std::string rep, text;
};

/// Reps whose managers lead back to themselves, each circle once, from its first rep in the roster. Two people may stand in for each other.
void circles(const std::vector<Rep>& reps, std::vector<Found>& found) {
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < reps.size(); ++i) places.emplace(reps[i].id, i);
  std::set<std::size_t> told;
  for (std::size_t i = 0; i < reps.size(); ++i) {
    std::vector<std::size_t> way;
    std::size_t at = i;
    while (std::find(way.begin(), way.end(), at) == way.end()) {
      way.push_back(at);
      const auto place = places.find(reps[at].manager);
      if (reps[at].manager.empty() || place == places.end()) {
        way.clear();
        break;
      }
      at = place->second;
    }
    if (way.empty() || at != i || told.count(i) != 0) continue;
    std::string text = "managers go in a circle: " + reps[i].id;
    for (std::size_t step = 1; step < way.size(); ++step) text += " -> " + reps[way[step]].id;
    for (const std::size_t place : way) told.insert(place);
    found.push_back({reps[i].line, reps[i].id, text + " -> " + reps[i].id});
  }
}

int check(const RosterCommand& command) {
  driver::Options compile;
  compile.lints = false;
  compile.roster_apart = true;   // the playbook's own may be the one that is to be mended
  std::string rows, error;
  if (!readFile(command.roster, rows, error)) return fail(error);
  compile.roster_path = command.roster;
  compile.roster_text = rows;
  auto playbook = loadPlaybook(command.playbook, compile);
  if (!playbook) return kError;
  const auto& program = playbook->program;
  const bytecode::Chunk& chunk = program->chunk();
  std::int64_t now = readClock();
  if (!command.now.empty() && !parseNow(command.now, program->zone(), now)) return kError;
  ingest::MemorySource source(rows);
  ingest::RosterFile file = ingest::readRoster(source, program->zone());
  if (!file.error.empty()) return fail("the roster `" + command.roster + "` cannot be read: " + file.error);
  std::vector<Found> found;
  for (const auto& issue : file.issues) found.push_back({issue.line, {}, (issue.name.empty() ? "" : issue.name + ": ") + issue.message});
  const std::vector<Rep> reps = file.reps;
  const auto people = decide::People::bind(program, std::move(file.reps));
  for (const auto& issue : people->issues()) {
    const std::string& id = reps[issue.rep].id;
    found.push_back({reps[issue.rep].line, id, issue.text});
  }
  circles(reps, found);
  for (std::uint32_t i = 0; i < reps.size(); ++i)
    if (reps[i].active && reps[i].outAt(now) && isMissing(people->standIn(static_cast<Slot>(i), now)) && !reps[i].stand_in.empty())
      found.push_back({reps[i].line, reps[i].id, "`" + reps[i].id + "` is out and so is the stand-in `" + reps[i].stand_in + "`"});
  for (std::uint32_t i = 0; i < chunk.pools.size(); ++i) {
    const auto& members = people->pool(i);
    const bool anybody = std::any_of(members.begin(), members.end(), [&](std::uint32_t rep) { return people->isActive(rep, now); });
    if (members.empty()) found.push_back({0, {}, "pool " + chunk.pools[i].name + " is empty: no rep fits `" + chunk.pools[i].text + "`"});
    else if (!anybody) found.push_back({0, {}, "pool " + chunk.pools[i].name + " has nobody who is there: all " + std::to_string(members.size()) + " are out or not active"});
  }
  for (const std::string& role : chunk.roles)
    if (isMissing(people->inRole(role))) found.push_back({0, {}, "nobody fills the role " + role});
  for (const bytecode::QueueInfo& queue : chunk.queues)
    if (!queue.owner_is_role && !queue.owner.empty() && isMissing(people->find(queue.owner))) found.push_back({0, {}, "the owner of queue " + queue.name + ", `" + queue.owner + "`, is not in the roster"});
  std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return (a.line == 0 ? UINT64_MAX : a.line) < (b.line == 0 ? UINT64_MAX : b.line); });
  if (command.format == "json") {
    Json out = {{"roster", command.roster}, {"reps", reps.size()}, {"findings", Json::array()}, {"unread_columns", file.unknown_columns}, {"pools", Json::object()}};
    for (const Found& each : found) out["findings"].push_back({{"line", each.line == 0 ? Json() : Json(each.line)}, {"rep", each.rep.empty() ? Json() : Json(each.rep)}, {"text", each.text}});
    for (std::uint32_t i = 0; i < chunk.pools.size(); ++i) out["pools"][chunk.pools[i].name] = people->pool(i).size();
    print(out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    return found.empty() ? kOk : kFindings;
  }
  for (const Found& each : found) printLine(command.roster + (each.line == 0 ? "" : ":" + std::to_string(each.line)) + ": " + each.text);
  for (const std::string& column : file.unknown_columns) printLine("note: nobody reads the column `" + column + "`");
  std::string text = command.roster + ": " + counted(reps.size(), "rep");
  for (std::uint32_t i = 0; i < chunk.pools.size(); ++i) text += (i == 0 ? "; " : ", ") + chunk.pools[i].name + " " + std::to_string(people->pool(i).size());
  print(text + (found.empty() ? "; nothing to complain about\n" : "; " + counted(found.size(), "finding") + "\n"));
  return found.empty() ? kOk : kFindings;
}

}  // namespace

void addRoster(CLI::App& app, Result& result) {
  CLI::App* command = app.add_subcommand("roster", "The people: check a roster against a playbook");
  command->require_subcommand(1);
  auto options = std::make_shared<RosterCommand>();
  CLI::App* checks = command->add_subcommand("check", "Unknown managers, stand-ins and calendars, circles, empty pools, roles that nobody fills; exit code 1 when there are some");
  checks->add_option("roster", options->roster, "The roster (CSV)")->required()->type_name("ROSTER");
  checks->add_option("--playbook", options->playbook, "The playbook that uses it")->required()->type_name("PLAYBOOK");
  checks->add_option("--now", options->now, "As of this time (default: the clock)")->type_name("TIME");
  checks->add_option("--format", options->format, "table (default) or json")->check(CLI::IsMember({"table", "json"}));
  checks->footer("Example:\n  leadflow roster check roster.csv --playbook inbound.leadflow");
  checks->callback([options, &result] { result.exit = check(*options); });
  command->footer("Example:\n  leadflow roster check roster.csv --playbook inbound.leadflow");
}

}  // namespace leadflow::cli
