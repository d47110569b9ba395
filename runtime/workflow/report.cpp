#include "runtime/workflow/report.hpp"

#include <algorithm>
#include <map>

#include "runtime/value/decimal.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/workflow/scribe.hpp"
#include "runtime/workflow/stepper.hpp"
#include "runtime/workflow/view.hpp"

namespace leadflow::workflow {

using bytecode::MetricInfo;
using port::Status;
using Kind = MetricInfo::Kind;

namespace {

constexpr std::int64_t kAgeBands[] = {kHourMs, 4 * kHourMs, kDayMs, 3 * kDayMs, kWeekMs, 30 * kDayMs};

std::string spanText(std::int64_t ms) {
  std::string text;
  if (ms >= 10 * kMinuteMs) ms -= ms % kMinuteMs;
  else ms -= ms % kSecondMs;
  if (ms >= 2 * kDayMs) ms -= ms % kHourMs;
  std::int64_t rest = ms;
  const auto part = [&](std::int64_t unit, const char* one, const char* many) {
    if (const std::int64_t n = rest / unit; n > 0) {
      text += (text.empty() ? "" : " ") + std::to_string(n) + ' ' + (n == 1 ? one : many);
      rest %= unit;
    }
  };
  part(kDayMs, "day", "days");
  part(kHourMs, "hour", "hours");
  part(kMinuteMs, "minute", "minutes");
  part(kSecondMs, "second", "seconds");
  return text.empty() ? "0 seconds" : text;
}

/// One group of one table while it is being counted.
struct Cell {
  std::int64_t value = 0, of = 0;
  std::vector<std::int64_t> times;   ///< of medians
};
using Groups = std::map<std::vector<std::string>, std::vector<Cell>>;

/// What a metric counts of one lead.
class Counter {
 public:
  Counter(const World& world, const MetricInfo& metric) : metric_(metric), world_(world) {
    table_.title = metric.text;
    table_.by = metric.by_text;
    switch (metric.kind) {
      case Kind::CountLeads: table_.columns = {"leads"}; break;
      case Kind::MedianTime: table_.columns = {"median", "leads"}; break;
      case Kind::StageRate:
      case Kind::SlaRate:
      case Kind::HandoffRate: table_.columns = {"share"}; break;
      case Kind::DataRulesKept: table_.columns = {"kept"}; break;
      case Kind::AverageFeedback: table_.columns = {"average"}; break;
      case Kind::Sum: table_.columns = {"sum", "leads"}; break;
      case Kind::CountReasons:
        table_.by.insert(table_.by.begin(), "reason");
        table_.columns = {"moves"};
        break;
      case Kind::CountEscalations:
        table_.by.insert(table_.by.begin(), "escalation");
        table_.columns = {"opened", "acknowledged", "resolved"};
        break;
      case Kind::ResponseBands: bands(metric.bands, true); break;
      case Kind::Histogram: bands({std::begin(kAgeBands), std::end(kAgeBands)}, false); break;
    }
  }

