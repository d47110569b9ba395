#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "runtime/decide/columns.hpp"
#include "runtime/decide/flat_rows.hpp"
#include "runtime/value/duration.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/progress.hpp"
#include "tools/cli/report.hpp"

namespace leadflow::cli {

using workflow::Figure;
using workflow::FigureRow;
using workflow::FigureTable;
using workflow::ReportData;
using Json = nlohmann::ordered_json;

namespace {

std::string grouped(std::int64_t number) { return number < 0 ? "-" + groupedNumber(static_cast<std::uint64_t>(-number)) : groupedNumber(static_cast<std::uint64_t>(number)); }

std::string plain(double number) {
  char text[64];
  std::snprintf(text, sizeof text, "%.2f", number);
  return text;
}

bool isShare(const FigureTable& table, std::size_t column) {
  return std::any_of(table.rows.begin(), table.rows.end(), [&](const FigureRow& row) { return column < row.figures.size() && row.figures[column].kind == Figure::Kind::Share; });
}
Figure::Kind kindOf(const FigureTable& table, std::size_t column) {
  for (const FigureRow& row : table.rows)
    if (column < row.figures.size() && row.figures[column].kind != Figure::Kind::None) return row.figures[column].kind;
  return Figure::Kind::None;
}

void appendTable(std::string& out, const FigureTable& table, const std::string& nothing, std::size_t width) {
  out += headingText(table) + "\n";
  if (table.rows.empty()) {
    out += "  " + nothing + "\n";
    return;
  }
  std::vector<std::vector<decide::Cell>> lines(2);
  const auto add = [](std::vector<decide::Cell>& line, std::string text, bool right) { line.push_back({std::move(text), decide::Style::Plain, right}); };
  for (const std::string& by : table.by) add(lines[0], by, false);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    add(lines[0], table.ordered_bands ? bandText(table.columns[i]) : table.columns[i], true);
    if (isShare(table, i)) add(lines[0], "", true);
  }
  const auto row = [&](const FigureRow& figures, bool all) {
    auto& line = lines.emplace_back();
    for (std::size_t i = 0; i < table.by.size(); ++i) add(line, all ? (i == 0 ? "all" : "") : decide::shownText(figures.keys[i]), false);
    for (std::size_t i = 0; i < figures.figures.size(); ++i) {
      const Figure& figure = figures.figures[i];
      add(line, figureText(figure), true);
      if (isShare(table, i)) add(line, figure.of > 0 ? grouped(figure.value) + " of " + grouped(figure.of) : "", true);
    }
  };
  for (const FigureRow& each : table.rows) row(each, false);
  if (table.all && table.rows.size() > 1) row(*table.all, true);
  std::vector<std::size_t> widths(lines[0].size(), 0);
  for (const auto& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], decide::shownWidth(line[i].text));
  for (std::size_t i = 0; i < widths.size(); ++i) lines[1].push_back({std::string(lines[0][i].text.empty() ? 0 : std::min<std::size_t>(widths[i], 24), '-'), decide::Style::Plain, i >= table.by.size(), true});
  decide::appendColumns(out, lines, 2, width, false);
}

const char* unitOf(Figure::Kind kind) {
  switch (kind) {
    case Figure::Kind::Count: return "count";
    case Figure::Kind::Duration: return "milliseconds";
    case Figure::Kind::Share: return "share";
    case Figure::Kind::Average: return "average";
    case Figure::Kind::Amount: return "amount";
    case Figure::Kind::None: break;
  }
  return "none";
}

Json figureJson(const Figure& figure) {
  switch (figure.kind) {
    case Figure::Kind::Count:
    case Figure::Kind::Duration: return figure.value;
    case Figure::Kind::Share:
      if (figure.of == 0) return nullptr;
      return {{"percent", Json::parse(plain(figure.number()))}, {"value", figure.value}, {"of", figure.of}};
    case Figure::Kind::Average:
      if (figure.of == 0) return nullptr;
      return {{"average", Json::parse(plain(figure.number()))}, {"sum", figure.value}, {"of", figure.of}};
    case Figure::Kind::Amount: return Json::parse(figure.text());
    case Figure::Kind::None: break;
  }
  return nullptr;
}

