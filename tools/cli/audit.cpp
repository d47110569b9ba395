// leadflow audit and leadflow replay: is the journal whole, what does it say of a lead, and would the same be decided again?
#include <nlohmann/json.hpp>

#include "runtime/audit/verify.hpp"
#include "runtime/workflow/replay.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/progress.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::ordered_json;

struct AuditCommand {
  StoreArguments store;
  std::string lead;
};

int verify(const AuditCommand& command) {
  auto session = openStore(command.store, Access::Look);
  if (!session) return kError;
  audit::Verified found;
  if (const port::Status status = audit::verifyOpen(session->store(), found); !status.ok()) return fail(status);
  if (command.store.json()) {
    Json findings = Json::array();
    for (const audit::Finding& finding : found.findings) findings.push_back({{"lead", finding.lead}, {"seq", finding.seq}, {"anchor", finding.anchor}, {"text", finding.text}});
    const Json out = {{"entries", found.entries}, {"leads", found.leads}, {"anchors", found.anchors}, {"unanchored", found.unanchored}, {"secrets", found.secrets},
                      {"erased_secrets", found.erased_secrets}, {"problems", found.problems}, {"findings", findings}};
    print(out.dump(2) + "\n");
    return found.problems == 0 ? kOk : kFindings;
  }
  for (const audit::Finding& finding : found.findings) {
    const std::string place = finding.seq == 0 && finding.anchor != 0 ? "anchor " + std::to_string(finding.anchor)
                                                                       : (finding.lead.empty() ? std::string("the playbook's own entries") : "lead " + finding.lead) +
                                                                             (finding.seq == 0 ? std::string() : ", entry " + std::to_string(finding.seq));
    printLine(place + ": " + finding.text);
  }
  if (found.problems > found.findings.size()) print("and " + groupedNumber(found.problems - found.findings.size()) + " more\n");
  std::string text = counted(found.entries, "entry", "entries") + " of " + counted(found.leads, "lead") + ", " + counted(found.anchors, "anchor") + ": ";
  text += found.problems == 0 ? "nothing was changed, added or taken out" : counted(found.problems, "problem");
  if (found.unanchored > 0) text += "; " + groupedNumber(found.unanchored) + " not yet under an anchor";
  if (found.erased_secrets > 0) text += "; personal data of " + counted(found.erased_secrets, "place") + " erased";
  printLine(text);
  return found.problems == 0 ? kOk : kFindings;
}

int show(const AuditCommand& command) {
  auto session = openStore(command.store, Access::Look);
  if (!session) return kError;
  std::uint64_t count = 0;
  const port::Status status = session->store().eachEntry(command.lead, 0, [&](const port::JournalEntry& entry) {
    ++count;
    Json out = {{"lead", entry.lead}, {"seq", entry.seq}, {"order", entry.order}, {"at", isoText(entry.at)}, {"kind", entry.kind}};
    Json body = Json::parse(entry.body, nullptr, false);
    out["body"] = body.is_discarded() ? Json(entry.body) : std::move(body);   // somebody wrote in it
    out["previous"] = entry.previous;
    out["hash"] = entry.hash;
    if (!entry.secrets.empty()) {
      out["secrets"] = Json::object();
      for (const port::Secret& secret : entry.secrets) out["secrets"][secret.hash] = {{"salt", secret.salt}, {"value", secret.value}};
    }
    print(out.dump(command.store.json() ? -1 : 2, ' ', false, Json::error_handler_t::replace) + "\n");
    return true;
  });
  if (!status.ok()) return fail(status);
  return count > 0 ? kOk : fail("the journal has no entry of lead `" + command.lead + "`");
}

/// What another release of the time zone data decided, and this machine's would decide otherwise.
std::string otherZonesText(const workflow::ReplayResult& found) {
  if (found.other_zones == 0) return {};
  std::string releases;
  for (const std::string& each : found.other_releases) releases += (releases.empty() ? "" : ", ") + each;
  return counted(found.other_zones, "entry was", "entries were") + " made with time zone data " + releases + "; this machine has " + timeZoneDataVersion() + ", which comes to other instants: verified by chain and anchor, not made again\n";
}

/// Of leads that were erased since nobody can tell any more how alike they were.
std::string leaningText(const workflow::ReplayResult& found) {
  if (found.leaning == 0) return {};
  return counted(found.leaning, "decision") + " had compared leads that were erased since: what came of comparing is taken from " + (found.leaning == 1 ? "its entry" : "their entries") + "\n";
}

