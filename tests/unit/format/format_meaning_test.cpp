// Formatting changes no meaning: what the grammar reads in a formatted playbook is what it reads in the playbook.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/format/format.hpp"
#include "compiler/format/scan_words.hpp"
#include "compiler/parse/layout.hpp"
#include "compiler/parse/tape.hpp"

using namespace leadflow;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> playbooks() {
  std::vector<fs::path> files;
  for (const char* folder : {"examples", "stdlib", "tests/real", "tests/format", "tests/grammar"}) {
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.path().extension() == ".leadflow") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string readFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// What the grammar matched: every node's kind, its depth by order, and the words of those without children. Empty after a mistake.
std::string shape(const std::string& source) {
  diag::Diagnostics diags;
  parse::Tape tape;
  tape.source = source;
  tape.diags = &diags;
  tape.layout = parse::layOut(source, 1, diags);
  if (!tape.layout.readable) return {};
  parse::readFile(tape);
  if (diags.hasErrors()) return {};
  std::string out;
  for (std::size_t i = 0; i < tape.entries.size(); ++i) {
    const parse::Entry& entry = tape.entries[i];
    out += std::to_string(static_cast<int>(entry.kind)) + "/" + std::to_string(entry.next - i) + " ";
    if (entry.next != i + 1) continue;
    bool quoted = false;
    for (std::uint32_t at = entry.begin; at < entry.end; ++at) {
      const char c = tape.layout.text[at];
      if (c == '"') quoted = !quoted;
      if (quoted || (c != ' ' && c != '\t' && c != '\n' && c != '\r')) out += c;
    }
    out += '\n';
  }
  return out;
}

/// The same words on the same lines, with other blanks between them.
std::string respaced(const std::string& source, std::mt19937& random) {
  std::string out;
  bool blank_before = true;
  for (const format::Line& line : format::scanWords(source)) {
    if (line.empty()) {
      if (!blank_before) out += '\n';
      blank_before = true;
      continue;
    }
    blank_before = false;
    out.append(random() % 9, ' ');
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (i > 0 && !line[i].glued) out.append(1 + random() % 4, random() % 5 == 0 && line[i].kind != format::WordKind::Number ? '\t' : ' ');
      out += line[i].text;
    }
    out += random() % 4 == 0 ? "  \r\n" : "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("what is read before formatting is read after it") {
  int compared = 0;
  for (const fs::path& path : playbooks()) {
    INFO(path.string());
    const std::string source = readFile(path);
    const std::string before = shape(source);
    if (before.empty()) continue;
    CHECK(shape(format::formatText(source)) == before);
    ++compared;
  }
  CHECK(compared >= 15);
}

TEST_CASE("however a playbook was spaced, it is formatted alike") {
  std::mt19937 random(7);
  for (const fs::path& path : playbooks()) {
    const std::string source = readFile(path);
    const std::string before = shape(source);
    if (before.empty() || source.size() > 200'000) continue;
    INFO(path.string());
    const std::string formatted = format::formatText(source);
    for (int round = 0; round < 5; ++round) {
      const std::string other = respaced(source, random);
      CHECK(shape(other) == before);
      CHECK(format::formatText(other) == formatted);
    }
  }
}
