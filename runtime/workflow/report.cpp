#include "runtime/workflow/report.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "runtime/decide/value_text.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/deploy.hpp"
#include "runtime/workflow/report_counter.hpp"
#include "runtime/workflow/scribe.hpp"

namespace leadflow::workflow {

using bytecode::MetricInfo;
using port::Status;
using Kind = MetricInfo::Kind;

namespace {

/// Looks at every lead once, as a lead of `world`: one that lives under another version is translated by names, for the look only.
/// What was merged into another lead is that lead's now.
Status eachView(port::Store& store, const World& world, const WorldOf& world_of, std::int64_t now, std::uint64_t* left_out, const std::function<void(View&)>& visit) {
  Scratch scratch;
  View view(std::shared_ptr<const World>(std::shared_ptr<const World>(), &world), scratch);   // the caller's, and longer there
  std::map<std::uint64_t, std::shared_ptr<const World>> worlds;
  std::vector<DeployPlan::Missing> missing;
  return store.eachLead([&](const port::LeadState& state) {
    if (state.id.empty() || state.version == 0 || isMissing(state.created) || !state.merged_into.empty()) return true;
    port::LeadState seen = state;
    if (state.version != world.version) {
      auto& own = worlds[state.version];
      if (!own) own = world_of(state.version);
      missing.clear();
      if (!own || !translate(own->chunk(), world.chunk(), seen, missing)) {
        if (left_out) ++*left_out;
        return true;
      }
      seen.version = world.version;
    }
    view.look(std::move(seen), std::max(now, state.now));
    visit(view);
    return true;
  });
}

std::string wallText(const World& world, std::int64_t instant) {
  std::string text;
  decide::appendWallClock(text, instant - instant % kMinuteMs, world.desk->program().zone());   // seconds say nothing here
  return text;
}

bytecode::TemplateInfo::Value fieldValue(const World& world, std::uint32_t field) {
  bytecode::TemplateInfo::Value value;
  value.type = world.chunk().fields[field].type;
  value.fields = {field};
  value.standing = static_cast<std::int32_t>(field);
  return value;
}

}  // namespace

std::string Figure::text() const {
  std::string text;
  switch (kind) {
    case Kind::None: return "-";
    case Kind::Count: return std::to_string(value);
    case Kind::Duration: return spanText(value);
    case Kind::Share:
      if (of == 0) return "-";
      return std::to_string((value * 100 + of / 2) / of) + "% (" + std::to_string(value) + " of " + std::to_string(of) + ')';
    case Kind::Average: {
      if (of == 0) return "-";
      const std::int64_t hundredths = (value * 100 + of / 2) / of;
      text = std::to_string(hundredths / 100) + '.' + (hundredths % 100 < 10 ? "0" : "") + std::to_string(hundredths % 100);
      return text;
    }
    case Kind::Amount: appendDecimal(text, value); return text;
  }
  return text;
}

double Figure::number() const {
  switch (kind) {
    case Kind::None: return 0;
    case Kind::Amount: return static_cast<double>(value) / static_cast<double>(kScale);
    case Kind::Share: return of == 0 ? 0 : 100.0 * static_cast<double>(value) / static_cast<double>(of);
    case Kind::Average: return of == 0 ? 0 : static_cast<double>(value) / static_cast<double>(of);
    default: return static_cast<double>(value);
  }
}

Status makeReport(port::Store& store, const World& world, const WorldOf& world_of, const bytecode::ReportInfo& report, std::int64_t now, ReportData& data) {
  data = {};
  data.name = report.name;
  data.playbook = world.chunk().name;
  data.version = world.chunk().version;
  data.audience = report.audience;
  data.at = now;
  data.over_millis = report.over_millis;
  data.at_text = wallText(world, now);
  if (report.over_millis > 0) data.from_text = wallText(world, now - report.over_millis);
  std::vector<Counter> counters;
  counters.reserve(report.metrics.size());
  for (const MetricInfo& metric : report.metrics) counters.emplace_back(world, metric);
  const Status status = eachView(store, world, world_of, now, &data.left_out, [&](View& view) {
    if (report.over_millis > 0 && view.state().created < now - report.over_millis) return;
    data.leads += view.state().erased ? 0 : 1;
    for (Counter& counter : counters) counter.lead(view, now);
  });
  if (!status.ok()) return status;
  for (Counter& counter : counters) data.tables.push_back(counter.finish());
  return {};
}

bytecode::ReportInfo standardReport(const World& world) {
  const bytecode::Chunk& chunk = world.chunk();
  const bytecode::WorkflowInfo& flow = chunk.workflow;
  bytecode::ReportInfo report;
  report.name = "overview";
  const auto field = [&](const char* name) { return world.desk->program().findField(name); };
  const auto add = [&](Kind kind, std::string text) -> MetricInfo& {
    MetricInfo& metric = report.metrics.emplace_back();
    metric.kind = kind;
    metric.text = std::move(text);
    return metric;
  };
  const auto by = [](MetricInfo& metric, bytecode::TemplateInfo::Value value, const char* name) {
    metric.text += std::string(metric.by.empty() ? " by " : ", ") + name;
    metric.by.push_back(value);
    metric.by_text.push_back(name);
  };
  const auto by_known = [&](MetricInfo& metric, std::int32_t what, const char* name) {
    bytecode::TemplateInfo::Value value;
    value.standing = what;
    by(metric, value, name);
  };
  int source = -1;
  const char* source_name = "";
  for (const char* name : {"source", "lead_source", "origin"})
    if (source < 0 && (source = field(name)) >= 0) source_name = name;
  const auto by_source = [&](MetricInfo& metric) {
    if (source >= 0) by(metric, fieldValue(world, static_cast<std::uint32_t>(source)), source_name);
  };
  by_known(add(Kind::CountLeads, "count leads"), kByStage, "stage");
  bool outreach = false;
  for (std::uint32_t i = 0; i < chunk.activities.size(); ++i) outreach = outreach || chunk.activities[i].outreach;
  if (outreach) {
    MetricInfo& median = add(Kind::MedianTime, "median time from created to first outreach");
    median.to.kind = MetricInfo::Point::Kind::Activity;
    median.to.outreach = true;
    for (std::uint32_t i = 0; i < chunk.activities.size(); ++i)
      if (chunk.activities[i].outreach) median.to.indexes.push_back(i);
    by_source(median);
    MetricInfo& bands = add(Kind::ResponseBands, "response bands 5 minutes, 1 hour, 24 hours");
    bands.bands = {5 * kMinuteMs, kHourMs, kDayMs};
  }
  by_known(add(Kind::Histogram, "histogram age in stage"), kByStage, "stage");
  for (std::uint32_t i = 0; i < flow.slas.size(); ++i) {
    MetricInfo& rate = add(Kind::SlaRate, "rate sla " + flow.slas[i].name + " met");
    rate.index = i;
    by_known(rate, kByTeam, "owner.team");
  }
  for (std::uint32_t i = 0; i < chunk.queues.size(); ++i) {
    if (chunk.queues[i].within <= 0) continue;
    MetricInfo& rate = add(Kind::QueueRate, "rate queue " + chunk.queues[i].name + " met");
    rate.index = i;
    by_known(rate, kByOwner, "owner");
  }
  for (std::uint32_t i = 0; i < flow.stages.size(); ++i) {
    if (flow.stages[i].initial) continue;
    MetricInfo& rate = add(Kind::StageRate, "rate " + flow.stages[i].name + " of leads");
    rate.index = i;
    by_source(rate);
  }
  for (std::uint32_t i = 0; i < flow.handoffs.size(); ++i) add(Kind::HandoffRate, "rate handoff " + flow.handoffs[i].name + " accepted").index = i;
  if (!flow.handoffs.empty()) by_source(add(Kind::AverageFeedback, "average feedback"));
  if (!flow.escalations.empty()) {
    by_known(add(Kind::CountEscalations, "count escalations"), kByOwner, "owner");
    by_known(add(Kind::CountEscalations, "count escalations"), kByResolver, "resolver");
  }
  if (!flow.reasons.empty()) by_source(add(Kind::CountReasons, "count reasons"));
  if (!flow.data_rules.empty()) by_known(add(Kind::DataRulesKept, "data rules kept"), kByOwner, "owner");
  return report;
}

Status makeScorecard(port::Store& store, const World& world, const WorldOf& world_of, std::int64_t now, FigureTable& table) {
  table = {};
  const bytecode::ScorecardInfo& card = world.workflow().scorecard;
  if (!card.given) return {};
  table.title = "scorecard by owner";
  table.heading = "Scorecard";
  table.by = {"owner"};
  std::vector<MetricInfo> metrics;
  for (const auto& line : card.lines) metrics.push_back(line.metric);
  for (MetricInfo& metric : metrics) {
    metric.by.clear();
    metric.by_text.clear();
  }
  std::map<std::string, std::unique_ptr<std::vector<Counter>>> counters;
  const Status status = eachView(store, world, world_of, now, nullptr, [&](View& view) {
    // Who has the lead, and who had it when a time ran out or answered in time.
    std::set<std::string> people{ownerOf(world, view.state())};
    for (const MetricInfo& metric : metrics) {
      if (metric.kind != Kind::SlaRate && metric.kind != Kind::QueueRate) continue;
      const bool queue = metric.kind == Kind::QueueRate;
      for (const Kept& kept : queue ? queueKeptBy(world, view.state(), metric.index, now) : keptBy(world, view.state(), metric.index, now)) people.insert(kept.who);
    }
    people.erase(std::string());
    for (const std::string& person : people) {
      auto& mine = counters[person];
      if (!mine) {
        mine = std::make_unique<std::vector<Counter>>();
        mine->reserve(metrics.size());
        for (const MetricInfo& metric : metrics) mine->emplace_back(world, metric);
      }
      for (Counter& counter : *mine) counter.lead(view, now, &person);
    }
  });
  if (!status.ok()) return status;
  for (const auto& line : card.lines) table.columns.push_back(line.metric.text);
  table.columns.push_back("score");
  for (auto& [owner, mine] : counters) {
    FigureRow row;
    row.keys = {owner};
    double sum = 0, weight = 0;
    for (std::size_t i = 0; i < card.lines.size(); ++i) {
      const FigureTable part = (*mine)[i].finish();
      Figure figure;
      if (!part.rows.empty()) figure = part.rows.front().figures.front();
      row.figures.push_back(figure);
      if (figure.kind == Figure::Kind::None || ((figure.kind == Figure::Kind::Share || figure.kind == Figure::Kind::Average) && figure.of == 0)) continue;
      double share = figure.number();
      if (figure.kind == Figure::Kind::Average) {   // marks stand for a share of their scale
        std::int32_t low = 1, high = 5;
        for (const auto& handoff : world.workflow().handoffs)
          if (handoff.feedback_high > 0) low = handoff.feedback_low, high = handoff.feedback_high;
        share = high > low ? 100.0 * (share - low) / (high - low) : share;
      }
      const double part_weight = static_cast<double>(card.lines[i].percent);
      sum += share * part_weight;
      weight += part_weight;
    }
    Figure whole;
    if (weight > 0) {
      whole.kind = Figure::Kind::Count;
      whole.value = static_cast<std::int64_t>(sum / weight + 0.5);
    }
    row.figures.push_back(whole);
    table.rows.push_back(std::move(row));
  }
  return {};
}

}  // namespace leadflow::workflow
