// How a receiver can tell that a call is ours, and fresh: HMAC-SHA-256 over the time and the body with a shared secret.
//
//     X-LeadFlow-Signature: t=1772463600,v1=5f0c…            v1 = hex(hmac_sha256(secret, "1772463600." + body))
//
// The scheme is the one that Stripe made common, so receivers have libraries for it; `v1` leaves room for another.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace leadflow::outbox {

std::string sha256Hex(std::string_view bytes);
std::string hmacSha256Hex(std::string_view secret, std::string_view bytes);

/// The header's value for a body sent at `unix_seconds`.
std::string signatureOf(std::string_view secret, std::int64_t unix_seconds, std::string_view body);

/// Whether a header's value was made with the secret for this body, at most `tolerance_s` seconds from `now_s`. Compares in
/// constant time. For receivers written in C++ and for tests.
bool signatureHolds(std::string_view header, std::string_view secret, std::string_view body, std::int64_t now_s,
                    std::int64_t tolerance_s = 300);

}  // namespace leadflow::outbox
