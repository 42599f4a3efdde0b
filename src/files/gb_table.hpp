// The one- and two-byte characters of GB18030 or GBK as UTF-8, asked of the C library once in a process.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "staysail/files/encoding.hpp"

namespace staysail::files {

// Up to four bytes of UTF-8; length 0 where the encoding has no character.
struct Utf8Bytes {
  std::array<char, 4> bytes{};
  std::uint8_t length = 0;
};

class GbTable {
 public:
  // Null when the C library lacks the encoding. Safe to call from many threads.
  static const GbTable* of(Encoding encoding);

  // `lead` 0x80..0xFF standing alone.
  const Utf8Bytes& single(unsigned char lead) const { return singles_[lead - 0x80u]; }
  // `lead` 0x81..0xFE, `trail` 0x40..0xFE.
  const Utf8Bytes& pair(unsigned char lead, unsigned char trail) const {
    return pairs_[(lead - kFirstLead) * kTrails + (trail - kFirstTrail)];
  }
  static bool is_lead(unsigned char byte) { return byte >= kFirstLead && byte <= 0xFE; }
  static bool is_trail(unsigned char byte) { return byte >= kFirstTrail && byte <= 0xFE && byte != 0x7F; }

 private:
  static constexpr std::size_t kFirstLead = 0x81, kLeads = 0xFE - 0x81 + 1;
  static constexpr std::size_t kFirstTrail = 0x40, kTrails = 0xFE - 0x40 + 1;
  bool fill(const char* iconv_name);

  std::array<Utf8Bytes, 128> singles_{};
  std::vector<Utf8Bytes> pairs_;
};

}  // namespace staysail::files
