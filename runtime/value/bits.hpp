// A set of places in a list, of any size: which points of a clock fired, which of its conditions held.
//
//     Bits held;  held.set(9, true);  held.has(9)  ->  true        stored as the whole number whose n-th bit is place n
#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

namespace leadflow {

class Bits {
 public:
  Bits() = default;
  Bits(std::initializer_list<std::size_t> places) {
    for (const std::size_t place : places) set(place, true);
  }
  bool has(std::size_t place) const { return place / kWord < words_.size() && (words_[place / kWord] >> (place % kWord) & 1U) != 0; }
  void set(std::size_t place, bool in) {
    if (in == has(place)) return;
    if (in && place / kWord >= words_.size()) words_.resize(place / kWord + 1);
    words_[place / kWord] ^= std::uint64_t{1} << (place % kWord);
    while (!words_.empty() && words_.back() == 0) words_.pop_back();   // so equal sets are equal
  }
  bool empty() const { return words_.empty(); }
  /// No place from here on is in it.
  std::size_t end() const {
    std::size_t end = words_.size() * kWord;
    while (end > 0 && !has(end - 1)) --end;
    return end;
  }
  friend bool operator==(const Bits&, const Bits&) = default;

 private:
  static constexpr std::size_t kWord = 64;
  std::vector<std::uint64_t> words_;
};

}  // namespace leadflow
