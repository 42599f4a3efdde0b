#include "columns/byte_stream.hpp"

namespace staysail::columns {
namespace {

constexpr std::size_t kLongestVarint = 10;

}  // namespace

Error damaged(std::string_view what) {
  return Error(Errc::malformed_record,
               "the bytes of a stored batch are damaged; run `staysail verify`: " + std::string(what));
}

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

void put_text(std::string& out, std::string_view text) {
  put_varint(out, text.size());
  out += text;
}

Result<std::uint8_t> ByteReader::byte() {
  STAYSAIL_TRY(const std::string_view one, take(1));
  return static_cast<std::uint8_t>(one.front());
}

Result<std::uint64_t> ByteReader::varint() {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < kLongestVarint && i < rest_.size(); ++i) {
    const auto next = static_cast<unsigned char>(rest_[i]);
    value |= static_cast<std::uint64_t>(next & 0x7F) << (7 * i);
    if ((next & 0x80) != 0) continue;
    rest_.remove_prefix(i + 1);
    return value;
  }
  return damaged(rest_.size() < kLongestVarint ? "they end too early" : "a number is longer than 64 bits");
}

Result<std::string_view> ByteReader::take(std::uint64_t size) {
  if (size > rest_.size()) return damaged("they end too early");
  const std::string_view taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

Result<std::string_view> ByteReader::text() {
  STAYSAIL_TRY(const std::uint64_t size, varint());
  return take(size);
}

Result<std::string_view> ByteReader::fixed(std::uint64_t count, unsigned width) {
  if (width > 8 || (width & (width - 1)) != 0) return damaged("an integer has a width that does not exist");
  if (width != 0 && count > rest_.size() / width) return damaged("they end too early");
  return take(count * width);
}

}  // namespace staysail::columns
