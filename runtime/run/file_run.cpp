#include "runtime/run/file_run.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <new>
#include <thread>

#include "runtime/decide/flat_rows.hpp"
#include "runtime/run/decider.hpp"
#include "runtime/run/file_records.hpp"

namespace leadflow::run {

namespace {

/// What a thread needs of its own.
struct Hand {
  std::unique_ptr<Decider> decider;
  std::unique_ptr<ingest::Worker> decoder;
};

/// One batch of leads between the reader and the sink.
struct Flight {
  enum class Stage : std::uint8_t { Free, Split, Begun, Settled, Written };
  Stage stage = Stage::Free;
  bool busy = false;             ///< a thread works on it
  std::string error;             ///< what a thread could not do
  std::uint64_t bytes = 0;       ///< of the file, read when this batch was split

  ingest::Batch batch;
  std::vector<std::uint32_t> records_before;     ///< Batch::row_records as decoded
  std::vector<Decided> decided;                  ///< one a row as decoded
  std::vector<std::uint32_t> origin;             ///< `origin[i]` is where row i of the finished batch stands in `decided`
  Tally tally;
  std::string output, rejects;
  std::vector<std::vector<std::string>> cells;   ///< of a table
};

/// The calling thread keeps the order (split, settle, hand to the sink) and lends a hand in between; the others do what needs no
/// order.
class Run {
 public:
  Run(const std::shared_ptr<Turns>& turns, const RunOptions& options, ingest::LeadReader& reader, port::Sink& out, port::Sink* rejects)
      : turns_(turns), desk_(turns->desk()), options_(options), reader_(reader), out_(out), rejects_(rejects),
        form_{*desk_, reader.format(), &reader.layout(), options.activities}, records_(desk_->names(), options.columns) {
    result_.tally = Tally(desk_->names());
    wanted_.record = options.format == OutputFormat::Ndjson && !records_.ownColumns();
    wanted_.explain = options.explain;
    staged_ = desk_->chunk().workflow.present;
  }

  RunResult go(unsigned threads) {
    threads = staged_ ? 1 : std::clamp(threads, 1U, 256U);
    flights_ = std::vector<Flight>(staged_ ? 1 : threads * 2 + 1);
    for (unsigned i = 0; i < threads; ++i) hands_.push_back(std::make_unique<Hand>(Hand{Decider::open(turns_), reader_.makeWorker()}));
    {
      std::vector<std::jthread> others;
      for (unsigned i = 1; i < threads; ++i) others.emplace_back([this, i] { work(*hands_[i]); });
      try {
        lead();
      } catch (...) {
        fail(std::current_exception());
      }
      const std::lock_guard lock(mutex_);
      done_ = true;
      wake_.notify_all();
    }
    close();
    return std::move(result_);
  }

 private:
  Flight& flight(std::uint64_t number) { return flights_[number % flights_.size()]; }

  void lead() {
    header();
    while (result_.error.empty() && !ending_) {
      const bool moved = writeOut() || settle() || splitOne();
      if (!moved && split_ == written_ && ended_) break;
      if (!moved && !help()) wait();
    }
  }

  void header() {
    if (options_.format == OutputFormat::Csv) {
      std::string line;
      decide::appendCsvRow(line, records_.titles());
      put(out_, line);
    }
  }

  void put(port::Sink& sink, std::string_view bytes) {
    if (bytes.empty() || sink.write(bytes)) return;
    ending_ = true;
    if (sink.closedByReader()) result_.stopped = true;
    else if (result_.error.empty()) result_.error = &sink == &out_ ? "the decisions cannot be written: " + sink.error() : "the rejects cannot be written: " + sink.error();
  }

  bool splitOne() {
    if (ended_ || split_ - written_ >= flights_.size()) return false;
    Flight& next = flight(split_);
    if (!reader_.split(next.batch, options_.batch_rows)) {
      ended_ = true;
      return true;
    }
    next.bytes = reader_.bytesRead();
    ++split_;
    enqueue(next, Flight::Stage::Split);
    return true;
  }

  /// Stage under the lock: what the threads have done, or nothing.
  bool ready(std::uint64_t number, std::uint64_t end, Flight::Stage stage) {
    if (number >= end) return false;
    const std::lock_guard lock(mutex_);
    const Flight& at = flight(number);
    if (at.busy || at.stage != stage) return false;
    if (!at.error.empty() && result_.error.empty()) result_.error = at.error;
    return at.error.empty();
  }

