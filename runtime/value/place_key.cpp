#include "runtime/value/place_key.hpp"

#include <utf8proc.h>

#include <bit>

#include "runtime/value/hash.hpp"
#include "runtime/value/text.hpp"
#include "runtime/value/text_fold.hpp"

namespace leadflow {

void PlaceKey::put(char c) {
  if (c == ' ') {
    gap_ = size_ > 0;
    return;
  }
  if (size_ + 2 > kMaxSize) {
    fits_ = false;
    return;
  }
  if (gap_) bytes_[size_++] = ' ';
  gap_ = false;
  bytes_[size_++] = c;
}

PlaceKey::PlaceKey(std::string_view written) {
  for (std::size_t at = 0; at < written.size() && fits_;) {
    const char c = written[at];
    if (static_cast<unsigned char>(c) < 0x80) {
      ++at;
      switch (c) {
        case '.':
        case '\'':
        case '(':
        case ')':
        case '"': break;
        case ',': put(' '); break;
        case ' ':
        case '-':
        case '_':
        case '/':
        case '\t':
        case '\n':
        case '\r': put(' '); break;
        case '&': put(' '), put('a'), put('n'), put('d'), put(' '); break;
        default: put(lowerAscii(c));
      }
      continue;
    }
    const char32_t point = decodeUtf8(written, at);
    if (point == 0x2019 || point == 0x2018 || point == 0xB4) continue;  // typographic apostrophes
    utf8proc_int32_t plain[16];
    int boundary = 0;
    const auto count = utf8proc_decompose_char(
        static_cast<utf8proc_int32_t>(point), plain, 16,
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK), &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < 16; ++i) {
      utf8proc_uint8_t encoded[4];
      const auto size = utf8proc_encode_char(plain[i], encoded);
      const auto category = utf8proc_category(plain[i]);
      if (category == UTF8PROC_CATEGORY_ZS || plain[i] == 0xFEFF || plain[i] == 0x200B || plain[i] == 0x2013) {
        put(' ');
        continue;
      }
      for (utf8proc_ssize_t k = 0; k < size; ++k) put(static_cast<char>(encoded[k]));
    }
  }
  if (std::string_view(bytes_, size_).starts_with("the ")) start_ = 4;
}

PlaceTable::PlaceTable(std::size_t expected) { entries_.assign(std::bit_ceil(expected * 2 + 16), Entry{0, 0, 0, -1}); }

std::size_t PlaceTable::slotOf(std::string_view key, std::uint64_t hash) const {
  const std::size_t mask = entries_.size() - 1;
  for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    const Entry& entry = entries_[slot];
    if (entry.index < 0) return slot;
    if (entry.hash == hash && std::string_view(bytes_.data() + entry.offset, entry.size) == key) return slot;
  }
}

bool PlaceTable::add(std::string_view written, int index) {
  const PlaceKey key(written);
  if (!key.fits() || key.text().empty()) return false;
  if ((used_ + 1) * 2 > entries_.size()) {
    std::vector<Entry> old(entries_.size() * 2, Entry{0, 0, 0, -1});
    old.swap(entries_);
    for (const Entry& entry : old) {
      if (entry.index < 0) continue;
      entries_[slotOf({bytes_.data() + entry.offset, entry.size}, entry.hash)] = entry;
    }
  }
  const std::uint64_t hash = mixHash(fnv1a64(key.text()));
  Entry& entry = entries_[slotOf(key.text(), hash)];
  if (entry.index >= 0) return entry.index == index;
  entry = {hash, static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(key.text().size()), index};
  bytes_.insert(bytes_.end(), key.text().begin(), key.text().end());
  ++used_;
  return true;
}

void PlaceTable::addAll(std::string_view spellings, int index) {
  while (!spellings.empty()) {
    const std::size_t bar = spellings.find('|');
    add(spellings.substr(0, bar), index);
    spellings = bar == std::string_view::npos ? std::string_view{} : spellings.substr(bar + 1);
  }
}

int PlaceTable::find(std::string_view written) const {
  const PlaceKey key(written);
  if (!key.fits() || key.text().empty()) return -1;
  return entries_[slotOf(key.text(), mixHash(fnv1a64(key.text())))].index;
}

}  // namespace leadflow
