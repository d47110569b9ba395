#include "runtime/workflow/report_counter.hpp"

#include <algorithm>
#include <limits>

#include "runtime/bytecode/actions.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/text.hpp"
#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/personal.hpp"
#include "runtime/workflow/scribe.hpp"
#include "runtime/workflow/stepper.hpp"

namespace leadflow::workflow {

using bytecode::MetricInfo;
using Kind = MetricInfo::Kind;

namespace {

constexpr std::int64_t kAgeBands[] = {kHourMs, 4 * kHourMs, kDayMs, 3 * kDayMs, kWeekMs, 30 * kDayMs};
constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();

std::string nameAt(const auto& items, std::uint32_t index) { return index < items.size() ? items[index].name : std::string("-"); }

/// The line in a reader's words: "How fast the first touch came", "Leads that came to Working".
std::string headingOf(const World& world, const MetricInfo& metric) {
  const auto& flow = world.workflow();
  std::string text;
  switch (metric.kind) {
    case Kind::CountLeads: text = "Leads"; break;
    case Kind::MedianTime: {
      const auto until = metric.text.find(" by ");
      text = "M" + metric.text.substr(1, until == std::string::npos ? until : until - 1);
      break;
    }
    case Kind::StageRate: text = "Leads that came to " + nameAt(flow.stages, metric.index); break;
    case Kind::SlaRate: text = "Service level " + nameAt(flow.slas, metric.index) + " met"; break;
    case Kind::QueueRate: text = "Leads that left queue " + nameAt(world.chunk().queues, metric.index) + " in time"; break;
    case Kind::HandoffRate: text = "Handoff " + nameAt(flow.handoffs, metric.index) + " accepted"; break;
    case Kind::Histogram: text = "Time in the present stage"; break;
    case Kind::AverageFeedback: text = "Average feedback on handoffs"; break;
    case Kind::DataRulesKept: text = "Data rules kept"; break;
    case Kind::ResponseBands: text = "Time to first touch"; break;
    case Kind::CountReasons: text = "Reasons for moves"; break;
    case Kind::CountEscalations: text = "Escalations"; break;
    case Kind::Sum: text = "Sum of " + nameAt(world.chunk().fields, metric.index); break;
  }
  return text;
}

/// Whether any line of the playbook sends an email to leads.
bool sends(const bytecode::WorkflowInfo& flow) {
  bool found = false;
  bytecode::eachAction(flow, [&](const bytecode::ActionInfo& action, const std::string&) { found = found || action.kind == bytecode::ActionInfo::Kind::Email; });
  return found;
}

/// Whether groups of this value stand in an order that means something: stages, grades, numbers.
bool isOrdered(const World& world, const bytecode::TemplateInfo::Value& value) {
  if (!value.function && value.standing < 0) return value.standing == kByStage;
  switch (value.type.kind) {
    case TypeKind::Int: case TypeKind::Number: case TypeKind::Points: case TypeKind::Money: case TypeKind::Percent: case TypeKind::Duration: case TypeKind::Instant: return true;
    case TypeKind::Enum: break;
    default: return false;
  }
  const auto& grades = world.chunk().grades;
  return value.type.ref == world.workflow().stage_enum || std::any_of(grades.begin(), grades.end(), [&](const auto& grade) { return grade.type == value.type; });
}

}  // namespace

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

Counter::Counter(const World& world, const MetricInfo& metric) : metric_(metric), world_(world) {
  table_.title = metric.text;
  table_.heading = headingOf(world, metric);
  table_.by = metric.by_text;
  table_.ordered_rows = !metric.by.empty() && metric.kind != Kind::CountReasons && metric.kind != Kind::CountEscalations && isOrdered(world, metric.by[0]);
  for (std::uint32_t i = 0; i < world.chunk().activities.size(); ++i)
    if (world.chunk().activities[i].outreach) outreach_.push_back(i);
  const int sent = world.desk->program().findActivity("email_sent");
  automatic_ = sends(world.workflow()) && std::find(outreach_.begin(), outreach_.end(), static_cast<std::uint32_t>(sent)) != outreach_.end();
  switch (metric.kind) {
    case Kind::CountLeads: table_.columns = {"leads"}; break;
    case Kind::MedianTime:
      table_.columns = {"median", "leads"};
      if (!automatic_ || !(metric.from.outreach || metric.to.outreach)) break;
      table_.columns.insert(table_.columns.end(), {"automatic median", "automatic leads"});
      table_.beside = 2;
      break;
    case Kind::StageRate:
    case Kind::SlaRate:
    case Kind::QueueRate:
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
    case Kind::ResponseBands:
      addBands(metric.bands, true);
      if (!automatic_) break;
      table_.columns.push_back("automatic");
      table_.beside = 1;
      break;
    case Kind::Histogram: addBands({std::begin(kAgeBands), std::end(kAgeBands)}, false); break;
  }
  all_.resize(table_.columns.size());
  shown_.resize(metric.by.size());
}

Counter::Keys Counter::keysOf(View& view, const std::string& owner) {
  Keys keys;
  for (std::size_t i = 0; i < metric_.by.size(); ++i) keys.push_back(keyOf(view, i, owner));
  return keys;
}

/// The row of a group, split by what stands first.
Counter::Keys Counter::under(Keys keys, std::int64_t order, const std::string& first) {
  keys.insert(keys.begin(), {order, first});
  return keys;
}

/// What belongs to somebody who need not be who has the lead now: `by owner` means them.
template <typename Then>
void Counter::theirs(View& view, const std::string& who, const std::string* whose, const Then& then) {
  if (whose && *whose != who) return;
  const bool another = who != ownerOf(world_, view.state());
  if (another) view.seeOwner(&who);
  then(keysOf(view, who));
  if (another) view.seeOwner(nullptr);
}

/// Who had the lead when that happened; what happened moves it on only afterwards.
std::string Counter::whoHadIt(const port::LeadState& state, std::int64_t at) const { return personOf(world_, holdingAt(world_, state, at, true)); }

std::string Counter::whoDid(const port::LeadState& state, const port::ActivityEntry& touch) const {
  return isMissing(world_.desk->people().find(touch.by)) ? whoHadIt(state, touch.at) : touch.by;
}

/// A time that was kept or missed is theirs who answered, or who had the lead when it ran out.
void Counter::kept(View& view, std::int64_t now, const std::string* whose) {
  const port::LeadState& state = view.state();
  std::vector<Kept> all;
  switch (metric_.kind) {
    case Kind::SlaRate: all = keptBy(world_, state, metric_.index, now); break;
    case Kind::HandoffRate: all = handoffKeptBy(world_, state, metric_.index, now); break;
    default:
      if (metric_.index < world_.chunk().queues.size()) all = queueKeptBy(world_, state, metric_.index, now);
  }
  for (const Kept& each : all)
    theirs(view, each.who, whose, [&](const Keys& keys) { count(keys, 0, static_cast<std::int64_t>(each.met), static_cast<std::int64_t>(each.met + each.missed + each.overdue)); });
}

void Counter::lead(View& view, std::int64_t now, const std::string* whose) {
  const port::LeadState& state = view.state();
  const auto& flow = world_.workflow();
  if (metric_.when && !view.holds(static_cast<std::uint32_t>(metric_.when.index))) return;
  const auto present = [&](const auto& then) { theirs(view, ownerOf(world_, state), whose, then); };
  const auto had = [&](std::int64_t at, const auto& then) { theirs(view, whoHadIt(state, at), whose, then); };
  switch (metric_.kind) {
    case Kind::CountLeads:
      if (!state.erased) present([&](const Keys& keys) { count(keys, 0, 1); });   // what it did stays in the rates; it is nowhere any more
      break;
    case Kind::MedianTime: {
      const auto add = [&](By by, std::size_t column) {
        const std::int64_t from = point(state, metric_.from, by), to = point(state, metric_.to, by);
        if (isMissing(from) || isMissing(to) || to < from) return;
        const port::ActivityEntry* touch = metric_.to.kind == MetricInfo::Point::Kind::Activity ? firstOf(state, metric_.to.indexes, metric_.to.outreach ? by : By::Anybody) : nullptr;
        const bool begins = metric_.to.kind == MetricInfo::Point::Kind::OwnerAssigned;
        theirs(view, touch ? whoDid(state, *touch) : begins ? personOf(world_, holdingAt(world_, state, to, false)) : whoHadIt(state, to), whose, [&](const Keys& keys) {
          each(keys, [&](Row& row) {
            row[column].times.push_back(to - from);
            row[column + 1].value += 1;
          });
        });
      };
      add(By::Person, 0);
      if (table_.beside > 0) add(By::Automation, 2);
      break;
    }
    case Kind::StageRate:
      present([&](const Keys& keys) {
        count(keys, 0, std::any_of(state.visits.begin(), state.visits.end(), [&](const port::Visit& visit) { return visit.stage == metric_.index; }) ? 1 : 0, 1);
      });
      break;
    case Kind::SlaRate:
    case Kind::QueueRate:
    case Kind::HandoffRate: kept(view, now, whose); break;
    case Kind::AverageFeedback:
      for (const port::Handover& handover : state.handoffs)
        if (handover.feedback > 0) {   // theirs who were asked: who of them gave it, else the first; format 1 did not write down who
          const auto mark = [&](const Keys& keys) { count(keys, 0, handover.feedback, 1); };
          const bool gave = std::find(handover.judges.begin(), handover.judges.end(), handover.feedback_by) != handover.judges.end();
          if (handover.tally.empty()) had(handover.feedback_at, mark);
          else theirs(view, gave ? handover.feedback_by : handover.judges.empty() ? std::string() : handover.judges.front(), whose, mark);
        }
      break;
    case Kind::DataRulesKept:
      if (state.erased) break;
      present([&](const Keys& keys) {
        for (const bytecode::DataRuleInfo& rule : flow.data_rules) {
          if (rule.when && !view.holds(static_cast<std::uint32_t>(rule.when.index))) continue;
          count(keys, 0, view.holds(static_cast<std::uint32_t>(rule.require.index)) ? 1 : 0, 1);
        }
      });
      break;
    case Kind::Sum: {
      if (state.erased) break;
      const Slot slot = view.machine().reg(static_cast<std::uint16_t>(metric_.index));
      if (isMissing(slot)) break;
      const std::int64_t amount = world_.chunk().fields[metric_.index].type.kind == TypeKind::Int ? slot * kScale : slot;
      present([&](const Keys& keys) {
        each(keys, [&](Row& row) {
          row[0].value += amount;
          row[1].value += 1;
        });
      });
      break;
    }
    case Kind::CountReasons:
      for (const port::Visit& visit : state.visits)
        if (visit.reason >= 0)
          had(visit.at, [&](const Keys& keys) { count(under(keys, visit.reason, nameAt(flow.reasons, static_cast<std::uint32_t>(visit.reason))), 0, 1); });
      break;
    case Kind::CountEscalations:
      for (const port::Climb& climb : state.climbs)
        had(climb.opened, [&](Keys keys) {
          for (std::size_t i = 0; i < keys.size(); ++i)
            if (metric_.by[i].standing == kByResolver) keys[i] = climb.resolved_by.empty() ? Key{kLast, "-"} : Key{0, climb.resolved_by};
          each(under(std::move(keys), climb.escalation, nameAt(flow.escalations, climb.escalation)), [&](Row& row) {
            row[0].value += 1;
            row[1].value += climb.acknowledged_by.empty() && climb.held_by.empty() ? 0 : 1;
            row[2].value += climb.resolved_by.empty() ? 0 : 1;
          });
        });
      break;
    case Kind::ResponseBands: {
      const port::ActivityEntry* first = firstOf(state, outreach_, By::Person);
      if (!first && state.erased) break;   // nobody will call any more
      theirs(view, first ? whoDid(state, *first) : ownerOf(world_, state), whose, [&](const Keys& keys) { band(keys, first ? first->at - state.created : kMissing); });
      const port::ActivityEntry* sent = table_.beside > 0 ? firstOf(state, outreach_, By::Automation) : nullptr;
      if (sent) had(sent->at, [&](const Keys& keys) { count(keys, table_.columns.size() - 1, 1); });
      break;
    }
    case Kind::Histogram:
      if (!isMissing(state.entered) && !state.final && !state.erased) present([&](const Keys& keys) { band(keys, now - state.entered); });
      break;
  }
}

FigureTable Counter::finish() {
  const auto put = [&](Row& cells, FigureRow& row) {
    for (std::size_t i = 0; i < cells.size(); ++i) row.figures.push_back(figure(cells[i], i));
  };
  for (auto& [keys, cells] : groups_) {
    FigureRow& row = table_.rows.emplace_back();
    const std::size_t own = keys.size() - metric_.by.size();   // a reason or an escalation stands before them
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (i >= own)
        if (const auto found = shown_[i - own].find(keys[i].text); found != shown_[i - own].end()) {
          row.keys.push_back(found->second);
          continue;
        }
      row.keys.push_back(keys[i].text);
    }
    put(cells, row);
  }
  if (!table_.by.empty() && !table_.rows.empty()) put(all_, table_.all.emplace());
  return std::move(table_);
}

