// What a ConditionIndex holds, and how it is built.
#pragma once

#include "decision/condition_set_state.hpp"
#include "decision/mask_kernels.hpp"
#include "staysail/decision/condition_index.hpp"

namespace staysail {
namespace decision {

// The items of each of several lists, one list after the other.
class Lists {
 public:
  Lists() = default;
  explicit Lists(const std::vector<std::vector<std::uint32_t>>& lists);
  std::span<const std::uint32_t> of(std::size_t list) const {
    return {items_.data() + begins_[list], begins_[list + 1] - begins_[list]};
  }

 private:
  std::vector<std::size_t> begins_{0};
  std::vector<std::uint32_t> items_;
};

// Neighbouring codes share a map where a column has many.
struct CodeBuckets {
  static constexpr std::uint32_t kMost = 61;
  std::uint32_t ranks = 0, rank_buckets = 0, buckets = 0;

  static CodeBuckets of(const CodedColumn& column);
  std::uint32_t of_code(std::uint32_t code) const {
    return code < ranks ? static_cast<std::uint32_t>(std::uint64_t{code} * rank_buckets / ranks)
                        : rank_buckets + (code - ranks);
  }
};

// A leaf as one customer is asked: the code lies in its first run, or in one of the others.
struct LeafQuestion {
  std::uint32_t column = 0, low = 0, span = 0;
  bool more = false;  // runs than the first
};
LeafQuestion question_of(const BoundLeaf& leaf);

// Of a leaf, what each bucket of its column tells.
enum class Told : std::uint8_t { fails, holds, depends };
std::vector<Told> told_by_buckets(const CodeSet& set, const CodeBuckets& buckets, std::uint32_t codes);

}  // namespace decision

struct ConditionIndex::State {
  State(BoundConditions looked_for, std::vector<std::uint32_t> in_order)
      : conditions(std::move(looked_for)), order(std::move(in_order)) {}

  BoundConditions conditions;
  std::vector<std::uint32_t> order;
  std::size_t words = 0;
  const decision::MaskKernels* kernels = nullptr;

  std::vector<decision::CodeBuckets> buckets;     // of each column
  std::vector<std::size_t> first_map;             // of each column the map of its first bucket
  std::vector<std::uint64_t> maps;                // `words` each; a bit is set where a condition is not ruled out
  std::vector<std::uint32_t> columns;             // that rule anything out, those that do most first
  std::vector<std::uint64_t> possible;            // no condition that never holds
  std::vector<std::uint32_t> column_names;        // of each column that is a name
  std::vector<decision::LeafQuestion> questions;  // of each leaf
  decision::Lists members;                        // of each group its children
  decision::Lists checks;                         // of each place: the nodes that the maps do not decide
  decision::Lists places;                         // of each node: the places it is a check of
  decision::Lists column_checks;                  // of each column: the checks that read it
  decision::Lists name_columns;                   // of each name: the columns that read it

  std::uint32_t code_of(std::uint32_t column, const ValueList& values) const;
  const decision::BoundProgram& program() const { return conditions.state_->program; }
  const decision::ConditionGraph& graph() const { return conditions.state_->set->graph; }
  const std::uint64_t* map_of(std::uint32_t column, std::uint32_t code) const {
    return maps.data() + (first_map[column] + buckets[column].of_code(code)) * words;
  }
};

}  // namespace staysail
