// leadflow why LEAD: a lead's life as sentences, from the journal.
#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "runtime/value/nearest.hpp"
#include "runtime/value/rim_text.hpp"
#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/scribe.hpp"
#include "runtime/workflow/snapshot.hpp"
#include "runtime/workflow/timer_text.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/opened_entry.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::ordered_json;

struct WhyCommand {
  StoreArguments store;
  std::string lead;
  bool full = false;
};

void addLine(std::string& out, const std::string& text) { out += oneLine(text) + '\n'; }

std::string eventText(const Opened& opened, const std::string& kind) {
  if (!opened.body().contains("event")) return kind;
  const Json& event = opened.body()["event"];
  const auto member = [&](const char* name) { return event.contains(name) ? opened.text(event[name]) : std::string(); };
  if (kind == "timer") return "a clock: " + member("name");
  if (kind == port::eventName(port::EventType::ZonesChanged)) return "the rules of time zones: " + member("value") + " instead of " + member("name");
  if (kind == port::eventName(port::EventType::OwnerRebalanced)) return kind + " " + member("name") + ", from " + member("by") + " to " + member("value");   // who lost it did nothing
  std::string text = kind;
  for (const char* name : {"name", "value", "target"})
    if (std::string value = member(name); !value.empty()) {
      if (kind == "playbook.deployed") value = workflow::hexOf(std::strtoull(value.c_str(), nullptr, 10));   // a version, as everywhere
      text += " " + value;
    }
  if (const std::string reason = member("reason"); !reason.empty()) text += ", reason " + reason;
  if (const std::string by = member("by"); !by.empty()) text += ", by " + by;
  if (const std::string comment = member("comment"); !comment.empty()) text += ": " + comment;
  return text;
}

std::string valuesText(const Json& values) {
  std::string text;
  for (const auto& [name, value] : values.items()) {
    text += (text.empty() ? "" : ", ") + name + " is ";
    text += value.is_null() ? "missing" : value.is_string() ? value.get<std::string>() : value.dump();
  }
  return text;
}

/// What the `nth` route that a step took looked at (from 1), for people: the rules passed over, the one that held, whose turn it was.
void routeText(std::string& out, const std::string& routed, int nth) {
  const Json steps = Json::parse(routed, nullptr, false);
  if (!steps.is_array()) return;
  for (const Json& step : steps) {
    const std::string kind = step.value("step", "");
    if (step.value("nth", 1) != nth) continue;
    const auto line = [&](const std::string& text) {
      addLine(out, "      " + text + (step.contains("line") && step["line"].is_string() ? "  (" + step["line"].get<std::string>() + ")" : std::string()));
    };
    if (kind == "rule") {
      const std::string rule = step.value("rule", "");
      const std::string values = step.contains("values") ? valuesText(step["values"]) : std::string();
      if (step["held"].is_boolean() && step["held"].get<bool>()) line("rule " + rule + " holds" + (values.empty() ? "" : ": " + values));
      else line("rule " + rule + (step["held"].is_null() ? " is unknown" : " does not hold") + (step.contains("failed") ? ": `" + step["failed"].get<std::string>() + "`" : "") + (values.empty() ? "" : ", " + values));
    } else if (kind == "rules_left_out") {
      out += "      " + std::to_string(step.value("left_out", 0)) + " further rules of route " + step.value("route", "") + " do not hold\n";
    } else if (kind == "target") {
      line(step.value("target", "") + ": " + step.value("outcome", ""));
      if (!step.contains("candidates")) continue;
      for (const Json& candidate : step["candidates"]) {
        std::string text = "        " + candidate.value("rep", "") + "  served " + std::to_string(candidate.value("served_before", 0));
        if (candidate.value("chosen", false)) text += " -> " + std::to_string(candidate.value("served_after", 0)) + "  chosen";
        if (candidate.contains("skipped")) text += "  skipped: " + candidate["skipped"].get<std::string>();
        addLine(out, text);
      }
    }
  }
}

