#include "runtime/audit/merkle.hpp"

#include "runtime/audit/digest.hpp"

namespace leadflow::audit {
namespace {

std::string leaf(const std::string& hash) { return sha256(std::string("\0", 1) + hash); }
std::string node(const std::string& left, const std::string& right) { return sha256("\1" + left + right); }

/// The largest power of two below `count`.
std::size_t split(std::size_t count) {
  std::size_t half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

std::string rootOf(const std::vector<std::string>& hashes, std::size_t begin, std::size_t end) {
  if (end - begin == 1) return leaf(hashes[begin]);
  const std::size_t middle = begin + split(end - begin);
  return node(rootOf(hashes, begin, middle), rootOf(hashes, middle, end));
}

void proofOf(const std::vector<std::string>& hashes, std::size_t begin, std::size_t end, std::size_t index, std::vector<std::string>& proof) {
  if (end - begin == 1) return;
  const std::size_t middle = begin + split(end - begin);
  if (index < middle) {
    proofOf(hashes, begin, middle, index, proof);
    proof.push_back(rootOf(hashes, middle, end));
  } else {
    proofOf(hashes, middle, end, index, proof);
    proof.push_back(rootOf(hashes, begin, middle));
  }
}

/// The root that a leaf and its proof lead to; empty when the proof has the wrong length.
std::string climb(const std::string& hash, std::size_t index, std::size_t count, const std::vector<std::string>& proof, std::size_t used) {
  if (count == 1) return used == 0 ? leaf(hash) : std::string();
  if (used == 0) return {};
  const std::size_t half = split(count);
  const std::string& beside = proof[used - 1];
  const bool left = index < half;
  const std::string below = left ? climb(hash, index, half, proof, used - 1) : climb(hash, index - half, count - half, proof, used - 1);
  if (below.empty()) return {};
  return left ? node(below, beside) : node(beside, below);
}

}  // namespace

std::string merkleRoot(const std::vector<std::string>& hashes) {
  return hashes.empty() ? sha256("") : rootOf(hashes, 0, hashes.size());
}

std::vector<std::string> inclusionProof(const std::vector<std::string>& hashes, std::size_t index) {
  std::vector<std::string> proof;
  if (index < hashes.size()) proofOf(hashes, 0, hashes.size(), index, proof);
  return proof;
}

bool included(const std::string& hash, std::size_t index, std::size_t count, const std::vector<std::string>& proof, const std::string& root) {
  return index < count && climb(hash, index, count, proof, proof.size()) == root;
}

}  // namespace leadflow::audit
