// leadflow run: decides a file of leads.
#include <csignal>

#include "runtime/ingest/rejects.hpp"
#include "runtime/run/file_run.hpp"
#include "tools/cli/column_list.hpp"
#include "tools/cli/files_apart.hpp"
#include "tools/cli/lead_session.hpp"
#include "tools/cli/output_file.hpp"
#include "tools/cli/progress.hpp"

namespace leadflow::cli {

namespace {

constexpr int kInterrupted = 130;

struct RunCommand {
  SessionOptions session;
  std::string out, rejects, format, columns;
  bool explain = false, strict = false;
  unsigned threads = 0;
};

volatile std::sig_atomic_t interrupted = 0;
void interrupt(int) { interrupted = 1; }
int stopped() {
  printError("interrupted; no output file was written\n");
  return kInterrupted;
}

run::OutputFormat formatOf(const std::string& word) {
  return word == "csv" ? run::OutputFormat::Csv : word == "table" ? run::OutputFormat::Table : run::OutputFormat::Ndjson;
}

/// What the run came to, under each other. `aside`: the file that holds the rejects, if any.
void summarise(const RunCommand& command, const LeadSession& session, const run::RunResult& result) {
  std::string text = "\n" + result.summary.render(*session.reader, session.activities.get());
  if (result.tally.leads > 0) text += "\n" + run::tallyText(result.tally, session.desk->names(), static_cast<std::size_t>(terminal().width), terminal().colour);
  const auto& totals = session.reader->totals();
  const std::uint64_t rejected = totals.rejected + (session.activities ? session.activities->rejected() : 0);
  if (rejected > 0 && command.rejects.empty()) text += "\nnote: " + groupedNumber(rejected) + (rejected == 1 ? " record was" : " records were") + " set aside; --rejects FILE keeps them with the reason\n";
  printError(text);
}

int decideFile(const RunCommand& command) {
  driver::Options compile;
  compile.lints = false;
  std::string error;
  if (!command.columns.empty() && !splitColumns(command.columns, compile.column_expressions, error)) return fail(error, "--columns 'id, domain=email.domain, owner'");
  const run::OutputFormat format = formatOf(command.format);
  if (command.explain && (format != run::OutputFormat::Ndjson || !command.columns.empty()))
    return fail("`--explain` writes a `why` into each decision record, which " + std::string(command.columns.empty() ? "`--format " + command.format + "`" : "`--columns`") + " does not have", "leave one of them out, or ask `leadflow explain` about one lead");

  OutputFile out(command.out);
  if (!out.ok()) return fail(out.error());
  std::unique_ptr<OutputFile> rejects;
  SessionOptions opened = command.session;
  if (!command.rejects.empty()) {
    rejects = std::make_unique<OutputFile>(command.rejects);
    if (!rejects->ok()) return fail(rejects->error());
    if (rejects->isStandardOutput() && out.isStandardOutput()) return fail("decisions and rejects cannot both go to standard output");
    opened.activity_aside = [&rejects, &command, line = std::string()](const ingest::Reject& reject) mutable {
      line.clear();
      ingest::appendReject(line, reject, command.session.activities);
      rejects->sink().write(line);
    };
  }
  std::fflush(stdout);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGINT, interrupt);
  std::signal(SIGTERM, interrupt);
  opened.stopped = [] { return interrupted != 0; };

  auto session = openSession(opened, compile);
  if (interrupted != 0) return stopped();
  if (!session) return kError;
  FilesApart apart;
  for (const std::string* read : {&command.session.leads, &command.session.activities, &command.session.roster}) apart.reads(*read);
  apart.reads(command.session.playbook, session->playbook->files);
  if (!apart.mayWrite("--out", command.out) || !apart.mayWrite("--rejects", command.rejects)) return kError;
  if (!session->now_was_given && !command.session.quiet) printError("now is " + instantText(session->now) + "; --now " + instantText(session->now) + " decides the same again\n");
  if (command.strict && session->activities && session->activities->problems() > 0) {
    const auto& issue = session->activities->issues().front();
    return fail(command.session.activities + ":" + std::to_string(issue.line) + ": " + (issue.place.empty() ? "" : issue.place + ": ") + issue.text);
  }

