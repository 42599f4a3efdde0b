#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/statistics/quantile_rank.hpp"

namespace staysail::statistics {
namespace {

using Values = std::vector<std::int64_t>;

Column number_column(const std::vector<std::optional<std::int64_t>>& values) {
  ColumnBuilder builder(Field{"value", ColumnType::number, 2, "CNY"});
  for (const auto& value : values) value ? builder.append_number(*value) : builder.append_null();
  return builder.finish();
}

Ranking ranking_of(const Values& values) { return Ranking::finish(ValueCounts::map(values)); }

// Few distinct values and the whole range of int64 are both worth trying.
Values any_values() {
  const auto narrow = rc::gen::container<Values>(rc::gen::inRange<std::int64_t>(-5, 6));
  const auto wide = rc::gen::container<Values>(rc::gen::arbitrary<std::int64_t>());
  return *rc::gen::nonEmpty(rc::gen::oneOf(narrow, wide));
}

// The definition written out, for comparison: no sorting, no index.
struct Tally {
  long double below = 0, equal = 0, total = 0;
  Tally(const Values& values, std::int64_t x) {
    for (const auto value : values) below += value < x, equal += value == x;
    total = static_cast<long double>(values.size());
  }
};

std::int64_t scaled(long double share) { return static_cast<std::int64_t>(std::nearbyint(share * 1e6L)); }

}  // namespace

TEST_CASE("percent rank of SQL: ties share the lowest rank, 0 to 1") {
  const Ranking ranking = ranking_of({10, 20, 20, 30, 40});
  CHECK(ranking.rank(10, 2) == 0);
  CHECK(ranking.rank(20, 2) == 25);
  CHECK(ranking.rank(30, 2) == 75);
  CHECK(ranking.rank(40, 2) == 100);
}

TEST_CASE("cumulative and mean ranks of the same values") {
  const Ranking ranking = ranking_of({10, 20, 20, 30, 40});
  CHECK(ranking.rank(20, 2, RankDefinition::cumulative) == 60);
  CHECK(ranking.rank(40, 2, RankDefinition::cumulative) == 100);
  CHECK(ranking.rank(20, 2, RankDefinition::mean_rank) == 50);
  CHECK(ranking.rank(10, 2, RankDefinition::mean_rank) == 20);
}

TEST_CASE("values that were not counted are ranked by how many lie below") {
  const Ranking ranking = ranking_of({10, 20, 30});
  CHECK(ranking.rank(5, 2) == 0);
  CHECK(ranking.rank(25, 2) == 100);
  CHECK(ranking.rank(15, 2) == 50);
  CHECK(ranking.rank(99, 2) == 100);
}

TEST_CASE("one value ranks 0; the extremes of int64 do not overflow") {
  CHECK(ranking_of({7}).rank(7, 4) == 0);
  const auto low = std::numeric_limits<std::int64_t>::min();
  const auto high = std::numeric_limits<std::int64_t>::max();
  const Ranking ranking = ranking_of({low, 0, high});
  CHECK(ranking.rank(low, 1) == 0);
  CHECK(ranking.rank(0, 1) == 5);
  CHECK(ranking.rank(high, 1) == 10);
  CHECK(ranking.cuts(2).value() == Values{0});
  CHECK(ranking.cuts(4).value() == Values{low / 2, 0, high / 2});
}

TEST_CASE("quartile cuts are those of numpy.quantile, cut to whole units") {
  // numpy.quantile([1..10], [.25, .5, .75]) = 3.25, 5.5, 7.75
  CHECK(ranking_of({10, 9, 8, 7, 6, 5, 4, 3, 2, 1}).cuts(4).value() == Values{3, 5, 7});
  // numpy.quantile([-7, -2, 4], ...) = -4.5, -2, 1.0; -4.5 is cut to -5, below which no other integer lies
  CHECK(ranking_of({-7, -2, 4}).cuts(4).value() == Values{-5, -2, 1});
  CHECK(ranking_of({5, 5, 5}).cuts(3).value() == Values{5, 5});
  CHECK(ranking_of({5, 5, 5}).cuts(1).value().empty());
}

TEST_CASE("a column keeps its nulls, and equal values their band") {
  const Column column = number_column({100, std::nullopt, 300, 100, 200});
  const Ranking ranking = Ranking::finish(ValueCounts::map(column).value());
  const Column ranks = ranking.percent_ranks(column, "value_rank", 4).value();
  CHECK(ranks.field() == Field{"value_rank", ColumnType::number, 4, ""});
  CHECK(ranks.is_null(1));
  CHECK(ranks.value_text(2) == "1.0000");
  CHECK(ranks.value_text(4) == "0.6667");
  const Column bands = ranking.bands(column, "value_band", 2).value();
  CHECK(bands.is_null(1));
  CHECK(bands.numbers()[0] == 1);
  CHECK(bands.numbers()[0] == bands.numbers()[3]);
  CHECK(bands.numbers()[2] == 2);
}

TEST_CASE("day columns have ranks, text columns have none") {
  ColumnBuilder days(Field{"since", ColumnType::day, 0, ""});
  days.append_day(3);
  days.append_day(-1);
  const Column since = days.finish();
  CHECK(Ranking::finish(ValueCounts::map(since).value()).percent_ranks(since, "r", 0)->numbers()[0] == 1);
  ColumnBuilder names(Field{"name", ColumnType::text, 0, ""});
  names.append_text("x");
  CHECK(ValueCounts::map(names.finish()).error().code() == Errc::schema_mismatch);
}

TEST_CASE("nothing counted: cuts and ranks of values are refused, all-null columns stay null") {
  const Ranking nothing = Ranking::finish(ValueCounts());
  CHECK(nothing.cuts(4).error().code() == Errc::degenerate_input);
  CHECK(nothing.percent_ranks(number_column({1}), "r", 2).error().code() == Errc::degenerate_input);
  CHECK(nothing.percent_ranks(number_column({std::nullopt}), "r", 2)->null_count() == 1);
  CHECK(ranking_of({1}).cuts(0).error().code() == Errc::invalid_argument);
}

TEST_CASE("shuffled, split and merged in reverse: the same partial") {
  CHECK(rc::check([] {
    const Values values = any_values();
    Values shuffled = values;
    std::reverse(shuffled.begin(), shuffled.end());
    std::rotate(shuffled.begin(), shuffled.begin() + static_cast<std::ptrdiff_t>(shuffled.size() / 3), shuffled.end());
    const auto parts = *rc::gen::inRange<std::size_t>(1, 8);
    ValueCounts merged;
    for (std::size_t part = parts; part-- > 0;) {
      const std::size_t begin = part * shuffled.size() / parts;
      const std::size_t end = (part + 1) * shuffled.size() / parts;
      merged = ValueCounts::merge(ValueCounts::map(std::span(shuffled).subspan(begin, end - begin)), merged);
    }
    RC_ASSERT(merged == ValueCounts::map(values));
    RC_ASSERT(merged.total() == values.size());
    RC_ASSERT(std::is_sorted(merged.values().begin(), merged.values().end()));
  }));
}

TEST_CASE("every rank equals its definition written out") {
  CHECK(rc::check([] {
    const Values values = any_values();
    const Ranking ranking = ranking_of(values);
    for (const std::int64_t x : values) {
      const Tally tally(values, x);
      const long double percent = tally.total == 1 ? 0 : tally.below / (tally.total - 1);
      RC_ASSERT(ranking.rank(x, 6) == scaled(percent));
      RC_ASSERT(ranking.rank(x, 6, RankDefinition::cumulative) == scaled((tally.below + tally.equal) / tally.total));
      RC_ASSERT(ranking.rank(x, 6, RankDefinition::mean_rank) ==
                scaled((tally.below + (tally.equal + 1) / 2) / tally.total));
    }
  }));
}

TEST_CASE("bands grow with the value, and each cut parts the values where the interpolated quantile does") {
  CHECK(rc::check([] {
    Values values = *rc::gen::nonEmpty(rc::gen::container<Values>(rc::gen::inRange<std::int64_t>(-1000, 1000)));
    const auto bands = *rc::gen::inRange<std::uint32_t>(1, 12);
    const Values cuts = ranking_of(values).cuts(bands).value();
    std::sort(values.begin(), values.end());
    RC_ASSERT(std::is_sorted(cuts.begin(), cuts.end()));
    for (std::uint32_t k = 1; k < bands; ++k) {
      const std::size_t position = (values.size() - 1) * k;
      const std::int64_t low = values[position / bands];
      const std::int64_t high = values[std::min(values.size() - 1, position / bands + 1)];
      // x <= low + (high - low) * part / bands, all multiplied by bands
      const auto part = static_cast<std::int64_t>(position % bands);
      for (std::int64_t x = low - 1; x <= high; ++x)
        RC_ASSERT((x <= cuts[k - 1]) == (x * bands <= low * bands + (high - low) * part));
    }
    for (std::size_t i = 1; i < values.size(); ++i) RC_ASSERT(band_of(values[i - 1], cuts) <= band_of(values[i], cuts));
  }));
}

}  // namespace staysail::statistics
