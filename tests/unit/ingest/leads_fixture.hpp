// A lead with a field of every type, made without a compiler, and the ways to read it.
#pragma once
#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/ingest/activity_file.hpp"
#include "runtime/ingest/lead_reader.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/money.hpp"
#include "runtime/value/timezone.hpp"

namespace leadflow::ingest::test {

struct Fixture {
  bytecode::Chunk chunk;
  SymbolTable symbols;
  Arena arena;
  std::vector<Rep> reps;
  std::unique_ptr<RepTable> rep_table;
  std::shared_ptr<const LeadSchema> schema;

  bytecode::FieldInfo& field(std::string name, TypeKind kind, std::vector<std::string> columns = {}, std::uint32_t ref = 0) {
    bytecode::FieldInfo info;
    info.name = std::move(name);
    info.type = {kind, ref};
    info.columns = std::move(columns);
    chunk.fields.push_back(std::move(info));
    return chunk.fields.back();
  }

  Fixture() {
    bytecode::EnumInfo source{"source", {{"website", {"Web"}}, {"tradeshow", {"Trade Show", "Messe Köln"}}, {"purchased_list", {}}, {"other", {}}}, 3};
    bytecode::EnumInfo consent{"consent", {{"granted", {}}, {"denied", {}}, {"unknown", {}}}, -1};
    bytecode::EnumInfo products{"products", {{"platform", {}}, {"security", {"Security, cloud"}}, {"analytics", {}}}, -1};
    chunk.enums = {source, consent, products};
    chunk.constants.push_back({{TypeKind::Enum, 1}, 2});
    const auto usd = static_cast<std::uint32_t>(findCurrency("USD"));

    field("id", TypeKind::Text).key = true;
    field("email", TypeKind::Email, {"Email Address"});
    auto& industry = field("industry", TypeKind::Text);
    industry.missing_texts = {"Select", "N/A"};
    auto& size = field("company_size", TypeKind::Int, {"NumberOfEmployees"});
    size.has_low = true;
    field("weight", TypeKind::Number);
    field("revenue", TypeKind::Money, {"AnnualRevenue"}, usd);
    auto& discount = field("discount", TypeKind::Percent);
    discount.has_low = discount.has_high = true;
    discount.high = 100 * kScale;
    field("share", TypeKind::Percent).format = "fraction";
    field("country", TypeKind::Country);
    field("source", TypeKind::Enum, {"LeadSource"}, 0);
    auto& fallback = field("consent", TypeKind::Enum, {}, 1);
    fallback.has_fallback = true;
    field("products", TypeKind::EnumSet, {}, 2);
    field("uses_competitor", TypeKind::Bool);
    field("account_owner", TypeKind::Rep);
    field("created_at", TypeKind::Instant).required = true;
    field("signed_on", TypeKind::Instant).format = "DD-MM-YYYY";
    field("wait", TypeKind::Duration);
    field("serial", TypeKind::Code).strict = false;
    field("tier", TypeKind::Int).strict = true;

    bytecode::EnumInfo sentiment{"sentiment", {{"positive", {}}, {"negative", {}}}, -1};
    chunk.enums.push_back(sentiment);
    bytecode::ActivityInfo visit{"website_visit", false, {}};
    bytecode::ActivityInfo reply{"reply", false, {}};
    bytecode::FieldInfo mood;
    mood.name = "sentiment";
    mood.type = {TypeKind::Enum, 3};
    reply.fields.push_back(mood);
    bytecode::FieldInfo note;
    note.name = "note";
    note.type = {TypeKind::Text, 0};
    reply.fields.push_back(note);
    chunk.activities = {visit, reply};

    symbols.add("software");
    reps.resize(2);
    reps[0].id = "ana";
    reps[1].id = "ben";
    build();
  }

  void build() {
    rep_table = std::make_unique<RepTable>(reps);
    schema = std::make_shared<LeadSchema>(chunk, symbols, utcZone(), rep_table.get(),
                                          [this](std::uint32_t k) { return chunk.constants[k].bits; });
  }

  int index(std::string_view name) const {
    for (std::size_t i = 0; i < chunk.fields.size(); ++i)
      if (chunk.fields[i].name == name) return static_cast<int>(i);
    FAIL("no field " << name);
    return -1;
  }
};

// A value as a test writes it: digits, the text, `missing`.
inline std::string shown(const Fixture& fixture, std::size_t field, Slot slot) {
  if (isMissing(slot)) return "missing";
  const TypeKind kind = fixture.chunk.fields[field].type.kind;
  return isTextual(kind) ? std::string(textOf(slot)->rawText()) : std::to_string(slot);
}

struct ReadResult {
  std::vector<std::vector<std::string>> rows;  ///< every field of every row, shown
  std::vector<std::string> keys, rejects, issues, raw;
  std::vector<std::uint64_t> lines;
  std::vector<std::string> activities;         ///< one a row: "type@at(fields) …"
  std::string error;
  ReadTotals totals;
  ColumnReport columns;
};

inline ReadResult readFrom(const Fixture& fixture, Source& source, std::string name, std::size_t batch_size = 3,
                           const ActivityFile* activities = nullptr) {
  ReadOptions options;
  options.name = std::move(name);
  options.activities = activities;
  LeadReader reader(fixture.schema, source, options);
  ReadResult result;
  Batch batch;
  while (reader.next(batch, batch_size)) {
    for (const bytecode::LeadRow& row : batch.rows) {
      result.rows.emplace_back();
      for (std::size_t i = 0; i < fixture.chunk.fields.size(); ++i) result.rows.back().push_back(shown(fixture, i, row.fields[i]));
      result.keys.emplace_back(row.key);
      result.lines.push_back(row.line);
      std::string list;
      for (const bytecode::ActivityRow& activity : row.activities) {
        const auto& info = fixture.chunk.activities[activity.type];
        list += (list.empty() ? "" : " ") + info.name + "@" + std::to_string(activity.at / 1000);
        for (std::size_t i = 0; i < info.fields.size(); ++i) {
          const Slot slot = activity.fields[i];
          list += isMissing(slot) ? "/-" : isTextual(info.fields[i].type.kind) ? "/" + std::string(textOf(slot)->rawText()) : "/" + std::to_string(slot);
        }
      }
      result.activities.push_back(list);
    }
    for (const Reject& reject : batch.rejects) {
      result.rejects.push_back(std::to_string(reject.line) + ": " + std::string(reject.reason));
      result.raw.emplace_back(reject.record);
    }
    for (const ValueIssue& issue : batch.issues)
      result.issues.push_back(std::to_string(issue.line) + (issue.column != 0 ? ":" + std::to_string(issue.column) : "") + " " +
                              std::string(issue.place) + " " + std::string(issue.field_name) + ": " + issueText(issue));
  }
  result.error = reader.error();
  result.totals = reader.totals();
  result.columns = reader.columns();
  return result;
}

inline ReadResult readText(const Fixture& fixture, std::string_view text, std::string name, std::size_t batch_size = 3,
                           const ActivityFile* activities = nullptr) {
  MemorySource source(text);
  return readFrom(fixture, source, std::move(name), batch_size, activities);
}

}  // namespace leadflow::ingest::test
