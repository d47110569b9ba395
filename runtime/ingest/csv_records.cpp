#include <algorithm>
#include <cstring>

#include "runtime/ingest/records.hpp"

namespace leadflow::ingest {

namespace {

constexpr char kSeparators[] = {',', ';', '\t', '|'};

bool isSeparatorCandidate(char c) { return c == ',' || c == ';' || c == '\t' || c == '|'; }

constexpr std::uint64_t kOnes = 0x0101010101010101U, kHighs = 0x8080808080808080U;
constexpr std::uint64_t hasZero(std::uint64_t word) { return (word - kOnes) & ~word & kHighs; }

// The first quote, LF or CR at or behind `at`, eight bytes at a time.
std::size_t findSpecial(std::string_view text, std::size_t at) {
  const char* data = text.data();
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, data + at, 8);
    if ((hasZero(word ^ (kOnes * '"')) | hasZero(word ^ (kOnes * '\n')) | hasZero(word ^ (kOnes * '\r'))) != 0) break;
  }
  while (at < text.size() && data[at] != '"' && data[at] != '\n' && data[at] != '\r') ++at;
  return at;
}

std::size_t lineEndSize(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  return text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
}

}  // namespace

bool CsvSplitter::opensCell(std::string_view text, std::size_t at) const {
  if (at == 0) return true;
  return separator_ != 0 ? text[at - 1] == separator_ : isSeparatorCandidate(text[at - 1]);
}

// True: the record ends at state.at. False: more bytes are needed, or none are left.
bool CsvSplitter::scan(Scan& state) const {
  const std::string_view text = buffer_.rest();
  for (;;) {
    if (state.quoted) {
      const void* quote = state.at < text.size() ? std::memchr(text.data() + state.at, '"', text.size() - state.at) : nullptr;
      if (quote == nullptr) {
        state.at = text.size();
        return false;
      }
      state.at = static_cast<std::size_t>(static_cast<const char*>(quote) - text.data());
      if (state.at + 1 == text.size() && !buffer_.ended()) return false;  // the next byte may be the second of two
      if (state.at + 1 < text.size() && text[state.at + 1] == '"') {
        state.at += 2;
        continue;
      }
      state.quoted = false;
      ++state.at;
      continue;
    }
    state.at = findSpecial(text, state.at);
    if (state.at == text.size()) return false;
    if (text[state.at] == '"') {
      if (opensCell(text, state.at)) state.quoted = state.had_quotes = true;
      ++state.at;
      continue;
    }
    // A CR at the end of the window: its LF may follow.
    if (text[state.at] == '\r' && state.at + 1 == text.size() && !buffer_.ended()) return false;
    return true;
  }
}

void CsvSplitter::findSeparator() {
  for (;;) {
    Scan state;
    while (!scan(state) && buffer_.rest().size() <= kMaxRecordBytes && buffer_.more()) {}
    scan(state);
    const std::string_view record = buffer_.rest().substr(0, state.at);
    if (record.empty() && state.at < buffer_.rest().size()) {  // a blank first line
      buffer_.drop(lineEndSize(buffer_.rest(), 0));
      ++line_;
      continue;
    }
    if (record.size() == 5 && record.substr(0, 4) == "sep=" && isSeparatorCandidate(record[4])) {
      separator_ = record[4];
      buffer_.drop(record.size() + lineEndSize(buffer_.rest(), record.size()));
      ++line_;
      return;
    }
    std::size_t counts[4] = {};
    bool quoted = false;
    for (std::size_t i = 0; i < record.size(); ++i) {
      const char c = record[i];
      if (c == '"' && (quoted || opensCell(record, i))) quoted = !quoted;
      else if (!quoted)
        for (int k = 0; k < 4; ++k) counts[k] += c == kSeparators[k];
    }
    const auto most = std::max_element(std::begin(counts), std::end(counts));
    separator_ = kSeparators[most - std::begin(counts)];
    return;
  }
}

bool CsvSplitter::next(RawRecord& record) {
  if (!started_) {
    started_ = true;
    buffer_.start();
    findSeparator();
  }
  const bool recovered = record.recovered = recoveries_ > 0;
  buffer_.drop(pending_);
  line_ += pending_lines_;
  pending_ = 0;
  pending_lines_ = 0;
  Scan state;
  for (;;) {
    const bool ends = scan(state);
    const std::string_view text = buffer_.rest();
    if (ends && state.at == 0) {  // a blank line
      buffer_.drop(lineEndSize(text, 0));
      ++line_;
      continue;
    }
    const bool too_long = state.at > kMaxRecordBytes;
    // Once more when the file's end has just been met: a quote there is a closing one after all.
    if (const bool ended = buffer_.ended(); !ends && !too_long && (buffer_.more() || !ended)) continue;
    if (!buffer_.error().empty()) return false;
    record = RawRecord{};
    record.line = line_;
    record.offset = buffer_.offset();
    record.recovered = recovered;
    if (state.quoted && recover(record)) return true;
    if (too_long) return skipLong(state, record);
    if (text.empty()) return false;
    record.bytes = text.substr(0, state.at);
    record.state = state.quoted ? RecordState::Unclosed : RecordState::Whole;
    pending_ = state.at + lineEndSize(text, state.at);
    pending_lines_ = 1 + (state.had_quotes ? countLines(record.bytes, 0) : 0);
    return true;
  }
}

