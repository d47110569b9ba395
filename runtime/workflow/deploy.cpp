#include "runtime/workflow/deploy.hpp"

#include <algorithm>
#include <unordered_map>

#include "runtime/bytecode/codec.hpp"
#include "runtime/decide/live_tables.hpp"
#include "runtime/value/hash.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/workflow/roster_json.hpp"
#include "runtime/workflow/scribe.hpp"
#include "runtime/workflow/stepper.hpp"
#include "runtime/workflow/view.hpp"

namespace leadflow::workflow {

using bytecode::Chunk;
using port::Status;

namespace {

constexpr std::int64_t kWhole = 1'000'000;

template <class Info>
int placeOf(const std::vector<Info>& infos, const std::string& name) {
  for (std::size_t i = 0; i < infos.size(); ++i)
    if (infos[i].name == name) return static_cast<int>(i);
  return -1;
}

/// The stage of that name, or the one that says it once had it.
int stageNamed(const Chunk& chunk, const std::string& name) {
  const auto& stages = chunk.workflow.stages;
  if (const int same = placeOf(stages, name); same >= 0) return same;
  for (std::size_t i = 0; i < stages.size(); ++i)
    if (std::find(stages[i].was.begin(), stages[i].was.end(), name) != stages[i].was.end()) return static_cast<int>(i);
  return -1;
}

template <class Info>
std::string nearestOf(const std::vector<Info>& infos, const std::string& name) {
  std::vector<std::string> names;
  for (const Info& info : infos) names.push_back(info.name);
  const int found = nearest(name, names);
  return found < 0 ? std::string() : names[static_cast<std::size_t>(found)];
}

class Translation {
 public:
  Translation(const Chunk& from, const Chunk& to, std::vector<DeployPlan::Missing>& missing) : from_(from.workflow), to_(to.workflow), from_chunk_(from), to_chunk_(to), missing_(missing) {}

  bool run(port::LeadState& state) {
    ok_ = true;
    stages(state);
    seats(state);
    queues(state);
    port::LeadState before = state;
    move(from_.slas, to_.slas, state.clocks, "sla", [](const port::Clock& clock) { return runs(clock); });
    calendars(state);
    move(from_.sequences, to_.sequences, state.sequences, "sequence", [](const port::Run& run) { return run.state == 1; });
    move(from_.handoffs, to_.handoffs, state.handoffs, "handoff", [](const port::Handover& handover) { return handover.state == 1 || handover.state == 4; });
    move(from_.approvals, to_.approvals, state.approvals, "approval", [](const port::Approval& approval) { return approval.state == 1 || approval.state == 4; });
    steps(before, state);
    climbs(state);
    checklists(state);
    milestones(state);
    timers(state);
    state.move_counts = moveCounts(state.move_counts);
    state.carried_points = byName(from_chunk_.scores, to_chunk_.scores, state.carried_points, std::int64_t{0});
    state.reassigned = byStage(state.reassigned);
    state.reactions.resize(to_.reactions.size(), 0);
    state.handoff_held = byName(from_.handoffs, to_.handoffs, state.handoff_held, std::uint8_t{0});
    state.version = to_chunk_.content_hash;
    return ok_;
  }

 private:
  static bool runs(const port::Clock& clock) {
    const auto state = static_cast<bytecode::SlaState>(clock.state);
    return state == bytecode::SlaState::Running || state == bytecode::SlaState::Paused || state == bytecode::SlaState::Overdue;
  }

  void lost(const char* kind, const std::string& name, std::string near) {
    ok_ = false;
    for (DeployPlan::Missing& missing : missing_)
      if (missing.kind == kind && missing.name == name) {
        ++missing.leads;
        return;
      }
    missing_.push_back({kind, name, std::move(near), 1});
  }

  /// Where something of the old playbook is in the new one, -1: nowhere.
  template <class Info>
  static std::vector<int> map(const std::vector<Info>& from, const std::vector<Info>& to) {
    std::vector<int> places;
    for (const Info& info : from) places.push_back(placeOf(to, info.name));
    return places;
  }
  template <class Info, class T>
  static std::vector<T> byName(const std::vector<Info>& from, const std::vector<Info>& to, const std::vector<T>& values, T empty) {
    std::vector<T> moved(to.size(), empty);
    for (std::size_t i = 0; i < from.size() && i < values.size(); ++i)
      if (const int place = placeOf(to, from[i].name); place >= 0) moved[static_cast<std::size_t>(place)] = values[i];
    return moved;
  }
  template <class Info, class T, class Live>
  void move(const std::vector<Info>& from, const std::vector<Info>& to, std::vector<T>& values, const char* kind, Live live) {
    for (std::size_t i = 0; i < from.size() && i < values.size(); ++i)
      if (live(values[i]) && placeOf(to, from[i].name) < 0) lost(kind, from[i].name, nearestOf(to, from[i].name));
    values = byName(from, to, values, T{});
  }