void Counter::addBands(const std::vector<std::int64_t>& limits, bool open) {
  for (const std::int64_t limit : limits) table_.columns.push_back("within " + spanText(limit));
  table_.columns.push_back("later");
  if (open) table_.columns.push_back("not yet");
  limits_ = limits;
  table_.ordered_bands = true;
}

void Counter::band(const Keys& keys, std::int64_t ms) {
  std::size_t at = 0;
  while (at < limits_.size() && ms > limits_[at]) ++at;
  if (isMissing(ms)) at = limits_.size() + 1;
  count(keys, at, 1);
}

template <typename Visit>
void Counter::each(const Keys& keys, const Visit& visit) {
  Row& row = groups_[keys];
  row.resize(table_.columns.size());
  visit(row);
  visit(all_);
}

void Counter::count(const Keys& keys, std::size_t column, std::int64_t value, std::int64_t of) {
  each(keys, [&](Row& row) {
    row[column].value += value;
    row[column].of += of;
  });
}

/// A value without a function (standard reports) is a field, whose number `standing` has, or what every lead has.
Counter::Key Counter::keyOf(View& view, std::size_t column, const std::string& owner) {
  const bytecode::TemplateInfo::Value& value = metric_.by[column];
  const port::LeadState& state = view.state();
  const Key none{kLast, "-"};
  if (!value.function && value.standing < 0) {
    if (value.standing == kByStage) return state.stage < 0 ? none : Key{state.stage, nameAt(world_.workflow().stages, static_cast<std::uint32_t>(state.stage))};
    if (owner.empty() || value.standing == kByResolver) return none;
    if (value.standing == kByOwner) return {0, owner};
    const decide::People& people = world_.desk->people();
    const Slot rep = people.exactly(owner);
    return isMissing(rep) || people.rep(rep).team.empty() ? none : Key{0, people.rep(rep).team};
  }
  vm::Machine& machine = view.machine();
  if (masked(machine, value)) return {kLast, "•••"};
  const Slot slot = value.function ? machine.run(static_cast<std::uint32_t>(value.function.index)) : machine.reg(static_cast<std::uint16_t>(value.standing));
  // Somebody whom the roster has no more is still who it was.
  if (isMissing(slot)) return !owner.empty() && metric_.by_text[column] == "owner" ? Key{0, owner} : none;
  Key key;
  if (isTextual(value.type.kind)) {
    const std::string raw(textOf(slot)->rawText());
    key.text = textOf(slot)->foldedText();
    if (key.text.empty()) return none;
    auto [found, first] = shown_[column].emplace(key.text, raw);
    if (!first && raw < found->second) found->second = raw;   // whichever lead comes first
    return key;
  }
  world_.desk->names().appendWords(key.text, value.type, slot);
  if (key.text.empty()) return none;
  switch (value.type.kind) {
    // People, countries and sets stand by name: their numbers mean nothing to anybody.
    case TypeKind::Rep: case TypeKind::Country: case TypeKind::EnumSet: case TypeKind::TextSet: break;
    default: key.order = slot;
  }
  return key;
}

