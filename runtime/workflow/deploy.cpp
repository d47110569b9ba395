#include "runtime/workflow/deploy.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <unordered_map>

#include "runtime/bytecode/codec.hpp"
#include "runtime/decide/live_tables.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/hash.hpp"
#include "runtime/workflow/first_step.hpp"
#include "runtime/workflow/own_id.hpp"
#include "runtime/workflow/personal.hpp"
#include "runtime/workflow/roster_json.hpp"
#include "runtime/workflow/scribe.hpp"
#include "runtime/workflow/stepper.hpp"
#include "runtime/workflow/view.hpp"

namespace leadflow::workflow {

using bytecode::Chunk;
using port::Status;

namespace {

constexpr std::int64_t kWhole = 1'000'000;

struct Loaded { std::shared_ptr<const bytecode::Program> program; };

/// A version with the people and the tables of the store.
std::shared_ptr<const World> worldOf(const port::WorldRows& rows, std::shared_ptr<const bytecode::Program> program) {
  std::vector<Rep> reps;
  if (!rows.roster.empty()) changeRoster(reps, rows.roster, true, utcZone());
  auto world = std::make_shared<World>();
  world->version = program->chunk().content_hash;
  world->desk = decide::Desk::open(program, decide::People::bind(program, std::move(reps)));
  world->tables = decide::liveTables(*world->desk, rows.tables);
  return world;
}

/// Leads in flight, each to the version that it is to live under: first all are tried, then the change and an event for each of
/// them are written in one transaction, alone with the store.
class Deployment {
 public:
  Deployment(port::Store& store, DeployPlan& plan) : store_(store), plan_(plan) {}

  /// Opens the transaction that run() ends; the caller's own reading belongs into it.
  Status begin() {
    if (Status status = store_.begin(); !status.ok()) return status;
    if (Status status = store_.lockWorld(true); !status.ok()) return status;
    Status status = store_.world(rows_);
    if (!status.ok()) store_.rollback();
    return status;
  }
  /// `target`: the version that a lead goes to at `plan.from`, 0: it stays. `change`: what is written besides the events; `base`:
  /// the version that is the present one afterwards.
  Status run(std::uint64_t base, const std::function<std::uint64_t(const port::LeadState&)>& target, const std::function<Status()>& change, bool dry_run, std::int64_t now) {
    Status status = tryAll(target, plan_.from);
    if (status.ok() && plan_.missing.empty() && !dry_run) {
      status = change();
      if (status.ok()) status = sayAll(base, now);
      if (status.ok()) return store_.commit();
    }
    store_.rollback();
    return status;
  }
  const Chunk* chunk(std::uint64_t version) {
    Loaded& loaded = chunks_[version];
    if (!loaded.program)
      for (const port::PlaybookRow& row : rows_.playbooks)
        if (row.version == version)
          if (bytecode::Decoded decoded = bytecode::decode(row.chunk); decoded.ok) loaded.program = bytecode::Program::load(std::move(decoded.chunk)).program;
    return loaded.program ? &loaded.program->chunk() : nullptr;
  }
  void know(std::uint64_t version, std::shared_ptr<const bytecode::Program> program) { chunks_[version].program = std::move(program); }
  const port::WorldRows& rows() const { return rows_; }

 private:
  Status tryAll(const std::function<std::uint64_t(const port::LeadState&)>& target, std::int64_t now) {
    Status problem;
    Status status = store_.eachLead([&](const port::LeadState& lead) {
      if (lead.id.empty() || lead.version == 0) return true;
      if (lead.final || lead.erased) {
        ++plan_.final;
        return true;
      }
      const bool counts = !isMissing(lead.created);   // one that only refused events name goes over, and is no lead yet
      const std::uint64_t version = target(lead);
      if (version == lead.version) {
        plan_.there += counts ? 1 : 0;
        return true;
      }
      if (version == 0) {
        plan_.staying += counts ? 1 : 0;
        return true;
      }
      const CarryOver* map = mapOf(lead.version, version);
      if (map == nullptr) {
        problem = Status::failed("lead `" + lead.id + "` lives under a version that the store does not hold");
        return false;
      }
      port::LeadState moved = lead;
      const std::string before = stageOf(*chunk(lead.version), lead);
      Changes* changes = counts ? &changes_[version] : nullptr;
      const bool goes = map->carry(moved, plan_.missing, changes);
      plan_.leads += counts ? 1 : 0;
      if (counts) {
        for (const auto& [field, what] : personalChanges(lead.version, version)) changes->add(field, what);
        if (const std::string after = stageOf(*chunk(version), moved); after != before) ++plan_.moved[before + " -> " + after];
        if (goes) atOnce(version, moved, now, *changes);
        changes->planned.clear();
      }
      leads_.emplace_back(lead.id, version);
      return true;
    });
    for (auto& [version, changes] : changes_)
      for (const auto& [what, of] : changes.all) plan_.changes.push_back({what.first, what.second, of.leads, of.first_due});
    return status.ok() ? problem : status;
  }

