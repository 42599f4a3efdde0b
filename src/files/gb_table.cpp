#include "files/gb_table.hpp"

#include "files/iconv_handle.hpp"

namespace staysail::files {
namespace {

Utf8Bytes convert(IconvHandle& iconv, std::string_view bytes) {
  Utf8Bytes character;
  character.length = static_cast<std::uint8_t>(iconv.convert(bytes, character.bytes));
  return character;
}

}  // namespace

bool GbTable::fill(const char* iconv_name) {
  IconvHandle iconv(iconv_name);
  if (!iconv.usable()) return false;
  pairs_.resize(kLeads * kTrails);
  for (unsigned lead = 0x80; lead <= 0xFF; ++lead) {
    const char bytes[2] = {static_cast<char>(lead), 0};
    singles_[lead - 0x80] = convert(iconv, {bytes, 1});
  }
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    const auto trail = static_cast<unsigned char>(kFirstTrail + i % kTrails);
    const char bytes[2] = {static_cast<char>(kFirstLead + i / kTrails), static_cast<char>(trail)};
    if (is_trail(trail)) pairs_[i] = convert(iconv, {bytes, 2});
  }
  return true;
}

const GbTable* GbTable::of(Encoding encoding) {
  static const auto make = [](const char* name) {
    auto table = std::make_unique<GbTable>();
    return table->fill(name) ? std::move(table) : nullptr;
  };
  if (encoding == Encoding::gbk) {
    static const std::unique_ptr<GbTable> gbk = make("GBK");
    return gbk.get();
  }
  static const std::unique_ptr<GbTable> gb18030 = make("GB18030");
  return gb18030.get();
}

}  // namespace staysail::files
