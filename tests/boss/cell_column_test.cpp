// Columns gathered from cells against those that ColumnBuilder makes of the same values.
#include "boss/cell_column.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace staysail;
using boss::Cell;
using boss::CellColumn;

namespace {

const std::vector<std::string> kTexts = {"paid", "open", "partly_paid", "A100000001", "A100000002", "畅享套餐129元"};

// Texts are known to the field or not: 0 null, 1 a number or a text, 2 a text that is known.
struct Value {
  int kind;
  std::size_t which;
};

rc::Gen<std::vector<Value>> any_values() {
  return rc::gen::container<std::vector<Value>>(
      rc::gen::map(rc::gen::pair(rc::gen::inRange(0, 3), rc::gen::inRange<std::size_t>(0, kTexts.size())),
                   [](const std::pair<int, std::size_t>& value) {
                     return Value{value.first, value.second};
                   }));
}

Cell cell_of(const Value& value, bool is_text) {
  if (value.kind == 0) return Cell{};
  if (!is_text) return Cell::of_integer(static_cast<std::int64_t>(value.which));
  Cell cell = Cell::of_text(kTexts[value.which]);
  if (value.kind == 2) cell.known = static_cast<std::uint32_t>(value.which + 1);
  return cell;
}

void append(ColumnBuilder& builder, const Cell& cell) {
  if (cell.kind == Cell::Kind::null) return builder.append_null();
  switch (builder.field().type) {
    case ColumnType::text: return builder.append_text(cell.text);
    case ColumnType::boolean: return builder.append_boolean(cell.integer != 0);
    case ColumnType::day: return builder.append_day(static_cast<std::int32_t>(cell.integer));
    default: return builder.append_number(cell.integer);
  }
}

bool are_same(const Column& a, const Column& b) {
  bool same = a.size() == b.size() && a.null_count() == b.null_count();
  for (std::size_t row = 0; same && row < a.size(); ++row)
    same = a.is_null(row) == b.is_null(row) && a.value_text(row) == b.value_text(row) &&
           (a.type() != ColumnType::text || a.codes()[row] == b.codes()[row]);
  if (!same || a.type() != ColumnType::text) return same;
  same = a.dictionary().size() == b.dictionary().size();
  for (std::int32_t code = 0; same && code < a.dictionary().size(); ++code)
    same = a.dictionary().at(code) == b.dictionary().at(code);
  return same;
}

}  // namespace

TEST_CASE("property: cells become the column that a builder makes, batch after batch") {
  REQUIRE(rc::check([] {
    const auto type = *rc::gen::element(ColumnType::text, ColumnType::number, ColumnType::day, ColumnType::boolean);
    const Field field{"f", type, 0, {}};
    CellColumn gathered(field);
    ColumnBuilder built(field);
    for (int batch = 0; batch < 3; ++batch) {
      const auto values = *any_values();
      gathered.make_room(values.size() + static_cast<std::size_t>(batch) * 100);
      std::uint32_t row = 0;
      for (const Value& value : values) {
        gathered.set(row++, cell_of(value, type == ColumnType::text));
        append(built, cell_of(value, type == ColumnType::text));
      }
      RC_ASSERT(are_same(gathered.finish(values.size()), built.finish()));
    }
  }));
}
