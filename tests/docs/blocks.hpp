// A page of documentation as the checker sees it: its fenced blocks, where they stand, and the hidden commands between
// them.
//
//     ```leadflow fragment            ```leadflow wrong LF0301        ```console head=12        <!-- run: cp a b -->
//
// Everything else on a page is prose.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace leadflow::docs {

struct Block {
  std::string language;                       ///< `leadflow`, `console`, `text`, …; `run` for a hidden command
  std::vector<std::string> words;             ///< behind it: `fragment`, `wrong`, `LF0301`
  std::map<std::string, std::string> values;  ///< behind it: file=data/x.csv
  std::string text;                           ///< every line ends with \n
  std::size_t line = 0;                       ///< of the fence, from 1
  std::size_t begin = 0, end = 0;             ///< of the text, in the page's bytes
  bool follows = false;                       ///< nothing but blank lines stands between the block before and this one
  bool closed = true;
  bool has(const std::string& word) const {
    for (const std::string& mine : words)
      if (mine == word) return true;
    return false;
  }
  std::string value(const std::string& key) const {
    const auto found = values.find(key);
    return found == values.end() ? std::string() : found->second;
  }
};

std::vector<Block> blocksOf(const std::string& page);

/// Whether the lines are the expected ones; an expected line `…` stands for any number of lines, `…` in a line for any
/// characters.
bool sameLines(const std::string& expected, const std::string& actual);

}  // namespace leadflow::docs
