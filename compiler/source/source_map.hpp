// All text that a compilation has read: playbook, modules, data files. Each file gets a base offset, so that a Span
// alone says file, line and column.
//
//     error[LF0301]: cannot compare an amount of money with a plain number
//       ┌─ inbound.leadflow:41:10          <- SourceMap::locate(span.begin)
//
// Offset 0 belongs to nobody: the first file starts at 1. Lines and columns count from 1; columns count characters
// (code points) in UTF-8 text; `utf16_column` is what editors over LSP count. A line ends at `\n` or `\r\n`.
// A byte that is not part of well-formed UTF-8 counts as one character.
//
// INVARIANT: files are in the order of their bases, and the offset just past a file's last byte still belongs to it.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/source/span.hpp"

namespace leadflow {

struct SourceFile {
  std::string path;  ///< as shown to people: relative to the playbook's root, or `std.geo`
  std::string text;
  std::uint32_t base = 1;
  std::vector<std::uint32_t> line_starts;  ///< offsets into `text`, made by SourceMap::add
  bool given = false;  ///< an option's text (GivenExpression): no file of the playbook

  std::string_view slice(Span span) const { return std::string_view(text).substr(span.begin - base, span.end - span.begin); }
};

/// An expression that a command takes beside the playbook: a part of what stands behind an option. Messages show that as it was written.
struct GivenExpression {
  std::string name, option, written;
  std::size_t begin = 0, end = std::string::npos;   ///< the expression within `written`
};

struct Location {
  const SourceFile* file = nullptr;
  std::uint32_t line = 0, column = 0, utf16_column = 0;
};

class SourceMap {
 public:
  /// Adds a file; the reference stays valid. Texts of all files together may reach 4 GiB - 2; past that returns nullptr.
  const SourceFile* add(std::string path, std::string text, bool given = false);
  const SourceFile* fileAt(std::uint32_t offset) const;
  Location locate(std::uint32_t offset) const;
  std::string_view text(Span span) const;
  /// Line `line` (from 1) of a file without its line end.
  std::string_view line(const SourceFile& file, std::uint32_t line) const;
  const std::vector<std::unique_ptr<SourceFile>>& files() const { return files_; }

 private:
  std::vector<std::unique_ptr<SourceFile>> files_;
  std::uint64_t next_ = 1;
};

}  // namespace leadflow
