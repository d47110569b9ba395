// The form in which names of countries, states and currencies are looked up: lower case without accents, dots,
// apostrophes and parentheses; runs of spaces, commas, `-`, `_` and `/` are one space; `&` is `and`; a leading `the` is
// dropped. "Côte d'Ivoire" and "COTE D IVOIRE" differ, since an apostrophe joins; the tables list what people write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace leadflow {

// The key of a written name in a buffer on the stack. A name that does not fit matches nothing: no real one is so long.
class PlaceKey {
 public:
  explicit PlaceKey(std::string_view written);

  std::string_view text() const { return {bytes_ + start_, size_ - start_}; }
  bool fits() const { return fits_; }

 private:
  void put(char c);

  static constexpr std::size_t kMaxSize = 128;
  char bytes_[kMaxSize];
  std::size_t size_ = 0, start_ = 0;
  bool fits_ = true, gap_ = false;
};

// Keys to indices; built once, then only read.
class PlaceTable {
 public:
  explicit PlaceTable(std::size_t expected);

  // The first owner of a key keeps it; whether this one got it (or had it already).
  bool add(std::string_view written, int index);
  // Each of the spellings between `|`.
  void addAll(std::string_view spellings, int index);

  int find(std::string_view written) const;

 private:
  struct Entry {
    std::uint64_t hash;
    std::uint32_t offset, size;
    std::int32_t index;  // -1: empty
  };
  std::size_t slotOf(std::string_view key, std::uint64_t hash) const;

  std::vector<char> bytes_;
  std::vector<Entry> entries_;  // a power of two, never more than half full
  std::size_t used_ = 0;
};

}  // namespace leadflow
