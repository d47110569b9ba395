// Reports, scorecards, schedules.
#include <array>

#include "compiler/parse/build.hpp"

namespace leadflow::parse {
namespace {

using syntax::Metric;
using syntax::Schedule;

int weekday(std::string_view day) {
  constexpr std::array<std::string_view, 7> days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  for (std::size_t i = 0; i < days.size(); ++i)
    if (days[i] == day.substr(0, 3)) return static_cast<int>(i);
  return 0;
}

Schedule buildSchedule(Node node) {
  Schedule schedule;
  schedule.span = node.span();
  const Node body = node.first();
  switch (body.kind()) {
    case Kind::amount:
      schedule.kind = Schedule::Kind::Every;
      schedule.span_of_time = buildAmount(body);
      if (schedule.span_of_time->kind != ExprKind::Duration)
        node.tape().diags->report(diag::Code::MissingDuration, body.span(), "expected a duration after `every`, such as `1 hour`");
      break;
    case Kind::schedule_month: schedule.kind = Schedule::Kind::MonthStart; break;
    case Kind::schedule_quarter: schedule.kind = Schedule::Kind::QuarterStart; break;
    case Kind::schedule_weekly:
      schedule.kind = Schedule::Kind::Weekly;
      schedule.weekday = weekday(body.find(Kind::long_day).text());
      break;
    default: schedule.kind = Schedule::Kind::Daily; break;
  }
  if (const Node clock = body.find(Kind::clock_time)) {
    schedule.minute = buildClockTime(clock);
    if (schedule.minute == 24 * 60) {
      node.tape().diags->report(diag::Code::BadTime, clock.span(), "a day begins at `00:00`").edit(clock.span(), "00:00");
      schedule.minute = 0;
    }
    if (schedule.minute < 0) schedule.minute = 0;
  }
  return schedule;
}

Metric::Point buildPoint(Node node) {
  const Node word = node.find(Kind::point_word), name = node.find(Kind::name);
  if (word) return {buildName(word), buildName(name)};
  return {buildName(name), {}};
}

Metric buildMetric(Node node) {
  using Count = syntax::Metric::Kind;
  Metric metric;
  metric.span = node.span();
  const auto named = [&](Count kind, Node child) {
    metric.kind = kind;
    const Node dotted = child.find(Kind::dotted_name);
    metric.name = buildName(dotted ? dotted : child.find(Kind::name));
  };
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::count_leads: metric.kind = Count::CountLeads; break;
      case Kind::count_reasons: metric.kind = Count::CountReasons; break;
      case Kind::count_escalations: metric.kind = Count::CountEscalations; break;
      case Kind::median_time: {
        metric.kind = Count::MedianTime;
        bool from = true;
        for (const Node point : child.children()) {
          (from ? metric.from : metric.to) = buildPoint(point);
          from = false;
        }
        break;
      }
      case Kind::sla_rate: named(Count::SlaRate, child); break;
      case Kind::handoff_rate: named(Count::HandoffRate, child); break;
      case Kind::queue_rate: named(Count::QueueRate, child); break;
      case Kind::stage_rate: named(Count::StageRate, child); break;
      case Kind::sum_field: named(Count::Sum, child); break;
      case Kind::histogram: metric.kind = Count::Histogram; break;
      case Kind::average_feedback: metric.kind = Count::AverageFeedback; break;
      case Kind::data_kept: metric.kind = Count::DataRulesKept; break;
      case Kind::response_bands:
        metric.kind = Count::ResponseBands;
        for (const Node band : child.children()) metric.bands.push_back(buildAmount(band));
        break;
      case Kind::when_clause:
        if (metric.when) repeated(child, "when");
        metric.when = buildChildCondition(child);
        break;
      case Kind::metric_by:
        if (!metric.by.empty()) repeated(child, "by");
        for (const Node group : child.children()) metric.by.push_back(buildOperandOf(group));
        break;
      default: break;
    }
  }
  return metric;
}

}  // namespace

syntax::Report buildReport(Node node) {
  syntax::Report report;
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::name: report.name = buildName(child); break;
      case Kind::report_for:
        if (!report.audience.empty()) repeated(child, "for");
        report.audience = buildNames(child);
        break;
      case Kind::report_over:
        if (report.over) repeated(child, "over");
        report.over = buildChildSum(child);
        break;
      case Kind::schedule:
        if (report.schedule) repeated(child, "every");
        report.schedule = buildSchedule(child);
        break;
      case Kind::report_to:
        if (report.channel) repeated(child, "to");
        report.channel = buildName(child.find(Kind::report_channel));
        report.target = buildText(child.find(Kind::channel_target).first());
        break;
      case Kind::report_statement:
        if (const Node metric = child.find(Kind::metric)) report.metrics.push_back(buildMetric(metric));
        break;
      default: break;
    }
  }
  return report;
}

syntax::Scorecard buildScorecard(Node node) {
  syntax::Scorecard scorecard;
  scorecard.by = buildName(node.find(Kind::dotted_name));
  for (const Node child : node.children())
    if (child.is(Kind::scorecard_statement)) scorecard.lines.push_back({buildPercent(child.find(Kind::amount)), buildMetric(child.find(Kind::metric))});
  return scorecard;
}

syntax::Every buildEvery(Node node) { return {buildSchedule(node.find(Kind::schedule)), buildActions(node)}; }

}  // namespace leadflow::parse
