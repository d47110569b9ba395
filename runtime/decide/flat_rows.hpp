// Flat rows, for spreadsheets (CSV by RFC 4180) and for the terminal (aligned, cut to its width):
//
//     lead,fit,engagement,total,rating,inbound.rule,inbound.owner,inbound.queue
//     00Q1,100,52.5,152.5,A,emea_ent,ana,
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace leadflow::decide {

/// Appends one CSV record with CRLF. Cells with separators, quotes or line ends are quoted.
void appendCsvRow(std::string& out, std::span<const std::string> cells);

/// A table whose columns are as wide as the first rows need, cut to the terminal; later cells are cut to fit.
class TableLayout {
 public:
  /// Widths for these titles and the rows at hand, `width` columns of terminal in all.
  TableLayout(const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& rows, std::size_t width);
  void appendHeader(std::string& out, const std::vector<std::string>& titles) const;
  void appendRow(std::string& out, const std::vector<std::string>& cells) const;

 private:
  void append(std::string& out, const std::vector<std::string>& cells) const;
  std::vector<std::size_t> widths_;
  std::vector<bool> numeric_;
  std::size_t hidden_ = 0;  ///< columns that found no room, at the right
};

}  // namespace leadflow::decide
