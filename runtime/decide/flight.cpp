#include "runtime/decide/flight.hpp"

#include "runtime/decide/explain_json.hpp"

namespace leadflow::decide {

void Stages::compute(Flight& flight, Hand& hand) const {
  hand.decoder->decode(flight.batch);
  const auto& routes = desk_.routes();
  const std::size_t rows = flight.batch.rows.size();
  flight.records_before = flight.batch.row_records;
  if (flight.facts.size() < rows * routes.size()) flight.facts.resize(rows * routes.size());
  flight.faults.assign(rows, 0);
  flight.text_ends.clear();
  flight.text.clear();
  flight.told.clear();
  flight.tallied.clear();
  if (options_.explain) flight.told.resize(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    const bytecode::LeadRow& row = flight.batch.rows[i];
    hand.machine.begin(row, options_.now);
    hand.machine.compute();
    for (std::size_t r = 0; r < routes.size(); ++r) gather(hand.machine, routes[r], flight.facts[i * routes.size() + r]);
    flight.faults[i] = hand.machine.arithmeticFaults();
    Tally::appendValues(flight.tallied, desk_.chunk(), hand.machine);
    if (wantsRecords()) desk_.records().appendComputed(flight.text, hand.machine, row);
    flight.text_ends.push_back(flight.text.size());
    if (!options_.explain) continue;
    desk_.explainer().values(hand.machine, row, flight.told[i]);
    for (std::size_t r = 0; r < routes.size(); ++r)
      desk_.explainer().rules(hand.machine, row, routes[r], flight.facts[i * routes.size() + r], flight.told[i]);
  }
}

void Stages::takeTurns(Flight& flight, Router& router) const {
  const auto& routes = desk_.routes();
  const auto& left = flight.batch.row_records;  // ascending, a part of records_before
  flight.origin.clear();
  std::uint32_t at = 0;
  for (const std::uint32_t record : left) {
    while (flight.records_before[at] != record) ++at;
    flight.origin.push_back(at);
  }
  flight.assignments.clear();
  for (const std::uint32_t origin : flight.origin)
    for (std::size_t r = 0; r < routes.size(); ++r)
      flight.assignments.push_back(router.assign(routes[r], flight.facts[origin * routes.size() + r], options_.now, options_.explain));
}

void Stages::write(Flight& flight, Hand& hand) const {
  const std::size_t routes = desk_.routes().size();
  const std::size_t tallied = desk_.chunk().grades.size() + desk_.chunk().milestones.size();
  flight.output.clear();
  flight.rejects.clear();
  flight.cells.clear();
  flight.tally = Tally(desk_.names());
  for (std::size_t i = 0; i < flight.origin.size(); ++i) {
    const bytecode::LeadRow& row = flight.batch.rows[i];
    const std::size_t origin = flight.origin[i];
    const std::span<const Assignment> assignments(flight.assignments.data() + i * routes, routes);
    flight.tally.addComputed({flight.tallied.data() + origin * tallied, tallied}, flight.faults[origin]);
    flight.tally.addRouted(assignments);
    if (wantsRecords()) {
      const std::size_t begin = origin == 0 ? 0 : flight.text_ends[origin - 1];
      flight.output.append(flight.text, begin, flight.text_ends[origin] - begin);
      desk_.records().appendRouted(flight.output, assignments, flight.faults[origin]);
      if (options_.explain) {
        Explanation& told = flight.told[origin];
        for (std::size_t r = 0; r < routes; ++r) desk_.explainer().who(desk_.routes()[r], assignments[r], options_.now, told);
        desk_.explainer().finish(told);
        flight.output += ",\"why\":";
        appendWhy(flight.output, told);
      }
      flight.output += "}\n";
      continue;
    }
    // Cells and the user's columns read registers, so the lead is computed once more.
    hand.machine.begin(row, options_.now);
    hand.machine.compute();
    if (rows_.ownColumns()) rows_.setRoutes(hand.machine, assignments);
    if (options_.format == OutputFormat::Ndjson) {
      rows_.appendJson(flight.output, hand.machine);
      flight.output += '\n';
      continue;
    }
    std::vector<std::string> cells;
    rows_.cells(hand.machine, row, assignments, cells);
    if (options_.format == OutputFormat::Csv) appendCsvRow(flight.output, cells);
    else flight.cells.push_back(std::move(cells));
  }
  for (const ingest::Reject& reject : flight.batch.rejects) ingest::appendReject(flight.rejects, reject);
}

}  // namespace leadflow::decide
