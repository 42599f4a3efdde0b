#include "staysail/columns/column.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

using namespace staysail;

namespace {

Column numbers(const std::vector<std::optional<std::int64_t>>& values, std::uint8_t scale = 0) {
  ColumnBuilder builder({"n", ColumnType::number, scale, {}});
  for (const auto& value : values) {
    if (value) builder.append_number(*value);
    else builder.append_null();
  }
  return builder.finish();
}

Column texts(const std::vector<std::string>& values) {
  ColumnBuilder builder({"t", ColumnType::text, 0, {}});
  for (const auto& value : values) builder.append_text(value);
  return builder.finish();
}

}  // namespace

TEST_CASE("values, nulls and their canonical text") {
  const Column column = numbers({1250, std::nullopt, -1}, 2);
  CHECK(column.size() == 3);
  CHECK(column.null_count() == 1);
  CHECK(column.is_null(1));
  CHECK(column.value_text(0) == "12.50");
  CHECK(column.value_text(1).empty());
  CHECK(column.value_text(2) == "-0.01");
  ColumnBuilder days({"d", ColumnType::day, 0, {}});
  days.append_day(Day::of(2026, 1, 31).value());
  CHECK(days.finish().value_text(0) == "2026-01-31");
  ColumnBuilder flags({"b", ColumnType::boolean, 0, {}});
  flags.append_boolean(true);
  CHECK(flags.finish().value_text(0) == "true");
}

TEST_CASE("a dictionary keeps each string once, in order of arrival") {
  const Column column = texts({"b", "a", "b", "c"});
  CHECK(column.dictionary().size() == 3);
  CHECK(column.dictionary().at(0) == "b");
  CHECK(column.dictionary().find("c") == 2);
  CHECK(column.dictionary().find("x") == -1);
  CHECK(column.text(2) == "b");
}

TEST_CASE("a dictionary of many strings finds each of them") {
  DictionaryBuilder builder;
  for (int round = 0; round < 2; ++round)
    for (int i = 0; i < 5000; ++i) CHECK(builder.code_of("id" + std::to_string(i)) == i);
  CHECK(builder.finish()->size() == 5000);
  CHECK(builder.size() == 0);
}

TEST_CASE("strings of any length that differ in one byte, wherever it is, are two") {
  int wrong = 0;
  for (std::size_t size = 0; size <= 40; ++size) {
    DictionaryBuilder builder;
    std::vector<std::string> texts = {std::string(size, 'm')};
    for (std::size_t at = 0; at < size; ++at)
      for (const char other : {'z', 'a'}) texts.push_back(std::string(size, 'm').replace(at, 1, 1, other));
    for (int round = 0; round < 2; ++round)
      for (std::size_t i = 0; i < texts.size(); ++i)
        wrong += builder.code_of(texts[i]) == static_cast<std::int32_t>(i) ? 0 : 1;
    const auto dictionary = builder.finish();
    REQUIRE(dictionary->size() == static_cast<std::int32_t>(texts.size()));
    for (std::size_t i = 0; i < texts.size(); ++i)
      wrong += dictionary->at(static_cast<std::int32_t>(i)) == texts[i] ? 0 : 1;
  }
  CHECK(wrong == 0);
}

TEST_CASE("codes are those of first arrival, for strings that ascend, repeat or do neither") {
  CHECK(rc::check("first arrival", [] {
    auto texts = *rc::gen::container<std::vector<std::string>>(
        rc::gen::element<std::string>("", "a", "ab", "b", "ba", "c", "\xE4\xB8\xAD", "cd", "d"));
    const auto ascending = static_cast<std::ptrdiff_t>(*rc::gen::inRange<std::size_t>(0, texts.size() + 1));
    std::sort(texts.begin(), texts.begin() + ascending);
    DictionaryBuilder builder;
    std::map<std::string, std::int32_t> first;
    for (const auto& text : texts) {
      const auto expected = first.try_emplace(text, static_cast<std::int32_t>(first.size())).first->second;
      RC_ASSERT(builder.code_of(text) == expected);
    }
    const auto dictionary = builder.finish();
    for (const auto& [text, code] : first) RC_ASSERT(dictionary->at(code) == text);
  }));
}

TEST_CASE("slices share their values and see their own nulls") {
  REQUIRE(rc::check([] {
    std::vector<std::optional<std::int64_t>> values;
    const int rows = *rc::gen::inRange(1, 60);
    for (int i = 0; i < rows; ++i)
      values.push_back(*rc::gen::arbitrary<bool>() ? std::optional<std::int64_t>(i) : std::nullopt);
    const Column column = numbers(values);
    const auto begin = *rc::gen::inRange<std::size_t>(0, values.size());
    const auto count = *rc::gen::inRange<std::size_t>(0, values.size() - begin + 1);
    const Column part = column.slice(begin, count).slice(0, count);
    std::size_t nulls = 0;
    for (std::size_t i = 0; i < count; ++i) {
      RC_ASSERT(part.is_null(i) == !values[begin + i].has_value());
      if (!part.is_null(i)) RC_ASSERT(part.numbers()[i] == *values[begin + i]);
      nulls += part.is_null(i) ? 1 : 0;
    }
    RC_ASSERT(part.null_count() == nulls);
  }));
}

TEST_CASE("take gathers rows in any order, texts by their dictionary") {
  const std::vector<std::uint32_t> rows = {2, 0, 2};
  const Column column = texts({"x", "y", "z"}).slice(0, 3).take(rows);
  CHECK(column.text(0) == "z");
  CHECK(column.text(1) == "x");
  CHECK(column.text(2) == "z");
  const Column taken = numbers({1, std::nullopt, 3}).take(std::vector<std::uint32_t>{1, 2});
  CHECK(taken.is_null(0));
  CHECK(taken.numbers()[1] == 3);
}

TEST_CASE("a builder may be used again") {
  ColumnBuilder builder({"n", ColumnType::number, 0, {}});
  builder.append_null();
  CHECK(builder.finish().null_count() == 1);
  builder.append_number(5);
  const Column again = builder.finish();
  CHECK(again.size() == 1);
  CHECK(again.null_count() == 0);
}
