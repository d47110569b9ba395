#include "compiler/format/format.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "compiler/format/columns.hpp"
#include "compiler/format/row_shape.hpp"
#include "compiler/format/scan_words.hpp"
#include "compiler/format/spacing.hpp"

namespace leadflow::format {
namespace {

constexpr int step = 2;
constexpr int deepest_indent = 120;  // deeper nesting than any playbook's is not shown deeper
constexpr int furthest_hang = 40;
constexpr int table_group = 1000;
constexpr int never = 1000;

struct OutLine {
  bool blank = false, comment_only = false;
  int indent = 0;
  int block = 0, paragraph = 0;
  int group = 0, first_outlier = 12, later_outlier = 12;
  bool is_row = false;            ///< takes part in the columns of its block, or ends a run of them
  std::ptrdiff_t hangs_from = -1; ///< the row under whose column 1 this line stands
  Row row;
  std::string comment;
};

/// An open bracket, or the file.
struct Frame {
  char bracket = 0;
  int content_indent = 0, closer_indent = 0;
  BlockKind kind = BlockKind::Top;
  int block = 0, paragraph = 0;
  bool has_statement = false;
  Word last;                      ///< the last word before this line
  StatementHead head;
  std::ptrdiff_t row = -1;        ///< the statement's first line, if its continuations may hang from it
};

template <std::size_t Size>
bool among(const Word& word, const std::string_view (&list)[Size]) {
  return std::any_of(std::begin(list), std::end(list), [&](std::string_view wanted) { return word.is(wanted); });
}

bool continuesStatement(const Word& word) {
  static constexpr std::string_view list[] = {"and", "or", "->", "when", "otherwise", "because", "per", "reason"};
  return among(word, list);
}
bool leavesStatementOpen(const Word& word) {
  static constexpr std::string_view list[] = {"=", "->", "+", "-", "*", "/", ">", ">=", "<", "<=", "==", "!=", "??",
                                              "and", "or", "not", "is", "in", "contains", "matches", "with"};
  return among(word, list);
}
bool isOpener(const Word& word) { return word.is("{") || word.is("(") || word.is("["); }
bool isCloser(const Word& word) { return word.is("}") || word.is(")") || word.is("]"); }

class Formatter {
 public:
  explicit Formatter(const std::vector<Line>& lines) : lines_(lines) { frames_.emplace_back(); }

  std::string run() {
    for (const Line& line : lines_) addLine(line);
    placeComments();
    alignBlocks();
    return print();
  }

 private:
  void addLine(const Line& words) {
    if (words.empty()) {
      blank_waits_ = !out_.empty() && !after_opener_;
      return;
    }
    const bool comment_only = words[0].kind == WordKind::Comment;
    std::size_t leading = 0;
    while (leading < words.size() && isCloser(words[leading])) ++leading;
    if (blank_waits_ && leading == 0) {
      out_.emplace_back().blank = true;
      ++frames_.back().paragraph;
    }
    blank_waits_ = false;
    after_opener_ = false;

    OutLine line;
    if (words.back().kind == WordKind::Comment) line.comment = words.back().text;
    line.comment_only = comment_only;
    line.block = frames_.back().block;
    if (comment_only) {
      line.indent = frames_.back().content_indent;
      out_.push_back(std::move(line));
      return;
    }
    int indent = frames_.back().content_indent;
    for (std::size_t i = 0; i < leading && frames_.size() > 1; ++i) {
      indent = frames_.back().closer_indent;
      frames_.pop_back();
    }
    Frame& frame = frames_.back();
    line.block = frame.block;
    line.paragraph = frame.paragraph;
    const bool in_block = frame.bracket == 0 || frame.bracket == '{';
    const bool goes_on = leading == 0 && in_block && frame.has_statement && goesOn(frame, words[0]);
    const std::ptrdiff_t index = static_cast<std::ptrdiff_t>(out_.size());
    RowShape shape;
    if (words[0].is("|") && in_block) {
      shape.group = table_group;
      shape.first_outlier = shape.later_outlier = never;
      line.is_row = true;
    } else if (leading == 0 && in_block && !goes_on) {
      shape = rowShape(frame.kind, words);
      line.is_row = true;
    }
    if (goes_on) {
      indent += step;
      if (frame.row >= 0 && leavesNothingOpen(words) && continuesStatement(words[0])) line.hangs_from = frame.row;
    }
    if (leading == 0 && in_block && !goes_on) {
      frame.head = {};
      frame.row = shape.hangs ? index : -1;
    }
    line.indent = std::min(indent, deepest_indent);
    line.group = shape.group;
    line.first_outlier = shape.first_outlier;
    line.later_outlier = shape.later_outlier;
    line.row.pieces = pieces(words, shape);
    if (leading > 0) remember(frame, words[leading - 1]);
    follow(words, leading, line.indent);
    after_opener_ = isOpener(lastWord(words));
    out_.push_back(std::move(line));
  }

