#include "tools/cli/simulation.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/decide/flat_rows.hpp"
#include "runtime/workflow/scribe.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/fair.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/progress.hpp"

namespace leadflow::cli {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t kRecipientsShown = 20;

std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return text;
}

std::string rate(std::uint64_t part, std::uint64_t whole) { return whole == 0 ? "" : shareText(100.0 * static_cast<double>(part) / static_cast<double>(whole)); }

std::string table(const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& rows) {
  if (rows.empty()) return {};
  std::string text;
  const decide::TableLayout layout(titles, rows, static_cast<std::size_t>(terminal().width));
  layout.appendHeader(text, titles);
  for (const auto& row : rows) layout.appendRow(text, row);
  return text + "\n";
}

std::vector<std::pair<std::string, std::uint64_t>> largest(const std::map<std::string, std::uint64_t>& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  return sorted;
}

}  // namespace

void Simulation::refused(const port::Event& event) { ++refusals_[std::string(port::eventName(event.type))]; }

void Simulation::watch(const workflow::Step& step, std::int64_t now) {
  for (const port::Effect& effect : step.effects) {
    ++effects_;
    const std::string kind = port::effectName(effect.kind);
    ++kinds_[kind];
    std::string channel = kind;
    if (!effect.channel.empty() && effect.channel != kind) channel += " " + effect.channel;
    if (!effect.target.empty()) channel += " " + effect.target;
    ++channels_[channel];
    if (effect.kind == port::EffectKind::Email) ++recipients_["(the lead)"];
    else
      for (const std::string& rep : effect.to) ++recipients_[rep];
    if (shown_.size() < show_)
      shown_.push_back({now, kind, effect.channel, effect.target, effect.kind == port::EffectKind::Email ? "the lead" : joined(effect.to), effect.lead, effect.text, effect.why});
  }
}

/// Adds up what became of a service level or a queue's time, there and with the people whose it is. Gives how many are overdue.
std::uint64_t Simulation::keep(Sla& sla, const std::vector<workflow::Kept>& all) {
  std::uint64_t overdue = 0;
  for (const workflow::Kept& kept : all) {
    sla.met += kept.met;
    sla.missed += kept.missed;
    sla.overdue += kept.overdue;
    overdue += kept.overdue;
    if (kept.who.empty()) continue;
    Load& load = loads_[kept.who];
    load.met += kept.met;
    load.missed += kept.missed;
    load.overdue += kept.overdue;
  }
  return overdue;
}

port::Status Simulation::finish(workflow::Engine& engine, std::int64_t now) {
  const auto present = engine.current();
  if (!present) return port::Status::failed("the store holds no playbook");
  for (const auto& stage : present->workflow().stages) stage_order_.push_back(stage.name), stages_[stage.name];
  for (const auto& sla : present->workflow().slas) sla_order_.push_back(sla.name), slas_[sla.name];
  for (const auto& queue : present->chunk().queues)
    if (queue.within > 0) queue_order_.push_back(queue.name), queues_[queue.name];
  port::Status status = engine.store().eachLead([&](const port::LeadState& lead) {
    if (lead.id.empty() || isMissing(lead.created)) return true;
    const auto found = engine.world(lead.version);
    const workflow::World& world = found ? *found : *present;
    ++leads_;
    const auto& flow = world.workflow();
    for (const port::Visit& visit : lead.visits)
      if (visit.stage < flow.stages.size()) ++stages_[flow.stages[visit.stage].name].entered;
    if (!lead.merged_into.empty()) return true;
    ++stages_[workflow::stageName(world, lead)].leads;
    for (const auto& [rep, at] : lead.owners_before) ++loads_[rep].assigned;
    for (const port::Seat& seat : lead.seats) {
      if (seat.rep.empty()) continue;
      ++loads_[seat.rep].assigned;
      if (!lead.final) ++loads_[seat.rep].open;
    }
    for (std::size_t i = 0; i < lead.clocks.size() && i < flow.slas.size(); ++i) {
      const port::Clock& clock = lead.clocks[i];
      Sla& sla = slas_[flow.slas[i].name];
      sla.started += clock.runs;
      const std::uint64_t overdue = keep(sla, workflow::keptBy(world, lead, static_cast<std::uint32_t>(i), now));
      if (workflow::isLive(clock) && overdue == 0) ++sla.open;
    }
    for (std::uint32_t i = 0; i < world.chunk().queues.size(); ++i) {
      const bytecode::QueueInfo& info = world.chunk().queues[i];
      if (info.within <= 0) continue;
      Sla& queue = queues_[info.name];
      for (const port::QueueStay& stay : lead.queue_stays) queue.started += stay.queue == info.name ? 1 : 0;
      keep(queue, workflow::queueKeptBy(world, lead, i, now));
      if (lead.queue == static_cast<std::int32_t>(i)) ++queue.open;   // in time or not, as `status` counts
    }
    return true;
  });
  if (!status.ok()) return status;
  port::DeskRows desk;
  if (status = engine.store().begin(); !status.ok()) return status;
  status = engine.store().desk(desk);
  engine.store().rollback();
  if (!status.ok()) return status;
  const auto& pools = present->chunk().pools;
  for (std::uint32_t i = 0; i < pools.size(); ++i) {
    pool_order_.push_back(pools[i].name);
    for (const FairRow& row : fairness(*present, i, desk.turns, now)) pools_[pools[i].name].push_back({row.rep, row.served, row.share, row.expected});
  }
  reports_ = engine.totals().effects > effects_ ? engine.totals().effects - effects_ : 0;
  return status;
}