  void lead(const World& world, View& view, std::int64_t now) {
    vm::Machine& machine = view.machine();
    const port::LeadState& state = view.state();
    if (metric_.when && !view.holds(static_cast<std::uint32_t>(metric_.when.index))) return;
    std::vector<std::string> keys;
    for (const auto& value : metric_.by) keys.push_back(word(world, machine, value));
    switch (metric_.kind) {
      case Kind::CountLeads: cells(keys)[0].value += 1; break;
      case Kind::MedianTime: {
        const std::int64_t from = point(world, state, metric_.from), to = point(world, state, metric_.to);
        if (isMissing(from) || isMissing(to) || to < from) break;
        auto& row = cells(keys);
        row[0].times.push_back(to - from);
        row[1].value += 1;
        break;
      }
      case Kind::StageRate: {
        auto& cell = cells(keys)[0];
        cell.of += 1;
        cell.value += std::any_of(state.visits.begin(), state.visits.end(), [&](const port::Visit& visit) { return visit.stage == metric_.index; });
        break;
      }
      case Kind::SlaRate: {
        if (metric_.index >= state.clocks.size()) break;
        const port::Clock& clock = state.clocks[metric_.index];
        const bool overdue = static_cast<bytecode::SlaState>(clock.state) == bytecode::SlaState::Overdue;
        if (clock.met + clock.missed == 0 && !overdue) break;
        auto& cell = cells(keys)[0];
        cell.value += clock.met;
        cell.of += clock.met + clock.missed + (overdue ? 1 : 0);
        break;
      }
      case Kind::HandoffRate: {
        if (metric_.index >= state.handoffs.size() || state.handoffs[metric_.index].offers == 0) break;
        auto& cell = cells(keys)[0];
        cell.value += state.handoffs[metric_.index].accepted;
        cell.of += state.handoffs[metric_.index].offers;
        break;
      }
      case Kind::AverageFeedback:
        for (const port::Handover& handover : state.handoffs)
          if (handover.feedback > 0) {
            auto& cell = cells(keys)[0];
            cell.value += handover.feedback;
            cell.of += 1;
          }
        break;
      case Kind::DataRulesKept:
        for (const bytecode::DataRuleInfo& rule : world.workflow().data_rules) {
          if (rule.when && !view.holds(static_cast<std::uint32_t>(rule.when.index))) continue;
          auto& cell = cells(keys)[0];
          cell.of += 1;
          cell.value += view.holds(static_cast<std::uint32_t>(rule.require.index)) ? 1 : 0;
        }
        break;
      case Kind::Sum: {
        const Slot slot = machine.reg(static_cast<std::uint16_t>(metric_.index));
        if (isMissing(slot)) break;
        auto& row = cells(keys);
        row[0].value += world.chunk().fields[metric_.index].type.kind == TypeKind::Int ? slot * kScale : slot;
        row[1].value += 1;
        break;
      }
      case Kind::CountReasons:
        for (const port::Visit& visit : state.visits)
          if (visit.reason >= 0) cells(with(world.workflow().reasons[static_cast<std::size_t>(visit.reason)].name, keys))[0].value += 1;
        break;
      case Kind::CountEscalations:
        for (const port::Climb& climb : state.climbs) {
          auto& row = cells(with(world.workflow().escalations[climb.escalation].name, keys));
          row[0].value += 1;
          row[1].value += climb.acknowledged_by.empty() ? 0 : 1;
          row[2].value += climb.resolved_by.empty() ? 0 : 1;
        }
        break;
      case Kind::ResponseBands: {
        const std::int64_t first = firstOf(world, state, outreach(world));
        band(keys, isMissing(first) ? kMissing : first - state.created);
        break;
      }
      case Kind::Histogram:
        if (!isMissing(state.entered) && !state.final) band(keys, now - state.entered);
        break;
    }
  }

  FigureTable finish() {
    for (auto& [keys, cells] : groups_) {
      FigureRow row;
      row.keys = keys;
      for (std::size_t i = 0; i < cells.size(); ++i) row.figures.push_back(figure(cells[i], i));
      table_.rows.push_back(std::move(row));
    }
    // Stages stand in the order of the playbook: that is how people think of them.
    for (std::size_t column = 0; column < table_.by.size(); ++column)
      if (table_.by[column] == "stage") {
        const auto place = [&](const FigureRow& row) {
          const auto& stages = world_.workflow().stages;
          std::size_t at = 0;
          while (at < stages.size() && stages[at].name != row.keys[column]) ++at;
          return at;
        };
        std::stable_sort(table_.rows.begin(), table_.rows.end(), [&](const FigureRow& a, const FigureRow& b) { return place(a) < place(b); });
      }
    return std::move(table_);
  }

