// leadflow deploy and leadflow rollback: another version of the playbook over leads in flight.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "runtime/value/percent.hpp"
#include "runtime/workflow/deploy.hpp"
#include "runtime/workflow/scribe.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::ordered_json;

struct DeployCommand {
  StoreArguments store;
  std::string playbook;
  std::optional<std::string> pilot, pilot_when;   // also an empty one: a slip, not a wish for all leads
  bool dry_run = false;
};

/// `10%`, `10`, `2.5 %`
bool pilotPercent(const std::string& text, std::int64_t& scaled) {
  const auto parsed = parsePercent(text, false);
  if (!parsed || isMissing(*parsed) || *parsed <= 0 || *parsed > kWholePercent) return false;
  scaled = *parsed;
  return true;
}

const std::string kBefore = "the version before";

/// "refused: 2 leads have stage Working, which next.leadflow does not have; add `migrate Working to …`"
/// `back`: to a version that leads live under, which cannot be changed: another one says where they go.
std::string refusalOf(const workflow::Lacking& each, const std::string& playbook, bool back) {
  std::string text = "refused: " + counted(each.leads, "lead");
  const std::string again = "; " + kBefore + " stays as it is: take its text, ";
  const std::string deploy = ", and bring that in with `leadflow deploy`";
  if (each.kind == "sequence step" || each.kind == "escalation level") {
    const bool step = each.kind == "sequence step";
    text += (each.leads == 1 ? " is" : " are") + std::string(step ? " in sequence " : " in escalation ") + each.name + ": " + each.why;
    const std::string keep = std::string("keep the order of what they have had, or give the ") + (back ? "" : "new ") + (step ? "steps a sequence" : "levels an escalation") + " of their own";
    return back ? text + again + keep + deploy : text + "; " + keep;
  }
  text += (each.leads == 1 ? " has " : " have ") + (each.kind == "seat" ? std::string("somebody in seat") : each.kind) + " " + each.name + ", which " + playbook + " does not have";
  if (!each.why.empty()) text += ": " + each.why;
  if (back && each.kind == "stage") return text + again + "add `migrate " + each.name + " to " + (each.nearest.empty() ? "…" : each.nearest) + "`" + deploy;
  if (back) return text + again + "add what it lacks" + deploy + ", or wait until no lead has it";
  if (each.kind == "stage") return text + "; add `migrate " + each.name + " to " + (each.nearest.empty() ? "…" : each.nearest) + "`";
  if (!each.nearest.empty()) return text + "; is it `" + each.nearest + "` now? Keep the name";
  return text + "; keep it until none is left";
}

/// "  sequence hello: 12 leads at step 2 `wait 3 days` -> step 4 `wait 3 days`"
std::string changeText(const workflow::DeployPlan::Change& change, const TimeZone& zone) {
  std::string text = "  " + change.of + ": " + counted(change.leads, "lead") + ", " + change.what;
  if (!isMissing(change.first_due)) text += ", first due " + wallText(change.first_due, zone);
  return text;
}

/// How far time has come: --now may lie beyond, wanted so or by a slip.
std::int64_t todayOf(const StoreSession& session) { return std::max(session.reached, std::min(session.now, readClock())); }

/// `until_then`: what goes on where the plan begins to hold later.
int tell(const DeployCommand& command, const workflow::DeployPlan& plan, bool back, StoreSession& session, const std::string& until_then) {
  const std::string what = back ? "rolled back" : "deployed";
  const TimeZone& zone = session.zone();
  const bool refused = !plan.missing.empty(), ahead = plan.from > todayOf(session);
  if (ahead && !refused && !command.dry_run) printNote("this holds from " + wallText(plan.from, zone) + " on, which is still to come: until then " + until_then);
  if (command.store.json()) {
    Json missing = Json::array(), moved = Json::object(), changes = Json::array(), replaced = Json::array();
    for (const auto& each : plan.missing) missing.push_back({{"kind", each.kind}, {"name", each.name}, {"nearest", each.nearest}, {"why", each.why}, {"leads", each.leads}});
    for (const auto& [way, leads] : plan.moved) moved[way] = leads;
    for (const auto& each : plan.changes) {
      Json change = {{"of", each.of}, {"what", each.what}, {"leads", each.leads}};
      if (!isMissing(each.first_due)) change["first_due"] = isoText(each.first_due);
      changes.push_back(std::move(change));
    }
    for (const auto& each : plan.replaced) replaced.push_back({{"version", workflow::hexOf(each.version)}, {"label", each.label}, {"playbook", each.name}, {"effective_from", isoText(each.from)}});
    const Json out = {{"outcome", refused ? "refused" : command.dry_run ? "would go" : what}, {"leads", plan.leads}, {"staying", plan.staying}, {"there", plan.there}, {"ended", plan.final}, {"moved", moved}, {"changes", changes}, {"replaced", replaced}, {"missing", missing}};
    print(out.dump(2) + "\n");
    return refused ? kFindings : kOk;
  }
  for (const auto& each : plan.missing) printLine(refusalOf(each, back ? kBefore : command.playbook, back));
  if (refused) {
    print("nothing was changed\n");
    return kFindings;
  }
  for (const auto& [way, leads] : plan.moved) printLine("  " + way + "  " + counted(leads, "lead"));
  for (const auto& each : plan.changes) printLine(changeText(each, zone));
  for (const auto& each : plan.replaced) printLine("  " + each.name + (each.label.empty() ? "" : " " + each.label) + " from " + wallText(each.from, zone) + " on: does not come any more");
  // Every lead of the store is in one of these.
  std::string text = command.dry_run ? "would be " + what + ": " + counted(plan.leads, "lead would go over", "leads would go over") : what + ": " + counted(plan.leads, "lead goes over", "leads go over");
  if (plan.staying > 0) text += ", " + (command.dry_run ? counted(plan.staying, "would stay under its version", "would stay under their version") : counted(plan.staying, "stays under its version", "stay under their version"));
  if (plan.there > 0) text += ", " + counted(plan.there, "lives under it already", "live under it already");
  if (plan.final > 0) text += ", " + counted(plan.final, "has ended", "have ended");
  printLine(text);
  if (!command.dry_run && plan.leads > 0) print(std::string(plan.leads == 1 ? "it" : "each") + " goes over when `leadflow work` " + (ahead ? "comes to that time" : "takes it up next") + "; clocks go on as they stand\n");
  return kOk;
}

