// Columns of rows that follow each other: every row's piece for a column begins where the widest of the others lets it.
//
//     rest otherwise -> x                       rest       otherwise       -> x
//     north_east when country is US -> y        north_east when country is US -> y
//
// A row that would push the others too far is an outlier: it overflows by one blank and leaves them alone.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace leadflow::format {

struct Piece {
  int column = 0;  ///< 0 for the first piece of a row
  int gap = 1;     ///< blanks before it at least
  std::string text;
};

struct Row {
  std::vector<Piece> pieces;  ///< columns ascend
  int column_start = -1;      ///< where column 1 of its run begins, once aligned
  std::string text;           ///< the row as printed, once aligned
};

/// Columns as a terminal counts them.
int displayWidth(std::string_view text);

/// The common start for pieces that could begin at `starts` at the earliest. Later starts overflow.
int commonStart(std::vector<int> starts, int outlier);

/// Fills `text` and `column_start` of the rows.
void alignRows(const std::vector<Row*>& rows, int first_outlier, int later_outlier);

}  // namespace leadflow::format
