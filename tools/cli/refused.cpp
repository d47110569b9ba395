// leadflow refused: events that changed nothing, or not all that they said, and why; and given again.
//
//     leadflow refused --store sqlite:leads.db --by-reason       754 x `approved` is not a stage of the playbook
//     leadflow refused retry --store sqlite:leads.db --reason "is not a stage"     after a deploy that knows it
#include <algorithm>
#include <map>
#include <set>
#include <nlohmann/json.hpp>

#include "runtime/decide/flat_rows.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/value/enum_key.hpp"
#include "runtime/workflow/own_id.hpp"
#include "runtime/workflow/unread_text.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/progress.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::ordered_json;
using Refused = std::pair<port::StoredEvent, std::string>;

constexpr std::size_t kFetched = 1000;
constexpr const char* kInPart = "refused in part: ";
constexpr const char* kMasked = "•••";

struct RefusedCommand {
  StoreArguments store;
  std::size_t limit = 100, page = 1;
  bool all = false, by_reason = false;
  std::vector<std::string> events, leads;
  std::string reason;
};

std::string reasonOf(const std::string& outcome) {
  for (const char* begin : {kInPart, "refused: "})
    if (outcome.starts_with(begin)) return outcome.substr(std::string_view(begin).size());
  return outcome;
}
bool inPart(const std::string& outcome) { return outcome.starts_with(kInPart); }

/// The reason without what differs from event to event: "there is no lead `…`".
std::string patternOf(const std::string& reason) {
  std::string pattern;
  for (std::size_t at = 0; at < reason.size(); ++at) {
    const std::size_t end = reason[at] == '`' ? reason.find('`', at + 1) : std::string::npos;
    if (end == std::string::npos) {
      pattern += reason[at];
      continue;
    }
    pattern += "`…`";
    at = end;
  }
  return pattern;
}

/// In part: the reasons name what was not read, so they differ by field and are kept. As a whole: only the kind of reason counts.
std::string groupOf(const Refused& each) { return inPart(each.second) ? reasonOf(each.second) : patternOf(reasonOf(each.second)); }

/// Where and with what value an event says what was not read, as far as its body still stands there.
std::string valueOf(const StoreSession& session, const port::Event& event, const std::string& field, bool of_another_lead) {
  const Json body = Json::parse(event.body, nullptr, false);
  if (!body.is_object()) return {};
  const ingest::LeadSchema& schema = *session.world->desk->schema();
  const std::size_t dot = field.find('.');
  const std::string own = dot == std::string::npos ? field : field.substr(dot + 1);
  std::string scratch;
  const auto personal = [&](const std::string& name) {
    if (event.type == port::EventType::ChecklistAnswered) return false;
    if (dot != std::string::npos) {
      const int activity = schema.findActivity(field.substr(0, dot), scratch);
      if (activity < 0) return true;
      const auto& of = schema.activities()[static_cast<std::size_t>(activity)];
      const std::int32_t target = of.names.find(name, scratch);
      return target < 0 || of.fields[of.targets[static_cast<std::size_t>(target)].front().field].info().pii;
    }
    const std::int32_t target = schema.target(name, scratch);
    return target < 0 || schema.feeds(target).empty() || schema.fields()[schema.feeds(target).front().field].info().pii;
  };
  const auto feeds = [&](const std::string& name) {
    if (name == own || enumKey(name) == enumKey(own)) return true;
    const std::int32_t target = dot != std::string::npos ? -1 : schema.target(name, scratch);
    if (target < 0) return false;
    const auto& fed = schema.feeds(target);
    return std::any_of(fed.begin(), fed.end(), [&](const ingest::Feed feed) { return schema.fields()[feed.field].info().name == own; });
  };
  for (const auto& [name, value] : body.items()) {
    if (!feeds(name)) continue;
    std::string text = value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, Json::error_handler_t::replace);
    if (of_another_lead && trim(text) == event.lead) continue;   // of two names of the key the other one is meant
    return personal(name) ? kMasked : std::move(text);
  }
  return {};
}

/// The fields that a reason in part names, each with its sentence.
Json notRead(const StoreSession& session, const Refused& each) {
  Json list = Json::array();
  for (workflow::UnreadReason& reason : workflow::unreadReasons(reasonOf(each.second))) {
    const bool of_event = reason.fault.starts_with("is no member of");
    const std::string value = of_event ? kMasked : valueOf(session, each.first.event, reason.field, reason.fault.starts_with(ingest::faultWords(ingest::FaultKind::OtherLead)));
    list.push_back({{"field", std::move(reason.field)}, {"value", value.empty() ? Json() : Json(value)}, {"why", std::move(reason.text)}});
  }
  return list;
}

/// Every refused event, the one that came last first, as long as `visit` wants more.
port::Status eachRefused(port::Store& store, const std::function<bool(const Refused&)>& visit) {
  std::vector<Refused> page;
  std::uint64_t before = 0;
  do {
    if (port::Status status = store.refusedEvents(kFetched, page, before); !status.ok()) return status;
    for (const Refused& each : page) {
      before = each.first.number;
      if (!visit(each)) return {};
    }
  } while (page.size() == kFetched);
  return {};
}

