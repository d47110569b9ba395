// An event as the JSON that `leadflow work` reads.
#include "runtime/value/instant.hpp"
#include "tests/lives/make/story.hpp"
#include "tests/lives/make/words.hpp"

namespace leadflow::lives {

std::string instantText(Instant at) {
  std::string text;
  appendInstant(text, at);
  return text;
}

std::string jsonOf(const Event& e) {
  static const char* const types[] = {"lead.created", "lead.updated", "consent.changed", "activity", "stage.moved", "owner.assigned", "queue.claimed", "checklist.answered", "handoff.accepted", "handoff.rejected",
                                      "feedback.given", "approval.decided", "escalation.acknowledged", "escalation.resolved", "lead.merged", "lead.erased", "roster.changed", "tick"};
  std::string out = "{\"event\":" + quoted(e.id) + ",\"type\":" + quoted(types[static_cast<int>(e.kind)]);
  if (!e.lead.empty()) out += ",\"lead\":" + quoted(e.lead);
  out += ",\"at\":" + quoted(instantText(e.at));
  const auto member = [&](const char* name, const std::string& text) {
    if (!text.empty()) out += ",\"" + std::string(name) + "\":" + quoted(text);
  };
  member("by", e.by);
  member("reason", e.reason);
  member("comment", e.comment);
  if (e.odd_member) member("colour", "red");
  switch (e.kind) {
    case Kind::Created: member("stage", e.name), member("owner", e.value), member("queue", e.queue); break;
    case Kind::Activity: out += ",\"activity\":" + quoted(e.known_act ? kActNames[static_cast<int>(e.act)] : "yodel"); break;
    case Kind::Moved: member("stage", e.name); break;
    case Kind::Assigned: member("seat", e.name), member("owner", e.value); break;
    case Kind::Answered: member("checklist", e.name); break;
    case Kind::Accepted:
    case Kind::Rejected: member("handoff", e.name); break;
    case Kind::Feedback: member("handoff", e.name), out += ",\"mark\":" + std::to_string(e.number); break;
    case Kind::Decided: member("approval", e.name), member("decision", e.value); break;
    case Kind::Acknowledged:
      member("escalation", e.name);
      if (e.number > 0) out += ",\"for\":" + quoted(durationOf(e.number));
      break;
    case Kind::Resolved: member("escalation", e.name); break;
    case Kind::Merged: member("other", e.value); break;
    default: break;
  }
  if (e.kind == Kind::Activity && (e.where >= 0 || e.odd_value || e.odd_name)) {
    std::string fields;
    if (e.where >= 0 || e.odd_value) fields = std::string(e.act == Act::Call ? "\"outcome\":" : "\"sentiment\":") + quoted(e.odd_value ? "so_so" : kWheres[e.where]);
    if (e.odd_name) fields += std::string(fields.empty() ? "" : ",") + "\"colour\":\"red\"";
    out += ",\"fields\":{" + fields + "}";
  }
  if (e.kind == Kind::Created || e.kind == Kind::Updated || e.kind == Kind::Consent) {
    out += ",\"record\":{";
    bool first = true;
    for (const auto& [field, value] : e.record) {
      out += std::string(first ? "" : ",") + quoted(kFieldNames[static_cast<int>(field)]) + ":";
      first = false;
      if (!value.known) out += value.bad ? quoted(value.text) : "null";
      else if (field == Field::Due || field == Field::Callback) out += quoted(instantText(value.number));
      else if (field == Field::Consent) out += quoted(kConsents[value.number]);
      else out += valueOf(field, value);
    }
    if (e.odd_name) out += first ? "\"sze\":1" : ",\"sze\":1";
    first = first && !e.odd_name;
    for (std::size_t i = 0; i < e.deeds.size(); ++i) {
      const Deed& deed = e.deeds[i];
      out += std::string(i > 0 ? "," : first ? "\"activities\":[" : ",\"activities\":[") + "{\"type\":" + quoted(deed.known ? kActNames[static_cast<int>(deed.act)] : "yodel") + ",\"at\":" + quoted(instantText(deed.at));
      if (!deed.by.empty()) out += ",\"by\":" + quoted(deed.by);
      if (deed.where >= 0) out += std::string(deed.where < 2 ? ",\"outcome\":" : ",\"sentiment\":") + quoted(kWheres[deed.where]);
      out += "}";
    }
    if (!e.deeds.empty()) out += "]";
    out += "}";
  }
  if (e.kind == Kind::Answered) {
    out += ",\"answers\":{";
    for (std::size_t i = 0; i < e.answers.size(); ++i) out += (i == 0 ? "" : ",") + quoted(e.answers[i].first) + ":" + (e.answers[i].second == 1 ? "true" : e.answers[i].second == 0 ? "false" : "null");
    out += "}";
  }
  if (e.kind == Kind::Roster) {
    out += ",\"reps\":[";
    for (std::size_t i = 0; i < e.rows.size(); ++i) {
      const RosterRow& row = e.rows[i];
      out += (i == 0 ? "{" : ",{") + quoted("id") + ":" + quoted(row.person.id);
      if (row.gone) out += ",\"gone\":true";
      for (const std::string& what : row.says) {
        out += "," + quoted(what) + ":";
        if (what == "active") out += row.person.active ? "true" : "false";
        else if (what == "capacity") out += row.person.capacity < 0 ? "null" : std::to_string(row.person.capacity);
        else if (what == "weight") out += std::to_string(row.person.weight);
        else if (what == "out_from" || what == "out_until") {
          const Instant at = what == "out_from" ? row.person.out_from : row.person.out_until;
          out += isMissing(at) ? "null" : quoted(instantText(at));
        } else {
          out += quoted(what == "team" ? row.person.team : what == "role" ? row.person.role : row.person.manager);
        }
      }
      out += "}";
    }
    out += "]";
  }
  return out + "}";
}

}  // namespace leadflow::lives
