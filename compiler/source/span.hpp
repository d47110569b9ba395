// A span is a stretch of source text: two offsets into the one address space that a SourceMap lays over all of a
// playbook's files. Eight bytes, so that every node of the syntax tree can afford one.
//
//     route inbound {                      <- one Span
//       rest otherwise -> queue unrouted   <- another
//
// INVARIANT: begin <= end; both lie in the same file. {0,0} means "nowhere" (a built-in, a command-line value).
#pragma once
#include <cstdint>

namespace leadflow {

struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool known() const { return end != 0; }
  friend bool operator==(Span, Span) = default;
};

/// The smallest span that holds both.
inline Span join(Span a, Span b) {
  if (!a.known()) return b;
  if (!b.known()) return a;
  return {a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

}  // namespace leadflow