std::string Simulation::text(const TimeZone& zone, std::int64_t from, std::int64_t to) const {
  std::string text = "simulated " + wallText(from, zone) + " to " + wallText(to, zone) + ": " + counted(leads_, "lead") + "\n\n";
  std::vector<std::vector<std::string>> rows;
  for (const auto& [channel, count] : largest(channels_)) rows.push_back({channel, std::to_string(count)});
  if (reports_ > 0) rows.push_back({"report", std::to_string(reports_)});
  text += table({"would have been sent", "count"}, rows);
  rows.clear();
  const auto recipients = largest(recipients_);
  for (std::size_t i = 0; i < recipients.size() && i < kRecipientsShown; ++i) rows.push_back({recipients[i].first, std::to_string(recipients[i].second)});
  if (recipients.size() > kRecipientsShown) rows.push_back({"and " + std::to_string(recipients.size() - kRecipientsShown) + " more", ""});
  text += table({"to", "count"}, rows);
  rows.clear();
  for (const Shown& shown : shown_) rows.push_back({wallText(shown.at, zone), shown.lead, shown.kind + (shown.target.empty() ? "" : " " + shown.target), shown.to, shown.text.empty() ? shown.why : shown.text});
  text += table({"at", "lead", "what", "to", "text"}, rows);
  rows.clear();
  for (const std::string& name : sla_order_) {
    const Sla& sla = slas_.at(name);
    rows.push_back({name, std::to_string(sla.started), std::to_string(sla.met), std::to_string(sla.missed), std::to_string(sla.overdue), std::to_string(sla.open), std::to_string(sla.ended()),
                    rate(sla.met, sla.met + sla.missed + sla.overdue)});
  }
  text += table({"sla", "started", "met", "missed", "overdue", "open", "ended", "kept"}, rows);
  rows.clear();
  for (const std::string& name : queue_order_) {
    const Sla& queue = queues_.at(name);
    rows.push_back({name, std::to_string(queue.started), std::to_string(queue.met), std::to_string(queue.missed), std::to_string(queue.open), std::to_string(queue.overdue),
                    rate(queue.met, queue.met + queue.missed + queue.overdue)});
  }
  text += table({"queue", "came in", "left in time", "too late", "waiting", "overdue", "kept"}, rows);
  rows.clear();
  for (const auto& [rep, load] : loads_)
    rows.push_back({rep, std::to_string(load.assigned), std::to_string(load.open), std::to_string(load.met), std::to_string(load.missed), std::to_string(load.overdue),
                    rate(load.met, load.met + load.missed + load.overdue)});
  text += table({"rep", "assigned", "open", "met", "missed", "overdue", "kept"}, rows);
  rows.clear();
  for (const std::string& name : pool_order_) {
    const auto pool = pools_.find(name);
    if (pool == pools_.end()) continue;
    for (const Fair& row : pool->second) rows.push_back({name, row.rep, std::to_string(row.served), shareText(row.share), shareText(row.expected)});
  }
  text += table({"pool", "rep", "served", "share", "by weight"}, rows);
  rows.clear();
  for (const std::string& name : stage_order_) rows.push_back({name, std::to_string(stages_.at(name).leads), std::to_string(stages_.at(name).entered)});
  text += table({"stage", "leads at the end", "times entered"}, rows);
  rows.clear();
  for (const auto& [type, count] : refusals_) rows.push_back({type, std::to_string(count)});
  text += table({"events refused", "count"}, rows);
  if (!text.empty()) text.pop_back();
  return text;
}

