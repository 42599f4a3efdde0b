// ConditionTree: how the conditions of an expression make up its truth, apart from what they ask.
//
// Its conditions are those that Expression::conditions() lists, in that order; `and`, `or` and `not` join them by
// three-valued logic. Says what an expression would be if one of its conditions came out otherwise. Immutable, safe to
// use from many threads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "staysail/decision/expression.hpp"

namespace staysail {

// In order: `and` is the least of its parts, `or` the greatest.
enum class Truth : std::uint8_t { is_false, unknown, is_true };

class ConditionTree {
 public:
  static ConditionTree of(const Expression& expression);

  std::size_t conditions() const { return conditions_; }
  // `marks`: one a condition.
  Truth value(std::span<const Truth> marks) const { return value_of(root_, marks); }
  // The same, if condition `position` were true and all others as they are.
  Truth value_given(std::size_t position, std::span<const Truth> marks) const;

 private:
  enum class Kind : std::uint8_t { condition, all, any, negation };
  struct Part {
    Kind kind = Kind::condition;
    std::size_t position = 0;  // of a condition
    std::vector<Part> parts;
  };
  struct Building;

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  static Truth value_of(const Part& part, std::span<const Truth> marks, std::size_t given = kNone);

  Part root_;
  std::size_t conditions_ = 0;
};

}  // namespace staysail
