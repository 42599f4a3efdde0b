// Matcher: which strategies hold for which customers, for a whole frame or for one.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/base/id.hpp"
#include "staysail/decision/expression.hpp"

namespace staysail {

// What the matcher needs to know of a strategy.
struct MatchRule {
  StrategyId id;
  std::string when;           // FEEL
  std::int64_t priority = 0;  // the higher goes first
  Place place;                // of the text of `when`
};

// One bit a strategy and row. Immutable once made; any thread.
class Matches {
 public:
  Matches() = default;
  Matches(std::size_t strategies, std::size_t rows);

  std::size_t strategies() const { return strategies_; }
  std::size_t rows() const { return rows_; }
  bool test(std::size_t strategy, std::size_t row) const {
    return (words_[strategy * stride_ + row / 64] >> (row % 64) & 1) != 0;
  }
  std::uint64_t count(std::size_t strategy) const;
  // Ascending.
  std::vector<std::uint32_t> rows_of(std::size_t strategy) const;
  // The strategies of a row, in the matcher's order.
  std::vector<std::uint32_t> strategies_of(std::size_t row) const;

  // Rows [first, first + flags.size()) of a strategy; `first` is a multiple of 64. Two threads may write different
  // rows.
  void assign(std::size_t strategy, std::size_t first, const std::vector<std::uint8_t>& flags);

 private:
  std::size_t strategies_ = 0, rows_ = 0, stride_ = 0;
  std::vector<std::uint64_t> words_;
};

struct MatchOptions {
  std::size_t batch_rows = 65536;  // rows a piece of work; never changes the result
};

// Immutable; any thread.
class Matcher {
 public:
  // Errors of Expression::compile; `conflict` when an id occurs twice; `type_mismatch` for a condition that is no
  // boolean.
  static Result<Matcher> compile(std::vector<MatchRule> rules, const Scope& scope);

  // In the order of compile().
  const std::vector<MatchRule>& rules() const { return rules_; }
  const Expression& condition(std::size_t strategy) const { return conditions_[strategy]; }
  // Strategies by descending priority, then by id.
  const std::vector<std::uint32_t>& by_priority() const { return by_priority_; }

  // Names that are no column of the frame are taken from `constants` (as_of).
  Result<Matches> match(const Batch& frame, const Inputs& constants, Executor& executor,
                        const MatchOptions& options = {}, const Control& control = {}) const;
  // The strategies that hold for one customer, in the order of compile().
  std::vector<std::uint32_t> match_one(const Inputs& inputs) const;
  // The first `k` strategies of each row by priority: columns row (number) and strategy (text), by row, then rank.
  Result<Batch> top(const Matches& matches, std::size_t k) const;

 private:
  std::vector<MatchRule> rules_;
  std::vector<Expression> conditions_;
  std::vector<std::uint32_t> by_priority_;
};

}  // namespace staysail
