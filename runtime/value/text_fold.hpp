// Folding ASCII eight bytes at a time; almost every text of a lead takes this road (text.hpp tells what folding is).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace leadflow {

inline constexpr std::uint64_t kHighBits = 0x8080808080808080u;

// The word with its ASCII capitals in lower case, every byte on its own (after Mycroft).
constexpr std::uint64_t lowerWord(std::uint64_t word) {
  const std::uint64_t low = word & ~kHighBits;
  const std::uint64_t from_a = low + 0x3f3f3f3f3f3f3f3fu;   // high bit: >= 'A'
  const std::uint64_t above_z = low + 0x2525252525252525u;  // high bit: > 'Z'
  return word | (((from_a ^ above_z) & ~word & kHighBits) >> 2);
}

constexpr char lowerAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

struct FoldAscii {
  bool ascii;    // no byte above 0x7f; else `to` is unfinished
  bool changed;  // some letter was a capital
};

// Writes the lower-case form of size bytes to `to`, which does not overlap `from`.
inline FoldAscii foldAscii(const char* from, std::size_t size, char* to) {
  std::uint64_t all = 0, differs = 0;
  std::size_t at = 0;
  for (; at + 8 <= size; at += 8) {
    std::uint64_t word;
    std::memcpy(&word, from + at, 8);
    const std::uint64_t lower = lowerWord(word);
    all |= word;
    differs |= word ^ lower;
    std::memcpy(to + at, &lower, 8);
  }
  for (; at < size; ++at) {
    const char lower = lowerAscii(from[at]);
    all |= static_cast<unsigned char>(from[at]);
    differs |= static_cast<unsigned char>(from[at] ^ lower);
    to[at] = lower;
  }
  return {(all & kHighBits) == 0, differs != 0};
}

}  // namespace leadflow
