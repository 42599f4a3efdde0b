// The evaluator for columns: computes each node of the tree for a block of rows at a time.
#pragma once

#include <unordered_map>

#include "decision/interpreter.hpp"
#include "decision/lane.hpp"
#include "decision/parser.hpp"
#include "staysail/columns/batch.hpp"

namespace staysail::decision {

inline constexpr std::size_t kBlockRows = 16 * 1024;

// Where a name's values come from.
struct NameSource {
  const Column* column = nullptr;  // null: the constant, or a lane handed in
  Value constant;
};

// Owned by one thread; the tree and the columns outlive it.
class LaneEvaluator {
 public:
  LaneEvaluator(const Tree& tree, std::vector<NameSource> sources, std::size_t total_rows);

  // Starts the block of rows [begin, begin + rows).
  void start(std::size_t begin, std::size_t rows);
  // Gives a name's lane for this block, in place of its source.
  void hand_in(std::uint32_t name, LanePtr lane) { names_[name] = std::move(lane); }
  LanePtr root() { return lane_of(*tree_.root); }
  // Of a part of the tree in which no local is in sight.
  LanePtr lane(const Node& part) { return lane_of(part); }

 private:
  // The values of a node that depends on nothing but one text column, one for each entry of its dictionary.
  struct PerEntry {
    const Dictionary* dictionary = nullptr;
    std::vector<std::uint8_t> known;
    ValueList values;                 // of a node that is no condition
    std::vector<std::uint8_t> truth;  // of a condition
    Value of_null;
  };
  // The names and locals that a subtree reads.
  struct Reads {
    std::vector<std::uint32_t> names, locals;
  };

  LanePtr lane_of(const Node& node);
  LanePtr name_lane(std::uint32_t slot);
  LanePtr source_of(const Node& node);
  Lane computed(const Node& node);
  Lane logic(const Node& node);
  Lane arithmetic(const Node& node);
  Lane negation(const Node& node);
  Lane by_rows(const Node& node);
  Lane by_entries(const Node& node, const Lane& text);
  Lane by_rows_of(const Node& node, const Lane& text);
  PerEntry& entries_of(const Node& node, const Lane& text);
  Value value_for(const Node& node, Value source);
  const Reads& reads_of(const Node& node);

  const Tree& tree_;
  std::vector<NameSource> sources_;
  std::size_t total_rows_;
  std::size_t begin_ = 0, rows_ = 0;
  std::vector<LanePtr> names_, locals_;
  ValueList row_names_;
  Interpreter interpreter_;
  std::unordered_map<const Node*, PerEntry> per_entry_;
  std::unordered_map<const Node*, Reads> reads_;
};

}  // namespace staysail::decision
