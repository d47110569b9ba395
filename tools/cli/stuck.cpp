// leadflow stuck: leads that nobody has, or to which nothing will happen by itself.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/value/duration.hpp"
#include "runtime/workflow/scribe.hpp"
#include "runtime/workflow/snapshot.hpp"
#include "runtime/workflow/stuck.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/opened_entry.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Stuck {
  std::string lead, stage, owner, queue, why;
  std::int64_t since = 0;
};

/// As far as the lead itself knows: came to its stage, to who has it, was touched.
std::int64_t lastTouch(const port::LeadState& lead, std::int64_t now) {
  std::int64_t last = isMissing(lead.entered) ? lead.created : lead.entered;
  for (const port::Seat& seat : lead.seats)
    if (!seat.rep.empty() && !isMissing(seat.since)) last = std::max(last, seat.since);
  if (!lead.holdings.empty()) last = std::max(last, lead.holdings.back().since);
  for (const port::ActivityEntry& activity : lead.activities)
    if (activity.at <= now) last = std::max(last, activity.at);
  return last;
}

/// Whether something happened to the lead: an event came for it, or a clock did something. Another version of the playbook, other
/// rules of time zones or another word of the roster are looks at it, unless they tell of more.
bool happened(const port::JournalEntry& entry, const Opened& opened) {
  const std::string outcome = opened.member("outcome");
  if (entry.kind == workflow::kMeaningChanged || entry.kind == workflow::kBeforeZones || outcome.starts_with("refused: ") || outcome.starts_with("ignored")) return false;
  const auto is = [&](port::EventType type) { return entry.kind == port::eventName(type); };
  if (!is(port::EventType::Timer) && !is(port::EventType::Deployed) && !is(port::EventType::ZonesChanged) && !is(port::EventType::RosterChanged)) return true;
  bool more = false;
  opened.eachTold([&](const std::string& what, const std::string&) { more = more || (what != "deployed" && what != "zones" && what != "moved due" && what != "roster"); });
  return more;
}

/// The last thing that the journal knows; a thing that was told of late counts with its own instant.
port::Status readLast(port::Store& store, Stuck& stuck) {
  return store.eachEntry(stuck.lead, 0, [&](const port::JournalEntry& entry) {
    if (entry.at <= stuck.since) return true;
    const Opened opened(entry);
    const std::int64_t late = opened.happenedAt();
    if (happened(entry, opened)) stuck.since = std::max(stuck.since, isMissing(late) ? entry.at : late);
    return true;
  });
}

int stuck(const StoreArguments& arguments, std::int64_t days) {
  auto session = openStore(arguments, Access::Look);
  if (!session) return kError;
  std::vector<Stuck> all;
  const port::Status status = session->store().eachLead([&](const port::LeadState& lead) {
    if (lead.id.empty() || isMissing(lead.created) || lead.final || lead.erased || !lead.merged_into.empty()) return true;
    const auto world = session->worldOf(lead);
    std::string why = workflow::stuckBecause(*world, lead, session->now);
    const std::int64_t since = lastTouch(lead, session->now);
    if (!why.empty() && session->now - since >= days * kDayMs)   // or later
      all.push_back({lead.id, workflow::stageName(*world, lead), workflow::ownerOf(*world, lead), workflow::queueName(*world, lead), std::move(why), since});
    return true;
  });
  if (!status.ok()) return fail(status);
  for (Stuck& each : all)
    if (const port::Status read = readLast(session->store(), each); !read.ok()) return fail(read);
  std::erase_if(all, [&](const Stuck& each) { return session->now - each.since < days * kDayMs; });
  std::sort(all.begin(), all.end(), [](const Stuck& a, const Stuck& b) { return std::tie(a.since, a.lead) < std::tie(b.since, b.lead); });
  if (arguments.json()) {
    Json out = Json::array();
    const auto word = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
    for (const Stuck& each : all)
      out.push_back({{"lead", each.lead}, {"stage", word(each.stage)}, {"owner", word(each.owner)}, {"queue", word(each.queue)}, {"why", each.why},
                     {"since", isoText(each.since)}, {"days", (session->now - each.since) / kDayMs}});
    print(out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    return kOk;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Stuck& each : all)
    rows.push_back({each.lead, each.stage, std::to_string((session->now - each.since) / kDayMs), each.why});
  printRows({"lead", "stage", "days", "why"}, rows, "no lead is stuck at " + wallText(session->now, session->zone()));
  if (!rows.empty()) print("\n" + counted(rows.size(), "lead") + "; days since the last thing that happened to it\n");
  return kOk;
}

}  // namespace

void addStuck(CLI::App& app, Result& result) {
  auto arguments = std::make_shared<StoreArguments>();
  auto days = std::make_shared<std::int64_t>(0);
  CLI::App* command = app.add_subcommand("stuck", "Leads that nobody has, or to which nothing will happen: why, and for how many days");
  addStoreOptions(*command, *arguments);
  command->add_option("--days", *days, "Only those that have waited so many days")->check(CLI::NonNegativeNumber);
  command->footer("Example:\n  leadflow stuck --store sqlite:leads.db\n  leadflow stuck --store sqlite:leads.db --days 7");
  command->callback([arguments, days, &result] { result.exit = stuck(*arguments, *days); });
}

}  // namespace leadflow::cli
