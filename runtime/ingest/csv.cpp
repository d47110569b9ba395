#include "runtime/ingest/csv.hpp"

#include "runtime/ingest/records.hpp"

namespace leadflow::ingest {

struct CsvReader::State {
  explicit State(Source& source) : splitter(source) {}
  CsvSplitter splitter;
  RawRecord record;
  std::vector<RawCell> raw;
  std::string unescaped;
};

CsvReader::CsvReader(Source& source) : state_(new State(source)) {}
CsvReader::~CsvReader() { delete state_; }
std::uint64_t CsvReader::byteOffset() const { return state_->record.offset; }
std::string CsvReader::error() const { return state_->splitter.error(); }

CsvReader::Status CsvReader::next(std::vector<CsvCell>& cells) {
  cells.clear();
  if (!state_->splitter.next(state_->record)) return state_->splitter.error().empty() ? Status::End : Status::IoError;
  const RawRecord& record = state_->record;
  line_ = record.line;
  separator_ = state_->splitter.separator();
  if (record.state == RecordState::TooLong) return Status::TooLong;
  if (record.state == RecordState::Unclosed) return Status::Unclosed;

  splitCells(record.bytes, separator_, state_->raw);
  state_->unescaped.resize(record.bytes.size());  // at least as long as all cells together: views into it stay
  char* free = state_->unescaped.data();
  std::size_t counted = 0;
  std::uint32_t column = 1;
  for (const RawCell& raw : state_->raw) {
    const std::size_t begin = raw.begin - (raw.quoted ? 1U : 0U);
    const PlaceInRecord step = placeIn(record.bytes.substr(counted), begin - counted);
    column = step.line != 0 ? step.column : column + step.column - 1;
    counted = begin;
    CsvCell cell{record.bytes.substr(raw.begin, raw.size), raw.quoted, column};
    if (raw.escaped) {
      const std::size_t size = unescapeCell(record.bytes, raw, free);
      cell.text = {free, size};
      free += size;
    }
    cells.push_back(cell);
  }
  return Status::Row;
}

}  // namespace leadflow::ingest
