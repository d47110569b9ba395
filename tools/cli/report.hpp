// Reports in the forms that people and programs read. The figures come from runtime/workflow/report.hpp.
//
//     leadflow report inbound.leadflow --store sqlite:leads.db                           tables that fit the terminal
//     leadflow report inbound.leadflow --store sqlite:leads.db --format html -o pipeline.html
#pragma once
#include <string>
#include <vector>

#include "runtime/workflow/engine.hpp"
#include "runtime/workflow/report.hpp"

namespace leadflow::cli {

struct Reports {
  std::vector<workflow::ReportData> reports;
  workflow::FigureTable scorecard;   ///< no columns: the playbook has none
  /// Every table in order, the scorecard last.
  std::vector<const workflow::FigureTable*> tables() const;
};

std::string reportsAsTables(const Reports& reports, std::size_t width);
/// A block a table, each behind its title; with `table` (from 1) only the rows of that one.
std::string reportsAsCsv(const Reports& reports, std::size_t table = 0);
std::string reportsAsJson(const Reports& reports);
std::string reportsAsHtml(const Reports& reports);   ///< report_html.cpp

/// A scheduled report as a message: Slack, e-mail.
std::string reportText(const workflow::ReportData& data);
/// EngineOptions::report: makes the report and gives its text. `engine` is asked for worlds later, when it is there.
std::function<std::string(port::Store&, const workflow::World&, const bytecode::ReportInfo&, std::int64_t)> reportWriter(const std::unique_ptr<workflow::Engine>& engine);

/// "75%", "3 h 20 min", "1,204", "4.25", "-"
std::string figureText(const workflow::Figure& figure);
/// A figure with its column's name: "1 lead", "1,204 leads", "2 opened", "3 h 20 min median"
std::string namedFigure(const workflow::Figure& figure, const std::string& column);
/// Of a table without rows: "nothing of this among 4 leads"; `leads`: those that the report looked at.
std::string nothingText(std::uint64_t leads);
inline const std::string kNobodyScored = "nobody has anything that is scored";
/// What a heading says the groups are, as the line of the report has it.
std::vector<std::string> groupedBy(const workflow::FigureTable& table);
/// "Leads by stage"
std::string headingText(const workflow::FigureTable& table);
/// `within 24 hours` as narrow columns have it: `≤ 24 h`.
std::string bandText(const std::string& column);
/// "leads of the last 30 days, since 2026-02-01 10:00; as of 2026-03-03 10:00"
std::string periodText(const workflow::ReportData& data);

}  // namespace leadflow::cli
