// A lead with a field of every type, for the fuzz targets of the lead readers: made without a compiler.
#pragma once
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "runtime/ingest/lead_reader.hpp"
#include "runtime/ingest/rejects.hpp"
#include "runtime/value/money.hpp"
#include "runtime/value/timezone.hpp"

namespace leadflow::fuzz {

struct IngestSchema {
  bytecode::Chunk chunk;
  SymbolTable symbols;
  ingest::RepTable reps;
  std::shared_ptr<const ingest::LeadSchema> schema;

  IngestSchema() {
    chunk.enums = {{"source", {{"web", {"The Web"}}, {"other", {}}}, 1}, {"products", {{"platform", {}}, {"security", {}}}, -1}};
    const auto add = [&](const char* name, TypeKind kind, std::uint32_t ref = 0) -> bytecode::FieldInfo& {
      bytecode::FieldInfo info;
      info.name = name;
      info.type = {kind, ref};
      chunk.fields.push_back(info);
      return chunk.fields.back();
    };
    add("id", TypeKind::Text).key = true;
    add("t", TypeKind::Text).missing_texts = {"N/A", "–"};
    add("c", TypeKind::Code);
    add("m", TypeKind::Email);
    add("n", TypeKind::Int).has_low = true;
    add("x", TypeKind::Number);
    add("r", TypeKind::Money, static_cast<std::uint32_t>(findCurrency("USD")));
    add("p", TypeKind::Percent);
    add("k", TypeKind::Country);
    add("s", TypeKind::Enum, 0);
    add("some", TypeKind::EnumSet, 1);
    add("b", TypeKind::Bool).strict = true;
    add("o", TypeKind::Rep);
    add("i", TypeKind::Instant);
    add("d", TypeKind::Instant).format = "D MMM, YYYY HH:mm:ss";
    add("w", TypeKind::Duration);
    add("bd", TypeKind::BusinessDuration);
    bytecode::FieldInfo mood;
    mood.name = "mood";
    mood.type = {TypeKind::Enum, 0};
    chunk.activities = {{"visit", false, {}}, {"reply", true, {mood}}};
    std::vector<Rep> people(1);
    people[0].id = "ana";
    reps = ingest::RepTable(people);
    schema = std::make_shared<ingest::LeadSchema>(chunk, symbols, utcZone(), &reps, [](std::uint32_t) { return kMissing; });
  }

  // Reads everything and renders what is told about it; the count of rows and rejects, for comparing two ways of reading.
  std::string readAll(ingest::Source& source, ingest::Format format, std::size_t batch_size) const {
    ingest::ReadOptions options;
    options.format = format;
    ingest::LeadReader reader(schema, source, options);
    ingest::Batch batch;
    ingest::RunSummary summary;
    std::string told, rejected;  // apart: how they interleave depends on the batches
    while (reader.next(batch, batch_size)) {
      for (const auto& row : batch.rows) {
        told += row.key;
        told += ';';
        for (std::size_t i = 1; i < row.activities.size(); ++i)
          if (row.activities[i - 1].at < row.activities[i].at) std::abort();
      }
      for (const auto& reject : batch.rejects) ingest::appendReject(rejected, reject);
      summary.add(batch);
    }
    for (const auto& issue : summary.issues()) ingest::appendIssue(told, "x", issue);
    return told + rejected + summary.render(reader) + reader.error();
  }
};

}  // namespace leadflow::fuzz