  int stage(int old) {
    if (old < 0 || static_cast<std::size_t>(old) >= from_.stages.size()) return -1;
    return stageNamed(to_chunk_, from_.stages[static_cast<std::size_t>(old)].name);
  }
  void stages(port::LeadState& state) {
    if (state.stage >= 0) {
      const std::string& name = from_.stages[static_cast<std::size_t>(state.stage)].name;
      const int place = stageNamed(to_chunk_, name);
      if (place < 0 && !state.final) lost("stage", name, nearestOf(to_.stages, name));
      state.stage = place;
    }
    for (port::Visit& visit : state.visits) {
      visit.stage = static_cast<std::uint32_t>(std::max(0, stage(static_cast<int>(visit.stage))));
      visit.reason = reason(visit.reason);
    }
    state.reason = reason(state.reason);
    if (state.stage >= 0) state.aged.resize(to_.stages[static_cast<std::size_t>(state.stage)].aging.size());
  }
  int reason(int old) const {
    return old < 0 || static_cast<std::size_t>(old) >= from_.reasons.size() ? -1 : placeOf(to_.reasons, from_.reasons[static_cast<std::size_t>(old)].name);
  }
  void seats(port::LeadState& state) {
    std::vector<port::Seat> moved(std::max<std::size_t>(1, to_.seats.size()));
    for (std::size_t i = 0; i < state.seats.size(); ++i) {
      std::size_t place = 0;
      if (i < from_.seats.size()) {
        const auto found = std::find(to_.seats.begin(), to_.seats.end(), from_.seats[i]);
        if (found == to_.seats.end() && from_.seats.size() != to_.seats.size()) {
          if (!state.seats[i].rep.empty() && !state.final) lost("seat", from_.seats[i], {});
          continue;
        }
        place = found == to_.seats.end() ? i : static_cast<std::size_t>(found - to_.seats.begin());
      }
      if (place < moved.size()) moved[place] = state.seats[i];
      if (place < moved.size() && moved[place].pool >= 0)
        moved[place].pool = placeOf(to_chunk_.pools, from_chunk_.pools[static_cast<std::size_t>(moved[place].pool)].name);
    }
    state.seats = std::move(moved);
  }
  void queues(port::LeadState& state) {
    if (state.queue < 0) return;
    const std::string& name = from_chunk_.queues[static_cast<std::size_t>(state.queue)].name;
    const int place = placeOf(to_chunk_.queues, name);
    if (place < 0) lost("queue", name, nearestOf(to_chunk_.queues, name));
    state.queue = place;
  }
  /// Clocks keep what they measured; only the place of their calendar is another.
  void calendars(port::LeadState& state) {
    for (std::size_t i = 0; i < state.clocks.size(); ++i) {
      port::Clock& clock = state.clocks[i];
      if (clock.calendar < 0) continue;
      const std::string& name = from_chunk_.calendars[static_cast<std::size_t>(clock.calendar)].name;
      const int place = placeOf(to_chunk_.calendars, name);
      if (place < 0 && runs(clock)) lost("calendar", name, nearestOf(to_chunk_.calendars, name));
      clock.calendar = place;
      clock.fired = std::min(clock.fired, static_cast<std::uint32_t>(to_.slas[i].points.size()));
    }
  }
  /// A running sequence goes on behind the step that it had reached; a shorter one is at its end.
  void steps(const port::LeadState& before, port::LeadState& state) {
    (void)before;
    for (std::size_t i = 0; i < state.sequences.size(); ++i)
      state.sequences[i].step = std::min(state.sequences[i].step, static_cast<std::uint32_t>(to_.sequences[i].steps.size()));
  }
  void climbs(port::LeadState& state) {
    for (port::Climb& climb : state.climbs) {
      const std::string& name = from_.escalations[climb.escalation].name;
      const int place = placeOf(to_.escalations, name);
      if (place < 0 && isMissing(climb.closed)) lost("escalation", name, nearestOf(to_.escalations, name));
      climb.escalation = static_cast<std::uint32_t>(std::max(0, place));
      if (climb.calendar >= 0) climb.calendar = placeOf(to_chunk_.calendars, from_chunk_.calendars[static_cast<std::size_t>(climb.calendar)].name);
      if (place >= 0) climb.next_level = std::min(climb.next_level, static_cast<std::uint32_t>(to_.escalations[static_cast<std::size_t>(place)].levels.size()));
    }
  }
  void checklists(port::LeadState& state) {
    std::vector<std::vector<std::int8_t>> moved(to_.checklists.size());
    for (std::size_t i = 0; i < to_.checklists.size(); ++i) {
      moved[i].resize(to_.checklists[i].items.size(), -1);
      const int old = placeOf(from_.checklists, to_.checklists[i].name);
      if (old < 0 || static_cast<std::size_t>(old) >= state.checklists.size()) continue;
      const auto& names = from_.checklists[static_cast<std::size_t>(old)].items;
      for (std::size_t item = 0; item < moved[i].size(); ++item) {
        const auto found = std::find(names.begin(), names.end(), to_.checklists[i].items[item]);
        const auto place = static_cast<std::size_t>(found - names.begin());
        if (found != names.end() && place < state.checklists[static_cast<std::size_t>(old)].size()) moved[i][item] = state.checklists[static_cast<std::size_t>(old)][place];
      }
    }
    state.checklists = std::move(moved);
  }
  void milestones(port::LeadState& state) { state.milestones = byName(from_chunk_.milestones, to_chunk_.milestones, state.milestones, kMissing); }