  /// The events, as messages of the lead that stands for all.
  Status sayAll(std::uint64_t base, std::int64_t now) {
    std::uint64_t roster = 0, tables = 0, playbooks = 0;
    if (Status status = store_.worldVersions(roster, tables, playbooks); !status.ok()) return status;
    std::optional<port::LeadState> all;
    if (Status status = store_.load({}, all); !status.ok()) return status;
    const std::string id = ownId({"deploy", std::to_string(base), std::to_string(playbooks), std::to_string(now)});
    port::Write write;
    write.after = all ? *all : port::LeadState();
    const port::LeadState before = write.after;
    write.before = all ? &before : nullptr;
    const auto say = [&](std::string event_id, const std::string& lead, std::uint64_t version) {
      port::Event event;
      event.id = std::move(event_id);
      event.type = port::EventType::Deployed;
      event.lead = lead;
      event.at = plan_.from;
      event.value = std::to_string(version);
      write.messages.push_back(std::move(event));
    };
    for (const auto& [lead, version] : leads_) say(id + '/' + idPart(lead), lead, version);
    say(id, {}, base);   // what repeats by the calendar is planned anew, and leads that come meanwhile are asked to follow
    return store_.write(write);
  }

  const CarryOver* mapOf(std::uint64_t from, std::uint64_t to) {
    std::unique_ptr<CarryOver>& map = maps_[{from, to}];
    if (!map) {
      const Chunk *old = chunk(from), *now = chunk(to);
      if (old == nullptr || now == nullptr) return nullptr;
      map = std::make_unique<CarryOver>(*old, *now);
    }
    return map.get();
  }
  /// What the way changes about whose own a field is, in words: "field phone", "personal from here on: …".
  const std::vector<std::pair<std::string, std::string>>& personalChanges(std::uint64_t from, std::uint64_t to) {
    const auto [known, added] = personal_.try_emplace({from, to});
    if (!added) return known->second;
    const auto compare = [&, &all = known->second](const auto& old, const auto& now, const std::string& of) {
      for (const bytecode::FieldInfo& was : old)
        for (const bytecode::FieldInfo& is : now) {
          if (was.name != is.name || isPersonal(was) == isPersonal(is)) continue;
          all.emplace_back("field " + of + is.name, isPersonal(is) ? "personal from here on: what the journal and the outbox hold of it already is not erased with the lead"
                                                                   : "not personal any more: what it was given from personal fields is shown, and not erased with the lead");
        }
    };
    compare(chunk(from)->fields, chunk(to)->fields, "");
    for (const bytecode::ActivityInfo& was : chunk(from)->activities)
      for (const bytecode::ActivityInfo& is : chunk(to)->activities)
        if (was.name == is.name) compare(was.fields, is.fields, is.name + ".");
    return known->second;
  }
  /// What the version does to the lead when it takes it up: a step that is looked at and forgotten.
  void atOnce(std::uint64_t version, const port::LeadState& moved, std::int64_t now, Changes& changes) {
    std::unique_ptr<FirstStep>& first = first_steps_[version];
    if (!first) first = std::make_unique<FirstStep>(worldOf(rows_, chunks_[version].program));
    first->look(moved, now, changes);
  }
  static std::string stageOf(const Chunk& chunk, const port::LeadState& state) {
    return state.stage < 0 ? std::string("-") : chunk.workflow.stages[static_cast<std::size_t>(state.stage)].name;
  }