Json tableJson(const FigureTable& table) {
  Json out = {{"title", table.title}, {"heading", headingText(table)}, {"by", table.by}, {"columns", Json::array()}, {"rows", Json::array()}};
  for (std::size_t i = 0; i < table.columns.size(); ++i) out["columns"].push_back({{"name", table.columns[i]}, {"unit", unitOf(kindOf(table, i))}});
  const auto figures = [](const FigureRow& row) {
    Json all = Json::array();
    for (const Figure& figure : row.figures) all.push_back(figureJson(figure));
    return all;
  };
  for (const FigureRow& row : table.rows) out["rows"].push_back({{"keys", row.keys}, {"figures", figures(row)}});
  if (table.all) out["all"] = figures(*table.all);
  return out;
}

void appendCsv(std::string& out, const FigureTable& table) {
  std::vector<std::string> cells = table.by;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Figure::Kind kind = kindOf(table, i);
    cells.push_back(table.columns[i] + (kind == Figure::Kind::Duration ? " (seconds)" : kind == Figure::Kind::Share ? " (percent)" : ""));
    if (kind == Figure::Kind::Share || kind == Figure::Kind::Average) cells.insert(cells.end(), {table.columns[i] + " (sum)", table.columns[i] + " (of)"});
  }
  decide::appendCsvRow(out, cells);
  for (const FigureRow& row : table.rows) {
    cells.clear();
    cells.insert(cells.end(), row.keys.begin(), row.keys.end());
    for (std::size_t i = 0; i < row.figures.size(); ++i) {
      const Figure& figure = row.figures[i];
      const Figure::Kind kind = kindOf(table, i);
      const bool pair = kind == Figure::Kind::Share || kind == Figure::Kind::Average;
      if (figure.kind == Figure::Kind::None || (pair && figure.of == 0)) cells.emplace_back();
      else if (kind == Figure::Kind::Duration) cells.push_back(std::to_string(figure.value / kSecondMs));
      else if (pair) cells.push_back(plain(figure.number()));
      else cells.push_back(figure.text());
      if (pair) cells.insert(cells.end(), {std::to_string(figure.value), std::to_string(figure.of)});
    }
    decide::appendCsvRow(out, cells);
  }
}

std::string leftOutText(const ReportData& data) {
  return data.left_out == 0 ? std::string() : counted(data.left_out, "lead") + (data.left_out == 1 ? " lives" : " live") + " under another version, with a stage or a clock that this playbook lacks: not counted";
}

}  // namespace

std::vector<const FigureTable*> Reports::tables() const {
  std::vector<const FigureTable*> all;
  for (const ReportData& report : reports)
    for (const FigureTable& table : report.tables) all.push_back(&table);
  if (!scorecard.columns.empty()) all.push_back(&scorecard);
  return all;
}

std::string figureText(const Figure& figure) {
  switch (figure.kind) {
    case Figure::Kind::Count: return grouped(figure.value);
    case Figure::Kind::Duration: return spanText(figure.value);
    case Figure::Kind::Amount: {
      const std::string text = figure.text();
      const std::size_t end = std::min(text.find('.'), text.size());
      return grouped(std::atoll(text.substr(0, end).c_str())) + text.substr(end);
    }
    case Figure::Kind::Share: return figure.of == 0 ? "-" : std::to_string((figure.value * 100 + figure.of / 2) / figure.of) + "%";
    default: return figure.text();
  }
}

std::string namedFigure(const Figure& figure, const std::string& column) {
  if (figure.kind != Figure::Kind::Count) return figureText(figure) + ' ' + column;
  return counted(static_cast<std::uint64_t>(figure.value), column.ends_with('s') ? column.substr(0, column.size() - 1) : column, column);
}

std::string nothingText(std::uint64_t leads) { return leads == 0 ? "nothing to count: there are no leads" : "nothing of this among " + counted(leads, "lead"); }

std::vector<std::string> groupedBy(const FigureTable& table) {
  std::vector<std::string> by = table.by;
  // Reasons by reason, escalations by escalation: the heading says it.
  if (!by.empty() && (by[0] == "reason" || by[0] == "escalation") && table.title.find(" by " + by[0]) == std::string::npos) by.erase(by.begin());
  return by;
}

std::string headingText(const FigureTable& table) {
  std::string text = table.heading;
  const auto groups = groupedBy(table);
  for (std::size_t i = 0; i < groups.size(); ++i) text += (i == 0 ? " by " : ", ") + groups[i];
  return text;
}

std::string bandText(const std::string& column) {
  if (!column.starts_with("within ")) return column;
  std::string text = "≤ " + column.substr(7);
  for (const auto& [word, unit] : {std::pair{" minute", " min"}, {" hour", " h"}, {" second", " s"}, {" day", " d"}})
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
      std::size_t end = at + std::string_view(word).size();
      if (end < text.size() && text[end] == 's') ++end;
      text.replace(at, end - at, unit);
    }
  return text;
}

