// What the guard of pages computes: the digest of a page, and SQLite's own checksum of a frame of its log.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace staysail::store {

// Whether SQLite reads or writes a whole page here: whole pages alone have these sizes and places.
bool is_whole_page(std::int64_t bytes, std::int64_t offset);
bool is_power_of_two(std::int64_t bytes);

using PageDigest = std::array<char, 16>;
// `page`: without its last 16 bytes; `offset`: of the page in the file.
PageDigest page_digest(std::string_view page, std::int64_t offset);
// False when the last 16 bytes of `page` are not the digest of the others. A page of zeros is whole.
bool page_is_whole(std::string_view page, std::int64_t offset);
// The size that the header in `page`, the first of a database, names; 0 when that is none.
std::int64_t page_size_named_by(std::string_view page);

inline constexpr std::int64_t kLogHeaderBytes = 32, kFrameHeaderBytes = 24;
// Whether a read of a log takes the page of a frame.
bool is_page_of_frame(std::int64_t bytes, std::int64_t offset);
// `log_header`: 32 bytes; `before`: the 8 bytes of the checksum of the frame before, or of the log's header;
// `header`: the frame's 24 bytes.
bool frame_is_whole(std::string_view log_header, std::string_view before, std::string_view header,
                    std::string_view page);

}  // namespace staysail::store