  port::Store& store_;
  DeployPlan& plan_;
  port::WorldRows rows_;
  std::unordered_map<std::uint64_t, Loaded> chunks_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::unique_ptr<CarryOver>> maps_;
  std::map<std::uint64_t, Changes> changes_;
  std::map<std::uint64_t, std::unique_ptr<FirstStep>> first_steps_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::vector<std::pair<std::string, std::string>>> personal_;   ///< by way
  std::vector<std::pair<std::string, std::uint64_t>> leads_;   ///< those that go over, and to which version
};

/// A condition of the new version over leads that still live under an old one: each is looked at as it would go over.
class PilotCondition {
 public:
  PilotCondition(const port::WorldRows& rows, std::shared_ptr<const bytecode::Program> program, std::uint32_t function, std::int64_t now)
      : rows_(rows), function_(function), now_(now) {
    world_ = worldOf(rows_, std::move(program));
    view_ = std::make_unique<View>(world_, scratch_);
  }
  bool holds(const port::LeadState& lead) {
    const auto row = std::find_if(rows_.playbooks.begin(), rows_.playbooks.end(), [&](const port::PlaybookRow& each) { return each.version == lead.version; });
    if (row == rows_.playbooks.end()) return false;
    if (!from_ || from_->content_hash != lead.version) {
      bytecode::Decoded decoded = bytecode::decode(row->chunk);
      if (!decoded.ok) return false;
      from_ = std::make_unique<Chunk>(std::move(decoded.chunk));
      map_ = std::make_unique<CarryOver>(*from_, world_->chunk());
    }
    port::LeadState moved = lead;
    std::vector<Lacking> missing;
    if (!map_->carry(moved, missing)) return true;   // what is missing is told with the others
    view_->look(std::move(moved), now_);
    return view_->holds(function_);
  }

