#include "runtime/ingest/chunk_buffer.hpp"

#include <algorithm>
#include <cstring>

namespace leadflow::ingest {

void ChunkBuffer::start() {
  while (end_ - begin_ < 3 && more()) {}
  const std::string_view head = rest().substr(0, 3);
  if (head.substr(0, 2) == "\xFF\xFE" || head.substr(0, 2) == "\xFE\xFF") {
    error_ = "the file is UTF-16; save it as UTF-8";
    ended_ = true;
    begin_ = end_;
    return;
  }
  if (head == "\xEF\xBB\xBF") drop(3);
}

bool ChunkBuffer::more() {
  if (ended_) return false;
  if (capacity_ - end_ < kReadChunk) {
    const std::size_t kept = end_ - begin_;
    if (capacity_ - kept >= kReadChunk && begin_ > 0 && kept <= capacity_ / 2) {
      std::memmove(data_.get(), data_.get() + begin_, kept);
    } else {
      const std::size_t capacity = std::max(2 * kReadChunk, std::min(2 * kept, kept + (4U << 20)) + kReadChunk);
      std::unique_ptr<char[]> bigger(new char[capacity + kReadablePadding]);
      std::memset(bigger.get() + capacity, 0, kReadablePadding);
      if (kept != 0) std::memcpy(bigger.get(), data_.get() + begin_, kept);
      data_ = std::move(bigger);
      capacity_ = capacity;
    }
    begin_ = 0;
    end_ = kept;
  }
  const std::int64_t count = source_->read(data_.get() + end_, kReadChunk);
  if (count > 0) {
    end_ += static_cast<std::size_t>(count);
    return true;
  }
  if (count < 0) {
    error_ = source_->error();
    if (error_.empty()) error_ = "the file cannot be read";
  }
  ended_ = true;
  return false;
}

std::uint64_t countLines(std::string_view text, char next) {
  std::uint64_t lines = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') ++lines;
    else if (c == '\r' && (i + 1 < text.size() ? text[i + 1] : next) != '\n') ++lines;
  }
  return lines;
}

}  // namespace leadflow::ingest
