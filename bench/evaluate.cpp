// Evaluate only: leads decoded into memory once, then decided over and over on one thread.
//
//     evaluate PLAYBOOK LEADS.ndjson N RUNS       one JSON line: median, min, max ns a lead, and the workload's
//     checksum
//
// The checksum is that of ../README.md (FNV-1a 64 over `id|fit|engagement|total|grade|qualified|owner|sla`, summed), so
// a fast wrong answer shows.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "compiler/diag/render.hpp"
#include "compiler/driver/compile.hpp"
#include "runtime/ingest/lead_reader.hpp"
#include "runtime/ingest/source.hpp"
#include "runtime/vm/machine.hpp"

using namespace leadflow;

namespace {

/// The registers that make up a decision.
struct Outputs {
  std::uint16_t fit = 0, engagement = 0, total = 0, grade = 0, qualified = 0;
};

std::uint64_t fnv(const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (unsigned char byte : text) hash = (hash ^ byte) * 0x100000001b3ULL;
  return hash;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fprintf(stderr, "usage: evaluate PLAYBOOK LEADS N RUNS\n");
    return 2;
  }
  const std::size_t wanted = std::strtoull(argv[3], nullptr, 10);
  const int runs = std::atoi(argv[4]);
  auto begun = std::chrono::steady_clock::now();
  driver::Options options;
  options.lints = false;
  options.column_expressions = {{"owner", "--columns", "territory.owner ?? \"queue_unassigned\""}, {"sla", "--columns", "response.minutes"}};
  auto compiled = driver::compileFile(argv[1], options);
  if (!compiled->ok()) {
    std::fprintf(stderr, "%s", diag::renderText(compiled->diags.sorted(), compiled->sources).c_str());
    return 2;
  }
  auto columns = compiled->columns;
  auto loaded = bytecode::Program::load(std::move(compiled->chunk));
  if (!loaded.program) {
    std::fprintf(stderr, "%s\n", loaded.error.c_str());
    return 2;
  }
  double compile_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
  const auto& program = *loaded.program;
  const auto& chunk = program.chunk();
  auto schema = ingest::LeadSchema::of(loaded.program, nullptr);
  ingest::FileSource file(argv[2]);
  ingest::LeadReader reader(schema, file, {.name = argv[2]});
  std::vector<std::unique_ptr<ingest::Batch>> batches;
  std::size_t count = 0;
  while (count < wanted) {
    auto batch = std::make_unique<ingest::Batch>();
    if (!reader.next(*batch, std::min<std::size_t>(512, wanted - count))) break;
    count += batch->rows.size();
    batches.push_back(std::move(batch));
  }
  Outputs out;
  for (const auto& score : chunk.scores)
    (score.name == "fit" ? out.fit : score.name == "engagement" ? out.engagement : out.total) = score.reg;
  out.grade = chunk.grades[0].reg;
  for (const auto& derived : chunk.derived)
    if (derived.name == "qualified") out.qualified = derived.reg;

  static const vm::People nobody;
  vm::Machine machine(loaded.program, &nobody);
  const std::int64_t now = 1'760'000'000'000;
  auto decide = [&](const bytecode::LeadRow& row, Slot& owner, Slot& sla) {
    machine.begin(row, now);
    machine.compute();
    owner = machine.run(columns[0].function);
    sla = machine.run(columns[1].function);
  };
  std::uint64_t checksum = 0;
  for (const auto& batch : batches)
    for (const auto& row : batch->rows) {
      Slot owner = kMissing, sla = kMissing;
      decide(row, owner, sla);
      char text[256];
      auto number = [&](std::uint16_t reg) { return static_cast<double>(machine.reg(reg)) / 10'000.0; };
      std::string owner_name(textOf(owner)->rawText());
      std::snprintf(text, sizeof text, "%.*s|%.17g|%.17g|%.17g|%c|%d|%s|%lld", static_cast<int>(row.key.size()),
                    row.key.data(), number(out.fit), number(out.engagement), number(out.total),
                    "ABCD"[machine.reg(out.grade)], static_cast<int>(machine.reg(out.qualified)), owner_name.c_str(),
                    static_cast<long long>(sla));
      checksum += fnv(text);
    }
  std::vector<double> times;
  volatile std::int64_t sink = 0;
  for (int r = 0; r < runs; ++r) {
    auto start = std::chrono::steady_clock::now();
    std::int64_t sum = 0;
    for (const auto& batch : batches)
      for (const auto& row : batch->rows) {
        Slot owner = kMissing, sla = kMissing;
        decide(row, owner, sla);
        sum += owner + sla + machine.reg(out.total);
      }
    sink = sink + sum;
    times.push_back(std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count() /
                    static_cast<double>(count));
  }
  std::sort(times.begin(), times.end());
  std::printf(
      "{\"peer\":\"leadflow-vm\",\"mode\":\"eval\",\"N\":%zu,\"runs\":%d,\"ns_per_lead\":%.1f,\"min_ns\":%.1f,\"max_"
      "ns\":%.1f,\"compile_ms\":%.1f,\"checksum\":\"%016llx\"}\n",
      count, runs, times[times.size() / 2], times.front(), times.back(), compile_ms,
      static_cast<unsigned long long>(checksum));
  return 0;
}