void entryText(std::string& out, const port::JournalEntry& entry, const TimeZone& zone, bool full) {
  const Opened opened(entry);
  if (!opened.body().is_object()) {
    out += wallText(entry.at, zone) + "  " + entry.kind + ": the entry cannot be read\n";
    return;
  }
  std::string line = wallText(entry.at, zone) + "  " + eventText(opened, entry.kind);
  if (const std::int64_t happened = opened.happenedAt(); !isMissing(happened)) line += " (it happened " + wallText(happened, zone) + ", and was told of late)";
  addLine(out, line);
  const std::string outcome = opened.member("outcome");
  if (!outcome.empty() && outcome != "applied" && !outcome.starts_with("refused in part")) addLine(out, "    " + outcome);
  int routes = 0;
  if (opened.body().contains("account"))
    for (const Json& told : opened.body()["account"]) {
      if (told.value("what", "") == "refused" && outcome.starts_with("refused")) continue;   // the outcome says it
      addLine(out, "    " + byWallClock(opened.text(told["text"]), zone) + (told.contains("place") ? "  (" + told["place"].get<std::string>() + ")" : std::string()));
      if (told.value("what", "") == "routed" && opened.body().contains("routed")) routeText(out, opened.member("routed"), ++routes);
    }
  if (!opened.body().contains("effects")) return;
  for (const Json& effect : opened.body()["effects"]) {
    Json whole = effect;
    if (effect.contains("all")) {
      const std::string all = opened.text(effect["all"]);
      if (Json told = Json::parse(all, nullptr, false); told.is_object()) whole = std::move(told);
    }
    const std::string kind = whole.value("kind", "");
    if (!full && (kind == "log" || kind == "set")) continue;
    line = "    -> " + kind;
    for (const char* name : {"channel", "target"})
      if (whole.contains(name) && whole[name].is_string() && !whole[name].get<std::string>().empty() && whole[name] != kind) line += " " + whole[name].get<std::string>();
    if (whole.contains("to") && whole["to"].is_array() && !whole["to"].empty()) {
      line += " to ";
      for (std::size_t i = 0; i < whole["to"].size(); ++i) line += (i > 0 ? ", " : "") + whole["to"][i].get<std::string>();
    }
    if (whole.contains("text") && whole["text"].is_string() && !whole["text"].get<std::string>().empty()) line += ": " + whole["text"].get<std::string>();
    addLine(out, line);
  }
}

/// Approvals that wait for a decision, with a time or without one.
void approvalsText(std::string& out, const workflow::World& world, const port::LeadState& lead, std::int64_t now, const TimeZone& zone) {
  const auto& approvals = world.workflow().approvals;
  const std::vector<workflow::Deadline> deadlines = workflow::deadlinesOf(world, lead);
  for (std::size_t i = 0; i < approvals.size() && i < lead.approvals.size(); ++i) {
    const port::Approval& approval = lead.approvals[i];
    const auto is = static_cast<bytecode::ApprovalState>(approval.state);
    if (is != bytecode::ApprovalState::Asked && is != bytecode::ApprovalState::Late) continue;
    std::vector<std::string> who = approval.asked_of;
    if (who.empty() && approval.ask >= 0 && static_cast<std::size_t>(approval.ask) < approvals[i].asks.size()) who = {approvals[i].asks[static_cast<std::size_t>(approval.ask)].who.text};
    out += "  approval " + approvals[i].name + " is asked of " + oneLine(peopleText(who, {})) + " since " + wallText(approval.asked, zone);
    for (const workflow::Deadline& deadline : deadlines)
      if (deadline.kind == workflow::Deadline::Kind::Approval && deadline.what == "approval " + approvals[i].name)
        out += (deadline.due <= now ? ", overdue since " : ", due ") + wallText(deadline.due, zone);
    out += '\n';
  }
}

