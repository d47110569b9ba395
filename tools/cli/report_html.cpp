// One HTML file a report: style and charts are in it, nothing is fetched, no script runs. Charts are bars whose width is a
// percentage, so that they fit a phone without shrinking their words; every figure also stands in a table.
#include "tools/cli/report_html.hpp"

#include <algorithm>
#include <cstdio>

#include "runtime/decide/columns.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/pages.hpp"
#include "tools/cli/progress.hpp"
#include "tools/cli/report.hpp"

namespace leadflow::cli {

using workflow::Figure;
using workflow::FigureRow;
using workflow::FigureTable;
using workflow::ReportData;

namespace {

constexpr std::size_t kBarsShown = 12, kTilesShown = 6, kBandColours = 7;

/// Names as headings: `first_response` -> `First response`.
std::string titled(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string spaced(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f%%", std::clamp(share, 0.0, 100.0));
  return text;
}

std::string keyText(const FigureTable& table, const FigureRow& row) {
  std::string text;
  for (std::size_t i = 0; i < row.keys.size(); ++i) {
    const bool person = table.by[i] == "owner" || table.by[i] == "resolver" || table.by[i].ends_with("_owner");
    text += (text.empty() ? "" : " · ") + (row.keys[i] != "-" ? spaced(row.keys[i]) : person ? std::string("nobody") : std::string("not known"));
  }
  return text;
}

/// A time stays on one line.
std::string timeText(const std::string& wall) { return "<span class=\"time\">" + htmlText(wall) + "</span>"; }

std::string byText(const FigureTable& table) {
  std::string text;
  for (const std::string& by : groupedBy(table)) text += (text.empty() ? "by " : ", ") + (by == "owner.team" ? std::string("team") : spaced(by));
  return text;
}

bool isNothing(const Figure& figure) {
  return figure.kind == Figure::Kind::None || ((figure.kind == Figure::Kind::Share || figure.kind == Figure::Kind::Average) && figure.of == 0);
}

/// Charts show the figure that the table is about: the first, of a scorecard the last.
std::size_t mainColumn(const FigureTable& table, bool scorecard) { return scorecard ? table.columns.size() - 1 : 0; }

/// Columns that a chart shows: not those that stand beside them.
std::size_t charted(const FigureTable& table) { return table.columns.size() - table.beside; }

std::int64_t rowSum(const FigureTable& table, const FigureRow& row) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < charted(table); ++i) sum += row.figures[i].value;
  return sum;
}

const char* bandClass(std::size_t band, std::size_t bands, bool open) {
  static const char* const kNames[] = {"b0", "b1", "b2", "b3", "b4", "b5", "b6", "none"};
  if (open && band + 1 == bands) return kNames[kBandColours];
  const std::size_t graded = open ? bands - 1 : bands;
  if (graded < 2) return kNames[0];
  return kNames[std::min(kBandColours - 1, (band * (kBandColours - 1) + (graded - 1) / 2) / (graded - 1))];
}

class Writer {
 public:
  std::string take() { return std::move(out_); }

  void begin(const std::string& title) {
    out_ += "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n<title>" + htmlText(title) + "</title>\n<style>\n";
    for (const auto& page : reportStyle()) out_ += page.text;
    out_ += "</style>\n</head>\n<body>\n<main>\n";
  }
  void end() { out_ += "</main>\n<footer>Made by <code>leadflow report</code>. Every figure comes from the leads as they stood; nothing on this page is loaded from elsewhere.</footer>\n</body>\n</html>\n"; }

  void contents(const Reports& reports) {
    out_ += "<nav aria-label=\"Reports\">";
    for (std::size_t i = 0; i < reports.reports.size(); ++i) out_ += "<a href=\"#r" + std::to_string(i) + "\">" + htmlText(titled(reports.reports[i].name)) + "</a>";
    if (!reports.scorecard.columns.empty()) out_ += "<a href=\"#scorecard\">Scorecard</a>";
    out_ += "</nav>\n";
  }

