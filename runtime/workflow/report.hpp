// Reports: figures over the leads of a store, by whatever a lead has.
//
//     report pipeline for sales, marketing over last 30 days {
//       count leads by stage
//       median time from created to first outreach by source, owner.team
//       rate sla first_response met by owner.team
//     }
//
// Every lead is looked at once, one after the other; nothing but the groups is held. Figures are integers until they are
// written: counts, milliseconds, or two numbers whose ratio is meant, so that a report does not depend on the order of leads.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/port/store.hpp"
#include "runtime/workflow/world.hpp"

namespace leadflow::workflow {

struct Figure {
  enum class Kind : std::uint8_t { None, Count, Duration, Share, Average, Amount } kind = Kind::None;
  std::int64_t value = 0;        ///< Count: it; Duration: ms; Amount: scaled by 10,000; Share, Average: the sum above the line
  std::int64_t of = 0;           ///< Share, Average: how many
  std::string text() const;      ///< "12", "3 hours 20 minutes", "75% (3 of 4)", "4.25", "-"
  /// For charts and JSON: count, ms, percent with two decimals as hundredths, …
  double number() const;
};

struct FigureRow {
  std::vector<std::string> keys;     ///< one a `by`
  std::vector<Figure> figures;       ///< one a column
};

struct FigureTable {
  std::string title;                 ///< the line as written
  std::string heading;               ///< the same in a reader's words, without what it is by
  std::vector<std::string> by;       ///< headers of the keys
  std::vector<std::string> columns;  ///< headers of the figures
  std::vector<FigureRow> rows;       ///< by key: as the playbook lists stages and grades, numbers by size, texts by letter
  std::optional<FigureRow> all;      ///< the same over all groups, without keys
  bool ordered_rows = false;         ///< their order means something: charts keep it
  bool ordered_bands = false;        ///< columns are bands of one thing: a histogram
  std::size_t beside = 0;            ///< so many columns at the end stand beside the others: charts leave them out
};

struct ReportData {
  std::string name, playbook, version;
  std::vector<std::string> audience;
  std::int64_t at = 0, over_millis = 0;
  std::string at_text, from_text;    ///< on the playbook's wall clock; from_text: where the time looked at begins
  std::uint64_t leads = 0;           ///< looked at
  std::uint64_t left_out = 0;        ///< leads of another version whose stages or clocks this playbook lacks
  std::vector<FigureTable> tables;
};

std::string spanText(std::int64_t ms);   ///< "3 hours 20 minutes"

/// A version's world; null: unknown. As Engine::world.
using WorldOf = std::function<std::shared_ptr<const World>(std::uint64_t version)>;

/// The figures of one report of `world`'s playbook, which need not be one that the store holds. Leads of other versions are
/// translated by the names of their stages and clocks; merged ones are not counted beside the lead that they went into.
port::Status makeReport(port::Store& store, const World& world, const WorldOf& world_of, const bytecode::ReportInfo& report, std::int64_t now, ReportData& data);
/// What every playbook can be asked for: stages, first contact, ages, conversion by source, service levels by team, response bands,
/// escalations, reasons, data rules, handoffs, and the scorecard by owner.
bytecode::ReportInfo standardReport(const World& world);
/// The scorecard by owner: a row a rep, a column a line, the weighted whole last. No table when the playbook has none.
port::Status makeScorecard(port::Store& store, const World& world, const WorldOf& world_of, std::int64_t now, FigureTable& table);

}  // namespace leadflow::workflow
