// What the lines of a block look like as a table: which words begin a column.
//
//     route inbound {                                             a block of rules
//       bought      when source is purchased_list  -> queue review
//                   ^ column 1                     ^ column 2
//
// A shape is a row of the table in row_shape.cpp: a new construct is taught to the formatter there.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/format/scan_words.hpp"

namespace leadflow::format {

enum class BlockKind : std::uint8_t {
  Top, Plain, Playbook, Fields, TableFields, Route, FirstOf, BestOf, Score, Ranges, Stage, Stages, Reasons, Sla, Escalation,
  DataRules, Privacy, Handoff, Duplicates, Items
};

/// The head of the statement that opens a block.
struct StatementHead {
  std::string_view first, before_last, last;  ///< words of the statement; the last two before the `{`
  bool ranges = false;                        ///< `ranges of` stands in it
};
BlockKind blockKind(const StatementHead& head);

/// In blocks of cases a `,` at a line's end ends the case; elsewhere the statement goes on.
bool commaEndsStatement(BlockKind kind);
/// `when` begins a statement there.
bool whenBeginsStatement(BlockKind kind);

struct RowShape {
  int group = 0;           ///< rows of one group stand under each other; 0: no columns
  bool hangs = false;      ///< lines that go on with the statement may stand under column 1
  int first_outlier = 12, later_outlier = 12;  ///< by how much a row must exceed the others to overflow in column 1, in later ones
  std::vector<int> slots;  ///< for each word the column that it begins, or 0
};
RowShape rowShape(BlockKind kind, const Line& words);

}  // namespace leadflow::format