  bool settle() {
    if (!ready(settled_, split_, Flight::Stage::Begun)) return false;
    Flight& next = flight(settled_);
    reader_.finish(next.batch);
    if (options_.strict) stopAtProblem(next);
    result_.summary.add(next.batch, options_.now);
    match(next);
    next.tally = Tally(desk_->names());
    next.output.clear();
    next.rejects.clear();
    next.cells.clear();
    Decider& decider = *hands_[0]->decider;
    for (std::size_t i = 0; i < next.origin.size(); ++i) {
      Decided& decided = next.decided[staged_ ? 0 : next.origin[i]];
      const FileRecord record(form_, next.batch, i);
      if (staged_) decider.begin({next.batch.rows[i], record}, options_.now, wanted_, decided);
      decider.settle({next.batch.rows[i], record}, decided);
      if (!staged_) continue;
      result_.tally.add(decided, desk_->names());   // of the whole file: a lead may take in one of an earlier batch
      write(next, decided, decider);                // while the machine knows the lead
    }
    ++settled_;
    enqueue(next, Flight::Stage::Settled);
    return true;
  }

  /// Which of the rows as decoded are left.
  static void match(Flight& next) {
    next.origin.clear();
    std::uint32_t at = 0;
    for (const std::uint32_t record : next.batch.row_records) {  // ascending, a part of records_before
      while (next.records_before[at] != record) ++at;
      next.origin.push_back(at);
    }
  }

  /// With `strict` nothing is decided from the first bad line on.
  void stopAtProblem(Flight& next) {
    ingest::Batch& batch = next.batch;
    std::uint32_t record = UINT32_MAX;
    for (const ingest::Reject& reject : batch.rejects)
      if (reject.index < record) {
        record = reject.index;
        result_.strict_line = reject.line;
        result_.strict_column = 0;
        result_.strict_what = reject.reason;
      }
    for (const ingest::ValueIssue& issue : batch.issues)
      if (issue.record < record) {
        record = issue.record;
        result_.strict_line = issue.line;
        result_.strict_column = issue.column;
        result_.strict_what = (issue.field_name.empty() ? std::string() : std::string(issue.field_name) + ": ") + ingest::issueText(issue);
      }
    if (record == UINT32_MAX) return;
    const auto end = std::lower_bound(batch.row_records.begin(), batch.row_records.end(), record);
    const auto kept = static_cast<std::size_t>(end - batch.row_records.begin());
    batch.rows.resize(kept);
    batch.row_records.resize(kept);
    batch.key_hashes.resize(kept);
    std::erase_if(batch.rejects, [&](const ingest::Reject& reject) { return reject.index > record; });
    result_.strict_problem = "line " + std::to_string(result_.strict_line) + ": " + result_.strict_what;
    ended_ = true;
    split_ = settled_ + 1;  // what was split behind it is not decided
  }

  bool writeOut() {
    if (!ready(written_, std::min(split_, settled_), Flight::Stage::Written)) return false;
    Flight& next = flight(written_);
    if (options_.format == OutputFormat::Table) table(next);
    put(out_, next.output);
    if (rejects_ && !ending_) put(*rejects_, next.rejects);
    result_.tally.add(next.tally);
    rejected_ += next.batch.rejects.size();
    ++written_;
    {
      const std::lock_guard lock(mutex_);
      next.stage = Flight::Stage::Free;
    }
    if (options_.progress && !options_.progress({result_.tally.leads, rejected_, next.bytes})) {
      result_.stopped = true;
      ending_ = true;
    }
    return true;
  }

  void table(Flight& next) {
    if (!layout_) {
      layout_ = std::make_unique<decide::TableLayout>(records_.titles(), next.cells, options_.width);
      layout_->appendHeader(next.output, records_.titles());
    }
    for (const auto& cells : next.cells) layout_->appendRow(next.output, cells);
  }

  // ---- what any thread may do

  void begin(Flight& job, Hand& hand) const {
    hand.decoder->decode(job.batch);
    const auto& rows = job.batch.rows;
    job.records_before = job.batch.row_records;
    const std::size_t wanted = staged_ ? 1 : rows.size();
    if (job.decided.size() < wanted) job.decided.resize(wanted);
    if (staged_) return;
    for (std::size_t i = 0; i < rows.size(); ++i) hand.decider->begin({rows[i], kNoRecord}, options_.now, wanted_, job.decided[i]);
  }

  void finish(Flight& job, Hand& hand) const {
    if (!staged_)
      for (const std::uint32_t origin : job.origin) {
        Decided& decided = job.decided[origin];
        hand.decider->finish(decided);
        write(job, decided, *hand.decider);
      }
    for (const ingest::Reject& reject : job.batch.rejects) ingest::appendReject(job.rejects, reject);
  }

  void write(Flight& job, Decided& decided, Decider& decider) const {
    if (!staged_) job.tally.add(decided, desk_->names());
    if (wanted_.record) {
      records_.append(job.output, decided);
      job.output += '\n';
      return;
    }
    // Cells and the user's columns read registers.
    vm::Machine& machine = decider.look(decided);
    if (records_.ownColumns()) showRoutes(desk_->names(), decided.routes, machine);
    if (options_.format == OutputFormat::Ndjson) {
      records_.appendOwn(job.output, machine);
      job.output += '\n';
      return;
    }
    std::vector<std::string> cells;
    records_.cells(machine, decided, cells);
    if (options_.format == OutputFormat::Csv) decide::appendCsvRow(job.output, cells);
    else job.cells.push_back(std::move(cells));
  }

