#include "runtime/workflow/line_text.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace leadflow::workflow {

namespace {

constexpr std::array<std::string_view, 5> kBeforeStage = {"is", "not", "in", "becomes", "moved"};

bool isWordPart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }

/// The end of a text or pattern that begins at `at` with the mark that also ends it.
std::size_t endOf(std::string_view line, std::size_t at) {
  const char mark = line[at];
  for (std::size_t i = at + 1; i < line.size(); ++i) {
    if (line[i] == '\\') ++i;
    else if (line[i] == mark) return i + 1;
  }
  return line.size();
}

/// `owner.team` is one word, `1..5` are three.
std::vector<std::string> wordsIn(std::string_view line) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    std::size_t end = i + 1;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      ++i;
      continue;
    }
    if (c == '"' || (c == '/' && !words.empty() && words.back() == "matches")) {
      end = endOf(line, i);
    } else if (isWordPart(c)) {
      while (end < line.size() && (isWordPart(line[end]) || (line[end] == '.' && end + 1 < line.size() && isWordPart(line[end + 1])))) ++end;
    }
    words.emplace_back(line.substr(i, end - i));
    i = end;
  }
  return words;
}

/// What stands behind `stage` in a condition, behind `to` in a line and in a move.
void callStages(std::vector<std::string>& words, const std::function<std::string(const std::string&)>& stage_now) {
  bool wanted = false, list = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string& word = words[i];
    if (word == "stage" || word == "stages") {
      wanted = true, list = false;
      continue;
    }
    const bool to = word == "to" && (i == 0 || words[i - 1] == "move" || words[i - 1] == "reopens" || words[i - 1] == "moved");
    if (to) {
      wanted = true, list = false;
      continue;
    }
    if (!wanted) continue;
    if (word == "[") {
      list = true;
    } else if (list && word == ",") {
      continue;
    } else if (isWordPart(word.front()) && std::find(kBeforeStage.begin(), kBeforeStage.end(), word) == kBeforeStage.end()) {
      word = stage_now(word);
      wanted = list;
    } else if (isWordPart(word.front()) || word == "=" || word == "!" || word == "<" || word == ">") {
      continue;
    } else {
      wanted = list = false;
    }
  }
}

}  // namespace

std::string lineText(std::string_view written, const std::function<std::string(const std::string&)>& stage_now) {
  std::vector<std::string> words = wordsIn(written);
  if (stage_now) callStages(words, stage_now);
  std::string text, open;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "{" || word == "[" || word == "(") open += word;
    if ((word == "}" || word == "]" || word == ")") && !open.empty()) open.pop_back();
    if (word == ";" || (word == "," && !open.empty() && open.back() == '{')) continue;   // a new line parts as well
    if (word == "," && i + 1 < words.size() && words[i + 1] == "]") continue;
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

}  // namespace leadflow::workflow