void presentText(std::string& out, const workflow::World& world, const port::LeadState& lead, std::int64_t now, const TimeZone& zone) {
  out += "\nNow (" + wallText(now, zone) + ")\n";
  if (!lead.merged_into.empty()) {
    addLine(out, "  merged into " + lead.merged_into);
    return;
  }
  if (lead.erased) out += "  its personal data were erased\n";
  const std::string stage = workflow::stageName(world, lead), owner = workflow::ownerOf(world, lead), queue = workflow::queueName(world, lead);
  out += "  in " + (stage.empty() ? "no stage" : "stage " + stage);
  if (!isMissing(lead.entered)) out += " since " + wallText(lead.entered, zone);
  out += "; " + (owner.empty() ? std::string("no owner") : "owner " + oneLine(owner)) + (queue.empty() ? "" : "; in queue " + queue) + (lead.final ? "; ended" : "") + "\n";
  const auto& slas = world.workflow().slas;
  for (std::uint32_t i = 0; i < slas.size() && i < lead.clocks.size(); ++i) {
    const port::Clock& clock = lead.clocks[i];
    switch (static_cast<bytecode::SlaState>(clock.state)) {
      case bytecode::SlaState::Idle: continue;
      case bytecode::SlaState::Running:
      case bytecode::SlaState::Paused:
      case bytecode::SlaState::Overdue: break;   // deadlines
      case bytecode::SlaState::Met: out += "  sla " + slas[i].name + " met" + (clock.who.empty() ? "" : " by " + oneLine(clock.who)) + "\n"; continue;
      case bytecode::SlaState::Missed: out += "  sla " + slas[i].name + " missed" + (clock.who.empty() ? "" : " by " + oneLine(clock.who)) + "\n"; continue;
    }
    const std::int64_t due = isMissing(clock.breached) ? workflow::dueOf(world, clock) : clock.breached;
    const bool paused = static_cast<bytecode::SlaState>(clock.state) == bytecode::SlaState::Paused;
    out += "  sla " + slas[i].name;
    if (!isMissing(due) && due <= now) out += std::string(paused ? " is paused," : " is") + " overdue since " + wallText(due, zone) + (clock.who.empty() ? "" : ", missed by " + oneLine(clock.who)) + "\n";
    else out += paused ? " is paused\n" : " runs, due " + wallText(due, zone) + "\n";
  }
  for (const workflow::Deadline& deadline : workflow::deadlinesOf(world, lead)) {
    if (deadline.kind == workflow::Deadline::Kind::Sla || deadline.kind == workflow::Deadline::Kind::Approval) continue;
    addLine(out, "  " + deadline.what + (deadline.due <= now ? " is overdue since " : " is due ") + wallText(deadline.due, zone) + ": " + peopleText(deadline.who, deadline.queue));
  }
  approvalsText(out, world, lead, now, zone);
  for (const port::Climb& climb : lead.climbs) {
    if (!isMissing(climb.closed) || climb.escalation >= world.workflow().escalations.size()) continue;
    std::string line = "  escalation " + world.workflow().escalations[climb.escalation].name + " is open (" + climb.source + ")";
    for (std::size_t i = 0; i < climb.told.size(); ++i) line += (i == 0 ? "; told " : ", ") + climb.told[i].first + " " + wallText(climb.told[i].second, zone);
    if (!climb.acknowledged_by.empty()) line += "; acknowledged by " + climb.acknowledged_by;
    addLine(out, line);
  }
  for (const std::string& violation : lead.violations) addLine(out, "  " + byWallClock(kAgainstPrivacy + violation, zone));
  for (const auto& [other, rule] : lead.flags) addLine(out, "  seems to repeat " + other + " (" + rule + ")");
  bool any = false;
  for (const port::Timer& timer : lead.timers) {
    if (!workflow::isDue(timer)) continue;
    addLine(out, (any ? "            " : "  due next  ") + wallText(timer.due, zone) + "  " + workflow::timerText(world, lead, timer));
    any = true;
  }
  if (!any && !lead.final) out += "  nothing is due; what comes next is an event\n";
}

/// Why there is no lead of that id yet: what would begin it waits, or something that names it. Empty: nothing does.
std::string waitsInstead(port::Store& store, const std::string& lead) {
  std::string found;
  (void)store.held(lead, [&](const port::Held& row) {
    if (row.place != port::Place::Waiting) return;
    const auto column = [&](const char* name) { return std::find_if(row.columns.begin(), row.columns.end(), [&](const auto& each) { return each.first == name; })->second; };
    const auto type = static_cast<port::EventType>(std::atoi(column("type").c_str()));
    if (found.empty() || type == port::EventType::LeadCreated) found = std::string(port::eventName(type)) + " (event `" + column("id") + "`) waits";
  });
  return found;
}

/// Why there is no lead of that id: the last event that would have begun it, or that names it, was refused. Empty: none was.
std::string refusedInstead(port::Store& store, const std::string& lead) {
  constexpr std::size_t kPage = 1000;
  std::vector<std::pair<port::StoredEvent, std::string>> page;
  std::string found;
  std::uint64_t before = 0;
  do {
    if (!store.refusedEvents(kPage, page, before).ok()) return {};
    for (const auto& [stored, outcome] : page) {
      before = stored.number;
      if (stored.event.lead != lead) continue;
      std::string text = std::string(port::eventName(stored.event.type)) + " (event `" + stored.event.id + "`) was " + outcome;
      if (stored.event.type == port::EventType::LeadCreated) return text;
      if (found.empty()) found = std::move(text);
    }
  } while (page.size() == kPage);
  return found;
}

