// Gathers the document: the lead and all that it was merged with, each with its record, activities, decisions, effects, consents.
#include <algorithm>

#include "runtime/port/personal_places.hpp"
#include "runtime/value/json_first.hpp"
#include "runtime/workflow/personal.hpp"
#include "runtime/workflow/scribe.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/rejected.hpp"
#include "tools/cli/subject.hpp"

namespace leadflow::cli {

using Json = nlohmann::ordered_json;
using port::Place;
using port::Status;

namespace {

Json jsonOr(const std::string& raw, const std::string& json) {
  Json value = Json::parse(json, nullptr, false);
  return value.is_discarded() ? Json(raw) : value;
}
/// All of it: of a member that came twice the first has the name, by which everything was decided; the others stand beside it.
Json parsed(const std::string& raw) { return jsonOr(raw, json::eachApart(raw)); }
/// What counted of it.
Json counted(const std::string& raw) { return jsonOr(raw, json::firstOfEach(raw)); }
/// `by` of a rebalancing says whom the lead was taken from: who loses it did nothing.
bool fromWhom(const std::string& kind, std::string_view member) { return member == "by" && kind == port::eventName(port::EventType::OwnerRebalanced); }
/// `number` of a timer is its place in the playbook.
bool ofTimer(const std::string& kind, std::string_view member) { return member == "number" && kind == port::eventName(port::EventType::Timer); }
Json instant(std::int64_t at) { return isMissing(at) ? Json() : Json(isoText(at)); }

/// A journal entry with its secrets put back.
class Entry {
 public:
  explicit Entry(const port::JournalEntry& entry) : entry_(entry), body_(Json::parse(entry.body, nullptr, false)) {}
  bool readable() const { return body_.is_object() && body_.contains("event"); }
  const Json& body() const { return body_; }
  std::string text(const Json& value) const {
    if (value.is_string()) return value.get<std::string>();
    if (!value.is_object() || !value.contains("$pii")) return value.is_null() ? std::string() : value.dump();
    for (const port::Secret& secret : entry_.secrets)
      if (secret.hash == value["$pii"]) return secret.value;
    return "(erased)";
  }
  std::string member(const char* name) const { return body_.contains(name) ? text(body_[name]) : std::string(); }
  std::string said(const char* name) const { return body_["event"].contains(name) ? text(body_["event"][name]) : std::string(); }

 private:
  const port::JournalEntry& entry_;
  Json body_;
};

class LeadDocument {
 public:
  LeadDocument(StoreSession& session, const std::string& id) : session_(session), id_(id) {}

  Status make(Json& out, bool& found) {
    std::optional<port::LeadState> state;
    if (Status status = session_.store().load(id_, state); !status.ok()) return status;
    out = {{"lead", id_}};
    world_ = state ? session_.worldOf(*state) : session_.world;
    if (state) lead(*state, out);
    out["consents"] = Json::array();
    out["decisions"] = Json::array();
    Status status = session_.store().eachEntry(id_, 0, [&](const port::JournalEntry& entry) {
      decision(entry, out);
      return true;
    });
    if (!status.ok()) return status;
    out["events"] = Json::array();
    out["effects"] = Json::array();
    out["duplicate_keys"] = Json::array();
    status = session_.store().held(id_, [&](const port::Held& row) { held(row, out); });
    found = found || (state && !isMissing(state->created)) || !out["decisions"].empty() || !out["events"].empty() || !out["effects"].empty();
    return status;
  }

 private:
  void lead(const port::LeadState& state, Json& out) {
    out["created"] = instant(state.created);
    out["erased"] = state.erased;
    if (!state.merged_into.empty()) out["merged_into"] = state.merged_into;
    if (!state.merged.empty()) out["merged"] = state.merged;
    out["stage"] = workflow::stageName(*world_, state);
    out["owner"] = workflow::ownerOf(*world_, state);
    out["queue"] = workflow::queueName(*world_, state);
    out["record"] = record(state.record);
    Json earlier = Json::array();
    for (const port::RecordBefore& before : state.records_before) earlier.push_back({{"until", instant(before.until)}, {"record", record(before.record)}});
    if (!earlier.empty()) out["earlier_records"] = std::move(earlier);
    Json activities = Json::array();
    for (const port::ActivityEntry& entry : state.activities)
      activities.push_back({{"at", instant(entry.at)}, {"type", entry.type}, {"by", entry.by}, {"fields", entry.body.empty() ? Json::object() : parsed(entry.body)}});
    out["activities"] = std::move(activities);
    Json comments = Json::array();
    const auto comment = [&](const std::string& of, const std::string& by, const std::string& text) {
      if (!text.empty()) comments.push_back({{"of", of}, {"by", by}, {"text", text}});
    };
    const auto& flow = world_->workflow();
    for (std::size_t i = 0; i < state.handoffs.size() && i < flow.handoffs.size(); ++i) comment("handoff " + flow.handoffs[i].name, state.handoffs[i].by, state.handoffs[i].comment);
    for (std::size_t i = 0; i < state.approvals.size() && i < flow.approvals.size(); ++i) comment("approval " + flow.approvals[i].name, state.approvals[i].by, state.approvals[i].comment);
    for (const port::Climb& climb : state.climbs) comment("escalation of " + climb.source, climb.resolved_by, climb.comment);
    for (const auto& [of, value] : state.aside) comment("an earlier version's " + of, {}, value);
    if (!comments.empty()) out["comments"] = std::move(comments);
    if (!state.violations.empty()) out["violations"] = state.violations;
    Json flags = Json::array();
    for (const auto& [other, rule] : state.flags) flags.push_back({{"lead", other}, {"rule", rule}});
    if (!flags.empty()) out["seems_to_repeat"] = std::move(flags);
  }

