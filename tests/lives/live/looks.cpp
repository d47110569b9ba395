#include "tests/lives/live/looks.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace leadflow::lives {

namespace {

using Json = nlohmann::json;

std::string wordsOf(const std::vector<std::string>& words) {
  std::string text = "  leadflow";
  for (const std::string& word : words) text += " " + word;
  return text;
}

/// One value, or a value a line.
bool isJson(const std::string& text) {
  if (Json::accept(text)) return true;
  std::istringstream lines(text);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count)
    if (!Json::accept(line)) return false;
  return count > 0;
}

}  // namespace

std::string answersAreJson(const Command& ask, const std::vector<std::string>& facts) {
  std::vector<std::vector<std::string>> commands = {{"late"}, {"stuck"}, {"status"}};
  std::set<std::string> leads;
  for (const std::string& fact : facts)
    if (const std::size_t bar = fact.find(" | stage "); bar != std::string::npos) leads.insert(fact.substr(0, bar));
  for (const std::string& lead : leads) {
    commands.push_back({"why", lead});
    commands.push_back({"audit", "show", "--lead", lead});
    commands.push_back({"subject", lead});
  }
  for (std::vector<std::string>& words : commands) {
    words.insert(words.end(), {"--format", "json"});
    const Answered answered = ask(words);
    if (answered.exit != 0) return wordsOf(words) + ": exit code " + std::to_string(answered.exit) + "\n" + answered.out + answered.err;
    if (!isJson(answered.out)) return wordsOf(words) + " is no JSON:\n" + answered.out;
  }
  return {};
}

std::string refusedByPages(const Command& ask, const std::vector<std::string>& facts) {
  constexpr std::size_t kPage = 3;
  const auto rows = [&](std::vector<std::string> words, std::string& said, std::string& wrong) {
    words.insert(words.begin(), "refused");
    words.insert(words.end(), {"--format", "json"});
    const Answered answered = ask(words);
    said = answered.err;
    Json read = Json::parse(answered.out, nullptr, false);
    if (answered.exit != 0 || !read.is_array()) wrong = wordsOf(words) + ": exit code " + std::to_string(answered.exit) + "\n" + answered.out + answered.err;
    return read;
  };
  std::string said, wrong;
  const Json all = rows({"--all"}, said, wrong);
  if (!wrong.empty()) return wrong;
  std::vector<std::string> found, expected;
  for (const Json& row : all)
    // What a merged lead handed on is refused by the lead that took it, which the reference counts with the message.
    if (const std::string event = row["event"].get<std::string>(); !event.starts_with("leadflow:") && !row.contains("handed_on_to")) found.push_back((row["refused"] == "whole" ? "refused " : "refused in part ") + event);
  for (const std::string& fact : facts)
    if (fact.starts_with("refused ")) expected.push_back(fact);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());   // a row for each value that could not be read
  if (found != expected) return "  `refused --all` shows " + std::to_string(found.size()) + " events, the reference refused " + std::to_string(expected.size()) + "\n";
  Json paged = Json::array();
  for (std::size_t page = 1; paged.size() < all.size(); ++page) {
    const Json some = rows({"--limit", std::to_string(kPage), "--page", std::to_string(page)}, said, wrong);
    if (!wrong.empty()) return wrong;
    for (const Json& row : some) paged.push_back(row);
    const std::size_t left = all.size() - std::min(all.size(), paged.size());
    const bool told = said.find(std::to_string(left) + " more") != std::string::npos;
    if (some.empty() || some.size() > kPage || told != (left > 0)) return "  page " + std::to_string(page) + " of `refused --limit 3` shows " + std::to_string(some.size()) + " events, " + std::to_string(left) + " are left, and it says: " + said + "\n";
  }
  return paged == all ? std::string() : "  the pages of `refused` do not show what `refused --all` shows\n";
}

/// Of a lead that no life erases: nothing of a line that names one is kept.
std::vector<std::string> unreadable(const Event& beside, std::size_t number) {
  const std::string id = "aside" + std::to_string(number);
  std::string is_none = R"({"event":")" + id + R"(a","type":"no.such.type","lead":"noone","note":")";
  for (int i = 0; i < 60; ++i) is_none += std::to_string(i) + " bottles ";
  return {is_none + "\"}", R"({"event":")" + id + R"(b","type":"activity","lead":"noone","at":")" + instantText(beside.at) + R"(","activity":"call","by":"ana\u0000"})"};
}

std::string keptWhole(const std::string& rejects, const std::vector<std::string>& lines) {
  std::set<std::string> kept;
  std::istringstream rows(rejects);
  for (std::string row; std::getline(rows, row);) {
    const Json read = Json::parse(row, nullptr, false);
    if (read.is_object() && read.contains("record") && read["record"].is_string()) kept.insert(read["record"].get<std::string>());
  }
  for (const std::string& line : lines)
    if (kept.count(line) == 0) return "  `--rejects` does not have this line as it was: " + line + "\n" + rejects;
  return {};
}

std::string farYear(const Event& known) {
  return jsonOf(known) + "\n" + R"({"event":"far","type":"activity","lead":")" + known.lead + R"(","at":"2062-05-04T09:00:00Z","activity":"call"})" + "\n";
}

}  // namespace leadflow::lives
