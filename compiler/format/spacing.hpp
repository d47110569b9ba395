// Whether a blank stands between two words of a line.
//
//     fit>=40 and( a or b )      ->      fit >= 40 and (a or b)
//
// Where a blank could change what the text says (`a -5`, `min (a)`, `std.geo`, `50..500`) the author's choice stays.
#pragma once
#include "compiler/format/scan_words.hpp"

namespace leadflow::format {

/// Between words[index - 1] and words[index]; `in_cell`: inside a row of a | | table, where a lone sign is a value.
bool blankBefore(const Line& words, std::size_t index, bool in_cell);

}  // namespace leadflow::format
