#include "runtime/workflow/scribe.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/audit/digest.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/value/json_scan.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/workflow/meaning.hpp"
#include "runtime/workflow/own_id.hpp"
#include "runtime/workflow/personal.hpp"
#include "runtime/workflow/turn_book.hpp"

namespace leadflow::workflow {

using port::Event;
using port::EventType;
using port::JournalEntry;
using Json = nlohmann::ordered_json;

namespace {

/// One entry at work: text that grows, and the secrets that it commits to.
class Page {
 public:
  Page(JournalEntry& entry, Salts* salts) : entry_(entry), salts_(salts) {}

  void begin() { out_ += '{', first_ = true; }
  void end() { out_ += '}', first_ = false; }
  void key(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    appendJsonString(out_, name);
    out_ += ':';
  }
  void text(std::string_view name, std::string_view value) { key(name), appendJsonString(out_, value); }
  void textIf(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  void number(std::string_view name, std::int64_t value) { key(name), appendInt(out_, value); }
  void raw(std::string_view json) { out_ += json; }
  /// A value that may be personal: as a commitment when it is, plain text otherwise.
  void value(std::string_view text, bool personal) {
    if (!personal || salts_ == nullptr) {
      appendJsonString(out_, text);
      return;
    }
    port::Secret secret;
    secret.salt = salts_->salt(entry_.lead, entry_.seq, static_cast<std::uint32_t>(entry_.secrets.size()));
    secret.value = text;
    secret.hash = audit::commit(secret.salt, secret.value);
    out_ += "{\"$pii\":\"" + secret.hash + "\"}";
    entry_.secrets.push_back(std::move(secret));
  }
  void valueIf(std::string_view name, std::string_view text, bool personal) {
    if (text.empty()) return;
    key(name);
    value(text, personal);
  }
  std::string take() { return std::move(out_); }

 private:
  JournalEntry& entry_;
  Salts* salts_;
  std::string out_;
  bool first_ = true;
};

template <class List> bool anyCalled(const List& list, const std::string& name) {
  return std::any_of(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
}

/// Whether the event's `name` is one of the playbook's: anything else is what somebody wrote. `lead.created` of a lead that is there
/// says a stage at which nobody looks.
bool namesOfPlaybook(const World& world, const Event& event) {
  const bytecode::WorkflowInfo& flow = world.workflow();
  switch (event.type) {
    case EventType::LeadCreated:
    case EventType::StageMoved:
      return std::any_of(flow.stages.begin(), flow.stages.end(), [&](const bytecode::StageInfo& stage) {
        return stage.name == event.name || std::find(stage.was.begin(), stage.was.end(), event.name) != stage.was.end();
      });
    case EventType::Activity: {
      std::string scratch;
      return world.desk->schema()->findActivity(event.name, scratch) >= 0;
    }
    case EventType::OwnerAssigned: return event.name == "owner" || std::find(flow.seats.begin(), flow.seats.end(), event.name) != flow.seats.end();
    case EventType::ChecklistAnswered: return anyCalled(flow.checklists, event.name);
    case EventType::HandoffAccepted:
    case EventType::HandoffRejected:
    case EventType::FeedbackGiven: return anyCalled(flow.handoffs, event.name);
    case EventType::ApprovalDecided: return anyCalled(flow.approvals, event.name);
    case EventType::EscalationAcknowledged:
    case EventType::EscalationResolved: return anyCalled(flow.escalations, event.name);
    default: return event.type > EventType::Tick;   // the engine's own say nothing of a person
  }
}

bool isRep(const World& world, const std::string& who) { return !isMissing(world.desk->people().find(who)); }

/// Whether the event's `value` is a rep, a word of the language, the id of a lead, or the engine's own.
bool plainValue(const World& world, const Event& event) {
  switch (event.type) {
    case EventType::ApprovalDecided: return event.value == "granted" || event.value == "refused";
    case EventType::LeadMerged:
    case EventType::RosterChanged: return true;
    default: return event.type > EventType::Tick || isRep(world, event.value);
  }
}

/// Whether the body of such an event may hold personal data. An activity's does when one of its fields is `pii`, and when it says more
/// than its fields.
bool personalBody(const World& world, const Event& event, const std::vector<Unread>& unread) {
  if (!unread.empty()) return true;   // what nobody could read may be anything
  switch (event.type) {
    case EventType::LeadCreated:
    case EventType::LeadUpdated:
    case EventType::ConsentChanged:
    case EventType::LeadMerged: return true;
    case EventType::Activity: {
      std::string scratch;
      const ingest::LeadSchema& schema = *world.desk->schema();
      const int activity = schema.findActivity(event.name, scratch);
      if (activity < 0) return true;
      for (const bytecode::FieldInfo& field : world.chunk().activities[static_cast<std::size_t>(activity)].fields)
        if (isPersonal(field) || field.type.kind == TypeKind::Text) return true;
      bool more = false;   // `by`, an id
      json::eachMember(event.body, [&](std::string_view name, std::string_view) { more = more || schema.activities()[static_cast<std::size_t>(activity)].names.find(name, scratch) < 0; });
      return more;
    }
    default: return false;
  }
}

/// Of a record, what is not personal: it stays readable after the person is forgotten.
std::string plainFacts(const World& world, const Event& event, const std::vector<Unread>& unread) {
  if (event.type == EventType::Activity || event.type == EventType::LeadMerged || event.body.empty()) return {};
  const Json body = Json::parse(event.body, nullptr, false);
  if (!body.is_object()) return {};
  Json facts = Json::object();
  const auto& schema = *world.desk->schema();
  std::string scratch;
  std::vector<std::uint32_t> first(world.chunk().fields.size(), UINT32_MAX);   // of several columns for a field one is read
  const auto eachFeed = [&](const std::string& name, const auto& of) {
    if (const std::int32_t target = schema.target(name, scratch); target >= 0)
      for (const ingest::Feed& feed : schema.feeds(target)) of(feed);
  };
  for (const auto& [name, value] : body.items())
    eachFeed(name, [&](const ingest::Feed& feed) { first[feed.field] = std::min<std::uint32_t>(first[feed.field], feed.rank); });
  for (const auto& [name, value] : body.items()) {
    bool plain = false, hidden = value.is_structured();
    eachFeed(name, [&](const ingest::Feed& feed) {
      const bytecode::FieldInfo& field = world.chunk().fields[feed.field];
      const bool read = feed.rank == first[feed.field] && std::none_of(unread.begin(), unread.end(), [&](const Unread& each) { return each.field == field.name; });
      plain = true;
      hidden = hidden || !read || isPersonal(field);
    });
    plain = plain && !hidden;
    if (plain) facts[name] = value;
  }
  return facts.empty() ? std::string() : facts.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Who did it, when it was neither a rep nor the program: the lead itself may have said no, or asked to be forgotten. Whom `leadflow
/// erase --by` names is kept: that is who ran it.
bool strangeBy(const World& world, const Event& event) {
  return !isErasingOfOwn(event) && !event.by.empty() && event.by != port::kAutomation && !isRep(world, event.by);
}

/// What the event says is plain as far as it is known to be of the playbook or the roster; the rest is committed to, since it may be
/// anything that somebody wrote. `unjudged`: nobody has looked at it, for it was refused, or handed on to another lead.
void writeEvent(Page& page, const World* world, const Event& event, bool unjudged, const std::vector<Unread>& unread = {}) {
  const bool of_lead = world != nullptr;
  page.key("event");
  page.begin();
  page.text("id", event.id);
  if (event.at != kMissing) page.number("at", event.at);
  page.valueIf("by", event.by, of_lead && strangeBy(*world, event));
  page.valueIf("name", event.name, of_lead && (unjudged || !namesOfPlaybook(*world, event)));
  const bool brought = event.type == EventType::LeadMerged && !event.body.empty();   // by the engine: erasing follows the id
  page.valueIf("value", event.value, of_lead && !brought && (unjudged || !plainValue(*world, event)));
  page.valueIf("target", event.target, of_lead);
  page.valueIf("reason", event.reason, of_lead && (unjudged || !anyCalled(world->workflow().reasons, event.reason)));
  page.valueIf("comment", event.comment, true);
  if (event.number != 0 && unjudged) page.valueIf("number", std::to_string(event.number), of_lead);
  else if (event.number != 0) page.number("number", event.number);
  page.valueIf("body", event.body, of_lead && (unjudged || personalBody(*world, event, unread)));
  page.valueIf("strange", event.strange, true);
  if (of_lead && !unjudged)
    if (const std::string facts = plainFacts(*world, event, unread); !facts.empty()) {
      page.key("facts");
      page.raw(facts);
    }
  page.end();
}

void close(JournalEntry& entry, port::LeadState& chain) {
  entry.previous = chain.journal_hash;
  entry.hash = audit::entryHash(entry);
  chain.journal_seq = entry.seq;
  chain.journal_hash = entry.hash;
}

void writeEffects(Page& page, const Step& step) {
  if (step.effects.empty()) return;
  page.key("effects");
  page.raw("[");
  for (std::size_t i = 0; i < step.effects.size(); ++i) {
    const port::Effect& effect = step.effects[i];
    if (i > 0) page.raw(",");
    if (effect.pii) {
      page.begin();
      page.text("key", effect.key);
      page.text("kind", port::effectName(effect.kind));
      page.key("all");
      page.value(port::toJson(effect), true);
      page.end();
    } else {
      page.raw(port::toJson(effect));
    }
  }
  page.raw("]");
}

}  // namespace

std::string hexOf(std::uint64_t version) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text(16, '0');
  for (int i = 15; i >= 0; --i, version >>= 4) text[static_cast<std::size_t>(i)] = digits[version & 15];
  return text;
}

std::string stageName(const World& world, const port::LeadState& state) {
  const auto& stages = world.workflow().stages;
  return state.stage < 0 || static_cast<std::size_t>(state.stage) >= stages.size() ? std::string() : stages[static_cast<std::size_t>(state.stage)].name;
}

std::string ownerOf(const World& world, const port::LeadState& state) {
  std::size_t seat = 0;
  const auto& stages = world.workflow().stages;
  if (state.stage >= 0 && static_cast<std::size_t>(state.stage) < stages.size()) seat = stages[static_cast<std::size_t>(state.stage)].seat;
  return seat < state.seats.size() ? state.seats[seat].rep : std::string();
}

std::string queueName(const World& world, const port::LeadState& state) {
  const auto& queues = world.chunk().queues;
  return state.queue < 0 || static_cast<std::size_t>(state.queue) >= queues.size() ? std::string() : queues[static_cast<std::size_t>(state.queue)].name;
}

std::string stateDigest(const port::LeadState& state) {
  port::LeadState kept = state;
  kept.journal_seq = 0;
  kept.journal_hash.clear();
  std::string all = port::encodeState(kept);
  for (const port::ActivityEntry& activity : kept.activities) all += '\n' + std::to_string(activity.at) + activity.type + activity.body + activity.by;
  return audit::sha256(all);
}

JournalEntry makeEntry(const World& world, const Event& event, std::int64_t now, Step& step, const std::vector<Answer>& answers, const port::DeskRows& turns, std::uint64_t revision, const std::string& tzdata, Salts& salts) {
  port::LeadState& after = step.after;
  after.meaning = kMeaning;
  JournalEntry entry;
  entry.lead = after.id;
  entry.seq = after.journal_seq + 1;
  entry.at = now;
  entry.kind = port::eventName(event.type);
  Page page(entry, &salts);
  page.begin();
  page.number("meaning", kMeaning);
  writeEvent(page, &world, event, step.refused || step.handed_on, step.unread);
  page.number("revision", static_cast<std::int64_t>(revision));
  page.text("version", hexOf(world.version));
  page.number("roster", static_cast<std::int64_t>(world.roster_version));
  page.number("tables", static_cast<std::int64_t>(world.tables_version));
  if (step.zoned) page.text("tzdata", tzdata);
  if (!answers.empty()) {
    Json asked = Json::array();
    for (const Answer& answer : answers) {
      Json seen = Json::array();
      for (const Answer::Seen& each : answer.seen) seen.push_back(Json::array({each.lead, each.created, each.gone}));
      asked.push_back({{"rule", answer.rule}, {"key", answer.key}, {"leads", answer.leads}, {"seen", std::move(seen)}});
    }
    page.key("asked");
    page.value(asked.dump(-1, ' ', false, Json::error_handler_t::replace), true);
  }
  page.key("outcome");
  page.value(step.outcome, step.refused || step.outcome.starts_with("refused"));   // in part: it quotes names that nobody reads
  page.textIf("stage", stageName(world, after));
  page.textIf("owner", ownerOf(world, after));
  page.textIf("queue", queueName(world, after));
  if (!turns.turns.empty()) {
    page.key("turns");
    page.raw(turnsJson(turns));
    page.number("turn", static_cast<std::int64_t>(turns.turn));
  }
  for (const port::ShareRow& share : turns.shares) {
    page.key("split " + share.choice);
    std::string counts = "[";
    for (const std::int64_t count : share.counts) {
      if (counts.size() > 1) counts += ',';
      appendInt(counts, count);
    }
    page.raw(counts + ']');
  }
  writeEffects(page, step);
  if (!step.messages.empty()) {
    page.key("messages");
    page.raw("[");
    for (std::size_t i = 0; i < step.messages.size(); ++i) {
      if (i > 0) page.raw(",");
      page.value(step.messages[i].id, false);
    }
    page.raw("]");
  }
  page.key("timers");
  page.raw("[");
  for (std::size_t i = 0; i < after.timers.size(); ++i) {
    const port::Timer& timer = after.timers[i];
    std::string text = i > 0 ? ",[" : "[";
    appendInt(text, timer.due);
    text += ',';
    appendJsonString(text, port::timerName(timer.kind));
    text += ',';
    appendInt(text, timer.index);
    text += ',';
    appendInt(text, timer.part);
    text += ']';
    page.raw(text);
  }
  page.raw("]");
  const bool strange = strangeBy(world, event);
  const auto quotes = [&](const std::string& text) {   // a sentence that repeats what somebody wrote
    return (strange && text.find(event.by) != std::string::npos) || (!event.comment.empty() && text.find(event.comment) != std::string::npos);
  };
  page.key("account");
  page.raw("[");
  for (std::size_t i = 0; i < step.account.size(); ++i) {
    const Reasoning& line = step.account[i];
    if (i > 0) page.raw(",");
    page.begin();
    page.text("what", line.what);
    page.key("text");
    page.value(line.text, line.pii || step.refused || quotes(line.text));
    page.textIf("place", line.place);
    page.end();
  }
  page.raw("]");
  page.valueIf("routed", step.routed, true);
  page.key("state");
  page.value(stateDigest(after), true);
  page.end();
  entry.body = page.take();
  close(entry, after);
  return entry;
}

JournalEntry makeWorldEntry(port::LeadState& chain, const Event& event, std::int64_t now, const std::string& outcome, std::uint64_t version,
                            std::uint64_t roster_version, std::uint64_t tables_version, const std::string& tzdata, std::int64_t clock, const port::DeskRows& turns) {
  chain.meaning = kMeaning;
  JournalEntry entry;
  entry.seq = chain.journal_seq + 1;
  entry.at = now;
  entry.kind = port::eventName(event.type);
  Page page(entry, nullptr);
  page.begin();
  page.number("meaning", kMeaning);
  writeEvent(page, nullptr, event, false);
  page.text("version", hexOf(version));
  page.number("roster", static_cast<std::int64_t>(roster_version));
  page.number("tables", static_cast<std::int64_t>(tables_version));
  page.textIf("tzdata", tzdata);
  if (!isMissing(clock)) page.number("clock", clock);
  page.text("outcome", outcome);
  if (!turns.turns.empty()) {
    page.key("turns");
    page.raw(turnsJson(turns));
    page.number("turn", static_cast<std::int64_t>(turns.turn));
  }
  page.end();
  entry.body = page.take();
  close(entry, chain);
  return entry;
}

bool givenIn(const JournalEntry& entry, Given& given) {
  const Json body = Json::parse(entry.body, nullptr, false);
  if (!body.is_object() || !body.contains("event")) return false;
  bool whole = true;
  const auto open = [&](const Json& value) -> std::string {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_object() && value.contains("$pii")) {
      const std::string hash = value["$pii"].get<std::string>();
      for (const port::Secret& secret : entry.secrets)
        if (secret.hash == hash) return secret.value;
    }
    whole = false;
    return {};
  };
  const Json& said = body["event"];
  const auto text = [&](const char* name) { return said.contains(name) ? open(said[name]) : std::string(); };
  given = {};
  Event& event = given.event;
  event.lead = entry.lead;
  if (!port::eventType(entry.kind, event.type)) return false;
  event.id = text("id");
  event.at = said.value("at", kMissing);
  event.by = text("by");
  event.name = text("name");
  event.value = text("value");
  event.target = text("target");
  event.reason = text("reason");
  event.comment = text("comment");
  event.number = said.contains("number") && said["number"].is_object() ? std::atoll(text("number").c_str()) : said.value("number", std::int64_t{0});
  event.body = text("body");
  event.strange = text("strange");
  given.now = entry.at;
  given.version = body.contains("version") ? std::stoull(body["version"].get<std::string>(), nullptr, 16) : 0;
  given.tzdata = body.value("tzdata", std::string());
  if (body.contains("effects") && !body["effects"].empty()) {
    const Json& first = body["effects"][0];
    const Json effect = first.contains("all") ? Json::parse(open(first["all"]), nullptr, false) : first;
    given.simulated = effect.is_object() && effect.value("simulated", false);
  }
  if (body.contains("asked")) {
    const Json asked = Json::parse(open(body["asked"]), nullptr, false);
    if (asked.is_array())
      for (const Json& each : asked) {
        Answer& answer = given.answers.emplace_back();
        answer.rule = each["rule"].get<std::uint32_t>();
        answer.key = each["key"].get<std::string>();
        answer.leads = each["leads"].get<std::vector<std::pair<std::string, std::string>>>();
        for (const Json& seen : each["seen"]) answer.seen.push_back({seen[0].get<std::string>(), seen[1].get<std::int64_t>(), seen[2].get<bool>()});
      }
    else
      whole = false;
  }
  return whole;
}

}  // namespace leadflow::workflow
