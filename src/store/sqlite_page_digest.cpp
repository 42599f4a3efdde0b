#include "store/sqlite_page_digest.hpp"

#include <algorithm>

#include "staysail/base/digest.hpp"

namespace staysail::store {
namespace {

constexpr std::int64_t kSmallestPage = 512;

std::uint32_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

// Whether the words of a log stand with their high byte first, as its header says.
bool is_big_endian(std::string_view log_header) { return (byte_at(log_header, 3) & 1) != 0; }

template <bool big_endian>
std::uint32_t word_at(const char* bytes) {
  const auto byte = [&](int place) { return std::uint32_t{static_cast<unsigned char>(bytes[place])}; };
  if constexpr (big_endian) return byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
  else return byte(3) << 24 | byte(2) << 16 | byte(1) << 8 | byte(0);
}

// The checksums themselves are kept with the high byte first, whatever the order of the words.
std::uint32_t kept_word(std::string_view bytes, std::size_t at) {
  return byte_at(bytes, at) << 24 | byte_at(bytes, at + 1) << 16 | byte_at(bytes, at + 2) << 8 | byte_at(bytes, at + 3);
}

struct FrameSum {
  std::uint32_t first = 0, second = 0;

  template <bool big_endian>
  void add(std::string_view bytes) {
    const char* const end = bytes.data() + bytes.size() / 8 * 8;
    for (const char* at = bytes.data(); at != end; at += 8) {
      first += word_at<big_endian>(at) + second;
      second += word_at<big_endian>(at + 4) + first;
    }
  }
};

}  // namespace

bool is_power_of_two(std::int64_t bytes) { return bytes >= kSmallestPage && (bytes & (bytes - 1)) == 0; }

bool is_whole_page(std::int64_t bytes, std::int64_t offset) { return is_power_of_two(bytes) && offset % bytes == 0; }

PageDigest page_digest(std::string_view page, std::int64_t offset) {
  const Digest digest = Digester().add(offset).add(page).finish();
  PageDigest bytes;
  char* next = bytes.data();
  for (const std::uint64_t half : {digest.high, digest.low})
    for (int shift = 56; shift >= 0; shift -= 8) *next++ = static_cast<char>(half >> shift & 0xFF);
  return bytes;
}

bool page_is_whole(std::string_view page, std::int64_t offset) {
  const PageDigest digest = page_digest(page.substr(0, page.size() - sizeof(PageDigest)), offset);
  if (page.substr(page.size() - digest.size()) == std::string_view(digest.data(), digest.size())) return true;
  return std::all_of(page.begin(), page.end(), [](char byte) { return byte == 0; });
}

std::int64_t page_size_named_by(std::string_view page) {
  const std::int64_t named = byte_at(page, 16) << 8 | byte_at(page, 17);
  const std::int64_t bytes = named == 1 ? 65536 : named;
  return is_power_of_two(bytes) ? bytes : 0;
}

bool is_page_of_frame(std::int64_t bytes, std::int64_t offset) {
  return is_power_of_two(bytes) && offset >= kLogHeaderBytes + kFrameHeaderBytes &&
         (offset - kLogHeaderBytes) % (bytes + kFrameHeaderBytes) == kFrameHeaderBytes;
}

bool frame_is_whole(std::string_view log_header, std::string_view before, std::string_view header,
                    std::string_view page) {
  FrameSum sum{kept_word(before, 0), kept_word(before, 4)};
  for (const std::string_view bytes : {header.substr(0, 8), page})
    is_big_endian(log_header) ? sum.add<true>(bytes) : sum.add<false>(bytes);
  return sum.first == kept_word(header, 16) && sum.second == kept_word(header, 20);
}

}  // namespace staysail::store
