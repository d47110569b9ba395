#include <algorithm>
#include <map>
#include <utility>

#include "compiler/diag/render.hpp"
#include "compiler/diag/text_width.hpp"

namespace leadflow::diag {
namespace {

enum class Style { Plain, Gutter, Primary, Secondary, Help, Bold };

/// A marked stretch of one line, in bytes of that line; later in columns.
struct Mark {
  std::size_t byte_begin = 0, byte_end = 0;
  int begin = 0, end = 0;
  bool primary = false;
  std::string text;
};

/// The marked lines of one file.
struct Group {
  const SourceFile* file = nullptr;
  Location place;
  std::map<std::uint32_t, std::vector<Mark>> lines;
};

/// One line of `^^^^ ----` and connectors, with a text at its end.
struct Row {
  std::vector<std::pair<std::string_view, Style>> cells;
  std::string text;
  Style text_style = Style::Plain;

  void put(int column, std::string_view glyph, Style style) {
    const auto index = static_cast<std::size_t>(column);
    if (cells.size() <= index) cells.resize(index + 1, {" ", Style::Plain});
    cells[index] = {glyph, style};
  }
};

class TextRenderer {
 public:
  TextRenderer(const SourceMap& sources, const RenderOptions& options) : sources_(sources), options_(options) {}

  void render(const Diagnostic& diagnostic) {
    severity_ = diagnostic.severity;
    std::vector<Group> groups;
    addSpan(groups, diagnostic.primary, true, diagnostic.primary_text);
    for (const Label& label : diagnostic.labels) addSpan(groups, label.span, false, label.text);
    gutter_ = 2;
    for (const Group& group : groups)
      if (!group.lines.empty())
        gutter_ = std::max(gutter_, std::to_string(group.lines.rbegin()->first).size());

    const char* name = severity_ == Severity::Error ? "error" : severity_ == Severity::Warning ? "warning" : "note";
    paint(Style::Primary, std::string(name) + "[" + std::string(info(diagnostic.code).name) + "]");
    paint(Style::Bold, ": " + printable(diagnostic.title));
    out_ += '\n';
    for (const Group& group : groups) renderGroup(group);
    for (const std::string& note : diagnostic.notes) renderRemark(Style::Gutter, "= ", note);
    if (!diagnostic.help.empty()) renderRemark(Style::Help, "help: ", diagnostic.help);
    out_ += '\n';
  }

  std::string take() { return std::move(out_); }

 private:
  void paint(Style style, std::string_view text) {
    if (!options_.colour || style == Style::Plain || text.empty()) {
      out_ += text;
      return;
    }
    switch (style) {
      case Style::Gutter: out_ += "\x1b[34m"; break;
      case Style::Secondary: out_ += "\x1b[36m"; break;
      case Style::Help: out_ += "\x1b[32m"; break;
      case Style::Bold: out_ += "\x1b[1m"; break;
      default:
        out_ += severity_ == Severity::Error ? "\x1b[1;31m" : severity_ == Severity::Warning ? "\x1b[1;33m" : "\x1b[1;36m";
    }
    out_ += text;
    out_ += "\x1b[0m";
  }

  Group* groupOf(std::vector<Group>& groups, const Location& place) {
    for (Group& group : groups)
      if (group.file == place.file) return &group;
    groups.emplace_back();
    groups.back().file = place.file;
    groups.back().place = place;
    return &groups.back();
  }

