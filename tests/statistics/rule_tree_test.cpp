#include "staysail/statistics/rule_tree.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "clustered.hpp"
#include "staysail/statistics/k_means.hpp"

namespace staysail::statistics {
namespace {

using Labels = std::vector<std::uint16_t>;

std::string text_of(const RuleLeaf& leaf) {
  std::string text = std::to_string(leaf.label) + ":";
  for (const RuleRange& range : leaf.ranges)
    text += " " + range.above.value_or("") + "<x" + std::to_string(range.column) + "<=" + range.at_most.value_or("");
  return text;
}

std::vector<std::string> texts_of(const RuleTree& tree) {
  std::vector<std::string> texts;
  for (const RuleLeaf& leaf : tree.leaves()) texts.push_back(text_of(leaf));
  return texts;
}

Column money(const std::vector<std::int64_t>& values) {
  ColumnBuilder builder(Field{"arpu", ColumnType::number, 2, "CNY"});
  for (const auto value : values) builder.append_number(value);
  return builder.finish();
}

}  // namespace

TEST_CASE("a tree cuts where classes part, in decimals no longer than needed") {
  const std::vector<Column> columns = {money({1999, 2450, 3860, 4120, 9900, 9901})};
  const auto tree = RuleTree::grow(columns, Labels{0, 0, 0, 1, 1, 2}, 3).value();
  CHECK(texts_of(tree) == std::vector<std::string>{"0: <x0<=40", "1: 40<x0<=99", "2: 99<x0<="});
  CHECK(tree.classify(columns).value() == Labels{0, 0, 0, 1, 1, 2});
}

TEST_CASE("depth bounds the cuts, and balanced classes are found however rare") {
  Rows rows;
  Labels labels;
  for (int i = 0; i < 1000; ++i) {
    rows.push_back({static_cast<double>(i), static_cast<double>(i % 10)});
    labels.push_back(i >= 500 && i % 10 == 9 ? 1 : 0);
  }
  const auto columns = number_columns(rows);
  RuleTreeOptions options;
  options.depth = 2;
  const auto tree = RuleTree::grow(columns, labels, 2, options).value();
  CHECK(tree.classify(columns).value() == labels);
  CHECK(texts_of(tree).size() == 3);
  options.depth = 1;
  const auto stump = RuleTree::grow(columns, labels, 2, options).value();
  CHECK(texts_of(stump) == std::vector<std::string>{"0:"});
  options.balanced = true;
  CHECK(texts_of(RuleTree::grow(columns, labels, 2, options).value()) ==
        std::vector<std::string>{"0: <x1<=8", "1: 8<x1<="});
}

TEST_CASE("the same tree for any order of rows") {
  auto rows = clustered_rows(20000, 4, 5);
  const auto columns = number_columns(rows);
  KMeansOptions asked;
  asked.clusters = 5;
  const auto model = KMeans::fit(columns, asked).value();
  const auto tree = RuleTree::grow(columns, model.labels(), 5).value();
  std::reverse(rows.begin(), rows.end());
  const Labels turned(model.labels().rbegin(), model.labels().rend());
  CHECK(texts_of(tree) == texts_of(RuleTree::grow(number_columns(rows), turned, 5).value()));
  const auto found = tree.classify(columns).value();
  std::size_t right = 0;
  for (std::size_t row = 0; row < found.size(); ++row) right += found[row] == model.labels()[row];
  CHECK(right > 19000);
}

TEST_CASE("what makes no tree is refused") {
  const std::vector<Column> columns = {money({1, 2, 3})};
  RuleTreeOptions deep;
  deep.depth = 9;
  CHECK(RuleTree::grow(columns, Labels{0, 1, 0}, 2, deep).error().code() == Errc::invalid_argument);
  CHECK(RuleTree::grow(columns, Labels{0, 1}, 2).error().code() == Errc::invalid_argument);
  CHECK(RuleTree::grow(columns, Labels{0, 1, 2}, 2).error().code() == Errc::invalid_argument);
  CHECK(RuleTree::grow(columns, Labels{0, 1, 0}, 2).value().classify({}).error().code() == Errc::schema_mismatch);
}

}  // namespace staysail::statistics
