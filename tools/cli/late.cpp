// leadflow late: what is overdue now, whose it is, and who was told.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "runtime/value/nearest.hpp"
#include "runtime/value/text.hpp"
#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/scribe.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/opened_entry.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::ordered_json;

using Told = std::vector<std::pair<std::string, std::int64_t>>;
using Kind = workflow::Deadline::Kind;

struct Overdue {
  std::string lead, stage;
  workflow::Deadline deadline;
  std::vector<port::Climb> climbs;   ///< escalations of the lead that are about it
  std::int64_t begun = kMissing;     ///< when the journal tells that it began
  Told told;                         ///< in the order of time
  bool isOf(const std::string& rep) const { return std::find(deadline.who.begin(), deadline.who.end(), rep) != deadline.who.end(); }
};

void add(std::vector<Overdue>& all, const workflow::World& world, const port::LeadState& lead, std::int64_t now) {
  for (workflow::Deadline& deadline : workflow::deadlinesOf(world, lead)) {
    if (deadline.due > now) continue;
    Overdue& overdue = all.emplace_back();
    overdue.lead = lead.id;
    overdue.stage = workflow::stageName(world, lead);
    overdue.begun = deadline.begun;
    for (const port::Climb& climb : lead.climbs)
      if (climb.source == deadline.what) overdue.climbs.push_back(climb);
    overdue.deadline = std::move(deadline);
  }
}

// ---- what the journal says of it

std::string nameOf(const workflow::Deadline& deadline) { return deadline.what.substr(deadline.what.rfind(' ') + 1); }

/// How the account tells that it begins. A clock that begins anew at the instant at which somebody was told: the order says which
/// of its runs that was about.
std::pair<const char*, std::string> beginning(const workflow::Deadline& deadline) {
  const std::string name = nameOf(deadline);
  switch (deadline.kind) {
    case Kind::Sla: return {"clock started", name + " starts: "};
    case Kind::Queue: return {"queued", "waits in queue " + name + " ("};
    case Kind::Handoff: return {"handoff offered", name + " is offered to "};
    case Kind::Feedback: return {"handoff accepted", name + " is accepted by "};
    case Kind::Approval: return {"approval", name + " is asked of "};
  }
  return {"", ""};
}
bool beginsIn(const Opened& entry, std::int64_t at, const workflow::Deadline& deadline) {
  const bool handed_on = deadline.kind == Kind::Handoff || deadline.kind == Kind::Approval;   // somebody else is asked later, in the same time
  if (handed_on && !isMissing(deadline.begun) && at > deadline.begun) return false;
  const auto [kind, words] = beginning(deadline);
  bool begins = false;
  entry.eachTold([&, what = kind, &text_begin = words](const std::string& told, const std::string& text) { begins = begins || (told == what && text.starts_with(text_begin)); });
  return begins;
}

/// Whether an effect speaks of it: "sla first at 100%" of "sla first".
bool isAbout(const std::string& why, const workflow::Deadline& deadline) {
  const std::string& what = deadline.what;
  switch (deadline.kind) {
    case Kind::Feedback: return why == "handoff " + nameOf(deadline) + " feedback";
    case Kind::Handoff: return why == what || why == what + " late";
    default: return why.starts_with(what) && (why.size() == what.size() || why[what.size()] == ' ');
  }
}

/// An effect of an entry as it was decided, also one that holds personal data.
port::Effect effectOf(const Opened& entry, const Json& recorded) {
  port::Effect effect;
  const std::string whole = recorded.contains("all") ? entry.text(recorded["all"]) : std::string();
  port::fromJson(whole.starts_with('{') ? whole : recorded.dump(), effect);
  return effect;
}

/// The task by which somebody is asked for an approval, or for feedback: it tells them, as the offer of a handoff does.
bool asks(const port::Effect& effect) { return effect.kind == port::EffectKind::Task && (effect.target == "approval" || effect.target == "feedback"); }

/// Whom a message went to: people, or the place of a channel (`slack "#sdr"`). The target of a task is what it asks for.
std::vector<std::string> receiversOf(const port::Effect& effect) {
  if (effect.to.empty() && !effect.channel.empty() && !effect.target.empty() && !asks(effect)) return {effect.target};
  return effect.to;
}

std::vector<port::Effect> messagesOf(const Opened& entry) {
  std::vector<port::Effect> all;
  if (!entry.body().contains("effects") || !entry.body()["effects"].is_array()) return all;
  for (const Json& recorded : entry.body()["effects"]) {
    if (!recorded.is_object()) continue;
    port::Effect effect = effectOf(entry, recorded);
    if (asks(effect) || effect.kind == port::EffectKind::Notify || effect.kind == port::EffectKind::Remind || effect.kind == port::EffectKind::Escalate) all.push_back(std::move(effect));
  }
  return all;
}