/// The event as its sender knows it: of one that a merged lead handed on, id and lead are those that were sent.
port::Event sent(const port::Event& event) {
  port::Event as = event;
  workflow::asSent(as);
  return as;
}

bool wanted(const RefusedCommand& command, const Refused& each) {
  const auto among = [](const std::vector<std::string>& list, const std::string& one, const std::string& other) {
    return list.empty() || std::any_of(list.begin(), list.end(), [&](const std::string& wanted) { return wanted == one || wanted == other; });
  };
  const port::Event as_sent = sent(each.first.event);
  if (!among(command.events, each.first.event.id, as_sent.id) || !among(command.leads, each.first.event.lead, as_sent.lead)) return false;
  const std::string reason = reasonOf(each.second);
  return command.reason.empty() || reason.find(command.reason) != std::string::npos || patternOf(reason).find(command.reason) != std::string::npos;
}

int printed(const RefusedCommand& command, const std::vector<std::string>& titles, std::vector<std::vector<std::string>> rows, const char* none) {
  if (command.store.format != "csv") {
    printRows(titles, rows, none);
    return kOk;
  }
  std::string text;
  decide::appendCsvRow(text, titles);
  for (const auto& row : rows) decide::appendCsvRow(text, row);
  print(text);
  return kOk;
}

int byReason(const RefusedCommand& command, StoreSession& session) {
  struct Group {
    std::uint64_t count = 0;
    bool in_part = false;
    port::Event last;
  };
  std::map<std::pair<std::string, std::string>, Group> groups;   // type, reason
  const port::Status status = eachRefused(session.store(), [&](const Refused& each) {
    if (!wanted(command, each)) return true;
    Group& group = groups[{std::string(port::eventName(each.first.event.type)), groupOf(each)}];
    if (group.count++ == 0) group.last = sent(each.first.event);
    group.in_part = inPart(each.second);
    return true;
  });
  if (!status.ok()) return fail(status);
  std::vector<std::pair<std::pair<std::string, std::string>, Group>> sorted(groups.begin(), groups.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second.count > b.second.count; });
  if (command.store.json()) {
    Json out = Json::array();
    for (const auto& [key, group] : sorted)
      out.push_back({{"count", group.count}, {"type", key.first}, {"refused", group.in_part ? "in part" : "whole"}, {"why", key.second}, {"last_event", group.last.id}, {"last_lead", group.last.lead}});
    print(out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    return kOk;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& [key, group] : sorted) rows.push_back({std::to_string(group.count), group.in_part ? "in part" : "whole", key.first, key.second, group.last.id});
  return printed(command, {"count", "refused", "type", "why", "last event"}, std::move(rows), "no event was refused");
}

