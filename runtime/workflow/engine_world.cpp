// What is true for all leads: versions of the playbook, the roster, the rows of live tables, what repeats by the calendar. It
// changes by events of the lead without a name, each in a batch of its own, so that every lead decided after it sees it.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/audit/digest.hpp"
#include "runtime/bytecode/codec.hpp"
#include "runtime/decide/live_tables.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/value/hash.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/workflow/deploy.hpp"
#include "runtime/workflow/engine_inside.hpp"
#include "runtime/workflow/own_id.hpp"
#include "runtime/workflow/roster_json.hpp"
#include "runtime/workflow/schedule.hpp"
#include "runtime/workflow/table_rows.hpp"
#include "runtime/workflow/zone_rules.hpp"

namespace leadflow::workflow {

using port::Event;
using port::EventType;
using port::Status;
using Json = nlohmann::ordered_json;

namespace {

/// The id of what an event of all leads means to one of them.
std::string toLead(const Event& event, const std::string& lead) {
  return (event.id.starts_with(port::kOwnIds) ? event.id : idPart(event.id)) + '/' + idPart(lead);
}

}  // namespace

Event Engine::Inside::worldMessage(std::string id, EventType type, std::int64_t at) {
  Event event;
  event.id = id.starts_with(port::kOwnIds) ? std::move(id) : std::string(port::kOwnIds) + id;   // `hr-7/X` may be somebody's event
  event.type = type;
  event.at = at;
  return event;
}

Status Engine::Inside::refreshWorld(bool always) {
  std::uint64_t roster = 0, tables = 0, playbooks = 0;
  if (world_known && !always) {
    if (options.exclusive) return {};
    if (Status status = store.worldVersions(roster, tables, playbooks); !status.ok()) return status;
    if (roster == rows.roster_version && tables == rows.tables_version && playbooks == playbooks_version) return {};
  }
  port::WorldRows read;
  if (Status status = store.world(read); !status.ok()) return status;
  if (Status status = store.worldVersions(roster, tables, playbooks); !status.ok()) return status;
  const bool same_world = world_known && read.roster_version == rows.roster_version && read.tables_version == rows.tables_version;
  if (!same_world) worlds.clear();
  rows = std::move(read);
  playbooks_version = playbooks;
  world_known = true;
  return {};
}

std::vector<Rep> Engine::Inside::reps() const {
  std::vector<Rep> reps;
  if (!rows.roster.empty()) changeRoster(reps, rows.roster, true, utcZone());
  return reps;
}

std::shared_ptr<const bytecode::Program> Engine::Inside::program(std::uint64_t version) {
  auto& program = programs[version];
  if (program) return program;
  const auto row = std::find_if(rows.playbooks.begin(), rows.playbooks.end(), [&](const port::PlaybookRow& each) { return each.version == version; });
  if (row == rows.playbooks.end()) return nullptr;
  bytecode::Decoded decoded = bytecode::decode(row->chunk);
  if (decoded.ok) program = bytecode::Program::load(std::move(decoded.chunk)).program;
  return program;
}

std::shared_ptr<const World> Engine::Inside::world(std::uint64_t version) {
  if (const auto found = worlds.find(version); found != worlds.end()) return found->second;
  const auto made_of = program(version);
  if (!made_of) return nullptr;
  auto made = std::make_shared<World>();
  made->version = version;
  made->roster_version = rows.roster_version;
  made->tables_version = rows.tables_version;
  made->desk = decide::Desk::open(made_of, decide::People::bind(made_of, reps()));
  made->tables = decide::liveTables(*made->desk, rows.tables);
  worlds[version] = made;
  return made;
}

/// Whether the change concerns leads at all: most say something of a rep that nobody asks for, and the leads need not be gone through.
bool Engine::Inside::concernsLeads(const RosterChange& change) {
  if (!change.gone.empty() || !change.back.empty()) return true;
  return std::any_of(rows.playbooks.begin(), rows.playbooks.end(), [&](const port::PlaybookRow& row) {
    const auto here = program(row.version);
    return here && mayConcern(change, here->chunk().workflow);
  });
}

std::uint64_t Engine::Inside::versionFor(const std::string& lead, std::int64_t now, std::initializer_list<std::uint64_t> pilots) { return workflow::versionFor(rows, lead, now, pilots); }

const CarryOver& Engine::Inside::carryOver(const World& from, const World& to) {
  std::unique_ptr<CarryOver>& map = crossings[{from.version, to.version}];
  if (!map) map = std::make_unique<CarryOver>(from.chunk(), to.chunk());
  return *map;
}

void Engine::Inside::planSchedules(port::LeadState& state, std::int64_t now) {
  state.timers.clear();
  const auto here = world(versionFor({}, now));
  if (!here) return;
  state.version = here->version;   // what is planned is numbered as this version numbers it
  const bytecode::WorkflowInfo& flow = here->workflow();
  const TimeZone& zone = here->desk->program().zone();
  const auto plan = [&](const bytecode::ScheduleInfo& schedule, std::size_t index) {
    const std::int64_t due = nextInstant(schedule, zone, now);
    if (!isMissing(due)) state.timers.push_back({due, port::TimerKind::Review, static_cast<std::uint32_t>(index), 0});
  };
  for (std::size_t i = 0; i < flow.every.size(); ++i) plan(flow.every[i].schedule, i);
  for (std::size_t i = 0; i < flow.reports.size(); ++i)
    if (flow.reports[i].scheduled) plan(flow.reports[i].schedule, flow.every.size() + i);
  std::sort(state.timers.begin(), state.timers.end());
}

/// A schedule that has come round: leads move between reps, a report goes out.
Status Engine::Inside::scheduled(Claimed& claimed, std::uint32_t index, std::int64_t now, std::vector<Event>& messages) {
  const auto here = world(claimed.work.lead.version != 0 ? claimed.work.lead.version : versionFor({}, now));
  if (!here) return {};
  const bytecode::WorkflowInfo& flow = here->workflow();
  const TimeZone& zone = here->desk->program().zone();
  const auto again = [&](const bytecode::ScheduleInfo& schedule) {
    const std::int64_t due = nextInstant(schedule, zone, now);
    if (!isMissing(due)) claimed.work.lead.timers.push_back({due, port::TimerKind::Review, index, 0});
    std::sort(claimed.work.lead.timers.begin(), claimed.work.lead.timers.end());
  };
  const std::string stamp = std::to_string(now);
  if (index >= flow.every.size()) {
    const std::size_t number = index - flow.every.size();
    if (number >= flow.reports.size()) return {};
    const bytecode::ReportInfo& report = flow.reports[number];
    again(report.schedule);
    port::Effect effect;
    effect.key = "report/" + report.name + '/' + stamp;
    effect.kind = port::EffectKind::Report;
    effect.at = now;
    effect.channel = report.channel;
    effect.target = report.target;
    effect.why = "report " + report.name;
    effect.simulated = options.simulated;
    effect.pii = std::any_of(report.metrics.begin(), report.metrics.end(), [](const bytecode::MetricInfo& metric) {
      return std::any_of(metric.by.begin(), metric.by.end(), [](const bytecode::TemplateInfo::Value& value) { return value.personal; });
    });
    if (options.report) effect.text = options.report(store, *here, report, now);
    ++totals.by_effect[static_cast<std::size_t>(effect.kind)];
    ++totals.effects;
    together.effects.push_back(std::move(effect));
    return {};
  }
  const bytecode::EveryInfo& every = flow.every[index];
  again(every.schedule);
  for (const bytecode::ActionInfo& action : every.actions) {
    if (action.kind != bytecode::ActionInfo::Kind::Rebalance || action.index >= here->chunk().pools.size()) continue;
    std::vector<port::LeadSummary> leads;
    if (Status status = store.summaries(leads); !status.ok()) return status;
    std::sort(leads.begin(), leads.end(), [](const auto& a, const auto& b) { return std::tie(b.created, a.id) < std::tie(a.created, b.id); });  // the newest move first
    struct Load {
      std::string rep;
      std::vector<const port::LeadSummary*> open;
      std::uint32_t moved = 0;
    };
    std::vector<Load> loads;
    for (const std::uint32_t rep : here->desk->people().pool(action.index))
      if (here->desk->people().isActive(rep, now)) loads.push_back({here->desk->people().reps()[rep].id, {}, 0});
    if (loads.size() < 2) continue;
    for (const port::LeadSummary& lead : leads)
      for (Load& load : loads)
        if (!lead.final && lead.owner == load.rep) load.open.push_back(&lead);
    for (;;) {
      Load *most = nullptr, *least = nullptr;   // of those who may still give or take
      for (Load& load : loads) {
        if (action.limit > 0 && load.moved >= action.limit) continue;
        if (most == nullptr || load.open.size() > most->open.size()) most = &load;
        if (least == nullptr || load.open.size() < least->open.size()) least = &load;
      }
      if (most == nullptr || most->open.size() < least->open.size() + 2) break;
      const port::LeadSummary* lead = most->open.front();
      most->open.erase(most->open.begin());
      least->open.push_back(lead);
      ++most->moved, ++least->moved;
      Event move = worldMessage("rebalance/" + stamp + '/' + here->chunk().pools[action.index].name + '/' + idPart(lead->id), EventType::OwnerRebalanced, now);
      move.lead = lead->id;
      move.by = most->rep;
      move.value = least->rep;
      move.name = here->chunk().pools[action.index].name;
      messages.push_back(std::move(move));
    }
  }
  return {};
}

/// Another version is the present one: leads that came between its deployment and now, which the deployment could not know, go
/// over too. Those that it knew have the same message, and are passed over.
Status Engine::Inside::comeInForce(const Event& event, std::int64_t now, std::vector<Event>& messages) {
  const auto row = std::find_if(rows.playbooks.begin(), rows.playbooks.end(), [&](const port::PlaybookRow& each) { return std::to_string(each.version) == event.value; });
  if (row == rows.playbooks.end() || row->withdrawn) return {};
  const auto withdrawn = [&](std::uint64_t version) {
    return std::any_of(rows.playbooks.begin(), rows.playbooks.end(), [&](const port::PlaybookRow& each) { return each.version == version && each.withdrawn; });
  };
  return store.eachLead([&](const port::LeadState& lead) {
    if (lead.id.empty() || lead.version == 0 || lead.final || lead.erased) return true;
    const std::uint64_t wanted = versionFor(lead.id, now, {lead.version});
    if (wanted == lead.version || (wanted != row->version && !withdrawn(lead.version))) return true;
    Event over = worldMessage(toLead(event, lead.id), EventType::Deployed, now);
    over.lead = lead.id;
    over.value = std::to_string(wanted);
    messages.push_back(std::move(over));
    return true;
  });
}

Status Engine::Inside::worldEvent(Claimed& claimed, const Event& event, std::int64_t now, std::vector<Event>& messages, std::string& outcome) {
  port::LeadState& state = claimed.work.lead;
  const bool begins = isMissing(state.created);
  if (begins) state.created = now;
  state.now = now;
  ++state.revision;
  bool write = false;
  RosterChange change;
  if (event.type == EventType::Deployed)
    if (Status status = refreshWorld(true); !status.ok()) return status;
  port::WorldRows next = rows;
  const std::uint64_t version = versionFor({}, now);
  const auto current = world(version);
  if (event.type == EventType::RosterChanged) {
    std::vector<Rep> before = reps(), after = before;
    if (std::string wrong = changeRoster(after, event, current ? &current->desk->program() : nullptr); !wrong.empty()) {
      outcome = "refused: " + wrong;
    } else {
      next.roster = rosterJson(after);
      ++next.roster_version;
      write = true;
      change = rosterChange(before, after);
    }
  } else if (event.type == EventType::TableChanged && current) {
    if (std::string wrong = changeTable(next.tables, *current->desk, event); !wrong.empty()) {
      outcome = "refused: " + wrong;
    } else {
      ++next.tables_version;
      write = true;
    }
  } else if (event.type == EventType::Timer) {
    if (Status status = scheduled(claimed, static_cast<std::uint32_t>(event.number), now, messages); !status.ok()) return status;
  } else if (event.type == EventType::ZonesChanged) {
    moveSchedules(state, now, outcome);
  }
  if (begins || event.type == EventType::Deployed || event.type == EventType::Tick) planSchedules(state, now);
  if (event.type == EventType::Deployed)
    if (Status status = comeInForce(event, now, messages); !status.ok()) return status;
  if (write) {   // what the change tells a lead goes by the roster as it is now
    rows = next;
    worlds.clear();
  }
  std::map<std::string, std::int64_t> held;   // by those who are back: leads that were not taken away yet
  if (concernsLeads(change)) {
    Status status = store.eachLead([&](const port::LeadState& lead) {
      if (!lead.final && !lead.erased)
        for (const port::Seat& seat : lead.seats)
          if (change.back.count(seat.rep) != 0) ++held[seat.rep];
      if (const std::optional<Event> told = toldBy(change, world(lead.version).get(), lead, now)) {
        Event message = worldMessage(toLead(event, lead.id), told->type, now);
        message.lead = told->lead;
        message.value = told->value;
        messages.push_back(std::move(message));
      }
      return true;
    });
    if (!status.ok()) return status;
    std::sort(messages.begin(), messages.end(), [](const Event& a, const Event& b) { return a.lead < b.lead; });
  }
  port::DeskRows taken;
  if (write && event.type == EventType::RosterChanged && current) {
    turns(*current);
    if (!desk_status.ok()) return desk_status;
    for (const std::string& rep : change.gone) book.setOpen(rep, 0);   // the leads go to others; what was served stays for a return
    for (const std::string& rep : change.back) book.setOpen(rep, held[rep]);
    if (const auto after = world(version)) book.pools(*after);  // who is in another pool now, or in none, will come back to the old one
    taken = book.takeStep();
  }
  const std::vector<Unread> strange = strangeMembers(event);
  outcome = withUnread(std::move(outcome), strange);
  totals.unread += strange.size();
  if (options.unread || options.keep_unread)
    for (const Unread& each : strange) unread.emplace_back(told(event), each);
  const bool planned = begins || event.type == EventType::Deployed || event.type == EventType::Tick || event.type == EventType::Timer || event.type == EventType::ZonesChanged;
  const std::string tzdata = planned && current && schedulesHang(*current) ? options.tzdata : std::string();
  if (options.journal) together.journal.push_back(makeWorldEntry(state, event, now, outcome, current ? current->version : 0, next.roster_version, next.tables_version, tzdata, clock_of_leads, taken));
  return write ? store.writeWorld(next, {}) : Status{};
}

}  // namespace leadflow::workflow
