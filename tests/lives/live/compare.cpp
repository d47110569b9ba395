#include "tests/lives/live/compare.hpp"

#include <algorithm>
#include <cstdio>

#include "tests/lives/live/creation.hpp"
#include "tests/lives/live/facts.hpp"
#include "tests/lives/live/outlook.hpp"
#include "tests/lives/live/shrink.hpp"
#include "tests/lives/live/test_block.hpp"
#include "tests/lives/reference/interpreter.hpp"

namespace leadflow::lives {

namespace {

constexpr int kLivesOfABook = 25, kLivesOfCi = 2'000, kLeast = 25, kLeastTests = 100;
constexpr const char* kSituations[] = {
#define LEADFLOW_SITUATION(text) text,
#include "tests/lives/situations.def"
#undef LEADFLOW_SITUATION
};

}  // namespace

std::vector<std::string> told(const Book& book, const Story& story, std::map<std::string, int>& seen, std::vector<std::string>* halfway) {
  Interpreter reference(book.versions, book.roster, story.start);
  const auto runUntil = [&](Instant at) {
    if (const Instant half = halfwayOf(story); halfway != nullptr && at >= half) {
      reference.runUntil(half);
      *halfway = reference.outlook(half);
      halfway = nullptr;
    }
    reference.runUntil(at);
  };
  bool one_version = true;
  for (const Delivery& delivery : story.deliveries) {
    runUntil(delivery.at);
    reference.deliver(delivery.events);
    if (delivery.deploy >= 0 && reference.deploy(delivery.deploy, delivery.at)) one_version = false;
  }
  runUntil(story.end);
  std::vector<std::string> facts = reference.facts();
  for (std::string& line : reference.outlook(story.end)) facts.push_back(std::move(line));
  if (one_version)   // a report looks at leads of another version as far as it has a place for what they are
    for (std::string& line : reference.figures(story.end)) facts.push_back(std::move(line));
  seen = reference.seen();
  std::sort(facts.begin(), facts.end());
  return facts;
}

bool meetsWhatIsOff(const Features& features, const std::map<std::string, int>& seen) {
  for (std::size_t i = 0; i < std::size(kFeatures); ++i)
    if (!features.on[i] && seen.count(kFeatures[i].situation) != 0) return true;
  return false;
}

Difference differs(const Features& features, const Book& book, const Compiled& compiled, const Story& story, std::uint64_t chance, Compared& compared, std::map<std::string, int>* seen, bool* left_out) {
  std::map<std::string, int> met;
  std::vector<std::string> halfway;
  const std::vector<std::string> expected = told(book, story, met, &halfway);
  if (meetsWhatIsOff(features, met)) {
    if (left_out != nullptr) *left_out = true;
    return {};
  }
  if (seen != nullptr)
    for (const auto& [what, count] : met) ++(*seen)[what];
  if (const std::string text = atCreation(book, compiled, story, chance, compared.created); !text.empty()) return {"at creation", text};
  if (const std::string text = asTest(book, compiled, story, chance, compared.tests, compared.expectations); !text.empty()) return {"test", text};
  for (const Way way : {Way::Whole, Way::Sliced, Way::Killed, Way::Simulated}) {
    const std::string name = kWays[static_cast<int>(way)];
    const Outcome outcome = live(way, compiled, story, chance);
    if (!outcome.error.empty()) return {name, "  " + outcome.error + "\n"};
    compared.kills += outcome.kills;
    compared.power_cuts += outcome.power_cuts;
    compared.beside += outcome.read_beside;
    compared.forgotten += outcome.forgotten;
    compared.changed += outcome.changed;
    if (const std::string text = difference(expected, outcome.facts, name); !text.empty()) return {name, text};
    if (way != Way::Sliced) continue;
    if (const std::string text = difference(halfway, outcome.halfway, "engine half way"); !text.empty()) return {name, text};
  }
  return {};
}

int Run::go() {
  std::map<std::string, int> seen;
  Compared compared;
  int different = 0, lived = 0, out = 0;
  for (int number = 0; lived < lives; ++number) {
    Random random(seed * 1'000'003 + static_cast<std::uint64_t>(number));
    const Book book = makeBook(random, features);
    if (only_book >= 0 && number != only_book) {
      if (number > only_book) break;
      continue;
    }
    const Compiled compiled = compile(book);
    if (!compiled.error.empty()) {
      std::printf("playbook %d does not compile:\n%s\n", number, compiled.error.c_str());
      return 1;
    }
    for (int life = 0; life < kLivesOfABook && lived < lives; ++life) {
      if (only_life >= 0 && life != only_life) continue;
      const std::uint64_t chance = seed * 7'919 + static_cast<std::uint64_t>(number) * 50 + static_cast<std::uint64_t>(life);
      Random fate(chance * 2'654'435'761);
      const Story story = makeStory(fate, features, book);
      bool left_out = false;
      const Difference difference = differs(features, book, compiled, story, chance, compared, &seen, &left_out);
      if (left_out) {
        ++out;
        continue;
      }
      ++lived;
      if (!difference.any()) continue;
      ++different;
      std::printf("life %d of playbook %d (seed %llu) differs in `%s`\n%s", life, number, static_cast<unsigned long long>(seed), difference.way.c_str(), difference.fact.c_str());
      std::fflush(stdout);
      const Shrunk least = shrink(features, book, story, chance);
      std::printf("---- the least that differs:\n%s", least.text.c_str());
      if (different >= most) return 1;
      break;   // one of a playbook is enough
    }
    if (only_life >= 0 && only_book >= 0) break;
  }
  std::printf("%d lives, each in %zu ways: %d different from the reference\n", lived, std::size(kWays), different);
  std::printf("%d leads at their creation: run, explain, C++, C and work agree\n", compared.created);
  std::printf("%d processes killed at a call of the file layer, %d of them by a power cut\n", compared.kills, compared.power_cuts);
  std::printf("%d stores read and replayed while a worker went on\n", compared.beside);
  std::printf("%d addresses of erased leads looked for in the bytes of a disk, %d stores in which a changed row was noticed\n", compared.forgotten, compared.changed);
  std::printf("%d lives of one lead told as tests, with %d expectations\n", compared.tests, compared.expectations);
  if (out > 0) std::printf("%d more contain what is switched off, and were left out\n", out);
  int rare = 0;
  for (const char* situation : kSituations) {
    const int count = seen[situation];
    const bool enough = lived < kLivesOfCi || count >= kLeast;
    rare += !enough;
    std::printf("  %6d  %s%s\n", count, situation, enough ? "" : "      rarer than 25");
    seen.erase(situation);
  }
  const bool few_tests = lived >= kLivesOfCi && compared.tests < kLeastTests, none = compared.created == 0 || compared.kills == 0 || compared.beside < kLeast || compared.changed < kLeast || compared.forgotten < kLeast;
  if (few_tests) std::printf("fewer than %d lives could be told as tests\n", kLeastTests);
  if (lived >= kLivesOfCi && none) std::printf("no lead was looked at when it was created, no process killed, or too few stores read beside a worker, changed, or searched for who was erased\n");
  std::printf("and\n");
  for (const auto& [what, count] : seen) std::printf("  %6d  %s\n", count, what.c_str());
  return different == 0 && rare == 0 && !few_tests && !(lived >= kLivesOfCi && none) ? 0 : 1;
}

}  // namespace leadflow::lives
