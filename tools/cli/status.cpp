// leadflow status: where leads are, which clocks run, what is due next.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "runtime/bytecode/codec.hpp"
#include "runtime/value/percent.hpp"
#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/deploy.hpp"
#include "runtime/workflow/scribe.hpp"
#include "runtime/workflow/timer_text.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/progress.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::ordered_json;
constexpr std::int64_t kOnePercent = kWholePercent / 100;
constexpr std::size_t kDueShown = 10, kManyRows = 10'000'000;

struct Due {
  std::int64_t at = 0;
  std::string lead, what, owner;
  friend bool operator<(const Due& a, const Due& b) { return std::tie(a.at, a.lead, a.what) < std::tie(b.at, b.lead, b.what); }
};

struct Picture {
  struct Stage { std::uint64_t leads = 0, without_owner = 0; std::int64_t oldest = kMissing; };
  struct Clocks { std::uint64_t running = 0, paused = 0, overdue = 0, met = 0, missed = 0; };   ///< of a queue: running is waiting in its time
  struct Answers { std::uint64_t waiting = 0, overdue = 0; };   ///< those that are overdue wait too
  std::vector<std::string> stage_order, sla_order, queue_order;
  std::map<std::string, Stage> stages;
  std::map<std::string, Clocks> slas, queues;
  std::map<std::string, Answers> answers;   ///< to handoffs and approvals, and feedback, that have a time; by what `late` calls them
  std::map<std::uint64_t, std::uint64_t> versions;   ///< leads in flight
  std::uint64_t leads = 0, open = 0, erased = 0, merged = 0;
  std::set<Due> due;
  std::uint64_t due_in_all = 0;   ///< of which `due` has the next ones

  void stageNamed(const std::string& name) {
    if (stages.emplace(name, Stage{}).second) stage_order.push_back(name);
  }
  void slaNamed(const std::string& name) {
    if (slas.emplace(name, Clocks{}).second) sla_order.push_back(name);
  }
  void queueNamed(const std::string& name) {
    if (queues.emplace(name, Clocks{}).second) queue_order.push_back(name);
  }
};

void add(Picture& picture, const workflow::World& world, const port::LeadState& lead, std::int64_t now) {
  ++picture.leads;
  if (!lead.merged_into.empty()) {
    picture.erased += lead.erased;
    ++picture.merged;
    return;
  }
  const std::string stage = workflow::stageName(world, lead), owner = workflow::ownerOf(world, lead);
  if (lead.erased) {   // the account of its clocks stays; it stands nowhere any more
    ++picture.erased;
  } else {
    picture.stageNamed(stage);
    Picture::Stage& here = picture.stages[stage];
    ++here.leads;
    if (owner.empty() && lead.queue < 0 && !lead.final) ++here.without_owner;
    if (isMissing(here.oldest) || lead.entered < here.oldest) here.oldest = lead.entered;
  }
  if (!lead.final && !lead.erased) {
    ++picture.open;
    ++picture.versions[lead.version];
  }
  const auto& slas = world.workflow().slas;
  for (std::size_t i = 0; i < lead.clocks.size() && i < slas.size(); ++i) {
    picture.slaNamed(slas[i].name);
    Picture::Clocks& clocks = picture.slas[slas[i].name];
    clocks.met += lead.clocks[i].met;
    clocks.missed += lead.clocks[i].missed;
    if (!workflow::isLive(lead.clocks[i])) continue;
    // By its time, as `late` has it, whether a worker has come to it or not.
    const std::int64_t due = isMissing(lead.clocks[i].breached) ? workflow::dueOf(world, lead.clocks[i]) : lead.clocks[i].breached;
    if (!isMissing(due) && due <= now) ++clocks.overdue;
    else if (static_cast<bytecode::SlaState>(lead.clocks[i].state) == bytecode::SlaState::Paused) ++clocks.paused;
    else ++clocks.running;
  }
  const auto& queues = world.chunk().queues;
  for (std::uint32_t i = 0; i < queues.size(); ++i) {
    if (queues[i].within <= 0) continue;
    picture.queueNamed(queues[i].name);
    Picture::Clocks& waits = picture.queues[queues[i].name];
    std::uint64_t overdue = 0;
    for (const workflow::Kept& kept : workflow::queueKeptBy(world, lead, i, now)) {
      waits.met += kept.met;
      waits.missed += kept.missed;
      overdue += kept.overdue;
    }
    waits.overdue += overdue;
    if (lead.queue == static_cast<std::int32_t>(i) && overdue == 0) ++waits.running;
  }
  if (!lead.erased)
    for (const workflow::Deadline& deadline : workflow::openOf(world, lead)) {
      if (deadline.kind == workflow::Deadline::Kind::Sla || deadline.kind == workflow::Deadline::Kind::Queue) continue;
      Picture::Answers& answers = picture.answers[deadline.what];
      ++answers.waiting;
      answers.overdue += !isMissing(deadline.due) && deadline.due <= now ? 1 : 0;
    }
  for (const port::Timer& timer : lead.timers) {
    if (!workflow::isDue(timer)) continue;
    ++picture.due_in_all;
    if (picture.due.size() >= kDueShown && timer.due > picture.due.rbegin()->at) continue;
    picture.due.insert({timer.due, lead.id, workflow::timerText(world, lead, timer), owner});
    if (picture.due.size() > kDueShown) picture.due.erase(std::prev(picture.due.end()));
  }
}

