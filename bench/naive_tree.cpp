#include "naive_tree.hpp"

#include <algorithm>

namespace staysail::bench {
namespace {

enum class Truth : std::uint8_t { no, unknown, yes };

Truth truth(bool holds) { return holds ? Truth::yes : Truth::no; }

Truth ask(const Workload& work, const Question& question, std::size_t row);

Truth ask_group(const Workload& work, const Question& question, std::size_t row) {
  const bool all = question.kind == Question::Kind::all;
  Truth result = truth(all);
  for (const Question& part : question.parts) {
    const Truth one = ask(work, part, row);
    result = all ? std::min(result, one) : std::max(result, one);
    if (result == truth(!all)) break;
  }
  return result;
}

// Equality tells null from every value; an order with null is unknown.
Truth ask_absent_value(const Question& question) {
  switch (question.kind) {
    case Question::Kind::absent:
    case Question::Kind::unequal: return Truth::yes;
    case Question::Kind::equal:
    case Question::Kind::among: return Truth::no;
    default: return Truth::unknown;
  }
}

Truth ask_value(const Question& question, std::int64_t value) {
  const std::vector<std::int64_t>& bounds = question.values;
  switch (question.kind) {
    case Question::Kind::less: return truth(value < bounds[0]);
    case Question::Kind::at_least: return truth(value >= bounds[0]);
    case Question::Kind::equal: return truth(value == bounds[0]);
    case Question::Kind::unequal: return truth(value != bounds[0]);
    case Question::Kind::between: return truth(bounds[0] <= value && value <= bounds[1]);
    case Question::Kind::among: return truth(std::find(bounds.begin(), bounds.end(), value) != bounds.end());
    default: return Truth::no;
  }
}

Truth ask(const Workload& work, const Question& question, std::size_t row) {
  if (question.kind == Question::Kind::all || question.kind == Question::Kind::any)
    return ask_group(work, question, row);
  if (question.kind == Question::Kind::negation) {
    const Truth inner = ask(work, question.parts.front(), row);
    return inner == Truth::unknown ? inner : truth(inner == Truth::no);
  }
  const PlainColumn& column = work.columns[question.column];
  return column.present[row] != 0 ? ask_value(question, column.values[row]) : ask_absent_value(question);
}

}  // namespace

std::vector<std::uint64_t> naive_counts(const Workload& work, std::size_t customers) {
  std::vector<std::uint64_t> counts(work.questions.size());
  for (std::size_t row = 0; row < customers; ++row)
    for (std::size_t i = 0; i < counts.size(); ++i)
      counts[i] += ask(work, work.questions[i], row) == Truth::yes ? 1 : 0;
  return counts;
}

}  // namespace staysail::bench
