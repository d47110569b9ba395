// leadflow simulate: a playbook over the leads of a file, in virtual time, nothing sent.
#include <algorithm>
#include <atomic>
#include <csignal>

#include "runtime/ingest/lead_events.hpp"
#include "tools/cli/event_feed.hpp"
#include "tools/cli/files_apart.hpp"
#include "tools/cli/lead_session.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/progress.hpp"
#include "tools/cli/rejected.hpp"
#include "tools/cli/report.hpp"
#include "tools/cli/simulation.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

constexpr int kInterrupted = 130;

struct SimulateCommand {
  std::string playbook, leads, activities, events, from, to, roster, store, format = "table", rejects;
  std::uint64_t seed = 1;
  std::size_t show = 0;
  bool quiet = false;
};

std::atomic<bool> interrupted{false};
void interrupt(int) { interrupted.store(true); }

class Simulating {
 public:
  explicit Simulating(const SimulateCommand& command) : command_(command), simulation_(command.show) {}

  int go() {
    if (!open() || !read()) return kError;
    std::signal(SIGINT, interrupt);
    std::signal(SIGTERM, interrupt);
    std::size_t at = 0;
    const auto next = [&](std::vector<port::Event>& chunk) {
      const std::size_t end = std::min(events_.size(), at + kFeedChunk);
      chunk.assign(std::make_move_iterator(events_.begin() + static_cast<std::ptrdiff_t>(at)), std::make_move_iterator(events_.begin() + static_cast<std::ptrdiff_t>(end)));
      at = end;
      return !chunk.empty();
    };
    const bool roster_named = !reps_.empty();
    port::Status status = engine_->adopt({playbook_->program, playbook_->bytes, playbook_->files, std::move(reps_), roster_named, from_});
    Fed fed;
    fed.unfit = [&](const port::Event& event, const std::string& why) {
      std::string file;
      const std::uint64_t line = lines_.find(event.id, file);
      aside_.add(file, {line, why, port::toJson(event)});
    };
    if (status.ok()) status = feedInTime(*engine_, next, to_, [] { return interrupted.load(); }, fed);
    if (interrupted.load()) {
      printError("interrupted\n");
      return kInterrupted;
    }
    if (status.ok()) status = simulation_.finish(*engine_, to_);
    if (!status.ok()) return fail(status);
    print(command_.format == "json" ? simulation_.json(from_, to_, not_read_.json()) : simulation_.text(playbook_->program->zone(), from_, to_));
    if (!aside_.close()) return fail(aside_.error());
    if (!command_.quiet) {
      printError("\n" + totalsText(engine_->totals(), fed, aside_.count(), not_read_, playbook_->program->zone(), opened_in_memory_ ? &refusals_ : nullptr));
      if (totals_.repeated > 0) printNote(counted(totals_.repeated, "activity", "activities") + " left out, counted before: " + totals_.first_repeated);
      if (totals_.late > 0) printNote(counted(totals_.late, "record") + " of after --to left out");
      if (created_early_ > 0) printNote(counted(created_early_, "lead") + " from before --from come at --from");
    }
    return kOk;
  }

