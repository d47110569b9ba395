// What the documentation shows is true: every fenced block of every page is compiled, run, read or looked up.
//
//     check_docs --root . --leadflow build/bin/leadflow             all pages
//     check_docs --root . --leadflow … docs/language/lead.md        these
//     check_docs … --update                                         writes messages and outputs anew
//
//     ```leadflow                  compiles without errors, and its tests pass; without a `playbook` block it is a
//     module
//     ```leadflow fragment         the same, with the declarations of prelude.leadflow that it does not make itself
//     ```leadflow wrong LF0301     gives that message (on a page of docs/lints: the page's); a ```text block right
//     behind it
//                                  is the message, word for word. `fragment` goes with it
//     ```leadflow file=a.leadflow  is written there, in a folder that holds the examples, and compiled; `append=` adds
//     to it
//     ```csv file=data/x.csv       is a data file for the blocks that follow it; so are ```ndjson and ```text with a
//     file=
//     ```console                   `$ command` lines are run in that folder and must print what follows; `…` stands for
//                                  anything, head=N shows the first N lines of each output when it is written by
//                                  --update
//     ```sh                        `leadflow` commands in it have the options that they use
//     ```cpp from=tests/x.cpp      its lines stand there, in this order (```c, ```cmake and ```leadflow too)
//     ```json, ```ndjson           can be read
//     <!-- run: command -->        is run in that folder, unseen by readers
//
// Pages of docs/errors end in what tests/errors holds, which errors.golden compares word for word: that block is not
// repeated;
// ```leadflow-error there gives the page's message.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/diag/render.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/resolve/files.hpp"
#include "tests/docs/blocks.hpp"
#include "tools/testrunner/report.hpp"

namespace fs = std::filesystem;
using namespace leadflow;
using docs::Block;

namespace {

int failures = 0, checked = 0;

std::string readFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

void writeFile(const fs::path& path, const std::string& text, bool append = false) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, append ? std::ios::binary | std::ios::app : std::ios::binary) << text;
}

std::string trimmed(const std::string& line) {
  const std::size_t begin = line.find_first_not_of(" \t\r"), end = line.find_last_not_of(" \t\r");
  return begin == std::string::npos ? std::string() : line.substr(begin, end - begin + 1);
}

std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// What a declaration is known by: `score fit`, or `lead` alone. Empty for a line that begins none.
std::string declared(const std::string& line) {
  if (line.empty() || line[0] < 'a' || line[0] > 'z') return {};
  std::istringstream in(line);
  std::string keyword, name;
  in >> keyword >> name;
  if (keyword == "lead" || keyword == "playbook" || keyword == "roster") return keyword;
  return keyword + ' ' + name;
}

struct Setup {
  fs::path root, leadflow, sandbox_parent;
  bool update = false;
  std::string prelude;
};

class Page {
 public:
  Page(const Setup& setup, std::string path)
      : setup_(setup), path_(std::move(path)), text_(readFile(setup.root / path_)) {}
  ~Page() {
    std::error_code ignored;
    if (!sandbox_.empty()) fs::remove_all(sandbox_, ignored);
  }
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  void check() {
    const std::vector<Block> blocks = docs::blocksOf(text_);
    for (const Block& block : blocks) {
      ++checked;
      message_ = block.language == "text" && block.follows ? message_ : std::string();
      one(block);
    }
    if (edits_.empty()) return;
    std::string out = text_;
    for (auto edit = edits_.rbegin(); edit != edits_.rend(); ++edit)
      out.replace(edit->begin, edit->end - edit->begin, edit->text);
    writeFile(setup_.root / path_, out);
  }

 private:
  struct Edit {
    std::size_t begin, end;
    std::string text;
  };

  void fail(const Block& block, const std::string& what) {
    std::printf("FAIL %s:%zu: %s\n", path_.c_str(), block.line, what.c_str());
    ++failures;
  }

