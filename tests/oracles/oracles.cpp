// Runs the cases of DMN TCK and CEL that LeadFlow can say, each in two forms (say.hpp), on the VM, the optimized VM and the
// reference interpreter, and compares with what those suites expect.
//
//     oracles ../shared/data            $LEADFLOW_SHARED_DATA goes before the argument; exit 77 when neither is there
//     oracles ../shared/data --list     every case used, as said
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "tests/expressions/engine.hpp"
#include "tests/oracles/say.hpp"

using namespace leadflow;
using namespace leadflow::oracles;

namespace {

constexpr std::size_t kLeast = 300;
constexpr std::size_t kPerPlaybook = 150;

struct Line {
  const Case* from = nullptr;
  Said said;
  std::string name;
};

/// What a case ends up as in the playbook: the names of its derived fields.
struct Used {
  const Case* from = nullptr;
  std::vector<std::size_t> lines;
};

bool agrees(const cases::Answer& answer, const Expected& expected) {
  if (answer.known != expected.known) return false;
  if (!answer.known) return true;
  switch (expected.kind) {
    case Kind::Bool: return answer.kind == TypeKind::Bool && answer.number == expected.number;
    case Kind::Int:
    case Kind::Number: return answer.kind == TypeKind::Int ? static_cast<Wide>(answer.number) * 10'000 == expected.number : answer.kind == TypeKind::Number && answer.number == expected.number;
    case Kind::Instant: return answer.kind == TypeKind::Instant && answer.number == expected.number;
    case Kind::Duration: return answer.kind == TypeKind::Duration && answer.number == expected.number;
    case Kind::Text: {
      if (answer.kind != TypeKind::Int) return answer.text == expected.text;
      static constexpr const char* kDays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
      return answer.number >= 1 && answer.number <= 7 && expected.text == kDays[answer.number - 1];   // day of week
    }
    default: return false;
  }
}

std::string show(const Expected& expected) {
  if (!expected.known) return "missing";
  if (expected.kind == Kind::Text) return '"' + expected.text + '"';
  if (expected.kind == Kind::Bool) return expected.number ? "true" : "false";
  const bool negative = expected.number < 0;
  Wide rest = negative ? -expected.number : expected.number;
  std::string digits;
  do digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10))), rest /= 10;
  while (rest);
  return (negative ? "-" : "") + digits + (expected.kind == Kind::Int || expected.kind == Kind::Number ? " / 10000" : " ms");
}

bool holds(const Node& node, Kind kind) {
  if (node.kind == kind && (node.op == Op::Read || node.op == Op::Duration)) return true;
  return std::any_of(node.args.begin(), node.args.end(), [&](const Node& arg) { return holds(arg, kind); });
}

/// Differences of meaning that the tree alone does not show.
void mustAgreeOnRange(const Case& one) {
  if (one.feel || one.expected.known) return;
  if (one.tree.op == Op::Add || one.tree.op == Op::Subtract || one.tree.op == Op::Duration)
    if (holds(one.tree, Kind::Instant) || holds(one.tree, Kind::Duration)) throw Unsayable{"the range of times: it ends with the year 9999 there"};
}

std::string playbookOf(const std::vector<const Line*>& lines, const std::string& zone) {
  std::string out = "playbook oracles {\n  timezone \"" + zone + "\"\n}\nlead {\n  id text key\n";
  for (const Line* line : lines)
    for (const Field& field : line->said.fields) out += "  " + field.name + " " + field.type + "\n";
  for (const Line* line : lines) out += "  " + line->name + " = " + line->said.text + "\n";
  return out + "}\n";
}

std::string recordOf(const std::vector<const Line*>& lines) {
  std::string out = "{\"id\":\"1\"";
  for (const Line* line : lines)
    for (const Field& field : line->said.fields)
      if (!field.json.empty()) out += ",\"" + field.name + "\":" + field.json;
  return out + "}";
}

}  // namespace

