// leadflow outbox: what waits to be delivered, what could not be, and another try for it.
#include <nlohmann/json.hpp>

#include "tools/cli/lead_words.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t kAll = 10'000'000;

struct ListOptions {
  StoreArguments store;
  std::string status = "waiting", key;
  std::size_t limit = 50;
  bool dead = false;
};

std::string receiverOf(const port::Effect& effect) {
  std::string text = effect.channel.empty() ? "" : effect.channel + " ";
  if (!effect.target.empty()) text += effect.target + " ";
  for (std::size_t i = 0; i < effect.to.size(); ++i) text += (i > 0 ? "," : "") + effect.to[i];
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

int list(const ListOptions& options) {
  auto session = openStore(options.store, Access::Look);
  if (!session) return kError;
  std::vector<port::OutboxStore::Row> rows;
  port::OutboxStore& outbox = *session->opened.outbox;
  if (!outbox.list(options.status == "all" ? "" : options.status, options.limit + 1, rows)) return fail(outbox.error());
  const bool more = rows.size() > options.limit;
  if (more) rows.pop_back();
  if (options.store.json()) {
    Json out = Json::array();
    for (const auto& row : rows)
      out.push_back({{"status", row.status}, {"attempts", row.attempts}, {row.status == "waiting" ? "next_try" : "settled", isoText(row.next_try)},
                     {"reason", row.reason.empty() ? Json() : Json(row.reason)}, {"effect", Json::parse(port::toJson(row.effect), nullptr, false)}});
    print(out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    if (more) printNote("these are the first " + std::to_string(options.limit) + "; --limit shows more");
    return kOk;
  }
  std::vector<std::vector<std::string>> lines;
  for (const auto& row : rows)
    lines.push_back({row.effect.key, row.status, port::effectName(row.effect.kind), receiverOf(row.effect), std::to_string(row.attempts), wallText(row.next_try, session->zone()), row.reason});
  printRows({"key", "status", "kind", "for", "tries", options.status == "waiting" ? "next" : "when", "reason"}, lines,
            options.status == "all" ? "the outbox is empty" : "no effect is " + options.status);
  if (more) print("\nthe first " + std::to_string(options.limit) + "; --limit shows more\n");
  return kOk;
}

int retry(const ListOptions& options) {
  if (options.key.empty() == !options.dead) return fail("say which: the key of an effect, or --dead for all dead ones");
  auto session = openStore(options.store, Access::Write);
  if (!session) return kError;
  port::OutboxStore& outbox = *session->opened.outbox;
  const std::int64_t now = readClock();
  if (!options.dead) {
    if (!outbox.retry(options.key, now)) return fail(outbox.error());
    print("the effect `" + options.key + "` is tried again\n");
    return kOk;
  }
  std::vector<port::OutboxStore::Row> rows;
  if (!outbox.list("dead", kAll, rows)) return fail(outbox.error());
  for (const auto& row : rows)
    if (!outbox.retry(row.effect.key, now)) return fail(outbox.error());
  print(counted(rows.size(), "effect") + (rows.size() == 1 ? " is" : " are") + " tried again\n");
  return kOk;
}

}  // namespace

void addOutbox(CLI::App& app, Result& result) {
  CLI::App* command = app.add_subcommand("outbox", "Effects on their way out: list them, or try those again that could not be delivered");
  command->require_subcommand(1);
  auto listed = std::make_shared<ListOptions>();
  CLI::App* lists = command->add_subcommand("list", "What waits, was delivered, or is given up (dead), and why");
  addStoreOptions(*lists, listed->store, false);
  lists->add_option("--status", listed->status, "waiting (default), delivered, dead or all")->check(CLI::IsMember({"waiting", "delivered", "dead", "all"}));
  lists->add_option("--limit", listed->limit, "So many at most (default: 50)");
  lists->footer("Example:\n  leadflow outbox list --store sqlite:leads.db --status dead");
  lists->callback([listed, &result] { result.exit = list(*listed); });
  auto again = std::make_shared<ListOptions>();
  CLI::App* retries = command->add_subcommand("retry", "Try an effect again from the beginning");
  retries->add_option("key", again->key, "The effect's key, as `outbox list` shows it")->type_name("KEY");
  retries->add_flag("--dead", again->dead, "All that were given up");
  addStoreOptions(*retries, again->store, false, false);
  retries->footer("Example:\n  leadflow outbox retry 00Q17/4/0 --store sqlite:leads.db\n  leadflow outbox retry --dead --store sqlite:leads.db");
  retries->callback([again, &result] { result.exit = retry(*again); });
  command->footer("Example:\n  leadflow outbox list --store sqlite:leads.db --status dead\n  leadflow outbox retry --dead --store sqlite:leads.db");
}

}  // namespace leadflow::cli
