// One answer, however it is asked for: for every lead of a file, `run --explain`, `explain --format json`, the C++ and the C API
// give the same bytes, the API's members say what its record says, the readable account names the same stage, owner and queue, and
// what `work` writes into its journal agrees with all of them.
//
//     one_answer --leadflow build/release/bin/leadflow --playbook life.leadflow --leads leads.csv --now 2026-03-02T15:00:00Z
//
// `--leads` may be a file of events: then its `lead.created` are the leads. Exit code: 0 all agree, 1 some do not, 2 trouble.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/api/leadflow.h"
#include "compiler/api/leadflow.hpp"

namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string leadflow, playbook, leads, activities, now;
};

struct Trouble {
  std::string what;
};

int differences = 0;

void differ(const std::string& lead, const std::string& what, const std::string& one, const std::string& other) {
  if (++differences > 10) return;
  std::size_t at = 0;
  while (at < one.size() && at < other.size() && one[at] == other[at]) ++at;
  const std::size_t from = at > 80 ? at - 80 : 0;
  std::printf("lead %s: %s\n    …%s\n    …%s\n", lead.c_str(), what.c_str(), one.substr(from, 240).c_str(), other.substr(from, 240).c_str());
}

void same(const std::string& lead, const std::string& what, const std::string& one, const std::string& other) {
  if (one != other) differ(lead, what, one, other);
}

std::string shellWord(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

std::string textOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Trouble{"cannot read " + path};
  std::ostringstream all;
  all << file.rdbuf();
  return all.str();
}

/// Standard output of a command that must end well.
std::string output(const std::string& command) {
  FILE* pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
  if (!pipe) throw Trouble{"cannot start " + command};
  std::string text;
  char buffer[65'536];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) text.append(buffer, got);
  if (const int status = ::pclose(pipe); status != 0) throw Trouble{command + ": exit status " + std::to_string(status)};
  return text;
}

std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) lines.push_back(line);
  return lines;
}

std::string word(const Json& value) { return value.is_null() ? std::string() : value.get<std::string>(); }

/// The leads of a file of events, as NDJSON; any other file stands for itself.
std::string leadsFile(const Options& options, const std::string& folder) {
  const std::string text = textOf(options.leads);
  if (text.find("\"lead.created\"") == std::string::npos) return options.leads;
  std::string records;
  for (const std::string& line : linesOf(text)) {
    const Json event = Json::parse(line);
    if (event.value("type", "") != "lead.created") continue;
    Json record = {{"id", event["lead"]}};
    if (event.contains("record")) record.update(event["record"]);
    records += record.dump() + "\n";
  }
  const std::string path = folder + "/leads.ndjson";
  std::ofstream(path, std::ios::binary) << records;
  return path;
}

class Agreement {
 public:
  Agreement(const Options& options, std::string folder) : options_(options), folder_(std::move(folder)), leads_(leadsFile(options, folder_)) {}

  std::size_t go() {
    const auto records = linesOf(output(command("run", leads_) + " --explain"));
    if (records.empty()) throw Trouble{"no lead of " + leads_ + " was decided"};
    for (const std::string& record : records) explained(record);
    if (options_.activities.empty()) throughApi(records);
    if (Json::parse(records.front()).contains("stage") && options_.activities.empty()) journal(records);
    return records.size();
  }

 private:
  std::string command(const std::string& name, const std::string& leads) const {
    std::string text = shellWord(options_.leadflow) + " " + name + " " + shellWord(options_.playbook) + " " + shellWord(leads) + " --now " + options_.now;
    if (!options_.activities.empty()) text += " --activities " + shellWord(options_.activities);
    return text;
  }