 private:
  bool open() {
    driver::Options compile;
    compile.lints = false;
    compile.roster_path = command_.roster;
    playbook_ = loadPlaybook(command_.playbook, compile);
    if (!playbook_) return false;
    const auto& program = playbook_->program;
    if (!program->chunk().workflow.present) {
      fail("`" + command_.playbook + "` declares no stages: there is nothing to carry through time", "leadflow run decides a file of leads at once");
      return false;
    }
    FilesApart apart;
    for (const std::string* read : {&command_.leads, &command_.activities, &command_.events, &command_.roster}) apart.reads(*read);
    apart.reads(command_.playbook, playbook_->files);
    if (!apart.keeps(command_.store) || !apart.mayWrite("--rejects", command_.rejects)) return false;
    if (!parseNow(command_.from, program->zone(), from_) || !parseNow(command_.to, program->zone(), to_)) return false;
    if (to_ <= from_) {
      fail("--to is not after --from");
      return false;
    }
    if (!readPeople(command_.roster, *playbook_, reps_)) return false;
    const bool memory = command_.store.empty() || command_.store == "memory:";
    if (!memory && !lock_.take(command_.store)) {
      fail("a `leadflow work` runs on `" + command_.store.substr(7) + "`");
      return false;
    }
    opened_in_memory_ = memory;
    store::StoreOptions how;
    how.durable = false;
    how.keep_journal = how.keep_effects = false;
    opened_ = store::openStore(memory ? "memory:" : command_.store, how);
    if (!opened_.store) {
      fail(opened_.error);
      return false;
    }
    std::vector<port::LeadSummary> there;
    if (const port::Status status = opened_.store->summaries(there); !status.ok() || !there.empty()) {
      if (!status.ok()) fail(status);
      else fail("the store " + opened_.store->name() + " holds leads already: a simulation begins with an empty one");
      return false;
    }
    workflow::EngineOptions options;
    options.batch = 1'024;
    options.journal = !memory;
    options.simulated = true;
    options.exclusive = memory || isExclusive(command_.store);
    options.watch = [this](const workflow::Step& step, const port::Event&, std::int64_t now) { simulation_.watch(step, now); };
    options.refused = [this](const port::Event& event, const std::string& outcome) {
      simulation_.refused(event);
      refusals_.add(event, outcome);
    };
    options.unread = [this](const port::Event& event, const workflow::Unread& what) { not_read_.add(event, what); };
    if (!memory) options.report = reportWriter(engine_);   // nobody reads the text of what is only counted
    salts_ = workflow::seededSalts(command_.seed);
    engine_ = std::make_unique<workflow::Engine>(*opened_.store, std::move(options), *salts_);
    if (!aside_.open(command_.rejects, true)) {
      fail(aside_.error());
      return false;
    }
    if (!memory && !command_.rejects.empty())
      if (const port::Status status = rememberRejects(*opened_.store, command_.rejects); !status.ok()) {
        fail(status);
        return false;
      }
    return true;
  }

  bool take(const std::string& path, const std::function<bool(ingest::Source&, std::vector<ingest::EventReject>&, std::string&)>& reader) {
    if (path.empty()) return true;
    ingest::FileSource source(path);
    std::vector<ingest::EventReject> rejects;
    std::string error = source.error();
    const bool ok = error.empty() && reader(source, rejects, error);
    for (const ingest::EventReject& reject : rejects) aside_.add(path, reject);
    if (!ok) fail("`" + path + "` cannot be read: " + error);
    return ok;
  }

  void tellNames(const std::string& file, const char* reason) {
    for (const auto& unread : totals_.unread)
      not_read_.addName(file, unread.name, unread.outranked ? "is not read: another column of its field counts" : reason + (unread.nearest.empty() ? std::string() : "; did you mean `" + unread.nearest + "`?"), unread.count, unread.line);
    totals_.unread.clear();
  }

  bool read() {
    auto people = decide::People::bind(playbook_->program, reps_);
    const auto desk = decide::Desk::open(playbook_->program, std::move(people));
    const ingest::LeadSchema& schema = *desk->schema();
    std::vector<port::Event> leads, activities, others;
    ingest::ActivityLines lines;
    if (!checkRecordsFile(command_.leads, "leads") || (!command_.activities.empty() && !checkRecordsFile(command_.activities, "activities")) || !checkUnpacked(command_.events)) return false;
    lines_.several = !command_.activities.empty() || !command_.events.empty();
    const auto options = [&](const std::string& path) { return ingest::LeadEventOptions{path, from_, to_}; };
    if (!take(command_.leads, [&](ingest::Source& source, auto& rejects, std::string& error) {
          return ingest::readLeadEvents(schema, source, options(command_.leads), leads, rejects, totals_, error);
        }))
      return false;
    created_early_ = totals_.early;
    tellNames(command_.leads, "is read by no field");
    if (!take(command_.activities, [&](ingest::Source& source, auto& rejects, std::string& error) {
          return ingest::readActivityEvents(schema, source, options(command_.activities), leads, activities, lines, rejects, totals_, error);
        }))
      return false;
    tellNames(command_.activities, "is read by no field");
    if (!take(command_.events, [&](ingest::Source& source, auto& rejects, std::string& error) {
          ingest::EventReader reader(source, {command_.events, &playbook_->program->zone(), kMissing});
          std::vector<port::Event> chunk;
          for (bool more = true; more;) {
            more = reader.next(chunk, kFeedChunk);
            lines_.add(command_.events, chunk, reader.lines());
            std::move(chunk.begin(), chunk.end(), std::back_inserter(others));
          }
          rejects = std::move(reader.rejects());
          error = reader.error();
          return error.empty();
        }))
      return false;
    lines_.add(command_.activities, activities, lines.events);
    lines_.addWithin(command_.activities, std::move(lines.within));
    // Of one instant: leads first, then what they did, then the other events, each as its file has them.
    events_ = std::move(leads);
    std::move(activities.begin(), activities.end(), std::back_inserter(events_));
    std::move(others.begin(), others.end(), std::back_inserter(events_));
    std::stable_sort(events_.begin(), events_.end(), [](const port::Event& a, const port::Event& b) { return a.at < b.at; });
    return true;
  }