  static bool goesOn(const Frame& frame, const Word& first) {
    if (first.is("when") && whenBeginsStatement(frame.kind)) return leavesStatementOpen(frame.last);
    if (continuesStatement(first)) return !frame.last.is(";");
    if (frame.last.is(",")) return !commaEndsStatement(frame.kind);
    return leavesStatementOpen(frame.last);
  }

  static const Word& lastWord(const Line& words) {
    return words.back().kind == WordKind::Comment && words.size() > 1 ? words[words.size() - 2] : words.back();
  }

  static bool leavesNothingOpen(const Line& words) {
    int depth = 0;
    for (const Word& word : words) depth += isOpener(word) ? 1 : isCloser(word) ? -1 : 0;
    return depth == 0;
  }

  static std::vector<Piece> pieces(const Line& words, const RowShape& shape) {
    std::vector<Piece> out(1);
    const bool table = shape.group == table_group;
    for (std::size_t i = 0; i < words.size() && words[i].kind != WordKind::Comment; ++i) {
      const int column = table ? (i > 0 && words[i].is("|") ? out.back().column + 1 : 0) : i < shape.slots.size() ? shape.slots[i] : 0;
      if (column > 0)
        out.push_back({column, table || column == 1 || standsClose(words[i]) ? 1 : 2, {}});
      else if (i > 0 && blankBefore(words, i, table))
        out.back().text += ' ';
      out.back().text += words[i].text;
    }
    return out;
  }

  static bool standsClose(const Word& word) { return word.is("=") || word.is("{") || word.is("reason"); }

  /// Opens and closes brackets, and remembers how each open block's statement begins.
  void follow(const Line& words, std::size_t from, int indent) {
    int opened = 0;
    for (std::size_t i = from; i < words.size() && words[i].kind != WordKind::Comment; ++i) {
      const Word& word = words[i];
      if (isCloser(word)) {
        if (frames_.size() > 1) frames_.pop_back();
        opened = std::max(opened - 1, 0);
      } else if (isOpener(word)) {
        Frame inner;
        inner.bracket = word.text[0];
        inner.closer_indent = std::min(indent + step * opened, deepest_indent);
        inner.content_indent = std::min(inner.closer_indent + step, deepest_indent);
        inner.kind = word.is("{") ? blockKind(frames_.back().head) : BlockKind::Plain;
        inner.block = ++blocks_;
        remember(frames_.back(), word);
        frames_.push_back(std::move(inner));
        ++opened;
        continue;
      } else if (word.is(";")) {
        frames_.back().head = {};
      }
      remember(frames_.back(), word);
    }
  }

  static void remember(Frame& frame, const Word& word) {
    frame.has_statement = true;
    frame.last = word;
    if (word.is(";")) return;
    StatementHead& head = frame.head;
    if (head.first.empty()) head.first = word.text;
    if (head.last == "ranges" && word.is("of")) head.ranges = true;
    head.before_last = std::exchange(head.last, word.text);
  }

  /// A comment of its own stands with the line below it, or inside the block that ends there.
  void placeComments() {
    std::ptrdiff_t below = -1;
    for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(out_.size()) - 1; i >= 0; --i) {
      OutLine& line = out_[static_cast<std::size_t>(i)];
      if (line.blank) continue;
      if (!line.comment_only)
        below = i;
      else if (below >= 0 && out_[static_cast<std::size_t>(below)].block == line.block)
        line.indent = out_[static_cast<std::size_t>(below)].indent;
    }
  }

