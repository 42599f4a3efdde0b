#include "boss/sql_records.hpp"

#include <algorithm>

#include "staysail/files/encoding.hpp"

namespace staysail::boss {
namespace {

bool is_utf8(std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return ascii || decode_all(text, Encoding::utf8, "value").has_value();
}

}  // namespace

Result<bool> SqlRecords::next(TextRecord& out) {
  STAYSAIL_TRY(const bool more, rows_->next(values_));
  if (!more) return false;
  out = TextRecord{};
  out.line = ++line_;
  fields_.clear();
  starts_.assign(values_.size(), 0);
  std::size_t bytes = 0;
  for (const SqlValue& value : values_) {
    fields_.push_back(value.text);
    bytes += value.text.size();
    if (!is_utf8(value.text)) out.fault = RowFault::malformed_encoding;
  }
  if (bytes > max_record_bytes_) out.fault = RowFault::too_long;
  out.fields = fields_;
  out.starts = starts_;
  return true;
}

}  // namespace staysail::boss
