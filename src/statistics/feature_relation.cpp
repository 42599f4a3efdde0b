#include "statistics/feature_relation.hpp"

#include <algorithm>
#include <array>

#include "statistics/tree_split.hpp"

namespace staysail::statistics {
namespace {

constexpr std::size_t kLeastSize = 16;  // features of fewer codes are told apart by the trees themselves
// Twice the log-likelihood; below, a relation is not worth its trial. What holds is decided on rows held out.
constexpr double kChance = 3;
constexpr SplitOptions kScreening{4, 2};

Positions positions_of(const CodedFeature& feature) {
  std::array<std::uint64_t, kMostCodes> counts{};
  for (const std::uint8_t code : feature.codes) ++counts[code];
  const std::uint64_t known = feature.codes.size() - counts[0];
  Positions positions{};
  std::uint64_t below = 0;
  for (std::size_t code = 1; code < feature.size; ++code) {
    const std::uint64_t middle = 2 * below + counts[code];
    positions[code] = static_cast<std::uint8_t>(known == 0 ? 64 : 1 + 126 * middle / (2 * known));
    below += counts[code];
  }
  return positions;
}

struct Candidate {
  Relation relation;
  double gain = 0;
};

class Screening {
 public:
  Screening(std::span<const CodeColumn> columns, std::span<const Positions> positions,
            std::span<const std::uint32_t> rows, std::span<const std::int64_t> packed)
      : columns_(columns), positions_(positions), rows_(rows), packed_(packed), total_(total_of(packed)) {}

  std::vector<Candidate> candidates() const {
    std::vector<Candidate> found;
    for (std::uint32_t a = 0; a < positions_.size(); ++a) {
      for (std::uint32_t b = a + 1; b < positions_.size(); ++b) {
        if (!fine(a) || !fine(b)) continue;
        for (const auto kind : {Relation::Kind::sum, Relation::Kind::difference}) found.push_back({{a, b, kind}, 0});
      }
    }
    return found;
  }

  double gain(const Relation& relation) const {
    std::array<std::int64_t, 256> sums{};
    std::array<Gradient, kRelationCodes> wide{};
    for (std::size_t begin = 0; begin < rows_.size(); begin += kMostPacked) {
      sums.fill(0);
      const std::size_t end = std::min(rows_.size(), begin + kMostPacked);
      for (std::size_t i = begin; i < end; ++i) sums[code(relation, rows_[i])] += packed_[i];
      for (std::size_t c = 0; c < kRelationCodes; ++c) wide[c].add_packed(sums[c]);
    }
    const auto split = best_split(wide, true, total_, 0, kScreening);
    return split ? split->gain : 0;
  }

 private:
  bool fine(std::uint32_t feature) const { return columns_[feature].ordered && columns_[feature].size > kLeastSize; }
  std::uint8_t code(const Relation& relation, std::uint32_t row) const {
    return relation_code(relation.kind, positions_[relation.first][columns_[relation.first].codes[row]],
                         positions_[relation.second][columns_[relation.second].codes[row]]);
  }

  std::span<const CodeColumn> columns_;
  std::span<const Positions> positions_;
  std::span<const std::uint32_t> rows_;
  std::span<const std::int64_t> packed_;
  Gradient total_;
};

}  // namespace

std::vector<Positions> positions_of(const CodedRows& rows) {
  std::vector<Positions> positions;
  for (const CodedFeature& feature : rows.features) positions.push_back(positions_of(feature));
  return positions;
}

void relate(const Relation& relation, std::span<const Positions> positions, std::span<const std::uint8_t* const> codes,
            std::span<std::uint8_t> related) {
  const Positions& first = positions[relation.first];
  const Positions& second = positions[relation.second];
  const std::uint8_t* a = codes[relation.first];
  const std::uint8_t* b = codes[relation.second];
  for (std::size_t i = 0; i < related.size(); ++i) related[i] = relation_code(relation.kind, first[a[i]], second[b[i]]);
}

std::vector<Relation> telling_relations(std::span<const CodeColumn> columns, std::span<const Positions> positions,
                                        std::span<const std::uint32_t> rows, std::span<const std::int64_t> packed,
                                        std::size_t most, Executor& executor) {
  const Screening screening(columns.first(positions.size()), positions, rows, packed);
  std::vector<Candidate> candidates = screening.candidates();
  executor.run(candidates.size(), [&](std::size_t i) { candidates[i].gain = screening.gain(candidates[i].relation); });
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.gain > b.gain; });
  std::vector<Relation> kept;
  for (const Candidate& candidate : candidates)
    if (candidate.gain > kChance && kept.size() < most) kept.push_back(candidate.relation);
  return kept;
}

}  // namespace staysail::statistics
