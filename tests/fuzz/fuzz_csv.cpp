// Any bytes through the CSV readers, whole and in small pieces: both must see the same records, and every cell must lie
// within its bounds. The roster reader runs over the same bytes.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "runtime/ingest/csv.hpp"
#include "runtime/ingest/roster.hpp"

namespace {

using namespace leadflow::ingest;

class Pieces final : public Source {
 public:
  Pieces(std::string_view text, std::size_t piece) : text_(text), piece_(piece) {}
  std::int64_t read(char* buffer, std::size_t size) override {
    const std::size_t count = text_.copy(buffer, std::min(size, piece_));
    text_.remove_prefix(count);
    return static_cast<std::int64_t>(count);
  }

 private:
  std::string_view text_;
  std::size_t piece_;
};

std::string readAll(Source& source) {
  CsvReader reader(source);
  std::vector<CsvCell> cells;
  std::string seen;
  for (;;) {
    const CsvReader::Status status = reader.next(cells);
    seen += static_cast<char>('A' + static_cast<int>(status));
    seen += std::to_string(reader.line());
    if (status == CsvReader::Status::End || status == CsvReader::Status::IoError) return seen + reader.error();
    for (const CsvCell& cell : cells) {
      seen += std::to_string(cell.column);
      seen += cell.text;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  MemorySource whole(text);
  Pieces pieces(text, 1 + size % 7);
  if (readAll(whole) != readAll(pieces)) std::abort();
  MemorySource again(text);
  readRoster(again, leadflow::utcZone());
  return 0;
}