int replayed(const AuditCommand& command) {
  auto session = openStore(command.store, Access::Look);
  if (!session) return kError;
  workflow::ReplayResult found;
  if (const port::Status status = workflow::replayOpen(session->store(), found); !status.ok()) return fail(status);
  const bool same = found.same();
  if (command.store.json()) {
    Json differences = Json::array();
    for (const auto& each : found.differences) differences.push_back({{"lead", each.lead}, {"seq", each.seq}, {"recorded", each.recorded}, {"replayed", each.replayed}});
    const Json out = {{"entries", found.entries}, {"leads", found.leads}, {"earlier_meaning", found.earlier}, {"other_tzdata", {{"here", timeZoneDataVersion()}, {"made_with", found.other_releases}, {"entries", found.other_zones}}}, {"different", found.different}, {"state_differences", found.state_differences},
                      {"erased_leads", found.erased_leads}, {"skipped_entries", found.skipped_entries}, {"compared_erased", found.leaning}, {"differences", differences}, {"states", found.state_texts}, {"turns", found.turn_differences}, {"world", found.world_differences}};
    print(out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    return same ? kOk : kFindings;
  }
  for (const auto& each : found.differences)
    for (const std::string& line : {"lead " + each.lead + ", entry " + std::to_string(each.seq), "  recorded  " + each.recorded, "  replayed  " + each.replayed}) printLine(line);
  for (const std::string& each : found.state_texts) printLine(each);
  for (const std::string& each : found.turn_differences) printLine("turns of " + each);
  for (const std::string& each : found.world_differences) printLine(each);
  std::string text = counted(found.entries - found.skipped_entries, "decision") + " of " + counted(found.leads, "lead") + ": ";
  if (same) text += "all the same";
  else text += groupedNumber(found.different) + " different" + (found.state_differences > 0 ? ", " + counted(found.state_differences, "lead") + " in another state than stored" : "") +
               (found.turn_differences.empty() ? "" : ", " + counted(found.turn_differences.size(), "count") + " of turns other than stored") +
               (found.world_differences.empty() ? "" : ", roster or tables other than stored");
  if (found.earlier > 0) text += "; verified, made by an earlier meaning: " + groupedNumber(found.earlier);
  if (found.erased_leads > 0) text += " (" + counted(found.erased_leads, "lead") + " erased, " + counted(found.skipped_entries, "entry", "entries") + " skipped)";
  print(text + "\n" + leaningText(found) + otherZonesText(found));
  return same ? kOk : kFindings;
}

}  // namespace

void addAudit(CLI::App& app, Result& result) {
  CLI::App* command = app.add_subcommand("audit", "The journal: check that nothing was changed, or show what it says of a lead");
  command->require_subcommand(1);
  auto checked = std::make_shared<AuditCommand>();
  CLI::App* verifies = command->add_subcommand("verify", "Is every entry there, unchanged, in its place and under its anchor? Exit code 1 when not");
  addStoreOptions(*verifies, checked->store, false);
  verifies->footer("Example:\n  leadflow audit verify --store sqlite:leads.db");
  verifies->callback([checked, &result] { result.exit = verify(*checked); });
  auto shown = std::make_shared<AuditCommand>();
  CLI::App* shows = command->add_subcommand("show", "The entries of a lead as they are kept: event, inputs, decision, why, hashes (json: one a line)");
  addStoreOptions(*shows, shown->store, false);
  shows->add_option("--lead", shown->lead, "Its id")->required()->type_name("ID")->transform(CLI::Validator(leadId(), ""));
  shows->footer("Example:\n  leadflow audit show --lead 00Q17 --store sqlite:leads.db --format json | jq .body.outcome");
  shows->callback([shown, &result] { result.exit = show(*shown); });
  command->footer("Example:\n  leadflow audit verify --store sqlite:leads.db\n  leadflow audit show --lead 00Q17 --store sqlite:leads.db");
}

void addReplay(CLI::App& app, Result& result) {
  auto options = std::make_shared<AuditCommand>();
  CLI::App* command = app.add_subcommand("replay", "Make every recorded decision again and compare, bit for bit; exit code 1 when one differs");
  addStoreOptions(*command, options->store, false);
  command->footer("Erased leads are skipped and counted.\n\nExample:\n  leadflow replay --store sqlite:leads.db");
  command->callback([options, &result] { result.exit = replayed(*options); });
}

}  // namespace leadflow::cli