std::string Simulation::json(std::int64_t from, std::int64_t to, const std::string& not_read) const {
  Json out = {{"from", isoText(from)}, {"to", isoText(to)}, {"leads", leads_}};
  Json effects = {{"total", effects_ + reports_}, {"by_kind", Json::object()}, {"by_channel", Json::object()}, {"by_recipient", Json::object()}};
  for (const auto& [kind, count] : kinds_) effects["by_kind"][kind] = count;
  if (reports_ > 0) effects["by_kind"]["report"] = reports_;
  for (const auto& [channel, count] : channels_) effects["by_channel"][channel] = count;
  for (const auto& [rep, count] : recipients_) effects["by_recipient"][rep] = count;
  if (!shown_.empty()) effects["first"] = Json::array();
  for (const Shown& shown : shown_)
    effects["first"].push_back({{"at", isoText(shown.at)}, {"lead", shown.lead}, {"kind", shown.kind}, {"channel", shown.channel}, {"target", shown.target}, {"to", shown.to}, {"text", shown.text}, {"why", shown.why}});
  out["effects"] = std::move(effects);
  const auto kept = [](std::uint64_t met, std::uint64_t whole) { return whole == 0 ? Json() : Json::parse(shareText(100.0 * static_cast<double>(met) / static_cast<double>(whole)).substr(0, shareText(100.0 * static_cast<double>(met) / static_cast<double>(whole)).size() - 1)); };
  out["slas"] = Json::array();
  for (const std::string& name : sla_order_) {
    const Sla& sla = slas_.at(name);
    out["slas"].push_back({{"sla", name}, {"started", sla.started}, {"met", sla.met}, {"missed", sla.missed}, {"overdue", sla.overdue}, {"open", sla.open}, {"ended", sla.ended()}, {"kept_percent", kept(sla.met, sla.met + sla.missed + sla.overdue)}});
  }
  out["queues"] = Json::array();
  for (const std::string& name : queue_order_) {
    const Sla& queue = queues_.at(name);
    out["queues"].push_back({{"queue", name}, {"came_in", queue.started}, {"met", queue.met}, {"missed", queue.missed}, {"overdue", queue.overdue}, {"waiting", queue.open}, {"kept_percent", kept(queue.met, queue.met + queue.missed + queue.overdue)}});
  }
  out["reps"] = Json::array();
  for (const auto& [rep, load] : loads_)
    out["reps"].push_back({{"rep", rep}, {"assigned", load.assigned}, {"open", load.open}, {"met", load.met}, {"missed", load.missed}, {"overdue", load.overdue}});
  out["pools"] = Json::array();
  for (const std::string& name : pool_order_) {
    Json reps = Json::array();
    if (const auto pool = pools_.find(name); pool != pools_.end())
      for (const Fair& row : pool->second) reps.push_back({{"rep", row.rep}, {"served", row.served}, {"share_percent", Json::parse(shareText(row.share).substr(0, shareText(row.share).size() - 1))}, {"expected_percent", Json::parse(shareText(row.expected).substr(0, shareText(row.expected).size() - 1))}});
    out["pools"].push_back({{"pool", name}, {"reps", reps}});
  }
  out["stages"] = Json::array();
  for (const std::string& name : stage_order_) out["stages"].push_back({{"stage", name}, {"leads", stages_.at(name).leads}, {"entered", stages_.at(name).entered}});
  out["refused"] = Json::object();
  for (const auto& [type, count] : refusals_) out["refused"][type] = count;
  out["not_read"] = Json::parse(not_read);
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace leadflow::cli
