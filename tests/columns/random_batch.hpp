// Batches of every type, scale and share of nulls, for properties.
#pragma once

#include <rapidcheck.h>

#include <limits>
#include <string>
#include <vector>

#include "staysail/columns/batch.hpp"

namespace staysail::columns_test {

inline constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

// Values of every width, close together or far apart.
inline std::int64_t integer() {
  switch (*rc::gen::inRange(0, 4)) {
    case 0: return *rc::gen::inRange<std::int64_t>(-100, 100);
    case 1: return *rc::gen::inRange<std::int64_t>(-70000, 70000);
    case 2: return *rc::gen::element(kLowest, kHighest, std::int64_t{0});
    default: return *rc::gen::arbitrary<std::int64_t>();
  }
}

inline void append_value(ColumnBuilder& builder) {
  switch (builder.field().type) {
    case ColumnType::number: return builder.append_number(integer());
    case ColumnType::instant: return builder.append_instant(integer());
    case ColumnType::real: return builder.append_real(*rc::gen::arbitrary<double>());
    case ColumnType::boolean: return builder.append_boolean(*rc::gen::arbitrary<bool>());
    case ColumnType::day: return builder.append_day(*rc::gen::arbitrary<std::int32_t>());
    case ColumnType::text:
      return builder.append_text(*rc::gen::element<std::string>("", "a", "ab", "\xE4\xB8\xAD", "abc", "b"));
  }
}

inline Column random_column(std::size_t number, std::size_t rows) {
  const auto type = static_cast<ColumnType>(*rc::gen::inRange(0, 6));
  const auto scale = static_cast<std::uint8_t>(type == ColumnType::number ? *rc::gen::inRange(0, 10) : 0);
  ColumnBuilder builder(
      Field{"column " + std::to_string(number), type, scale, *rc::gen::element<std::string>("", "CNY", "s")});
  const int nulls = *rc::gen::inRange(0, 4);  // 0 = none, 3 = many
  for (std::size_t row = 0; row < rows; ++row) {
    if (*rc::gen::inRange(0, 5) < nulls) builder.append_null();
    else append_value(builder);
  }
  return builder.finish();
}

inline Batch random_batch() {
  const std::size_t rows = *rc::gen::inRange<std::size_t>(0, 40);
  std::vector<Column> columns;
  for (std::size_t i = *rc::gen::inRange<std::size_t>(1, 6); i > 0; --i) columns.push_back(random_column(i, rows));
  return Batch::of(std::move(columns)).value();
}

inline std::string text_of(const Batch& batch) {
  std::string text;
  for (const Column& column : batch.columns()) {
    text += column.field().name + "/" + column.field().unit + "/" + std::to_string(column.field().scale) + ":";
    for (std::size_t row = 0; row < batch.rows(); ++row)
      text += column.is_null(row) ? "null|" : column.value_text(row) + "|";
  }
  return text;
}

}  // namespace staysail::columns_test
