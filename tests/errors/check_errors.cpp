// Every code of compiler/diag/codes.def keeps its promises: a page, a source that earns it, the exact text that people see.
//
//     check_errors                 compares tests/errors/LFnnnn-name.leadflow (or LFnnnn-name/main.leadflow) with its .expected
//     check_errors --update        writes the expected files anew
//     check_errors LF0301 LF0302   only these
//
// A folder may hold, beside main.leadflow and its data: columns.txt (the header of a lead file, a name a line) and
// expressions.txt (what `run --columns` is given, one a line). A file whose name begins with `unreadable` cannot be read here.
// A line `# repeat 70000: TEXT` stands for that many lines TEXT, with the line's number for each `%`.
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/render.hpp"
#include "compiler/diag/text_width.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/resolve/files.hpp"

namespace fs = std::filesystem;
using namespace leadflow;
using diag::Code;

namespace {

int failures = 0;
void fail(const std::string& what) {
  std::printf("FAIL %s\n", what.c_str());
  ++failures;
}

std::string readFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> readLines(const fs::path& path) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) lines.push_back(line);
  return lines;
}

std::string repeated(const std::string& text) {
  std::string out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    const std::size_t at = line.find("# repeat "), colon = line.find(": ");
    if (at == std::string::npos || colon == std::string::npos) {
      out += line + '\n';
      continue;
    }
    const std::string copy = line.substr(colon + 2);
    const int count = std::atoi(line.c_str() + at + 9);
    for (int i = 0; i < count; ++i) {
      for (char c : copy) c == '%' ? out += std::to_string(i) : out += c;
      out += '\n';
    }
  }
  return out;
}

class GoldenFiles final : public resolve::Files {
 public:
  explicit GoldenFiles(const fs::path& root) : disk_(root.string()) {}
  resolve::ReadResult read(const std::string& path) override {
    if (fs::path(path).filename().string().rfind("unreadable", 0) == 0) return {resolve::ReadResult::Status::Unreadable, {}};
    resolve::ReadResult result = disk_.read(path);
    if (result.text.find("# repeat ") != std::string::npos) result.text = repeated(result.text);
    return result;
  }

 private:
  resolve::DiskFiles disk_;
};

std::unique_ptr<driver::Compilation> compileGolden(const fs::path& source) {
  driver::Options options;
  options.tests = true;
  options.lead_columns = readLines(source.parent_path() / "columns.txt");
  GoldenFiles files(source.parent_path());
  return driver::compile(source.filename().string(), files, options);
}

// ---- words

/// Without what stands in backticks: that is the user's own text.
std::string withoutQuoted(std::string_view text) {
  std::string out;
  bool quoted = false;
  for (char c : text) {
    if (c == '`')
      quoted = !quoted;
    else if (!quoted)
      out += c;
  }
  return out;
}

bool holdsWord(const std::string& text, std::string_view word) {
  const auto isLetter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    std::size_t end = at + word.size();
    if (end < text.size() && text[end] == 's') ++end;
    if ((at == 0 || !isLetter(text[at - 1])) && (end >= text.size() || !isLetter(text[end]))) return true;
  }
  return false;
}

