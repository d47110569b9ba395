// How long the compiler takes: a 500-line playbook, and route tables of 1,000 to 10,000 rules (which must grow in
// line).
//
//     compile_rules RUNS PLAYBOOK       one JSON line each: median ms
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

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

double median(int runs, const std::string& name, resolve::Files& files) {
  std::vector<double> times;
  for (int r = 0; r < runs; ++r) {
    auto start = std::chrono::steady_clock::now();
    auto compiled = driver::compile(name, files);
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    if (compiled->compile_errors) {
      std::fprintf(stderr, "%s does not compile\n", name.c_str());
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
  for (int rules : {1'000, 2'000, 5'000, 10'000}) {
    resolve::MemoryFiles files;
    files.texts["table.leadflow"] = tableOf(rules);
    double ms = median(runs, "table.leadflow", files);
    std::printf("{\"bench\":\"compile\",\"rules\":%d,\"ms\":%.1f,\"us_per_rule\":%.2f}\n", rules, ms,
                ms * 1000 / rules);
  }
  return 0;
}