struct Version {
  std::string id, label, name;
  std::int64_t deployed = 0, effective_from = kMissing, pilot = 0;
  std::string condition;
  std::uint64_t leads = 0;
  bool withdrawn = false, present = false, waits = false, in_force = false;
};

int status(const StoreArguments& arguments) {
  auto session = openStore(arguments, Access::Look);
  if (!session) return kError;
  port::Store& store = session->store();
  Picture picture;
  for (const auto& stage : session->world->workflow().stages) picture.stageNamed(stage.name);
  for (const auto& sla : session->world->workflow().slas) picture.slaNamed(sla.name);
  for (const auto& queue : session->world->chunk().queues)
    if (queue.within > 0) picture.queueNamed(queue.name);
  port::Status problem = store.eachLead([&](const port::LeadState& lead) {
    if (!lead.id.empty() && !isMissing(lead.created)) add(picture, *session->worldOf(lead), lead, session->now);
    return true;
  });
  std::uint64_t waiting = 0;
  if (problem.ok()) problem = store.waitingEvents(waiting);
  port::WorldRows rows;
  if (problem.ok()) problem = store.world(rows);
  if (!problem.ok()) return fail(problem);
  std::vector<port::OutboxStore::Row> outbox, dead;
  if (session->opened.outbox != nullptr && (!session->opened.outbox->list("waiting", kManyRows, outbox) || !session->opened.outbox->list("dead", kManyRows, dead)))
    return fail(session->opened.outbox->error());
  std::vector<Version> versions;
  const std::int64_t at = isMissing(session->reached) ? session->now : session->reached;
  const auto holds = [&](const port::PlaybookRow& row, std::int64_t then) {
    const auto in_force = workflow::inForce(rows, then);
    return std::find(in_force.begin(), in_force.end(), &row) != in_force.end();
  };
  for (const port::PlaybookRow& row : rows.playbooks) {
    const bool waits = !isMissing(row.effective_from) && row.effective_from > at && holds(row, row.effective_from);
    versions.push_back({workflow::hexOf(row.version), row.label, row.name, row.deployed, row.effective_from, row.pilot_percent, row.pilot_condition, picture.versions[row.version], row.withdrawn,
                        row.version == session->world->version, waits, holds(row, at)});
  }

  const TimeZone& zone = session->zone();
  if (arguments.json()) {
    Json out;
    out["at"] = isoText(session->now);
    out["store"] = store.name();
    out["leads"] = picture.leads;
    out["open"] = picture.open;
    out["merged"] = picture.merged;
    out["erased"] = picture.erased;
    out["stages"] = Json::array();
    for (const std::string& name : picture.stage_order) {
      const Picture::Stage& stage = picture.stages[name];
      out["stages"].push_back({{"stage", name}, {"leads", stage.leads}, {"nobody", stage.without_owner}, {"oldest", isMissing(stage.oldest) ? Json() : Json(isoText(stage.oldest))}});
    }
    out["clocks"] = Json::array();
    for (const std::string& name : picture.sla_order) {
      const Picture::Clocks& clocks = picture.slas[name];
      out["clocks"].push_back({{"sla", name}, {"running", clocks.running}, {"paused", clocks.paused}, {"overdue", clocks.overdue}, {"met", clocks.met}, {"missed", clocks.missed}});
    }
    out["queues"] = Json::array();
    for (const std::string& name : picture.queue_order) {
      const Picture::Clocks& waits = picture.queues[name];
      out["queues"].push_back({{"queue", name}, {"waiting", waits.running + waits.overdue}, {"overdue", waits.overdue}, {"met", waits.met}, {"missed", waits.missed}});
    }
    out["answers"] = Json::array();
    for (const auto& [what, answers] : picture.answers) out["answers"].push_back({{"what", what}, {"waiting", answers.waiting}, {"overdue", answers.overdue}});
    out["due"] = Json::array();
    for (const Due& due : picture.due) out["due"].push_back({{"at", isoText(due.at)}, {"lead", due.lead}, {"what", due.what}, {"owner", due.owner.empty() ? Json() : Json(due.owner)}});
    out["due_in_all"] = picture.due_in_all;
    out["outbox"] = {{"waiting", outbox.size()}, {"dead", dead.size()}};
    out["waiting_events"] = waiting;
    out["versions"] = Json::array();
    for (const Version& version : versions) {
      Json each = {{"version", version.id}, {"label", version.label}, {"playbook", version.name}, {"deployed", isoText(version.deployed)}, {"leads", version.leads}, {"present", version.present}};
      if (!isMissing(version.effective_from)) each["effective_from"] = isoText(version.effective_from);
      if (version.pilot > 0) each["pilot_percent"] = version.pilot % kOnePercent == 0 ? Json(version.pilot / kOnePercent) : Json(static_cast<double>(version.pilot) / kOnePercent);
      if (!version.condition.empty()) each["pilot_when"] = version.condition;
      if (version.withdrawn) each["withdrawn"] = true;
      out["versions"].push_back(std::move(each));
    }
    print(out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    return kOk;
  }

  print(store.name() + " at " + wallText(session->now, zone) + ": " + counted(picture.leads, "lead") + ", " + groupedNumber(picture.open) + " open\n\n");
  std::vector<std::vector<std::string>> lines;
  for (const std::string& name : picture.stage_order) {
    const Picture::Stage& stage = picture.stages[name];
    lines.push_back({name.empty() ? "(no stage)" : name, std::to_string(stage.leads), std::to_string(stage.without_owner), isMissing(stage.oldest) ? "" : spanText(session->now - stage.oldest)});
  }
  printRows({"stage", "leads", "with nobody", "longest there"}, lines);
  lines.clear();
  for (const std::string& name : picture.sla_order) {
    const Picture::Clocks& clocks = picture.slas[name];
    lines.push_back({name, std::to_string(clocks.running), std::to_string(clocks.paused), std::to_string(clocks.overdue), std::to_string(clocks.met), std::to_string(clocks.missed)});
  }
  if (!lines.empty()) print("\n");
  printRows({"sla", "running", "paused", "overdue", "met", "missed"}, lines);
  lines.clear();
  for (const std::string& name : picture.queue_order) {
    const Picture::Clocks& waits = picture.queues[name];
    lines.push_back({name, std::to_string(waits.running + waits.overdue), std::to_string(waits.overdue), std::to_string(waits.met), std::to_string(waits.missed)});
  }
  if (!lines.empty()) print("\n");
  printRows({"queue", "waiting", "overdue", "met", "missed"}, lines);
  lines.clear();
  for (const auto& [what, answers] : picture.answers) lines.push_back({what, std::to_string(answers.waiting), std::to_string(answers.overdue)});
  if (!lines.empty()) print("\n");
  printRows({"answer", "waiting", "overdue"}, lines);
  lines.clear();
  for (const Due& due : picture.due)
    lines.push_back({wallText(due.at, zone), due.at <= session->now ? "now" : "in " + spanText(due.at - session->now), due.lead, due.owner, due.what});
  if (!lines.empty()) print("\n");
  printRows({"due next", "", "lead", "owner", "what"}, lines);
  if (picture.due_in_all > picture.due.size()) print("and " + groupedNumber(picture.due_in_all - picture.due.size()) + " more\n");
  lines.clear();
  for (const Version& version : versions) {
    std::string note = version.present ? "present" : "";
    if (version.waits || version.in_force) {   // else a later version took its place
      if (version.pilot > 0) appendPercent(note = "pilot ", version.pilot);
      if (!version.condition.empty()) note = "pilot when " + version.condition;
    }
    if (version.waits) note = "from " + wallText(version.effective_from, zone) + (note.empty() ? "" : ", " + note);
    if (version.withdrawn) note = "withdrawn";
    lines.push_back({version.name + (version.label.empty() ? "" : " " + version.label), std::to_string(version.leads), wallText(version.deployed, zone), note});
  }
  print("\n");
  printRows({"playbook", "leads in flight", "since", ""}, lines);
  print("\noutbox: " + groupedNumber(outbox.size()) + " waiting, " + groupedNumber(dead.size()) + " dead" + (dead.empty() ? "" : " (leadflow outbox list --status dead)") +
        "\nevents: " + groupedNumber(waiting) + " waiting\n");
  return kOk;
}

}  // namespace

void addStatus(CLI::App& app, Result& result) {
  auto arguments = std::make_shared<StoreArguments>();
  CLI::App* command = app.add_subcommand("status", "Where leads are: by stage, clocks and answers waited for and overdue, what is due next, the outbox, versions in flight");
  addStoreOptions(*command, *arguments);
  command->footer("Example:\n  leadflow status --store sqlite:leads.db\n  leadflow status --store sqlite:leads.db --format json");
  command->callback([arguments, &result] { result.exit = status(*arguments); });
}

}  // namespace leadflow::cli
