// leadflow erase LEAD: a person's data go, the account of what was decided stays.
#include <nlohmann/json.hpp>

#include "runtime/port/ids.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/progress.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

struct EraseCommand {
  StoreArguments store;
  std::string lead, by;
};

std::uint64_t secretsOf(port::Store& store, const std::string& lead, std::uint64_t& entries) {
  std::uint64_t count = 0;
  entries = 0;
  (void)store.eachEntry(lead, 0, [&](const port::JournalEntry& entry) {
    ++entries;
    count += entry.secrets.size();
    return true;
  });
  return count;
}

int erased(const EraseCommand& command) {
  // With a worker on the file the event waits for it; without one it is taken here and now.
  WorkerLock probe;
  const bool alone = probe.take(command.store.store);
  auto session = openStore(command.store, Access::Write);
  if (!session) return kError;
  std::optional<port::LeadState> before;
  if (const port::Status status = session->store().load(command.lead, before); !status.ok()) return fail(status);
  if (!before || isMissing(before->created)) return fail("there is no lead `" + command.lead + "` in " + session->store().name());
  if (before->erased) {
    print("lead " + before->id + " was erased already\n");
    return kOk;
  }
  std::uint64_t entries = 0;
  const std::uint64_t secrets = secretsOf(session->store(), command.lead, entries);
  port::Event event;
  event.id = std::string(port::kOwnIds) + "erase/" + command.lead + '/' + std::to_string(before->revision);
  event.type = port::EventType::LeadErased;
  event.lead = command.lead;
  event.at = session->now;
  event.by = command.by;
  port::Appended appended;
  if (const port::Status status = session->engine->feed({&event, 1}, appended); !status.ok()) return fail(status);
  if (!alone) {
    print("lead " + before->id + ": the worker of " + session->store().name() + " erases it\n");
    return kOk;
  }
  if (const port::Status status = session->engine->runUntil(session->now); !status.ok()) return fail(status);
  std::optional<port::LeadState> after;
  if (const port::Status status = session->store().load(command.lead, after); !status.ok()) return fail(status);
  if (!after || !after->erased) return fail("lead `" + command.lead + "` could not be erased", "leadflow refused --store " + command.store.store + " says why");
  std::uint64_t left_entries = 0;
  const std::uint64_t left = secretsOf(session->store(), command.lead, left_entries);
  print("erased lead " + before->id + ": " + counted(before->record.size(), "value") + " of its record, " + counted(before->activities.size(), "activity", "activities") + ", " +
        counted(secrets > left ? secrets - left : 0, "value") + " behind its journal\n" + groupedNumber(left_entries) + (left_entries == 1 ? " entry" : " entries") +
        " of the journal stay and still verify\n");
  return kOk;
}

}  // namespace

void addErase(CLI::App& app, Result& result) {
  auto options = std::make_shared<EraseCommand>();
  CLI::App* command = app.add_subcommand("erase", "Erase a lead's personal data: record, activities, texts; the journal keeps its chain");
  command->add_option("lead", options->lead, "Its id")->required()->type_name("LEAD");
  addStoreOptions(*command, options->store, true, false);
  command->add_option("--by", options->by, "Who asked for it")->type_name("NAME");
  command->footer("Example:\n  leadflow erase 00Q17 --store sqlite:leads.db --by privacy@acme.example");
  command->callback([options, &result] { result.exit = erased(*options); });
}

}  // namespace leadflow::cli
