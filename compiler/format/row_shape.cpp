#include "compiler/format/row_shape.hpp"

#include <algorithm>
#include <iterator>

#include "compiler/format/spacing.hpp"

namespace leadflow::format {
namespace {

struct KindRow {
  std::string_view first;
  BlockKind kind;
};
constexpr KindRow kinds[] = {
    {"template", BlockKind::Top},        {"playbook", BlockKind::Playbook},   {"lead", BlockKind::Fields},
    {"activity", BlockKind::Fields},     {"table", BlockKind::TableFields},   {"route", BlockKind::Route},
    {"score", BlockKind::Score},         {"grade", BlockKind::Ranges},        {"stage", BlockKind::Stage},
    {"stages", BlockKind::Stages},       {"reasons", BlockKind::Reasons},     {"sla", BlockKind::Sla},
    {"escalation", BlockKind::Escalation}, {"data", BlockKind::DataRules},    {"privacy", BlockKind::Privacy},
    {"duplicates", BlockKind::Duplicates}, {"checklist", BlockKind::Items},   {"given", BlockKind::Items},
    {"instance", BlockKind::Items},      {"roster", BlockKind::Items},         {"handoff", BlockKind::Handoff},
};

// A column begins at the first word, from the one after the previous column, that is one of its alternatives, split at blanks.
// @second: the second word of the line; @text: a text; @flag: an attribute of a field or a range.
struct ShapeRow {
  BlockKind kind;
  std::string_view first;  ///< alternatives for the line's first word; empty: any
  int group;
  bool hangs;
  int first_outlier, later_outlier;
  int depth;               ///< brackets around a word that may begin a column
  std::string_view columns[5];
};
constexpr int derived_group = 90;
constexpr ShapeRow shapes[] = {
    {BlockKind::Top, "pool role", 1, false, 12, 12, 0, {"@second", "=", "", "", ""}},
    {BlockKind::Top, "queue", 1, false, 12, 12, 1, {"@second", "{", "within", "@text", ""}},
    {BlockKind::Top, "list table", 2, false, 12, 12, 0, {"= from", "", "", "", ""}},
    {BlockKind::Top, "calendar", 3, false, 12, 12, 1, {"{", "hours", "holidays", "", ""}},
    {BlockKind::Top, "activity", 4, false, 12, 12, 0, {"{", "", "", "", ""}},
    {BlockKind::Top, "param", 5, false, 12, 12, 0, {"=", "", "", "", ""}},
    {BlockKind::Playbook, "version contact timezone currency calendar record_link", 10, false, 12, 12, 0, {"@second", "", "", "", ""}},
    {BlockKind::Fields, "", 11, false, 12, 12, 0, {"@second", "@flag", "from", "missing", "default format otherwise"}},
    {BlockKind::TableFields, "", 12, false, 12, 12, 0, {"@second", "@flag", "from", "", ""}},
    {BlockKind::Route, "", 13, true, 5, 1000, 0, {"when otherwise", "->", "", "", ""}},
    {BlockKind::FirstOf, "", 14, true, 5, 12, 0, {"when otherwise", "", "", "", ""}},
    {BlockKind::BestOf, "+ -", 15, false, 12, 24, 0, {"when per", "max", "because", "", ""}},
    {BlockKind::Score, "+ -", 16, false, 12, 24, 0, {"when per", "max", "because", "", ""}},
    {BlockKind::Ranges, "", 17, false, 12, 12, 0, {"@second", "", "", "", ""}},
    {BlockKind::Stage, "to", 18, true, 12, 12, 0, {"when by otherwise", "reason", "", "", ""}},
    {BlockKind::Stages, "", 19, false, 12, 12, 0, {"@text", "", "", "", ""}},
    {BlockKind::Reasons, "", 20, false, 12, 24, 0, {"@text", "->", "@text", "", ""}},
    {BlockKind::Sla, "starts stops restarts", 21, false, 12, 12, 0, {"when", "", "", "", ""}},
    {BlockKind::Sla, "at", 22, false, 12, 12, 0, {"{", "", "", "", ""}},
    {BlockKind::Escalation, "level", 23, false, 12, 12, 0, {"after", "{", "", "", ""}},
    {BlockKind::DataRules, "", 24, true, 12, 1000, 0, {"when", "@text", "", "", ""}},
    {BlockKind::Privacy, "", 25, false, 12, 12, 0, {"only", "", "", "", ""}},
    {BlockKind::Duplicates, "", 26, false, 1000, 24, 0, {"->", "", "", "", ""}},
};

bool among(const Word& word, std::string_view alternatives) {
  while (!alternatives.empty()) {
    const std::size_t end = std::min(alternatives.find(' '), alternatives.size());
    if (word.is(alternatives.substr(0, end))) return true;
    alternatives.remove_prefix(std::min(end + 1, alternatives.size()));
  }
  return false;
}

bool begins(const Word& word, std::size_t index, std::string_view column) {
  if (column == "@second") return index == 1;
  if (column == "@text") return word.kind == WordKind::Text;
  if (column == "@flag") return word.kind == WordKind::Number || among(word, "key pii required strict ..");
  return among(word, column);
}

int bracketStep(const Word& word) {
  if (word.kind != WordKind::Mark) return 0;
  return word.is("{") || word.is("(") || word.is("[") ? 1 : word.is("}") || word.is(")") || word.is("]") ? -1 : 0;
}

void placeColumns(RowShape& shape, const ShapeRow& row, const Line& words) {
  std::size_t next = 0;
  int depth = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const int step = bracketStep(words[i]);
    if (step < 0) --depth;
    if (i > 0 && depth <= row.depth && words[i].kind != WordKind::Comment && blankBefore(words, i, false)) {
      for (std::size_t column = next; column < std::size(row.columns) && !row.columns[column].empty(); ++column) {
        if (!begins(words[i], i, row.columns[column])) continue;
        shape.slots[i] = static_cast<int>(column) + 1;
        next = column + 1;
        break;
      }
    }
    if (step > 0) ++depth;
  }
}

}  // namespace

BlockKind blockKind(const StatementHead& head) {
  if (head.last == "of" && head.before_last == "first") return BlockKind::FirstOf;
  if (head.last == "of" && head.before_last == "best") return BlockKind::BestOf;
  if (head.ranges) return BlockKind::Ranges;
  if (head.last == "with" || head.last == "steps") return BlockKind::Items;
  for (const KindRow& row : kinds)
    if (row.first == head.first) return row.kind;
  return BlockKind::Plain;
}

bool commaEndsStatement(BlockKind kind) {
  return kind == BlockKind::TableFields || kind == BlockKind::FirstOf || kind == BlockKind::BestOf || kind == BlockKind::Ranges || kind == BlockKind::Items;
}

bool whenBeginsStatement(BlockKind kind) { return kind == BlockKind::Privacy || kind == BlockKind::Handoff; }

RowShape rowShape(BlockKind kind, const Line& words) {
  RowShape shape;
  shape.slots.assign(words.size(), 0);
  const bool derived = (kind == BlockKind::Fields || kind == BlockKind::TableFields) && words.size() > 1 && words[1].is("=");
  if (derived) {
    shape.group = derived_group;
    shape.slots[1] = 1;
    return shape;
  }
  for (const ShapeRow& row : shapes) {
    if (row.kind != kind || (!row.first.empty() && !among(words[0], row.first))) continue;
    shape.group = row.group;
    shape.hangs = row.hangs;
    shape.first_outlier = row.first_outlier;
    shape.later_outlier = row.later_outlier;
    placeColumns(shape, row, words);
    break;
  }
  return shape;
}

}  // namespace leadflow::format
