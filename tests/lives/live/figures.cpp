#include "tests/lives/live/figures.hpp"

#include "runtime/workflow/report.hpp"
#include "runtime/workflow/report_counter.hpp"

namespace leadflow::lives {

namespace {

using What = bytecode::MetricInfo::Kind;

bytecode::MetricInfo byOwner(What kind, std::size_t index, const std::string& what) {
  bytecode::MetricInfo metric;
  metric.kind = kind;
  metric.index = static_cast<std::uint32_t>(index);
  metric.text = what;
  metric.by.emplace_back().standing = workflow::kByOwner;
  metric.by_text.push_back("owner");
  return metric;
}

}  // namespace

std::string storeFigures(port::Store& store, workflow::Engine& engine, Instant now, std::vector<std::string>& lines) {
  const auto world = engine.current();
  const bytecode::WorkflowInfo& flow = world->workflow();
  bytecode::ReportInfo report;
  for (std::size_t i = 0; i < flow.slas.size(); ++i) report.metrics.push_back(byOwner(What::SlaRate, i, "sla " + flow.slas[i].name));
  for (std::size_t i = 0; i < flow.handoffs.size(); ++i) report.metrics.push_back(byOwner(What::HandoffRate, i, "handoff " + flow.handoffs[i].name));
  bytecode::MetricInfo& median = report.metrics.emplace_back();
  median.kind = What::MedianTime;
  median.text = "first outreach";
  median.to.kind = bytecode::MetricInfo::Point::Kind::Activity;
  median.to.outreach = true;
  for (std::size_t i = 0; i < world->chunk().activities.size(); ++i)
    if (world->chunk().activities[i].outreach) median.to.indexes.push_back(static_cast<std::uint32_t>(i));
  workflow::ReportData data;
  const port::Status status = workflow::makeReport(store, *world, [&](std::uint64_t version) { return engine.world(version); }, report, now, data);
  if (!status.ok()) return status.error;
  for (std::size_t i = 0; i + 1 < data.tables.size(); ++i)
    for (const workflow::FigureRow& row : data.tables[i].rows)
      if (row.figures[0].of > 0) lines.push_back("figure " + report.metrics[i].text + " of " + row.keys[0] + " " + std::to_string(row.figures[0].value) + " of " + std::to_string(row.figures[0].of));
  const workflow::FigureTable& last = data.tables.back();
  const workflow::Figure figure = last.all ? last.all->figures[0] : last.rows.empty() ? workflow::Figure{} : last.rows[0].figures[0];
  if (figure.kind == workflow::Figure::Kind::Duration) lines.push_back("figure first outreach after " + std::to_string(figure.value / 1000) + " s");
  return {};
}

}  // namespace leadflow::lives
