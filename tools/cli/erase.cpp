// leadflow erase LEAD: a person's data go, the account of what was decided stays.
#include <algorithm>

#include "runtime/port/ids.hpp"
#include "runtime/value/rim_text.hpp"
#include "runtime/workflow/own_id.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/progress.hpp"
#include "tools/cli/rejected.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

struct EraseCommand {
  StoreArguments store;
  std::string lead, by;
  std::vector<std::string> rejects;
};

/// What a store holds of some leads, by the places that erasing takes.
struct Holdings {
  std::uint64_t values = 0, activities = 0, secrets = 0, events = 0, effects = 0, entries = 0;
  std::uint64_t left = 0;   ///< events that still say something
};

port::Status count(port::Store& store, const std::vector<std::string>& leads, Holdings& found) {
  found = {};
  for (const std::string& lead : leads) {
    std::optional<port::LeadState> state;
    if (port::Status status = store.load(lead, state); !status.ok()) return status;
    if (state) {
      found.values += state->record.size();
      found.activities += static_cast<std::uint64_t>(std::count_if(state->activities.begin(), state->activities.end(), [](const port::ActivityEntry& entry) { return !entry.body.empty(); }));
    }
    port::Status status = store.held(lead, [&](const port::Held& held) {
      const bool event = held.place == port::Place::Waiting || held.place == port::Place::Refused;
      const bool says = event && std::any_of(held.columns.begin(), held.columns.end(), [](const auto& column) {
        const bool kept = column.first == "number" || column.first == "id" || column.first == "type" || column.first == "at" || column.first == "outcome" || (column.first == "amount" && column.second == "0");
        return !kept && !column.second.empty();
      });
      found.events += event;
      found.left += says;
      found.effects += held.place == port::Place::Undelivered;
    });
    if (!status.ok()) return status;
    status = store.eachEntry(lead, 0, [&](const port::JournalEntry& entry) {
      ++found.entries;
      found.secrets += entry.secrets.size();
      return true;
    });
    if (!status.ok()) return status;
  }
  return {};
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// A worker keeps the turns of its file in memory: it takes the event itself, at its next look.
int askWorker(StoreSession& session, const EraseCommand& command, std::uint64_t revision, const std::vector<std::string>& files, const std::vector<std::string>& leads) {
  port::Event event;
  event.id = workflow::ownId({"erase", command.lead, std::to_string(revision)});
  event.type = port::EventType::LeadErased;
  event.lead = command.lead;
  event.at = session.now;
  event.by = command.by;
  port::Appended appended;
  if (const port::Status status = session.engine->feed({&event, 1}, appended); !status.ok()) return fail(status);
  std::uint64_t taken = 0;
  if (std::string error; !takeLinesThatName(files, leads, taken, error)) return fail(error, "the worker erases the lead; take the lines out of that file by hand");
  printLine("lead " + command.lead + ": the worker of " + session.store().name() + " erases it" + (taken > 0 ? "; " + counted(taken, "line") + " that had been set aside went" : std::string()));
  return kOk;
}

void pack(port::Store& store) {
  if (const port::Status status = store.pack(); !status.ok())
    printNote("what was deleted may still stand in unused places of the file: " + status.error + "; the same command again packs it");
}

int erased(const EraseCommand& command) {
  // With a worker on the file the event waits for it; without one it is taken here and now.
  WorkerLock probe;
  const bool alone = probe.take(command.store.store);
  auto session = openStore(command.store, Access::Write);
  if (!session) return kError;
  port::Store& store = session->store();
  std::vector<std::string> leads, files;
  Holdings before, after;
  port::Status status = workflow::samePerson(store, command.lead, leads);
  if (status.ok()) status = count(store, leads, before);
  if (status.ok()) status = rejectFiles(store, command.rejects, files);
  if (status.ok()) status = canBeRead(files);
  if (!status.ok()) return fail(status);
  const std::uint64_t aside = linesThatName(files, leads).size();
  std::optional<port::LeadState> lead;
  if (status = store.load(command.lead, lead); !status.ok()) return fail(status);
  const bool known = lead && !isMissing(lead->created);
  if (!known && before.entries + before.events + aside == 0) return fail("there is no lead `" + command.lead + "` in " + store.name());
  if (lead && lead->erased && before.secrets + before.left + aside == 0) {
    if (alone) pack(store);
    printLine("lead " + lead->id + " was erased already");
    return kOk;
  }
  if (!alone) return askWorker(*session, command, lead ? lead->revision : 0, files, leads);
  workflow::Erased erased;
  if (status = session->engine->erase(command.lead, command.by, session->now, erased); !status.ok()) return fail(status);
  pack(store);
  std::uint64_t taken = 0;
  if (std::string error; !takeLinesThatName(files, leads, taken, error)) return fail(error, "the store is erased; take the lines out of that file by hand");
  if (status = count(store, leads, after); !status.ok()) return fail(status);
  std::vector<std::string> others(leads.begin() + 1, leads.end());
  std::string text = "erased lead " + oneLine(command.lead);
  if (!others.empty()) text += " and " + oneLine(listed(others)) + ", the same person by merging";
  text += ": " + counted(before.values - std::min(before.values, after.values), "value") + " of " + (others.empty() ? "its record" : "their records") + ", " +
          counted(before.activities - std::min(before.activities, after.activities), "activity", "activities") + ", " +
          counted(before.secrets - std::min(before.secrets, after.secrets), "value") + " behind " + (others.empty() ? "its" : "their") + " journal\n";
  if (before.left > 0) text += counted(before.left, "event") + " that waited or had been refused\n";
  if (before.effects > after.effects) text += counted(before.effects - after.effects, "effect") + " that nobody had delivered\n";
  if (taken > 0) text += counted(taken, "line") + " that had been set aside\n";
  print(text + groupedNumber(after.entries) + (after.entries == 1 ? " entry of the journal stays and still verifies\n" : " entries of the journal stay and still verify\n"));
  return kOk;
}

}  // namespace

void addErase(CLI::App& app, Result& result) {
  auto options = std::make_shared<EraseCommand>();
  CLI::App* command = app.add_subcommand("erase", "Erase a person's data: record, activities, texts, merged copies, refused events; the journal keeps its chain");
  command->add_option("lead", options->lead, "The lead's id")->required()->type_name("LEAD")->transform(CLI::Validator(leadId(), ""));
  addStoreOptions(*command, options->store, true, false);
  command->add_option("--by", options->by, "Who runs it; stays in the journal")->type_name("NAME");
  command->add_option("--rejects", options->rejects, "A further file of lines set aside; those of `work --rejects` are known")->type_name("FILE");
  command->footer(
      "Nothing else happens: no clock runs. `leadflow subject LEAD` shows beforehand what there is.\n\n"
      "Example:\n  leadflow erase 00Q17 --store sqlite:leads.db --by privacy@acme.example");
  command->callback([options, &result] { result.exit = erased(*options); });
}

}  // namespace leadflow::cli
