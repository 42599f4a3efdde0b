// A batch as bytes, and back: how chunks of facts lie in stores and cross between processes.
//
// Layout, version 1 (integers little-endian; counts, lengths and zig-zag numbers as varints):
//   the byte 1; rows; columns; then per column: name, unit, type (one byte), scale (one byte), 1 if it has nulls, then
//   the validity bits; then values: integers as offsets from a base or as deltas, in the narrowest of 0, 1, 2, 4, 8
//   bytes; booleans as bits; reals as their 8 bytes; text as a dictionary (each entry: length shared with the one
//   before, further length, bytes) and codes.
// Only the strings that occur are kept, in order of first use: batches with equal rows and schema have equal bytes,
// whatever they were cut from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/columns/batch.hpp"

namespace staysail {

std::string encode_batch(const Batch& batch);

// What bytes of unknown origin may at most unfold to.
struct DecodeLimits {
  std::uint64_t rows = std::uint64_t{1} << 26;
  std::uint64_t columns = 4096;
  std::uint64_t bytes = std::uint64_t{1} << 31;  // memory of all columns and strings together
};

// `malformed_record` when the bytes are cut, damaged or of an unknown version; `limit_exceeded` when they unfold to
// more than `limits` allow, found before the memory is taken.
Result<Batch> decode_batch(std::string_view bytes, const DecodeLimits& limits = {});
// Only the named columns, in the order of the bytes (none named: all); the values of the others are passed over unseen.
Result<Batch> decode_batch(std::string_view bytes, const std::vector<std::string>& columns,
                           const DecodeLimits& limits = {});

}  // namespace staysail
