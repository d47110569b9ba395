// leadflow upgrade: a store that another leadflow wrote, brought up to date. `work`, `deploy` and every other command that writes
// do the same in passing; this one can be given the playbooks that the store lacks the text of.
#include "runtime/workflow/scribe.hpp"
#include "runtime/workflow/upkeep.hpp"
#include "compiler/driver/kept.hpp"
#include "compiler/diag/render.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/progress.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

struct UpgradeCommand {
  StoreArguments store;
  std::vector<std::string> playbooks;
};

workflow::Recompiled recompile(const std::vector<port::PlaybookFile>& files) {
  const auto made = driver::compileKept(files);
  if (!made->compile_errors) return {std::move(made->chunk), {}};
  for (const diag::Diagnostic& finding : made->diags.sorted())
    if (finding.severity == diag::Severity::Error) {
      const Location where = made->sources.locate(finding.primary.begin);
      return {{}, (where.file != nullptr ? where.file->path + ":" + std::to_string(where.line) + ": " : "") + finding.title + " (" + std::string(diag::info(finding.code).name) + ")"};
    }
  return {{}, "its text cannot be compiled"};
}

std::string versionText(const workflow::Upkeep::Version& version) {
  return "version " + (version.label.empty() ? workflow::hexOf(version.version) : version.label) + " of the playbook `" + version.name + "`";
}

/// Every version that cannot be run, and what would help.
bool tellMissing(const workflow::Upkeep& upkeep, const std::string& store, const std::string& address, const std::vector<const LoadedPlaybook*>& brought, bool looked) {
  for (const workflow::Upkeep::Version& version : upkeep.missing) {
    const std::string who = versionText(version) + " (" + workflow::hexOf(version.version) + ")";
    if (looked) {
      fail("the store " + store + " holds " + who + " as another leadflow compiled it", "leadflow upgrade --store " + address + " compiles it anew; so does `leadflow work` when it starts");
      continue;
    }
    if (!version.error.empty()) {
      fail("the store " + store + " holds " + who + ", which cannot be compiled for this leadflow: " + version.error);
      continue;
    }
    std::string text = "the store " + store + " holds " + who + " only as an earlier leadflow compiled it, without its text";
    if (version.leads > 0) text += "; " + counted(version.leads, "lead") + (version.leads == 1 ? " lives" : " live") + " under it";
    for (const LoadedPlaybook* each : brought) {
      const bytecode::Chunk& chunk = each->program->chunk();
      if (chunk.name == version.name) text += "; `" + chunk.files.front() + "` is another text of it";
    }
    fail(text, "leadflow upgrade PLAYBOOK --store " + address + " asks for it once: the playbook as it was then, with the files that it uses, under the names that they had");
  }
  return upkeep.sound();
}

}  // namespace

bool upToDate(port::Store& store, const std::string& address) {
  workflow::Upkeep upkeep;
  if (const port::Status status = workflow::lookAtUpkeep(store, upkeep); !status.ok()) {
    fail(status);
    return false;
  }
  return tellMissing(upkeep, store.name(), address, {}, true);
}

bool keepUp(port::Store& store, const std::string& address, const std::vector<const LoadedPlaybook*>& brought, bool quiet, const std::function<bool(const port::Status&)>& patience) {
  std::vector<workflow::Brought> texts;
  for (const LoadedPlaybook* each : brought) texts.push_back({&each->program->chunk(), each->files, each->known_as});
  workflow::Upkeep upkeep;
  port::Status status;
  do status = workflow::bringUpToDate(store, recompile, texts, upkeep);
  while (!status.ok() && status.retry && patience && patience(status));
  if (!status.ok()) {
    fail(status);
    return false;
  }
  if (!quiet) {
    for (const workflow::Upkeep::Version& version : upkeep.renewed) printNote(versionText(version) + " was compiled anew from the text that the store keeps of it");
    for (const workflow::Upkeep::Version& version : upkeep.completed) printNote("the store had no text of " + versionText(version) + "; it keeps the one given now");
  }
  return tellMissing(upkeep, store.name(), address, brought, false);
}

namespace {

int upgraded(const UpgradeCommand& command) {
  WorkerLock lock;
  if (!lock.take(command.store.store)) return fail("a `leadflow work` runs on `" + command.store.store.substr(7) + "`", "stop it first; an SQLite file has one worker at a time");
  std::vector<std::unique_ptr<LoadedPlaybook>> playbooks;
  std::vector<const LoadedPlaybook*> brought;
  driver::Options compile;
  compile.lints = false;
  compile.in_force = true;
  for (const std::string& path : command.playbooks) {
    playbooks.push_back(loadPlaybook(path, compile));
    if (!playbooks.back()) return kError;
    brought.push_back(playbooks.back().get());
  }
  store::StoreOptions how;
  how.create = false;
  const store::Opened opened = store::openStore(command.store.store, how);
  if (!opened.store) return fail(opened.error);
  if (!keepUp(*opened.store, command.store.store, brought)) return kError;
  print("the store " + opened.store->name() + " is up to date\n");
  return kOk;
}

}  // namespace

void addUpgrade(CLI::App& app, Result& result) {
  auto options = std::make_shared<UpgradeCommand>();
  CLI::App* command = app.add_subcommand("upgrade", "Bring a store that another leadflow wrote up to date; give it texts of playbooks that it lacks");
  command->add_option("playbooks", options->playbooks, "Playbooks as they were when they were deployed, where the store has no text of them (of leadflow 0.1.0)")->type_name("PLAYBOOK");
  addStoreOptions(*command, options->store, false, false);
  command->footer(
      "`leadflow work` and every command that writes bring a store up to date by themselves. A store of leadflow 0.1.0 holds its playbooks\n"
      "in compiled form only and asks once for the text of each that leads live under: the same files, under the same names.\n\n"
      "Examples:\n"
      "  leadflow upgrade --store sqlite:leads.db\n"
      "  leadflow upgrade last_year/inbound.leadflow inbound.leadflow --store sqlite:leads.db");
  command->callback([options, &result] { result.exit = upgraded(*options); });
}

}  // namespace leadflow::cli
