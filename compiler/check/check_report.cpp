// What is watched, and what runs by the clock.
//
//     report pipeline for sales over last 30 days every monday 08:00 to slack "#alignment" { count leads by stage }
//     scorecard by owner { 50% sla first_response met; 30% average feedback; 20% data rules kept }
//     every quarter start { rebalance sdr_na, at most 50 moves a rep }
#include "compiler/check/workflow.hpp"
#include "runtime/value/percent.hpp"

namespace leadflow::check {

using bytecode::MetricInfo;
using diag::Code;
using Kind = syntax::Metric::Kind;

static_assert(static_cast<int>(Kind::QueueRate) == static_cast<int>(MetricInfo::Kind::QueueRate), "metrics stand in one order");

namespace {

bool checkPoint(Context& context, const Here& here, const syntax::Metric::Point& written, MetricInfo::Point& out) {
  using Point = MetricInfo::Point::Kind;
  const std::string& word = written.word.text;
  if (word == "created") {
    out.kind = Point::Created;
    return true;
  }
  if (word == "first") {
    out.kind = Point::Activity;
    const ExprScope where = here.expressions();
    out.indexes = ExprChecker(context, where).activitiesOf(written.name);
    out.outreach = written.name.text == "outreach";
    return !out.indexes.empty();
  }
  if (word == "stage") {
    out.kind = Point::Stage;
    const auto stage = stageOf(context, *here.scope, written.name);
    if (stage) out.indexes = {*stage};
    return stage.has_value();
  }
  if (word == "owner") {
    out.kind = Point::OwnerAssigned;
    if (written.name.text == "assigned") return true;
    unknownWord(context, written.name, "moment of an owner", {"assigned"});
    return false;
  }
  if (word == "milestone") {
    out.kind = Point::Milestone;
    Entity* milestone = context.names.find(*here.scope, Space::Values, written.name.text, written.name.span, context.diags);
    if (milestone && milestone->kind == resolve::Kind::Milestone) {
      context.require(*milestone, written.name.span);
      out.indexes = {static_cast<std::uint32_t>(milestone->index)};
      return true;
    }
    context.error(Code::MetricPoint, written.name.span, "there is no milestone " + inBackticks(written.name.text)).withHelp("declare it: `milestone " + written.name.text + " when …`");
    return false;
  }
  unknownWord(context, written.word, "moment in a lead's life", {"created", "first", "stage", "owner", "milestone"});
  return false;
}

bool checkSubject(Context& context, const Here& here, const syntax::Metric& written, MetricInfo& out) {
  const auto named = [&](Space space, std::string_view what) {
    const Entity* entity = context.findIn(*here.scope, space, what, written.name);
    if (entity) out.index = static_cast<std::uint32_t>(entity->index);
    return entity != nullptr;
  };
  switch (written.kind) {
    case Kind::StageRate: return named(Space::Stages, "stage");
    case Kind::SlaRate: return named(Space::Slas, "SLA");
    case Kind::HandoffRate: return named(Space::Handoffs, "handoff");
    case Kind::QueueRate: {
      Entity* queue = context.findQueue(*here.scope, written.name);
      if (!queue || !context.require(*queue, written.name.span)) return false;
      out.index = static_cast<std::uint32_t>(queue->index);
      if (context.program.queues[out.index].within_business > 0) return true;
      context.error(Code::MetricPoint, written.name.span, "the queue " + inBackticks(written.name.text) + " says nothing about how long a lead may wait in it")
          .label(queue->span, "declared here")
          .withHelp("give it a time: `within 1 business day`");
      return false;
    }
    case Kind::Sum: {
      const auto field = fieldOf(context, *here.scope, written.name, "a sum");
      if (!field) return false;
      out.index = *field;
      const typed::Field& info = context.program.fields[*field];
      if (isNumeric(info.type) || info.type.kind == TypeKind::Money) return true;
      context.error(Code::MetricPoint, written.name.span, "only numbers and money add up, and " + inBackticks(info.name) + " is " + describe(context, info.type)).label(info.span, "declared here");
      return false;
    }
    case Kind::MedianTime: {
      const bool from = checkPoint(context, here, written.from, out.from);
      return checkPoint(context, here, written.to, out.to) && from;
    }
    default: return true;
  }
}

bool checkBands(Context& context, const Here& here, const syntax::Metric& written, MetricInfo& out) {
  bool good = true;
  for (const auto& band : written.bands) {
    std::int64_t millis = 0;
    if (!checkWallTime(context, here, *band, "a band", millis)) {
      good = false;
      continue;
    }
    if (!out.bands.empty() && out.bands.back() >= millis) {
      context.error(Code::MetricPoint, band->span, "bands go up: this one is not longer than the one before").withHelp("write them in order: `response bands 5 minutes, 1 hour, 24 hours`");
      good = false;
    }
    out.bands.push_back(millis);
  }
  return good;
}

}  // namespace

bool checkMetric(Context& context, const Here& here, const syntax::Metric& written, MetricInfo& out) {
  out.kind = static_cast<MetricInfo::Kind>(written.kind);
  out.text = context.words(written.span);
  bool good = checkSubject(context, here, written, out);
  good = checkBands(context, here, written, out) && good;
  out.when = checkWhen(context, here, written.when, good);
  for (const auto& by : written.by) {
    bytecode::TemplateInfo::Value value;
    good = checkValue(context, here, *by, value) && good;
    out.by.push_back(value);
    out.by_text.push_back(context.words(by->span));
  }
  return good;
}

bool checkReport(Context& context, Entity& entity) {
  if (!needStages(context, entity.span, "a report")) return false;
  const auto& syntax = entity.as<syntax::Report>();
  const auto index = static_cast<std::size_t>(entity.index);
  bytecode::ReportInfo made;
  made.name = context.program.workflow.reports[index].name;
  for (const syntax::Name& name : syntax.audience) made.audience.push_back(name.text);
  made.channel = syntax.channel.text;
  made.target = syntax.target;
  Here here;
  here.scope = entity.scope;
  bool good = true;
  if (syntax.over) good = checkWallTime(context, here, *syntax.over, "the time of a report", made.over_millis);
  if (syntax.schedule) {
    made.scheduled = true;
    good = checkSchedule(context, here, *syntax.schedule, made.schedule) && good;
  }
  for (const syntax::Metric& metric : syntax.metrics) good = checkMetric(context, here, metric, made.metrics.emplace_back()) && good;
  if (syntax.metrics.empty()) {
    context.error(Code::IncompleteConstruct, entity.span, "the report " + inBackticks(entity.name) + " shows nothing").withHelp("add a line such as `count leads by stage`");
    good = false;
  }
  context.program.workflow.reports[index] = std::move(made);
  return good;
}

void checkScorecard(Context& context, const syntax::Scorecard& scorecard, Scope& scope, Span span) {
  if (!needStages(context, span, "a scorecard")) return;
  auto& made = context.program.workflow.scorecard;
  if (made.given) {
    context.error(Code::RepeatedConstruct, span, "a second scorecard").withHelp("a playbook has one: join their lines");
    return;
  }
  made.given = true;
  if (scorecard.by && scorecard.by.text != "owner") unknownWord(context, scorecard.by, "way to tell scorecards apart", {"owner"});
  Here here;
  here.scope = &scope;
  std::int64_t sum = 0;
  bool good = true;
  for (const auto& line : scorecard.lines) {
    auto& out = made.lines.emplace_back();
    good = checkShare(context, here, *line.percent, "a share of a scorecard", out.percent) && good;
    sum += out.percent;
    good = checkMetric(context, here, line.metric, out.metric) && good;
    if (line.metric.kind != Kind::SlaRate && line.metric.kind != Kind::AverageFeedback && line.metric.kind != Kind::DataRulesKept && line.metric.kind != Kind::StageRate &&
        line.metric.kind != Kind::HandoffRate && line.metric.kind != Kind::QueueRate)
      context.error(Code::MetricPoint, line.metric.span, "a scorecard weighs shares, and this is none").withHelp("use `sla … met`, `queue … met`, `average feedback`, `data rules kept`, `rate STAGE of leads` or `rate handoff … accepted`");
  }
  if (!good || sum == kWholePercent) return;
  std::string total;
  appendPercent(total, sum);
  context.error(Code::ScorecardSum, span, "the shares of the scorecard add up to " + total + ", not to 100%").withHelp("change the shares so that they are 100% together");
}

void checkEvery(Context& context, const syntax::Every& every, Scope& scope, Span span) {
  if (!needStages(context, span, "`every`")) return;
  Here here;
  here.scope = &scope;
  here.block = Here::Block::Every;
  bytecode::EveryInfo made;
  made.text = context.words(every.schedule.span.known() ? every.schedule.span : span);
  checkSchedule(context, here, every.schedule, made.schedule);
  checkActions(context, here, every.actions, made.actions);
  context.program.workflow.every.push_back(std::move(made));
}

}  // namespace leadflow::check
