// How a store begins: playbook, roster, the rows of live tables, the settings where a replay begins and the first event, all in one
// transaction; and how one that an earlier leadflow wrote goes over to the present meaning version.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/audit/digest.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/workflow/engine_inside.hpp"
#include "runtime/workflow/meaning.hpp"
#include "runtime/workflow/roster_json.hpp"
#include "runtime/workflow/snapshot.hpp"

namespace leadflow::workflow {

using port::Event;
using port::EventType;
using port::Status;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kNobody = "[]";   // a roster of no reps

/// The rows of a live table as they were compiled in: where its life begins.
std::vector<port::WorldRows::TableRow> compiledRows(const World& world, std::uint32_t number) {
  std::vector<port::WorldRows::TableRow> rows;
  const bytecode::TableInfo& table = world.chunk().tables[number];
  const std::size_t width = table.columns.size();
  for (std::size_t at = 0; width > 0 && at + width <= table.cells.size(); at += width) {
    port::WorldRows::TableRow row{table.name, {}, "{"};
    for (std::size_t column = 0; column < width; ++column) {
      const bytecode::ConstantInfo& constant = world.chunk().constants[table.cells[at + column]];
      if (column > 0) row.body += ',';
      appendJsonString(row.body, table.columns[column].name);
      row.body += ':';
      std::string cell;
      if (constant.type.kind == TypeKind::Rep && !isMissing(constant.bits)) {
        cell = world.chunk().rep_names[static_cast<std::size_t>(constant.bits)];
        appendJsonString(row.body, cell);
      } else {
        const Slot slot = world.desk->names().constant(table.cells[at + column]);
        world.desk->names().appendJson(row.body, constant.type, slot);
        world.desk->names().appendCell(cell, constant.type, slot);
      }
      if (column == table.key) row.key = cell;
    }
    row.body += '}';
    if (table.key == bytecode::kAny) row.key = std::to_string(rows.size() + 1);   // only `match` looks into it; rows are told apart all the same
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

Status Engine::resume() {
  Status status = in_->refreshWorld(true);
  if (!status.ok()) return status;
  if (in_->rows.playbooks.empty()) return Status::failed("the store " + in_->store.name() + " holds no playbook yet; begin with `leadflow work PLAYBOOK --store " + in_->store.name() + "`");
  return {};
}

Status Engine::adopt(std::shared_ptr<const bytecode::Program> program, const std::string& chunk_bytes, std::vector<Rep> roster, std::int64_t now) {
  const bool named = !roster.empty();
  return adopt({std::move(program), chunk_bytes, {}, std::move(roster), named, now});
}

Status Engine::adopt(const Beginning& beginning) {
  Inside& in = *in_;
  Status status = in.store.begin();
  if (!status.ok()) return status;
  status = in.beginStore(beginning);
  if (status.ok()) status = in.store.commit();
  if (!status.ok()) in.store.rollback();
  in.worlds.clear();
  in.world_known = false;
  return status.ok() ? in.refreshWorld(true) : status;
}

Status Engine::Inside::beginStore(const Beginning& beginning) {
  const bytecode::Chunk& chunk = beginning.program->chunk();
  if (Status status = store.worldAlone(rows); !status.ok()) return status;   // whoever else begins waits here, and finds all of it
  worlds.clear();
  if (Status status = reachedClock(); !status.ok()) return status;
  const std::int64_t here_now = isMissing(clock) ? beginning.now : std::max(clock, beginning.now);   // the first event may be told late
  std::uint64_t version = chunk.content_hash;
  const auto same = std::find_if(rows.playbooks.begin(), rows.playbooks.end(), [&](const port::PlaybookRow& row) { return row.version == version || row.text == version; });
  if (rows.playbooks.empty()) {
    port::PlaybookRow row;
    row.version = version;
    row.name = chunk.name;
    row.label = chunk.version;
    row.chunk = beginning.chunk;
    row.deployed = beginning.now;
    row.effective_from = chunk.workflow.effective_from;
    row.files = beginning.files;
    if (Status status = store.deploy(row); !status.ok()) return status;
    rows.playbooks.push_back(std::move(row));
  } else if (same == rows.playbooks.end() || (versionFor({}, here_now) != same->version && !(beginning.from_clock && !isMissing(clock) && versionFor({}, clock) == same->version))) {
    const port::PlaybookRow& held = rows.playbooks.back();
    if (std::none_of(rows.playbooks.begin(), rows.playbooks.end(), [&](const port::PlaybookRow& row) { return row.name == chunk.name; }))
      return Status::failed("the store " + store.name() + " holds the playbook `" + held.name + "`, and this is `" + chunk.name + "`, which needs a store of its own; if it is `" + held.name +
                            "` under a new name, bring it in with `leadflow deploy`");
    if (same != rows.playbooks.end() && !isMissing(same->effective_from) && same->effective_from > here_now && versionFor({}, same->effective_from) == same->version) {
      std::string from;
      appendInstant(from, same->effective_from);
      return Status::failed("the store " + store.name() + " goes over to this version of the playbook at " + from + "; until then it works with the one before");
    }
    return Status::failed("the store " + store.name() + " runs another version of the playbook; bring this one in with `leadflow deploy`");
  } else {
    version = same->version;
  }
  if (version == chunk.content_hash) programs[version] = beginning.program;

  const std::string given = rosterJson(beginning.roster);
  // leadflow 0.1.0 wrote the playbook in one transaction and the roster in the next; stopped between the two, it went on with nobody.
  const bool lost = rows.roster_version == 1 && rows.roster == kNobody && given != kNobody;
  bool decided = false;
  if (rows.roster_version == 0 || lost)
    if (Status status = anybodyDecided(decided); !status.ok()) return status;
  if (rows.roster_version == 0 && decided)
    return Status::failed("the store " + store.name() + " was begun without its roster, and leads were decided since: it cannot be completed any more; begin a new store and give it the events again");
  if (lost && decided && !beginning.roster_named)
    return Status::failed("the store " + store.name() + " was begun without its roster, because its first `leadflow work` was stopped in its first moments, and leads were decided since without anybody to get them; `--roster FILE` "
                          "brings the people in from now on");
  const bool completes = rows.roster_version == 0 || (lost && !decided);
  if (completes) {
    port::WorldRows next = rows;
    rows.roster = next.roster = given;
    rows.roster_version = next.roster_version = 1;
    next.tables.clear();
    if (const auto here = world(version))
      for (const std::uint32_t table : here->workflow().live_tables)
        for (auto& row : compiledRows(*here, table)) next.tables.push_back(std::move(row));
    next.tables_version = std::max<std::uint64_t>(rows.tables_version, next.tables.empty() ? 0 : 1);
    Json tables = Json::array();
    for (const auto& row : next.tables) tables.push_back({row.table, row.key, row.body});
    Status status = store.writeWorld(next, {});
    if (status.ok()) status = store.setSetting("first roster", given);     // where a replay begins
    if (status.ok()) status = store.setSetting("first tables", tables.dump(-1, ' ', false, Json::error_handler_t::replace));
    if (!status.ok()) return status;
  }
  std::vector<Event> events;
  std::optional<port::LeadState> begun;
  if (Status status = store.load({}, begun); !status.ok()) return status;
  if (!begun) events.push_back(worldMessage("start/" + std::to_string(version), EventType::Tick, beginning.now));
  if (!completes && beginning.roster_named && rows.roster != given) {
    Event change = worldMessage("roster/" + std::to_string(rows.roster_version) + '/' + audit::sha256(given), EventType::RosterChanged, beginning.now);
    change.name = "whole";
    change.body = given;
    events.push_back(std::move(change));
  }
  port::Appended appended;
  return events.empty() ? Status{} : store.append(events, appended);
}

Status Engine::Inside::anybodyDecided(bool& decided) {
  decided = false;
  return store.eachLead([&](const port::LeadState& lead) {
    decided = !lead.id.empty();
    return !decided;
  });
}

/// The first worker of a meaning version writes down, before it decides anything, what concerns no single lead: from here on a
/// replay can make the decisions again. Each lead follows when it is next taken up.
Status Engine::Inside::takeOverMeaning() {
  if (meaning_known || !options.journal) return {};
  if (Status status = store.begin(); !status.ok()) return status;
  port::WorldRows now_rows;
  std::optional<port::LeadState> chain;
  Status status = store.worldAlone(now_rows);
  if (status.ok()) status = store.load({}, chain);
  if (!status.ok()) return status;
  if (!chain || chain->journal_seq == 0 || chain->meaning == kMeaning) {
    store.rollback();
    meaning_known = true;
    return {};
  }
  port::DeskRows desk;
  if (status = store.desk(desk); !status.ok()) return status;
  const WorldSnapshot snapshot = snapshotOf(now_rows, desk);
  port::Write write;
  const port::LeadState before = *chain;
  write.before = &before;
  write.after = std::move(*chain);
  const std::uint32_t from = write.after.meaning;
  write.journal.push_back(worldSnapshotEntry(write.after, from, write.after.now, snapshot, now_rows.roster_version, now_rows.tables_version));
  status = saveSnapshot(store, snapshot);
  if (status.ok()) status = store.write(write);
  if (status.ok()) status = store.commit();
  meaning_known = status.ok();
  return status;
}

}  // namespace leadflow::workflow