 private:
  void bands(const std::vector<std::int64_t>& limits, bool open) {
    for (const std::int64_t limit : limits) table_.columns.push_back("within " + spanText(limit));
    table_.columns.push_back("later");
    if (open) table_.columns.push_back("not yet");
    limits_ = limits;
    table_.ordered_bands = true;
  }
  void band(const std::vector<std::string>& keys, std::int64_t ms) {
    auto& row = cells(keys);
    std::size_t at = 0;
    while (at < limits_.size() && ms > limits_[at]) ++at;
    if (isMissing(ms)) at = limits_.size() + 1;
    row[at].value += 1;
  }
  std::vector<Cell>& cells(const std::vector<std::string>& keys) {
    auto& row = groups_[keys];
    row.resize(table_.columns.size());
    return row;
  }
  static std::vector<std::string> with(std::string first, std::vector<std::string> keys) {
    keys.insert(keys.begin(), std::move(first));
    return keys;
  }
  static std::string word(const World& world, vm::Machine& machine, const bytecode::TemplateInfo::Value& value) {
    std::string text;
    // A value without a function is a field (standard reports): its register is its number.
    const Slot slot = value.function ? machine.run(static_cast<std::uint32_t>(value.function.index)) : machine.reg(static_cast<std::uint16_t>(value.mask_field));
    if (isMissing(slot)) return "-";
    world.desk->names().appendWords(text, value.type, slot);
    return text.empty() ? "-" : text;
  }
  static std::vector<std::uint32_t> outreach(const World& world) {
    std::vector<std::uint32_t> types;
    for (std::uint32_t i = 0; i < world.chunk().activities.size(); ++i)
      if (world.chunk().activities[i].outreach) types.push_back(i);
    return types;
  }
  static std::int64_t firstOf(const World& world, const port::LeadState& state, const std::vector<std::uint32_t>& types) {
    std::int64_t first = kMissing;
    for (const port::ActivityEntry& activity : state.activities)
      for (const std::uint32_t type : types)
        if (activity.type == world.chunk().activities[type].name && activity.at >= state.created && (isMissing(first) || activity.at < first)) first = activity.at;
    return first;
  }
  static std::int64_t point(const World& world, const port::LeadState& state, const MetricInfo::Point& point) {
    using At = MetricInfo::Point::Kind;
    switch (point.kind) {
      case At::Created: return state.created;
      case At::Activity: return firstOf(world, state, point.indexes);
      case At::Stage:
        for (const port::Visit& visit : state.visits)
          for (const std::uint32_t stage : point.indexes)
            if (visit.stage == stage) return visit.at;
        return kMissing;
      case At::OwnerAssigned: {
        std::int64_t first = kMissing;   // a lead that was taken from somebody had its first owner before: not counted
        if (state.owners_before.empty())
          for (const port::Seat& seat : state.seats)
            if (!seat.rep.empty() && !isMissing(seat.since) && (isMissing(first) || seat.since < first)) first = seat.since;
        return first;
      }
      case At::Milestone: return !point.indexes.empty() && point.indexes[0] < state.milestones.size() ? state.milestones[point.indexes[0]] : kMissing;
    }
    return kMissing;
  }
  Figure figure(Cell& cell, std::size_t column) const {
    Figure figure;
    figure.kind = Figure::Kind::Count;
    figure.value = cell.value;
    switch (metric_.kind) {
      case Kind::MedianTime:
        if (column != 0) break;
        figure.kind = Figure::Kind::Duration;
        std::sort(cell.times.begin(), cell.times.end());
        if (!cell.times.empty()) {
          const std::size_t middle = cell.times.size() / 2;
          figure.value = cell.times.size() % 2 == 1 ? cell.times[middle] : cell.times[middle - 1] + (cell.times[middle] - cell.times[middle - 1]) / 2;
        }
        break;
      case Kind::StageRate:
      case Kind::SlaRate:
      case Kind::HandoffRate:
      case Kind::DataRulesKept:
        figure.kind = Figure::Kind::Share;
        figure.of = cell.of;
        break;
      case Kind::AverageFeedback:
        figure.kind = Figure::Kind::Average;
        figure.of = cell.of;
        break;
      case Kind::Sum:
        if (column == 0) figure.kind = Figure::Kind::Amount;
        break;
      default: break;
    }
    return figure;
  }

