// Which form a file of records has: its extension says, else its first byte.
//
//     leads.csv  leads.ndjson  leads.json  -
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/ingest/records.hpp"

namespace leadflow::ingest {

enum class Format : std::uint8_t { Auto, Csv, Lines, Array };

/// `.csv .tsv .txt`: Csv; `.ndjson .jsonl .json`: Auto among the JSON forms; anything else: Auto.
Format formatOfName(std::string_view name);
/// "csv", "ndjson", "json"; anything else: Auto.
Format formatOfWord(std::string_view word);

/// The splitter for a source, which must live as long. `format` may be Auto: `[` opens an array,
/// `{` lines of JSON, anything else is CSV.
class OpenedRecords {
 public:
  OpenedRecords(Source& source, Format format, std::string_view name);
  Format format() const { return format_; }
  RecordSplitter& splitter() { return *splitter_; }
  CsvSplitter* csv() { return csv_; }  ///< null for JSON
  const RecordSplitter& splitter() const { return *splitter_; }

 private:
  class Replay;
  std::unique_ptr<Source> replay_;
  std::unique_ptr<RecordSplitter> splitter_;
  CsvSplitter* csv_ = nullptr;
  Format format_ = Format::Auto;
};

}  // namespace leadflow::ingest
