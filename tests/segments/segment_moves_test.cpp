#include "staysail/segments/segment_moves.hpp"

#include <doctest/doctest.h>

using namespace staysail;

namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;  // "" for no segment

Batch month(const Rows& rows) {
  ColumnBuilder ids(Field{"id", ColumnType::text, 0, {}}), segments(Field{"segment", ColumnType::text, 0, {}});
  for (const auto& [id, segment] : rows) {
    ids.append_text(id);
    segment.empty() ? segments.append_null() : segments.append_text(segment);
  }
  return Batch::of({ids.finish(), segments.finish()}).value();
}

std::vector<std::string> lines(const Batch& moves) {
  std::vector<std::string> lines;
  for (std::size_t row = 0; row < moves.rows(); ++row) {
    auto& line = lines.emplace_back();
    for (const Column& column : moves.columns()) line += column.value_text(row) + "|";
  }
  return lines;
}

}  // namespace

TEST_CASE("who moved between two months, who came and who left") {
  const Batch before = month({{"a", "gold"}, {"b", "gold"}, {"c", "gold"}, {"d", "blue"}, {"e", ""}});
  const Batch after = month({{"e", "blue"}, {"c", "blue"}, {"b", "gold"}, {"a", "gold"}});
  const std::vector<std::string> expected = {"|blue|1||", "blue||1|1.0000|", "gold|blue|1|0.3333|",
                                             "gold|gold|2|0.6667|"};
  CHECK(lines(segment_moves(before, after, "id", "segment").value()) == expected);
  const auto turned = segment_moves(before.take(std::vector<std::uint32_t>{4, 2, 0, 3, 1}), after, "id", "segment");
  CHECK(lines(*turned) == expected);
}

TEST_CASE("months that cannot be compared are refused") {
  const Batch one = month({{"a", "gold"}});
  CHECK(segment_moves(one, one, "id", "segments").error().code() == Errc::schema_mismatch);
  CHECK(segment_moves(one, month({{"a", "x"}, {"a", "y"}}), "id", "segment").error().code() == Errc::invalid_argument);
}

TEST_CASE("clusters keep the numbers that leave most customers where they were") {
  const std::vector<std::uint16_t> before = {0, 0, 0, 1, 1, 2}, after = {2, 2, 1, 1, 1, 0};
  CHECK(kept_numbers(before, after, 3).value() == std::vector<std::uint16_t>{2, 1, 0});
  CHECK(kept_numbers(before, std::vector<std::uint16_t>{0}, 3).error().code() == Errc::invalid_argument);
  CHECK(kept_numbers(before, after, 2).error().code() == Errc::invalid_argument);
}

TEST_CASE("what saved segments share") {
  CHECK(segment_overlap({{1, 1, 0, 0}, {0, 1, 1, 1}}).value() == std::vector<std::uint64_t>{2, 1, 1, 3});
  CHECK(segment_overlap({{1, 1}, {1}}).error().code() == Errc::invalid_argument);
}
