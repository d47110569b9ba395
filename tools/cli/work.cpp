// leadflow work: leads live here. Long-running over a pipe of events, or a batch in virtual time over a file.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>

#include "tools/cli/delivery.hpp"
#include "tools/cli/event_feed.hpp"
#include "tools/cli/event_lines.hpp"
#include "tools/cli/files_apart.hpp"
#include "tools/cli/lead_session.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/names_lead.hpp"
#include "tools/cli/patience.hpp"
#include "tools/cli/progress.hpp"
#include "tools/cli/rejected.hpp"
#include "tools/cli/report.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

constexpr int kLongestWaitMs = 500;

struct WorkCommand {
  std::string playbook, store, events, until, roster, outbox, rejects;
  std::size_t batch = 256;
  bool once = false, quiet = false;
};

void stopWork(int) { stopping.store(true); }

std::string zonesText(const workflow::ZonesTurned& turned) {
  if (turned.behind)
    return "note: the store's due instants were worked out with time zone data " + turned.from + ", this machine has " + turned.here + ": none is moved; bring this machine's tzdata up to date\n";
  return "note: time zone data " + turned.here + " instead of " + turned.from + ": the due instants of " + counted(turned.leads, "lead") + " are worked out anew\n";
}

class Worker {
 public:
  explicit Worker(const WorkCommand& command) : command_(command) {}

  int go() {
    if (!open()) return kError;
    std::signal(SIGPIPE, SIG_IGN);
    const bool batch = !command_.until.empty() || (!command_.events.empty() && command_.events != "-");
    const bool done = batch ? inVirtualTime() : live();
    delivery_.stop();
    // Copies of what was erased may stand in unused places of the file. A service that is told to end has no time for that.
    if (done && (batch || command_.once) && engine_->totals().erased > 0)
      if (const port::Status status = opened_.store->pack(); !status.ok()) printNote("the store was not packed after erasing: " + status.error);
    if (!aside_.close() && done) return fail(aside_.error());
    if (!command_.quiet && (done || engine_->totals().commits > 0)) summary();
    return done ? kOk : kError;
  }

 private:
  bool open() {
    driver::Options compile;
    compile.lints = false;
    compile.roster_path = command_.roster;
    compile.in_force = true;   // a store may run this text already; for one that does not, see mayBegin()
    playbook_ = loadPlaybook(command_.playbook, compile);
    if (!playbook_) return false;
    const bytecode::Chunk& chunk = playbook_->program->chunk();
    if (!chunk.workflow.present) {
      fail("`" + command_.playbook + "` declares no stages: there is nothing to carry through time", "leadflow run decides a file of leads at once");
      return false;
    }
    for (const std::string* read : {&command_.events, &command_.roster, &command_.outbox}) apart_.reads(*read);
    apart_.reads(command_.playbook, playbook_->files);
    if (!checkUnpacked(command_.events) || !apart_.keeps(command_.store) || !apart_.mayWrite("--rejects", command_.rejects)) return false;
    if (!command_.until.empty() && !parseNow(command_.until, playbook_->program->zone(), until_)) return false;
    if (!lock_.take(command_.store)) {
      fail("another `leadflow work` runs on `" + command_.store.substr(7) + "`", "an SQLite file has one worker at a time; PostgreSQL takes several");
      return false;
    }
    const bool batch = !command_.until.empty() || (!command_.events.empty() && command_.events != "-");
    if (!batch) patience_ = Patience(0);
    std::signal(SIGTERM, stopWork);
    std::signal(SIGINT, stopWork);
    for (;;) {
      opened_ = store::openStore(command_.store);
      if (opened_.store || !opened_.retry || !patience_.wait({opened_.error, true})) break;
    }
    if (!opened_.store) {
      fail(opened_.error);
      return false;
    }
    const auto patience = [this](const port::Status& status) { return patience_.wait(status); };
    if (!keepUp(*opened_.store, command_.store, {playbook_.get()}, command_.quiet, patience) || !mayBegin(compile)) return false;
    workflow::EngineOptions options;
    options.batch = command_.batch;
    options.exclusive = isExclusive(command_.store);
    options.report = reportWriter(engine_);
    if (batch) options.patience = [this](const port::Status& status) { return patience_.wait(status); };
    options.unread = [this](const port::Event& event, const workflow::Unread& what) { not_read_.count(event, what); };
    options.keep_unread = [this](const std::vector<std::pair<port::Event, workflow::Unread>>& all) {
      for (const auto& [event, what] : all) not_read_.keep(event, what);
      return aside_.flush() ? port::Status{} : port::Status::failed(aside_.error());
    };
    options.zones = [](const workflow::ZonesTurned& turned) { printError(zonesText(turned)); };
    salts_ = workflow::systemSalts();
    engine_ = std::make_unique<workflow::Engine>(*opened_.store, std::move(options), *salts_);
    if (!aside_.open(command_.rejects, false)) {
      fail(aside_.error());
      return false;
    }
    return delivery_.open(command_.outbox, command_.store, opened_, apart_) && delivery_.fits(chunk);
  }