  Json record(const std::vector<std::pair<std::string, std::string>>& values) {
    const auto& schema = *world_->desk->schema();
    Json out = Json::array();
    for (const auto& [name, raw] : values) {
      const std::int32_t target = schema.target(name, scratch_);
      bool personal = target < 0 || schema.feeds(target).empty();
      Json fields = Json::array();
      if (target >= 0)
        for (const ingest::Feed& feed : schema.feeds(target)) {
          personal = personal || workflow::isPersonal(world_->chunk().fields[feed.field]);
          fields.push_back(world_->chunk().fields[feed.field].name);
        }
      out.push_back({{"name", name}, {"fields", std::move(fields)}, {"value", parsed(raw)}, {"personal", personal}});
    }
    return out;
  }

  /// What a record says of the fields that `privacy` asks for: that is about consent.
  Json aboutConsent(const Json& body) {
    Json said = Json::object();
    if (!body.is_object()) return said;
    const auto& schema = *world_->desk->schema();
    for (const auto& [name, value] : body.items()) {
      const std::int32_t target = schema.target(name, scratch_);
      if (target < 0) continue;
      const auto& feeds = schema.feeds(target);
      if (std::any_of(feeds.begin(), feeds.end(), [&](const ingest::Feed& feed) { return workflow::saysConsent(world_->workflow(), feed.field); })) said[name] = value;
    }
    return said;
  }

  void decision(const port::JournalEntry& journal, Json& out) {
    const Entry entry(journal);
    if (!entry.readable()) return;
    Json made = {{"at", instant(journal.at)}, {"event", journal.kind}, {"id", entry.said("id")}};
    for (const char* name : {"by", "name", "value", "target", "reason", "comment", "number"})
      if (std::string text = ofTimer(journal.kind, name) ? std::string() : entry.said(name); !text.empty()) made[fromWhom(journal.kind, name) ? "from" : name] = std::move(text);
    const Json body = parsed(entry.said("body"));
    if (body.is_object() || body.is_array()) made["said"] = body;
    if (Json strange = parsed(entry.said("strange")); strange.is_object()) made["strange"] = std::move(strange);   // of an erased lead a word only, as of what was said
    made["outcome"] = entry.member("outcome");
    for (const char* name : {"stage", "owner", "queue"})
      if (std::string text = entry.member(name); !text.empty()) made[name] = std::move(text);
    Json reasons = Json::array();
    if (entry.body().contains("account"))
      for (const Json& told : entry.body()["account"]) reasons.push_back({{"text", entry.text(told["text"])}, {"line", told.value("place", "")}});
    route(entry, reasons);
    made["reasons"] = std::move(reasons);
    if (entry.body().contains("effects")) {
      Json effects = Json::array();
      for (const Json& effect : entry.body()["effects"]) effects.push_back(effect.contains("all") ? parsed(entry.text(effect["all"])) : effect);
      made["effects"] = std::move(effects);
    }
    const Json counts = counted(entry.said("body"));
    const Json said = journal.kind == "consent.changed" ? counts : journal.kind == "lead.created" || journal.kind == "lead.updated" ? aboutConsent(counts) : Json();
    if (journal.kind == "consent.changed" || !said.empty()) {
      // A consent holds from its own time on, however late it is told.
      const std::int64_t at = std::min(entry.body()["event"].value("at", journal.at), journal.at);
      Json consent = {{"at", instant(at)}, {"source", journal.kind + " " + entry.said("id")}, {"by", entry.said("by")}, {"said", said}, {"outcome", made["outcome"]}};
      if (at != journal.at) consent["told"] = made["at"];
      out["consents"].push_back(std::move(consent));
    }
    out["decisions"].push_back(std::move(made));
  }

