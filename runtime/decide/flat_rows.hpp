// Decisions as flat rows, for spreadsheets (CSV by RFC 4180) and for the terminal (aligned, cut to its width):
//
//     lead,fit,engagement,total,rating,inbound.rule,inbound.owner,inbound.queue
//     00Q1,100,52.5,152.5,A,emea_ent,ana,
//
// With `--columns 'domain=email.domain,owner=owner'` exactly those columns, also as NDJSON: {"domain":"acme.com","owner":"ana"}.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/decide/record.hpp"

namespace leadflow::decide {

/// A column of the user's own: a function of the chunk and the type it gives.
struct OutputColumn {
  std::string name;
  std::uint32_t function = 0;
  bytecode::Type type;
};

class FlatRows {
 public:
  FlatRows(const Names& names, std::vector<OutputColumn> columns);
  bool ownColumns() const { return !columns_.empty(); }
  const std::vector<std::string>& titles() const { return titles_; }

  /// The cells of a lead. `machine` has computed it; with own columns it must also know the routes (setRoutes).
  void cells(vm::Machine& machine, const bytecode::LeadRow& row, std::span<const Assignment> assignments, std::vector<std::string>& out) const;
  /// One JSON object with the user's columns.
  void appendJson(std::string& out, vm::Machine& machine) const;
  /// Puts what the routes decided into the registers that `route`, `owner` and `queue` read.
  void setRoutes(vm::Machine& machine, std::span<const Assignment> assignments) const;

 private:
  const Names& names_;
  std::vector<OutputColumn> columns_;
  std::vector<std::uint32_t> routes_;
  std::vector<std::string> titles_;
};

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
