// A data file of a playbook: the rows behind `list … from`, `table … from`, `decision … from` and `holidays from`.
//
//     list free_mail from "data/free_mail.csv" column domain
//
// The file's text becomes part of the SourceMap, so that a bad cell is shown where it stands, and part of the program's
// content hash like every other file. Cells are views into that text; only cells with doubled quotes are copied.
#pragma once
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/context.hpp"

namespace leadflow::check {

struct DataCell {
  std::string_view text;  ///< without quotes and surrounding white space
  Span span;              ///< of the cell, quotes included
};

class DataFile {
 public:
  const SourceFile* source = nullptr;
  std::string path;

  std::size_t rows() const { return starts_.empty() ? 0 : starts_.size() - 1; }
  std::span<const DataCell> row(std::size_t index) const { return {cells_.data() + starts_[index], starts_[index + 1] - starts_[index]}; }
  Span rowSpan(std::size_t index) const;
  /// The position of a header cell, compared without regard to case and white space; -1 if there is none.
  int column(std::string_view name) const;

 private:
  friend std::unique_ptr<DataFile> readDataSource(Context&, const SourceFile&, Span);
  std::vector<DataCell> cells_;
  std::vector<std::uint32_t> starts_;
  std::deque<std::string> copies_;
};

/// Reads a file below the playbook's root. Null after a report: no such file (LF0001 …), not UTF-8, no row (LF0601).
/// Quotes that are never closed are reported (LF0608) and cost their record.
std::unique_ptr<DataFile> readDataFile(Context& context, const syntax::FileRef& from);

/// The same for a text that is in the SourceMap already.
std::unique_ptr<DataFile> readDataSource(Context& context, const SourceFile& source, Span from);
/// The same for a text at hand (a roster named on the command line); `path` is how messages call it.
std::unique_ptr<DataFile> readDataText(Context& context, const std::string& path, std::string text);

/// The column of a header, or -1 after a report with the nearest name (LF0602). `what` names who wants it: "table `accounts`".
int findColumn(Context& context, const DataFile& file, std::string_view name, Span from, std::string_view what);
/// Reports header names that stand twice (LF0606); false if there are.
bool checkHeader(Context& context, const DataFile& file);

/// Tells which columns of the header nobody reads (LF0614); `read` holds the positions of the others.
void noteUnreadColumns(Context& context, const DataFile& file, std::span<const int> read, Span from, std::string_view what);

/// Reports about the cells of one file: the first ten one by one, the rest as a count.
class CellReports {
 public:
  explicit CellReports(Context& context) : context_(context) {}
  /// Null when enough has been reported; the finding counts all the same.
  diag::Diagnostic* report(diag::Code code, Span span, std::string title);
  /// Adds "and n more" to the last finding; true when there was none.
  bool finish();

 private:
  static constexpr int kShown = 10;
  Context& context_;
  int count_ = 0;
  std::size_t last_ = 0;
};

/// What makes two constants of one type the same: for a set or a key.
std::string constantKey(const Constant& constant);

/// A place of a file by line and column (from 1); the column past the line's end gives its end.
Span spanAt(const SourceFile& file, std::uint64_t line, std::uint32_t column);

std::string backticked(std::string_view text);
/// `a`, `b`, `c` and 4 more
std::string listed(const std::vector<std::string_view>& names, std::size_t most = 8);

}  // namespace leadflow::check
