#include "runtime/bytecode/codec.hpp"

#include <bit>
#include <cstring>
#include <type_traits>

#include "runtime/bytecode/members.hpp"
#include "runtime/value/hash.hpp"

namespace leadflow::bytecode {
namespace {

static_assert(std::endian::native == std::endian::little, "the .lfb format is little endian");

constexpr char kMagic[4] = {'L', 'F', 'B', '1'};
constexpr std::size_t kHeader = 4 + 4 + 8 + 8;  // magic, version, length, checksum

/// Runs of such values are copied as they lie in memory.
template <class T>
inline constexpr bool kFlat = (std::is_integral_v<T> && !std::is_same_v<T, bool>) || std::is_same_v<T, Instruction>;
static_assert(sizeof(Instruction) == 8 && std::is_trivially_copyable_v<Instruction>);

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  template <class... T>
  void operator()(T&... values) { (write(values), ...); }

 private:
  void raw(const void* data, std::size_t size) { out_.append(static_cast<const char*>(data), size); }
  template <class T>
  void write(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      out_.push_back(value ? '\1' : '\0');
    } else if constexpr (std::is_enum_v<T>) {
      out_.push_back(static_cast<char>(value));
    } else if constexpr (std::is_integral_v<T>) {
      raw(&value, sizeof value);
    } else {
      members(*this, value);
    }
  }
  void write(std::string& text) {
    auto size = static_cast<std::uint32_t>(text.size());
    write(size);
    raw(text.data(), text.size());
  }
  template <class T>
  void write(std::vector<T>& items) {
    auto size = static_cast<std::uint32_t>(items.size());
    write(size);
    if constexpr (kFlat<T>) {
      raw(items.data(), items.size() * sizeof(T));
    } else {
      for (T& item : items) write(item);
    }
  }
  std::string& out_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}
  template <class... T>
  void operator()(T&... values) { (read(values), ...); }
  bool ok() const { return ok_; }
  bool atEnd() const { return left_.empty(); }

 private:
  bool take(void* to, std::size_t size) {
    if (!ok_ || size > left_.size()) return ok_ = false;
    if (size > 0) std::memcpy(to, left_.data(), size);
    left_.remove_prefix(size);
    return true;
  }
  template <class T>
  void read(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      std::uint8_t byte = 0;
      take(&byte, 1);
      if (byte > 1) ok_ = false;
      value = byte == 1;
    } else if constexpr (std::is_enum_v<T>) {
      static_assert(kEnumCount<T> > 0 && sizeof(T) == 1);
      std::uint8_t byte = 0;
      take(&byte, 1);
      if (byte >= kEnumCount<T>) ok_ = false, byte = 0;
      value = static_cast<T>(byte);
    } else if constexpr (std::is_integral_v<T>) {
      value = 0;
      take(&value, sizeof value);
    } else {
      // Parts inside parts inside parts: an action's `otherwise` is an action. A damaged file must not exhaust the stack.
      if (++depth_ > kMaxDepth) ok_ = false;
      if (ok_) members(*this, value);
      --depth_;
    }
  }
  void read(std::string& text) {
    const std::uint32_t size = length();
    if (size > left_.size()) { ok_ = false; return; }
    text.assign(left_.data(), size);
    left_.remove_prefix(size);
  }
  template <class T>
  void read(std::vector<T>& items) {
    const std::uint32_t size = length();
    if constexpr (kFlat<T>) {
      if (std::uint64_t{size} * sizeof(T) > left_.size()) { ok_ = false; return; }
      items.resize(size);
      take(items.data(), items.size() * sizeof(T));
    } else {
      // Every item takes at least a byte, so a false length ends with the file; memory grows with what was really read.
      if (size > left_.size()) { ok_ = false; return; }
      for (std::uint32_t i = 0; ok_ && i < size; ++i) read(items.emplace_back());
    }
  }
  std::uint32_t length() {
    std::uint32_t size = 0;
    take(&size, sizeof size);
    return ok_ ? size : 0;
  }
  std::string_view left_;
  static constexpr int kMaxDepth = 64;
  int depth_ = 0;
  bool ok_ = true;
};

template <class T>
T load(std::string_view bytes, std::size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

}  // namespace

std::string encode(const Chunk& chunk) {
  std::string out(kHeader, '\0');
  Writer writer(out);
  members(writer, const_cast<Chunk&>(chunk));  // a Writer changes nothing
  const std::uint64_t length = out.size() - kHeader;
  const std::uint64_t checksum = fnv1a64(std::string_view(out).substr(kHeader));
  std::memcpy(out.data(), kMagic, 4);
  std::memcpy(out.data() + 4, &kFormatVersion, 4);
  std::memcpy(out.data() + 8, &length, 8);
  std::memcpy(out.data() + 16, &checksum, 8);
  return out;
}

std::uint32_t formatOf(std::string_view bytes) {
  return bytes.size() < kHeader || std::memcmp(bytes.data(), kMagic, 4) != 0 ? 0 : load<std::uint32_t>(bytes, 4);
}

std::size_t wholeSize(std::string_view first) {
  constexpr std::uint64_t kLargest = std::uint64_t{1} << 30;
  const std::size_t shown = std::min(first.size(), sizeof kMagic);
  if (first.size() < kHeader || std::memcmp(first.data(), kMagic, shown) != 0) return kHeader;
  return kHeader + static_cast<std::size_t>(std::min(load<std::uint64_t>(first, 8), kLargest));
}

Decoded decode(std::string_view bytes) {
  Decoded decoded;
  const auto refuse = [&](std::string why) {
    decoded.error = std::move(why);
    decoded.chunk = {};
    return std::move(decoded);
  };
  if (bytes.size() < 4 || std::memcmp(bytes.data(), kMagic, 4) != 0) return refuse("not a compiled playbook");
  if (bytes.size() < kHeader) return refuse("damaged: the file is cut short");
  const auto version = load<std::uint32_t>(bytes, 4);
  if (version != kFormatVersion)
    return refuse("made by format " + std::to_string(version) + ", this reads " + std::to_string(kFormatVersion));
  const auto length = load<std::uint64_t>(bytes, 8);
  const std::string_view payload = bytes.substr(kHeader);
  if (length > payload.size()) return refuse("damaged: the file is cut short");
  if (length < payload.size()) return refuse("damaged: bytes follow the end");
  if (load<std::uint64_t>(bytes, 16) != fnv1a64(payload)) return refuse("damaged: checksum differs");
  Reader reader(payload);
  members(reader, decoded.chunk);
  if (!reader.ok() || !reader.atEnd()) return refuse("damaged: its parts do not fit together");
  decoded.ok = true;
  return decoded;
}

}  // namespace leadflow::bytecode
