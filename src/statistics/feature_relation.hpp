// Relations of two features as codes of their own, and which of them tell something that the features alone do not.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "statistics/gradient_histogram.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/statistics/boosted_trees.hpp"

namespace staysail::statistics {

inline constexpr std::size_t kRelationCodes = 254;

// 0 where either is missing, else 1 .. 253.
inline std::uint8_t relation_code(Relation::Kind kind, std::uint8_t first, std::uint8_t second) {
  if (first == 0 || second == 0) return 0;
  return static_cast<std::uint8_t>(kind == Relation::Kind::sum ? first + second - 1 : 127 + first - second);
}

// Positions of the codes of each feature among the rows.
std::vector<Positions> positions_of(const CodedRows& rows);

// Codes of a relation, by row.
void relate(const Relation& relation, std::span<const Positions> positions, std::span<const std::uint8_t* const> codes,
            std::span<std::uint8_t> related);

// The relations, at most `most` and best first, about which a question lowers the loss of `rows` by more than chance;
// `packed`: gradients left after the features alone, one for each of `rows`.
std::vector<Relation> telling_relations(std::span<const CodeColumn> columns, std::span<const Positions> positions,
                                        std::span<const std::uint32_t> rows, std::span<const std::int64_t> packed,
                                        std::size_t most, Executor& executor);

}  // namespace staysail::statistics
