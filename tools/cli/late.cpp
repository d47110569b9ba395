// leadflow late: what is overdue now, whose it is, and who was told.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/scribe.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Overdue {
  std::string lead, stage;
  workflow::Deadline deadline;
  std::vector<std::pair<std::string, std::int64_t>> told;   ///< in the order of time
  bool isOf(const std::string& rep) const { return std::find(deadline.who.begin(), deadline.who.end(), rep) != deadline.who.end(); }
};

using Told = std::vector<std::pair<std::string, std::int64_t>>;

/// Who was told about `source` since the clock began by levels of an escalation.
Told toldOf(const port::LeadState& lead, const std::string& source, std::int64_t since) {
  Told told;
  for (const port::Climb& climb : lead.climbs)
    if (climb.source == source)
      for (const auto& each : climb.told)
        if (isMissing(since) || each.second >= since) told.push_back(each);
  return told;
}

void add(std::vector<Overdue>& all, const workflow::World& world, const port::LeadState& lead, std::int64_t now) {
  for (workflow::Deadline& deadline : workflow::deadlinesOf(world, lead)) {
    if (deadline.due > now) continue;
    Told told = toldOf(lead, deadline.what, deadline.begun);
    all.push_back({lead.id, workflow::stageName(world, lead), std::move(deadline), std::move(told)});
  }
}

/// "sla first at 100%" is about "sla first".
bool isAbout(const std::string& why, const std::string& what) { return why.starts_with(what) && (why.size() == what.size() || why[what.size()] == ' '); }

/// An effect of an entry as it was decided, also one that holds personal data.
port::Effect effectOf(const port::JournalEntry& entry, const Json& recorded) {
  port::Effect effect;
  std::string text = recorded.dump();
  if (recorded.contains("all") && recorded["all"].is_object())
    for (const port::Secret& secret : entry.secrets)
      if (secret.hash == recorded["all"].value("$pii", "")) text = secret.value;
  port::fromJson(text, effect);
  return effect;
}

/// And whom the clock's own words went to: a point of an sla, a queue's time, a handoff's.
void addTold(const port::JournalEntry& entry, std::vector<Overdue*>& of) {
  if (entry.body.find("\"effects\":[") == std::string::npos) return;
  const Json body = Json::parse(entry.body, nullptr, false);
  if (!body.is_object() || !body.contains("effects") || !body["effects"].is_array()) return;
  for (const Json& recorded : body["effects"]) {
    if (!recorded.is_object()) continue;
    const port::Effect effect = effectOf(entry, recorded);
    if (effect.kind != port::EffectKind::Notify && effect.kind != port::EffectKind::Remind && effect.kind != port::EffectKind::Escalate) continue;
    for (Overdue* each : of) {
      if (!isAbout(effect.why, each->deadline.what) || (!isMissing(each->deadline.begun) && effect.at < each->deadline.begun)) continue;
      std::vector<std::string> receivers = effect.to;
      if (receivers.empty() && !effect.target.empty()) receivers.push_back(effect.target);
      for (const std::string& to : receivers)
        if (std::find(each->told.begin(), each->told.end(), std::pair(to, effect.at)) == each->told.end()) each->told.emplace_back(to, effect.at);
    }
  }
}

port::Status readTold(port::Store& store, std::vector<Overdue>& all) {
  std::map<std::string, std::vector<Overdue*>> by_lead;
  for (Overdue& each : all) by_lead[each.lead].push_back(&each);
  for (auto& [lead, of] : by_lead) {
    std::vector<Overdue*>& here = of;
    const port::Status status = store.eachEntry(lead, 0, [&](const port::JournalEntry& entry) {
      addTold(entry, here);
      return true;
    });
    if (!status.ok()) return status;
    for (Overdue* each : here) std::stable_sort(each->told.begin(), each->told.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  }
  return {};
}

int late(const StoreArguments& arguments, const std::string& owner) {
  auto session = openStore(arguments, Access::Look);
  if (!session) return kError;
  std::vector<Overdue> all;
  const port::Status status = session->store().eachLead([&](const port::LeadState& lead) {
    if (!lead.id.empty() && !isMissing(lead.created) && !lead.erased && lead.merged_into.empty()) add(all, *session->worldOf(lead), lead, session->now);
    return true;
  });
  if (!status.ok()) return fail(status);
  if (!owner.empty()) std::erase_if(all, [&](const Overdue& each) { return !each.isOf(owner); });
  if (const port::Status read = readTold(session->store(), all); !read.ok()) return fail(read);
  std::sort(all.begin(), all.end(), [](const Overdue& a, const Overdue& b) { return std::tie(a.deadline.due, a.lead, a.deadline.what) < std::tie(b.deadline.due, b.lead, b.deadline.what); });
  const TimeZone& zone = session->zone();
  if (arguments.json()) {
    Json out = Json::array();
    for (const Overdue& each : all) {
      Json told = Json::array();
      for (const auto& [rep, at] : each.told) told.push_back({{"rep", rep}, {"at", isoText(at)}});
      const workflow::Deadline& deadline = each.deadline;
      Json row = {{"lead", each.lead}, {"stage", each.stage}, {"owner", deadline.who.empty() ? Json() : Json(deadline.who.front())}, {"what", deadline.what},
                  {"due", isoText(deadline.due)}, {"over_ms", session->now - deadline.due}, {"told", told}};
      if (!deadline.queue.empty()) row["queue"] = deadline.queue;
      if (deadline.who.size() > 1) row["owners"] = deadline.who;
      out.push_back(std::move(row));
    }
    print(out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    return kOk;
  }
  std::vector<std::vector<std::string>> rows;
  std::map<std::string, std::uint64_t> owners;
  for (const Overdue& each : all) {
    std::string told;
    for (const auto& [rep, at] : each.told) told += (told.empty() ? "" : ", ") + rep + " " + wallText(at, zone);
    if (each.deadline.who.empty()) ++owners[{}];
    for (const std::string& who : each.deadline.who) ++owners[who];
    rows.push_back({each.lead, each.stage, peopleText(each.deadline.who, each.deadline.queue), each.deadline.what, spanText(session->now - each.deadline.due), told.empty() ? "nobody yet" : told});
  }
  printRows({"lead", "stage", "owner", "what", "over", "told"}, rows, "nothing is overdue at " + wallText(session->now, zone));
  if (rows.empty()) return kOk;
  std::string summary = "\n" + counted(all.size(), "deadline") + " overdue at " + wallText(session->now, zone) + ":";
  std::vector<std::pair<std::string, std::uint64_t>> by_owner(owners.begin(), owners.end());
  std::stable_sort(by_owner.begin(), by_owner.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  for (std::size_t i = 0; i < by_owner.size(); ++i)
    summary += (i == 0 ? " " : ", ") + (by_owner[i].first.empty() ? "nobody" : by_owner[i].first) + " " + std::to_string(by_owner[i].second);
  print(summary + "\n");
  return kOk;
}

}  // namespace

void addLate(CLI::App& app, Result& result) {
  auto arguments = std::make_shared<StoreArguments>();
  auto owner = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("late", "What is overdue now - service levels, queues, handoffs, feedback, approvals: whose it is, for how long, and who was told when");
  addStoreOptions(*command, *arguments);
  command->add_option("--owner", *owner, "Only what is this rep's")->type_name("REP");
  command->footer("Example:\n  leadflow late --store sqlite:leads.db\n  leadflow late --store sqlite:leads.db --owner ana --format json");
  command->callback([arguments, owner, &result] { result.exit = late(*arguments, *owner); });
}

}  // namespace leadflow::cli