std::string periodText(const ReportData& data) {
  std::string text;
  if (data.over_millis > 0) text = "leads created in the last " + workflow::spanText(data.over_millis) + ", since " + data.from_text + "; ";
  return text + "as of " + data.at_text;
}

std::string reportsAsTables(const Reports& reports, std::size_t width) {
  std::string out;
  for (const ReportData& report : reports.reports) {
    if (!out.empty()) out += "\n";
    std::string audience;
    for (const std::string& who : report.audience) audience += (audience.empty() ? " for " : ", ") + who;
    out += report.name + audience + ": " + counted(report.leads, "lead") + "\n" + periodText(report) + "\n";
    if (const std::string left = leftOutText(report); !left.empty()) out += left + "\n";
    for (const FigureTable& table : report.tables) {
      out += "\n";
      appendTable(out, table, nothingText(report.leads), width);
    }
  }
  if (!reports.scorecard.columns.empty()) {
    if (!out.empty()) out += "\n";
    appendTable(out, reports.scorecard, kNobodyScored, width);
  }
  return out;
}

std::string reportsAsCsv(const Reports& reports, std::size_t table) {
  std::string out;
  const auto all = reports.tables();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (table > 0 && table != i + 1) continue;
    if (table == 0) {
      if (i > 0) out += "\r\n";
      const std::string title[] = {all[i]->title};
      decide::appendCsvRow(out, title);
    }
    appendCsv(out, *all[i]);
  }
  return out;
}

std::string reportsAsJson(const Reports& reports) {
  Json out = {{"reports", Json::array()}};
  for (const ReportData& report : reports.reports) {
    Json each = {{"name", report.name}, {"playbook", report.playbook}, {"version", report.version}, {"for", report.audience}, {"at", isoText(report.at)}, {"over_milliseconds", report.over_millis > 0 ? Json(report.over_millis) : Json()},
                 {"leads", report.leads}, {"left_out", report.left_out}, {"tables", Json::array()}};
    for (const FigureTable& table : report.tables) each["tables"].push_back(tableJson(table));
    out["reports"].push_back(std::move(each));
  }
  out["scorecard"] = reports.scorecard.columns.empty() ? Json() : tableJson(reports.scorecard);
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string reportText(const ReportData& data) {
  std::string out = data.name + " (" + data.playbook + "): " + counted(data.leads, "lead") + "\n" + periodText(data) + "\n";
  if (const std::string left = leftOutText(data); !left.empty()) out += left + "\n";
  for (const FigureTable& table : data.tables) {
    out += "\n" + headingText(table) + "\n";
    if (table.rows.empty()) out += "- " + nothingText(data.leads) + "\n";
    const auto line = [&](const FigureRow& row, std::string keys) {
      out += "- " + keys + (keys.empty() ? "" : ": ");
      for (std::size_t i = 0; i < row.figures.size(); ++i) {
        const Figure& figure = row.figures[i];
        const bool named = row.figures.size() > 1;
        out += i == 0 ? "" : ", ";
        if (table.ordered_bands) out += bandText(table.columns[i]) + ' ' + figureText(figure);
        else if (named && (i > 0 || figure.kind == Figure::Kind::Count)) out += namedFigure(figure, table.columns[i]);
        else out += figure.kind == Figure::Kind::Count ? figureText(figure) : figure.text();
      }
      out += "\n";
    };
    for (const FigureRow& row : table.rows) {
      std::string keys;
      for (const std::string& key : row.keys) keys += (keys.empty() ? "" : ", ") + decide::shownText(key);
      line(row, std::move(keys));
    }
    if (table.all && table.rows.size() > 1) line(*table.all, "all");
  }
  return out;
}

std::function<std::string(port::Store&, const workflow::World&, const bytecode::ReportInfo&, std::int64_t)> reportWriter(const std::unique_ptr<workflow::Engine>& engine) {
  return [&engine](port::Store& store, const workflow::World& world, const bytecode::ReportInfo& report, std::int64_t now) {
    ReportData data;
    const port::Status status = workflow::makeReport(store, world, [&](std::uint64_t version) { return engine->world(version); }, report, now, data);
    return status.ok() ? reportText(data) : "report " + report.name + " could not be made: " + status.error;
  };
}

}  // namespace leadflow::cli