  void one(const Block& block) {
    const bool errors_page = path_.rfind("docs/errors/", 0) == 0;
    if (!block.closed) return fail(block, "a block that is not closed");
    if (block.language.empty()) return fail(block, "a block without a language");
    if (!block.value("from").empty()) return quoted(block);
    if (block.language == "run") return run(block);
    if (block.language == "leadflow-error") return wrong(block);
    if (block.language == "leadflow" && block.has("wrong") && errors_page) return;
    if (block.language == "leadflow") return block.has("wrong") ? wrong(block) : right(block);
    if (block.language == "console") return console(block);
    if (block.language == "sh") return commands(block);
    if (block.language == "json" || block.language == "ndjson") json(block);
    if (const std::string file = block.value("file"); !file.empty()) {
      files_[file] = block.text;
      writeFile(sandbox() / file, block.text);
      return;
    }
    if (block.language == "text" && !message_.empty()) return message(block);
    static const std::set<std::string> kKnown = {"text", "csv", "json", "ndjson", "cmake", "ini", "yaml", "diff"};
    if (block.language == "cpp" || block.language == "c")
      return fail(block,
                  "says not where it is from: ```" + block.language + " from=tests/api/host/host." + block.language);
    if (kKnown.count(block.language) == 0) fail(block, "a block in `" + block.language + "`, which nobody checks");
  }

  /// The folder in which this page's commands run: the examples are in it, and the files that the page writes.
  const fs::path& sandbox() {
    if (!sandbox_.empty()) return sandbox_;
    std::string name = path_;
    std::replace(name.begin(), name.end(), '/', '_');
    sandbox_ = setup_.sandbox_parent / name;
    fs::remove_all(sandbox_);
    fs::create_directories(sandbox_);
    fs::copy(setup_.root / "examples", sandbox_ / "examples", fs::copy_options::recursive);
    return sandbox_;
  }

  /// The block with what it leaves unsaid behind it, so that its lines keep their numbers.
  std::string completed(const Block& block) const {
    if (!block.has("fragment")) return block.text;
    std::set<std::string> own;
    for (const std::string& line : linesOf(block.text)) own.insert(declared(line));
    std::string out = block.text, part;
    bool wanted = true;
    for (const std::string& line : linesOf(setup_.prelude + "\n")) {
      if (!line.empty()) {
        const std::string what = part.empty() ? declared(line) : std::string();
        if (!what.empty() && own.count(what) != 0) wanted = false;
        part += line + '\n';
        continue;
      }
      if (wanted) out += "\n" + part;
      part.clear();
      wanted = true;
    }
    return out;
  }

  std::unique_ptr<driver::Compilation> compile(const Block& block, bool lints) {
    resolve::MemoryFiles files;
    files.texts = files_;
    files.texts["playbook.leadflow"] = completed(block);
    driver::Options options;
    options.lints = lints;
    options.tests = true;
    return driver::compile("playbook.leadflow", files, options);
  }

  static std::string render(const driver::Compilation& compiled, const std::string& code) {
    std::vector<diag::Diagnostic> shown;
    for (const diag::Diagnostic& finding : compiled.diags.sorted())
      if (finding.severity == diag::Severity::Error || diag::info(finding.code).name == code) shown.push_back(finding);
    std::string text = diag::renderText(shown, compiled.sources);
    while (text.size() > 1 && text[text.size() - 1] == '\n' && text[text.size() - 2] == '\n') text.pop_back();
    return text;
  }

  /// On a page of docs/lints: what the page is about.
  std::string lint() const {
    return path_.rfind("docs/lints/", 0) == 0 ? fs::path(path_).stem().string() : std::string();
  }

  void right(const Block& block) {
    const std::string file = block.value("file"), more = block.value("append");
    std::unique_ptr<driver::Compilation> compiled;
    if (!file.empty() || !more.empty()) {
      const fs::path path = sandbox() / (file.empty() ? more : file);
      writeFile(path, (file.empty() ? "\n" : "") + block.text, file.empty());
      files_[file.empty() ? more : file] = readFile(path);
      driver::Options options;
      options.lints = false;
      options.tests = true;
      compiled = driver::compileFile(path.string(), options);
    } else {
      compiled = compile(block, !lint().empty());
    }
    if (compiled->compile_errors) return fail(block, "does not compile\n" + render(*compiled, ""));
    const diag::Code own = lint().empty() ? diag::Code::Count_ : diag::findCode(lint());
    for (const diag::Diagnostic& finding : compiled->diags.sorted())
      if (finding.code == own)
        return fail(block, "is shown as right and gives\n" + render(*compiled, std::string(diag::info(own).name)));
    if (compiled->program.is_module || compiled->program.tests.empty()) return;
    const auto run = testrunner::runTests("playbook.leadflow", *compiled);
    if (!run.error.empty()) fail(block, "cannot be run: " + run.error);
    if (run.failed() > 0) fail(block, "its tests do not pass\n" + testrunner::reportText({run}, {}));
  }

