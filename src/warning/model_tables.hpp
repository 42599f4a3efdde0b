// Tables of a model's bytes: each is a batch after its length as eight bytes, in an order that both sides know.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/files/byte_source.hpp"

namespace staysail {

inline Error malformed_model(const std::string& what) {
  return Error(Errc::malformed_record, "a churn model: " + what);
}

// A column of a table that is written cell by cell.
class Cells {
 public:
  Cells(const char* name, ColumnType type) : builder_({name, type, 0, {}}) {}
  Cells& put(std::int64_t number) {
    builder_.append_number(number);
    return *this;
  }
  Cells& put_bits(std::uint64_t bits) { return put(static_cast<std::int64_t>(bits)); }
  Cells& put(double real) {
    builder_.append_real(real);
    return *this;
  }
  Cells& put(std::string_view text) {
    builder_.append_text(text);
    return *this;
  }
  Column finish() { return builder_.finish(); }

 private:
  ColumnBuilder builder_;
};

Cells number_cells(const char* name);
Cells real_cells(const char* name);
Cells text_cells(const char* name);

void append_table(std::string& bytes, std::vector<Column> columns);

// The bytes of a model: a line "<title><version> <digest of all that follows>", then its tables; and back.
// `malformed_record` for something else, another version, or damaged bytes.
std::string framed_model(std::string_view title, std::string_view version, const std::string& tables);
Result<std::string_view> tables_of_model(std::string_view bytes, std::string_view title, std::string_view version);

// The model of a file, whose name stands in errors. `decode` makes one of bytes.
template <class Model>
Result<Model> load_model(const std::string& path, Result<Model> (*decode)(std::string_view)) {
  STAYSAIL_TRY(const std::string bytes, read_file(path, std::size_t{1} << 30));
  auto model = decode(bytes);
  if (!model) return Error::at({path}, model.error().code(), model.error().message());
  return model;
}

// Tables in the order they were written, each asked for by its columns. Errors: `malformed_record`.
class TableReader {
 public:
  using Names = std::initializer_list<const char*>;

  explicit TableReader(std::string_view bytes) : rest_(bytes) {}
  Result<Batch> next(const Schema& expected);
  Result<Batch> next(std::initializer_list<std::pair<const char*, ColumnType>> columns);
  Result<Batch> numbers(Names names) { return of_type(ColumnType::number, names); }
  Result<Batch> reals(Names names) { return of_type(ColumnType::real, names); }
  Result<Batch> texts(Names names) { return of_type(ColumnType::text, names); }
  bool empty() const { return rest_.empty(); }

 private:
  Result<Batch> of_type(ColumnType type, Names names);
  std::string_view rest_;
};

// A number of a table that has to lie from 0 on below a bound.
template <class Number>
Result<Number> below(std::int64_t number, std::int64_t bound) {
  if (number < 0 || number >= bound) return malformed_model("a number out of its range");
  return static_cast<Number>(number);
}

}  // namespace staysail
