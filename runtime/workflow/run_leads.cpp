#include "runtime/workflow/run_leads.hpp"

#include <algorithm>
#include <unordered_map>

#include "runtime/decide/flat_rows.hpp"
#include "runtime/ingest/activity_file.hpp"
#include "runtime/ingest/lead_events.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/workflow/stepper.hpp"
#include "runtime/workflow/view.hpp"

namespace leadflow::workflow {

namespace {

constexpr std::size_t kRows = 256;

/// Turns for all, and the leads that went before.
class FileSurroundings final : public Surroundings {
 public:
  FileSurroundings(const decide::Desk& desk, bool keep) : pools_(desk.chunk(), desk.names().sharedPeople()), keep_(keep) {}
  decide::Pools& turns() override { return pools_; }
  std::vector<std::pair<std::string, std::string>> sameKey(std::uint32_t rule, const std::string& key, const std::string& except) override {
    std::vector<std::pair<std::string, std::string>> found;
    const auto [begin, end] = keys_.equal_range(std::to_string(rule) + '/' + key);
    for (auto at = begin; at != end; ++at)
      if (at->second != except) found.emplace_back(at->second, key);
    std::sort(found.begin(), found.end());
    return found;
  }
  bool peek(const std::string& lead, port::LeadState& state) override {
    const auto found = leads_.find(lead);
    if (found == leads_.end()) return false;
    state = found->second;
    return true;
  }
  void keep(const Step& step) {
    if (!keep_) return;
    for (const auto& [rule, key] : step.duplicate_keys) keys_.emplace(std::to_string(rule) + '/' + key, step.after.id);
    leads_[step.after.id] = step.after;
  }

 private:
  decide::Pools pools_;
  bool keep_;
  std::unordered_multimap<std::string, std::string> keys_;
  std::unordered_map<std::string, port::LeadState> leads_;
};

std::shared_ptr<const World> worldOf(const std::shared_ptr<const decide::Desk>& desk) {
  auto world = std::make_shared<World>();
  world->desk = desk;
  world->version = desk->chunk().content_hash;
  return world;
}

class Run {
 public:
  Run(const std::shared_ptr<const decide::Desk>& desk, const decide::RunOptions& options, ingest::LeadReader& reader, port::Sink& out, port::Sink* rejects)
      : desk_(*desk), options_(options), reader_(reader), out_(out), rejects_(rejects), world_(worldOf(desk)), view_(world_, scratch_),
        surroundings_(*desk, !desk->chunk().workflow.duplicates.empty()) {
    scratch_.explain = options.explain;
    scratch_.tell_unread = false;   // the reader does, with line and column
    result_.tally = decide::Tally(desk_.names());
    titles();
  }

  LeadsResult go() {
    std::string text;
    if (options_.format == decide::OutputFormat::Csv) decide::appendCsvRow(text, titles_);
    ingest::Batch batch;
    while (result_.error.empty() && !ended_ && reader_.next(batch, kRows)) {
      if (options_.strict) stopAtProblem(batch);
      result_.summary.add(batch);
      for (std::size_t i = 0; i < batch.rows.size(); ++i) lead(batch, i, text);
      rejected_ += batch.rejects.size();
      flush(text);
      if (rejects_) {
        std::string aside;
        for (const ingest::Reject& reject : batch.rejects) ingest::appendReject(aside, reject);
        put(*rejects_, aside);
      }
      if (options_.progress && !options_.progress({result_.tally.leads, rejected_, reader_.bytesRead()})) {
        result_.stopped = true;
        break;
      }
    }
    flush(text);
    if (options_.format == decide::OutputFormat::Table && result_.error.empty() && !layout_) {
      decide::TableLayout(titles_, {}, options_.width).appendHeader(text, titles_);
      put(out_, text);
    }
    if (result_.error.empty()) result_.error = reader_.error();
    result_.summary.addArithmeticFaults(result_.tally.faults);
    for (port::Sink* sink : {&out_, rejects_}) {
      if (!sink || sink->flush()) continue;
      if (sink->closedByReader()) result_.stopped = true;
      else if (result_.error.empty()) result_.error = (sink == &out_ ? "the decisions cannot be written: " : "the rejects cannot be written: ") + sink->error();
    }
    return std::move(result_);
  }

