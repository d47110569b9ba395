#include "tools/cli/lead_session.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cctype>

#include "compiler/diag/render.hpp"
#include "runtime/ingest/roster.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/rim_text.hpp"

namespace leadflow::cli {

namespace {

constexpr std::size_t kIssuesShown = 5;

std::string extensionOf(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  const std::size_t dot = path.find_last_of('.');
  if (dot == std::string::npos || dot == 0 || (slash != std::string::npos && dot <= slash + 1)) return {};
  std::string extension = path.substr(dot);
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

bool openActivities(const SessionOptions& options, LeadSession& session) {
  if (options.activities.empty()) return true;
  if (!checkRecordsFile(options.activities, "activities")) return false;
  ingest::FileSource source(options.activities);
  source.stopWhen(options.stopped);
  session.activities = ingest::ActivityFile::load(*session.desk->schema(), source, options.activities, options.activity_aside);
  if (!session.activities->error().empty()) {
    if (options.stopped == nullptr || !options.stopped()) fail("`" + options.activities + "` cannot be read: " + session.activities->error());
    return false;
  }
  if (options.quiet) return true;
  const auto& issues = session.activities->issues();
  for (std::size_t i = 0; i < issues.size() && i < kIssuesShown; ++i)
    printNote(options.activities + ":" + std::to_string(issues[i].line) + ": " + (issues[i].place.empty() ? "" : issues[i].place + ": ") +
               (issues[i].value.empty() ? "" : "`" + issues[i].value + "` ") + issues[i].text);
  if (session.activities->problems() > kIssuesShown)
    printNote("and " + std::to_string(session.activities->problems() - kIssuesShown) + " more problems in `" + options.activities + "`");
  return true;
}

}  // namespace

bool checkUnpacked(const std::string& path) {
  const std::string extension = extensionOf(path);
  if (extension != ".gz" && extension != ".zip" && extension != ".bz2" && extension != ".xz" && extension != ".zst") return true;
  fail("`" + path + "` is compressed", extension == ".gz" ? "unpack it first, or give it as `-`: zcat " + path + " | leadflow …" : "unpack it first");
  return false;
}

bool checkRecordsFile(const std::string& path, const char* what) {
  if (path == "-") return true;
  struct stat info{};
  if (stat(path.c_str(), &info) != 0) {
    std::string text, error;
    readFile(path, text, error);
    fail(error);
    return false;
  }
  if (S_ISDIR(info.st_mode)) {
    fail("`" + path + "` is a directory, not a file of " + what);
    return false;
  }
  const std::string extension = extensionOf(path);
  static const char* const kKnown[] = {".csv", ".tsv", ".txt", ".ndjson", ".jsonl", ".json", ""};
  if (extension == ".xlsx" || extension == ".xls" || extension == ".ods" || extension == ".numbers") {
    fail("`" + path + "` is a spreadsheet file, which LeadFlow does not read", "save the sheet as CSV (UTF-8) and give that file");
    return false;
  }
  if (!checkUnpacked(path)) return false;
  if (S_ISREG(info.st_mode) && std::find(std::begin(kKnown), std::end(kKnown), extension) == std::end(kKnown)) {
    fail("`" + path + "`: `" + extension + "` is no extension of a file of " + what, "LeadFlow reads .csv, .tsv, .txt, .ndjson, .jsonl and .json; or give the data on standard input, as `-`");
    return false;
  }
  if (S_ISREG(info.st_mode) && info.st_size == 0) {
    fail("`" + path + "` is empty");
    return false;
  }
  return true;
}

bool readPeople(const std::string& roster, const LoadedPlaybook& playbook, std::vector<Rep>& reps) {
  const auto& chunk = playbook.program->chunk();
  reps = chunk.roster;
  if (roster.empty()) {
    if (!chunk.has_roster && !chunk.pools.empty())
      printNote("the playbook names no roster and none was given, so no rep can get a lead; --roster FILE names one");
    return true;
  }
  if (playbook.compilation) {   // read when the playbook was compiled
    std::vector<diag::Diagnostic> told;
    for (diag::Diagnostic& finding : playbook.compilation->diags.sorted())
      if (finding.severity == diag::Severity::Warning && finding.code >= diag::Code::DuplicateRep && finding.code <= diag::Code::AbsenceReversed) told.push_back(std::move(finding));
    printError(diag::renderText(told, playbook.compilation->sources, {.colour = terminal().colour, .width = terminal().width}));
    return true;
  }
  ingest::FileSource source(roster);
  if (!source.ok()) {
    fail("the roster `" + roster + "` cannot be read: " + source.error());
    return false;
  }
  ingest::RosterFile file = ingest::readRoster(source, playbook.program->zone());
  if (!file.error.empty()) {
    fail("the roster `" + roster + "` cannot be read: " + file.error);
    return false;
  }
  for (const auto& issue : file.issues) {
    const bool bad = issue.severity == ingest::RosterSeverity::Error;
    printError(std::string(bad ? "error: " : "warning: ") + roster + ":" + std::to_string(issue.line) + (issue.column != 0 ? ":" + std::to_string(issue.column) : "") + ": " + oneLine(issue.message) + "\n");
  }
  if (file.hasErrors()) return false;
  reps = std::move(file.reps);
  return true;
}

std::string instantText(std::int64_t instant) {
  std::string text;
  appendInstant(text, instant);
  return text;
}

std::unique_ptr<LeadSession> openSession(const SessionOptions& options, const driver::Options& compile) {
  auto session = std::make_unique<LeadSession>();
  if (options.leads == "-" && options.activities == "-") {
    fail("leads and activities cannot both come from standard input");
    return nullptr;
  }
  if (!checkRecordsFile(options.leads, "leads")) return nullptr;
  driver::Options with_roster = compile;
  with_roster.roster_path = options.roster;
  session->playbook = loadPlaybook(options.playbook, with_roster);
  if (!session->playbook) return nullptr;
  const auto& program = session->playbook->program;

  session->now_was_given = !options.now.empty();
  if (!session->now_was_given) session->now = readClock();
  else if (!parseNow(options.now, program->zone(), session->now)) return nullptr;

  std::vector<Rep> reps;
  if (!readPeople(options.roster, *session->playbook, reps)) return nullptr;
  auto people = decide::People::bind(program, std::move(reps));
  if (!session->playbook->compilation)
    for (const auto& issue : people->issues()) printError("warning: " + oneLine(issue.text) + "\n");
  session->desk = decide::Desk::open(program, std::move(people));
  if (!openActivities(options, *session)) return nullptr;

  session->leads_name = options.leads == "-" ? "standard input" : options.leads;
  session->source = std::make_unique<ingest::FileSource>(options.leads);
  session->source->stopWhen(options.stopped);
  if (!session->source->ok()) {
    fail("`" + session->leads_name + "` cannot be read: " + session->source->error());
    return nullptr;
  }
  ingest::ReadOptions read;
  read.name = options.leads;
  read.activities = session->activities.get();
  session->reader = std::make_unique<ingest::LeadReader>(session->desk->schema(), *session->source, read);
  if (!session->reader->error().empty()) {
    fail("`" + session->leads_name + "` cannot be read: " + session->reader->error());
    return nullptr;
  }
  return session;
}

void addSessionOptions(CLI::App& command, SessionOptions& options) {
  command.add_option("playbook", options.playbook, "A .leadflow playbook, or an .lfb that `leadflow build` made")->required()->type_name("PLAYBOOK");
  command.add_option("leads", options.leads, "CSV, NDJSON or a JSON array of leads; - for standard input")->required()->type_name("LEADS");
  command.add_option("--roster", options.roster, "Who can get leads (CSV), instead of the playbook's own roster")->type_name("FILE");
  command.add_option("--now", options.now, "The time to decide at: 2026-03-02T15:00:00Z, or 2026-03-02 10:00 in the playbook's time zone; without it, the clock is read once")->type_name("TIME");
  command.add_option("--activities", options.activities, "A second file with what the leads did: lead, type, at, and the activity's fields")->type_name("FILE");
}

}  // namespace leadflow::cli