 private:
  const port::WorldRows& rows_;
  std::shared_ptr<const World> world_;
  Scratch scratch_;
  std::unique_ptr<View> view_;
  std::unique_ptr<Chunk> from_;
  std::unique_ptr<CarryOver> map_;
  std::uint32_t function_;
  std::int64_t now_;
};

bool inPilot(const port::PlaybookRow& row, const std::string& lead) {
  return fnv1a64(row.name + '/' + lead) % kWhole < static_cast<std::uint64_t>(row.pilot_percent);
}

/// Set for an instant that has not come.
bool waits(const port::PlaybookRow& row, std::int64_t today) { return !row.withdrawn && !isMissing(row.effective_from) && row.effective_from > today; }

}  // namespace

bool isPilot(const port::PlaybookRow& row) { return (row.pilot_percent > 0 && row.pilot_percent < kWhole) || !row.pilot_condition.empty(); }

std::int64_t beginOf(const port::PlaybookRow& row) { return isMissing(row.effective_from) ? row.deployed : std::max(row.deployed, row.effective_from); }

std::vector<const port::PlaybookRow*> inForce(const port::WorldRows& rows, std::int64_t now) {
  std::vector<const port::PlaybookRow*> found;
  for (auto row = rows.playbooks.rbegin(); row != rows.playbooks.rend(); ++row) {
    if (row->withdrawn || (!isMissing(row->effective_from) && !isMissing(now) && now < row->effective_from)) continue;
    found.push_back(&*row);
    if (!isPilot(*row)) return found;
  }
  const auto oldest = std::find_if(rows.playbooks.begin(), rows.playbooks.end(), [](const port::PlaybookRow& row) { return !row.withdrawn; });
  if (oldest != rows.playbooks.end()) found.push_back(&*oldest);   // a store that began with a version of a later time
  return found;
}

std::uint64_t versionFor(const port::WorldRows& rows, const std::string& lead, std::int64_t now, std::initializer_list<std::uint64_t> pilots) {
  const std::vector<const port::PlaybookRow*> all = inForce(rows, now);
  for (const port::PlaybookRow* row : all) {
    const bool belongs = std::find(pilots.begin(), pilots.end(), row->version) != pilots.end() || (row->pilot_condition.empty() && !lead.empty() && inPilot(*row, lead));
    if (row == all.back() || belongs) return row->version;
  }
  return 0;
}

bool translate(const Chunk& from, const Chunk& to, port::LeadState& state, std::vector<Lacking>& missing) {
  return CarryOver(from, to).carry(state, missing);
}

Status deploy(port::Store& store, std::shared_ptr<const bytecode::Program> program, const std::string& chunk_bytes, const DeployOptions& options, DeployPlan& plan) {
  plan = {};
  Chunk chunk = program->chunk();
  Deployment deployment(store, plan);
  if (Status status = deployment.begin(); !status.ok()) return status;
  port::PlaybookRow row;
  row.version = chunk.content_hash;
  for (const port::PlaybookRow& each : deployment.rows().playbooks)
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
  const std::int64_t today = isMissing(options.today) ? options.now : options.today;
  if (options.now > today && (isMissing(row.effective_from) || row.effective_from < options.now)) row.effective_from = options.now;
  row.pilot_percent = options.pilot_percent;
  row.pilot_condition = options.pilot_condition;
  row.files = options.files;
  plan.from = beginOf(row);
  const std::vector<const port::PlaybookRow*> present = inForce(deployment.rows(), today);
  const auto runs = std::find_if(present.begin(), present.end(), [&](const port::PlaybookRow* each) { return each->version == row.version; });
  // A version has one row: that of one in force would be taken from whom it is in force for.
  const bool everybody = runs != present.end() && *runs == present.back();
  if (everybody || (runs != present.end() && plan.from > today)) {
    store.rollback();
    return Status::failed("the store " + store.name() + " runs this version of the playbook " +
                          (everybody ? "already" : "as a pilot, which would end until then; bring it in when its time has come"));
  }
  for (const port::PlaybookRow& each : deployment.rows().playbooks)
    if (waits(each, today) && &each != present.back() && (each.version == row.version || (!isPilot(row) && beginOf(each) >= plan.from)))
      plan.replaced.push_back({each.name, each.label, each.version, beginOf(each)});
  deployment.know(row.version, program);
  std::unique_ptr<PilotCondition> condition;
  if (options.pilot_function >= 0) condition = std::make_unique<PilotCondition>(deployment.rows(), program, static_cast<std::uint32_t>(options.pilot_function), options.now);
  const auto target = [&](const port::LeadState& lead) -> std::uint64_t {
    if (lead.version == row.version) return row.version;
    return (condition ? condition->holds(lead) : !isPilot(row) || inPilot(row, lead.id)) ? row.version : 0;
  };
  const auto change = [&] {
    Status status = store.deploy(row);
    for (const DeployPlan::Replaced& each : plan.replaced)
      if (status.ok() && each.version != row.version) status = store.withdraw(each.version);
    return status;
  };
  return deployment.run(row.version, target, change, options.dry_run, options.now);
}

Status rollback(port::Store& store, std::int64_t now, DeployPlan& plan, bool dry_run, std::int64_t today) {
  plan = {};
  plan.from = now;
  Deployment deployment(store, plan);
  if (Status status = deployment.begin(); !status.ok()) return status;
  port::WorldRows without = deployment.rows();   // what would be if the version that goes had never been
  const auto newest = std::find_if(without.playbooks.rbegin(), without.playbooks.rend(), [](const port::PlaybookRow& row) { return !row.withdrawn; });
  if (newest == without.playbooks.rend() || std::none_of(newest + 1, without.playbooks.rend(), [](const port::PlaybookRow& row) { return !row.withdrawn; })) {
    store.rollback();
    return Status::failed("there is no version before the present one to go back to");
  }
  if (waits(*newest, isMissing(today) ? now : today)) plan.replaced.push_back({newest->name, newest->label, newest->version, beginOf(*newest)});
  newest->withdrawn = true;
  const std::uint64_t gone = newest->version, base = versionFor(without, {}, now);
  if (deployment.chunk(base) == nullptr) {
    store.rollback();
    return Status::failed("the version before cannot be read");
  }
  const auto target = [&](const port::LeadState& lead) { return lead.version == gone ? versionFor(without, lead.id, now) : std::uint64_t{0}; };
  return deployment.run(base, target, [&] { return store.withdraw(gone); }, dry_run, now);
}

}  // namespace leadflow::workflow