  const SimulateCommand& command_;
  Simulation simulation_;
  std::unique_ptr<LoadedPlaybook> playbook_;
  std::vector<Rep> reps_;
  std::int64_t from_ = 0, to_ = 0;
  WorkerLock lock_;
  store::Opened opened_;
  std::unique_ptr<workflow::Salts> salts_;
  std::unique_ptr<workflow::Engine> engine_;
  Aside aside_;
  EventLinesKnown lines_;
  NotRead not_read_{aside_, lines_};
  Refusals refusals_{aside_, lines_};
  bool opened_in_memory_ = false;   // nobody can ask it afterwards
  std::vector<port::Event> events_;
  ingest::LeadEventTotals totals_;
  std::uint64_t created_early_ = 0;
};

}  // namespace

void addSimulate(CLI::App& app, Result& result) {
  auto options = std::make_shared<SimulateCommand>();
  CLI::App* command = app.add_subcommand("simulate", "Run a playbook over leads in virtual time: what would be sent, deadlines kept, load, fairness");
  command->add_option("playbook", options->playbook, "A playbook with stages, or an .lfb of one")->required()->type_name("PLAYBOOK");
  command->add_option("--leads", options->leads, "CSV, NDJSON or a JSON array; each lead comes at its created_at where that lies in the range, else at --from")->required()->type_name("FILE");
  command->add_option("--activities", options->activities, "What the leads did: lead, type, at, and the activity's fields")->type_name("FILE");
  command->add_option("--events", options->events, "Further events (NDJSON), as for `leadflow work`")->type_name("FILE");
  command->add_option("--from", options->from, "Where the simulation begins")->required()->type_name("TIME");
  command->add_option("--to", options->to, "Where it ends")->required()->type_name("TIME");
  command->add_option("--roster", options->roster, "Who can get leads (CSV), instead of the playbook's own roster")->type_name("FILE");
  command->add_option("--seed", options->seed, "For what is drawn by chance, the salts of a journal (default: 1)");
  command->add_option("--store", options->store, "Keep the outcome in an empty store, to look at with status, why, late")->type_name("STORE");
  command->add_option("--rejects", options->rejects, "Where lines that cannot be used go, with the reason (NDJSON); made anew by each simulation")->type_name("FILE");
  command->add_option("--show", options->show, "Show the first so many effects")->type_name("N");
  command->add_option("--format", options->format, "table (default) or json")->check(CLI::IsMember({"table", "json"}));
  command->add_flag("-q,--quiet", options->quiet, "No summary on standard error");
  command->footer(
      "Nothing leaves the house: effects are counted, not sent. The same files give the same output to the byte.\n\n"
      "Examples:\n"
      "  leadflow simulate inbound.leadflow --leads leads.csv --from 2026-03-02 --to 2026-04-01\n"
      "  leadflow simulate inbound.leadflow --leads leads.csv --activities activities.ndjson --from 2026-03-02 --to 2026-04-01 --show 20\n"
      "  leadflow simulate new.leadflow --leads leads.csv --from 2026-03-02 --to 2026-04-01 --store sqlite:what_if.db");
  command->callback([options, &result] { result.exit = Simulating(*options).go(); });
}

}  // namespace leadflow::cli
