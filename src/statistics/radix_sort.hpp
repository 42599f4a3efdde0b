// Sorts int64 values by radix passes over order-preserving keys; bytes in which no two values differ cost no pass.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace staysail::statistics {

// Flips the sign bit: the unsigned order of keys is the signed order of values.
inline std::uint64_t order_key(std::int64_t value) { return static_cast<std::uint64_t>(value) ^ (1ULL << 63); }
inline std::int64_t value_of_key(std::uint64_t key) { return static_cast<std::int64_t>(key ^ (1ULL << 63)); }

// The bits in which some two keys differ.
inline std::uint64_t varying_bits(const std::vector<std::uint64_t>& keys) {
  std::uint64_t any = 0;
  std::uint64_t all = ~0ULL;
  for (const std::uint64_t key : keys) {
    any |= key;
    all &= key;
  }
  return any ^ all;
}

// One stable counting pass over eight bits.
inline void radix_pass(const std::vector<std::uint64_t>& from, std::vector<std::uint64_t>& to, int shift) {
  std::array<std::size_t, 257> starts{};
  for (const std::uint64_t key : from) ++starts[((key >> shift) & 0xFF) + 1];
  for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
  for (const std::uint64_t key : from) to[starts[(key >> shift) & 0xFF]++] = key;
}

inline void radix_sort(std::vector<std::uint64_t>& keys) {
  if (keys.empty()) return;
  const std::uint64_t varying = varying_bits(keys);
  std::vector<std::uint64_t> other(keys.size());
  for (int shift = 0; shift < 64; shift += 8) {
    if (((varying >> shift) & 0xFF) == 0) continue;
    radix_pass(keys, other, shift);
    keys.swap(other);
  }
}

}  // namespace staysail::statistics
