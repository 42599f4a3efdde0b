// What the inputs of a decision table can be, as far as its rules can tell: inputs that share names vary together.
#pragma once

#include <string>
#include <vector>

#include "staysail/decision/expression.hpp"

namespace staysail::decision {

struct Node;

// Inputs that vary by themselves, independent of all others.
struct TableDimension {
  std::vector<std::size_t> inputs;  // positions in the table
  std::vector<ValueList> samples;   // each a value for each of the inputs
  bool attained = true;             // each sample is what some customer has
  bool exhaustive = true;           // nothing that a customer can have is told apart from all samples
};

// Whether a test is made of comparisons of one name with constants only; gathers those constants.
bool gather_bounds(const Node& node, ValueList& bounds);

// `bounds`: for each input the constants that the cells of its column compare it with.
std::vector<TableDimension> table_dimensions(const std::vector<Expression>& inputs,
                                             const std::vector<ValueList>& bounds);

}  // namespace staysail::decision