int why(const WhyCommand& command) {
  auto session = openStore(command.store, Access::Look);
  if (!session) return kError;
  std::optional<port::LeadState> lead;
  port::Status status = session->store().load(command.lead, lead);
  if (!status.ok()) return fail(status);
  if (!lead || isMissing(lead->created)) {
    if (const std::string waits = waitsInstead(session->store(), command.lead); !waits.empty())
      return fail("there is no lead `" + command.lead + "` in " + session->store().name() + " yet: its " + waits, "`leadflow work` takes what waits when its time has come");
    if (const std::string refused = refusedInstead(session->store(), command.lead); !refused.empty())
      return fail("there is no lead `" + command.lead + "` in " + session->store().name() + ": its " + refused, "`leadflow refused --lead " + command.lead + "` lists what was refused");
    std::vector<port::LeadSummary> all;
    std::string near;
    if (session->store().summaries(all).ok()) {
      std::vector<std::string> ids;
      for (const port::LeadSummary& each : all)
        if (!isMissing(each.created)) ids.push_back(each.id);
      if (const int found = nearest(command.lead, ids); found >= 0) near = "did you mean `" + ids[static_cast<std::size_t>(found)] + "`?";
    }
    return fail("there is no lead `" + command.lead + "` in " + session->store().name(), near);
  }
  const auto world = session->worldOf(*lead);
  const TimeZone& zone = world->desk->program().zone();
  std::string out;
  Json entries = Json::array();
  std::uint64_t count = 0;
  status = session->store().eachEntry(command.lead, 0, [&](const port::JournalEntry& entry) {
    ++count;
    if (entry.kind == workflow::kMeaningChanged || entry.kind == workflow::kBeforeZones) return true;   // nothing happened to the lead
    if (command.store.json()) {
      const Opened opened(entry);
      Json each = {{"at", isoText(entry.at)}, {"event", entry.kind}, {"outcome", opened.member("outcome")}, {"stage", opened.member("stage")}, {"owner", opened.member("owner")}, {"queue", opened.member("queue")}};
      if (const std::int64_t happened = opened.happenedAt(); !isMissing(happened)) each["happened"] = isoText(happened);
      Json account = Json::array();
      if (opened.body().is_object() && opened.body().contains("account"))
        for (const Json& told : opened.body()["account"])
          account.push_back({{"what", told.value("what", "")}, {"text", opened.text(told["text"])}, {"line", told.value("place", "")}});
      each["account"] = std::move(account);
      if (const std::string routed = opened.member("routed"); !routed.empty()) {
        Json told = Json::parse(routed, nullptr, false);   // of an erased lead: a word, and no JSON
        each["why"] = told.is_discarded() ? Json() : std::move(told);
      }
      entries.push_back(std::move(each));
    } else {
      entryText(out, entry, zone, command.full);
    }
    return true;
  });
  if (!status.ok()) return fail(status);
  if (command.store.json()) {
    Json due = Json::array();
    for (const port::Timer& timer : lead->timers)
      if (workflow::isDue(timer)) due.push_back({{"at", isoText(timer.due)}, {"what", workflow::timerText(*world, *lead, timer)}});
    Json open = Json::array();
    for (const workflow::Deadline& deadline : workflow::deadlinesOf(*world, *lead)) {
      Json each = {{"what", deadline.what}, {"owner", deadline.who.empty() ? Json() : Json(deadline.who.front())}, {"due", isoText(deadline.due)}, {"overdue", deadline.due <= session->now}};
      if (!deadline.queue.empty()) each["queue"] = deadline.queue;
      open.push_back(std::move(each));
    }
    const Json whole = {{"lead", lead->id}, {"stage", workflow::stageName(*world, *lead)}, {"owner", workflow::ownerOf(*world, *lead)}, {"queue", workflow::queueName(*world, *lead)},
                        {"final", lead->final}, {"life", entries}, {"open", open}, {"due", due}};
    print(whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    return kOk;
  }
  printLine("Lead " + lead->id);
  print("\n" + (count == 0 ? std::string("  (the store keeps no journal)\n") : out));
  std::string present;
  presentText(present, *world, *lead, session->now, zone);
  print(present);
  return kOk;
}

}  // namespace

void addWhy(CLI::App& app, Result& result) {
  auto options = std::make_shared<WhyCommand>();
  CLI::App* command = app.add_subcommand("why", "A lead's life as sentences: what came, where it went and by which line, who got it and why, who was told");
  command->add_option("lead", options->lead, "Its id")->required()->type_name("LEAD")->transform(CLI::Validator(leadId(), ""));
  addStoreOptions(*command, options->store);
  command->add_flag("--full", options->full, "Also logs and fields that were set");
  command->footer("Example:\n  leadflow why 00Q17 --store sqlite:leads.db\n  leadflow why 00Q17 --store sqlite:leads.db --format json");
  command->callback([options, &result] { result.exit = why(*options); });
}

}  // namespace leadflow::cli