int main(int argc, char** argv) {
  bool list = false;
  std::string folder;
  for (int i = 1; i < argc; ++i) {
    if (!std::strcmp(argv[i], "--list")) list = true;
    else folder = argv[i];
  }
  if (const char* given = std::getenv("LEADFLOW_SHARED_DATA")) folder = given;
  if (folder.empty() || !std::filesystem::is_directory(folder + "/dmn-tck") || !std::filesystem::is_directory(folder + "/cel-conformance")) {
    std::printf("skipped: no dmn-tck and cel-conformance in `%s` (set LEADFLOW_SHARED_DATA)\n", folder.c_str());
    return 77;
  }

  std::vector<Case> all;
  Reasons reasons;
  std::string error;
  readDmnTck(folder + "/dmn-tck", all, reasons, error);
  if (error.empty()) readCelConformance(folder + "/cel-conformance", all, reasons, error);
  if (!error.empty()) {
    std::printf("%s\n", error.c_str());
    return 1;
  }

  std::vector<Line> lines;
  std::vector<Used> used;
  std::map<std::string, std::size_t> by_suite;
  for (std::size_t n = 0; n < all.size(); ++n) {
    const Case& one = all[n];
    try {
      mustAgreeOnRange(one);
      Line fields{&one, say(one, Style::Fields, "f" + std::to_string(n)), "f" + std::to_string(n)};
      used.push_back({&one, {lines.size()}});
      lines.push_back(std::move(fields));
    } catch (const Unsayable& why) {
      ++reasons[why.reason];
      continue;
    }
    ++by_suite[one.from.substr(0, one.from.find(' ', one.from.find(' ') + 1))];
    try {
      Line written{&one, say(one, Style::Written, "w" + std::to_string(n)), "w" + std::to_string(n)};
      used.back().lines.push_back(lines.size());
      lines.push_back(std::move(written));
    } catch (const Unsayable&) {
      continue;  // counted by its first form
    }
  }

  std::map<std::string, std::vector<const Line*>> zones;
  for (const Line& line : lines) zones[line.from->zone].push_back(&line);
  std::size_t wrong = 0;
  for (const auto& [zone, of_zone] : zones)
    for (std::size_t begin = 0; begin < of_zone.size(); begin += kPerPlaybook) {
      const std::vector<const Line*> part(of_zone.begin() + static_cast<std::ptrdiff_t>(begin), of_zone.begin() + static_cast<std::ptrdiff_t>(std::min(begin + kPerPlaybook, of_zone.size())));
      auto engine = cases::Engine::make(playbookOf(part, zone), error);
      if (!engine) {
        std::printf("%s\n", error.c_str());
        ++wrong;
        continue;
      }
      // A cell that cannot be read is missing: some cases ask for just that.
      const auto answers = engine->decide({recordOf(part)}, 1'772'463'600'000, error, true);
      if (answers.empty()) {
        std::printf("%s\n", error.c_str());
        for (const Line* line : part)
          if (error.find("`" + line->name + "`") != std::string::npos) std::printf("  %s: %s\n  %s = %s\n", line->from->from.c_str(), line->from->written.c_str(), line->name.c_str(), line->said.text.c_str());
        ++wrong;
        continue;
      }
      for (const Line* line : part) {
        const cases::Answer& answer = answers[0].at(line->name);
        const bool good = agrees(answer, line->from->expected);
        wrong += !good;
        if (!good || list) {
          std::printf("%s%s: %s\n    %s\n    gives %s, expected %s\n", good ? "" : "WRONG ", line->from->from.c_str(), line->from->written.c_str(), line->said.text.c_str(), answer.shown.c_str(),
                      show(line->from->expected).c_str());
          for (const Field& field : line->said.fields) std::printf("      %s %s = %s\n", field.name.c_str(), field.type.c_str(), field.json.empty() ? "missing" : field.json.c_str());
        }
      }
    }

  std::size_t skipped = 0;
  for (const auto& [reason, count] : reasons) skipped += count;
  std::printf("%zu cases used, said in %zu expressions; %zu not sayable\n", used.size(), lines.size(), skipped);
  for (const auto& [suite, count] : by_suite) std::printf("  used     %5zu  %s\n", count, suite.c_str());
  for (const auto& [reason, count] : reasons) std::printf("  left out %5u  %s\n", count, reason.c_str());
  if (used.size() < kLeast) std::printf("at least %zu are needed\n", kLeast);
  if (wrong) std::printf("%zu wrong\n", wrong);
  return wrong || used.size() < kLeast ? 1 : 0;
}
