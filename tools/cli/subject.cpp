// leadflow subject LEAD: all that a store holds of a person, to be handed out.
#include "tools/cli/subject.hpp"

#include <optional>
#include <set>
#include <utility>

#include "runtime/decide/columns.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/workflow/scribe.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/pages.hpp"
#include "tools/cli/report_html.hpp"

namespace leadflow::cli {

using Json = nlohmann::ordered_json;

namespace {

struct SubjectCommand {
  StoreArguments store;
  std::string lead;
  std::vector<std::string> rejects;
};

std::string words(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_array()) {
    std::string text;
    for (const Json& item : value) text += (text.empty() ? "" : ", ") + words(item);
    return text;
  }
  if (value.is_object()) {
    std::string text;
    for (const auto& [name, item] : value.items()) text += (text.empty() ? "" : "; ") + name + " " + words(item);
    return text;
  }
  return value.dump();
}

/// What an event says: null takes a value away, and a record that begins without one gives none.
std::string saidWords(Json said, const std::string& event) {
  if (said.is_object())
    for (auto& [name, value] : said.items())
      if (value.is_null()) value = event.starts_with("lead.updated") || event.starts_with("consent.changed") ? "taken away" : "not given";
  return words(said);
}

/// A section's rows as lines of one shape for text and HTML: a head, what it says, and sentences below.
struct Row {
  std::string head, text;
  std::vector<std::string> below;
};
struct Section {
  std::string title;
  std::vector<Row> rows;
};

std::string member(const Json& object, const char* name) { return object.contains(name) ? words(object[name]) : std::string(); }
void part(std::string& text, const char* label, const std::string& value) {
  if (!value.empty()) text += (text.empty() ? "" : ", ") + std::string(label) + (*label == '\0' ? "" : " ") + value;
}

/// An instant of the document, or the milliseconds that receivers get.
std::string instantOf(const Json& object, const char* name, const TimeZone& zone) {
  const Json at = object.value(name, Json());
  if (at.is_number_integer()) return wallText(at.get<std::int64_t>(), zone);
  const auto instant = at.is_string() ? parseInstant(at.get<std::string>(), utcZone(), "") : std::nullopt;
  return instant ? wallText(*instant, zone) : words(at);
}

/// What an event says with its type; a version of the playbook as everywhere, in hexadecimal.
std::string namedIn(const Json& event, const std::string& type) {
  std::string text;
  for (const char* name : {"name", "value", "target"})
    if (const std::string said = member(event, name); !said.empty()) text += " " + (type == "playbook.deployed" ? workflow::hexOf(std::strtoull(said.c_str(), nullptr, 10)) : said);
  return text;
}

/// A mark, or for how long an escalation is held: milliseconds, where they are not erased.
std::string numberIn(const Json& event, const std::string& type) {
  const std::string number = member(event, "number");
  if (type != port::eventName(port::EventType::EscalationAcknowledged)) return number.empty() ? number : "mark " + number;
  const std::int64_t ms = std::atoll(number.c_str());
  return number.empty() ? number : "for " + (ms > 0 ? spanText(ms) : number);
}

/// All that an event says besides its names, as the decision on it and the event that waits or was refused show it alike.
void addSaid(Row& row, const Json& event, const std::string& type) {
  part(row.text, "reason", member(event, "reason"));
  part(row.text, "", numberIn(event, type));
  part(row.text, "by", member(event, "by"));
  part(row.text, "", member(event, "comment"));
  if (const std::string outcome = member(event, "outcome"); !outcome.empty() && outcome != "applied") row.below.push_back(outcome);
  if (const std::string said = saidWords(event.value("said", Json()), type); !said.empty()) row.below.push_back(said);
  if (event.contains("strange")) row.below.push_back(words(event["strange"]));
}

Row effectRow(const Json& effect, const TimeZone& zone) {
  Row row{instantOf(effect, "at", zone), member(effect, "kind"), {}};
  for (const char* name : {"channel", "target"})
    if (const std::string value = member(effect, name); !value.empty() && value != member(effect, "kind")) row.text += " " + value;
  part(row.text, "to", member(effect, "to"));
  part(row.text, "", member(effect, "to_email") == member(effect, "to") ? std::string() : member(effect, "to_email"));
  part(row.text, "", member(effect, "status"));
  if (const std::string text = member(effect, "text"); !text.empty()) row.below.push_back(text);
  Json fields = effect.value("fields", Json());
  if (fields.is_object() && member(effect, "kind") != port::effectName(port::EffectKind::Set))   // what was set stands as somebody said it
    for (auto& [name, value] : fields.items()) {
      const auto at = value.is_string() ? parseInstant(value.get<std::string>(), utcZone(), "") : std::nullopt;
      if (at && isoText(*at) == value) value = wallText(*at, zone);   // as decisions write an instant: when a task is due
    }
  if (const std::string text = words(fields); !text.empty()) row.below.push_back(text);
  if (const std::string why = member(effect, "why"); !why.empty()) row.below.push_back("because of " + why);
  if (const std::string reason = member(effect, "reason"); !reason.empty()) row.below.push_back("last try: " + reason);
  return row;
}

std::vector<Section> sectionsOf(const Json& lead, const TimeZone& zone) {
  std::vector<Section> sections;
  const auto when = [&](const Json& value, const char* name = "at") { return instantOf(value, name, zone); };
  std::set<std::string> refused;   // as a whole: they stand among the events, and decided nothing
  for (const Json& event : lead["events"])
    if (member(event, "status") == "refused") refused.insert(member(event, "id"));
  const auto each = [&](const char* name, const char* title, const std::function<Row(const Json&)>& row) {
    if (!lead.contains(name) || lead[name].empty()) return;
    Section& section = sections.emplace_back();
    section.title = title;
    for (const Json& item : lead[name])
      if (Row made = row(item); !made.head.empty() || !made.text.empty()) section.rows.push_back(std::move(made));
    if (section.rows.empty()) sections.pop_back();
  };
  each("record", "Record", [](const Json& value) {
    return Row{member(value, "name"), words(value["value"]), {}};
  });
  each("earlier_records", "Earlier records", [&](const Json& value) {
    Row row{"until " + when(value, "until"), "", {}};
    for (const Json& one : value["record"]) row.below.push_back(member(one, "name") + ": " + words(one["value"]));
    return row;
  });
  each("activities", "Activities", [&](const Json& value) {
    Row row{when(value), member(value, "type"), {}};
    part(row.text, "by", member(value, "by"));
    Json fields = value.value("fields", Json());
    for (const char* said : {"at", "by"})   // above already
      if (fields.is_object() && fields.contains(said) && words(fields[said]) == member(value, said)) fields.erase(said);
    if (const std::string text = words(fields); !text.empty()) row.below.push_back(text);
    return row;
  });
  each("consents", "Consents", [&](const Json& value) {
    if (member(value, "outcome").starts_with("refused: ")) return Row{};   // it stands among the events, and changed nothing
    Row row{when(value), saidWords(value["said"], member(value, "source")), {"source: " + member(value, "source")}};
    part(row.text, "by", member(value, "by"));
    part(row.text, "told", when(value, "told"));
    return row;
  });
  each("decisions", "Decisions", [&](const Json& value) {
    if (refused.contains(member(value, "id")) && member(value, "outcome").starts_with("refused: ")) return Row{};
    Row row{when(value), member(value, "event"), {}};
    if (row.text == "timer") row.text = "a clock: " + member(value, "name");
    else if (value.contains("from")) row.text += " " + member(value, "name") + ", from " + member(value, "from") + " to " + member(value, "value");
    else row.text += namedIn(value, row.text);
    addSaid(row, value, member(value, "event"));
    for (const Json& reason : value["reasons"]) row.below.push_back(byWallClock(member(reason, "text"), zone) + (member(reason, "line").empty() ? "" : "  (" + member(reason, "line") + ")"));
    return row;
  });
  each("effects", "Effects", [&](const Json& value) { return effectRow(value, zone); });
  each("events", "Events that wait or were refused", [&](const Json& value) {
    Row row{when(value), member(value, "type"), {}};
    row.text += namedIn(value, row.text);
    addSaid(row, value, member(value, "type"));
    part(row.text, "", member(value, "status"));
    return row;
  });
  each("comments", "Comments", [](const Json& value) {
    return Row{member(value, "of"), member(value, "text"), {}};
  });
  each("violations", "Against privacy", [&](const Json& value) {
    return Row{"", byWallClock(kAgainstPrivacy + words(value), zone).substr(kAgainstPrivacy.size()), {}};
  });
  each("seems_to_repeat", "Seems to repeat", [](const Json& value) {
    return Row{member(value, "lead"), member(value, "rule"), {}};
  });
  each("duplicate_keys", "Keys by which repeated leads are found", [](const Json& value) {
    std::string key = member(value, "key");
    for (char& c : key) c = c == '\x1E' || c == '\x1F' ? ' ' : c;
    return Row{key, "", {}};
  });
  return sections;
}

std::string headOf(const Json& lead, const TimeZone& zone) {
  std::string text;
  part(text, "created", instantOf(lead, "created", zone));
  part(text, "stage", member(lead, "stage"));
  part(text, "owner", member(lead, "owner"));
  part(text, "queue", member(lead, "queue"));
  part(text, "merged into", member(lead, "merged_into"));
  if (lead.contains("erased") && lead["erased"].get<bool>()) part(text, "", "erased");
  return text;
}

int subject(const SubjectCommand& command) {
  auto session = openStore(command.store, Access::Look);
  if (!session) return kError;
  Json document;
  bool found = false;
  if (const port::Status status = subjectOf(*session, command.lead, command.rejects, document, found); !status.ok()) return fail(status);
  if (!found) return fail("the store " + session->store().name() + " holds nothing of a lead `" + command.lead + "`");
  if (command.store.format == "json") print(document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  else print(command.store.format == "html" ? subjectHtml(document, session->zone()) : subjectText(document, session->zone()));
  return kOk;
}

}  // namespace

std::string subjectText(const Json& document, const TimeZone& zone) {
  std::string out = "What " + decide::shownText(member(document, "store")) + " holds of lead " + decide::shownText(member(document, "lead")) + ", as of " + instantOf(document, "at", zone) + " (times are those of " + zone.name() + ")\n";
  for (const Json& lead : document["leads"]) {
    out += "\nLead " + decide::shownText(member(lead, "lead")) + "\n";
    if (const std::string head = headOf(lead, zone); !head.empty()) out += "  " + decide::shownText(head) + "\n";
    for (const Section& section : sectionsOf(lead, zone)) {
      out += "\n  " + section.title + "\n";
      for (const Row& row : section.rows) {
        out += "    " + decide::shownText(row.head) + (row.head.empty() || row.text.empty() ? "" : "  ") + decide::shownText(row.text) + "\n";
        for (const std::string& line : row.below) out += "        " + decide::shownText(line) + "\n";
      }
    }
  }
  if (!document["rejects"].empty()) {
    out += "\nLines that were set aside\n";
    for (const Json& line : document["rejects"]) out += "  " + decide::shownText(member(line, "file")) + ":" + member(line, "line") + "  " + decide::shownText(member(line, "text")) + "\n";
  }
  return out;
}

std::string subjectHtml(const Json& document, const TimeZone& zone) {
  const std::string title = "Lead " + member(document, "lead");
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n<title>" + htmlText(title) + "</title>\n<style>\n" +
                    std::string(reportStyle().empty() ? std::string_view() : reportStyle().front().text) + "tbody th { width: 15rem; }\ntable + h2, table + h3 { margin-top: 1.6rem; }\n</style>\n</head>\n<body>\n<main>\n<h1>" + htmlText(title) + "</h1>\n<p>What " +
                    htmlText(member(document, "store")) + " holds of this person, as of " + htmlText(instantOf(document, "at", zone)) + ". Times are those of " + htmlText(zone.name()) + ".</p>\n";
  const auto table = [&](const std::vector<Row>& rows) {
    out += "<table>\n";
    for (const Row& row : rows) {
      out += "<tr><th scope=\"row\">" + htmlText(row.head) + "</th><td>" + htmlText(row.text);
      std::string between = row.text.empty() ? "" : "<br>";
      for (const std::string& line : row.below) out += std::exchange(between, "<br>") + htmlText(line);
      out += "</td></tr>\n";
    }
    out += "</table>\n";
  };
  for (const Json& lead : document["leads"]) {
    out += "<section>\n";
    if (document["leads"].size() > 1) out += "<h2>Lead " + htmlText(member(lead, "lead")) + "</h2>\n";   // with those merged into it
    out += "<p>" + htmlText(headOf(lead, zone)) + "</p>\n";
    for (const Section& section : sectionsOf(lead, zone)) {
      out += "<h3>" + htmlText(section.title) + "</h3>\n";
      table(section.rows);
    }
    out += "</section>\n";
  }
  if (!document["rejects"].empty()) {
    std::vector<Row> rows;
    for (const Json& line : document["rejects"]) rows.push_back({member(line, "file") + ":" + member(line, "line"), member(line, "text"), {}});
    out += "<h2>Lines that were set aside</h2>\n";
    table(rows);
  }
  return out + "</main>\n</body>\n</html>\n";
}

void addSubject(CLI::App& app, Result& result) {
  auto options = std::make_shared<SubjectCommand>();
  options->store.format = "text";
  CLI::App* command = app.add_subcommand("subject", "All that a store holds of a person: record, merged copies, activities, decisions, effects, consents, refused events");
  command->add_option("lead", options->lead, "The lead's id")->required()->type_name("LEAD")->transform(CLI::Validator(leadId(), ""));
  addStoreOptions(*command, options->store, true, false);
  command->add_option("--format", options->store.format, "text (default), json or html")->check(CLI::IsMember({"text", "json", "html"}));
  command->add_option("--rejects", options->rejects, "A further file of lines set aside; those of `work --rejects` are known")->type_name("FILE");
  command->footer(
      "What a person may ask for. `leadflow erase LEAD` takes it all; both work from one list of places.\n\n"
      "Examples:\n  leadflow subject 00Q17 --store sqlite:leads.db\n  leadflow subject 00Q17 --store sqlite:leads.db --format html > 00Q17.html");
  command->callback([options, &result] { result.exit = subject(*options); });
}

}  // namespace leadflow::cli
