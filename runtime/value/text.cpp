#include "runtime/value/text.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/value/text_fold.hpp"

namespace leadflow {
namespace {

std::uint64_t load64(const char* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

// White space of the BMP as Unicode has it, and two characters of no width that exports like to leave behind.
bool isSpace(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 9 && c <= 13);
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

TextCell* finish(TextCell* cell, const SymbolTable& symbols) {
  cell->hash = hashText(cell->foldedText());
  cell->symbol = symbols.find(cell->foldedText(), cell->hash);
  return cell;
}

constexpr std::size_t kMaxTextSize = UINT32_MAX / 4;  // folding may grow a text threefold

}  // namespace

// ----------------------------------------------------------------------------------------------------------------
// Arena

void* Arena::allocateSlow(std::size_t size, std::size_t align) {
  const auto fits = [&]() -> void* {
    const std::uintptr_t start = (cursor_ + (align - 1)) & ~(std::uintptr_t{align} - 1);
    if (start > end_ || size > end_ - start) return nullptr;
    cursor_ = start + size;
    return reinterpret_cast<void*>(start);
  };
  const auto open = [&](const Block& block) {
    cursor_ = reinterpret_cast<std::uintptr_t>(block.bytes.get());
    end_ = cursor_ + block.size;
  };
  while (next_block_ < blocks_.size()) {
    open(blocks_[next_block_++]);
    if (void* place = fits()) return place;
  }
  if (size > SIZE_MAX / 2) throw std::bad_alloc();
  const std::size_t wanted = std::max(block_size_, size + align);
  blocks_.push_back({std::unique_ptr<std::byte[]>(new std::byte[wanted]), wanted});
  open(blocks_.back());
  next_block_ = blocks_.size();
  return fits();
}

std::string_view Arena::copy(std::string_view text) {
  if (text.empty()) return {"", 0};
  auto* bytes = static_cast<char*>(allocate(text.size(), 1));
  std::memcpy(bytes, text.data(), text.size());
  return {bytes, text.size()};
}

void Arena::reset() {
  next_block_ = 0;
  cursor_ = end_ = 0;
}

std::size_t Arena::capacity() const {
  std::size_t total = 0;
  for (const Block& block : blocks_) total += block.size;
  return total;
}

// ----------------------------------------------------------------------------------------------------------
// SymbolTable

std::uint32_t hashText(std::string_view text) {
  constexpr std::uint64_t kOdd = 0x9fb21c651e98df25u;
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t hash = (left + 1) * 0x9e3779b97f4a7c15u;
  const auto take = [&hash](std::uint64_t word) {
    hash = (hash ^ word) * kOdd;
    hash ^= hash >> 32;
  };
  if (left >= 8) {
    const char* last = at + left - 8;
    for (; at < last; at += 8) take(load64(at));
    take(load64(last));
  } else {
    std::uint64_t word = 0;
    for (; left != 0; --left) word = word << 8 | static_cast<unsigned char>(at[left - 1]);
    take(word);
  }
  hash *= 0xd6e8feb86659fd93u;
  return static_cast<std::uint32_t>(hash >> 32);
}

SymbolTable::SymbolTable(const std::vector<std::string>& folded_texts) {
  for (const std::string& folded : folded_texts) {
    const std::uint32_t before = size();
    if (add(folded) <= before) {  // a repeated text keeps its first id; its own position stays in the count
      entries_.push_back(
          {static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(folded.size()), hashText(folded)});
      bytes_ += folded;
      if (entries_.size() * 2 > buckets_.size()) grow();
    }
  }
}

void SymbolTable::grow() {
  buckets_.assign(std::bit_ceil(std::max<std::size_t>(16, entries_.size() * 4)), 0);
  const std::size_t mask = buckets_.size() - 1;
  for (std::uint32_t id = 1; id <= entries_.size(); ++id) {
    const Entry& entry = entries_[id - 1];
    if (find(text(id), entry.hash) != 0) continue;  // a repeated text
    std::size_t slot = entry.hash & mask;
    while (buckets_[slot] != 0) slot = (slot + 1) & mask;
    buckets_[slot] = id;
  }
}

std::uint32_t SymbolTable::add(std::string_view folded) {
  const std::uint32_t hash = hashText(folded);
  if (const std::uint32_t known = find(folded, hash)) return known;
  entries_.push_back({static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(folded.size()), hash});
  bytes_ += folded;
  const std::uint32_t id = size();
  if (entries_.size() * 2 > buckets_.size()) {
    grow();
    return id;
  }
  const std::size_t mask = buckets_.size() - 1;
  std::size_t slot = hash & mask;
  while (buckets_[slot] != 0) slot = (slot + 1) & mask;
  buckets_[slot] = id;
  return id;
}

std::uint32_t SymbolTable::find(std::string_view folded, std::uint32_t hash) const {
  if (buckets_.empty()) return 0;
  const std::size_t mask = buckets_.size() - 1;
  for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    const std::uint32_t id = buckets_[slot];
    if (id == 0) return 0;
    const Entry& entry = entries_[id - 1];
    if (entry.hash == hash && entry.size == folded.size() &&
        std::memcmp(bytes_.data() + entry.offset, folded.data(), folded.size()) == 0) {
      return id;
    }
  }
}

std::string_view SymbolTable::text(std::uint32_t id) const {
  const Entry& entry = entries_[id - 1];
  return std::string_view(bytes_).substr(entry.offset, entry.size);
}

// ----------------------------------------------------------------------------------------------------------------
// cells

std::string_view trim(std::string_view text) {
  const auto visible = [](unsigned char c) { return c > ' ' && c < 0x7F; };
  if (!text.empty() && visible(text.front()) && visible(text.back())) return text;
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t next = begin;
    const auto first = static_cast<unsigned char>(text[begin]);
    if (first < 0x80 ? !isSpace(first) : !isSpace(decodeUtf8(text, next))) break;
    begin = first < 0x80 ? begin + 1 : next;
  }
  std::size_t end = text.size();
  while (end > begin) {
    std::size_t start = end - 1;
    while (start > begin && end - start < 3 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    std::size_t next = start;
    if (!isSpace(decodeUtf8(text, next)) || next != end) break;
    end = start;
  }
  return text.substr(begin, end - begin);
}

std::string normalText(std::string_view text) { return fold(trim(text)); }

TextCell* makeText(Arena& arena, const SymbolTable& symbols, std::string_view original) {
  std::string_view text = trim(original);
  if (text.size() > kMaxTextSize) text = text.substr(0, kMaxTextSize);
  const std::size_t size = text.size();
  auto* cell = static_cast<TextCell*>(arena.allocate(sizeof(TextCell) + 2 * size, alignof(TextCell)));
  char* raw = reinterpret_cast<char*>(cell + 1);
  char* folded = raw + size;
  if (size != 0) std::memcpy(raw, text.data(), size);
  const FoldAscii seen = foldAscii(raw, size, folded);
  if (!seen.ascii) {
    if (!isValidUtf8(text)) {
      const std::string repaired = repairUtf8(text);
      return makeText(arena, symbols, repaired);
    }
    arena.shrinkLast(cell, sizeof(TextCell) + size);
    const std::string_view wide = foldInto(arena, text);
    ::new (cell)
        TextCell{raw, wide.data(), static_cast<std::uint32_t>(size), static_cast<std::uint32_t>(wide.size()), 0, 0};
    return finish(cell, symbols);
  }
  if (!seen.changed) {
    folded = raw;
    arena.shrinkLast(cell, sizeof(TextCell) + size);
  }
  ::new (cell) TextCell{raw, folded, static_cast<std::uint32_t>(size), static_cast<std::uint32_t>(size), 0, 0};
  return finish(cell, symbols);
}

TextCell* makeCode(Arena& arena, const SymbolTable& symbols, std::string_view original) {
  std::string_view text = trim(original);
  if (text.size() > kMaxTextSize) text = text.substr(0, kMaxTextSize);
  std::string repaired;
  if (!isAscii(text) && !isValidUtf8(text)) text = repaired = repairUtf8(text);
  auto* cell = static_cast<TextCell*>(arena.allocate(sizeof(TextCell) + text.size(), alignof(TextCell)));
  char* raw = reinterpret_cast<char*>(cell + 1);
  if (!text.empty()) std::memcpy(raw, text.data(), text.size());
  const auto size = static_cast<std::uint32_t>(text.size());
  ::new (cell) TextCell{raw, raw, size, size, 0, 0};
  return finish(cell, symbols);
}

bool equalBytes(const TextCell& a, const TextCell& b) {
  return a.folded_size == b.folded_size && std::memcmp(a.folded, b.folded, a.folded_size) == 0;
}

bool TextSet::contains(std::uint32_t symbol) const { return symbol != 0 && std::binary_search(begin(), end(), symbol); }

TextSet* makeTextSet(Arena& arena, std::vector<std::uint32_t> symbols) {
  std::sort(symbols.begin(), symbols.end());
  symbols.erase(std::unique(symbols.begin(), symbols.end()), symbols.end());
  if (!symbols.empty() && symbols.front() == 0) symbols.erase(symbols.begin());
  const std::size_t bytes = symbols.size() * sizeof(std::uint32_t);
  void* place = arena.allocate(sizeof(TextSet) + bytes, alignof(TextSet));
  auto* set = ::new (place) TextSet{static_cast<std::uint32_t>(symbols.size())};
  if (bytes != 0) std::memcpy(set + 1, symbols.data(), bytes);
  return set;
}

}  // namespace leadflow
