#include "runtime/run/evaluator.hpp"

#include <algorithm>

#include "runtime/ingest/lead_reader.hpp"
#include "runtime/run/explain_text.hpp"

namespace leadflow::run {

std::string Decision::explain(const decide::NarrateOptions& options) const { return explanation ? explainText(*this, *explanation, options) : std::string(); }

const decide::Value* Decision::find(std::string_view name) const {
  for (const auto* group : {&derived, &scores, &grades, &milestones})
    for (const NamedValue& named : *group)
      if (named.name == name) return &named.value;
  return nullptr;
}

const decide::RouteOutcome* Decision::route(std::string_view name) const {
  if (name.empty()) return routes.empty() ? nullptr : staged ? &routes.back() : &routes.front();
  for (std::size_t i = routes.size(); i-- > 0;)
    if (routes[i].route == name) return &routes[i];
  return nullptr;
}

Evaluator::Evaluator(std::shared_ptr<Turns> turns) : turns_(std::move(turns)), decider_(Decider::open(turns_)) {
  worker_ = ingest::makeJsonWorker(*decider_->desk().schema(), nullptr);
  records_ = std::make_unique<RecordWriter>(decider_->desk().names());
}

void Evaluator::follow() {
  if (!decider_->follow()) return;
  worker_ = ingest::makeJsonWorker(*decider_->desk().schema(), nullptr);
  records_ = std::make_unique<RecordWriter>(decider_->desk().names());
}

Decision Evaluator::decide(const RecordForm& form, const ingest::Batch& batch, std::size_t row, std::int64_t now, bool explain) {
  const decide::Names& names = decider_->desk().names();
  const bytecode::Chunk& chunk = names.chunk();
  const FileRecord record(form, batch, row);
  decider_->decide({batch.rows[row], record}, now, {.record = true, .explain = explain}, decided_);

  Decision decision;
  decision.lead = decided_.row.key;
  decision.at = now;
  const auto value = [&](std::uint16_t reg) { return names.value(names.typeOf(reg), decided_.machine->reg(reg)); };
  for (const auto& info : chunk.derived) decision.derived.push_back({info.name, value(info.reg)});
  for (const auto& info : chunk.scores) decision.scores.push_back({info.name, value(info.reg)});
  for (const auto& info : chunk.grades) decision.grades.push_back({info.name, value(info.reg)});
  for (const auto& info : chunk.milestones) decision.milestones.push_back({info.name, value(info.at)});
  decision.faults = decided_.faults;
  for (const decide::Taken& taken : decided_.routes) decision.routes.push_back(outcomeOf(names, taken.route, taken.assignment));
  records_->append(decision.json, decided_);
  static_cast<StageResult&>(decision) = std::move(static_cast<StageResult&>(decided_));
  if (explain) decision.explanation = std::move(decided_.explanation);
  return decision;
}

/// Rows, rejects and issues of a finished batch, back in the order of its records.
void Evaluator::collect(const RecordForm& form, const ingest::Batch& batch, std::int64_t now, bool explain, std::vector<Outcome>& outcomes) {
  std::size_t row = 0, reject = 0, issue = 0;
  for (std::uint32_t record = 0; record < batch.records.size(); ++record) {
    Outcome outcome;
    if (row < batch.rows.size() && batch.row_records[row] == record) {
      outcome.decision = decide(form, batch, row, now, explain);
      ++row;
    } else if (reject < batch.rejects.size() && batch.rejects[reject].index == record) {
      outcome.rejected = batch.rejects[reject].reason;
      ++reject;
    } else {
      continue;  // a record of empty cells
    }
    while (issue < batch.issues.size() && batch.issues[issue].record < record) ++issue;
    for (; issue < batch.issues.size() && batch.issues[issue].record == record; ++issue) {
      std::string text(batch.issues[issue].field_name);
      if (!text.empty()) text += ": ";
      outcome.issues.push_back(text + ingest::issueText(batch.issues[issue]));
    }
    outcomes.push_back(std::move(outcome));
  }
}

Outcome Evaluator::decideJson(std::string_view record, std::int64_t now, bool explain) {
  const auto call = turns_->call();
  follow();
  decider_->forget();
  batch_.clear();
  if (record.size() > ingest::kMaxRecordBytes) return {std::nullopt, ingest::kTooLong, {}};
  batch_.bytes.assign(record);
  batch_.bytes.append(ingest::kReadablePadding, '\0');
  ingest::RecordRange range;
  range.size = record.size();
  range.line = 1;
  range.number = 1;
  batch_.records.push_back(range);
  batch_.issue_room = 1000;
  worker_->decode(batch_);
  std::vector<Outcome> outcomes;
  collect({decider_->desk()}, batch_, now, explain, outcomes);
  if (outcomes.empty()) return {std::nullopt, "the record is empty", {}};
  return std::move(outcomes.front());
}

Evaluator::Outcomes Evaluator::decideText(std::string_view text, std::int64_t now, ingest::Format format, bool explain) {
  const auto call = turns_->call();
  follow();
  decider_->forget();
  Outcomes result;
  ingest::MemorySource source(text);
  ingest::ReadOptions options;
  options.format = format;
  ingest::LeadReader reader(decider_->desk().schema(), source, options);
  const RecordForm form{decider_->desk(), reader.format(), &reader.layout()};
  ingest::Batch batch;
  while (reader.next(batch, 512)) collect(form, batch, now, explain, result.outcomes);
  result.error = reader.error();
  return result;
}

}  // namespace leadflow::run
