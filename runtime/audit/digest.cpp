#include "runtime/audit/digest.hpp"

#include <openssl/evp.h>

#include <array>

namespace leadflow::audit {
namespace {

/// Feeds pieces into one digest, each behind its length, so that no two lists of pieces look alike.
class Digest {
 public:
  Digest() : context_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context_, EVP_sha256(), nullptr); }
  ~Digest() { EVP_MD_CTX_free(context_); }
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;
  void raw(std::string_view bytes) { EVP_DigestUpdate(context_, bytes.data(), bytes.size()); }
  void line(std::string_view bytes) {
    raw(std::to_string(bytes.size()));
    raw(":");
    raw(bytes);
    raw("\n");
  }
  std::string hex() {
    std::array<unsigned char, 32> bytes{};
    unsigned int size = 0;
    EVP_DigestFinal_ex(context_, bytes.data(), &size);
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(64);
    for (const unsigned char byte : bytes) {
      text += digits[byte >> 4];
      text += digits[byte & 15];
    }
    return text;
  }

 private:
  EVP_MD_CTX* context_;
};

}  // namespace

std::string sha256(std::string_view bytes) {
  Digest digest;
  digest.raw(bytes);
  return digest.hex();
}

std::string commit(std::string_view salt, std::string_view value) {
  Digest digest;
  digest.line(salt);
  digest.line(value);
  return digest.hex();
}

std::string entryHash(const port::JournalEntry& entry) {
  Digest digest;
  digest.line(entry.previous);
  digest.line(entry.lead);
  digest.line(std::to_string(entry.seq));
  digest.line(std::to_string(entry.at));
  digest.line(entry.kind);
  digest.line(entry.body);
  return digest.hex();
}

std::string anchorHash(const port::Anchor& anchor) {
  Digest digest;
  digest.line(anchor.previous);
  digest.line(std::to_string(anchor.number));
  digest.line(std::to_string(anchor.at));
  digest.line(std::to_string(anchor.entries));
  digest.line(anchor.root);
  return digest.hex();
}

}  // namespace leadflow::audit
