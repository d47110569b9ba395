#include "runtime/decide/evaluator.hpp"

#include <algorithm>

#include "runtime/decide/explain_json.hpp"
#include "runtime/ingest/lead_reader.hpp"

namespace leadflow::decide {

std::vector<Assignment> SharedPools::assign(const std::vector<RouteFacts>& facts, std::int64_t now, bool explain) {
  const std::lock_guard lock(mutex_);
  Router router(desk_->chunk(), pools_);
  std::vector<Assignment> assignments;
  for (std::size_t i = 0; i < facts.size(); ++i) assignments.push_back(router.assign(desk_->routes()[i], facts[i], now, explain));
  return assignments;
}

void SharedPools::rebind(std::shared_ptr<const Desk> desk) {
  const std::lock_guard lock(mutex_);
  desk_ = std::move(desk);
  pools_.rebind(desk_->names().sharedPeople());
}

bool SharedPools::setOpen(std::string_view rep, std::int64_t leads) {
  const std::lock_guard lock(mutex_);
  const Slot found = desk_->people().find(rep);
  if (isMissing(found)) return false;
  pools_.setOpen(static_cast<std::uint32_t>(found), std::max<std::int64_t>(leads, 0));
  return true;
}

bool SharedPools::closed(std::string_view rep) {
  const std::lock_guard lock(mutex_);
  const Slot found = desk_->people().find(rep);
  if (isMissing(found)) return false;
  pools_.closed(static_cast<std::uint32_t>(found));
  return true;
}

std::shared_ptr<const Desk> SharedPools::desk() const {
  const std::lock_guard lock(mutex_);
  return desk_;
}

const Value* Decision::find(std::string_view name) const {
  for (const auto* group : {&derived, &scores, &grades, &milestones})
    for (const NamedValue& named : *group)
      if (named.name == name) return &named.value;
  return nullptr;
}

const RouteOutcome* Decision::route(std::string_view name) const {
  for (const RouteOutcome& outcome : routes)
    if (outcome.route == name) return &outcome;
  return nullptr;
}

Evaluator::Evaluator(std::shared_ptr<const Desk> desk, std::shared_ptr<SharedPools> pools)
    : desk_(std::move(desk)), pools_(std::move(pools)), machine_(desk_->names().sharedProgram(), &desk_->people().names()),
      worker_(ingest::makeJsonWorker(*desk_->schema(), nullptr)), facts_(desk_->routes().size()) {}

void Evaluator::rebind(std::shared_ptr<const Desk> desk) {
  worker_ = ingest::makeJsonWorker(*desk->schema(), nullptr);
  machine_ = vm::Machine(desk->names().sharedProgram(), &desk->people().names());
  facts_.assign(desk->routes().size(), {});
  desk_ = std::move(desk);
}

Decision Evaluator::decide(const bytecode::LeadRow& row, std::int64_t now, bool explain) {
  const bytecode::Chunk& chunk = desk_->chunk();
  const Names& names = desk_->names();
  const auto& routes = desk_->routes();
  machine_.begin(row, now);
  machine_.compute();
  for (std::size_t r = 0; r < routes.size(); ++r) gather(machine_, routes[r], facts_[r]);

  Decision decision;
  decision.lead = row.key;
  decision.at = now;
  const auto value = [&](std::uint16_t reg) { return names.value(names.typeOf(reg), machine_.reg(reg)); };
  for (const auto& info : chunk.derived) decision.derived.push_back({info.name, value(info.reg)});
  for (const auto& info : chunk.scores) decision.scores.push_back({info.name, value(info.reg)});
  for (const auto& info : chunk.grades) decision.grades.push_back({info.name, value(info.reg)});
  for (const auto& info : chunk.milestones) decision.milestones.push_back({info.name, value(info.at)});
  decision.faults = machine_.arithmeticFaults();
  desk_->records().appendComputed(decision.json, machine_, row);
  std::shared_ptr<Explanation> told;
  if (explain) {
    told = std::make_shared<Explanation>();
    desk_->explainer().values(machine_, row, *told);
    for (std::size_t r = 0; r < routes.size(); ++r) desk_->explainer().rules(machine_, row, routes[r], facts_[r], *told);
  }
  const std::vector<Assignment> assignments = pools_->assign(facts_, now, explain);
  for (std::size_t r = 0; r < routes.size(); ++r) decision.routes.push_back(outcomeOf(names, routes[r], assignments[r]));
  desk_->records().appendRouted(decision.json, assignments, decision.faults);
  if (explain) {
    for (std::size_t r = 0; r < routes.size(); ++r) desk_->explainer().who(routes[r], assignments[r], now, *told);
    desk_->explainer().finish(*told);
    decision.json += ",\"why\":";
    appendWhy(decision.json, *told);
    decision.explanation = std::move(told);
  }
  decision.json += '}';
  return decision;
}

/// Rows, rejects and issues of a finished batch, back in the order of its records.
void Evaluator::collect(const ingest::Batch& batch, std::int64_t now, bool explain, std::vector<Outcome>& outcomes) {
  std::size_t row = 0, reject = 0, issue = 0;
  for (std::uint32_t record = 0; record < batch.records.size(); ++record) {
    Outcome outcome;
    if (row < batch.rows.size() && batch.row_records[row] == record) {
      outcome.decision = decide(batch.rows[row], now, explain);
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
  batch_.clear();
  if (record.size() > ingest::kMaxRecordBytes) return {std::nullopt, "the record is longer than 16 MiB", {}};
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
  collect(batch_, now, explain, outcomes);
  if (outcomes.empty()) return {std::nullopt, "the record is empty", {}};
  return std::move(outcomes.front());
}

Evaluator::Outcomes Evaluator::decideText(std::string_view text, std::int64_t now, ingest::Format format, bool explain) {
  Outcomes result;
  ingest::MemorySource source(text);
  ingest::ReadOptions options;
  options.format = format;
  ingest::LeadReader reader(desk_->schema(), source, options);
  ingest::Batch batch;
  while (reader.next(batch, 512)) collect(batch, now, explain, result.outcomes);
  result.error = reader.error();
  return result;
}

}  // namespace leadflow::decide
