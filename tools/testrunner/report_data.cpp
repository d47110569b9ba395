// JUnit XML and JSON. Neither carries timings: the same tests give the same bytes.
#include "runtime/value/json_text.hpp"
#include "runtime/value/text.hpp"
#include "tools/testrunner/report.hpp"

namespace leadflow::testrunner {

namespace {

/// XML 1.0 has no way to write most control characters.
void appendXml(std::string& out, const std::string& text) {
  const std::string sound = repairUtf8(text);
  for (const char c : sound) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n': out += "&#10;"; break;
      case '\t': out += "&#9;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
        else out += ' ';
    }
  }
}

void attribute(std::string& out, const char* name, const std::string& value) {
  out += ' ';
  out += name;
  out += "=\"";
  appendXml(out, value);
  out += '"';
}

void attribute(std::string& out, const char* name, std::size_t value) { attribute(out, name, std::to_string(value)); }

void member(std::string& out, const char* name, const std::string& value) {
  if (out.back() != '{') out += ',';
  appendJsonString(out, name);
  out += ':';
  appendJsonString(out, value);
}

void member(std::string& out, const char* name, std::size_t value) {
  if (out.back() != '{') out += ',';
  appendJsonString(out, name);
  out += ':' + std::to_string(value);
}

const char* reachName(Reach reach) { return reach == Reach::Covered ? "covered" : reach == Reach::Tried ? "tried" : "never"; }

void appendCoverage(std::string& out, const TestRun& run) {
  out += ",\"coverage\":{";
  member(out, "covered", run.covered);
  member(out, "of", run.cover_items);
  out += ",\"groups\":[";
  for (std::size_t g = 0; g < run.coverage.size(); ++g) {
    const CoverGroup& group = run.coverage[g];
    out += g == 0 ? "{" : ",{";
    member(out, "kind", group.kind);
    member(out, "name", group.name);
    member(out, "covered", group.covered());
    member(out, "of", group.items.size());
    member(out, "percent", static_cast<std::size_t>(group.percent()));
    out += ",\"uncovered\":[";
    bool first = true;
    for (const CoverItem& item : group.items) {
      if (item.reach == Reach::Covered) continue;
      out += first ? "{" : ",{";
      first = false;
      member(out, "name", item.name);
      member(out, "line", item.line);
      member(out, "reach", std::string(reachName(item.reach)));
      out += '}';
    }
    out += "]}";
  }
  out += "]}";
}

}  // namespace

std::string reportJunit(const std::vector<TestRun>& runs, const ReportOptions& options) {
  std::size_t tests = 0, failed = 0;
  for (const TestRun& run : runs) {
    tests += run.tests.size();
    failed += run.failed();
  }
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites";
  attribute(out, "tests", tests);
  attribute(out, "failures", failed);
  out += ">\n";
  for (const TestRun& run : runs) {
    out += "  <testsuite";
    attribute(out, "name", run.playbook);
    attribute(out, "file", run.path);
    attribute(out, "tests", run.tests.size());
    attribute(out, "failures", run.failed());
    out += ">\n";
    if (options.coverage) {
      out += "    <properties>\n";
      for (const CoverGroup& group : run.coverage) {
        out += "      <property";
        attribute(out, "name", "coverage." + group.kind + "." + group.name);
        attribute(out, "value", std::to_string(group.covered()) + "/" + std::to_string(group.items.size()));
        out += "/>\n";
      }
      out += "    </properties>\n";
    }
    for (const TestResult& test : run.tests) {
      out += "    <testcase";
      attribute(out, "name", test.title);
      attribute(out, "classname", run.playbook);
      attribute(out, "file", test.file);
      attribute(out, "line", test.line);
      if (test.passed()) {
        out += "/>\n";
        continue;
      }
      out += ">\n";
      for (const Failure& failure : test.failures) {
        std::string what;
        for (const std::string& line : failure.actual) what += (what.empty() ? "" : "; ") + line;
        out += "      <failure";
        attribute(out, "message", "expected " + failure.expected + ": " + what);
        out += '>';
        appendXml(out, failure.file + ":" + std::to_string(failure.line));
        out += "</failure>\n";
      }
      out += "    </testcase>\n";
    }
    out += "  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

std::string reportJson(const std::vector<TestRun>& runs, const ReportOptions& options) {
  std::size_t tests = 0, failed = 0;
  std::string out = "{\"playbooks\":[";
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const TestRun& run = runs[r];
    tests += run.tests.size();
    failed += run.failed();
    out += r == 0 ? "{" : ",{";
    member(out, "path", run.path);
    member(out, "playbook", run.playbook);
    out += ",\"tests\":[";
    for (std::size_t t = 0; t < run.tests.size(); ++t) {
      const TestResult& test = run.tests[t];
      out += t == 0 ? "{" : ",{";
      member(out, "title", test.title);
      member(out, "file", test.file);
      member(out, "line", test.line);
      member(out, "outcome", std::string(test.passed() ? "passed" : "failed"));
      out += ",\"failures\":[";
      for (std::size_t f = 0; f < test.failures.size(); ++f) {
        const Failure& failure = test.failures[f];
        out += f == 0 ? "{" : ",{";
        member(out, "expected", failure.expected);
        member(out, "file", failure.file);
        member(out, "line", failure.line);
        member(out, "column", failure.column);
        member(out, "was", std::string(failure.unknown ? "unknown" : "false"));
        out += ",\"actual\":[";
        for (std::size_t a = 0; a < failure.actual.size(); ++a) {
          if (a > 0) out += ',';
          appendJsonString(out, failure.actual[a]);
        }
        out += "]}";
      }
      out += "]}";
    }
    out += ']';
    if (options.coverage) appendCoverage(out, run);
    out += '}';
  }
  out += "],";
  out += "\"passed\":" + std::to_string(tests - failed) + ",\"failed\":" + std::to_string(failed) + "}\n";
  return out;
}

}  // namespace leadflow::testrunner
