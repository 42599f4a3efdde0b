#include "staysail/strategy/matcher.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <set>

#include "staysail/base/guard.hpp"

namespace staysail {
namespace {

Status check_unique(const std::vector<MatchRule>& rules) {
  std::set<std::string> seen;
  for (const MatchRule& rule : rules) {
    if (!seen.insert(rule.id.text()).second) {
      return Error::at(rule.place, Errc::conflict, "two strategies have one id; give each its own: " + rule.id.text());
    }
  }
  return ok();
}

Result<Expression> compile_condition(const MatchRule& rule, const Scope& scope) {
  auto condition = Expression::compile(rule.when, scope, rule.place);
  if (!condition) return condition.error().within("strategy " + rule.id.text());
  const FeelType& type = condition->type();
  if (!type.may_be(ValueKind::boolean)) {
    return Error::at(
        rule.place, Errc::type_mismatch,
        "the condition of strategy " + rule.id.text() + " must be true or false, but it is a " + type.to_string());
  }
  return condition;
}

std::vector<std::uint32_t> priority_order(const std::vector<MatchRule>& rules) {
  std::vector<std::uint32_t> order(rules.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&rules](std::uint32_t a, std::uint32_t b) {
    if (rules[a].priority != rules[b].priority) return rules[a].priority > rules[b].priority;
    return rules[a].id < rules[b].id;
  });
  return order;
}

// Rows a piece of work: whole words of the bit map, so that no two threads share one.
std::size_t slice_rows(const MatchOptions& options) {
  return (std::max<std::size_t>(options.batch_rows, 1) + 63) / 64 * 64;
}

}  // namespace

Matches::Matches(std::size_t strategies, std::size_t rows)
    : strategies_(strategies), rows_(rows), stride_((rows + 63) / 64), words_(strategies * stride_) {}

std::uint64_t Matches::count(std::size_t strategy) const {
  const auto begin = words_.begin() + static_cast<std::ptrdiff_t>(strategy * stride_);
  return std::accumulate(
      begin, begin + static_cast<std::ptrdiff_t>(stride_), std::uint64_t{0},
      [](std::uint64_t sum, std::uint64_t word) { return sum + static_cast<std::uint64_t>(std::popcount(word)); });
}

std::vector<std::uint32_t> Matches::rows_of(std::size_t strategy) const {
  std::vector<std::uint32_t> rows;
  rows.reserve(count(strategy));
  for (std::size_t i = 0; i < stride_; ++i) {
    for (std::uint64_t word = words_[strategy * stride_ + i]; word != 0; word &= word - 1) {
      rows.push_back(static_cast<std::uint32_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(word))));
    }
  }
  return rows;
}

std::vector<std::uint32_t> Matches::strategies_of(std::size_t row) const {
  std::vector<std::uint32_t> found;
  for (std::size_t s = 0; s < strategies_; ++s) {
    if (test(s, row)) found.push_back(static_cast<std::uint32_t>(s));
  }
  return found;
}

void Matches::assign(std::size_t strategy, std::size_t first, const std::vector<std::uint8_t>& flags) {
  std::uint64_t* words = words_.data() + strategy * stride_ + first / 64;
  for (std::size_t i = 0; i < flags.size(); ++i) {
    words[i / 64] |= std::uint64_t{flags[i] != 0} << (i % 64);
  }
}

Result<Matcher> Matcher::compile(std::vector<MatchRule> rules, const Scope& scope) {
  STAYSAIL_CHECK(check_unique(rules));
  Matcher matcher;
  for (const MatchRule& rule : rules) {
    STAYSAIL_TRY(Expression condition, compile_condition(rule, scope));
    matcher.conditions_.push_back(std::move(condition));
  }
  matcher.by_priority_ = priority_order(rules);
  matcher.rules_ = std::move(rules);
  return matcher;
}

Result<Matches> Matcher::match(const Batch& frame, const Inputs& constants, Executor& executor,
                               const MatchOptions& options, const Control& control) const {
  Matches matches(rules_.size(), frame.rows());
  const std::size_t slice = slice_rows(options);
  const std::size_t slices = (frame.rows() + slice - 1) / slice;
  const auto match_slice = [&](std::size_t index) -> Status {
    const Batch rows = frame.slice(index * slice, std::min(slice, frame.rows() - index * slice));
    for (std::size_t s = 0; s < conditions_.size() && !control.stop_requested(); ++s) {
      const auto flags = conditions_[s].matches(rows, constants);
      if (!flags) return flags.error().within("strategy " + rules_[s].id.text());
      matches.assign(s, index * slice, *flags);
    }
    return ok();
  };
  const Status done = run_each(executor, slices, match_slice);
  STAYSAIL_CHECK(control.check());
  STAYSAIL_CHECK(done);
  return matches;
}

std::vector<std::uint32_t> Matcher::match_one(const Inputs& inputs) const {
  std::vector<std::uint32_t> found;
  for (std::size_t s = 0; s < conditions_.size(); ++s) {
    if (conditions_[s].evaluate(inputs).is_true()) found.push_back(static_cast<std::uint32_t>(s));
  }
  return found;
}

Result<Batch> Matcher::top(const Matches& matches, std::size_t k) const {
  STAYSAIL_TRY(const Schema schema,
               Schema::of({{"row", ColumnType::number, 0, ""}, {"strategy", ColumnType::text, 0, ""}}));
  BatchBuilder builder(schema);
  for (std::size_t row = 0; row < matches.rows(); ++row) {
    std::size_t taken = 0;
    for (std::size_t i = 0; i < by_priority_.size() && taken < k; ++i) {
      if (!matches.test(by_priority_[i], row)) continue;
      builder.column(0).append_number(static_cast<std::int64_t>(row));
      builder.column(1).append_text(rules_[by_priority_[i]].id.text());
      ++taken;
    }
  }
  return builder.finish();
}

}  // namespace staysail
