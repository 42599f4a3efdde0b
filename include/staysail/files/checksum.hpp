// Checksum: the digests that operators put beside their files. They tell a damaged transfer; MD5, SHA-1 and CRC-32 are
// no defence against somebody who means it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "staysail/base/result.hpp"

namespace staysail {

enum class ChecksumKind : std::uint8_t { crc32, md5, sha1, sha256 };

// "crc32", "md5", "sha1", "sha256"; `not_found` that lists the names.
std::string_view name_of(ChecksumKind kind) noexcept;
Result<ChecksumKind> checksum_kind_of(std::string_view name);

// Fed with blocks. Owned by one thread.
class Checksum {
 public:
  // `unsupported` where the cryptographic library forbids the kind.
  static Result<Checksum> of(ChecksumKind kind);
  ~Checksum();
  Checksum(Checksum&&) noexcept;
  Checksum& operator=(Checksum&&) noexcept;

  ChecksumKind kind() const;
  void add(std::string_view bytes);
  // In small hexadecimal digits. Call once, at the end.
  std::string finish();

 private:
  class State;
  explicit Checksum(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace staysail
