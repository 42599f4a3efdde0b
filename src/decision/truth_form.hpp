// A condition as logic over variables: the pieces of a column's domain, or an open question of three answers.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "decision/program.hpp"

namespace staysail::decision {

// The truths that are still possible, one bit each.
inline constexpr std::uint8_t kMayFail = 1, kMayBeUnknown = 2, kMayHold = 4, kMayBeAny = 7;

// A column, with one sample a piece of its domain, null first; or, without samples, an open question.
struct Variable {
  std::string name;
  ValueList samples;
  bool open() const { return samples.empty(); }
  std::size_t choices() const { return open() ? 3 : samples.size(); }
};

struct TruthNode {
  enum class Kind : std::uint8_t { fixed, both, either, negated, test };
  Kind kind = Kind::fixed;
  std::uint8_t truth = kMayBeAny;     // fixed
  std::uint32_t variable = 0;         // test
  std::vector<std::uint8_t> answers;  // test: the truth for each choice of the variable
  std::vector<std::uint32_t> parts;   // of lower index
  const Node* node = nullptr;         // a negation of the text
};

// The root is the last node.
struct TruthForm {
  std::vector<TruthNode> nodes;
  bool exact = true;  // asks no open question
};

// All variables of a set of conditions.
class TruthForms {
 public:
  explicit TruthForms(const std::vector<Expression>& conditions);

  const std::vector<Variable>& variables() const { return variables_; }
  const TruthForm& form(std::size_t condition) const { return forms_[condition]; }
  // The variable of a column; npos when nothing asks it alone.
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  std::uint32_t variable_of(const std::string& name) const;
  // Values to try for every name, null first.
  const std::map<std::string, ValueList>& samples() const { return samples_; }

 private:
  class Maker;
  void gather(const Node& node, const Tree& tree);
  void settle_samples();

  std::map<std::string, FeelType> types_;
  std::map<std::string, ValueList> bounds_, samples_;
  std::vector<Variable> variables_;
  std::map<std::string, std::uint32_t> columns_, questions_;
  std::vector<TruthForm> forms_;
};

// A comparison of a name with what depends on nothing, whose answer is one on each piece of the name's domain.
struct ColumnTest {
  const Node* name = nullptr;
  Value bound;
  bool name_left = true;
};
bool is_column_test(const Node& node, ColumnTest& test);
bool is_negation(const Node& node);

}  // namespace staysail::decision
