// A Merkle tree over the hashes of journal entries (RFC 6962: leaves and nodes are told apart, a list of any length has one
// root). An anchor's root stands for every entry of its minute; an inclusion proof shows that an entry is under a root without
// showing the others.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace leadflow::audit {

/// The root over hex hashes in order; of none: the hash of nothing.
std::string merkleRoot(const std::vector<std::string>& hashes);

/// The hashes beside the way from leaf `index` up to the root.
std::vector<std::string> inclusionProof(const std::vector<std::string>& hashes, std::size_t index);

/// Whether `hash` is leaf `index` of the `count` leaves under `root`.
bool included(const std::string& hash, std::size_t index, std::size_t count, const std::vector<std::string>& proof, const std::string& root);

}  // namespace leadflow::audit
