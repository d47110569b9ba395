#include "runtime/ingest/format.hpp"

#include <algorithm>

namespace leadflow::ingest {

namespace {

bool endsWith(std::string_view name, std::string_view lower) {
  if (name.size() < lower.size()) return false;
  const std::string_view tail = name.substr(name.size() - lower.size());
  return std::equal(tail.begin(), tail.end(), lower.begin(), [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

bool isJsonName(std::string_view name) {
  return endsWith(name, ".ndjson") || endsWith(name, ".jsonl") || endsWith(name, ".json");
}

}  // namespace

Format formatOfName(std::string_view name) {
  if (endsWith(name, ".csv") || endsWith(name, ".tsv") || endsWith(name, ".txt")) return Format::Csv;
  return Format::Auto;
}

Format formatOfWord(std::string_view word) {
  if (word == "csv") return Format::Csv;
  if (word == "ndjson") return Format::Lines;
  if (word == "json") return Format::Array;
  return Format::Auto;
}

// Gives back what was read to see the first byte, then the rest.
class OpenedRecords::Replay final : public Source {
 public:
  explicit Replay(Source& source) : source_(&source) {}
  // The first byte that is no white space or byte order mark; 0 when there is none.
  char firstByte() {
    char chunk[4096];
    for (std::size_t seen = 0;;) {
      for (; seen < head_.size(); ++seen) {
        const auto c = static_cast<unsigned char>(head_[seen]);
        if (c > ' ' && c != 0xEF && c != 0xBB && c != 0xBF) return head_[seen];
      }
      if (head_.size() > kReadChunk) return 0;
      const std::int64_t count = source_->read(chunk, sizeof chunk);
      if (count < 0) failed_ = true;
      if (count <= 0) return 0;
      head_.append(chunk, static_cast<std::size_t>(count));
    }
  }
  std::int64_t read(char* buffer, std::size_t size) override {
    if (given_ < head_.size()) {
      const std::size_t count = head_.copy(buffer, size, given_);
      given_ += count;
      return static_cast<std::int64_t>(count);
    }
    return failed_ ? -1 : source_->read(buffer, size);
  }
  std::string error() const override { return source_->error(); }

 private:
  Source* source_;
  std::string head_;
  std::size_t given_ = 0;
  bool failed_ = false;
};

OpenedRecords::OpenedRecords(Source& source, Format format, std::string_view name) {
  auto replay = std::make_unique<Replay>(source);
  if (format == Format::Auto) format = formatOfName(name);
  if (format != Format::Csv) {
    const char first = replay->firstByte();
    if (first == '[') format = Format::Array;
    else if (first == '{' || format != Format::Auto || isJsonName(name)) format = Format::Lines;
    else format = Format::Csv;
  }
  format_ = format;
  if (format == Format::Csv) {
    auto csv = std::make_unique<CsvSplitter>(*replay);
    csv_ = csv.get();
    splitter_ = std::move(csv);
  } else if (format == Format::Array) {
    splitter_ = std::make_unique<ArraySplitter>(*replay);
  } else {
    splitter_ = std::make_unique<LineSplitter>(*replay);
  }
  replay_ = std::move(replay);
}

}  // namespace leadflow::ingest
