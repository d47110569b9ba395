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

namespace leadflow::ingest {

/// Where bytes come from: a file, a pipe, memory. A port.
class Source {
 public:
  virtual ~Source() = default;
  /// Up to `size` bytes into `buffer`; 0 at the end; -1 on an error (`error()` says which).
  virtual std::int64_t read(char* buffer, std::size_t size) = 0;
  virtual std::string error() const { return {}; }
};

class MemorySource final : public Source {
 public:
  explicit MemorySource(std::string_view text) : text_(text) {}
  std::int64_t read(char* buffer, std::size_t size) override;
 private:
  std::string_view text_;
};

inline constexpr std::size_t kMaxRecordBytes = 16U << 20;  ///< a longer record is set aside, not read

struct CsvCell {
  std::string_view text;      ///< unescaped; not trimmed
  bool quoted = false;
  std::uint32_t column = 0;   ///< character position in its line, from 1
};

class CsvReader {
 public:
  explicit CsvReader(Source& source);
  ~CsvReader();
  enum class Status { Row, End, TooLong, Unclosed, IoError };
  /// The next record. TooLong and Unclosed name a record that was skipped; reading goes on after it.
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
