// Hashes that are the same on every machine and in every release.
//
// FNV-1a decides splits and pilots (`split 70% ...` hashes `name/lead-id`), so it may never change; mixHash spreads
// integers over hash tables.
#pragma once

#include <cstdint>
#include <string_view>

namespace leadflow {

inline constexpr std::uint64_t kFnvOffset = 0xcbf29ce484222325u;
inline constexpr std::uint64_t kFnvPrime = 0x100000001b3u;

// 64-bit FNV-1a; pass a former result as `seed` to go on where it stopped.
constexpr std::uint64_t fnv1a64(std::string_view bytes, std::uint64_t seed = kFnvOffset) {
  std::uint64_t hash = seed;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * kFnvPrime;
  return hash;
}

// A bijection whose output bits all depend on all input bits (the finaliser of SplitMix64).
constexpr std::uint64_t mixHash(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
  return value ^ (value >> 31);
}

constexpr std::uint64_t combineHash(std::uint64_t seed, std::uint64_t value) {
  return mixHash(seed + 0x9e3779b97f4a7c15u + value);
}

}  // namespace leadflow