  void report(const ReportData& report, std::size_t number, bool first) {
    const char* level = first ? "h1" : "h2";
    out_ += "<section id=\"r" + std::to_string(number) + "\">\n<header>\n<p class=\"eyebrow\">" + htmlText(titled(report.playbook)) +
            (report.version.empty() ? "" : " · version " + htmlText(report.version)) + "</p>\n<" + level + ">" + htmlText(titled(report.name)) + "</" + level + ">\n<p class=\"meta\">";
    std::string audience;
    for (const std::string& who : report.audience) audience += (audience.empty() ? "For " : ", ") + spaced(who);
    if (!audience.empty()) out_ += htmlText(audience) + " · ";
    if (report.over_millis > 0) out_ += "leads created since " + timeText(report.from_text) + " (" + htmlText(workflow::spanText(report.over_millis)) + ") · ";
    out_ += "as of " + timeText(report.at_text) + "</p>\n";
    if (report.left_out > 0)
      out_ += "<p class=\"note\">" + counted(report.left_out, "lead") + (report.left_out == 1 ? " lives" : " live") + " under another version of the playbook, with a stage or a clock that this one lacks, and " + (report.left_out == 1 ? "is" : "are") + " not counted.</p>\n";
    out_ += "</header>\n";
    tiles(report);
    out_ += "<div class=\"cards\">\n";
    for (const FigureTable& each : report.tables)
      if (!(each.by.empty() && !each.ordered_bands)) card(each, nothingText(report.leads), first ? "h2" : "h3", false);
    out_ += "</div>\n</section>\n";
  }

  void scorecard(const FigureTable& table) {
    out_ += "<section id=\"scorecard\">\n<div class=\"cards wide\">\n";
    card(table, kNobodyScored, "h2", true);
    out_ += "</div>\n</section>\n";
  }

 private:
  void tiles(const ReportData& report) {
    out_ += "<ul class=\"tiles\">\n";
    tile(groupedNumber(report.leads), "Leads", report.over_millis > 0 ? "in that time" : "in all");
    std::size_t shown = 1;
    // What has one figure for all has no other place than a tile; of the others as many as there is room for.
    for (const bool single : {true, false})
      for (const FigureTable& table : report.tables) {
        if (table.by.empty() != single || table.ordered_bands || (!single && shown >= kTilesShown)) continue;
        const FigureRow* row = single ? (table.rows.empty() ? nullptr : &table.rows[0]) : (table.all ? &*table.all : nullptr);
        if (row == nullptr || row->figures.empty()) {
          if (single) tile("–", table.heading, nothingText(report.leads));
          continue;
        }
        const Figure& figure = row->figures[0];
        if (!single && (figure.kind == Figure::Kind::Count || isNothing(figure))) continue;
        std::string note;
        if (figure.kind == Figure::Kind::Share) note = groupedNumber(static_cast<std::uint64_t>(figure.value)) + " of " + groupedNumber(static_cast<std::uint64_t>(figure.of));
        else if (figure.kind == Figure::Kind::Average) note = "of " + counted(static_cast<std::uint64_t>(figure.of), "mark");
        else if (row->figures.size() > 1) note = namedFigure(row->figures[1], table.columns[1]);
        for (std::size_t i = charted(table); i < table.columns.size(); ++i) note += ", " + table.columns[i] + " " + (isNothing(row->figures[i]) ? "–" : figureText(row->figures[i]));
        tile(isNothing(figure) ? "–" : figureText(figure), table.heading, note);
        ++shown;
      }
    out_ += "</ul>\n";
  }
  void tile(const std::string& figure, const std::string& label, const std::string& note) {
    out_ += "<li><span class=\"label\">" + htmlText(spaced(label)) + "</span><strong>" + htmlText(figure) + "</strong><span class=\"small\">" + htmlText(note) + "</span></li>\n";
  }

  void card(const FigureTable& table, const std::string& nothing, const char* level, bool scorecard) {
    out_ += "<article class=\"card\">\n<" + std::string(level) + ">" + htmlText(spaced(table.heading)) + " <span>" + htmlText(byText(table)) + "</span></" + level + ">\n";
    if (table.rows.empty()) {
      out_ += "<p class=\"empty\">" + htmlText(titled(nothing)) + ".</p>\n</article>\n";
      return;
    }
    if (table.ordered_bands) bands(table);
    else bars(table, scorecard);
    // Closed where the bars say all of it, and where it is long.
    const bool simple = !table.ordered_bands && !scorecard && charted(table) <= 2;
    out_ += std::string("<details") + (simple ? "" : " open") + "><summary>All figures</summary>\n";
    figures(table);
    out_ += "<p class=\"source\"><code>" + htmlText(table.title) + "</code></p>\n</details>\n</article>\n";
  }

