#include "staysail/files/text_record.hpp"

#include <array>

namespace staysail {

std::string_view name_of(RowFault fault) noexcept {
  constexpr std::array names = {
      "none",    "too_few_fields", "too_many_fields", "malformed_quote", "unterminated_quote", "malformed_encoding",
      "too_long"};
  return names[static_cast<std::size_t>(fault)];
}

Digest digest_of(const TextRecord& record) {
  // One buffer a thread: a row's digest is asked for each row of a feed without a key.
  thread_local std::string framed;
  framed.clear();
  const auto frame = [](std::string_view field) {
    std::uint64_t size = field.size();
    for (; size >= 0x80; size >>= 7) framed.push_back(static_cast<char>(size | 0x80));
    framed.push_back(static_cast<char>(size));
    framed.append(field);
  };
  for (const auto field : record.fields) frame(field);
  if (record.fields.empty()) frame(record.text);
  return digest_of(framed);
}

}  // namespace staysail
