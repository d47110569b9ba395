// What the grammar matched, as a tape: the nodes of nodes.def in the order they begin, each with the place of the next
// node that is not inside it. Builders walk it as a tree; PEGTL stays in read.cpp.
//
//     +20 when a       term [ points [ amount ], when_clause [ condition [ ... ] ] ]
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/parse/layout.hpp"
#include "compiler/source/span.hpp"

namespace leadflow::parse {

/// One enumerator a grammar rule, named as the rule is.
enum class Kind : std::uint16_t {
  none,
#define LEADFLOW_NODE(rule) rule,
#define LEADFLOW_STATEMENT(rule) rule,
#include "compiler/parse/nodes.def"
#undef LEADFLOW_NODE
#undef LEADFLOW_STATEMENT
};

struct Entry {
  Kind kind;
  std::uint32_t begin, end;  ///< offsets into the text, blanks at the end left out
  std::uint32_t next;        ///< index of the first entry after this one's children
};

struct Tape {
  std::string_view source;  ///< as written
  Layout layout;
  std::uint32_t base = 1;
  std::vector<Entry> entries;
  diag::Diagnostics* diags = nullptr;

  Span span(std::uint32_t begin, std::uint32_t end) const { return {base + begin, base + end}; }
};

/// One node of the tape; false when there is none.
class Node {
 public:
  Node() = default;
  Node(const Tape& tape, std::uint32_t index) : tape_(&tape), index_(index) {}

  explicit operator bool() const { return tape_ != nullptr; }
  const Entry& entry() const { return tape_->entries[index_]; }
  Kind kind() const { return entry().kind; }
  bool is(Kind kind) const { return tape_ && entry().kind == kind; }
  Span span() const { return tape_->span(entry().begin, entry().end); }
  std::string_view text() const { return tape_->source.substr(entry().begin, entry().end - entry().begin); }
  std::uint32_t begin() const { return entry().begin; }
  std::uint32_t end() const { return entry().end; }
  std::uint32_t index() const { return index_; }
  const Tape& tape() const { return *tape_; }

  struct Iterator {
    const Tape* tape;
    std::uint32_t index;
    Node operator*() const { return {*tape, index}; }
    Iterator& operator++() {
      index = tape->entries[index].next;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return index != other.index; }
  };
  struct Children {
    Iterator first, last;
    Iterator begin() const { return first; }
    Iterator end() const { return last; }
  };
  Children children() const { return {{tape_, index_ + 1}, {tape_, entry().next}}; }
  /// The first child, or none.
  Node first() const { return index_ + 1 < entry().next ? Node(*tape_, index_ + 1) : Node(); }
  /// The first child of that kind, or none.
  Node find(Kind kind) const {
    for (const Node child : children())
      if (child.kind() == kind) return child;
    return {};
  }

 private:
  const Tape* tape_ = nullptr;
  std::uint32_t index_ = 0;
};

/// Runs the grammar over `tape.layout.text` and fills `tape.entries`; mistakes go to `tape.diags`.
void readFile(Tape& tape);
/// One expression; false after a mistake.
bool readExpression(Tape& tape);

}  // namespace leadflow::parse