 private:
  void titles() {
    if (!options_.columns.empty()) {
      for (const decide::OutputColumn& column : options_.columns) titles_.push_back(column.name);
      return;
    }
    const bytecode::Chunk& chunk = desk_.chunk();
    titles_.push_back("lead");
    for (const auto& score : chunk.scores) titles_.push_back(score.name);
    for (const auto& grade : chunk.grades) titles_.push_back(grade.name);
    for (const char* title : {"stage", "owner", "queue", "rule", "due", "effects"}) titles_.push_back(title);
  }

  void put(port::Sink& sink, std::string_view bytes) {
    if (bytes.empty() || sink.write(bytes)) return;
    ended_ = true;
    if (sink.closedByReader()) result_.stopped = true;
    else if (result_.error.empty()) result_.error = &sink == &out_ ? "the decisions cannot be written: " + sink.error() : "the rejects cannot be written: " + sink.error();
  }

  void flush(std::string& text) {
    if (!cells_.empty()) {
      if (!layout_) {
        layout_ = std::make_unique<decide::TableLayout>(titles_, cells_, options_.width);
        layout_->appendHeader(text, titles_);
      }
      for (const auto& row : cells_) layout_->appendRow(text, row);
      cells_.clear();
    }
    put(out_, text);
    text.clear();
  }

  /// With `strict` nothing is decided from the first bad line on.
  void stopAtProblem(ingest::Batch& batch) {
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
    const auto kept = static_cast<std::size_t>(std::lower_bound(batch.row_records.begin(), batch.row_records.end(), record) - batch.row_records.begin());
    batch.rows.resize(kept);
    batch.row_records.resize(kept);
    result_.strict_problem = "line " + std::to_string(result_.strict_line) + ": " + result_.strict_what;
    ended_ = true;
  }

  /// The record as `lead.created` carries it; activities of a second file are added to its own.
  std::string body(const ingest::Batch& batch, std::size_t index) const {
    const ingest::RecordRange& range = batch.records[batch.row_records[index]];
    std::string json = reader_.format() == ingest::Format::Csv ? ingest::csvRecordJson(reader_.layout().names, reader_.layout().separator, batch.bytesOf(range))
                                                               : std::string(batch.bytesOf(range));
    if (options_.activities == nullptr) return json;
    std::string list;
    for (const bytecode::ActivityRow& row : options_.activities->of(batch.rows[index].key)) {
      const bytecode::ActivityInfo& info = desk_.chunk().activities[row.type];
      list += list.empty() ? "{\"type\":" : ",{\"type\":";
      appendJsonString(list, info.name);
      list += ",\"at\":\"";
      appendInstant(list, row.at);
      list += '"';
      for (std::size_t f = 0; f < info.fields.size(); ++f) {
        if (isMissing(row.fields[f])) continue;
        list += ',';
        appendJsonString(list, info.fields[f].name);
        list += ':';
        desk_.names().appendJson(list, info.fields[f].type, row.fields[f]);
      }
      list += '}';
    }
    const std::size_t end = list.empty() ? std::string::npos : json.find_last_of('}');
    if (end == std::string::npos) return json;
    json.resize(end);
    const std::size_t last = json.find_last_not_of(" \t\r\n");
    return json + (last != std::string::npos && json[last] == '{' ? "" : ",") + "\"activities\":[" + list + "]}";
  }

  void lead(const ingest::Batch& batch, std::size_t index, std::string& out) {
    const bytecode::LeadRow& row = batch.rows[index];
    port::Event event;
    event.type = port::EventType::LeadCreated;
    event.lead = row.key;
    event.id = "run/" + event.lead;
    event.at = options_.now;
    event.body = body(batch, index);
    Step step = transition(*world_, surroundings_, freshState(*world_, event.lead), event, options_.now, scratch_);
    surroundings_.keep(step);
    view_.look(step.after, options_.now);
    vm::Machine& machine = view_.machine();
    const std::uint32_t faults = std::max(step.faults, machine.arithmeticFaults());
    values_.clear();
    decide::Tally::appendValues(values_, desk_.chunk(), machine);
    result_.tally.addComputed(values_, faults);
    count(step);
    if (options_.format == decide::OutputFormat::Ndjson && options_.columns.empty()) return record(step, machine, faults, out);
    if (!options_.columns.empty()) setRoutes(step, machine);
    if (options_.format == decide::OutputFormat::Ndjson) {
      char before = '{';
      for (const decide::OutputColumn& column : options_.columns) {
        out += before;
        before = ',';
        appendJsonString(out, column.name);
        out += ':';
        desk_.names().appendJson(out, column.type, machine.run(column.function));
      }
      out += "}\n";
      return;
    }
    std::vector<std::string> cells = cellsOf(step, machine);
    if (options_.format == decide::OutputFormat::Csv) decide::appendCsvRow(out, cells);
    else cells_.push_back(std::move(cells));
  }

