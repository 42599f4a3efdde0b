#include "erased_rows.hpp"

#include "staysail/model/record.hpp"

namespace staysail::view {

std::vector<bool> erased_rows(const Batch& rows, const TableDescription& table, const Tombstones& tombstones) {
  std::vector<bool> erased(rows.rows());
  for (const Column& column : rows.columns()) {
    const Attribute* attribute = table.find(column.field().name);
    if (attribute == nullptr || attribute->type != AttributeType::identifier) continue;
    for (std::size_t row = 0; row < column.size(); ++row)
      if (!column.is_null(row) && tombstones.has(column.text(row))) erased[row] = true;
  }
  return erased;
}

Result<bool> names_erased(const std::vector<Contribution>& contributions, const TableDescription& table,
                          const Tombstones& tombstones) {
  for (const Contribution& said : contributions) {
    STAYSAIL_TRY(auto reader, RecordReader::open(said.record));
    for (const Attribute& attribute : table.attributes) {
      STAYSAIL_TRY(const auto value, reader.next_text());
      if (value && attribute.type == AttributeType::identifier && tombstones.has(*value)) return true;
    }
  }
  return false;
}

}  // namespace staysail::view