  void addSpan(std::vector<Group>& groups, Span span, bool primary, const std::string& text) {
    if (!span.known()) return;
    const Location begin = sources_.locate(span.begin);
    if (begin.file == nullptr) return;
    const SourceFile& file = *begin.file;
    const auto limit = static_cast<std::uint32_t>(file.base + file.text.size());
    const std::uint32_t end = std::clamp(span.end, span.begin, limit);
    const Location last = sources_.locate(end > span.begin ? end - 1 : end);
    Group* group = groupOf(groups, begin);
    const std::size_t begin_byte = span.begin - file.base - file.line_starts[begin.line - 1];
    const std::size_t end_byte = end - file.base - file.line_starts[last.line - 1];
    Mark mark;
    mark.primary = primary;
    if (begin.line != last.line) {
      Mark first = mark;
      first.byte_begin = begin_byte;
      first.byte_end = sources_.line(file, begin.line).size();
      group->lines[begin.line].push_back(std::move(first));
    }
    const std::string_view line = sources_.line(file, last.line);
    const std::size_t indent = std::min(line.find_first_not_of(" \t"), line.size());
    mark.byte_begin = begin.line == last.line ? begin_byte : std::min(indent, end_byte);
    mark.byte_end = end_byte;
    mark.text = printable(text);
    group->lines[last.line].push_back(std::move(mark));
  }

  void gutter(std::string_view number) {
    std::string text(gutter_ - std::min(gutter_, number.size()), ' ');
    text += number;
    paint(Style::Gutter, text + "│");
  }

  void renderGroup(const Group& group) {
    paint(Style::Gutter, std::string(gutter_, ' ') + "┌─");
    out_ += " " + printable(group.file->path) + ":" + std::to_string(group.place.line) + ":" +
            std::to_string(group.place.column) + "\n";
    for (const auto& [number, marks] : group.lines) renderLine(*group.file, number, marks);
  }

  void renderLine(const SourceFile& file, std::uint32_t number, std::vector<Mark> marks) {
    std::string_view line = sources_.line(file, number);
    for (Mark& mark : marks) {
      mark.byte_begin = std::min(mark.byte_begin, line.size());
      mark.byte_end = std::clamp(mark.byte_end, mark.byte_begin, line.size());
    }
    const Mark& first = focus(marks);
    const bool cut_left = narrow(line, marks, first.byte_begin);
    const MeasuredLine measured = measureLine(line.substr(0, std::min(line.size(), longest_measured)));
    const bool cut_right = line.size() > longest_measured;
    const auto columnOf = [&](std::size_t byte) {
      return measured.column_of_byte[std::min(byte, measured.column_of_byte.size() - 1)];
    };
    for (Mark& mark : marks) {
      mark.begin = columnOf(mark.byte_begin);
      mark.end = std::max(columnOf(mark.byte_end), mark.begin + 1);
    }
    gutter(std::to_string(number));
    out_ += window(measured, marks, cut_left, cut_right);
    trimRight();
    out_ += '\n';
    for (const Row& row : layOut(marks)) renderRow(row);
  }

  static const Mark& focus(const std::vector<Mark>& marks) {
    for (const Mark& mark : marks)
      if (mark.primary) return mark;
    return marks.front();
  }

  /// Of a line of megabytes only the neighbourhood of the mark is measured. True when its beginning is gone.
  static bool narrow(std::string_view& line, std::vector<Mark>& marks, std::size_t around) {
    if (line.size() <= longest_measured || around < longest_measured / 2) return false;
    std::size_t from = around - longest_measured / 4;
    while (from < around && (static_cast<unsigned char>(line[from]) & 0xC0) == 0x80) ++from;
    line.remove_prefix(from);
    for (Mark& mark : marks) {
      mark.byte_begin -= std::min(mark.byte_begin, from);
      mark.byte_end -= std::min(mark.byte_end, from);
    }
    return true;
  }