  /// The rows that a chart has room for, the largest first unless their order means something.
  static std::vector<const FigureRow*> chosen(const FigureTable& table, std::size_t column) {
    std::vector<const FigureRow*> rows;
    for (const FigureRow& row : table.rows) rows.push_back(&row);
    if (!table.ordered_rows)
      std::stable_sort(rows.begin(), rows.end(), [&](const FigureRow* a, const FigureRow* b) {
        if (table.ordered_bands) return rowSum(table, *a) > rowSum(table, *b);
        return a->figures[column].number() > b->figures[column].number();
      });
    if (rows.size() > kBarsShown) rows.resize(kBarsShown);
    return rows;
  }
  void more(const FigureTable& table) {
    if (table.rows.size() > kBarsShown) out_ += "<p class=\"small\">and " + groupedNumber(table.rows.size() - kBarsShown) + " more in the table</p>\n";
  }

  void bars(const FigureTable& table, bool scorecard) {
    const std::size_t column = mainColumn(table, scorecard);
    const bool several = !scorecard && charted(table) > 2;   // opened, acknowledged, resolved
    double largest = scorecard ? 100.0 : 0.0;
    for (const FigureRow& row : table.rows) {
      const Figure& figure = row.figures[column];
      if (figure.kind == Figure::Kind::Share) largest = 100.0;
      else largest = std::max(largest, figure.number());
      if (figure.kind == Figure::Kind::Average && figure.number() <= 5) largest = std::max(largest, 5.0);
    }
    out_ += "<div class=\"chart\">\n";
    if (several) {
      std::vector<std::string> classes = {"b2", "b1", "b0"};
      legend(table.columns, classes);
    }
    for (const FigureRow* row : chosen(table, column)) {
      const Figure& figure = row->figures[column];
      std::string note;
      if (figure.kind == Figure::Kind::Share && figure.of > 0) note = groupedNumber(static_cast<std::uint64_t>(figure.value)) + " of " + groupedNumber(static_cast<std::uint64_t>(figure.of));
      else if (!several && !scorecard && row->figures.size() > 1) note = namedFigure(row->figures[1], table.columns[1]);
      rowHead(keyText(table, *row), isNothing(figure) ? "–" : figureText(figure), note);
      const auto share = [&](const Figure& each) { return isNothing(each) || largest <= 0 ? 0.0 : 100.0 * each.number() / largest; };
      if (!several) {
        const char* extra = figure.kind == Figure::Kind::Share || scorecard ? "<rect class=\"track\" width=\"100%\" height=\"10\" rx=\"5\"/>" : "";
        out_ += std::string("<svg class=\"bar\" height=\"10\" aria-hidden=\"true\" focusable=\"false\">") + extra + "<rect class=\"fill\" width=\"" + percent(share(figure)) + "\" height=\"10\" rx=\"5\"/></svg></div>\n";
        continue;
      }
      const char* const classes[] = {"b2", "b1", "b0"};
      out_ += "<svg class=\"bar\" height=\"" + std::to_string(7 * row->figures.size()) + "\" aria-hidden=\"true\" focusable=\"false\">";
      for (std::size_t i = 0; i < row->figures.size(); ++i)
        out_ += "<rect class=\"" + std::string(classes[std::min<std::size_t>(i, 2)]) + "\" y=\"" + std::to_string(7 * i) + "\" width=\"" + percent(share(row->figures[i])) + "\" height=\"6\" rx=\"2\"/>";
      out_ += "</svg></div>\n";
    }
    more(table);
    out_ += "</div>\n";
  }