// A quote that nothing closes: the record's first line is set aside and reading goes on behind it.
bool CsvSplitter::recover(RawRecord& record) {
  const std::string_view text = buffer_.rest();
  const std::size_t end = text.find_first_of("\r\n");
  if (end == std::string_view::npos || recoveries_ >= kMaxQuoteRecoveries) return false;
  ++recoveries_;
  record.bytes = text.substr(0, end);
  record.state = RecordState::Unclosed;
  pending_ = end + lineEndSize(text, end);
  pending_lines_ = 1;
  return true;
}

bool CsvSplitter::skipLong(Scan state, RawRecord& record) {
  head_.assign(buffer_.rest().substr(0, kHeadBytes));
  bool ends = false;
  for (;;) {
    ends = scan(state);
    if (ends) break;
    if (state.at > 1) {  // one byte stays: what stands before a quote says whether it opens a cell
      const std::string_view text = buffer_.rest();
      line_ += countLines(text.substr(0, state.at - 1), text[state.at - 1]);
      buffer_.drop(state.at - 1);
      state.at = 1;
    }
    if (!buffer_.more()) {
      while (!scan(state) && state.at < buffer_.rest().size()) {}
      ends = state.at < buffer_.rest().size();
      break;
    }
  }
  const std::string_view text = buffer_.rest();
  record.bytes = head_;
  record.state = RecordState::TooLong;
  pending_ = state.at + lineEndSize(text, state.at);
  pending_lines_ = countLines(text.substr(0, state.at), ends ? text[state.at] : '\0') + (ends ? 1 : 0);
  return true;
}

void splitCells(std::string_view record, char separator, std::vector<RawCell>& cells) {
  cells.clear();
  const char* data = record.data();
  const std::size_t size = record.size();
  std::size_t at = 0;
  for (;;) {
    RawCell cell;
    if (at < size && data[at] == '"') {
      cell.quoted = true;
      cell.begin = static_cast<std::uint32_t>(++at);
      for (;;) {  // to the closing quote
        const void* quote = at < size ? std::memchr(data + at, '"', size - at) : nullptr;
        at = quote == nullptr ? size : static_cast<std::size_t>(static_cast<const char*>(quote) - data);
        if (at + 1 < size && data[at + 1] == '"') {
          cell.escaped = true;
          at += 2;
          continue;
        }
        break;
      }
      cell.size = static_cast<std::uint32_t>(at - cell.begin);
      if (at < size) ++at;
      if (at < size && data[at] != separator) {  // text behind the closing quote belongs to the cell
        while (at < size && data[at] != separator) ++at;
        cell.escaped = true;
        cell.size = static_cast<std::uint32_t>(at - cell.begin);
      }
    } else {
      cell.begin = static_cast<std::uint32_t>(at);
      while (at < size && data[at] != separator) ++at;
      cell.size = static_cast<std::uint32_t>(at - cell.begin);
    }
    cells.push_back(cell);
    if (at >= size) return;
    ++at;
  }
}

std::size_t unescapeCell(std::string_view record, const RawCell& cell, char* to) {
  const char* data = record.data() + cell.begin;
  std::size_t written = 0, at = 0;
  bool inside = true;
  while (at < cell.size) {
    if (inside && data[at] == '"') {
      if (at + 1 < cell.size && data[at + 1] == '"') ++at;
      else {
        inside = false;
        ++at;
        continue;
      }
    }
    to[written++] = data[at++];
  }
  return written;
}

PlaceInRecord placeIn(std::string_view record, std::size_t at) {
  PlaceInRecord place;
  for (std::size_t i = 0; i < at && i < record.size(); ++i) {
    const char c = record[i];
    const bool line_end = c == '\n' || (c == '\r' && (i + 1 >= record.size() || record[i + 1] != '\n'));
    if (line_end) {
      ++place.line;
      place.column = 1;
    } else if (c != '\r' && (static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++place.column;
    }
  }
  return place;
}

std::string headerFault(const RawRecord& header) {
  if (header.state == RecordState::Whole) return {};
  return header.state == RecordState::TooLong ? "the header is longer than 16 MiB" : "a quote in the header is never closed";
}

std::string cellCountText(std::size_t cells, std::size_t columns, bool recovered) {
  return "the record has " + std::to_string(cells) + (cells == 1 ? " cell" : " cells") + ", the header " + std::to_string(columns) +
         (recovered ? "; a quote above is never closed" : "");
}

}  // namespace leadflow::ingest