  /// Timers keep their instants; those of what is gone, or has another number, follow it.
  void timers(port::LeadState& state) {
    std::vector<port::Timer> moved;
    const auto slas = map(from_.slas, to_.slas), sequences = map(from_.sequences, to_.sequences), handoffs = map(from_.handoffs, to_.handoffs),
               approvals = map(from_.approvals, to_.approvals), queues = map(from_chunk_.queues, to_chunk_.queues);
    for (port::Timer timer : state.timers) {
      const auto follow = [&](const std::vector<int>& places) {
        if (timer.index >= places.size() || places[timer.index] < 0) return;
        timer.index = static_cast<std::uint32_t>(places[timer.index]);
        moved.push_back(timer);
      };
      switch (timer.kind) {
        case port::TimerKind::SequenceStep: follow(sequences); break;
        case port::TimerKind::Reminder:
        case port::TimerKind::Breach:
        case port::TimerKind::PauseEnds:
          if (timer.index < slas.size() && slas[timer.index] >= 0) {
            const auto& points = to_.slas[static_cast<std::size_t>(slas[timer.index])].points;
            if (timer.kind == port::TimerKind::PauseEnds || timer.part < std::max<std::size_t>(1, points.size())) follow(slas);
          }
          break;
        case port::TimerKind::HandoffAccept:
        case port::TimerKind::HandoffFeedback: follow(handoffs); break;
        case port::TimerKind::ApprovalWithin: follow(approvals); break;
        case port::TimerKind::QueueWithin: follow(queues); break;
        case port::TimerKind::Aging:
          if (timer.index < state.aged.size()) moved.push_back(timer);
          break;
        case port::TimerKind::Retention:
          if (timer.index < to_.keeps.size()) moved.push_back(timer);
          break;
        case port::TimerKind::Escalation:
        case port::TimerKind::Review: moved.push_back(timer); break;
      }
    }
    std::sort(moved.begin(), moved.end());
    state.timers = std::move(moved);
  }
  std::vector<std::uint32_t> moveCounts(const std::vector<std::uint32_t>& counts) const {
    std::vector<std::uint32_t> moved;
    for (const bytecode::StageInfo& stage : to_.stages)
      for (const bytecode::TransitionInfo& line : stage.transitions) moved.push_back(countOf(counts, stage, line));
    return moved;
  }
  /// How often the line that reads the same was taken.
  std::uint32_t countOf(const std::vector<std::uint32_t>& counts, const bytecode::StageInfo& stage, const bytecode::TransitionInfo& line) const {
    std::size_t at = 0;
    for (const bytecode::StageInfo& old : from_.stages)
      for (const bytecode::TransitionInfo& each : old.transitions) {
        if (at < counts.size() && stageNamed(to_chunk_, old.name) == placeOf(to_.stages, stage.name) && each.text == line.text) return counts[at];
        ++at;
      }
    return 0;
  }
  std::vector<std::uint32_t> byStage(const std::vector<std::uint32_t>& values) const {
    std::vector<std::uint32_t> moved(to_.stages.size(), 0);
    for (std::size_t i = 0; i < from_.stages.size() && i < values.size(); ++i)
      if (const int place = stageNamed(to_chunk_, from_.stages[i].name); place >= 0) moved[static_cast<std::size_t>(place)] += values[i];
    return moved;
  }

