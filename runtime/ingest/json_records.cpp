#include <algorithm>
#include <cstring>

#include "runtime/ingest/records.hpp"

namespace leadflow::ingest {

namespace {

bool isJsonSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool isBlank(std::string_view text) {
  for (const char c : text)
    if (!isJsonSpace(c)) return false;
  return true;
}

}  // namespace

bool LineSplitter::next(RawRecord& record) {
  if (!started_) {
    started_ = true;
    buffer_.start();
  }
  buffer_.drop(pending_);
  line_ += pending_lines_;
  pending_ = 0;
  pending_lines_ = 0;
  std::size_t at = 0;
  bool skipping = false;
  std::uint64_t offset = buffer_.offset();
  for (;;) {
    const std::string_view text = buffer_.rest();
    const void* end = at < text.size() ? std::memchr(text.data() + at, '\n', text.size() - at) : nullptr;
    at = end == nullptr ? text.size() : static_cast<std::size_t>(static_cast<const char*>(end) - text.data());
    if (at > kMaxRecordBytes && !skipping) {
      skipping = true;
      head_.assign(text.substr(0, kHeadBytes));
    }
    if (end == nullptr) {
      if (skipping) {
        buffer_.drop(at);
        at = 0;
      }
      if (buffer_.more()) continue;
      if (!buffer_.error().empty()) return false;
    } else if (!skipping && isBlank(text.substr(0, at))) {
      buffer_.drop(at + 1);
      ++line_;
      offset = buffer_.offset();
      at = 0;
      continue;
    }
    const std::string_view whole = buffer_.rest();
    if (end == nullptr && !skipping && isBlank(whole)) return false;
    record = RawRecord{};
    record.line = line_;
    record.offset = offset;
    record.bytes = skipping ? std::string_view(head_) : whole.substr(0, at);
    record.state = skipping ? RecordState::TooLong : RecordState::Whole;
    pending_ = at + (end != nullptr ? 1 : 0);
    pending_lines_ = 1;
    return true;
  }
}

// Drops white space; false when nothing is left.
bool ArraySplitter::skipSpace() {
  for (;;) {
    const std::string_view text = buffer_.rest();
    std::size_t at = 0;
    while (at < text.size() && isJsonSpace(text[at])) {
      line_ += text[at] == '\n';
      ++at;
    }
    buffer_.drop(at);
    if (at < text.size()) return true;
    if (!buffer_.more()) return false;
  }
}

bool ArraySplitter::finish(RawRecord& record, std::size_t size, RecordState state) {
  const std::string_view text = buffer_.rest().substr(0, size);
  record.state = state;
  record.bytes = text;
  while (!record.bytes.empty() && isJsonSpace(record.bytes.back())) record.bytes.remove_suffix(1);
  pending_ = size;
  pending_lines_ = 0;
  for (const char c : text) pending_lines_ += c == '\n';
  return true;
}

bool ArraySplitter::next(RawRecord& record) {
  if (!started_) {
    started_ = true;
    buffer_.start();
  }
  buffer_.drop(pending_);
  line_ += pending_lines_;
  pending_ = 0;
  pending_lines_ = 0;

  record = RawRecord{};
  const bool more_text = skipSpace();
  if (!buffer_.error().empty()) return false;
  record.line = line_;
  record.offset = buffer_.offset();
  if (where_ == Where::Done) {  // anything behind the array is one stray record
    if (!more_text || pending_ != 0) return false;
    finish(record, std::min(buffer_.rest().size(), kHeadBytes), RecordState::Stray);
    head_.assign(record.bytes);
    record.bytes = head_;
    while (buffer_.more()) buffer_.drop(buffer_.rest().size());
    pending_ = buffer_.rest().size();
    return true;
  }
  if (!more_text) {
    const bool inside = where_ != Where::Outside;
    where_ = Where::Done;
    return inside && finish(record, 0, RecordState::Truncated);
  }
  const char first = buffer_.rest().front();
  if (where_ == Where::Outside) {
    where_ = Where::First;
    if (first == '[') {
      buffer_.drop(1);
      return next(record);
    }
  } else if (where_ == Where::First || where_ == Where::Element) {
    if (first == ']') {
      buffer_.drop(1);
      where_ = Where::Done;
      return next(record);
    }
    if (where_ == Where::Element && first == ',') {
      buffer_.drop(1);
      if (!skipSpace()) return next(record);
      record.line = line_;
      record.offset = buffer_.offset();
    }
  }
  where_ = Where::Element;

  std::size_t at = 0, depth = 0;
  std::uint64_t skipped_lines = 0;
  bool in_text = false, escaped = false, skipping = false;
  for (;;) {
    const std::string_view text = buffer_.rest();
    bool ends = false;
    for (; at < text.size(); ++at) {
      const char c = text[at];
      if (in_text) {
        if (escaped) escaped = false;
        else if (c == '\\') escaped = true;
        else if (c == '"' || c == '\n') in_text = false;  // a text never spans lines: a missing quote costs one record
        continue;
      }
      if (c == '"') in_text = true;
      else if (c == '{' || c == '[') ++depth;
      else if (c == '}' && depth > 0) --depth;
      else if (c == ']' && depth > 0) --depth;
      else if (depth == 0 && (c == ',' || c == ']')) {
        ends = true;
        break;
      }
    }
    if (at > kMaxRecordBytes && !skipping) {
      skipping = true;
      head_.assign(text.substr(0, kHeadBytes));
    }
    if (!ends) {
      if (skipping) {
        for (const char c : text.substr(0, at)) skipped_lines += c == '\n';
        buffer_.drop(at);
        at = 0;
      }
      if (buffer_.more()) continue;
      if (!buffer_.error().empty()) return false;
      where_ = Where::Done;
    }
    line_ += skipped_lines;
    finish(record, at, ends ? RecordState::Whole : RecordState::Truncated);
    if (skipping) {
      record.bytes = head_;
      record.state = RecordState::TooLong;
    }
    return true;
  }
}

}  // namespace leadflow::ingest
