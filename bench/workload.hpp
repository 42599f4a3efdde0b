// Made-up customers and strategies: seeded, so that the same numbers give the same bytes everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "staysail/strategy/matcher.hpp"

namespace staysail::bench {

// A condition as every engine of a benchmark can read it. Values are those of the column at its scale: cents, days,
// 0 and 1, or the place of a text among the column's texts.
struct Question {
  enum class Kind : std::uint8_t { all, any, negation, less, at_least, equal, unequal, between, among, absent };
  Kind kind = Kind::all;
  std::size_t column = 0;
  std::vector<std::int64_t> values;
  std::vector<Question> parts;
};

// The values of a column as plain arrays, for engines that are no libraries of tables.
struct PlainColumn {
  std::string name;
  ColumnType type = ColumnType::number;
  std::uint8_t scale = 0;
  std::vector<std::int64_t> values;
  std::vector<std::uint8_t> present;
  std::vector<std::string> texts;
  std::vector<std::int64_t> sorted;  // a sample of the present values
};

struct Workload {
  std::vector<PlainColumn> columns;
  Batch frame;
  std::vector<Question> questions;
  std::vector<MatchRule> rules;  // the questions as FEEL, with priorities
};

// 36 attributes, up to 30 % null; each strategy holds for 0.01 % to 30 % of the customers.
Workload make_workload(std::size_t customers, std::size_t strategies, std::uint64_t seed);

// "[\"all\", [...]]", "[\"less\", 3, [250]]": what bench/match.py reads.
std::string to_json(const Question& question);

}  // namespace staysail::bench