  void alignBlocks() {
    struct Run {
      int group = 0, paragraph = 0, first_outlier = 12, later_outlier = 12;
      std::vector<Row*> rows;
    };
    std::map<int, Run> runs;  // by block
    const auto finish = [](Run& run) {
      if (!run.rows.empty()) alignRows(run.rows, run.first_outlier, run.later_outlier);
      run.rows.clear();
    };
    for (OutLine& line : out_) {
      if (line.blank || line.comment_only) continue;
      if (!line.is_row || line.group == 0) {
        alignRows({&line.row}, line.first_outlier, line.later_outlier);
        if (line.is_row) finish(runs[line.block]);
        continue;
      }
      Run& run = runs[line.block];
      if (run.group != line.group || run.paragraph != line.paragraph) finish(run);
      run.group = line.group;
      run.paragraph = line.paragraph;
      run.first_outlier = line.first_outlier;
      run.later_outlier = line.later_outlier;
      run.rows.push_back(&line.row);
    }
    for (auto& [block, run] : runs) finish(run);
    for (OutLine& line : out_) {
      if (line.hangs_from < 0) continue;
      const int start = out_[static_cast<std::size_t>(line.hangs_from)].row.column_start;
      if (start > 0 && start <= furthest_hang) line.indent = std::min(out_[static_cast<std::size_t>(line.hangs_from)].indent + start, deepest_indent);
    }
  }

  /// Lines of one block without a blank line between them share a column for their trailing comments.
  std::string print() const {
    std::string text;
    for (std::size_t begin = 0, end = 0; begin < out_.size(); begin = end) {
      std::vector<int> starts;
      for (end = begin; end < out_.size() && (end == begin || joins(out_[begin], out_[end])); ++end)
        if (!out_[end].comment_only && !out_[end].comment.empty()) starts.push_back(codeWidth(out_[end]) + 2);
      const int column = starts.empty() ? 0 : commonStart(starts, 20);
      for (std::size_t i = begin; i < end; ++i) printLine(text, out_[i], column);
    }
    return text;
  }

  static bool joins(const OutLine& first, const OutLine& line) { return !first.blank && !line.blank && first.block == line.block; }

  static int codeWidth(const OutLine& line) { return line.indent + displayWidth(line.row.text); }

  static void printLine(std::string& text, const OutLine& line, int comment_column) {
    if (!line.blank) {
      text.append(static_cast<std::size_t>(line.indent), ' ');
      if (line.comment_only) {
        text += line.comment;
      } else {
        text += line.row.text;
        if (!line.comment.empty()) {
          const int pad = comment_column - codeWidth(line);
          text.append(pad >= 2 && pad <= 80 ? static_cast<std::size_t>(pad) : 2, ' ');
          text += line.comment;
        }
      }
    }
    text += '\n';
  }

  const std::vector<Line>& lines_;
  std::vector<Frame> frames_;
  std::vector<OutLine> out_;
  int blocks_ = 0;
  bool blank_waits_ = false, after_opener_ = false;
};

bool sameWords(const std::vector<Line>& a, const std::vector<Line>& b) {
  const auto full = [](const std::vector<Line>& lines) {
    std::vector<const Line*> out;
    for (const Line& line : lines)
      if (!line.empty()) out.push_back(&line);
    return out;
  };
  const auto left = full(a), right = full(b);
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const auto same = [](const Word& x, const Word& y) { return x.kind == y.kind && x.text == y.text; };
    if (!std::equal(left[i]->begin(), left[i]->end(), right[i]->begin(), right[i]->end(), same)) return false;
  }
  return true;
}

std::string formatBody(std::string_view source) {
  const std::vector<Line> lines = scanWords(source);
  std::string text = Formatter(lines).run();
  return sameWords(lines, scanWords(text)) ? text : std::string(source);
}

}  // namespace

std::string formatText(std::string_view source) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (source.starts_with(byte_order_mark)) return std::string(byte_order_mark) + formatBody(source.substr(byte_order_mark.size()));
  std::string text = formatBody(source);
  return text.starts_with(byte_order_mark) ? std::string(source) : text;  // a mark after blanks is none: it must not become one
}

}  // namespace leadflow::format
