// Tables of expressions and what they mean (docs/language/expressions.md): `expression | fields of the lead | value`.
//
//     zone: America/New_York                      the playbook's; UTC without the line
//     now: 2026-03-02T15:00:00Z                   the instant of the decision
//     lead: size int, revenue money               fields of the lead; the line may stand several times
//     also: list big = ["acme", "globex"]         a declaration beside the lead
//     size > 5 | "size": 7 | true                 a case: the record as JSON without its braces, the value as engine.hpp shows it
//
// Every file is one playbook. Each case's record is decided by all its expressions, on the VM, the optimized VM and the reference.
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "runtime/value/instant.hpp"
#include "tests/expressions/engine.hpp"

using namespace leadflow;

namespace {

struct Case {
  std::size_t line = 0;
  std::string expression, record, expected;
};

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// Wrong lines of the file, or cases that came out wrong; `count` gets the cases.
std::size_t run(const char* path, std::size_t& count) {
  std::ifstream in(path);
  std::string zone = "UTC", fields, beside;
  std::int64_t now = 0;
  std::vector<Case> table;
  std::size_t number = 0, wrong = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    line = trimmed(line);
    if (line.empty() || line[0] == '#') continue;
    if (line.starts_with("zone:")) zone = trimmed(line.substr(5));
    else if (line.starts_with("now:")) now = parseInstant(trimmed(line.substr(4)), utcZone(), "").value_or(0);
    else if (line.starts_with("also:")) beside += trimmed(line.substr(5)) + "\n";
    else if (line.starts_with("lead:")) {
      std::string rest = line.substr(5);
      for (std::size_t at = 0; at != std::string::npos;) {  // `a one of x; y` keeps its commas as semicolons
        const std::size_t comma = rest.find(',', at);
        std::string field = trimmed(rest.substr(at, comma == std::string::npos ? comma : comma - at));
        for (char& each : field)
          if (each == ';') each = ',';
        fields += "  " + field + "\n";
        at = comma == std::string::npos ? comma : comma + 1;
      }
    } else {
      const std::size_t first = line.find(" | "), last = line.rfind(" | ");
      if (first == std::string::npos || first == last) {
        std::printf("%s:%zu: not `expression | fields | value`\n", path, number);
        ++wrong;
        continue;
      }
      table.push_back({number, trimmed(line.substr(0, first)), trimmed(line.substr(first + 3, last - first - 3)), trimmed(line.substr(last + 3))});
    }
  }
  if (table.empty()) {
    std::printf("%s: no cases\n", path);
    return wrong + 1;
  }
  count += table.size();

  std::string playbook = "playbook cases {\n  timezone \"" + zone + "\"\n  currency USD\n}\n" + beside + "lead {\n  id text key\n" + fields;
  std::vector<std::string> records;
  for (std::size_t i = 0; i < table.size(); ++i) {
    playbook += "  case_" + std::to_string(table[i].line) + " = " + table[i].expression + "\n";
    records.push_back("{\"id\":\"" + std::to_string(i) + "\"" + (table[i].record.empty() || table[i].record == "-" ? "" : "," + table[i].record) + "}");
  }
  playbook += "}\n";
  std::string error;
  auto engine = cases::Engine::make(playbook, error);
  if (!engine) {
    std::printf("%s:\n%s\n", path, error.c_str());
    return wrong + 1;
  }
  const auto answers = engine->decide(records, now, error);
  if (answers.empty()) {
    std::printf("%s: %s\n", path, error.c_str());
    return wrong + 1;
  }
  for (std::size_t i = 0; i < table.size(); ++i) {
    const cases::Answer& answer = answers[i].at("case_" + std::to_string(table[i].line));
    if (answer.shown == table[i].expected) continue;
    ++wrong;
    std::printf("%s:%zu: %s with %s gives %s, not %s\n", path, table[i].line, table[i].expression.c_str(), table[i].record.c_str(), answer.shown.c_str(), table[i].expected.c_str());
  }
  return wrong;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t count = 0, wrong = 0;
  for (int i = 1; i < argc; ++i) wrong += run(argv[i], count);
  std::printf("%zu cases in %d files, %zu wrong\n", count, argc - 1, wrong);
  return wrong || count < 250 ? 1 : 0;
}
