#include "warning/model_tables.hpp"

#include "staysail/columns/batch_codec.hpp"

namespace staysail {

Cells number_cells(const char* name) { return {name, ColumnType::number}; }
Cells real_cells(const char* name) { return {name, ColumnType::real}; }
Cells text_cells(const char* name) { return {name, ColumnType::text}; }

void append_table(std::string& bytes, std::vector<Column> columns) {
  const std::string table = encode_batch(Batch::of(std::move(columns)).value());
  for (unsigned byte = 0; byte < 8; ++byte) bytes += static_cast<char>(table.size() >> (8 * byte) & 0xFF);
  bytes += table;
}

Result<Batch> TableReader::next(const Schema& expected) {
  if (rest_.size() < 8) return malformed_model("a table is missing");
  std::uint64_t size = 0;
  for (unsigned byte = 0; byte < 8; ++byte)
    size |= std::uint64_t{static_cast<unsigned char>(rest_[byte])} << (8 * byte);
  if (size > rest_.size() - 8) return malformed_model("a table is cut");
  STAYSAIL_TRY(Batch table, decode_batch(rest_.substr(8, size), {std::uint64_t{1} << 24, 16, std::uint64_t{1} << 30}));
  rest_.remove_prefix(8 + size);
  if (!(table.schema() == expected)) return malformed_model("a table of other columns");
  for (const Column& column : table.columns())
    if (column.null_count() > 0) return malformed_model("a table with empty cells");
  return table;
}

Result<Batch> TableReader::next(std::initializer_list<std::pair<const char*, ColumnType>> columns) {
  std::vector<Field> fields;
  for (const auto& [name, type] : columns) fields.push_back({name, type, 0, {}});
  STAYSAIL_TRY(const Schema schema, Schema::of(std::move(fields)));
  return next(schema);
}

Result<Batch> TableReader::of_type(ColumnType type, Names names) {
  std::vector<Field> fields;
  for (const char* name : names) fields.push_back({name, type, 0, {}});
  STAYSAIL_TRY(const Schema schema, Schema::of(std::move(fields)));
  return next(schema);
}

}  // namespace staysail