  void count(const Step& step) {
    ++result_.stages[stageOf(step.after)];
    ++result_.owners[ownerOf(step.after)];
    if (const std::string queue = queueOf(step.after); !queue.empty()) ++result_.queues[queue];
    for (const port::Effect& effect : step.effects) ++result_.effects[port::effectName(effect.kind)];
  }

  std::string stageOf(const port::LeadState& state) const { return state.stage < 0 ? std::string() : desk_.chunk().workflow.stages[static_cast<std::size_t>(state.stage)].name; }
  std::string ownerOf(const port::LeadState& state) const {
    const std::size_t seat = state.stage < 0 ? 0 : desk_.chunk().workflow.stages[static_cast<std::size_t>(state.stage)].seat;
    return seat < state.seats.size() ? state.seats[seat].rep : std::string();
  }
  std::string queueOf(const port::LeadState& state) const { return state.queue < 0 ? std::string() : desk_.chunk().queues[static_cast<std::size_t>(state.queue)].name; }

  void record(const Step& step, vm::Machine& machine, std::uint32_t faults, std::string& out) {
    desk_.records().appendComputed(out, machine, view_.row());
    const auto word = [&](std::string_view key, const std::string& value) {
      out += key;
      if (value.empty()) out += "null";
      else appendJsonString(out, value);
    };
    out += ",\"routes\":{";
    for (std::size_t i = 0; i < step.routes.size(); ++i) {
      if (i > 0) out += ',';
      appendJsonString(out, step.routes[i].route);
      out += ':';
      decide::appendOutcome(out, step.routes[i]);
    }
    word("},\"stage\":", stageOf(step.after));
    word(",\"owner\":", ownerOf(step.after));
    word(",\"queue\":", queueOf(step.after));
    out += ",\"due\":{";
    bool first = true;
    for (std::uint32_t sla = 0; sla < step.after.clocks.size(); ++sla) {
      const std::int64_t due = view_.due(sla);
      if (isMissing(due)) continue;
      if (!first) out += ',';
      first = false;
      appendJsonString(out, desk_.chunk().workflow.slas[sla].name);
      out += ":\"";
      appendInstant(out, due);
      out += '"';
    }
    out += "},\"effects\":[";
    for (std::size_t i = 0; i < step.effects.size(); ++i) {
      if (i > 0) out += ',';
      port::Effect effect = step.effects[i];
      effect.simulated = true;
      out += port::toJson(effect);
    }
    out += ']';
    if (faults > 0) {
      out += ",\"faults\":";
      appendInt(out, faults);
    }
    if (options_.explain) {
      out += ",\"account\":[";
      for (std::size_t i = 0; i < step.account.size(); ++i) {
        out += i > 0 ? ",{\"what\":" : "{\"what\":";
        appendJsonString(out, step.account[i].what);
        out += ",\"text\":";
        appendJsonString(out, step.account[i].text);
        out += ",\"line\":";
        appendJsonString(out, step.account[i].place);
        out += '}';
      }
      out += "],\"why\":" + (step.routed.empty() ? std::string("[]") : step.routed);
    }
    out += "}\n";
  }

