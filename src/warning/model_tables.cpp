#include "warning/model_tables.hpp"

#include "staysail/base/digest.hpp"
#include "staysail/columns/batch_codec.hpp"

namespace staysail {
namespace {

constexpr std::size_t kDigestLetters = 32;

}  // namespace

Cells number_cells(const char* name) { return {name, ColumnType::number}; }
Cells real_cells(const char* name) { return {name, ColumnType::real}; }
Cells text_cells(const char* name) { return {name, ColumnType::text}; }

void append_table(std::string& bytes, std::vector<Column> columns) {
  const std::string table = encode_batch(Batch::of(std::move(columns)).value());
  for (unsigned byte = 0; byte < 8; ++byte) bytes += static_cast<char>(table.size() >> (8 * byte) & 0xFF);
  bytes += table;
}

std::string framed_model(std::string_view title, std::string_view version, const std::string& tables) {
  return std::string(title) + std::string(version) + ' ' + digest_of(tables).to_string() + '\n' + tables;
}

Result<std::string_view> tables_of_model(std::string_view bytes, std::string_view title, std::string_view version) {
  if (!bytes.starts_with(title)) return malformed_model("these bytes are something else");
  bytes.remove_prefix(title.size());
  const std::size_t line = bytes.substr(0, 64).find('\n');
  const std::size_t blank = bytes.substr(0, 64).find(' ');
  if (line == std::string_view::npos || blank == std::string_view::npos || line != blank + 1 + kDigestLetters)
    return malformed_model("its first line is damaged");
  if (bytes.substr(0, blank) != version)
    return malformed_model("it is of version '" + std::string(bytes.substr(0, blank)) +
                           "'; this library reads version " + std::string(version) + ". Train it anew");
  const std::string_view digest = bytes.substr(blank + 1, kDigestLetters);
  if (digest_of(bytes.substr(line + 1)).to_string() != digest)
    return malformed_model("its bytes are damaged; train it anew or copy it again");
  return bytes.substr(line + 1);
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