  void wrong(const Block& block) {
    std::string code;
    for (const std::string& word : block.words)
      if (word.rfind("LF", 0) == 0) code = word;
    if (code.empty() && !lint().empty() && diag::findCode(lint()) != diag::Code::Count_)
      code = diag::info(diag::findCode(lint())).name;
    if (code.empty() && path_.rfind("docs/errors/LF", 0) == 0) code = fs::path(path_).stem().string();
    if (code.empty()) return fail(block, "says not which message it gives: ```leadflow wrong LF0301");
    const auto compiled = compile(block, code.rfind("LF05", 0) == 0);
    message_ = render(*compiled, code);
    const auto findings = compiled->diags.sorted();
    if (!std::any_of(findings.begin(), findings.end(),
                     [&](const auto& finding) { return diag::info(finding.code).name == code; }))
      fail(block, "does not give " + code + " but\n" + message_);
  }

  void message(const Block& block) {
    if (docs::sameLines(block.text, message_)) return;
    if (setup_.update) edits_.push_back({block.begin, block.end, message_});
    else fail(block, "is not the message, which is\n" + message_);
  }

  std::string execute(const std::string& command, int& exit) {
    const std::string line = "cd '" + sandbox().string() + "' && export PATH='" +
                             setup_.leadflow.parent_path().string() +
                             "':\"$PATH\" LC_ALL=C.UTF-8 COLUMNS=100 NO_COLOR=1 && ( " + command + " ) 2>&1 </dev/null";
    std::string out;
    std::FILE* pipe = popen(line.c_str(), "r");
    if (!pipe) return "cannot be run";
    char buffer[4096];
    while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, got);
    exit = pclose(pipe);
    return out;
  }

  void run(const Block& block) {
    int exit = 0;
    const std::string out = execute(block.text, exit);
    if (exit != 0) fail(block, "`" + block.text + "` fails: " + out);
  }

  void console(const Block& block) {
    const std::vector<std::string> lines = linesOf(block.text);
    const std::size_t head = static_cast<std::size_t>(std::atoi(block.value("head").c_str()));
    std::string now, differs;
    if (lines.empty() || lines[0].rfind("$ ", 0) != 0) return fail(block, "begins with no `$ command`");
    for (std::size_t i = 0; i < lines.size();) {
      std::string command = lines[i].substr(2), shown = lines[i] + '\n';
      for (++i; command.back() == '\\' && i < lines.size(); ++i) {
        command = command.substr(0, command.size() - 1) + lines[i];
        shown += lines[i] + '\n';
      }
      std::string expected;
      for (; i < lines.size() && lines[i].rfind("$ ", 0) != 0; ++i) expected += lines[i] + '\n';
      int exit = 0;
      const std::string actual = execute(command, exit);
      if (docs::sameLines(expected, actual)) {
        now += shown + expected;
        continue;
      }
      differs += "`" + command + "` prints\n" + actual + "----\n";
      const std::vector<std::string> out = linesOf(actual);
      for (std::size_t n = 0; n < out.size() && (head == 0 || n < head); ++n) shown += out[n] + '\n';
      if (head != 0 && out.size() > head) shown += "…\n";
      now += shown + (i < lines.size() ? "\n" : "");
    }
    if (differs.empty()) return;
    if (setup_.update) edits_.push_back({block.begin, block.end, now});
    else fail(block, differs);
  }

  /// `leadflow COMMAND --option …`: the command exists and knows its options.
  void commands(const Block& block) {
    std::string all;
    for (const std::string& line : linesOf(block.text))
      all += !line.empty() && line.back() == '\\' ? line.substr(0, line.size() - 1) : line + '\n';
    for (const std::string& line : linesOf(all)) {
      std::istringstream in(line);
      std::string word, command;
      in >> word >> command;
      if (word != "leadflow" || command.empty() || command[0] == '-') continue;
      int exit = 0;
      const std::string help = execute("leadflow " + command + " --help", exit);
      if (exit != 0 || help.find("leadflow " + command) == std::string::npos) {
        fail(block, "there is no command `leadflow " + command + "`");
        continue;
      }
      while (in >> word && word != "|" && word != "&&" && word != "#" && word != ">")
        if (word.rfind("--", 0) == 0 && help.find(word.substr(0, word.find('='))) == std::string::npos)
          fail(block, "`leadflow " + command + "` has no option `" + word + "`");
    }
  }

  /// `from=`: every line stands in that file, in this order.
  void quoted(const Block& block) {
    const fs::path source = setup_.root / block.value("from");
    if (!fs::exists(source)) return fail(block, "there is no " + block.value("from"));
    const std::vector<std::string> theirs = linesOf(readFile(source));
    std::size_t at = 0;
    for (const std::string& line : linesOf(block.text)) {
      const std::string mine = trimmed(line);
      if (mine.empty() || mine == "…" || mine == "// …" || mine == "/* … */") continue;
      while (at < theirs.size() && trimmed(theirs[at]) != mine) ++at;
      if (at == theirs.size())
        return fail(block, "this line does not stand in " + block.value("from") + " (or not in this order): " + mine);
      ++at;
    }
  }

  void json(const Block& block) {
    const std::vector<std::string> texts =
        block.language == "json" ? std::vector<std::string>{block.text} : linesOf(block.text);
    for (const std::string& text : texts)
      if (!trimmed(text).empty() && !nlohmann::json::accept(text)) fail(block, "cannot be read as JSON: " + text);
  }

  const Setup& setup_;
  std::string path_, text_, message_;
  std::map<std::string, std::string> files_;
  fs::path sandbox_;
  std::vector<Edit> edits_;
};

