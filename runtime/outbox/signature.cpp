#include "runtime/outbox/signature.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <charconv>

namespace leadflow::outbox {

namespace {

using Digest = std::array<unsigned char, 32>;

std::string hex(const Digest& digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const unsigned char byte : digest) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

const unsigned char* bytesOf(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string sha256Hex(std::string_view bytes) {
  Digest digest{};
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return hex(digest);
}

std::string hmacSha256Hex(std::string_view secret, std::string_view bytes) {
  Digest digest{};
  static constexpr unsigned char kNothing = 0;  // OpenSSL takes a null key for "the former key"
  HMAC(EVP_sha256(), secret.empty() ? static_cast<const void*>(&kNothing) : secret.data(), static_cast<int>(secret.size()),
       bytesOf(bytes), bytes.size(), digest.data(), nullptr);
  return hex(digest);
}

std::string signatureOf(std::string_view secret, std::int64_t unix_seconds, std::string_view body) {
  const std::string time = std::to_string(unix_seconds);
  std::string signed_text = time + '.';
  signed_text += body;
  return "t=" + time + ",v1=" + hmacSha256Hex(secret, signed_text);
}

bool signatureHolds(std::string_view header, std::string_view secret, std::string_view body, std::int64_t now_s,
                    std::int64_t tolerance_s) {
  if (!header.starts_with("t=")) return false;
  std::int64_t time = 0;
  const auto [end, problem] = std::from_chars(header.data() + 2, header.data() + header.size(), time);
  if (problem != std::errc{}) return false;
  if (time < now_s - tolerance_s || time > now_s + tolerance_s) return false;
  const std::string expected = signatureOf(secret, time, body);
  return header.size() == expected.size() && CRYPTO_memcmp(header.data(), expected.data(), expected.size()) == 0;
}

}  // namespace leadflow::outbox
