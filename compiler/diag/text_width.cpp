#include "compiler/diag/text_width.hpp"

#include <utf8proc.h>

#include "runtime/value/rim_text.hpp"

namespace leadflow::diag {
namespace {

constexpr int tab_stop = 4;

struct Character {
  std::size_t length = 1;
  utf8proc_int32_t codepoint = -1;  ///< -1: not UTF-8
};

Character nextCharacter(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {1, first};
  utf8proc_int32_t codepoint = -1;
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                       static_cast<utf8proc_ssize_t>(text.size() - at), &codepoint);
  if (length <= 0) return {1, -1};
  return {static_cast<std::size_t>(length), codepoint};
}

/// In a source also the marks that turn nothing by themselves.
bool isPrintable(utf8proc_int32_t c) { return c >= 0 && c != 0x200E && c != 0x200F && !steersTerminal(static_cast<char32_t>(c)); }

std::string escaped(const Character& c, std::string_view text, std::size_t at) {
  return escapedCode(c.codepoint < 0 ? static_cast<unsigned char>(text[at]) : static_cast<char32_t>(c.codepoint));
}

}  // namespace

MeasuredLine measureLine(std::string_view line) {
  MeasuredLine out;
  out.column_of_byte.assign(line.size() + 1, 0);
  for (std::size_t at = 0; at < line.size();) {
    const Character c = nextCharacter(line, at);
    MeasuredLine::Glyph glyph;
    glyph.begin = static_cast<std::uint32_t>(out.text.size());
    glyph.column = out.width;
    if (c.codepoint == '\t') {
      glyph.width = tab_stop - out.width % tab_stop;
      out.text.append(static_cast<std::size_t>(glyph.width), ' ');
    } else if (!isPrintable(c.codepoint)) {
      const std::string shown = escaped(c, line, at);
      glyph.width = static_cast<int>(shown.size());
      out.text += shown;
    } else if (c.codepoint == 0xFEFF) {
      glyph.width = 0;  // a byte order mark shows nothing
    } else {
      glyph.width = utf8proc_charwidth(c.codepoint);
      out.text.append(line.substr(at, c.length));
    }
    glyph.end = static_cast<std::uint32_t>(out.text.size());
    for (std::size_t i = 0; i < c.length; ++i) out.column_of_byte[at + i] = out.width;
    out.width += glyph.width;
    out.glyphs.push_back(glyph);
    at += c.length;
  }
  out.column_of_byte[line.size()] = out.width;
  return out;
}

std::string MeasuredLine::cut(int from, int to) const {
  std::string out;
  for (const Glyph& glyph : glyphs) {
    const int end = glyph.column + glyph.width;
    if (glyph.column > to || (glyph.column == to && glyph.width > 0) || end < from || (end == from && from > 0)) continue;
    const bool whole = glyph.column >= from && end <= to;
    const bool blank = glyph.end - glyph.begin == static_cast<std::uint32_t>(glyph.width) && text[glyph.begin] == ' ';
    if (whole && !blank) {
      out.append(text, glyph.begin, glyph.end - glyph.begin);
    } else {
      const int begin = glyph.column > from ? glyph.column : from;
      out.append(static_cast<std::size_t>((end < to ? end : to) - begin), ' ');
    }
  }
  return out;
}

std::string printable(std::string_view text, bool keep_lines) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character c = nextCharacter(text, at);
    if (c.codepoint == '\n')
      out += keep_lines ? '\n' : ' ';
    else if (c.codepoint == '\t' || c.codepoint == '\r')
      out += ' ';
    else if (isPrintable(c.codepoint))
      out.append(text.substr(at, c.length));
    else
      out += escaped(c, text, at);
    at += c.length;
  }
  return out;
}

}  // namespace leadflow::diag
