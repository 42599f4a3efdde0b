// ExactSum: the sum of scaled int64 values in 128 bits. Commutative, mergeable, the same bytes in any order.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "staysail/base/int128.hpp"
#include "staysail/base/result.hpp"

namespace staysail {

class ExactSum {
 public:
  void add(std::int64_t scaled) {
    sum_ += scaled;
    ++count_;
  }
  void merge(const ExactSum& other) {
    sum_ += other.sum_;
    count_ += other.count_;
  }
  std::uint64_t count() const { return count_; }
  Int128 sum() const { return sum_; }

  // The sum brought from scale `from` to `to`, half-even; `amount_overflow` past int64.
  Result<std::int64_t> total(int from, int to) const;
  // sum / count at scale `to`, rounded half-even once; `degenerate_input` for no values.
  Result<std::int64_t> mean(int from, int to) const;

  // The state as 25 bytes: version 1, then sum and count little-endian. read() refuses others
  // (`malformed_record`), and a sum that its count of values, at most 2^48, cannot come to.
  std::array<std::uint8_t, 25> bytes() const;
  static Result<ExactSum> read(std::span<const std::uint8_t> bytes);

 private:
  Int128 sum_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace staysail