  void explained(const std::string& record) {
    const Json said = Json::parse(record);
    const std::string lead = said["lead"];
    const std::string asked = command("explain", leads_) + " --lead " + shellWord(lead);
    same(lead, "run --explain, explain --format json", record + "\n", output(asked + " --format json"));
    const std::string text = output("COLUMNS=400 " + asked);
    const auto holds = [&](const std::string& part) {
      if (text.find(part) == std::string::npos) differ(lead, "the readable account does not hold it", part, text);
    };
    if (said.contains("merged_into")) {
      holds("merged into  " + word(said["merged_into"]));
    } else if (said.contains("stage")) {
      const std::string gap = said.contains("merged") ? "   " : "  ";   // `merged` is the longer word of the column
      holds("stage" + gap + word(said["stage"]));
      holds("owner" + gap + (said["owner"].is_null() ? "nobody" : word(said["owner"])));
      if (!said["queue"].is_null()) holds("queue" + gap + word(said["queue"]));
      for (const Json& other : said.value("merged", Json::array())) holds("  " + word(other) + "\n");
    }
    for (const Json& told : said.value("account", Json::array())) holds(told["text"]);
    for (const auto& [route, taken] : said["routes"].items())
      if (!taken["rule"].is_null()) holds("rule " + word(taken["rule"]));
  }

  void throughApi(const std::vector<std::string>& records) {
    leadflow::Error error;
    auto playbook = leadflow::Playbook::load(options_.playbook, error);
    if (!playbook) throw Trouble{error.message};
    auto team = leadflow::Team::ownOf(playbook, error);
    leadflow::Decider decider(team);
    decider.setNow(leadflow::instant(options_.now));
    decider.setExplain(true);
    const std::string text = textOf(leads_);
    std::vector<leadflow::Decision> decided;
    for (auto& decision : decider.decideBatch(text, error))
      if (decision.decided()) decided.push_back(decision);
    if (decided.size() != records.size()) throw Trouble{"the C++ API decides another number of leads"};
    for (std::size_t i = 0; i < records.size(); ++i) members(records[i], decided[i]);

    lf_playbook* c_playbook = nullptr;
    lf_team* c_team = nullptr;
    lf_decider* c_decider = nullptr;
    lf_batch* batch = nullptr;
    if (lf_playbook_load(options_.playbook.c_str(), &c_playbook) != LF_OK || lf_team_own(c_playbook, &c_team) != LF_OK || lf_decider_new(c_team, &c_decider) != LF_OK)
      throw Trouble{lf_last_error()};
    lf_decider_set_now(c_decider, lf_instant(options_.now.c_str()));
    lf_decider_set_explain(c_decider, 1);
    if (lf_decide_batch(c_decider, text.data(), text.size(), &batch) != LF_OK) throw Trouble{lf_last_error()};
    std::size_t at = 0;
    for (std::size_t i = 0; i < lf_batch_size(batch); ++i) {
      const lf_decision* decision = lf_batch_at(batch, i);
      if (lf_decision_decided(decision) == 0) continue;
      if (at == records.size()) throw Trouble{"the C API decides more leads"};
      const std::string lead = lf_decision_lead(decision);
      same(lead, "run --explain, C API", records[at], lf_decision_json(decision));
      same(lead, "C API, C++ API: stage", lf_decision_stage(decision), decided[at].stage());
      same(lead, "C API, C++ API: merged into", lf_decision_merged_into(decision), decided[at].mergedInto());
      same(lead, "C API, C++ API: owner", lf_decision_owner(decision, nullptr), decided[at].owner());
      same(lead, "C API, C++ API: queue", lf_decision_queue(decision, nullptr), decided[at].queue());
      same(lead, "C API, C++ API: rule", lf_decision_rule(decision, nullptr), decided[at].rule());
      same(lead, "C API, C++ API: account", lf_decision_explanation(decision), decided[at].explanation());
      std::string clocks;
      for (std::size_t clock = 0; clock < lf_decision_due_count(decision); ++clock)
        clocks += lf_decision_due_name(decision, clock) + std::string(" ") + std::to_string(lf_decision_due_at(decision, clock)) + "\n";
      std::string due;
      for (const leadflow::DueClock& clock : decided[at].due()) due += clock.name + " " + std::to_string(clock.at) + "\n";
      same(lead, "C API, C++ API: due", clocks, due);
      if (lf_decision_effect_count(decision) != decided[at].effects().size() || lf_decision_account_count(decision) != decided[at].account().size())
        differ(lead, "C API, C++ API: number of effects or sentences", "", "");
      ++at;
    }
    if (at != records.size()) throw Trouble{"the C API decides fewer leads"};
    lf_batch_free(batch);
    lf_decider_free(c_decider);
    lf_team_free(c_team);
    lf_playbook_free(c_playbook);
  }