  // ---- the threads' side

  void enqueue(Flight& next, Flight::Stage stage) {
    const std::lock_guard lock(mutex_);
    next.stage = stage;
    next.busy = true;
    next.error.clear();
    // What is nearer to the sink goes first, so that few batches wait.
    if (stage == Flight::Stage::Settled) jobs_.push_front(&next);
    else jobs_.push_back(&next);
    wake_.notify_one();
  }

  void perform(Flight& job, Hand& hand) {
    std::string error;
    const bool first = job.stage == Flight::Stage::Split;
    try {
      if (first) begin(job, hand);
      else finish(job, hand);
    } catch (const std::bad_alloc&) {
      error = "there is not enough memory";
    } catch (const std::exception& problem) {
      error = problem.what();
    }
    const std::lock_guard lock(mutex_);
    job.error = std::move(error);
    job.stage = first ? Flight::Stage::Begun : Flight::Stage::Written;
    job.busy = false;
    finished_.notify_one();
  }

  Flight* take() {
    Flight* job = jobs_.empty() ? nullptr : jobs_.front();
    if (job) jobs_.pop_front();
    return job;
  }

  void work(Hand& hand) {
    for (;;) {
      Flight* job = nullptr;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return done_ || !jobs_.empty(); });
        if (done_) return;
        job = take();
      }
      perform(*job, hand);
    }
  }

  /// Does one job on this thread. False when there is none.
  bool help() {
    Flight* job = nullptr;
    {
      const std::lock_guard lock(mutex_);
      job = take();
    }
    if (job) perform(*job, *hands_[0]);
    return job != nullptr;
  }

  void wait() {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [&] {
      if (!jobs_.empty()) return true;
      const auto at = [&](std::uint64_t number, std::uint64_t end, Flight::Stage stage) {
        return number < end && !flight(number).busy && flight(number).stage == stage;
      };
      return at(written_, std::min(split_, settled_), Flight::Stage::Written) || at(settled_, split_, Flight::Stage::Begun);
    });
  }

  void fail(const std::exception_ptr& thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::bad_alloc&) {
      result_.error = "there is not enough memory";
    } catch (const std::exception& problem) {
      result_.error = problem.what();
    }
  }

  void close() {
    if (options_.format == OutputFormat::Table && !layout_ && result_.error.empty() && !ending_) {
      std::string text;  // a table without leads still says what it would show
      decide::TableLayout(records_.titles(), {}, options_.width).appendHeader(text, records_.titles());
      put(out_, text);
    }
    if (result_.error.empty()) result_.error = reader_.error();
    result_.summary.addArithmeticFaults(result_.tally.faults);
    result_.summary.addMerged(result_.tally.merged);
    for (port::Sink* sink : {&out_, rejects_}) {
      if (!sink || sink->flush()) continue;
      if (sink->closedByReader()) result_.stopped = true;
      else if (result_.error.empty()) result_.error = (sink == &out_ ? "the decisions cannot be written: " : "the rejects cannot be written: ") + sink->error();
    }
  }

  /// Without stages no step writes to a record.
  struct NoRecord final : workflow::RecordSource {
    std::string json() const override { return "{}"; }
  };
  static inline const NoRecord kNoRecord{};

  const std::shared_ptr<Turns>& turns_;
  std::shared_ptr<const decide::Desk> desk_;
  const RunOptions& options_;
  ingest::LeadReader& reader_;
  port::Sink& out_;
  port::Sink* rejects_;
  RecordForm form_;
  RecordWriter records_;
  Wanted wanted_;
  bool staged_ = false;
  RunResult result_;
  std::vector<std::unique_ptr<Hand>> hands_;
  std::vector<Flight> flights_;
  std::uint64_t split_ = 0, settled_ = 0, written_ = 0, rejected_ = 0;  ///< flights so far
  bool ended_ = false, ending_ = false;
  std::unique_ptr<decide::TableLayout> layout_;

  std::mutex mutex_;
  std::condition_variable wake_, finished_;
  std::deque<Flight*> jobs_;
  bool done_ = false;
};

}  // namespace

FileRun::FileRun(std::shared_ptr<const decide::Desk> desk, RunOptions options)
    : desk_(std::move(desk)), options_(std::move(options)), turns_(std::make_shared<Turns>(desk_)) {
  if (options_.threads == 0) options_.threads = std::max(1U, std::thread::hardware_concurrency());
  options_.batch_rows = std::max<std::size_t>(options_.batch_rows, 1);
}

RunResult FileRun::go(ingest::LeadReader& reader, port::Sink& out, port::Sink* rejects) {
  if (!reader.error().empty()) {
    RunResult result;
    result.error = reader.error();
    result.tally = Tally(desk_->names());
    return result;
  }
  return Run(turns_, options_, reader, out, rejects).go(options_.threads);
}

}  // namespace leadflow::run
