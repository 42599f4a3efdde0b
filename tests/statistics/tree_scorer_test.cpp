#include "staysail/statistics/tree_scorer.hpp"

#include <doctest/doctest.h>

#include <random>

#include "statistics/scoring_program.hpp"

namespace staysail::statistics {
namespace {

constexpr std::size_t kFeatures = 7;

// Any trees: thresholds with missing on either side, sets of categories, relations.
class Forest {
 public:
  explicit Forest(unsigned seed, std::int32_t most = 1 << 18) : dice_(seed), most_(most) {
    model.base = -12345;
    model.bags = 3;
    model.relations = {{0, 1, Relation::Kind::sum}, {3, 2, Relation::Kind::difference}};
    model.positions.resize(kFeatures);
    for (Positions& positions : model.positions)
      for (std::size_t code = 1; code < kMostCodes; ++code) positions[code] = static_cast<std::uint8_t>(below(128));
  }
  void grow(std::uint32_t depth) { model.roots.push_back(add(depth)); }

  BoostedTrees model;

 private:
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(dice_() % bound); }

  std::array<std::uint64_t, 4> codes(bool relation) {
    std::array<std::uint64_t, 4> set{};
    if (!relation && below(3) == 0) return {dice_(), dice_(), 0, 0};
    const std::uint32_t end = 1 + below(relation ? 254 : 127);
    for (std::uint32_t code = below(2); code <= end; ++code) set[code / 64] |= std::uint64_t{1} << (code % 64);
    return set;
  }

  std::uint32_t add(std::uint32_t depth) {
    const auto place = static_cast<std::uint32_t>(model.nodes.size());
    model.nodes.emplace_back();
    model.nodes[place].value = static_cast<std::int32_t>(below(2 * static_cast<std::uint32_t>(most_))) - most_;
    if (depth == 0 || below(6) == 0) return place;
    TreeNode node = model.nodes[place];
    node.feature = static_cast<std::int32_t>(below(kFeatures + 2));
    node.codes = codes(node.feature >= static_cast<std::int32_t>(kFeatures));
    node.left = add(depth - 1);
    node.right = add(depth - 1);
    model.nodes[place] = node;
    return place;
  }

  std::mt19937_64 dice_;
  std::int32_t most_;
};

struct Rows {
  std::vector<std::vector<std::uint8_t>> columns;
  std::vector<const std::uint8_t*> codes;
  std::size_t rows;

  explicit Rows(std::size_t count, unsigned seed = 5) : rows(count) {
    std::mt19937_64 dice(seed);
    for (std::size_t f = 0; f < kFeatures; ++f) {
      columns.emplace_back(count);
      for (std::uint8_t& code : columns.back()) code = static_cast<std::uint8_t>(dice() % (f % 2 == 0 ? 128 : 5));
    }
    for (const auto& column : columns) codes.push_back(column.data());
  }
};

struct Led {
  std::vector<std::int64_t> scores;
  std::array<std::vector<std::int32_t>, TreeScorer::kLeading> features;
};

Led led(const TreeScorer& scorer, const Rows& rows) {
  Led found{std::vector<std::int64_t>(rows.rows), {}};
  TreeScorer::Leading leading{found.scores, {}};
  for (std::size_t place = 0; place < TreeScorer::kLeading; ++place) {
    found.features[place].resize(rows.rows);
    leading.features[place] = found.features[place];
  }
  scorer.lead(rows.codes, leading);
  return found;
}

// Against trees that are walked row by row.
void check_equal(const BoostedTrees& model, const Rows& rows, InstructionSet set) {
  const TreeScorer scorer(model, set);
  std::vector<std::int64_t> walked(kFeatures * rows.rows), summed(walked.size(), 77), scores(rows.rows);
  model.contributions(rows.codes, rows.rows, walked);
  model.score(rows.codes, scores);
  scorer.contributions(rows.codes, rows.rows, summed);
  REQUIRE(summed == walked);
  const Led found = led(scorer, rows);
  REQUIRE(found.scores == scores);
  for (std::size_t row = 0; row < rows.rows; ++row) {
    std::int64_t before = std::numeric_limits<std::int64_t>::max();
    for (std::size_t place = 0; place < TreeScorer::kLeading; ++place) {
      const std::int32_t feature = found.features[place][row];
      const std::int64_t value = feature < 0 ? 0 : walked[static_cast<std::size_t>(feature) * rows.rows + row];
      REQUIRE(value <= before);
      REQUIRE((feature < 0 || value > 0));
      std::size_t higher = 0;
      for (std::size_t f = 0; f < kFeatures; ++f) higher += walked[f * rows.rows + row] > value ? 1 : 0;
      REQUIRE(higher <= place);
      before = value;
    }
  }
}

TEST_CASE("rows scored tile by tile come to what walking the trees comes to, on every processor") {
  for (const InstructionSet set : instruction_sets()) {
    for (unsigned seed = 1; seed <= 12; ++seed) {
      Forest forest(seed);
      for (std::uint32_t tree = 0; tree < 5 * seed; ++tree) forest.grow(tree % 6);
      REQUIRE(forest.model.validate());
      REQUIRE(ScoringProgram::of(forest.model, set).compact);
      check_equal(forest.model, Rows(seed * 97), set);
    }
    check_equal(Forest(1).model, Rows(300), set);  // no tree
    check_equal(Forest(1).model, Rows(0), set);
  }
}

TEST_CASE("sums past 32 bits, shared nodes and long chains are walked") {
  Forest large(3, 1 << 30);
  for (int tree = 0; tree < 20; ++tree) large.grow(4);
  CHECK_FALSE(ScoringProgram::of(large.model, InstructionSet::portable).compact);
  check_equal(large.model, Rows(500), InstructionSet::portable);

  Forest shared(4);
  for (std::uint32_t i = 0; i < 40; ++i)
    shared.model.nodes.push_back({0, i + 1, i + 1, static_cast<std::int32_t>(i), {~std::uint64_t{0}, 0, 0, 0}});
  shared.model.nodes.emplace_back();
  shared.model.roots = {0};
  REQUIRE(shared.model.validate());
  CHECK_FALSE(ScoringProgram::of(shared.model, InstructionSet::portable).compact);
  check_equal(shared.model, Rows(100), InstructionSet::portable);

  Forest chain(5);
  for (std::uint32_t i = 0; i < 200'000; i += 2) {
    chain.model.nodes.push_back({1, i + 1, i + 2, static_cast<std::int32_t>(i), {2, 0, 0, 0}});
    chain.model.nodes.emplace_back();
  }
  chain.model.nodes.emplace_back();
  chain.model.roots = {0};
  REQUIRE(chain.model.validate());
  CHECK_FALSE(ScoringProgram::of(chain.model, InstructionSet::portable).compact);
}

}  // namespace
}  // namespace staysail::statistics
