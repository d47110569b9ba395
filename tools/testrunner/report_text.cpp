#include <cstdio>

#include "runtime/decide/columns.hpp"
#include "tools/testrunner/report.hpp"

namespace leadflow::testrunner {

namespace {

using decide::Style;

constexpr std::size_t kUncoveredShown = 20;

std::string count(std::size_t n, const char* noun) { return std::to_string(n) + " " + noun + (n == 1 ? "" : "s"); }

std::string place(const std::string& file, std::uint32_t line) { return file + ":" + std::to_string(line); }

/// An expectation may be written over several lines.
std::string oneLine(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank) out += c;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  return out;
}

class Writer {
 public:
  explicit Writer(const ReportOptions& options) : options_(options) {}

  void run(const TestRun& run) {
    decide::appendStyled(out_, run.playbook, Style::Heading, options_.colour);
    out_ += " (" + run.path + ")\n";
    if (run.tests.empty()) {
      out_ += "  no tests\n";
      decide::appendStyled(out_, "help", Style::Faint, options_.colour);
      out_ += ": say what you promise, beside the rules: test \"…\" { at 2026-03-02 10:00; given lead { … }; expect … }\n";
    }
    for (const TestResult& test : run.tests) result(test);
    if (options_.coverage) coverage(run);
  }

  void total(const std::vector<TestRun>& runs) {
    std::size_t tests = 0, failed = 0;
    double seconds = 0;
    for (const TestRun& run : runs) {
      tests += run.tests.size();
      failed += run.failed();
      for (const TestResult& test : run.tests) seconds += test.seconds;
    }
    if (tests == 0) return;
    std::string text = count(tests, "test") + ": " + std::to_string(tests - failed) + " passed";
    if (failed > 0) text += ", " + std::to_string(failed) + " failed";
    decide::appendStyled(out_, text, failed > 0 ? Style::Bad : Style::Good, options_.colour);
    if (options_.timing) out_ += time(seconds);
    out_ += '\n';
  }

  std::string take() { return std::move(out_); }

 private:
  static std::string time(double seconds) {
    char text[40];
    std::snprintf(text, sizeof text, "  (%.1f ms)", seconds * 1000);
    return text;
  }

  void result(const TestResult& test) {
    out_ += "  ";
    decide::appendStyled(out_, test.passed() ? (options_.symbols ? "✓" : "ok  ") : (options_.symbols ? "✗" : "FAIL"), test.passed() ? Style::Good : Style::Bad, options_.colour);
    out_ += ' ' + test.title;
    if (options_.timing) out_ += time(test.seconds);
    out_ += '\n';
    for (const Failure& failure : test.failures) {
      out_ += "      " + place(failure.file, failure.line) + "  expected " + oneLine(failure.expected) + (failure.unknown ? ", which is unknown" : "") + '\n';
      for (const std::string& line : failure.actual) {
        out_ += "        ";
        decide::appendStyled(out_, line, Style::Bad, options_.colour);
        out_ += '\n';
      }
    }
  }

  void coverage(const TestRun& run) {
    const int percent = run.cover_items == 0 ? 100 : static_cast<int>(run.covered * 100 / run.cover_items);
    out_ += "\n  coverage " + std::to_string(percent) + "%: " + std::to_string(run.covered) + " of " + std::to_string(run.cover_items) + " rules, terms, rows and grades\n";
    std::vector<std::vector<decide::Cell>> rows;
    for (const CoverGroup& group : run.coverage) {
      const bool whole = group.covered() == group.items.size();
      rows.push_back({{group.kind + " " + group.name, Style::Plain, false},
                      {std::to_string(group.covered()) + " of " + std::to_string(group.items.size()) + " " + group.item_kind, Style::Plain, true},
                      {std::to_string(group.percent()) + "%", whole ? Style::Good : Style::Unsure, true}});
    }
    decide::appendColumns(out_, rows, 4, 120, options_.colour);
    bool heading = false;
    for (const CoverGroup& group : run.coverage) {
      std::size_t shown = 0, hidden = 0;
      for (const CoverItem& item : group.items) {
        if (item.reach == Reach::Covered) continue;
        if (shown == kUncoveredShown) {
          ++hidden;
          continue;
        }
        ++shown;
        if (!heading) out_ += "  not covered\n";
        heading = true;
        out_ += "    " + (item.line.empty() ? std::string() : item.line + "  ") + group.kind + " " + group.name + ": " + oneLine(item.name) + (whyNot(group, item)) + '\n';
      }
      if (hidden > 0) out_ += "    and " + std::to_string(hidden) + " more of " + group.kind + " " + group.name + '\n';
    }
    out_ += '\n';
  }

  static std::string whyNot(const CoverGroup& group, const CoverItem& item) {
    if (group.kind == "route") return item.reach == Reach::Tried ? ", tried but never took a lead" : ", never tried";
    if (group.kind == "score") return ", never gave points";
    if (group.kind == "grade") return ", never reached";
    return ", never held";
  }

  ReportOptions options_;
  std::string out_;
};

}  // namespace

std::string reportText(const std::vector<TestRun>& runs, const ReportOptions& options) {
  Writer writer(options);
  for (const TestRun& run : runs) writer.run(run);
  writer.total(runs);
  return writer.take();
}

}  // namespace leadflow::testrunner