  /// The stretch of the line that fits the width, `…` where something is left out; moves the marks with it.
  std::string window(const MeasuredLine& line, std::vector<Mark>& marks, bool cut_left, bool cut_right) const {
    const int budget = std::max(options_.width - static_cast<int>(gutter_) - 1, 20);
    if (line.width <= budget && !cut_left && !cut_right) return line.cut(0, line.width);
    const Mark& centre = focus(marks);
    int from = 0;
    if (cut_left || centre.end + 8 > budget) {
      const int shown = std::min(centre.end - centre.begin, budget - 8);
      from = std::clamp(centre.begin - (budget - shown) / 2, 0, std::max(line.width - budget + 1, 0));
    }
    const int to = std::min(from + budget, line.width + 1);
    const bool dots_left = cut_left || from > 0;
    const bool dots_right = cut_right || to < line.width;
    std::string text = dots_left ? "…" + line.cut(from + 1, to - (dots_right ? 1 : 0)) : line.cut(0, to - (dots_right ? 1 : 0));
    if (dots_right) text += "…";
    for (Mark& mark : marks) {
      mark.begin = std::clamp(mark.begin, from, to - 1) - from;
      mark.end = std::clamp(mark.end - from, mark.begin + 1, to - from);
    }
    return text;
  }

  std::vector<Row> layOut(std::vector<Mark>& marks) const {
    std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
    std::vector<Row> rows(1);
    // Wider marks lie below narrower ones; of two equals the primary one is seen.
    std::vector<const Mark*> order;
    for (const Mark& mark : marks) order.push_back(&mark);
    std::stable_sort(order.begin(), order.end(), [](const Mark* a, const Mark* b) {
      return std::pair(b->end - b->begin, !b->primary) < std::pair(a->end - a->begin, !a->primary);
    });
    for (const Mark* mark : order)
      for (int column = mark->begin; column < mark->end; ++column) rows[0].put(column, mark->primary ? "^" : "-", styleOf(*mark));
    // The rightmost text stands beside its mark; the others hang below theirs, from right to left.
    std::vector<const Mark*> hanging;
    for (const Mark& mark : marks)
      if (!mark.text.empty()) hanging.push_back(&mark);
    if (!hanging.empty() && hanging.back() == &marks.back() && marks.back().end == static_cast<int>(rows[0].cells.size())) {
      rows[0].text = " " + marks.back().text;
      rows[0].text_style = styleOf(marks.back());
      hanging.pop_back();
    }
    while (!hanging.empty()) {
      const Mark* mark = hanging.back();
      hanging.pop_back();
      Row row;
      if (mark->begin > 0) row.put(mark->begin - 1, " ", Style::Plain);
      for (const Mark* waiting : hanging)
        if (waiting->begin < mark->begin) row.put(waiting->begin, "│", styleOf(*waiting));
      row.text = mark->text;
      row.text_style = styleOf(*mark);
      rows.push_back(std::move(row));
    }
    return rows;
  }

  static Style styleOf(const Mark& mark) { return mark.primary ? Style::Primary : Style::Secondary; }

  void renderRow(const Row& row) {
    gutter("");
    for (std::size_t i = 0; i < row.cells.size();) {
      std::string run;
      const Style style = row.cells[i].second;
      for (; i < row.cells.size() && row.cells[i].second == style; ++i) run += row.cells[i].first;
      paint(style, run);
    }
    paint(row.text_style, row.text);
    trimRight();
    out_ += '\n';
  }

  void renderRemark(Style style, std::string_view lead, const std::string& text) {
    out_.append(gutter_, ' ');
    paint(style, lead);
    for (char c : printable(text, true)) {
      out_ += c;
      if (c == '\n') out_.append(gutter_ + lead.size(), ' ');
    }
    trimRight();
    out_ += '\n';
  }

  void trimRight() {
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
  }

  static constexpr std::size_t longest_measured = 8192;
  const SourceMap& sources_;
  const RenderOptions& options_;
  Severity severity_ = Severity::Error;
  std::size_t gutter_ = 2;
  std::string out_;
};

}  // namespace

std::string renderText(const std::vector<Diagnostic>& list, const SourceMap& sources, const RenderOptions& options) {
  TextRenderer renderer(sources, options);
  for (const Diagnostic& diagnostic : list) renderer.render(diagnostic);
  return renderer.take();
}

}  // namespace leadflow::diag
