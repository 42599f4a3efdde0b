// Gzip: a packed file as the bytes that were packed, a block at a time. Several members one after the other are one
// text (RFC 1952); zero bytes may follow the last.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "staysail/files/byte_source.hpp"

namespace staysail {

// What unpacking may cost: a few kilobytes can hold petabytes of nothing.
struct GzipLimits {
  std::uint64_t max_bytes = std::uint64_t{64} << 30;  // unpacked
  // Unpacked bytes for each packed one; looked at from 16 MiB of unpacked bytes on.
  std::uint64_t max_ratio = 200;

  // `invalid_argument` for a limit of zero.
  Status validate() const;
};

// Reads on from `packed` as it is asked for bytes. Errors of read(): `malformed_file` for what is no gzip, is cut or
// fails its checksum, with the byte offset; `limit_exceeded`; those of `packed`. After an error every further read
// fails the same way. `name` stands for the file in errors.
Result<std::unique_ptr<ByteSource>> gzip_source(std::unique_ptr<ByteSource> packed, std::string name,
                                                const GzipLimits& limits = {});

// A text packed as one member.
Result<std::string> gzip_packed(std::string_view text);

}  // namespace staysail
