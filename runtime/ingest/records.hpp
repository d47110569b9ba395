// Splitting a file into records: the bytes of one lead each, with the line it begins on. Splitting is one pass in order and
// cheap; reading the values (field_decoder.hpp) is the expensive part and may run in several threads.
//
//     1,"Acme, Inc.","said ""call me""          one CSV record on two lines
//     tomorrow"
//     {"id":"00Q1"}                             one NDJSON record
//     [{"id":"00Q1"},{"id":"00Q2"}]             two records of a JSON array
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/ingest/chunk_buffer.hpp"

namespace leadflow::ingest {

enum class RecordState : std::uint8_t {
  Whole,
  TooLong,    ///< above kMaxRecordBytes; `bytes` are its beginning
  Unclosed,   ///< CSV: a quote that nothing closes; `bytes` are its first line where reading goes on behind it
  Truncated,  ///< JSON array: the file ends inside the record
  Stray,      ///< JSON array: text where a record or the end should be
};

struct RawRecord {
  std::string_view bytes;  ///< without the line end; valid until the next record; kReadablePadding bytes may be read behind it
  std::uint64_t line = 0;  ///< from 1
  std::uint64_t offset = 0;
  RecordState state = RecordState::Whole;
  bool recovered = false;  ///< stands behind an unclosed quote: may be the inside of a cell
};

class RecordSplitter {
 public:
  virtual ~RecordSplitter() = default;
  /// False at the end of the file or on an error. Blank lines are no records.
  virtual bool next(RawRecord& record) = 0;
  const std::string& error() const { return buffer_.error(); }
  std::uint64_t bytesRead() const { return buffer_.offset(); }

 protected:
  explicit RecordSplitter(Source& source) : buffer_(source) {}
  ChunkBuffer buffer_;
  bool started_ = false;
  std::uint64_t line_ = 1;        ///< where rest() begins
  std::size_t pending_ = 0;       ///< bytes of the record handed out last, dropped by the next call
  std::uint64_t pending_lines_ = 0;
  std::string head_;              ///< the beginning of a record that is skipped
};

inline constexpr std::size_t kHeadBytes = 256;  ///< so much of a record that is too long is kept
inline constexpr const char* kTooLong = "the record is longer than 16 MiB";
static_assert(kMaxRecordBytes == std::size_t{16} << 20, "so say the messages and the pages");
/// A stray quote must not cost the file, nor the quadratic time of starting anew behind each of a million.
inline constexpr int kMaxQuoteRecoveries = 64;

/// Quotes open at the beginning of a cell only; inside, two are one. A line `sep=;` in front is obeyed.
class CsvSplitter final : public RecordSplitter {
 public:
  explicit CsvSplitter(Source& source) : RecordSplitter(source) {}
  bool next(RawRecord& record) override;
  char separator() const { return separator_ == 0 ? ',' : separator_; }

 private:
  struct Scan {
    std::size_t at = 0;
    bool quoted = false, had_quotes = false;
  };
  bool scan(Scan& state) const;
  void findSeparator();
  bool opensCell(std::string_view text, std::size_t at) const;
  bool recover(RawRecord& record);
  bool skipLong(Scan state, RawRecord& record);
  char separator_ = 0;
  int recoveries_ = 0;
};

class LineSplitter final : public RecordSplitter {
 public:
  explicit LineSplitter(Source& source) : RecordSplitter(source) {}
  bool next(RawRecord& record) override;
};

class ArraySplitter final : public RecordSplitter {
 public:
  explicit ArraySplitter(Source& source) : RecordSplitter(source) {}
  bool next(RawRecord& record) override;

 private:
  bool skipSpace();
  bool finish(RawRecord& record, std::size_t size, RecordState state);
  enum class Where : std::uint8_t { Outside, First, Element, Done } where_ = Where::Outside;
};

struct RawCell {
  std::uint32_t begin = 0, size = 0;  ///< in the record, without the quotes
  bool quoted = false;
  bool escaped = false;               ///< holds quotes or text behind the closing one: needs unescape
};

/// The cells of one record; always at least one.
void splitCells(std::string_view record, char separator, std::vector<RawCell>& cells);
/// Why a header cannot be read; empty: it can.
std::string headerFault(const RawRecord& header);
/// "the record has 3 cells, the header 4".
std::string cellCountText(std::size_t cells, std::size_t columns, bool recovered);

/// Writes the text of an escaped cell to `to` (room for cell.size) and returns its length.
std::size_t unescapeCell(std::string_view record, const RawCell& cell, char* to);

/// Line (from 0) and column (characters, from 1) of a byte of the record.
struct PlaceInRecord {
  std::uint64_t line = 0;
  std::uint32_t column = 1;
};
PlaceInRecord placeIn(std::string_view record, std::size_t at);

}  // namespace leadflow::ingest