int deployed(const DeployCommand& command) {
  workflow::DeployOptions options;
  if (command.pilot && command.pilot_when) return fail("`--pilot` and `--pilot-when` exclude each other");
  if (command.pilot && !pilotPercent(*command.pilot, options.pilot_percent)) return fail("`" + *command.pilot + "` is no percentage between 0 and 100", "--pilot 10%");
  driver::Options compile;
  compile.lints = false;
  if (command.pilot_when) compile.column_expressions.push_back({"pilot", "--pilot-when", *command.pilot_when});
  auto playbook = loadPlaybook(command.playbook, compile);
  if (!playbook) return kError;
  if (!playbook->program->chunk().workflow.present) return fail("`" + command.playbook + "` declares no stages: no lead can live under it");
  std::string bytes = playbook->bytes;
  if (command.pilot_when) {
    if (playbook->columns.size() != 1 || playbook->columns.front().type.kind != TypeKind::Bool) return fail("`" + *command.pilot_when + "` is not a condition", "--pilot-when 'country is DE'");
    options.pilot_condition = *command.pilot_when;
    options.pilot_function = static_cast<std::int32_t>(playbook->columns.front().function);
  }
  auto session = openStore(command.store, Access::Alone);
  if (!session) return kError;
  options.now = session->now;
  options.today = todayOf(*session);
  options.dry_run = command.dry_run;
  options.files = playbook->files;
  workflow::DeployPlan plan;
  if (const port::Status status = workflow::deploy(session->store(), playbook->program, bytes, options, plan); !status.ok()) return fail(status);
  return tell(command, plan, false, *session, "the version before goes on");
}

int rolledBack(const DeployCommand& command) {
  auto session = openStore(command.store, Access::Alone);
  if (!session) return kError;
  workflow::DeployPlan plan;
  if (const port::Status status = workflow::rollback(session->store(), session->now, plan, command.dry_run, todayOf(*session)); !status.ok()) return fail(status);
  return tell(command, plan, true, *session, "leads in flight stay where they are; new ones come under the version before at once");
}

}  // namespace

void addDeploy(CLI::App& app, Result& result) {
  auto options = std::make_shared<DeployCommand>();
  CLI::App* command = app.add_subcommand("deploy", "Bring a new version of the playbook in over leads in flight; refused (exit code 1) when one would lose its stage, clock or sequence");
  command->add_option("playbook", options->playbook, "The new version")->required()->type_name("PLAYBOOK");
  addStoreOptions(*command, options->store);
  command->add_option("--pilot", options->pilot, "Only for this share of the leads, by a stable hash of their ids")->type_name("PERCENT");
  command->add_option("--pilot-when", options->pilot_when, "Only for leads in flight for which this condition of the new version holds")->type_name("CONDITION");
  command->add_flag("--dry-run", options->dry_run, "Say what would happen and change nothing");
  command->footer(
      "On SQLite, stop `leadflow work` first and start it again with the new version.\n\n"
      "Examples:\n"
      "  leadflow deploy new.leadflow --store sqlite:leads.db --dry-run\n"
      "  leadflow deploy new.leadflow --store sqlite:leads.db --pilot 10%\n"
      "  leadflow deploy new.leadflow --store sqlite:leads.db");
  command->callback([options, &result] { result.exit = deployed(*options); });
}

void addRollback(CLI::App& app, Result& result) {
  auto options = std::make_shared<DeployCommand>();
  CLI::App* command = app.add_subcommand("rollback", "Go back to the version of the playbook before the present one, by the same checks");
  addStoreOptions(*command, options->store);
  command->add_flag("--dry-run", options->dry_run, "Say what would happen and change nothing");
  command->footer("Example:\n  leadflow rollback --store sqlite:leads.db");
  command->callback([options, &result] { result.exit = rolledBack(*options); });
}

}  // namespace leadflow::cli