  const bytecode::WorkflowInfo &from_, &to_;
  const Chunk &from_chunk_, &to_chunk_;
  std::vector<DeployPlan::Missing>& missing_;
  bool ok_ = true;
};

struct Loaded {
  Chunk chunk;
  bool ok = false;
};

/// Moves every lead in flight that `takes` names from its version to `to`: first all are tried, then all are told, in the
/// transaction that makes the version known. A process that is stopped has deployed all of it or nothing.
class Deployment {
 public:
  Deployment(port::Store& store, DeployPlan& plan) : store_(store), plan_(plan) {}

  /// `also`: what else belongs to it.
  Status run(const Chunk& to, const port::PlaybookRow& row, const std::function<bool(const port::LeadState&)>& takes, bool dry_run, std::int64_t now,
             const std::function<Status()>& also = {}) {
    Status status = store_.begin();
    if (!status.ok()) return status;
    status = inside(to, row, takes, dry_run, now);
    const bool refused = dry_run || !plan_.missing.empty();
    if (status.ok() && !refused && also) status = also();
    if (status.ok() && !refused) return store_.commit();
    store_.rollback();
    return status;
  }

  const Chunk* chunk(std::uint64_t version) {
    Loaded& loaded = chunks_[version];
    if (!loaded.ok)
      for (const port::PlaybookRow& row : rows_.playbooks)
        if (row.version == version) {
          bytecode::Decoded decoded = bytecode::decode(row.chunk);
          loaded.ok = decoded.ok;
          loaded.chunk = std::move(decoded.chunk);
        }
    return loaded.ok ? &loaded.chunk : nullptr;
  }
  port::WorldRows& rows() { return rows_; }

 private:
  Status inside(const Chunk& to, const port::PlaybookRow& row, const std::function<bool(const port::LeadState&)>& takes, bool dry_run, std::int64_t now) {
    if (Status status = store_.lockWorld(rows_); !status.ok()) return status;
    std::vector<std::string> leads;
    Status problem;
    Status status = store_.eachLead([&](const port::LeadState& lead) {
      if (lead.id.empty() || lead.version == 0 || lead.version == to.content_hash) return true;
      if (lead.final || lead.erased) {
        ++plan_.final;
        return true;
      }
      if (!takes(lead)) {
        ++plan_.staying;
        return true;
      }
      const Chunk* from = chunk(lead.version);
      if (from == nullptr) {
        problem = Status::failed("lead `" + lead.id + "` lives under a version that the store does not hold");
        return false;
      }
      port::LeadState moved = lead;
      const std::string before = stageOf(*from, lead);
      translate(*from, to, moved, plan_.missing);
      ++plan_.leads;
      if (const std::string after = stageOf(to, moved); after != before) ++plan_.moved[before + " -> " + after];
      leads.push_back(lead.id);
      return true;
    });
    if (!status.ok()) return status;
    if (!problem.ok()) return problem;
    if (!plan_.missing.empty() || dry_run) return {};
    if (status = store_.deploy(row); !status.ok()) return status;
    const std::int64_t from = isMissing(row.effective_from) ? now : std::max(now, row.effective_from);   // until then all stay as they are
    std::vector<port::Event> events;
    for (const std::string& lead : leads) {
      port::Event event;
      event.id = "deploy/" + std::to_string(row.version) + '/' + std::to_string(now) + '/' + lead;
      event.type = port::EventType::Deployed;
      event.lead = lead;
      event.at = from;
      event.value = std::to_string(row.version);
      events.push_back(std::move(event));
    }
    port::Event world;   // what repeats by the calendar is planned anew
    world.id = "deploy/" + std::to_string(row.version) + '/' + std::to_string(now);
    world.type = port::EventType::Deployed;
    world.at = from;
    world.value = std::to_string(row.version);
    events.push_back(std::move(world));
    port::Appended appended;
    return store_.append(events, appended);
  }

