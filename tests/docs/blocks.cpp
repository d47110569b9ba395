#include "tests/docs/blocks.hpp"

#include <sstream>
#include <string_view>

namespace leadflow::docs {

namespace {

constexpr std::string_view kAny = "…";

bool sameLine(std::string_view expected, std::string_view actual) {
  const std::size_t any = expected.find(kAny);
  if (any == std::string_view::npos) return expected == actual;
  if (actual.substr(0, any) != expected.substr(0, any)) return false;
  const std::string_view rest = expected.substr(any + kAny.size());
  for (std::size_t at = any; at <= actual.size(); ++at)
    if (sameLine(rest, actual.substr(at))) return true;
  return false;
}

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
    lines.push_back(line);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

bool sameFrom(const std::vector<std::string_view>& expected, std::size_t e, const std::vector<std::string_view>& actual,
              std::size_t a) {
  for (; e < expected.size(); ++e, ++a) {
    if (expected[e] == kAny) {
      for (std::size_t next = a; next <= actual.size(); ++next)
        if (sameFrom(expected, e + 1, actual, next)) return true;
      return false;
    }
    if (a >= actual.size() || !sameLine(expected[e], actual[a])) return false;
  }
  return a == actual.size();
}

void readFence(const std::string& info, Block& block) {
  std::istringstream in(info);
  in >> block.language;
  for (std::string word; in >> word;)
    if (const std::size_t equals = word.find('='); equals != std::string::npos)
      block.values[word.substr(0, equals)] = word.substr(equals + 1);
    else block.words.push_back(word);
}

}  // namespace

std::vector<Block> blocksOf(const std::string& page) {
  std::vector<Block> blocks;
  bool inside = false, prose = true;
  std::size_t number = 0;
  for (std::size_t at = 0; at < page.size();) {
    std::size_t end = page.find('\n', at);
    if (end == std::string::npos) end = page.size();
    const std::string line = page.substr(at, end - at);
    const std::size_t next = end + 1;
    ++number;
    if (inside) {
      if (line.rfind("```", 0) == 0) {
        blocks.back().end = at;
        blocks.back().text = page.substr(blocks.back().begin, at - blocks.back().begin);
        blocks.back().closed = true;
        inside = prose = false;
      }
    } else if (line.rfind("```", 0) == 0) {
      Block block;
      readFence(line.substr(3), block);
      block.line = number;
      block.begin = block.end = std::min(next, page.size());
      block.follows = !prose;
      block.closed = false;
      blocks.push_back(std::move(block));
      inside = true;
    } else if (line.rfind("<!-- run: ", 0) == 0 && line.size() > 14 && line.substr(line.size() - 4) == " -->") {
      Block block;
      block.language = "run";
      block.line = number;
      block.text = line.substr(10, line.size() - 14);
      blocks.push_back(std::move(block));
      prose = true;
    } else if (line.find_first_not_of(' ') != std::string::npos) {
      prose = true;
    }
    at = next;
  }
  return blocks;
}

bool sameLines(const std::string& expected, const std::string& actual) {
  return sameFrom(linesOf(expected), 0, linesOf(actual), 0);
}

}  // namespace leadflow::docs
