// CSV as exports really are: quotes, doubled quotes, line ends and separators inside quotes, a BOM, CRLF, `;` or tab
// instead of commas (found from the header), a last line without an end. Reads from a Source in chunks; cells are views
// valid until the next row.
//
//     id,company,notes
//     1,"Acme, Inc.","said ""call me""
//     tomorrow"
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/ingest/chunk_buffer.hpp"
#include "runtime/ingest/source.hpp"

namespace leadflow::ingest {

struct CsvCell {
  std::string_view text;      ///< unescaped; not trimmed
  bool quoted = false;
  std::uint32_t column = 0;   ///< character position in its line, from 1
};

class CsvReader {
 public:
  explicit CsvReader(Source& source);
  ~CsvReader();
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  enum class Status { Row, End, TooLong, Unclosed, IoError };
  /// The next record; blank lines are none. TooLong and Unclosed name a record that was skipped (its cells are empty);
  /// reading goes on after it, behind an unclosed quote at the next line.
  Status next(std::vector<CsvCell>& cells);
  std::uint64_t line() const { return line_; }        ///< where the last record began, from 1
  std::uint64_t byteOffset() const;                    ///< of the last record's first byte
  char separator() const { return separator_; }        ///< after the first record
  std::string error() const;

 private:
  struct State;
  State* state_;
  std::uint64_t line_ = 0;
  char separator_ = ',';
};

}  // namespace leadflow::ingest
