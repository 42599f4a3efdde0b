#include "store/chunk_contents.hpp"

#include <span>
#include <string_view>

namespace staysail::store {
namespace {

template <class T>
std::string_view bytes_of(std::span<const T> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

std::string_view bytes_of(const std::vector<std::uint64_t>& values) {
  return bytes_of(std::span<const std::uint64_t>(values));
}

// Which rows are null, however the bits of the column lie.
void add_nulls(Digester& digester, const Column& column) {
  digester.add(static_cast<std::int64_t>(column.null_count()));
  if (column.null_count() == 0) return;
  std::vector<std::uint64_t> words((column.size() + 63) / 64, 0);
  for (std::size_t row = 0; row < column.size(); ++row)
    words[row / 64] |= std::uint64_t{column.is_null(row) ? 1U : 0U} << (row % 64);
  digester.add(bytes_of(words));
}

// Each text by its hash, which is taken once.
void add_texts(Digester& digester, const Column& column) {
  std::vector<std::uint64_t> of_code(static_cast<std::size_t>(column.dictionary().size()), 0), of_row(column.size(), 0);
  const auto codes = column.codes();
  for (std::size_t row = 0; row < of_row.size(); ++row) {
    if (column.is_null(row)) continue;
    std::uint64_t& hash = of_code[static_cast<std::size_t>(codes[row])];
    if (hash == 0) hash = hash_of(column.dictionary().at(codes[row])) | 1U;  // 0: not looked at
    of_row[row] = hash;
  }
  digester.add(bytes_of(of_row));
}

void add_values(Digester& digester, const Column& column) {
  switch (column.type()) {
    case ColumnType::number: digester.add(bytes_of(column.numbers())); break;
    case ColumnType::instant: digester.add(bytes_of(column.instants())); break;
    case ColumnType::day: digester.add(bytes_of(column.days())); break;
    case ColumnType::real: digester.add(bytes_of(column.reals())); break;
    case ColumnType::boolean: digester.add(bytes_of(column.booleans())); break;
    case ColumnType::text: add_texts(digester, column); break;
  }
}

void add_rows(Digester& digester, const Batch& rows) {
  digester.add(static_cast<std::int64_t>(rows.rows()));
  if (rows.rows() == 0) return;  // the chunk is removed, whatever columns it would have
  digester.add(static_cast<std::int64_t>(rows.width()));
  for (const Column& column : rows.columns()) {
    const Field& field = column.field();
    digester.add(field.name).add(field.unit).add(static_cast<std::int64_t>(field.type)).add(std::int64_t{field.scale});
    add_nulls(digester, column);
    add_values(digester, column);
  }
}

}  // namespace

Digest digest_of_contents(const std::vector<FactChunk>& chunks) {
  Digester digester;
  digester.add("chunks");
  for (const FactChunk& chunk : chunks) {
    digester.add(chunk.table).add(std::int64_t{chunk.month.index()}).add(std::int64_t{chunk.partition});
    digester.add(static_cast<std::int64_t>(chunk.expected));
    add_rows(digester, chunk.batch);
  }
  return digester.finish();
}

}  // namespace staysail::store