/// README.md, docs/**, the READMEs of examples and benchmarks.
std::vector<std::string> pagesOf(const fs::path& root) {
  std::vector<std::string> pages;
  const auto add = [&](const fs::path& path) { pages.push_back(fs::relative(path, root).string()); };
  if (fs::exists(root / "README.md")) add(root / "README.md");
  if (fs::exists(root / "bench/README.md")) add(root / "bench/README.md");
  for (const char* folder : {"docs", "examples"})
    for (const auto& entry : fs::recursive_directory_iterator(root / folder))
      if (entry.path().extension() == ".md") add(entry.path());
  std::sort(pages.begin(), pages.end());
  return pages;
}

/// Links between pages lead somewhere.
void checkLinks(const fs::path& root, const std::string& page) {
  bool inside = false;
  std::size_t number = 0;
  for (const std::string& line : linesOf(readFile(root / page))) {
    ++number;
    if (line.rfind("```", 0) == 0) inside = !inside;
    for (std::size_t at = inside ? std::string::npos : line.find("]("); at != std::string::npos;
         at = line.find("](", at + 2)) {
      const std::size_t end = line.find(')', at);
      if (end == std::string::npos) break;
      std::string target = line.substr(at + 2, end - at - 2);
      target = target.substr(0, target.find('#'));
      if (target.empty() || target.find("://") != std::string::npos) continue;
      if (!fs::exists((root / page).parent_path() / target)) {
        std::printf("FAIL %s:%zu: a link to %s, which does not exist\n", page.c_str(), number, target.c_str());
        ++failures;
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  Setup setup;
  setup.root = ".";
  setup.leadflow = "leadflow";
  setup.sandbox_parent =
      fs::temp_directory_path() /
      ("leadflow_docs_" +
       std::to_string(static_cast<long>(std::hash<std::string>{}(fs::current_path().string()) % 1'000'000)));
  std::vector<std::string> pages;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--root" && i + 1 < argc) setup.root = argv[++i];
    else if (argument == "--leadflow" && i + 1 < argc) setup.leadflow = fs::absolute(argv[++i]);
    else if (argument == "--sandbox" && i + 1 < argc) setup.sandbox_parent = fs::absolute(argv[++i]);
    else if (argument == "--update") setup.update = true;
    else pages.push_back(argument);
  }
  setup.root = fs::absolute(setup.root);
  setup.prelude = readFile(setup.root / "tests/docs/prelude.leadflow");
  if (pages.empty()) pages = pagesOf(setup.root);
  for (const std::string& page : pages) {
    Page(setup, page).check();
    checkLinks(setup.root, page);
  }
  std::error_code ignored;
  fs::remove_all(setup.sandbox_parent, ignored);
  std::printf("%zu pages, %d blocks checked, %d failures\n", pages.size(), checked, failures);
  return failures == 0 && checked > 0 ? 0 : 1;
}
