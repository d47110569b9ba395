// leadflow refused: events that changed nothing, and why.
#include <nlohmann/json.hpp>

#include "tools/cli/lead_words.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::ordered_json;

int refused(const StoreArguments& arguments, std::size_t limit) {
  auto session = openStore(arguments, Access::Look);
  if (!session) return kError;
  std::vector<std::pair<port::StoredEvent, std::string>> events;
  if (const port::Status status = session->store().refusedEvents(limit, events); !status.ok()) return fail(status);
  const auto reason = [](const std::string& outcome) { return outcome.starts_with("refused: ") ? outcome.substr(9) : outcome; };
  if (arguments.json()) {
    Json out = Json::array();
    for (const auto& [stored, outcome] : events)
      out.push_back({{"event", stored.event.id}, {"type", port::eventName(stored.event.type)}, {"lead", stored.event.lead},
                     {"at", isMissing(stored.event.at) ? Json() : Json(isoText(stored.event.at))}, {"by", stored.event.by}, {"why", reason(outcome)}});
    print(out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    return kOk;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& [stored, outcome] : events)
    rows.push_back({stored.event.id, wallText(stored.event.at, session->zone()), std::string(port::eventName(stored.event.type)), stored.event.lead, reason(outcome)});
  printRows({"event", "at", "type", "lead", "why"}, rows, "no event was refused");
  return kOk;
}

}  // namespace

void addRefused(CLI::App& app, Result& result) {
  auto arguments = std::make_shared<StoreArguments>();
  auto limit = std::make_shared<std::size_t>(100);
  CLI::App* command = app.add_subcommand("refused", "Events that were refused, the newest first, and why");
  addStoreOptions(*command, *arguments, false);
  command->add_option("--limit", *limit, "So many at most (default: 100)");
  command->footer("Example:\n  leadflow refused --store sqlite:leads.db");
  command->callback([arguments, limit, &result] { result.exit = refused(*arguments, *limit); });
}

}  // namespace leadflow::cli
