// Encodings of input text, and their streaming decoders to UTF-8.
//
// The edition of GB18030 is 2005, as the C library has it (A8BC is U+1E3F; the edition of 2000 writes it in four
// bytes). GBK is its two-byte part, in which the C library reads the single byte 80 as the euro sign.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail {

enum class Encoding : std::uint8_t { utf8, gb18030, gbk, sniffed };

// "utf-8", "gb18030", "gbk", "sniffed": as written in a mapping.
std::string_view name_of(Encoding encoding) noexcept;
// The reverse, in any case and also "utf8" or "gb2312"; `invalid_argument` that lists the names.
Result<Encoding> encoding_of(std::string_view name);

// How many bytes at the start of an input sniff() needs to see.
inline constexpr std::size_t kSniffedBytes = 64 * 1024;

// utf8 when `start` (the first bytes of an input; a character cut at its end is no fault) is valid UTF-8, else gb18030.
Encoding sniff(std::string_view start);

// Text decoded so far, and how it lies in the source.
struct DecodedText {
  // From `text_offset` on, text and source advance in step, byte by byte: to the next fault in UTF-8, to the next
  // character that is not ASCII elsewhere.
  struct Run {
    std::size_t text_offset;
    std::uint64_t source_offset;
  };
  // A byte that starts no character of the encoding; U+FFFD stands in its place.
  struct Fault {
    std::size_t text_offset;
    std::uint64_t source_offset;
  };
  std::string text;
  std::vector<Run> runs;      // ascending
  std::vector<Fault> faults;  // ascending
};

// Decodes a stream of blocks; how the stream is cut never changes the result. A byte order mark at the start is left
// out. A malformed sequence costs one byte, so a delimiter after it is always seen. Owned by one thread.
class Decoder {
 public:
  virtual ~Decoder() = default;
  // Appends to `out`. A character cut at the end of `bytes` waits for the next call; `last` says that none follows; a
  // further call starts a new text, whose offsets go on counting.
  virtual void decode(std::string_view bytes, bool last, DecodedText& out) = 0;
};

// Precondition: not `sniffed`. `unsupported` when the C library lacks the encoding.
Result<std::unique_ptr<Decoder>> make_decoder(Encoding encoding);

// A whole text as UTF-8; `malformed_encoding` that names the line and byte offset of the first bad byte.
Result<std::string> decode_all(std::string_view bytes, Encoding encoding, const std::string& name);

}  // namespace staysail