void checkWords(const std::string& where, std::string_view text) {
  std::string lower = withoutQuoted(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (std::string_view word : {"token", "expression", "identifier", "parse", "parser", "parsing", "parsed", "grammar", "rule of", "ast", "lexer",
                                "unexpected end", "syntax", "literal", "boolean", "operand"})
    if (holdsWord(lower, word)) fail(where + ": `" + std::string(word) + "` is a word of compilers: " + std::string(text));
}

void checkTitle(const std::string& where, const std::string& title) {
  checkWords(where, title);
  if (title.empty()) return fail(where + ": no title");
  const bool capital = title[0] >= 'A' && title[0] <= 'Z' && !(title.size() > 1 && title[1] >= 'A' && title[1] <= 'Z');
  if (capital) fail(where + ": begins with a capital: " + title);
  if (title.back() == '.' || title.back() == '!') fail(where + ": ends with a stop: " + title);
  if (std::count(title.begin(), title.end(), '`') % 2 != 0) fail(where + ": a backtick is not closed: " + title);
}

void checkMessages(const std::string& where, const diag::Diagnostic& finding) {
  checkTitle(where, finding.title);
  checkWords(where, finding.primary_text);
  for (const diag::Label& label : finding.labels) checkWords(where, label.text);
  for (const std::string& note : finding.notes) checkWords(where, note);
  checkWords(where, finding.help);
  if (!finding.help.empty() && finding.help.back() == '.') fail(where + ": the help ends with a stop: " + finding.help);
}

/// For a page: not more than a reader wants to see.
std::string abridged(const std::string& text) {
  constexpr std::size_t most_lines = 30, most_columns = 150;
  std::string out;
  std::istringstream in(text);
  std::size_t count = 0;
  for (std::string line; std::getline(in, line); ++count) {
    if (count == most_lines) return out + "…\n";
    out += line.size() > 4 * most_columns ? line.substr(0, most_columns) + "…" : line;
    out += '\n';
  }
  return out;
}

// ---- one code

class Checker {
 public:
  Checker(fs::path root, bool update) : root_(std::move(root)), update_(update) {}

  void checkCode(Code code) {
    const diag::CodeInfo& info = diag::info(code);
    const std::string name(info.name), kebab(info.kebab);
    checkWords(name + " summary", info.summary);
    checkPage(name, kebab);
    const fs::path base = root_ / "tests/errors" / (name + "-" + kebab);
    const fs::path file = base.string() + ".leadflow", folder = base / "main.leadflow";
    if (fs::exists(file) == fs::exists(folder))
      return fail(name + " " + kebab + (fs::exists(file) ? ": has a file and a folder" : ": has no source in tests/errors"));
    checkGolden(name, fs::exists(file) ? file : folder, base.string() + ".expected");
  }

  /// The first finding's severity and the code itself must be in the text: a golden file that shows another mistake shows nothing.
  void checkGolden(const std::string& name, const fs::path& source, const fs::path& expected) {
    const auto compiled = compileGolden(source);
    const auto findings = compiled->diags.sorted();
    for (const diag::Diagnostic& finding : findings) checkMessages(source.filename().string(), finding);
    const bool earned = std::any_of(findings.begin(), findings.end(), [&](const auto& f) { return diag::info(f.code).name == name; });
    const std::string text = diag::renderText(findings, compiled->sources);
    if (!earned) return fail(name + ": its source does not earn it; it says\n" + text);
    if (update_) std::ofstream(expected, std::ios::binary) << text;
    checkExample(name, source, text);
    if (!fs::exists(expected)) return fail(name + ": no " + expected.filename().string());
    if (const std::string wanted = readFile(expected); wanted != text)
      fail(name + ": the text differs\n---- expected\n" + wanted + "---- actual\n" + text + "----");
  }

  void checkPage(const std::string& name, const std::string& kebab) {
    const fs::path page = root_ / "docs/errors" / (name + ".md");
    if (!fs::exists(page)) return fail(name + " " + kebab + ": has no page docs/errors/" + name + ".md");
    const std::vector<std::string> lines = readLines(page);
    if (lines.empty() || lines[0] != "# " + name + ": " + kebab) fail(name + ": its page must begin `# " + name + ": " + kebab + "`");
    if (lines.size() < 3) fail(name + ": its page says too little");
  }

  /// The page ends in the golden source and what it says, word for word.
  void checkExample(const std::string& name, const fs::path& source, const std::string& text) {
    const fs::path page = root_ / "docs/errors" / (name + ".md");
    if (!fs::exists(page)) return;
    const std::string now = readFile(page), heading = "\n## Example\n";
    const std::size_t at = now.find(heading);
    std::string shown = diag::printable(readFile(source), true);
    if (shown.empty() || shown.back() != '\n') shown += '\n';
    const std::string wanted = now.substr(0, at) + heading + "\n```leadflow wrong\n" + abridged(shown) + "```\n\n```text\n" + abridged(text.substr(0, text.size() - 1)) + "```\n";
    if (now == wanted) return;
    if (update_)
      std::ofstream(page, std::ios::binary) << wanted;
    else
      fail(name + ": the example of its page is not what tests/errors says; run check_errors --update");
  }

 private:
  fs::path root_;
  bool update_;
};

/// Nothing lies in tests/errors or docs/errors for a code that is gone.
void checkOrphans(const fs::path& root) {
  std::set<std::string> names, bases;
  for (int i = 0; i < static_cast<int>(Code::Count_); ++i) {
    const diag::CodeInfo& info = diag::info(static_cast<Code>(i));
    names.insert(std::string(info.name));
    bases.insert(std::string(info.name) + "-" + std::string(info.kebab));
  }
  for (const auto& entry : fs::directory_iterator(root / "tests/errors")) {
    const std::string name = entry.path().filename().string();
    if (name.rfind("LF", 0) == 0 && bases.count(name.substr(0, name.find('.'))) == 0) fail("tests/errors/" + name + " belongs to no code");
  }
  for (const auto& entry : fs::directory_iterator(root / "docs/errors")) {
    const std::string name = entry.path().filename().string();
    if (name.rfind("LF", 0) == 0 && names.count(name.substr(0, 6)) == 0) fail("docs/errors/" + name + " belongs to no code");
  }
}

void checkUnique() {
  std::map<std::string_view, int> seen;
  for (int i = 0; i < static_cast<int>(Code::Count_); ++i) {
    const diag::CodeInfo& info = diag::info(static_cast<Code>(i));
    const std::string name(info.name);
    if (++seen[info.name] > 1) fail(name + ": the number is used twice");
    if (++seen[info.kebab] > 1) fail(name + ": the name " + std::string(info.kebab) + " is used twice");
    const bool well_formed = name.size() == 6 && name.rfind("LF", 0) == 0 && std::all_of(name.begin() + 2, name.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    if (!well_formed) fail(name + ": numbers are LF and four digits");
    if (info.kebab.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string_view::npos) fail(name + ": names are kebab-case");
    if (info.summary.empty() || info.summary.back() == '.') fail(name + ": the summary is one sentence without a stop");
  }
}

/// The messages of grammar/expected.hpp: LEADFLOW_EXPECTED(rule, "code", "message", "words").
void checkExpectedMessages(const fs::path& root) {
  int count = 0;
  for (const std::string& line : readLines(root / "grammar/expected.hpp")) {
    if (line.rfind("LEADFLOW_EXPECTED(", 0) != 0) continue;
    std::vector<std::string> texts;
    for (std::size_t at = line.find('"'); at != std::string::npos; at = line.find('"', at + 1)) {
      std::size_t end = line.find('"', at + 1);
      while (end != std::string::npos && line[end - 1] == '\\') end = line.find('"', end + 1);
      if (end == std::string::npos) break;
      texts.push_back(line.substr(at + 1, end - at - 1));
      at = end;
    }
    if (texts.size() < 2) continue;
    ++count;
    if (diag::findCode(texts[0]) == Code::Count_) fail("grammar/expected.hpp: no code is called " + texts[0]);
    checkTitle("grammar/expected.hpp", texts[1]);
  }
  if (count == 0) fail("grammar/expected.hpp: no messages found");
}

}  // namespace

int main(int argc, char** argv) {
  fs::path root = ".";
  bool update = false;
  std::set<std::string> only;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--update")
      update = true;
    else if (argument == "--root" && i + 1 < argc)
      root = argv[++i];
    else
      only.insert(argument);
  }
  Checker checker(root, update);
  int checked = 0;
  for (int i = 0; i < static_cast<int>(Code::Count_); ++i) {
    const auto code = static_cast<Code>(i);
    if (!only.empty() && only.count(std::string(diag::info(code).name)) == 0) continue;
    checker.checkCode(code);
    ++checked;
  }
  if (only.empty()) {
    checkUnique();
    checkOrphans(root);
    checkExpectedMessages(root);
  }
  std::printf("%d codes checked, %d failures\n", checked, failures);
  return failures == 0 && checked > 0 ? 0 : 1;
}