/// `mask … in report when C` also masks when C is unknown: only a plain no shows the value.
bool Counter::masked(vm::Machine& machine, const bytecode::TemplateInfo::Value& value) const {
  for (const bytecode::MaskInfo& mask : world_.workflow().masks) {
    if (!mask.report || !isMadeOf(value, mask.fields)) continue;
    if (!mask.when || machine.run(static_cast<std::uint32_t>(mask.when.index)) != 0) return true;
  }
  return false;
}

const port::ActivityEntry* Counter::firstOf(const port::LeadState& state, const std::vector<std::uint32_t>& types, By by) const {
  const port::ActivityEntry* first = nullptr;
  for (const port::ActivityEntry& activity : state.activities) {
    if (by != By::Anybody && (by == By::Automation) != (activity.by == port::kAutomation)) continue;
    for (const std::uint32_t type : types)
      if (activity.type == world_.chunk().activities[type].name && activity.at >= state.created && (!first || activity.at < first->at)) first = &activity;
  }
  return first;
}

std::int64_t Counter::point(const port::LeadState& state, const MetricInfo::Point& point, By outreach) const {
  using At = MetricInfo::Point::Kind;
  switch (point.kind) {
    case At::Created: return state.created;
    case At::Activity: {
      const port::ActivityEntry* first = firstOf(state, point.indexes, point.outreach ? outreach : By::Anybody);
      return first ? first->at : kMissing;
    }
    case At::Stage:
      for (const port::Visit& visit : state.visits)
        if (std::find(point.indexes.begin(), point.indexes.end(), visit.stage) != point.indexes.end()) return visit.at;
      return kMissing;
    case At::OwnerAssigned: {
      // Who had it before the history begins (format 1) is known, and not since when.
      const std::int64_t known = state.holdings.empty() ? kMissing : state.holdings.front().since;
      for (const auto& [rep, until] : state.owners_before)
        if (isMissing(known) || until <= known) return kMissing;
      for (const port::Holding& holding : state.holdings)
        if (!holding.rep.empty()) return holding.since;
      std::int64_t first = kMissing;
      for (const port::Seat& seat : state.seats)
        if (!seat.rep.empty() && !isMissing(seat.since) && (isMissing(first) || seat.since < first)) first = seat.since;
      return first;
    }
    case At::Milestone: return !point.indexes.empty() && point.indexes[0] < state.milestones.size() ? state.milestones[point.indexes[0]] : kMissing;
  }
  return kMissing;
}

Figure Counter::figure(Cell& cell, std::size_t column) const {
  Figure figure;
  figure.kind = Figure::Kind::Count;
  figure.value = cell.value;
  switch (metric_.kind) {
    case Kind::MedianTime:
      if (column % 2 != 0) break;
      if (cell.times.empty()) return {};
      figure.kind = Figure::Kind::Duration;
      std::sort(cell.times.begin(), cell.times.end());
      {
        const std::size_t middle = cell.times.size() / 2;
        figure.value = cell.times.size() % 2 == 1 ? cell.times[middle] : cell.times[middle - 1] + (cell.times[middle] - cell.times[middle - 1]) / 2;
      }
      break;
    case Kind::StageRate:
    case Kind::SlaRate:
    case Kind::QueueRate:
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

}  // namespace leadflow::workflow
