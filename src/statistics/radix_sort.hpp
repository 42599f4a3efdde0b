// Sorts rows by radix passes over their 64-bit keys, such as order-preserving ones of int64 values; bytes in which no
// two values differ cost no pass.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace staysail::statistics {

// Flips the sign bit: the unsigned order of keys is the signed order of values.
inline std::uint64_t order_key(std::int64_t value) { return static_cast<std::uint64_t>(value) ^ (1ULL << 63); }
inline std::int64_t value_of_key(std::uint64_t key) { return static_cast<std::int64_t>(key ^ (1ULL << 63)); }

// What a row is sorted by; overloads beside a row's type.
inline std::uint64_t sort_key(std::uint64_t key) { return key; }

// The bits in which some two keys differ.
template <class Row>
std::uint64_t varying_bits(const std::vector<Row>& rows) {
  std::uint64_t any = 0;
  std::uint64_t all = ~0ULL;
  for (const Row& row : rows) {
    any |= sort_key(row);
    all &= sort_key(row);
  }
  return any ^ all;
}

// One stable counting pass over eight bits.
template <class Row>
void radix_pass(const std::vector<Row>& from, std::vector<Row>& to, int shift) {
  std::array<std::size_t, 257> starts{};
  for (const Row& row : from) ++starts[((sort_key(row) >> shift) & 0xFF) + 1];
  for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
  for (const Row& row : from) to[starts[(sort_key(row) >> shift) & 0xFF]++] = row;
}

template <class Row>
void radix_sort(std::vector<Row>& rows) {
  if (rows.empty()) return;
  const std::uint64_t varying = varying_bits(rows);
  std::vector<Row> other(rows.size());
  for (int shift = 0; shift < 64; shift += 8) {
    if (((varying >> shift) & 0xFF) == 0) continue;
    radix_pass(rows, other, shift);
    rows.swap(other);
  }
}

}  // namespace staysail::statistics
