// How text stands on a terminal: which bytes of a line lie over which columns, once tabs are expanded, wide characters
// counted twice and combining characters not at all.
//
//     "東京"	x         東 covers columns 1-2, 京 3-4, the tab goes on to column 8, x stands in column 8 (columns count from 0)
//
// Control characters, bytes that are not UTF-8 and the marks that reverse the direction of text are shown as
// `\u001b` (rim_text.hpp), so that a file's text can neither move the cursor nor make a line read as what it is not.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leadflow::diag {

struct MeasuredLine {
  struct Glyph {
    std::uint32_t begin = 0, end = 0;  ///< bytes of `text`
    int column = 0, width = 0;
  };
  std::string text;                  ///< as printed
  std::vector<Glyph> glyphs;
  std::vector<int> column_of_byte;   ///< for each byte of the source line, and one past its end
  int width = 0;

  /// Columns [from, to) as printed; a wide character cut in half becomes a blank.
  std::string cut(int from, int to) const;
};

MeasuredLine measureLine(std::string_view line);

/// Text that may be printed: as measureLine shows it; line ends stay where `keep_lines`, else become blanks.
std::string printable(std::string_view text, bool keep_lines = false);

}  // namespace leadflow::diag