int refused(const RefusedCommand& command) {
  auto session = openStore(command.store, Access::Look);
  if (!session) return kError;
  if (command.by_reason) return byReason(command, *session);
  std::vector<Refused> events;
  const std::uint64_t first = command.all ? 0 : std::uint64_t{command.page - 1} * command.limit;
  std::uint64_t count = 0;
  const port::Status status = eachRefused(session->store(), [&](const Refused& each) {
    if (!wanted(command, each)) return true;
    if (count++ >= first && (command.all || events.size() < command.limit)) events.push_back(each);
    return true;
  });
  if (!status.ok()) return fail(status);
  if (command.store.json()) {
    Json out = Json::array();
    for (const Refused& each : events) {
      const port::Event event = sent(each.first.event);
      Json row = {{"event", event.id}, {"type", port::eventName(event.type)}, {"lead", event.lead}, {"at", isMissing(event.at) ? Json() : Json(isoText(event.at))}, {"by", event.by},
                  {"why", reasonOf(each.second)}, {"refused", inPart(each.second) ? "in part" : "whole"}};
      if (event.lead != each.first.event.lead) row["handed_on_to"] = each.first.event.lead;
      if (inPart(each.second)) row["not_read"] = notRead(*session, each);
      out.push_back(std::move(row));
    }
    print(out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  } else {
    std::vector<std::vector<std::string>> rows;
    for (const Refused& each : events) {
      std::string why = reasonOf(each.second), values;
      if (inPart(each.second))
        for (const Json& field : notRead(*session, each))
          if (field["value"].is_string()) values += (values.empty() ? "" : ", ") + field["value"].get<std::string>();
      const port::Event event = sent(each.first.event);
      rows.push_back({event.id, wallText(event.at, session->zone()), std::string(port::eventName(event.type)), event.lead,
                      inPart(each.second) ? "in part" : "whole", std::move(why), std::move(values)});
    }
    printed(command, {"event", "at", "type", "lead", "refused", "why", "value"}, std::move(rows), count == 0 ? "no event was refused" : "no event stands on that page");
  }
  if (const std::uint64_t shown = first + events.size(); shown < count)
    printNote(groupedNumber(count - shown) + " more; --page " + std::to_string(command.page + 1) + " shows the next, --all all of them, --by-reason why");
  return kOk;
}

int retry(const RefusedCommand& command) {
  auto session = openStore(command.store, Access::Write);
  if (!session) return kError;
  std::vector<std::uint64_t> numbers;
  std::set<std::string> leads;
  port::Status status = eachRefused(session->store(), [&](const Refused& each) {
    if (inPart(each.second) || !wanted(command, each)) return true;
    numbers.push_back(each.first.number);
    leads.insert(each.first.event.lead);
    return true;
  });
  if (!status.ok()) return fail(status);
  if (numbers.empty()) {
    print("no event that was refused as a whole " + std::string(command.reason.empty() && command.events.empty() && command.leads.empty() ? "is there\n" : "is meant by that\n"));
    return kOk;
  }
  std::sort(numbers.begin(), numbers.end());
  std::uint64_t behind = 0;
  for (const std::string& id : leads) {
    std::optional<port::LeadState> lead;
    if (status = session->store().load(id, lead); !status.ok()) return fail(status);
    const bool in_flight = lead && !isMissing(lead->created) && !lead->final && !lead->erased && lead->merged_into.empty();
    behind += in_flight && lead->version != session->world->version ? 1 : 0;
  }
  port::Event mark;   // in the journal: from here on they were given again
  mark.at = isMissing(session->reached) ? session->now : session->reached;
  mark.id = std::string(port::kOwnIds) + "retry/" + std::to_string(readClock()) + '/' + std::to_string(numbers.front()) + '/' + std::to_string(numbers.size());
  mark.type = port::EventType::Tick;
  mark.name = "refused events are given again";
  mark.number = static_cast<std::int64_t>(numbers.size());
  std::uint64_t again = 0;
  if (status = session->store().retryRefused(numbers, mark, again); !status.ok()) return fail(status);
  printLine(counted(again, "event") + (again == 1 ? " waits" : " wait") + " again; `leadflow work` takes " + (again == 1 ? "it" : "them"));
  if (behind > 0) printNote(counted(behind, "lead") + (behind == 1 ? " lives" : " live") + " under another version than the one in force, and " + (behind == 1 ? "is" : "are") +
                             " decided by that; after a deploy, let `leadflow work` carry them over first");
  if (again < numbers.size()) printNote(counted(numbers.size() - again, "event") + " of leads that were erased, or taken meanwhile, left as " + (numbers.size() - again == 1 ? "it is" : "they are"));
  return kOk;
}

void addFilter(CLI::App& command, RefusedCommand& options) {
  command.add_option("--reason", options.reason, "Only those whose reason holds this text")->type_name("TEXT");
  command.add_option("--event", options.events, "Only these ids")->type_name("ID");
  command.add_option("--lead", options.leads, "Only of these leads")->type_name("ID")->transform(CLI::Validator(leadId(), ""));
}

}  // namespace

void addRefused(CLI::App& app, Result& result) {
  auto options = std::make_shared<RefusedCommand>();
  CLI::App* command = app.add_subcommand("refused", "Events that were refused, the one that came last first, and why; `retry` gives them again");
  addStoreOptions(*command, options->store, false, false);
  command->get_option("--store")->required(false);
  command->add_option("--format", options->store.format, "table (default), json or csv")->check(CLI::IsMember({"table", "json", "csv"}));
  command->add_option("--limit", options->limit, "So many a page (default: 100)")->check(CLI::PositiveNumber);
  command->add_option("--page", options->page, "Which page (default: 1, with the one that came last)")->check(CLI::PositiveNumber);
  command->add_flag("--all", options->all, "All of them");
  command->add_flag("--by-reason", options->by_reason, "How many for which reason, the most frequent first");
  addFilter(*command, *options);
  command->footer(
      "An event that was refused in part was applied, but for values that cannot be read and names that nothing is called.\n\n"
      "Examples:\n"
      "  leadflow refused --store sqlite:leads.db --by-reason\n"
      "  leadflow refused --store sqlite:leads.db --page 2 --format csv\n"
      "  leadflow refused retry --store sqlite:leads.db --reason \"is not a stage\"");
  auto again = std::make_shared<RefusedCommand>();
  CLI::App* retries = command->add_subcommand("retry", "Give events again that were refused as a whole: after a deploy that allows them");
  addStoreOptions(*retries, again->store, false, false);
  addFilter(*retries, *again);
  retries->footer(
      "Each is decided once more by the next `leadflow work`, or the one that runs; what is refused again stands here again. An event that\n"
      "was applied is never given again. The journal says when events were given again.\n\n"
      "Example:\n  leadflow refused retry --store sqlite:leads.db --reason \"is not a stage\"");
  retries->callback([again, &result] { result.exit = retry(*again); });
  command->callback([options, retries, &result] {
    if (retries->parsed()) return;
    if (options->store.store.empty()) throw CLI::RequiredError("--store");
    result.exit = refused(*options);
  });
}

}  // namespace leadflow::cli
