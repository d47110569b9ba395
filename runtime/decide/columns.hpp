// Text in aligned columns on a terminal of some width: cells are measured as they are shown (wide letters count twice,
// combining ones nothing), long ones go on under themselves, the widest columns give way first.
//
//     +30  when company_size > 500        company_size = 800        inbound.leadflow:77
//       ·  when seniority in [vp,         seniority = other         inbound.leadflow:80
//          director]
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace leadflow::decide {

enum class Style : std::uint8_t { Plain, Heading, Good, Bad, Unsure, Faint };

struct Cell {
  std::string text;
  Style style = Style::Plain;
  bool right = false;  ///< against the right edge: numbers
  bool rule = false;   ///< a line of dashes under a header: cut off, never wrapped
};

/// Columns that the text takes on a terminal.
std::size_t shownWidth(std::string_view text);

/// The text on one line, as a terminal may show it (rim_text.hpp): `\u001b` stands for a control character, `\n` for a line end.
std::string shownText(std::string_view text);

/// At most `width` columns; the end of a longer text becomes `…`.
std::string clippedTo(std::string_view text, std::size_t width);

void appendStyled(std::string& out, std::string_view text, Style style, bool colour);

/// Rows under each other, two blanks between columns, each cell as shownText. No line is wider than `width` unless a column cannot shrink further.
void appendColumns(std::string& out, std::vector<std::vector<Cell>> rows, std::size_t indent, std::size_t width, bool colour);

}  // namespace leadflow::decide
