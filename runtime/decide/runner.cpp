#include "runtime/decide/runner.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <new>
#include <thread>

#include "runtime/decide/flight.hpp"

namespace leadflow::decide {

namespace {

/// The calling thread keeps the order (split, take turns, hand to the sink) and lends a hand in between; the others do the
/// stages that need no order.
class Run {
 public:
  Run(const Desk& desk, const RunOptions& options, Pools& pools, ingest::LeadReader& reader, port::Sink& out, port::Sink* rejects)
      : desk_(desk), options_(options), reader_(reader), out_(out), rejects_(rejects), rows_(desk.names(), options.columns),
        stages_(desk, options, rows_), router_(desk.chunk(), pools) {
    result_.tally = Tally(desk.names());
  }

  RunResult go(unsigned threads) {
    threads = std::clamp(threads, 1U, 256U);
    flights_ = std::vector<Flight>(threads * 2 + 1);
    for (unsigned i = 0; i < threads; ++i)
      hands_.push_back(std::make_unique<Hand>(desk_, desk_.names().sharedProgram(), reader_.makeWorker()));
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
    finish();
    return std::move(result_);
  }

 private:
  Flight& flight(std::uint64_t number) { return flights_[number % flights_.size()]; }

  void lead() {
    header();
    while (result_.error.empty() && !ending_) {
      bool moved = writeOut() || turns() || splitOne();
      if (!moved && split_ == written_ && ended_) break;
      if (!moved && !help()) wait();
    }
  }

  void header() {
    if (options_.format == OutputFormat::Csv) {
      std::string line;
      appendCsvRow(line, rows_.titles());
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

  bool turns() {
    if (!ready(turned_, split_, Flight::Stage::Computed)) return false;
    Flight& next = flight(turned_);
    reader_.finish(next.batch);
    if (options_.strict) stopAtProblem(next);
    result_.summary.add(next.batch);
    stages_.takeTurns(next, router_);
    ++turned_;
    enqueue(next, Flight::Stage::Routed);
    return true;
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
    split_ = turned_ + 1;  // what was split behind it is not decided
  }

  bool writeOut() {
    if (!ready(written_, std::min(split_, turned_), Flight::Stage::Written)) return false;
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
      layout_ = std::make_unique<TableLayout>(rows_.titles(), next.cells, options_.width);
      layout_->appendHeader(next.output, rows_.titles());
    }
    for (const auto& cells : next.cells) layout_->appendRow(next.output, cells);
  }

  // ---- the threads' side

  void enqueue(Flight& next, Flight::Stage stage) {
    const std::lock_guard lock(mutex_);
    next.stage = stage;
    next.busy = true;
    next.error.clear();
    // What is nearer to the sink goes first, so that few batches wait.
    if (stage == Flight::Stage::Routed) jobs_.push_front(&next);
    else jobs_.push_back(&next);
    wake_.notify_one();
  }

  void perform(Flight& job, Hand& hand) {
    std::string error;
    const bool first = job.stage == Flight::Stage::Split;
    try {
      if (first) stages_.compute(job, hand);
      else stages_.write(job, hand);
    } catch (const std::bad_alloc&) {
      error = "there is not enough memory";
    } catch (const std::exception& problem) {
      error = problem.what();
    }
    const std::lock_guard lock(mutex_);
    job.error = std::move(error);
    job.stage = first ? Flight::Stage::Computed : Flight::Stage::Written;
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
      return at(written_, std::min(split_, turned_), Flight::Stage::Written) || at(turned_, split_, Flight::Stage::Computed);
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

  void finish() {
    if (options_.format == OutputFormat::Table && !layout_ && result_.error.empty() && !ending_) {
      std::string text;  // a table without leads still says what it would show
      TableLayout(rows_.titles(), {}, options_.width).appendHeader(text, rows_.titles());
      put(out_, text);
    }
    if (result_.error.empty()) result_.error = reader_.error();
    result_.summary.addArithmeticFaults(result_.tally.faults);
    for (port::Sink* sink : {&out_, rejects_}) {
      if (!sink || sink->flush()) continue;
      if (sink->closedByReader()) result_.stopped = true;
      else if (result_.error.empty()) result_.error = (sink == &out_ ? "the decisions cannot be written: " : "the rejects cannot be written: ") + sink->error();
    }
  }

  const Desk& desk_;
  const RunOptions& options_;
  ingest::LeadReader& reader_;
  port::Sink& out_;
  port::Sink* rejects_;
  FlatRows rows_;
  Stages stages_;
  Router router_;
  RunResult result_;
  std::vector<std::unique_ptr<Hand>> hands_;
  std::vector<Flight> flights_;
  std::uint64_t split_ = 0, turned_ = 0, written_ = 0, rejected_ = 0;  ///< flights so far
  bool ended_ = false, ending_ = false;
  std::unique_ptr<TableLayout> layout_;

  std::mutex mutex_;
  std::condition_variable wake_, finished_;
  std::deque<Flight*> jobs_;
  bool done_ = false;
};

}  // namespace

Runner::Runner(std::shared_ptr<const Desk> desk, RunOptions options)
    : desk_(std::move(desk)), options_(std::move(options)), pools_(desk_->chunk(), desk_->names().sharedPeople()) {
  if (options_.threads == 0) options_.threads = std::max(1U, std::thread::hardware_concurrency());
  options_.batch_rows = std::max<std::size_t>(options_.batch_rows, 1);
}

RunResult Runner::run(ingest::LeadReader& reader, port::Sink& out, port::Sink* rejects) {
  if (!reader.error().empty()) {
    RunResult result;
    result.error = reader.error();
    result.tally = Tally(desk_->names());
    return result;
  }
  return Run(*desk_, options_, pools_, reader, out, rejects).go(options_.threads);
}

}  // namespace leadflow::decide
