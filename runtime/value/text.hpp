// Text: what a lead's words look like in memory, so that comparing them costs almost nothing.
//
// LeadFlow compares text without regard to case and surrounding white space (NFC, Unicode simple folding):
//
//     +25 when industry in target_industries       # "  SOFTWARE " is in ["Software", ...]
//
// That work is done once, when a record is read: a text slot is the address of a TextCell that holds the trimmed
// original, its folded form, a hash, and the number that the folded form has among the program's constants. A
// comparison with a constant is then a comparison of two integers. Cells live in an Arena that is reset after each
// batch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "runtime/value/slot.hpp"

namespace leadflow {

// INVARIANT: raw and folded are valid UTF-8 (makeText repairs). For type `code`, folded has the bytes of raw.
// INVARIANT: symbol was looked up in the program's SymbolTable (0: not there), so differing symbols mean differing
// texts.
struct TextCell {
  const char* raw;
  const char* folded;
  std::uint32_t raw_size;
  std::uint32_t folded_size;
  std::uint32_t symbol;
  std::uint32_t hash;  // hashText(folded)

  std::string_view rawText() const { return {raw, raw_size}; }
  std::string_view foldedText() const { return {folded, folded_size}; }
};

inline const TextCell* textOf(Slot slot) { return pointerOfSlot<TextCell>(slot); }
inline Slot slotOf(const TextCell* cell) { return slotOfPointer(cell); }

// A bump allocator in blocks. reset() keeps the blocks, so a steady state allocates nothing. Nothing is destroyed: only
// trivially destructible things live here.
class Arena {
 public:
  explicit Arena(std::size_t block_size = 64 * 1024) : block_size_(block_size) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&&) noexcept = default;
  Arena& operator=(Arena&&) noexcept = default;

  void* allocate(std::size_t size, std::size_t align = alignof(std::max_align_t)) {
    const std::uintptr_t start = (cursor_ + (align - 1)) & ~(std::uintptr_t{align} - 1);
    if (start + size > end_ || start < cursor_ || cursor_ == 0) return allocateSlow(size, align);
    cursor_ = start + size;
    return reinterpret_cast<void*>(start);
  }

  // Gives back the tail of the newest allocation: `used` of its bytes stay.
  void shrinkLast(void* allocation, std::size_t used) { cursor_ = reinterpret_cast<std::uintptr_t>(allocation) + used; }

  template <class T, class... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return ::new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }
  template <class T>
  T* makeArray(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    return ::new (allocate(sizeof(T) * count, alignof(T))) T[count];
  }
  std::string_view copy(std::string_view text);

  // Everything handed out becomes invalid; the blocks stay for the next batch.
  void reset();

  // Bytes held in blocks, used or not.
  std::size_t capacity() const;

 private:
  void* allocateSlow(std::size_t size, std::size_t align);

  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size;
  };
  std::vector<Block> blocks_;
  std::size_t next_block_ = 0;
  std::uintptr_t cursor_ = 0, end_ = 0;
  std::size_t block_size_;
};

// Fast 32-bit hash of the bytes, the same on every machine; not for adversaries.
std::uint32_t hashText(std::string_view text);

// The program's text constants, built once. Ids count from 1; 0 means "not a constant". Texts are given folded (or, for
// constants of type `code`, as they stand).
class SymbolTable {
 public:
  SymbolTable() = default;
  explicit SymbolTable(
      const std::vector<std::string>& folded_texts);  // id = position + 1; a repeated text keeps its first id

  // Adds a text while the table is being built; its id, new or old.
  std::uint32_t add(std::string_view folded);

  std::uint32_t find(std::string_view folded, std::uint32_t hash) const;
  std::uint32_t find(std::string_view folded) const { return find(folded, hashText(folded)); }

  std::uint32_t size() const { return static_cast<std::uint32_t>(entries_.size()); }
  std::string_view text(std::uint32_t id) const;  // id in 1..size()

 private:
  void grow();
  struct Entry {
    std::uint32_t offset, size, hash;
  };
  std::string bytes_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> buckets_;  // ids, 0 empty; a power of two, at most half full
};

// NFC and Unicode simple case folding; ß stays ß, ẞ becomes ß, Σ and final ς both become σ, İ stays İ. Bytes that are
// not UTF-8 become U+FFFD. Does not trim. fold(fold(x)) == fold(x).
std::string fold(std::string_view text);
std::string_view foldInto(Arena& arena, std::string_view text);

// Without Unicode white space at both ends (no-break spaces, U+FEFF, zero-width space too).
std::string_view trim(std::string_view text);

// What a text constant is compared by: fold(trim(text)).
std::string normalText(std::string_view text);

bool isValidUtf8(std::string_view text);
bool isAscii(std::string_view text);

// The text with every ill-formed byte sequence replaced by U+FFFD.
std::string repairUtf8(std::string_view text);

// Reads the code point at `at` and moves past it; an ill-formed sequence gives U+FFFD and moves past its longest valid
// start (Unicode's recommended practice). `at` must be below text.size().
char32_t decodeUtf8(std::string_view text, std::size_t& at);
void appendUtf8(std::string& out, char32_t code_point);

// A cell for a record's text, trimmed, copied into the arena, folded and looked up.
TextCell* makeText(Arena& arena, const SymbolTable& symbols, std::string_view original);
// The same for type `code`, which compares exactly.
TextCell* makeCode(Arena& arena, const SymbolTable& symbols, std::string_view original);

bool equalBytes(const TextCell& a, const TextCell& b);

// Whether two texts are the same to LeadFlow. Bytes are compared only when neither is a constant of the program.
inline bool equalText(const TextCell& a, const TextCell& b) {
  if ((a.symbol | b.symbol) != 0) return a.symbol == b.symbol;
  return &a == &b || (a.hash == b.hash && equalBytes(a, b));
}

// A set of texts (a rep's skills): the symbols of those that are constants of the program, ascending; they stand right
// behind the count.
struct TextSet {
  std::uint32_t count;

  const std::uint32_t* symbols() const { return reinterpret_cast<const std::uint32_t*>(this + 1); }
  const std::uint32_t* begin() const { return symbols(); }
  const std::uint32_t* end() const { return symbols() + count; }
  bool contains(std::uint32_t symbol) const;
};

// Symbols may come in any order and repeat; zeros are dropped.
TextSet* makeTextSet(Arena& arena, std::vector<std::uint32_t> symbols);

inline const TextSet* textSetOf(Slot slot) { return pointerOfSlot<TextSet>(slot); }

}  // namespace leadflow