void note(Overdue& overdue, const std::string& who, std::int64_t at) {
  if (std::find(overdue.told.begin(), overdue.told.end(), std::pair(who, at)) == overdue.told.end()) overdue.told.emplace_back(who, at);
}

/// Whom the clock's own words went to: a point of an sla, a queue's time, a handoff's, and who was asked.
void addTold(const port::JournalEntry& entry, std::vector<Overdue*>& of) {
  const Opened opened(entry);
  if (!opened.readable()) return;
  const std::vector<port::Effect> messages = messagesOf(opened);
  for (Overdue* each : of) {
    const bool begins = beginsIn(opened, entry.at, each->deadline);
    if (begins) {   // what was told before, and in the step that began it, was told of the time before
      each->told.clear();
      each->begun = entry.at;
    }
    for (const port::Effect& effect : messages) {
      const bool request = asks(effect) || (each->deadline.kind == Kind::Handoff && effect.why == each->deadline.what);
      if (!isAbout(effect.why, each->deadline) || (begins && !request) || (!isMissing(each->deadline.begun) && effect.at < each->deadline.begun)) continue;
      for (const std::string& to : receiversOf(effect)) note(*each, to, effect.at);
    }
  }
}

/// And who was told by levels of an escalation. One that was open when it began was closed by that.
void addClimbs(Overdue& overdue) {
  for (const port::Climb& climb : overdue.climbs) {
    if (!isMissing(climb.closed) && !isMissing(overdue.begun) && climb.closed <= overdue.begun) continue;
    for (const auto& [rep, at] : climb.told)
      if (isMissing(overdue.deadline.begun) || at >= overdue.deadline.begun) note(overdue, rep, at);
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
    for (Overdue* each : here) {
      addClimbs(*each);
      std::stable_sort(each->told.begin(), each->told.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    }
  }
  return {};
}

/// The rep as the roster spells one. Who has left it may still have something; false, with the error printed: nobody is called so.
bool spelled(const StoreSession& session, const std::vector<Overdue>& all, std::string& owner) {
  const decide::People& people = session.world->desk->people();
  owner = std::string(trim(owner));
  if (const Slot rep = people.find(owner); !isMissing(rep)) {
    owner = people.rep(rep).id;
    return true;
  }
  if (!owner.empty() && std::any_of(all.begin(), all.end(), [&](const Overdue& each) { return each.isOf(owner); })) return true;
  std::vector<std::string> ids;
  for (const Rep& rep : people.reps()) ids.push_back(rep.id);
  const int near = nearest(owner, ids);
  fail("`" + owner + "` is not in the roster", near < 0 ? std::string() : "did you mean `" + ids[static_cast<std::size_t>(near)] + "`?");
  return false;
}

int late(const StoreArguments& arguments, std::optional<std::string> owner) {
  auto session = openStore(arguments, Access::Look);
  if (!session) return kError;
  std::vector<Overdue> all;
  const port::Status status = session->store().eachLead([&](const port::LeadState& lead) {
    if (!lead.id.empty() && !isMissing(lead.created) && !lead.erased && lead.merged_into.empty()) add(all, *session->worldOf(lead), lead, session->now);
    return true;
  });
  if (!status.ok()) return fail(status);
  if (owner) {
    if (!spelled(*session, all, *owner)) return kError;
    std::erase_if(all, [&](const Overdue& each) { return !each.isOf(*owner); });
  }
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
  std::string summary = counted(all.size(), "deadline") + " overdue at " + wallText(session->now, zone) + ":";
  std::vector<std::pair<std::string, std::uint64_t>> by_owner(owners.begin(), owners.end());
  std::stable_sort(by_owner.begin(), by_owner.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  for (std::size_t i = 0; i < by_owner.size(); ++i)
    summary += (i == 0 ? " " : ", ") + (by_owner[i].first.empty() ? "nobody" : by_owner[i].first) + " " + std::to_string(by_owner[i].second);
  print("\n");
  printLine(summary);
  return kOk;
}

}  // namespace

void addLate(CLI::App& app, Result& result) {
  auto arguments = std::make_shared<StoreArguments>();
  auto owner = std::make_shared<std::optional<std::string>>();
  CLI::App* command = app.add_subcommand("late", "What is overdue now - service levels, queues, handoffs, feedback, approvals: whose it is, for how long, and who was told when");
  addStoreOptions(*command, *arguments);
  command->add_option("--owner", *owner, "Only what is this rep's")->type_name("REP");
  command->footer("Example:\n  leadflow late --store sqlite:leads.db\n  leadflow late --store sqlite:leads.db --owner ana --format json");
  command->callback([arguments, owner, &result] { result.exit = late(*arguments, *owner); });
}

}  // namespace leadflow::cli
