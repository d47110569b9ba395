// The window of a file that a record splitter looks at: bytes read in chunks, kept until they are dropped. It grows only
// while one record does not fit, so at most kMaxRecordBytes and a chunk are held, whatever the size of the file.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/ingest/source.hpp"

namespace leadflow::ingest {

inline constexpr std::size_t kMaxRecordBytes = 16U << 20;  ///< a longer record is set aside, not read
inline constexpr std::size_t kReadChunk = 256U << 10;
inline constexpr std::size_t kReadablePadding = 64;        ///< bytes behind the window that may be read (never trusted)

class ChunkBuffer {
 public:
  explicit ChunkBuffer(Source& source) : source_(&source) {}

  /// Reads the first chunk, drops a UTF-8 byte order mark, refuses UTF-16. Call once, before anything else.
  void start();
  std::string_view rest() const { return {data_.get() + begin_, end_ - begin_}; }
  /// Nothing can come behind rest().
  bool ended() const { return ended_; }
  const std::string& error() const { return error_; }
  /// Reads a chunk behind the rest, which may move. False when nothing came.
  bool more();
  void drop(std::size_t count) { begin_ += count, offset_ += count; }
  std::uint64_t offset() const { return offset_; }  ///< of rest() in the file

 private:
  Source* source_;
  std::unique_ptr<char[]> data_;
  std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
  std::uint64_t offset_ = 0;
  bool ended_ = false;
  std::string error_;
};

/// Line ends in the text: LF, CRLF and a lone CR count one each. `next` is the byte behind the text.
std::uint64_t countLines(std::string_view text, char next);

}  // namespace leadflow::ingest
