// tests/format/*.leadflow beside *.expected; LEADFLOW_UPDATE=1 writes the expected files anew.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/format/columns.hpp"
#include "compiler/format/format.hpp"
#include "compiler/format/scan_words.hpp"

using namespace leadflow::format;
namespace fs = std::filesystem;

namespace {

std::string readFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<fs::path> filesUnder(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == extension) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

/// All that is not blank, in order.
std::string ink(std::string_view text) {
  std::string out;
  for (char c : text)
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') out += c;
  return out;
}

void checkKept(const std::string& source) {
  const std::string once = formatText(source);
  CHECK(ink(once) == ink(source));
  CHECK(formatText(once) == once);
}

}  // namespace

TEST_CASE("each text beside its formatted form") {
  const auto sources = filesUnder("tests/format", ".leadflow");
  REQUIRE(sources.size() >= 8);
  for (const fs::path& path : sources) {
    INFO(path.string());
    const std::string formatted = formatText(readFile(path));
    fs::path expected = path;
    expected.replace_extension(".expected");
    if (std::getenv("LEADFLOW_UPDATE") != nullptr) std::ofstream(expected, std::ios::binary) << formatted;
    REQUIRE(fs::exists(expected));
    CHECK(formatted == readFile(expected));
    checkKept(readFile(path));
  }
}

TEST_CASE("every playbook of the project keeps its text and is stable") {
  std::size_t count = 0;
  for (const char* folder : {"examples", "stdlib", "tests/errors", "tests/grammar"})
    for (const fs::path& path : filesUnder(folder, ".leadflow")) {
      INFO(path.string());
      checkKept(readFile(path));
      ++count;
    }
  CHECK(count >= 2);
}

TEST_CASE("nothing comes of nothing") {
  CHECK(formatText("").empty());
  CHECK(formatText("\n \n\t\r\n").empty());
  CHECK(formatText("\xEF\xBB\xBFuse  std.geo") == "\xEF\xBB\xBFuse std.geo\n");
}

TEST_CASE("blanks that could change the meaning stay as written") {
  CHECK(formatText("x = a -5\n") == "x = a -5\n");
  CHECK(formatText("x = a-5\n") == "x = a - 5\n");
  CHECK(formatText("x = a- 5\n") == "x = a - 5\n");
  CHECK(formatText("x = -5\n") == "x = -5\n");
  CHECK(formatText("x = 2026-3-2\n") == "x = 2026-3-2\n");
  CHECK(formatText("x = 2026-03-02T10:00+02:00\n") == "x = 2026-03-02T10:00+02:00\n");
  CHECK(formatText("x = min (a)\n") == "x = min (a)\n");
  CHECK(formatText("x = min( a,b )\n") == "x = min(a, b)\n");
  CHECK(formatText("x = t[ a ].b in 50..500\n") == "x = t[a].b in 50..500\n");
  CHECK(formatText("x = a matches /a  b/i and b/c\n") == "x = a matches /a  b/i and b / c\n");
  CHECK(formatText("x = \"a  b\\\"  c\"\n") == "x = \"a  b\\\"  c\"\n");
  CHECK(formatText("hours mon..fri 09:00-17:30\n") == "hours mon..fri 09:00-17:30\n");
}

TEST_CASE("a row that stands out overflows and leaves the others alone") {
  CHECK(commonStart({5, 6, 7, 12}, 4) == 7);
  CHECK(commonStart({5, 6, 7, 12}, 5) == 12);
  CHECK(commonStart({5, 6, 7, 11}, 4) == 11);
  CHECK(commonStart({5, 70}, 1000) == 5);
  CHECK(commonStart({5}, 5) == 5);
}

TEST_CASE("words never change, whatever the bytes") {
  std::mt19937 random(20260302);
  const std::vector<std::string> scraps = {"{", "}", "(", ")", "[", "]", ";", ",", "|", "when", "->", "otherwise", "+", "-", "/", "*",
      "matches", "/a b/i", "\"", "\"x y\"", "#", "# c ", "\n", "\n", "\n", "\r", "\r\n", "\t", " ", " ", "  ", "=", "..", ".", "name", "lead",
      "route", "score", "first of", "50k", "5", "09:00", "2026-03-02", "\xE6\x9D\xB1", "\xFF", std::string(1, '\0'), "\xEF\xBB\xBF", "\\", "%", ":", "?", "!",
      "because", "per", "max", "playbook", "table", "list", "from", "or", "and", "T", "e\xCC\x81", "stage", "to", "reason", "key", "queue"};
  for (int round = 0; round < 10000; ++round) {
    std::string text;
    const auto length = random() % 40;
    for (unsigned i = 0; i < length; ++i) {
      text += scraps[random() % scraps.size()];
      if (random() % 3 == 0) text += ' ';
    }
    const std::string once = formatText(text);
    const std::string twice = formatText(once);
    if (ink(once) != ink(text) || once != twice) {
      INFO(text);
      CHECK(ink(once) == ink(text));
      CHECK(once == twice);
      break;
    }
  }
  SUCCEED("all kept");
}

TEST_CASE("deep nesting and long files stay small and quick") {
  std::string deep;
  for (int i = 0; i < 20000; ++i) deep += "{\n";
  CHECK(formatText(deep).size() < 20000 * 130);
  std::string long_text = "route r {\n";
  for (int i = 0; i < 20000; ++i) long_text += "r" + std::to_string(i) + " when country is US and zip begins with \"" + std::to_string(i) + "\" -> queue q\n";
  long_text += "}\n";
  const std::string once = formatText(long_text);
  CHECK(ink(once) == ink(long_text));
  CHECK(formatText(once) == once);
}
