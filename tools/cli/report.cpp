// leadflow report: the figures of a playbook's reports over the leads of a store, whenever they are wanted.
#include "tools/cli/report.hpp"

#include "runtime/decide/live_tables.hpp"
#include "tools/cli/files_apart.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/output_file.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

struct ReportCommand {
  std::string playbook, name, output;
  StoreArguments store;
  bool standard = false;
  std::size_t table = 0;
};

/// The playbook that was named, over the people and tables of the store: it need not be deployed to be asked. Null after the
/// error was printed.
std::shared_ptr<const workflow::World> worldOf(const ReportCommand& command, StoreSession& session, FilesApart& apart) {
  if (command.playbook.empty()) return session.world;
  driver::Options compile;
  compile.lints = false;
  const auto playbook = loadPlaybook(command.playbook, compile);
  if (!playbook) return nullptr;
  apart.reads(command.playbook, playbook->files);
  const bytecode::Chunk& chunk = playbook->program->chunk();
  if (!chunk.workflow.present) {
    fail("`" + command.playbook + "` declares no stages: it has no leads over time to report on");
    return nullptr;
  }
  if (auto stored = session.engine->world(chunk.content_hash)) return stored;
  port::WorldRows rows;
  if (const port::Status status = session.store().world(rows); !status.ok()) {
    fail(status);
    return nullptr;
  }
  auto made = std::make_shared<workflow::World>();
  made->version = chunk.content_hash;
  made->desk = decide::Desk::open(playbook->program, decide::People::bind(playbook->program, session.world->desk->people().reps()));
  made->tables = decide::liveTables(*made->desk, rows.tables);
  return made;
}

int report(const ReportCommand& command) {
  const auto session = openStore(command.store, Access::Look);
  if (!session) return kError;
  FilesApart apart;
  if (!apart.keeps(command.store.store)) return kError;
  const auto world = worldOf(command, *session, apart);
  if (!world) return kError;
  const auto& declared = world->workflow().reports;
  std::vector<bytecode::ReportInfo> wanted;
  std::string names;
  for (const bytecode::ReportInfo& each : declared) {
    names += (names.empty() ? "" : ", ") + each.name;
    if (command.name.empty() ? !command.standard : each.name == command.name) wanted.push_back(each);
  }
  if (!command.name.empty() && wanted.empty())
    return fail("the playbook has no report `" + command.name + "`", names.empty() ? "it declares none; --standard gives the usual figures" : "there are: " + names);
  if (command.standard || declared.empty()) wanted.push_back(workflow::standardReport(*world));

  const workflow::WorldOf worlds = [&](std::uint64_t version) { return session->engine->world(version); };
  Reports reports;
  for (const bytecode::ReportInfo& each : wanted)
    if (const port::Status status = workflow::makeReport(session->store(), *world, worlds, each, session->now, reports.reports.emplace_back()); !status.ok()) return fail(status);
  if (command.name.empty())
    if (const port::Status status = workflow::makeScorecard(session->store(), *world, worlds, session->now, reports.scorecard); !status.ok()) return fail(status);

  const std::string& format = command.store.format;
  if (command.table > 0 && format != "csv") return fail("`--table` is for `--format csv`");
  if (command.table > reports.tables().size())
    return fail("there is no table " + std::to_string(command.table), "there are " + counted(reports.tables().size(), "table") + "; without --table all come, each behind its title");
  if (!apart.mayWrite("--output", command.output)) return kError;
  OutputFile out(command.output);
  if (!out.ok()) return fail(out.error());
  const std::string text = format == "json"   ? reportsAsJson(reports)
                           : format == "csv"  ? reportsAsCsv(reports, command.table)
                           : format == "html" ? reportsAsHtml(reports)
                                              : reportsAsTables(reports, static_cast<std::size_t>(terminal().width));
  if (!out.sink().write(text) || !out.keep()) return fail(out.error().empty() ? "the report could not be written" : out.error());
  return kOk;
}

}  // namespace

void addReport(CLI::App& app, Result& result) {
  auto options = std::make_shared<ReportCommand>();
  CLI::App* command = app.add_subcommand("report", "Figures over the leads of a store: the playbook's reports and its scorecard, or the usual figures");
  command->add_option("playbook", options->playbook, "A playbook with stages, deployed or not (default: the one that the store holds)")->type_name("PLAYBOOK");
  addStoreOptions(*command, options->store, false, false);
  command->add_option("--report", options->name, "Only the report of that name")->type_name("NAME");
  command->add_flag("--standard", options->standard, "The usual figures; given anyway when the playbook declares no report");
  command->add_option("--at,--now", options->store.now, "As of this time (default: the clock): what ages and windows count from")->type_name("TIME");
  command->add_option("--format", options->store.format, "table (default), json, csv or html")->check(CLI::IsMember({"table", "json", "csv", "html"}));
  command->add_option("--table", options->table, "With csv: only the rows of the n-th table")->type_name("N");
  command->add_option("-o,--output", options->output, "Where to write it (default: standard output)")->type_name("FILE");
  command->footer(
      "An HTML report is one file with its charts in it: it can be mailed as it is.\n\n"
      "Examples:\n"
      "  leadflow report inbound.leadflow --store sqlite:leads.db\n"
      "  leadflow report inbound.leadflow --store sqlite:leads.db --report pipeline --format html -o pipeline.html\n"
      "  leadflow report --store sqlite:leads.db --standard --format csv --table 1");
  command->callback([options, &result] { result.exit = report(*options); });
}

}  // namespace leadflow::cli