  static void members(const std::string& record, const leadflow::Decision& decision) {
    const std::string& lead = decision.lead();
    same(lead, "run --explain, C++ API", record, decision.json());
    const Json said = Json::parse(record);
    for (const auto& [route, taken] : said["routes"].items()) {
      same(lead, "rule()", word(taken["rule"]), decision.rule(route));
      const Json& to = taken["to"];
      same(lead, "owner()", to.is_object() && to.contains("rep") ? word(to["rep"]) : "", decision.owner(route));
      same(lead, "queue()", to.is_object() && to.contains("queue") ? word(to["queue"]) : "", decision.queue(route));
      same(lead, "via()", taken.contains("via") ? word(taken["via"]) : "", decision.via(route));
    }
    if (decision.staged() != said.contains("stage")) differ(lead, "staged()", record, "");
    if (!decision.staged()) return;
    same(lead, "stage()", word(said["stage"]), decision.stage());
    same(lead, "mergedInto()", said.value("merged_into", ""), decision.mergedInto());
    same(lead, "owner()", word(said["owner"]), decision.owner());
    same(lead, "queue()", word(said["queue"]), decision.queue());
    Json due = Json::object();
    for (const leadflow::DueClock& clock : decision.due()) due[clock.name] = clock.at;
    Json instants = Json::object();
    for (const auto& [clock, at] : said["due"].items()) instants[clock] = leadflow::instant(word(at));
    same(lead, "due()", instants.dump(), due.dump());
    Json effects = Json::array(), account = Json::array(), sentences = Json::array();
    for (const std::string& effect : decision.effects()) effects.push_back(Json::parse(effect));
    same(lead, "effects()", said["effects"].dump(), effects.dump());
    for (const std::string& sentence : decision.account()) account.push_back(sentence);
    for (const Json& told : said["account"]) sentences.push_back(told["text"]);
    same(lead, "account()", sentences.dump(), account.dump());
  }

  /// The same leads as events of one instant, in the order in which a store takes them: by their ids.
  void journal(const std::vector<std::string>& decided) {
    std::map<std::string, std::string> bodies;
    for (const std::string& line : linesOf(textOf(asJson()))) {
      const Json record = Json::parse(line);
      bodies[record.begin().value().get<std::string>()] = line;
    }
    std::string leads, events;
    for (const std::string& record : decided) {
      const std::string lead = Json::parse(record)["lead"];
      if (!bodies.contains(lead)) throw Trouble{"no record of lead " + lead};
    }
    for (const auto& [lead, body] : bodies) {
      leads += body + "\n";
      events += Json{{"event", "e/" + lead}, {"type", "lead.created"}, {"lead", lead}, {"at", options_.now}, {"record", Json::parse(body)}}.dump() + "\n";
    }
    const std::string leads_path = folder_ + "/sorted.ndjson", events_path = folder_ + "/events.ndjson", store = " --store " + shellWord("sqlite:" + folder_ + "/store.db");
    std::ofstream(leads_path, std::ios::binary) << leads;
    std::ofstream(events_path, std::ios::binary) << events;
    const auto records = linesOf(output(command("run", leads_path) + " --explain"));
    output(shellWord(options_.leadflow) + " work " + shellWord(options_.playbook) + store + " --events " + shellWord(events_path) + " --until " + options_.now);
    for (const std::string& record : records) {
      const Json said = Json::parse(record);
      const std::string lead = said["lead"];
      const Json why = Json::parse(output(shellWord(options_.leadflow) + " why " + shellWord(lead) + store + " --format json"));
      const Json& created = why["life"].front();
      if (said.contains("merged_into"))   // the journal has the stage that it ended in, and the words
        same(lead, "run, journal: merged", "merged into " + word(said["merged_into"]), createdInto(created));
      else
        same(lead, "run, journal: stage", word(said["stage"]), created["stage"]);
      same(lead, "run, journal: owner", word(said["owner"]), created["owner"]);
      same(lead, "run, journal: queue", word(said["queue"]), created["queue"]);
      same(lead, "run, journal: what happened", said["account"].dump(), withoutUnread(created["account"]).dump());
      same(lead, "run, journal: why", said["routes"].empty() ? "" : said["why"].dump(), created.contains("why") ? created["why"].dump() : "");
      for (const auto& [route, taken] : said["routes"].items()) {
        std::string journalled;   // the rule that held first, the last time that the route was taken
        for (const Json& step : created.contains("why") ? created["why"] : Json::array())
          if (step["step"] == "rule" && step["route"] == route && step["held"] == true) journalled = step["rule"];
        same(lead, "run, journal: rule", word(taken.contains("instead_of") ? taken["instead_of"] : taken["rule"]), journalled);
      }
    }
  }

