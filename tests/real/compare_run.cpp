// Decides a file of leads and compares what came of it with figures that were counted without LeadFlow.
//
//     compare_run --playbook inbound.leadflow --leads leads.csv --now 2026-03-02T15:00:00Z --expected expected.txt [--activities F]
//
// Lines of the expected file are `key=value`; tests/real/README.md says what each key means. Exit code: 0 equal, 1 not, 77
// when the leads are not there (CTest shows the test as skipped), 2 on any other trouble.
#include <sys/stat.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <string>

#include "compiler/diag/render.hpp"
#include "compiler/driver/compile.hpp"
#include "runtime/run/file_run.hpp"
#include "runtime/ingest/activity_file.hpp"
#include "runtime/value/instant.hpp"

namespace leadflow {
namespace {

constexpr int kSkipped = 77;

using Counts = std::map<std::string, std::uint64_t>;

int trouble(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  return 2;
}

struct Files {
  std::string playbook, leads, activities, now, expected;
};

struct Opened {
  std::shared_ptr<const decide::Desk> desk;
  std::unique_ptr<ingest::ActivityFile> activities;
};

/// Records and values, by a pass of its own over the file.
std::string countRecords(const Files& files, const Opened& opened, Counts& counts) {
  ingest::FileSource source(files.leads);
  ingest::ReadOptions options;
  options.name = files.leads;
  options.activities = opened.activities.get();
  ingest::LeadReader reader(opened.desk->schema(), source, options);
  const auto& fields = opened.desk->chunk().fields;
  std::vector<std::uint64_t> missing(fields.size(), 0);
  ingest::Batch batch;
  while (reader.next(batch, 512)) {
    for (const auto& row : batch.rows)
      for (std::size_t f = 0; f < fields.size(); ++f) missing[f] += isMissing(row.fields[f]) ? 1U : 0U;
    for (const auto& reject : batch.rejects) {
      if (reject.kind == ingest::RejectKind::KeyRepeated) ++counts["rejected.duplicate"];
      for (const auto& field : fields)
        if (reject.reason.find("`" + field.name + "`") != std::string_view::npos && reject.kind != ingest::RejectKind::KeyRepeated) ++counts["rejected." + field.name];
    }
  }
  const auto& totals = reader.totals();
  counts["leads"] = totals.records;
  counts["decided"] = totals.rows;
  counts["rejected"] = totals.rejected;
  std::uint64_t errors = 0;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    errors += totals.bad_values[f];
    counts["value_errors." + fields[f].name] = totals.bad_values[f];
    counts["missing." + fields[f].name] = missing[f] - (missing[f] >= totals.bad_values[f] ? totals.bad_values[f] : 0);
  }
  counts["value_errors"] = errors;
  return reader.error();
}

std::string countDecisions(const Files& files, const Opened& opened, Counts& counts) {
  ingest::FileSource source(files.leads);
  ingest::ReadOptions read;
  read.name = files.leads;
  read.activities = opened.activities.get();
  ingest::LeadReader reader(opened.desk->schema(), source, read);
  const auto& chunk = opened.desk->chunk();
  run::RunOptions options;
  const auto now = parseInstant(files.now, opened.desk->program().zone(), "");
  if (!now) return "`" + files.now + "` is no instant";
  options.now = *now;
  options.threads = 2;
  class Nowhere final : public port::Sink {
   public:
    bool write(std::string_view) override { return true; }
  } out;
  const auto result = run::FileRun(opened.desk, options).go(reader, out);
  const run::Tally& tally = result.tally;
  for (std::size_t g = 0; g < chunk.grades.size(); ++g) {
    const auto& values = chunk.enums[chunk.grades[g].type.ref].values;
    for (std::size_t v = 0; v < values.size(); ++v) counts[chunk.grades[g].name + "." + values[v].name] = tally.grades[g][v];
  }
  for (std::size_t m = 0; m < chunk.milestones.size(); ++m) counts[chunk.milestones[m].name] = tally.milestones[m];
  for (const auto& route : tally.routes)
    for (std::size_t r = 0; r < route.rules.size(); ++r) counts[chunk.routes[route.route].name + "." + chunk.routes[route.route].rules[r].name] = route.rules[r];
  for (std::size_t r = 0; r < tally.reps.size(); ++r) counts["to." + opened.desk->people().reps()[r].id] = tally.reps[r];
  for (std::size_t q = 0; q < tally.queues.size(); ++q) counts["to.queue." + chunk.queues[q].name] = tally.queues[q];
  return result.error;
}

int compare(const Files& files, const Counts& counts) {
  std::ifstream expected(files.expected);
  if (!expected) return trouble("cannot read " + files.expected);
  std::string line;
  int differing = 0, compared = 0;
  while (std::getline(expected, line)) {
    const std::size_t equals = line.find('=');
    if (line.empty() || line[0] == '#' || equals == std::string::npos) continue;
    const std::string key = line.substr(0, equals);
    const std::uint64_t want = std::stoull(line.substr(equals + 1));
    const auto found = counts.find(key);
    const bool absent = found == counts.end() && key.rfind("rejected.", 0) != 0;
    const std::uint64_t was = found == counts.end() ? 0 : found->second;
    ++compared;
    if (!absent && was == want) continue;
    ++differing;
    if (absent) std::printf("%s: expected %llu, and nothing of that name was counted\n", key.c_str(), static_cast<unsigned long long>(want));
    else std::printf("%s: expected %llu, was %llu\n", key.c_str(), static_cast<unsigned long long>(want), static_cast<unsigned long long>(was));
  }
  std::printf("%d figures compared, %d differ\n", compared, differing);
  return compared == 0 || differing > 0 ? 1 : 0;
}

int decideAndCompare(const Files& files) {
  struct stat info {};
  if (stat(files.leads.c_str(), &info) != 0) {
    std::printf("SKIPPED: there is no %s (LEADFLOW_SHARED_DATA names the folder of data sets)\n", files.leads.c_str());
    return kSkipped;
  }
  driver::Options options;
  options.lints = false;
  auto compiled = driver::compileFile(files.playbook, options);
  if (compiled->compile_errors) return trouble(diag::renderText(compiled->diags.sorted(), compiled->sources));
  auto loaded = bytecode::Program::load(std::move(compiled->chunk));
  if (!loaded.program) return trouble(loaded.error);
  Opened opened;
  opened.desk = decide::Desk::open(loaded.program, decide::People::bind(loaded.program, loaded.program->chunk().roster));
  if (!files.activities.empty()) {
    ingest::FileSource source(files.activities);
    opened.activities = ingest::ActivityFile::load(*opened.desk->schema(), source, files.activities);
    if (!opened.activities->error().empty()) return trouble(files.activities + ": " + opened.activities->error());
  }
  Counts counts;
  if (const std::string error = countRecords(files, opened, counts); !error.empty()) return trouble(files.leads + ": " + error);
  if (const std::string error = countDecisions(files, opened, counts); !error.empty()) return trouble(files.leads + ": " + error);
  return compare(files, counts);
}

}  // namespace
}  // namespace leadflow

int main(int argc, char** argv) {
  leadflow::Files files;
  const struct { const char* name; std::string* to; } kOptions[] = {
      {"--playbook", &files.playbook}, {"--leads", &files.leads}, {"--activities", &files.activities}, {"--now", &files.now}, {"--expected", &files.expected}};
  for (int i = 1; i + 1 < argc; i += 2) {
    bool known = false;
    for (const auto& option : kOptions)
      if (std::strcmp(argv[i], option.name) == 0) {
        *option.to = argv[i + 1];
        known = true;
      }
    if (!known) return leadflow::trouble(std::string("unknown option ") + argv[i]);
  }
  if (files.playbook.empty() || files.leads.empty() || files.now.empty() || files.expected.empty()) return leadflow::trouble("usage: compare_run --playbook F --leads F --now T --expected F [--activities F]");
  return leadflow::decideAndCompare(files);
}
