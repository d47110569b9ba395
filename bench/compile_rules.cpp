// How long the compiler takes: a 500-line playbook, and route tables of 1,000 to 10,000 rules (which must grow in
// line).
//
//     compile_rules RUNS PLAYBOOK       one JSON line each: median ms
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "compiler/diag/render.hpp"
#include "compiler/driver/compile.hpp"

using namespace leadflow;

namespace {

std::string tableOf(int rules) {
  std::string out =
      "playbook table { timezone \"UTC\" }\nlead { id text key\n country country\n zip text\n size int\n industry text "
      "}\nrole boss\nqueue q { owner role boss }\nroute main {\n";
  static const char* countries[] = {"US", "DE", "FR", "GB", "CA", "JP", "BR", "AU"};
  for (int i = 0; i < rules; ++i)
    out += "  r" + std::to_string(i) + " when country is " + countries[i % 8] + " and zip begins with \"" +
           std::to_string(10000 + i) + "\" and size in " + std::to_string(i % 50) + ".." +
           std::to_string(500 + i % 70) + " -> queue q\n";
  return out + "  rest otherwise -> queue q\n}\n";
}

/// A playbook of 500 lines with something of everything: fields, derived fields, scores, a decision, a route, tests.
std::string fiveHundredLines() {
  std::string out =
      "playbook large {\n  timezone \"America/New_York\"\n  currency USD\n}\nuse std.geo\nuse std.calendars\nlead {\n  "
      "id text key\n"
      "  country country\n  title text\n  state text\n";
  for (int i = 0; i < 60; ++i) {
    static const char* types[] = {"int 0..", "text", "money", "bool", "one of red, green, blue", "instant"};
    out += "  field_" + std::to_string(i) + " " + types[i % 6] + " from \"Column " + std::to_string(i) + "\"\n";
  }
  for (int i = 0; i < 20; ++i)
    out += "  derived_" + std::to_string(i) + " = first of { high when field_" + std::to_string(i * 6 % 60) +
           " > 500; low when field_" + std::to_string(i * 6 % 60) + " > 50; none otherwise }\n";
  out += "}\nactivity visit, call\n";
  for (int k = 0; k < 8; ++k) {
    out +=
        "score score_" + std::to_string(k) + " max 150 {\n  decay half every 30 days\n  +5 per visit max 10 points\n";
    for (int i = 0; i < 20; ++i)
      out += "  +" + std::to_string(i + 1) + " when field_" + std::to_string(i * 6 % 60) +
             " in 50..500 and title contains \"word " + std::to_string(i) + "\"\n";
    out += "}\n";
  }
  out +=
      "score total = score_0 + score_1 + score_2\ngrade rating of total { A at least 100, B at least 60, C otherwise "
      "}\ndecision patch {\n"
      "  | country | state | -> area text |\n";
  for (int i = 0; i < 60; ++i)
    out += "  | US, CA | \"state " + std::to_string(i) + "\" | \"area " + std::to_string(i) + "\" |\n";
  out +=
      "}\nroster { ana team \"sales\"; maria role boss }\npool sales = reps where team is \"sales\"\nrole boss\nqueue "
      "q { owner role boss }\n"
      "route main {\n";
  for (int i = 0; i < 100; ++i)
    out += "  rule_" + std::to_string(i) + " when country in emea and field_" + std::to_string(i * 6 % 60) + " > " +
           std::to_string(i) + " and patch.area is \"area " + std::to_string(i % 60) +
           "\" -> round robin sales available otherwise queue q\n";
  out += "  rest otherwise -> queue q\n}\n";
  for (int i = 0; std::count(out.begin(), out.end(), '\n') < 500; ++i)
    out += "test \"lead " + std::to_string(i) +
           "\" { at 2026-03-02 10:00; given lead { country DE }; expect total is 0 }\n";
  return out;
}

double median(int runs, const std::string& name, resolve::Files& files) {
  std::vector<double> times;
  for (int r = 0; r < runs; ++r) {
    auto start = std::chrono::steady_clock::now();
    auto compiled = driver::compile(name, files);
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    if (compiled->compile_errors) {
      std::fprintf(stderr, "%s does not compile\n%s", name.c_str(),
                   diag::renderText(compiled->diags.sorted(), compiled->sources).c_str());
      std::exit(2);
    }
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  int runs = argc > 1 ? std::atoi(argv[1]) : 5;
  if (argc > 2) {
    std::string path = argv[2];
    auto slash = path.rfind('/');
    resolve::DiskFiles files(slash == std::string::npos ? "." : path.substr(0, slash));
    std::printf("{\"bench\":\"check\",\"playbook\":\"%s\",\"ms\":%.2f}\n", path.c_str(),
                median(runs, slash == std::string::npos ? path : path.substr(slash + 1), files));
  }
  resolve::MemoryFiles large;
  large.texts["large.leadflow"] = fiveHundredLines();
  std::printf("{\"bench\":\"check\",\"lines\":%ld,\"ms\":%.2f}\n",
              std::count(large.texts["large.leadflow"].begin(), large.texts["large.leadflow"].end(), '\n'),
              median(runs, "large.leadflow", large));
  for (int rules : {1'000, 2'000, 5'000, 10'000}) {
    resolve::MemoryFiles files;
    files.texts["table.leadflow"] = tableOf(rules);
    double ms = median(runs, "table.leadflow", files);
    std::printf("{\"bench\":\"compile\",\"rules\":%d,\"ms\":%.1f,\"us_per_rule\":%.2f}\n", rules, ms,
                ms * 1000 / rules);
  }
  return 0;
}
