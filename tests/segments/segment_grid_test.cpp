#include "staysail/segments/segment_grid.hpp"

#include <doctest/doctest.h>

using namespace staysail;

namespace {

Batch lines() {
  ColumnBuilder band(Field{"value_band", ColumnType::number, 0, "band"}), kind(Field{"kind", ColumnType::text, 0, {}});
  ColumnBuilder roams(Field{"roams", ColumnType::boolean, 0, {}}), value(Field{"value", ColumnType::number, 2, "CNY"});
  const std::vector<std::tuple<int, std::string, bool, int>> rows = {{10, "talks", true, 500},
                                                                     {2, "streams", false, 100},
                                                                     {2, "talks", false, 50},
                                                                     {10, "talks", true, 25},
                                                                     {0, "", true, 7}};
  for (const auto& [b, k, r, v] : rows) {
    b == 0 ? band.append_null() : band.append_number(b);
    k.empty() ? kind.append_null() : kind.append_text(k);
    roams.append_boolean(r);
    value.append_number(v);
  }
  return Batch::of({band.finish(), kind.finish(), roams.finish(), value.finish()}).value();
}

std::vector<std::string> cells(const Result<Batch>& grid) {
  std::vector<std::string> cells;
  for (std::size_t row = 0; row < grid->rows(); ++row) {
    auto& cell = cells.emplace_back();
    for (const Column& column : grid->columns()) cell += column.value_text(row) + "|";
  }
  return cells;
}

}  // namespace

TEST_CASE("every line is in one cell of a grid, and sums are exact") {
  const std::vector<std::string> expected = {"||true|1|0.07|", "2|streams|false|1|1.00|", "2|talks|false|1|0.50|",
                                             "10|talks|true|2|5.25|"};
  CHECK(cells(segment_grid(lines(), {"value_band", "kind", "roams"}, "value")) == expected);
  const auto turned = lines().take(std::vector<std::uint32_t>{4, 3, 2, 1, 0});
  CHECK(cells(segment_grid(turned, {"value_band", "kind", "roams"}, "value")) == expected);
  CHECK(cells(segment_grid(lines(), {"kind"}, "")) == std::vector<std::string>{"|1|", "streams|1|", "talks|3|"});
}

TEST_CASE("what makes no grid is refused") {
  CHECK(segment_grid(lines(), {}, "").error().code() == Errc::invalid_argument);
  CHECK(segment_grid(lines(), {"value"}, "").error().code() == Errc::schema_mismatch);
  CHECK(segment_grid(lines(), {"kind", "kind"}, "").error().code() == Errc::schema_mismatch);
  CHECK(segment_grid(lines(), {"kind"}, "worth").error().code() == Errc::schema_mismatch);
}