  run::RunOptions options;
  options.now = session->now;
  options.threads = command.threads;
  options.explain = command.explain;
  options.format = format;
  options.strict = command.strict;
  options.width = static_cast<std::size_t>(terminal().width);
  options.activities = session->activities.get();
  for (const driver::Column& column : session->playbook->columns) options.columns.push_back({column.name, column.function, column.type});

  ProgressBar bar(session->source->sizeBytes(), !command.session.quiet && !(out.isStandardOutput() && terminal().out_is_terminal));
  options.progress = [&bar](const run::Progress& progress) {
    bar.show(progress.leads, progress.bytes);
    return interrupted == 0;
  };
  const run::RunResult result = run::FileRun(session->desk, std::move(options)).go(*session->reader, out.sink(), rejects ? &rejects->sink() : nullptr);
  bar.clear();

  if (interrupted != 0) return stopped();
  if (!result.error.empty()) return fail("`" + session->leads_name + "`: " + result.error);
  if (!result.strict_problem.empty()) {
    std::string place = session->leads_name + ":" + std::to_string(result.strict_line);
    if (result.strict_column != 0) place += ":" + std::to_string(result.strict_column);
    return fail(place + ": " + result.strict_what, "without --strict the run counts it and goes on");
  }
  const auto& totals = session->reader->totals();
  if (totals.records == 0 && totals.blank == 0 && session->reader->bytesRead() == 0 && !result.stopped) return fail("`" + session->leads_name + "` is empty");
  if (!out.keep()) return fail(out.error());
  if (rejects && !rejects->keep()) return fail(rejects->error());
  if (!command.session.quiet && !result.stopped) summarise(command, *session, result);
  return kOk;
}

}  // namespace

void addRun(CLI::App& app, Result& result) {
  auto options = std::make_shared<RunCommand>();
  CLI::App* command = app.add_subcommand("run", "Decide a file of leads: scores, grades, the rule and the person or queue that gets each");
  addSessionOptions(*command, options->session);
  command->add_option("--out", options->out, "Where the decisions go (default: standard output)")->type_name("FILE");
  command->add_option("--rejects", options->rejects, "Where records that are set aside go, with the reason (NDJSON); made anew by each run")->type_name("FILE");
  command->add_option("--format", options->format, "ndjson (default), csv or table")->check(CLI::IsMember({"ndjson", "csv", "table"}));
  command->add_option("--columns", options->columns, "Flat records with these columns: 'name=expression, …'; a bare name is its own expression")->type_name("LIST");
  command->add_flag("--explain", options->explain, "Write into each decision why it was made");
  command->add_option("--threads", options->threads, "How many threads (default: all); the result does not depend on it")->check(CLI::Range(1U, 256U));
  command->add_flag("--strict", options->strict, "Stop at the first bad value or record, with exit code 2");
  command->add_flag("-q,--quiet", options->session.quiet, "No summary, no notes, no progress");
  command->footer(
      "Decisions go to standard output, the summary to standard error. Records that cannot be used are counted and set aside, they do not\n"
      "stop the run. Where the playbook has stages, each lead is taken as created now: `stage`, `owner`, `queue`, `due` and `effects` stand\n"
      "behind `routes`. Exit code: 0 done, 2 the playbook does not compile or a file cannot be read or written.\n\n"
      "Examples:\n"
      "  leadflow run inbound.leadflow leads.csv --now 2026-03-02T15:00:00Z --out decisions.ndjson --rejects rejects.ndjson\n"
      "  leadflow run inbound.leadflow leads.ndjson --activities activities.ndjson --format table\n"
      "  leadflow run inbound.leadflow leads.csv --columns 'id, domain=email.domain, rating, owner' --format csv\n"
      "  zcat leads.ndjson.gz | leadflow run inbound.lfb - --roster people.csv > decisions.ndjson");
  command->callback([options, &result] { result.exit = decideFile(*options); });
}

}  // namespace leadflow::cli