  const MetricInfo& metric_;
  const World& world_;
  FigureTable table_;
  Groups groups_;
  std::vector<std::int64_t> limits_;
};

/// Looks at every lead once, with the world of its version.
Status eachView(port::Store& store, const WorldOf& world_of, std::int64_t now, const std::function<void(const World&, View&)>& visit) {
  Scratch scratch;
  std::map<std::uint64_t, std::unique_ptr<View>> views;
  std::map<std::uint64_t, std::shared_ptr<const World>> worlds;
  return store.eachLead([&](const port::LeadState& state) {
    if (state.id.empty() || state.version == 0 || isMissing(state.created)) return true;
    auto& world = worlds[state.version];
    if (!world) world = world_of(state.version);
    if (!world) return true;
    auto& view = views[state.version];
    if (!view) view = std::make_unique<View>(world, scratch);
    view->look(state, std::max(now, state.now));
    visit(*world, *view);
    return true;
  });
}

bytecode::TemplateInfo::Value fieldValue(const World& world, std::uint32_t field) {
  bytecode::TemplateInfo::Value value;
  value.type = world.chunk().fields[field].type;
  value.mask_field = static_cast<std::int32_t>(field);
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
  std::vector<Counter> counters;
  counters.reserve(report.metrics.size());
  for (const MetricInfo& metric : report.metrics) counters.emplace_back(world, metric);
  const Status status = eachView(store, world_of, now, [&](const World& own, View& view) {
    if (own.version != world.version) return;   // functions of a report belong to its version
    if (report.over_millis > 0 && view.state().created < now - report.over_millis) return;
    ++data.leads;
    for (Counter& counter : counters) counter.lead(own, view, now);
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
  const auto context = [&](bytecode::ContextKind kind, std::uint32_t part) -> std::int32_t {
    for (const bytecode::ContextInfo& info : flow.context)
      if (info.kind == kind && info.part == part) return info.reg;
    return -1;
  };
  const auto add = [&](Kind kind, std::string text) -> MetricInfo& {
    MetricInfo& metric = report.metrics.emplace_back();
    metric.kind = kind;
    metric.text = std::move(text);
    return metric;
  };
  const auto by_register = [&](MetricInfo& metric, std::int32_t reg, const char* name) {
    if (reg < 0) return;
    bytecode::TemplateInfo::Value value;
    value.type = chunk.registers[static_cast<std::size_t>(reg)];
    value.mask_field = reg;
    metric.by.push_back(value);
    metric.by_text.push_back(name);
    metric.text += std::string(metric.by.size() == 1 ? " by " : ", ") + name;
  };
  const std::int32_t stage = context(bytecode::ContextKind::Stage, 0), owner = context(bytecode::ContextKind::Owner, 0);
  const std::int32_t team = context(bytecode::ContextKind::OwnerField, static_cast<std::uint32_t>(RepFieldId::team));
  const int source = field("source");
  const auto by_source = [&](MetricInfo& metric) {
    if (source < 0) return;
    metric.by.push_back(fieldValue(world, static_cast<std::uint32_t>(source)));
    metric.by_text.push_back("source");
    metric.text += " by source";
  };
  by_register(add(Kind::CountLeads, "count leads"), stage, "stage");
  bool outreach = false;
  for (std::uint32_t i = 0; i < chunk.activities.size(); ++i) outreach = outreach || chunk.activities[i].outreach;
  if (outreach) {
    MetricInfo& median = add(Kind::MedianTime, "median time from created to first outreach");
    median.to.kind = MetricInfo::Point::Kind::Activity;
    for (std::uint32_t i = 0; i < chunk.activities.size(); ++i)
      if (chunk.activities[i].outreach) median.to.indexes.push_back(i);
    by_source(median);
    MetricInfo& bands = add(Kind::ResponseBands, "response bands 5 minutes, 1 hour, 24 hours");
    bands.bands = {5 * kMinuteMs, kHourMs, kDayMs};
  }
  by_register(add(Kind::Histogram, "histogram age in stage"), stage, "stage");
  for (std::uint32_t i = 0; i < flow.stages.size(); ++i) {
    if (flow.stages[i].initial) continue;
    MetricInfo& rate = add(Kind::StageRate, "rate " + flow.stages[i].name + " of leads");
    rate.index = i;
    by_source(rate);
  }
  for (std::uint32_t i = 0; i < flow.slas.size(); ++i) {
    MetricInfo& rate = add(Kind::SlaRate, "rate sla " + flow.slas[i].name + " met");
    rate.index = i;
    by_register(rate, team >= 0 ? team : owner, team >= 0 ? "owner.team" : "owner");
  }
  for (std::uint32_t i = 0; i < flow.handoffs.size(); ++i) add(Kind::HandoffRate, "rate handoff " + flow.handoffs[i].name + " accepted").index = i;
  if (!flow.handoffs.empty()) by_source(add(Kind::AverageFeedback, "average feedback"));
  if (!flow.escalations.empty()) by_register(add(Kind::CountEscalations, "count escalations"), owner, "owner");
  if (!flow.reasons.empty()) by_source(add(Kind::CountReasons, "count reasons"));
  if (!flow.data_rules.empty()) by_register(add(Kind::DataRulesKept, "data rules kept"), owner, "owner");
  return report;
}

Status makeScorecard(port::Store& store, const World& world, const WorldOf& world_of, std::int64_t now, FigureTable& table) {
  table = {};
  const bytecode::ScorecardInfo& card = world.workflow().scorecard;
  if (!card.given) return {};
  table.title = "scorecard by owner";
  table.by = {"owner"};
  std::vector<MetricInfo> metrics;
  for (const auto& line : card.lines) metrics.push_back(line.metric);
  std::map<std::string, std::vector<std::pair<std::int64_t, std::int64_t>>> owners;   // by owner and line: value, of
  std::map<std::string, std::unique_ptr<std::vector<Counter>>> counters;
  const Status status = eachView(store, world_of, now, [&](const World& own, View& view) {
    if (own.version != world.version) return;
    const std::string owner = ownerOf(own, view.state());
    if (owner.empty()) return;
    auto& mine = counters[owner];
    if (!mine) {
      mine = std::make_unique<std::vector<Counter>>();
      mine->reserve(metrics.size());
      for (MetricInfo& metric : metrics) {
        metric.by.clear();
        mine->emplace_back(world, metric);
      }
    }
    for (Counter& counter : *mine) counter.lead(own, view, now);
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
      whole.kind = Figure::Kind::Share;
      whole.of = 100;
      whole.value = static_cast<std::int64_t>(sum / weight + 0.5);
    }
    row.figures.push_back(whole);
    table.rows.push_back(std::move(row));
  }
  return {};
}

}  // namespace leadflow::workflow
