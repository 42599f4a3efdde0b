// TreeGrowth: how a RuleTree comes about, on rows whose values are coded by the cuts there may be.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "statistics/whole_column.hpp"
#include "staysail/statistics/rule_tree.hpp"

namespace staysail::statistics {

// Places where a column may be cut, and for each row how many of them lie below its value.
struct CodedColumn {
  std::vector<std::int64_t> cuts;
  std::vector<std::string> texts;  // of the cuts, in units
  std::vector<std::uint8_t> codes;
};

// At most 128 cuts, between values of about equal numbers of rows; as short in decimals as they can be.
CodedColumn coded_column(const WholeColumn& column, std::span<const std::uint32_t> rows);

class TreeGrowth {
 public:
  // `weights` by class. What is passed outlives this.
  TreeGrowth(std::span<const CodedColumn> columns, std::span<const std::uint16_t> labels,
             std::span<const double> weights, std::size_t depth)
      : columns_(columns), labels_(labels), weights_(weights), depth_(depth) {}
  std::vector<RuleTree::Node> grow();

 private:
  struct Split {
    double gain = 0;
    std::size_t column = 0, cut = 0;
  };
  std::uint32_t grow(std::vector<std::uint32_t> rows, std::size_t depth);
  Split best_split(std::span<const std::uint32_t> rows) const;
  void try_column(std::size_t column, std::span<const std::uint32_t> rows, Split& best) const;
  std::vector<double> weights_of(std::span<const std::uint32_t> rows) const;

  std::span<const CodedColumn> columns_;
  std::span<const std::uint16_t> labels_;
  std::span<const double> weights_;
  std::size_t depth_;
  std::vector<RuleTree::Node> nodes_;
};

// Where a row falls.
std::uint16_t class_of(std::span<const RuleTree::Node> nodes, std::span<const WholeColumn> whole, std::size_t row);

}  // namespace staysail::statistics
