// leadflow fair POOL: who was served how often, against whose turn it should be.
#include "tools/cli/fair.hpp"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "runtime/value/decimal.hpp"
#include "runtime/value/nearest.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/progress.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string weightText(Slot weight) {
  std::string text;
  appendDecimal(text, weight);
  return text;
}

std::vector<std::string> poolNames(const workflow::World& world) {
  std::vector<std::string> names;
  for (const auto& pool : world.chunk().pools) names.push_back(pool.name);
  return names;
}

int fair(const StoreArguments& arguments, const std::string& name) {
  auto session = openStore(arguments, Access::Look);
  if (!session) return kError;
  const std::int32_t pool = poolNamed(*session->world, name);
  if (pool < 0) {
    const std::vector<std::string> names = poolNames(*session->world);
    const int near = nearest(name, names);
    return fail("the playbook has no pool `" + name + "`", near >= 0 ? "did you mean `" + names[static_cast<std::size_t>(near)] + "`?" : "");
  }
  port::DeskRows desk;
  const port::Status status = session->store().desk(desk);
  if (!status.ok()) return fail(status);
  const auto rows = fairness(*session->world, static_cast<std::uint32_t>(pool), desk.turns, session->now);
  if (arguments.json()) {
    Json out = {{"pool", name}, {"at", isoText(session->now)}, {"turn", desk.turn}, {"reps", Json::array()}};
    for (const FairRow& row : rows) {
      Json each = {{"rep", row.rep}, {"served", row.served}, {"weight", Json::parse(weightText(row.weight))}, {"share", Json::parse(shareText(row.share).substr(0, shareText(row.share).size() - 1))},
                   {"expected", Json::parse(shareText(row.expected).substr(0, shareText(row.expected).size() - 1))}, {"open", row.open},
                   {"capacity", row.capacity < 0 ? Json() : Json(row.capacity)}, {"last_turn", row.last_turn == 0 ? Json() : Json(row.last_turn)}};
      if (!row.skipped.empty()) each["skipped"] = row.skipped;
      out["reps"].push_back(std::move(each));
    }
    print(out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    return kOk;
  }
  std::vector<std::vector<std::string>> lines;
  std::int64_t served = 0;
  for (const FairRow& row : rows) served += row.served;
  for (const FairRow& row : rows)
    lines.push_back({row.rep, std::to_string(row.served), weightText(row.weight), shareText(row.share), shareText(row.expected), std::to_string(row.open),
                     row.capacity < 0 ? "" : std::to_string(row.capacity), row.last_turn == 0 ? "never" : "turn " + std::to_string(row.last_turn), row.skipped});
  printRows({"rep", "served", "weight", "share", "by weight", "open", "capacity", "last", "skipped now"}, lines, "pool " + name + " has no members");
  if (!lines.empty()) print("\nserved " + groupedNumber(static_cast<std::uint64_t>(std::max<std::int64_t>(served, 0))) + " in all: who joins or comes back starts at the pool's average, and a lead that is taken away again counts no more.\n" +
                            counted(desk.turn, "turn") + " taken so far, of all pools: so `last` counts.\n");
  return kOk;
}

}  // namespace

std::int32_t poolNamed(const workflow::World& world, const std::string& name) {
  const auto& pools = world.chunk().pools;
  for (std::size_t i = 0; i < pools.size(); ++i)
    if (pools[i].name == name) return static_cast<std::int32_t>(i);
  return -1;
}

std::string shareText(double percent) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f%%", percent);
  return text;
}

std::vector<FairRow> fairness(const workflow::World& world, std::uint32_t pool, const std::vector<port::TurnRow>& turns, std::int64_t now) {
  const decide::People& people = world.desk->people();
  const std::string& name = world.chunk().pools[pool].name;
  std::map<std::string, const port::TurnRow*> in_pool, own;
  for (const port::TurnRow& row : turns) {
    if (row.pool == name) in_pool[row.rep] = &row;
    else if (row.pool.empty()) own[row.rep] = &row;
  }
  // What skips a rep is what the targets of this pool say: `round robin p available` asks for working hours, `round robin p` does not.
  std::size_t targets = 0, weighted = 0, available = 0, under_capacity = 0;
  for (const bytecode::ChoiceInfo& choice : world.chunk().choices) {
    using Kind = bytecode::ChoiceInfo::Kind;
    const bool of_pool = choice.kind == Kind::RoundRobin || choice.kind == Kind::Weighted || choice.kind == Kind::LeastLoaded || choice.kind == Kind::LongestWaiting;
    if (!of_pool || choice.index != pool) continue;
    ++targets;
    weighted += choice.kind == Kind::Weighted ? 1 : 0;
    available += choice.available ? 1 : 0;
    under_capacity += choice.under_capacity ? 1 : 0;
  }
  const auto rule = [targets](std::size_t some, const char* word) { return std::string(some == targets ? " (`" : " (where a rule says `") + word + "`)"; };
  std::vector<FairRow> rows;
  std::int64_t all = 0;
  double weights = 0;
  for (const std::uint32_t member : people.pool(pool)) {
    const Rep& rep = people.reps()[member];
    FairRow row;
    row.rep = rep.id;
    row.weight = rep.weight;
    row.capacity = rep.capacity;
    if (const auto found = in_pool.find(rep.id); found != in_pool.end()) {
      row.served = found->second->served;
      row.last_turn = found->second->last_turn;
    }
    if (const auto found = own.find(rep.id); found != own.end()) row.open = found->second->open;
    if (!rep.active) row.skipped = "not active";
    else if (rep.outAt(now)) row.skipped = isMissing(rep.out_until) ? "out" : "out until " + wallText(rep.out_until, world.desk->program().zone());
    else if (weighted > 0 && rep.weight == 0) row.skipped = "weight 0" + rule(weighted, "weighted");
    else if (under_capacity > 0 && rep.capacity >= 0 && row.open >= rep.capacity) row.skipped = "at capacity" + rule(under_capacity, "under capacity");
    else if (available > 0 && !people.atWork(member, now)) row.skipped = "outside working hours" + rule(available, "available");
    all += row.served;
    weights += static_cast<double>(rep.weight);
    rows.push_back(std::move(row));
  }
  for (FairRow& row : rows) {
    row.share = all == 0 ? 0 : 100.0 * static_cast<double>(row.served) / static_cast<double>(all);
    row.expected = weights == 0 ? 0 : 100.0 * static_cast<double>(row.weight) / weights;
  }
  return rows;
}

void addFair(CLI::App& app, Result& result) {
  auto arguments = std::make_shared<StoreArguments>();
  auto pool = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("fair", "How a pool's leads are shared: served, weight, share, open, last turn, who is skipped now and why");
  command->add_option("pool", *pool, "A pool of the playbook")->required()->type_name("POOL");
  addStoreOptions(*command, *arguments);
  command->footer("Example:\n  leadflow fair sdr_emea --store sqlite:leads.db");
  command->callback([arguments, pool, &result] { result.exit = fair(*arguments, *pool); });
}

}  // namespace leadflow::cli