  static std::string stageOf(const Chunk& chunk, const port::LeadState& state) {
    return state.stage < 0 ? std::string("-") : chunk.workflow.stages[static_cast<std::size_t>(state.stage)].name;
  }
  port::Store& store_;
  DeployPlan& plan_;
  port::WorldRows rows_;
  std::unordered_map<std::uint64_t, Loaded> chunks_;
};

/// A condition of the new version over leads that still live under an old one: each is looked at as it would go over.
class PilotCondition {
 public:
  PilotCondition(port::Store& store, std::shared_ptr<const bytecode::Program> program, std::uint32_t function, std::int64_t now, Status& problem)
      : function_(function), now_(now) {
    problem = store.world(rows_);
    if (!problem.ok()) return;
    std::vector<Rep> reps;
    if (!rows_.roster.empty()) changeRoster(reps, rows_.roster, true, utcZone());
    auto world = std::make_shared<World>();
    world->version = program->chunk().content_hash;
    world->desk = decide::Desk::open(program, decide::People::bind(program, std::move(reps)));
    world->tables = decide::liveTables(*world->desk, rows_.tables);
    world_ = world;
    view_ = std::make_unique<View>(world_, scratch_);
  }
  bool holds(const port::LeadState& lead) {
    const auto row = std::find_if(rows_.playbooks.begin(), rows_.playbooks.end(), [&](const port::PlaybookRow& each) { return each.version == lead.version; });
    if (row == rows_.playbooks.end()) return false;
    if (!from_ || from_->content_hash != lead.version) {
      bytecode::Decoded decoded = bytecode::decode(row->chunk);
      if (!decoded.ok) return false;
      from_ = std::make_unique<Chunk>(std::move(decoded.chunk));
    }
    port::LeadState moved = lead;
    std::vector<DeployPlan::Missing> missing;
    if (!translate(*from_, world_->chunk(), moved, missing)) return true;   // what is missing is told with the others
    view_->look(std::move(moved), now_);
    return view_->holds(function_);
  }

 private:
  port::WorldRows rows_;
  std::shared_ptr<const World> world_;
  Scratch scratch_;
  std::unique_ptr<View> view_;
  std::unique_ptr<Chunk> from_;
  std::uint32_t function_;
  std::int64_t now_;
};

}  // namespace

bool translate(const Chunk& from, const Chunk& to, port::LeadState& state, std::vector<DeployPlan::Missing>& missing) {
  return Translation(from, to, missing).run(state);
}

Status deploy(port::Store& store, std::shared_ptr<const bytecode::Program> program, const std::string& chunk_bytes, const DeployOptions& options, DeployPlan& plan) {
  plan = {};
  Chunk chunk = program->chunk();
  port::PlaybookRow row;
  row.version = chunk.content_hash;
  port::WorldRows known;
  if (Status status = store.world(known); !status.ok()) return status;
  for (const port::PlaybookRow& each : known.playbooks)
    if (each.text == chunk.content_hash && each.text != 0) {   // the text of a version that had another number when it was first deployed
      row.version = each.version;
      row.text = each.text;
    }
  chunk.content_hash = row.version;
  row.name = chunk.name;
  row.label = chunk.version;
  row.chunk = row.text == 0 ? chunk_bytes : bytecode::encode(chunk);
  row.deployed = options.now;
  row.effective_from = chunk.workflow.effective_from;
  row.pilot_percent = options.pilot_percent;
  row.pilot_condition = options.pilot_condition;
  row.files = options.files;
  const bool pilot = options.pilot_percent > 0 && options.pilot_percent < kWhole;
  std::unique_ptr<PilotCondition> condition;
  Status problem;
  if (options.pilot_function >= 0) condition = std::make_unique<PilotCondition>(store, program, static_cast<std::uint32_t>(options.pilot_function), options.now, problem);
  if (!problem.ok()) return problem;
  const auto takes = [&](const port::LeadState& lead) {
    if (condition) return condition->holds(lead);
    return !pilot || fnv1a64(row.name + '/' + lead.id) % kWhole < static_cast<std::uint64_t>(options.pilot_percent);
  };
  return Deployment(store, plan).run(chunk, row, takes, options.dry_run, options.now);
}

Status rollback(port::Store& store, std::int64_t now, DeployPlan& plan) {
  plan = {};
  Deployment deployment(store, plan);
  port::WorldRows rows;
  if (Status status = store.world(rows); !status.ok()) return status;
  std::vector<port::PlaybookRow> there;
  for (const port::PlaybookRow& row : rows.playbooks)
    if (!row.withdrawn) there.push_back(row);
  if (there.size() < 2) return Status::failed("there is no version before the present one to go back to");
  port::PlaybookRow before = there[there.size() - 2];
  const std::uint64_t present = there.back().version;
  bytecode::Decoded decoded = bytecode::decode(before.chunk);
  if (!decoded.ok) return Status::failed("the version before cannot be read: " + decoded.error);
  before.deployed = now;
  return deployment.run(decoded.chunk, before, [](const port::LeadState&) { return true; }, false, now, [&] { return store.withdraw(present); });
}

}  // namespace leadflow::workflow