  /// What an account says of a merger: "merged into 1".
  static std::string createdInto(const Json& created) {
    for (const Json& told : created["account"])
      if (const std::string text = told["text"]; text.rfind("merged into ", 0) == 0) return text.substr(0, text.find(':'));
    return {};
  }

  /// Values that cannot be read are told by the reader of a file, with line and column, and by the account of an event.
  static Json withoutUnread(const Json& account) {
    Json rest = Json::array();
    for (const Json& told : account)
      if (told["what"] != "unread") rest.push_back(told);
    return rest;
  }

  /// The leads as NDJSON whose first member is the key, as the file itself has it.
  std::string asJson() {
    if (leads_.size() > 7 && leads_.compare(leads_.size() - 7, 7, ".ndjson") == 0) return leads_;
    const std::string path = folder_ + "/as.ndjson";
    std::vector<std::string> lines = linesOf(textOf(leads_));
    const auto cells = [](const std::string& line) {
      std::vector<std::string> out(1);
      bool inside = false;
      for (const char c : line)
        if (c == '"') inside = !inside;   // examples have no quote within a cell
        else if (c == ',' && !inside) out.emplace_back();
        else if (c != '\r') out.back() += c;
      return out;
    };
    const auto names = cells(lines.front());
    std::string text;
    for (std::size_t i = 1; i < lines.size(); ++i) {
      Json record = Json::object();
      const auto values = cells(lines[i]);
      if (values.size() != names.size()) throw Trouble{"not a plain CSV: " + lines[i]};
      for (std::size_t c = 0; c < names.size(); ++c)
        if (!values[c].empty()) record[names[c]] = values[c];
      text += record.dump() + "\n";
    }
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  const Options& options_;
  std::string folder_, leads_;
};

}  // namespace

int main(int argc, char** argv) {
  Options options;
  const std::map<std::string, std::string*> known = {{"--leadflow", &options.leadflow}, {"--playbook", &options.playbook}, {"--leads", &options.leads}, {"--activities", &options.activities}, {"--now", &options.now}};
  for (int i = 1; i + 1 < argc; i += 2) {
    const auto found = known.find(argv[i]);
    if (found == known.end()) return std::fprintf(stderr, "unknown option %s\n", argv[i]), 2;
    *found->second = argv[i + 1];
  }
  std::string folder = "/tmp/one_answer.XXXXXX";
  if (!::mkdtemp(folder.data())) return 2;
  int code = 2;
  try {
    const std::size_t leads = Agreement(options, folder).go();
    std::printf("%zu leads, %d differences\n", leads, differences);
    code = differences > 0 ? 1 : 0;
  } catch (const Trouble& trouble) {
    std::fprintf(stderr, "%s\n", trouble.what.c_str());
  }
  [[maybe_unused]] const int removed = std::system(("rm -rf " + shellWord(folder)).c_str());
  return code;
}
