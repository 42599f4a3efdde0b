#include "wide_frame.hpp"

namespace staysail::cycle {

Result<Batch> joined(const Batch& frame, const Batch& found) {
  std::vector<Column> columns = frame.columns();
  for (const auto& column : found.columns())
    if (frame.find(column.field().name) == nullptr) columns.push_back(column);
  return Batch::of(std::move(columns));
}

std::map<std::string, std::uint64_t> counts_by(const Batch& frame, std::string_view column) {
  std::map<std::string, std::uint64_t> counts;
  const Column* texts = frame.find(column);
  if (texts == nullptr || texts->type() != ColumnType::text) return counts;
  std::vector<std::uint64_t> by_code(static_cast<std::size_t>(texts->dictionary().size()));
  for (std::size_t row = 0; row < texts->size(); ++row)
    if (!texts->is_null(row)) ++by_code[static_cast<std::size_t>(texts->codes()[row])];
  for (std::size_t code = 0; code < by_code.size(); ++code)
    if (by_code[code] != 0)
      counts[std::string(texts->dictionary().at(static_cast<std::int32_t>(code)))] += by_code[code];
  return counts;
}

}  // namespace staysail::cycle