  /// Why a route gave the lead to whom: its rules and whose turn it was.
  void route(const Entry& entry, Json& reasons) {
    const Json steps = Json::parse(entry.member("routed"), nullptr, false);
    if (!steps.is_array()) return;
    for (const Json& step : steps) {
      const std::string line = step.contains("line") && step["line"].is_string() ? step["line"].get<std::string>() : std::string();
      std::string values;
      if (step.contains("values"))
        for (const auto& [name, value] : step["values"].items()) values += (values.empty() ? ": " : ", ") + name + " is " + (value.is_string() ? value.get<std::string>() : value.dump());
      const std::string kind = step.value("step", "");
      if (kind == "rule" && step.contains("held"))
        reasons.push_back({{"text", "rule " + step.value("rule", "") + (step["held"].is_null() ? " is unknown" : step["held"].get<bool>() ? " holds" : " does not hold") + values}, {"line", line}});
      else if (kind == "target")
        reasons.push_back({{"text", step.value("target", "") + ": " + step.value("outcome", "")}, {"line", line}});
    }
  }

  void held(const port::Held& row, Json& out) {
    const auto column = [&](std::string_view name) -> const std::string& {
      static const std::string kNone;
      for (const auto& [known, value] : row.columns)
        if (known == name) return value;
      return kNone;
    };
    if (row.place == Place::Keys) {
      out["duplicate_keys"].push_back({{"rule", std::atoll(column("rule").c_str())}, {"key", column("key")}});
    } else if (row.place == Place::Refused || row.place == Place::Waiting) {
      Json event = {{"status", row.place == Place::Waiting ? "waiting" : column("outcome").starts_with("refused in part") ? "refused in part" : "refused"}, {"id", column("id")},
                    {"type", port::eventName(static_cast<port::EventType>(std::atoi(column("type").c_str())))}};
      const std::int64_t at = std::atoll(column("at").c_str());
      event["at"] = at <= kMissing + 1 ? Json() : instant(at);   // one without an instant lies before all others
      for (const char* name : {"by", "name", "value", "target", "reason", "comment"})
        if (!column(name).empty()) event[name] = column(name);
      if (column("amount") != "0") event["number"] = column("amount");
      if (!column("body").empty()) event["said"] = parsed(column("body"));
      if (!column("strange").empty()) event["strange"] = parsed(column("strange"));
      if (!column("outcome").empty()) event["outcome"] = column("outcome");
      out["events"].push_back(std::move(event));
    } else {
      Json effect = parsed(column("effect"));
      if (effect.is_object()) effect.erase("links");   // the outbox's own: nothing that anybody gets
      Json made = {{"status", column("status")}, {"attempts", std::atoll(column("attempts").c_str())}};
      if (!column("reason").empty()) made["reason"] = column("reason");
      if (effect.is_object())
        for (auto& [name, value] : effect.items()) made[name] = value;
      out["effects"].push_back(std::move(made));
    }
  }

  StoreSession& session_;
  const std::string& id_;
  std::shared_ptr<const workflow::World> world_;
  std::string scratch_;
};

}  // namespace

Status subjectOf(StoreSession& session, const std::string& lead, const std::vector<std::string>& rejects, Json& document, bool& found) {
  found = false;
  std::vector<std::string> leads, files;
  if (Status status = workflow::samePerson(session.store(), lead, leads); !status.ok()) return status;
  if (Status status = rejectFiles(session.store(), rejects, files); !status.ok()) return status;
  if (Status status = canBeRead(files); !status.ok()) return status;
  document = {{"format", "leadflow/subject/1"}, {"lead", lead}, {"store", session.store().name()}, {"at", isoText(session.now)}};
  document["leads"] = Json::array();
  for (const std::string& one : leads) {
    Json made;
    if (Status status = LeadDocument(session, one).make(made, found); !status.ok()) return status;
    document["leads"].push_back(std::move(made));
  }
  document["rejects"] = Json::array();
  for (const RejectedLine& line : linesThatName(files, leads)) {
    document["rejects"].push_back({{"file", line.file}, {"line", line.line}, {"text", line.text}});
    found = true;
  }
  document["places"] = Json::array();
  for (int i = 0; i < static_cast<int>(Place::Count_); ++i) {
    const port::PlaceInfo& info = port::placeInfo(static_cast<Place>(i));
    document["places"].push_back({{"section", info.section}, {"where", info.where}, {"erasing_takes", info.goes}, {"erasing_leaves", info.stays}});
  }
  return {};
}

}  // namespace leadflow::cli
