// The sum of the digests of a set of rows, modulo 2^128, with how many they are: what is missing, doubled or slipped in
// changes it. Rows are added and taken away in any order.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "staysail/base/digest.hpp"

namespace staysail::store {

struct RowSum {
  std::uint64_t rows = 0, high = 0, low = 0;

  void add(const Digest& digest) {
    low += digest.low;
    high += digest.high + (low < digest.low ? 1 : 0);
    ++rows;
  }
  void remove(const Digest& digest) {
    high -= digest.high + (low < digest.low ? 1 : 0);
    low -= digest.low;
    --rows;
  }
  friend bool operator==(const RowSum&, const RowSum&) = default;
};

}  // namespace staysail::store