  /// What `route`, `owner` and `queue` read, where an expression of the user's asks.
  void setRoutes(const Step& step, vm::Machine& machine) const {
    const bytecode::Chunk& chunk = desk_.chunk();
    for (const decide::RouteOutcome& taken : step.routes)
      for (const bytecode::RouteInfo& info : chunk.routes) {
        if (info.name != taken.route) continue;
        Slot rule = kMissing, queue = kMissing;
        for (std::size_t i = 0; i < info.rules.size(); ++i)
          if (info.rules[i].name == taken.rule) rule = static_cast<Slot>(i);
        for (std::size_t i = 0; i < chunk.queues.size(); ++i)
          if (chunk.queues[i].name == taken.queue) queue = static_cast<Slot>(i);
        if (info.rule_register != bytecode::kNone) machine.setReg(info.rule_register, rule);
        if (info.owner_register != bytecode::kNone) machine.setReg(info.owner_register, taken.rep.empty() ? kMissing : desk_.people().find(taken.rep));
        if (info.queue_register != bytecode::kNone) machine.setReg(info.queue_register, queue);
      }
  }

  std::vector<std::string> cellsOf(const Step& step, vm::Machine& machine) const {
    std::vector<std::string> cells;
    const decide::Names& names = desk_.names();
    if (!options_.columns.empty()) {
      for (const decide::OutputColumn& column : options_.columns) names.appendCell(cells.emplace_back(), column.type, machine.run(column.function));
      return cells;
    }
    const bytecode::Chunk& chunk = desk_.chunk();
    cells.push_back(step.after.id);
    for (const auto& score : chunk.scores) names.appendCell(cells.emplace_back(), names.typeOf(score.reg), machine.reg(score.reg));
    for (const auto& grade : chunk.grades) names.appendCell(cells.emplace_back(), names.typeOf(grade.reg), machine.reg(grade.reg));
    cells.push_back(stageOf(step.after));
    cells.push_back(ownerOf(step.after));
    cells.push_back(queueOf(step.after));
    cells.push_back(step.routes.empty() ? std::string() : step.routes.back().rule);
    std::int64_t next = kMissing;
    for (std::uint32_t sla = 0; sla < step.after.clocks.size(); ++sla)
      if (const std::int64_t due = view_.due(sla); !isMissing(due) && (isMissing(next) || due < next)) next = due;
    std::string due;
    if (!isMissing(next)) appendInstant(due, next);
    cells.push_back(std::move(due));
    cells.push_back(std::to_string(step.effects.size()));
    return cells;
  }

  const decide::Desk& desk_;
  const decide::RunOptions& options_;
  ingest::LeadReader& reader_;
  port::Sink& out_;
  port::Sink* rejects_;
  std::shared_ptr<const World> world_;
  Scratch scratch_;
  View view_;
  FileSurroundings surroundings_;
  LeadsResult result_;
  std::vector<std::string> titles_;
  std::vector<std::vector<std::string>> cells_;
  std::unique_ptr<decide::TableLayout> layout_;
  std::vector<Slot> values_;
  std::uint64_t rejected_ = 0;
  bool ended_ = false;
};

std::string tableOf(const char* title, const std::map<std::string, std::uint64_t>& counts, const char* none) {
  if (counts.empty()) return {};
  std::string text = std::string(title) + "\n";
  std::size_t width = 0;
  for (const auto& [name, count] : counts) width = std::max(width, name.empty() ? std::string(none).size() : name.size());
  for (const auto& [name, count] : counts) {
    const std::string shown = name.empty() ? none : name;
    text += "  " + shown + std::string(width - shown.size() + 2, ' ') + std::to_string(count) + "\n";
  }
  return text + "\n";
}

}  // namespace

LeadsResult runLeads(const std::shared_ptr<const decide::Desk>& desk, const decide::RunOptions& options, ingest::LeadReader& reader,
                     port::Sink& out, port::Sink* rejects) {
  if (!reader.error().empty()) {
    LeadsResult result;
    result.error = reader.error();
    result.tally = decide::Tally(desk->names());
    return result;
  }
  return Run(desk, options, reader, out, rejects).go();
}

std::string leadsText(const LeadsResult& result) {
  std::string text = tableOf("Leads by stage", result.stages, "(none)") + tableOf("Leads by owner", result.owners, "(nobody)") +
                     tableOf("Leads by queue", result.queues, "(none)") + tableOf("Effects", result.effects, "(none)");
  if (!text.empty()) text.pop_back();
  return text;
}

}  // namespace leadflow::workflow
