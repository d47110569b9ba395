// SHA-256 as hex digits, and commitments to personal data: what a journal holds instead of the data.
//
//     {"email":{"$pii":"9f86d081…"}}        hash = SHA-256(salt + value); salt and value are kept apart and erased with the lead
#pragma once
#include <string>
#include <string_view>

#include "runtime/port/store.hpp"

namespace leadflow::audit {

/// 64 hex digits.
std::string sha256(std::string_view bytes);

/// The hash that a journal holds for a value under a salt.
std::string commit(std::string_view salt, std::string_view value);

/// The hash of an entry, over all that it says and the hash of the lead's entry before it.
std::string entryHash(const port::JournalEntry& entry);

/// The hash of an anchor, over its members and the hash of the anchor before it.
std::string anchorHash(const port::Anchor& anchor);

}  // namespace leadflow::audit