  /// Again and again while the store is out of reach for now.
  template <class F>
  port::Status patiently(F call) {
    port::Status status;
    do status = call();
    while (!status.ok() && status.retry && patience_.wait(status));
    return status;
  }

  /// What later releases refuse is refused where the store does not run this text yet. False after the error was printed.
  bool mayBegin(driver::Options compile) {
    const auto later = driver::refusedLater();
    const auto refused = [&](const diag::Diagnostic& finding) { return std::find(later.begin(), later.end(), finding.code) != later.end(); };
    if (!playbook_->compilation || std::none_of(playbook_->compilation->diags.all().begin(), playbook_->compilation->diags.all().end(), refused)) return true;
    port::WorldRows rows;
    if (const port::Status status = patiently([&] { return opened_.store->world(rows); }); !status.ok()) {
      fail(status);
      return false;
    }
    for (const port::PlaybookRow& row : rows.playbooks)
      for (const std::uint64_t version : playbook_->known_as)
        if (row.version == version || row.text == version) return true;
    compile.in_force = false;
    return loadPlaybook(command_.playbook, compile) != nullptr;
  }

  /// The roster of a store changes by events; a file says it anew only when it is named. Two that begin at once both read the
  /// people: who comes second finds them there.
  bool adopt(std::int64_t now, bool from_clock = false) {
    if (adopted_) return true;
    adopted_ = true;
    port::WorldRows rows;
    port::Status status = patiently([&] { return opened_.store->world(rows); });
    if (status.ok()) {
      workflow::Beginning beginning{playbook_->program, playbook_->bytes, playbook_->files, {}, !command_.roster.empty(), now, from_clock};
      // A store that nobody stands in may have been begun by a process that was stopped: what it should have begun with is at hand.
      const bool begun = !rows.playbooks.empty() && rows.roster_version > 0 && (rows.roster != "[]" || playbook_->program->chunk().roster.empty());
      if ((!begun || beginning.roster_named) && !readPeople(command_.roster, *playbook_, beginning.roster)) return false;
      status = patiently([&] { return engine_->adopt(beginning); });
    }
    if (status.ok() && !command_.rejects.empty()) status = patiently([&] { return rememberRejects(*opened_.store, command_.rejects); });
    if (status.ok()) return true;
    fail(status);
    return false;
  }

  /// True: all is well, also when a signal ended it.
  bool failed(const port::Status& status) {
    if (status.ok()) return true;
    const bool gone = command_.store.starts_with("sqlite:") && ::access(command_.store.substr(7).c_str(), F_OK) != 0;
    fail(status.error, gone ? "" : "what was committed is there, the rest is done by the next `leadflow work`");
    return false;
  }

  /// What was set aside is written down before what came behind it is taken. False after the error was printed.
  bool asideWritten() {
    if (aside_.flush()) return true;
    fail(aside_.error(), "nothing that came behind it was taken");
    return false;
  }

  bool inVirtualTime() {
    Fed& fed = fed_;
    std::function<bool(std::vector<port::Event>&)> next = [](std::vector<port::Event>&) { return false; };
    std::unique_ptr<ingest::FileSource> source;
    std::unique_ptr<ingest::EventReader> reader;
    std::vector<port::Event> first;
    bool first_given = false;
    const std::string name = command_.events == "-" ? "standard input" : command_.events;
    if (!command_.events.empty()) {
      source = std::make_unique<ingest::FileSource>(command_.events);
      if (!source->ok()) {
        fail("`" + name + "` cannot be read: " + source->error());
        return false;
      }
      source->stopWhen(stopWanted);
      reader = std::make_unique<ingest::EventReader>(*source, ingest::EventReadOptions{command_.events, &playbook_->program->zone(), kMissing});
      next = [&](std::vector<port::Event>& chunk) {
        if (!first.empty()) {
          chunk = std::move(first);
          first.clear();
          return true;
        }
        const bool more = reader->next(chunk, kFeedChunk);
        lines_.add(name, chunk, reader->lines());
        for (ingest::EventReject& reject : reader->rejects()) setAside(name, std::move(reject));
        reader->rejects().clear();
        return aside_.flush() && (more || !chunk.empty());
      };
      first_given = next(first);
      if (stopWanted()) return true;   // told to end before anything was read: nothing is begun
      if (!asideWritten()) return false;
    }
    fed.unfit = [&](const port::Event& event, const std::string& why) {
      std::string file;
      const std::uint64_t line = lines_.find(event.id, file);
      setAside(name, {line, why, port::toJson(event)});
      aside_.flush();
    };
    const auto stop = [this] { return stopWanted() || !aside_.error().empty(); };
    const std::int64_t begin = first_given && !first.empty() ? firstInstant(first) : !isMissing(until_) ? until_ : readClock();
    if (!adopt(isMissing(until_) ? begin : std::min(begin, until_), true)) return false;
    bool ok = failed(feedInTime(*engine_, next, until_, stop, fed)) && asideWritten();
    if (ok && reader && !reader->error().empty() && !stopWanted()) {
      fail("`" + name + "`: " + reader->error());
      ok = false;
    }
    return ok && delivery_.drain();
  }

