#include "compiler/source/source_map.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace leadflow {
namespace {

constexpr std::uint64_t address_limit = 0xFFFF'FFFFull;

std::vector<std::uint32_t> findLineStarts(std::string_view text) {
  std::vector<std::uint32_t> starts{0};
  const char* begin = text.data();
  const char* at = begin;
  const char* end = begin + text.size();
  while (at < end) {
    const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
    if (found == nullptr) break;
    at = static_cast<const char*>(found) + 1;
    starts.push_back(static_cast<std::uint32_t>(at - begin));
  }
  return starts;
}

/// Bytes of the well-formed UTF-8 character at `at`, or 1 where there is none.
std::size_t characterLength(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t want = lead < 0x80 ? 1 : lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
  if (lead >= 0xF5 || at + want > text.size()) return 1;
  for (std::size_t i = 1; i < want; ++i)
    if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return 1;
  return want;
}

}  // namespace

const SourceFile* SourceMap::add(std::string path, std::string text, bool given) {
  if (next_ + text.size() + 1 > address_limit) return nullptr;
  auto file = std::make_unique<SourceFile>();
  file->path = std::move(path);
  file->text = std::move(text);
  file->given = given;
  file->base = static_cast<std::uint32_t>(next_);
  file->line_starts = findLineStarts(file->text);
  next_ += file->text.size() + 1;
  files_.push_back(std::move(file));
  return files_.back().get();
}

const SourceFile* SourceMap::fileAt(std::uint32_t offset) const {
  auto after = std::upper_bound(files_.begin(), files_.end(), offset,
                                [](std::uint32_t wanted, const auto& file) { return wanted < file->base; });
  if (after == files_.begin()) return nullptr;
  const SourceFile* file = std::prev(after)->get();
  return offset - file->base <= file->text.size() ? file : nullptr;
}

Location SourceMap::locate(std::uint32_t offset) const {
  Location location;
  const SourceFile* file = fileAt(offset);
  if (file == nullptr) return location;
  const std::uint32_t inside = offset - file->base;
  auto after = std::upper_bound(file->line_starts.begin(), file->line_starts.end(), inside);
  const std::uint32_t start = *std::prev(after);
  location.file = file;
  location.line = static_cast<std::uint32_t>(after - file->line_starts.begin());
  location.column = 1;
  location.utf16_column = 1;
  for (std::size_t at = start; at < inside;) {
    const std::size_t length = characterLength(file->text, at);
    if (at + length > inside) break;
    at += length;
    ++location.column;
    location.utf16_column += length == 4 ? 2 : 1;
  }
  return location;
}

std::string_view SourceMap::text(Span span) const {
  const SourceFile* file = fileAt(span.begin);
  if (file == nullptr) return {};
  const std::size_t begin = span.begin - file->base;
  return std::string_view(file->text).substr(begin, span.end > span.begin ? span.end - span.begin : 0);
}

std::string_view SourceMap::line(const SourceFile& file, std::uint32_t number) const {
  if (number == 0 || number > file.line_starts.size()) return {};
  const std::size_t begin = file.line_starts[number - 1];
  const std::size_t end = number < file.line_starts.size() ? file.line_starts[number] - 1 : file.text.size();
  std::string_view line = std::string_view(file.text).substr(begin, end - begin);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

}  // namespace leadflow
