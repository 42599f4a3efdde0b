#include "staysail/columns/column_of.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/columns/batch.hpp"

using namespace staysail;

namespace {

bool same(const Column& a, const Column& b) {
  if (a.size() != b.size() || a.null_count() != b.null_count() || !(a.field() == b.field())) return false;
  if ((a.validity() == nullptr) != (b.validity() == nullptr)) return false;
  if (a.validity() != nullptr && *a.validity() != *b.validity()) return false;
  for (std::size_t row = 0; row < a.size(); ++row)
    if (a.is_null(row) != b.is_null(row) || a.value_text(row) != b.value_text(row)) return false;
  return true;
}

}  // namespace

TEST_CASE("a column of whole buffers is the one that a builder makes") {
  rc::check("as built", [](const std::vector<std::pair<bool, std::int64_t>>& values) {
    ColumnBuilder wide(Field{"amount", ColumnType::number, 3, "CNY"}), day(Field{"day", ColumnType::day, 0, ""}),
        truth(Field{"truth", ColumnType::boolean, 0, ""}), text(Field{"text", ColumnType::text, 0, ""});
    std::vector<std::int64_t> numbers;
    std::vector<std::int32_t> days, codes;
    std::vector<std::uint8_t> truths;
    std::vector<std::uint32_t> null_rows;
    DictionaryBuilder dictionary;
    for (const auto& [valid, drawn] : values) {
      if (!valid) null_rows.push_back(static_cast<std::uint32_t>(numbers.size()));
      const std::int64_t number = drawn;  // what stands at a null row is nobody's business
      const std::string word = std::to_string(number % 5);
      numbers.push_back(number);
      days.push_back(static_cast<std::int32_t>(number % 20000));
      truths.push_back(number % 2 != 0 ? 1 : 0);
      codes.push_back(valid ? dictionary.code_of(word) : 0);
      if (!valid) {
        for (auto* builder : {&wide, &day, &truth, &text}) builder->append_null();
        continue;
      }
      wide.append_number(number);
      day.append_day(static_cast<std::int32_t>(number % 20000));
      truth.append_boolean(number % 2 != 0);
      text.append_text(word);
    }
    RC_ASSERT(same(column_of(wide.field(), numbers, null_rows), wide.finish()));
    RC_ASSERT(same(column_of(day.field(), days, null_rows), day.finish()));
    RC_ASSERT(same(column_of(truth.field(), truths, null_rows), truth.finish()));
    RC_ASSERT(same(column_of(text.field(), codes, null_rows, dictionary.finish()), text.finish()));
  });
}

TEST_CASE("a dictionary gives codes in order of first arrival, whatever the order and length of its strings") {
  rc::check("codes", [](const std::vector<std::uint16_t>& draws) {
    DictionaryBuilder dictionary;
    std::vector<std::string> known;
    for (const std::uint16_t draw : draws) {
      // Of 0 to 19 bytes, with the same beginnings and ends: the lengths at which strings are compared differently.
      const std::string text = std::string("aaaaaaaaaaaaaaaaaaa").substr(0, draw % 19) +
                               static_cast<char>('a' + draw / 19 % 3) + std::string(draw % 7 == 0 ? "zzzzzzzz" : "");
      auto found = std::find(known.begin(), known.end(), text);
      if (found == known.end()) found = known.insert(known.end(), text);
      RC_ASSERT(dictionary.code_of(text) == static_cast<std::int32_t>(found - known.begin()));
    }
  });
}