  bool live() {
    // With --once this thread delivers what is due at its end (drain): a store's connection belongs to one thread.
    if (!adopt(readClock()) || (!command_.once && !delivery_.start())) return false;
    const TimeZone& zone = playbook_->program->zone();
    EventLines input(STDIN_FILENO);
    const bool reads = command_.events == "-";
    std::vector<port::Event> waiting;
    std::vector<EventLines::Line> lines;
    std::vector<std::uint64_t> read_lines;
    std::string said;
    std::uint64_t line = 0;
    if (!command_.quiet) printError("working on " + opened_.store->name() + (reads ? "; events come on standard input" : "; only its clocks, no events are read") + "; Ctrl-C or SIGTERM ends it\n");
    while (!stopping.load()) {
      int wait = 0;
      if (waiting.empty() && !command_.once) {
        std::int64_t due = kMissing;
        if (opened_.store->nextWork(due).ok() && !isMissing(due)) wait = static_cast<int>(std::clamp<std::int64_t>(due - readClock(), 0, kLongestWaitMs));
        else wait = kLongestWaitMs;
      }
      if (reads && !input.ended() && waiting.size() < kFeedChunk) {
        lines.clear();
        input.read(command_.once ? kLongestWaitMs : wait, lines);
        for (const auto& [text, too_long] : lines) {
          ++line;
          if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
          port::Event event;
          if (std::string wrong = too_long ? ingest::kTooLong : ingest::readEvent(text, zone, readClock(), event); !wrong.empty()) {
            setAside("standard input", {line, std::move(wrong), text});
          } else {
            ++fed_.read;
            waiting.push_back(std::move(event));
            read_lines.push_back(line);
          }
        }
        if (!read_lines.empty()) lines_.add("standard input", {waiting.end() - static_cast<std::ptrdiff_t>(read_lines.size()), waiting.end()}, read_lines);
        read_lines.clear();
        if (!asideWritten()) return false;
      } else if (wait > 0) {
        ::usleep(static_cast<useconds_t>(wait) * 1'000);
      }
      port::Status status;
      if (!waiting.empty()) {
        port::Appended appended;
        status = engine_->feed(waiting, appended);
        if (status.ok()) {
          fed_.added += appended.added;
          fed_.known += appended.known;
          if (!setUnfitAside(waiting, appended)) return false;
          waiting.clear();
        }
      }
      if (status.ok()) status = engine_->runUntil(readClock(), stopWanted);
      if (!status.ok() && !status.retry) return failed(status);
      if (!status.ok()) {   // locked, restarted: nothing is lost, it is tried again
        if (said != status.error) printNote("the store waits: " + status.error);
        said = status.error;
        ::usleep(kRetryMs * 1'000);
        continue;
      }
      said.clear();
      if (!command_.once) delivery_.round();   // else everything is delivered at the end
      if (command_.once && (!reads || input.ended()) && waiting.empty()) break;
    }
    if (!waiting.empty()) {   // read but not yet in the store
      port::Appended appended;
      if (!failed(engine_->feed(waiting, appended))) return false;
      fed_.added += appended.added;
      fed_.known += appended.known;
      if (!setUnfitAside(waiting, appended)) return false;
    }
    if (!input.error().empty()) {
      fail("standard input cannot be read: " + input.error());
      return false;
    }
    return !command_.once || delivery_.drain();
  }

  /// Of whom nothing is kept any more only that a line was set aside is.
  void setAside(const std::string& name, ingest::EventReject reject) {
    if (namesErased(reject.record)) reject = {reject.line, "the line names a lead whose personal data were erased: nothing of it is kept", {}};
    aside_.add(name, reject);
  }

  bool namesErased(const std::string& record) {
    const std::uint64_t here = engine_ == nullptr ? 0 : engine_->totals().erased;
    const bool known = !isMissing(erased_known_) && here == erased_here_ &&
                       (isExclusive(command_.store) || readClock() - erased_known_ <= kRetryMs);   // elsewhere other processes erase as well
    if (!known) {
      std::vector<port::LeadSummary> leads;
      if (!patiently([&] { return opened_.store->summaries(leads); }).ok()) return true;   // what nobody can be asked about is not written down
      erased_.clear();
      for (port::LeadSummary& lead : leads)
        if (lead.erased) erased_.push_back(std::move(lead.id));
      erased_known_ = readClock();
      erased_here_ = here;
    }
    return namesAny(record, erased_);
  }

  bool setUnfitAside(const std::vector<port::Event>& events, const port::Appended& appended) {
    for (const auto& [place, why] : appended.unfit) {
      std::string file;
      const std::uint64_t line = lines_.find(events[place].id, file);
      setAside("standard input", {line, why, port::toJson(events[place])});
    }
    return asideWritten();
  }

  void summary() {
    std::string text = (stopping.load() ? "stopped by a signal\n" : "") + totalsText(engine_->totals(), fed_, aside_.count(), not_read_, playbook_->program->zone()) + delivery_.text();
    std::uint64_t waiting = 0;
    std::int64_t next = kMissing;
    if (opened_.store->waitingEvents(waiting).ok() && opened_.store->nextWork(next).ok() && !isMissing(next))
      text += "next       " + wallText(next, playbook_->program->zone()) + (waiting > 0 ? "   " + counted(waiting, "event") + " waiting" : "") + "\n";
    printError(text);
  }

  const WorkCommand& command_;
  std::unique_ptr<LoadedPlaybook> playbook_;
  std::int64_t until_ = kMissing;
  WorkerLock lock_;
  store::Opened opened_;
  std::unique_ptr<workflow::Salts> salts_;
  std::unique_ptr<workflow::Engine> engine_;
  Aside aside_;
  std::vector<std::string> erased_;        ///< leads whose data were erased, as far as
  std::int64_t erased_known_ = kMissing;   ///< …was known then,
  std::uint64_t erased_here_ = 0;          ///< …when this worker had erased so many
  EventLinesKnown lines_;
  NotRead not_read_{aside_, lines_};
  FilesApart apart_;
  Delivery delivery_;
  Patience patience_{kBatchPatienceMs};
  Fed fed_;
  bool adopted_ = false;
};

}  // namespace

void addWork(CLI::App& app, Result& result) {
  auto options = std::make_shared<WorkCommand>();
  CLI::App* command = app.add_subcommand("work", "Carry leads through time: take events, mind the clocks, write effects, lose nothing");
  command->add_option("playbook", options->playbook, "A playbook with stages, or an .lfb of one")->required()->type_name("PLAYBOOK");
  command->add_option("--store", options->store, "Where leads live: sqlite:PATH or postgres:URI")->required()->type_name("STORE");
  command->add_option("--events", options->events, "A file of events (NDJSON), taken in virtual time; - for standard input as it comes")->type_name("FILE");
  command->add_option("--until", options->until, "Virtual time up to then: 2026-03-02T15:00:00Z, or 2026-03-02 10:00 in the playbook's time zone")->type_name("TIME");
  command->add_option("--roster", options->roster, "Who can get leads (CSV); in a store with another roster, a roster change")->type_name("FILE");
  command->add_option("--outbox", options->outbox, "Where effects go (JSON); without it they wait in the store")->type_name("FILE");
  command->add_option("--rejects", options->rejects, "Where lines that are no events and values that cannot be read are added, with the reason (NDJSON); what is there stays")->type_name("FILE");
  command->add_option("--batch", options->batch, "Leads that are committed together (default: 256)")->check(CLI::Range(1U, 100'000U));
  command->add_flag("--once", options->once, "Take what is there and what is due now, then end");
  command->add_flag("-q,--quiet", options->quiet, "No summary");
  command->footer(
      "With a file of events, or with --until, time is what the events say; else it is the clock on the wall and the command runs until\n"
      "SIGTERM or Ctrl-C, which let the work at hand be committed. A known event id changes nothing a second time, so a file may be\n"
      "given again after a crash. Exit code: 0 done or stopped, 2 an error (what was committed is kept).\n\n"
      "Examples:\n"
      "  leadflow work inbound.leadflow --store sqlite:leads.db --events events.ndjson --until 2026-04-01\n"
      "  tail -f events.ndjson | leadflow work inbound.leadflow --store sqlite:leads.db --events - --outbox outbox.json\n"
      "  leadflow work inbound.leadflow --store postgres://leads@db.example.com/crm --once");
  command->callback([options, &result] { result.exit = Worker(*options).go(); });
}

}  // namespace leadflow::cli
