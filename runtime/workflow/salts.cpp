// Where the randomness of commitments comes from.
#include <sys/random.h>
#include <sys/types.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "runtime/value/hash.hpp"
#include "runtime/workflow/engine.hpp"

namespace leadflow::workflow {
namespace {

constexpr std::size_t kSaltBytes = 16;

void appendHex(std::string& out, const unsigned char* bytes, std::size_t count) {
  static constexpr char digits[] = "0123456789abcdef";
  for (std::size_t i = 0; i < count; ++i) {
    out += digits[bytes[i] >> 4];
    out += digits[bytes[i] & 15];
  }
}

/// Asks the operating system for a page at a time.
class SystemSalts final : public Salts {
 public:
  std::string salt(const std::string&, std::uint64_t, std::uint32_t) override {
    if (used_ == bytes_.size()) fill();
    std::string text;
    appendHex(text, bytes_.data() + used_, kSaltBytes);
    used_ += kSaltBytes;
    return text;
  }

 private:
  /// Without randomness no commitment may be made: guessable salts would give away what they hide.
  void fill() {
    for (std::size_t have = 0; have < bytes_.size();) {
      const ssize_t got = getrandom(bytes_.data() + have, bytes_.size() - have, 0);
      if (got > 0) have += static_cast<std::size_t>(got);
      else if (errno != EINTR) {
        std::fputs("leadflow: the operating system gives no random bytes\n", stderr);
        std::abort();
      }
    }
    used_ = 0;
  }
  std::array<unsigned char, 256 * kSaltBytes> bytes_{};
  std::size_t used_ = bytes_.size();
};

/// The finish of splitmix64: every bit of the input reaches every bit of the outcome.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

/// Depends on nothing but its place, so that a step done again after a crash commits to the same.
class SeededSalts final : public Salts {
 public:
  explicit SeededSalts(std::uint64_t seed) : seed_(seed) {}
  std::string salt(const std::string& lead, std::uint64_t seq, std::uint32_t number) override {
    const std::uint64_t place = mixed(mixed(mixed(seed_) ^ fnv1a64(lead)) ^ seq) ^ number;
    std::array<unsigned char, kSaltBytes> bytes{};
    for (std::size_t half = 0; half < 2; ++half) {
      const std::uint64_t word = mixed(place + half * 0x632be59bd9b4e019ULL);
      for (std::size_t i = 0; i < 8; ++i) bytes[half * 8 + i] = static_cast<unsigned char>(word >> (8 * i));
    }
    std::string text;
    appendHex(text, bytes.data(), bytes.size());
    return text;
  }

 private:
  std::uint64_t seed_;
};

}  // namespace

std::unique_ptr<Salts> systemSalts() { return std::make_unique<SystemSalts>(); }
std::unique_ptr<Salts> seededSalts(std::uint64_t seed) { return std::make_unique<SeededSalts>(seed); }

}  // namespace leadflow::workflow