  void bands(const FigureTable& table) {
    const std::size_t bands_shown = charted(table);
    const bool open = table.columns[bands_shown - 1] == "not yet";
    std::vector<std::string> classes, names;
    for (std::size_t i = 0; i < bands_shown; ++i) {
      classes.emplace_back(bandClass(i, bands_shown, open));
      names.push_back(bandText(table.columns[i]));
    }
    out_ += "<div class=\"chart\">\n";
    legend(names, classes);
    std::vector<const FigureRow*> rows;
    if (table.all && table.rows.size() > 1) rows.push_back(&*table.all);
    for (const FigureRow* row : chosen(table, 0)) rows.push_back(row);
    for (const FigureRow* row : rows) {
      const std::int64_t sum = rowSum(table, *row);
      rowHead(row->keys.empty() ? "all" : keyText(table, *row), counted(static_cast<std::uint64_t>(sum), "lead"), "");
      out_ += "<svg class=\"bar bands\" height=\"16\" role=\"img\"><title>";
      std::string words;
      for (std::size_t i = 0; i < names.size(); ++i) words += (i == 0 ? "" : ", ") + names[i] + ": " + figureText(row->figures[i]);
      out_ += htmlText(words) + "</title>";
      double at = 0;
      for (std::size_t i = 0; i < names.size(); ++i) {
        const double share = sum == 0 ? 0.0 : 100.0 * static_cast<double>(row->figures[i].value) / static_cast<double>(sum);
        if (share <= 0) continue;
        out_ += "<rect class=\"" + classes[i] + "\" x=\"" + percent(at) + "\" width=\"" + percent(share) + "\" height=\"16\"><title>" + htmlText(names[i] + ": " + figureText(row->figures[i]) + " (" + percent(share) + ")") + "</title></rect>";
        at += share;
        if (at < 99.9) out_ += "<rect class=\"gap\" x=\"" + percent(at) + "\" width=\"1.5\" height=\"16\"/>";
      }
      out_ += "</svg></div>\n";
    }
    more(table);
    out_ += "</div>\n";
  }

  void rowHead(const std::string& key, const std::string& value, const std::string& note) {
    out_ += "<div class=\"row\"><span class=\"key\">" + htmlText(key) + "</span><span class=\"value\">" + htmlText(value) + (note.empty() ? "" : " <small>" + htmlText(note) + "</small>") + "</span>";
  }
  void legend(const std::vector<std::string>& names, const std::vector<std::string>& classes) {
    out_ += "<ul class=\"legend\">";
    for (std::size_t i = 0; i < names.size(); ++i)
      out_ += "<li><svg width=\"10\" height=\"10\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"" + classes[i] + "\" width=\"10\" height=\"10\" rx=\"2\"/></svg>" + htmlText(names[i]) + "</li>";
    out_ += "</ul>\n";
  }

  void figures(const FigureTable& table) {
    out_ += "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" + htmlText(headingText(table)) + "\"><table><thead><tr>";
    for (const std::string& by : table.by) out_ += "<th scope=\"col\">" + htmlText(by) + "</th>";
    for (const std::string& column : table.columns) out_ += "<th scope=\"col\" class=\"number\">" + htmlText(table.ordered_bands ? bandText(column) : column) + "</th>";
    out_ += "</tr></thead>\n<tbody>\n";
    const auto row = [&](const FigureRow& figures, bool all) {
      out_ += all ? "<tr class=\"all\">" : "<tr>";
      for (std::size_t i = 0; i < table.by.size(); ++i) out_ += std::string(i == 0 ? "<th scope=\"row\">" : "<td>") + htmlText(all ? (i == 0 ? "all" : "") : figures.keys[i]) + (i == 0 ? "</th>" : "</td>");
      for (const Figure& figure : figures.figures) {
        out_ += "<td class=\"number\">" + htmlText(isNothing(figure) ? "–" : figureText(figure));
        if (figure.kind == Figure::Kind::Share && figure.of > 0) out_ += " <small>" + groupedNumber(static_cast<std::uint64_t>(figure.value)) + "/" + groupedNumber(static_cast<std::uint64_t>(figure.of)) + "</small>";
        out_ += "</td>";
      }
      out_ += "</tr>\n";
    };
    for (const FigureRow& each : table.rows) row(each, false);
    if (table.all && table.rows.size() > 1) row(*table.all, true);
    out_ += "</tbody></table></div>\n";
  }

  std::string out_;
};

}  // namespace

std::string htmlText(std::string_view text) {
  std::string out;
  for (const char c : decide::shownText(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string reportsAsHtml(const Reports& reports) {
  Writer page;
  const std::string playbook = reports.reports.empty() ? "Report" : reports.reports[0].playbook;
  page.begin(reports.reports.size() == 1 ? titled(reports.reports[0].name) + " · " + playbook : "Reports · " + playbook);
  if (reports.reports.size() + (reports.scorecard.columns.empty() ? 0 : 1) > 1) page.contents(reports);
  for (std::size_t i = 0; i < reports.reports.size(); ++i) page.report(reports.reports[i], i, i == 0);
  if (!reports.scorecard.columns.empty()) page.scorecard(reports.scorecard);
  page.end();
  return page.take();
}

}  // namespace leadflow::cli
