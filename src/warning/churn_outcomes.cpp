#include "warning/churn_outcomes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace staysail {
namespace {

// Words that answer by themselves whether a customer left, in small letters.
constexpr std::array<std::string_view, 9> kLeft{"yes", "y", "true", "t", "churn", "churned", "left", "是", "流失"};
constexpr std::array<std::string_view, 8> kStayed{"no", "n", "false", "f", "stayed", "active", "否", "在网"};

bool is_among(std::span<const std::string_view> words, std::string_view text) {
  std::string small(text);
  for (char& letter : small)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return std::find(words.begin(), words.end(), small) != words.end();
}

// A part of a frame may hold nobody who left.
Result<std::vector<std::uint8_t>> outcomes_of_texts(const Column& column, const std::string& positive) {
  std::vector<std::uint8_t> left_by_code;
  for (std::int32_t code = 0; code < column.dictionary().size(); ++code) {
    const std::string_view text = column.dictionary().at(code);
    left_by_code.push_back((positive.empty() ? is_among(kLeft, text) : text == positive) ? 1 : 0);
  }
  std::vector<std::uint8_t> outcomes;
  for (const std::int32_t code : column.codes()) {
    outcomes.push_back(left_by_code[static_cast<std::size_t>(code)]);
    if (!positive.empty() || outcomes.back() != 0 || is_among(kStayed, column.dictionary().at(code))) continue;
    return Error(Errc::type_mismatch, "the target '" + column.field().name + "' has texts such as '" +
                                          std::string(column.dictionary().at(code)) +
                                          "'; say with `positive` which of them means churn");
  }
  return outcomes;
}

Result<std::vector<std::uint8_t>> outcomes_of_numbers(const Column& column) {
  const std::string& name = column.field().name;
  std::int64_t one = 1;
  for (int i = 0; i < column.field().scale; ++i) one *= 10;
  std::vector<std::uint8_t> outcomes;
  for (std::size_t i = 0; i < column.size(); ++i) {
    const bool real = column.type() == ColumnType::real;
    const bool is_one = real ? column.reals()[i] == 1 : column.numbers()[i] == one;
    const bool is_zero = real ? column.reals()[i] == 0 : column.numbers()[i] == 0;
    if (!is_one && !is_zero)
      return Error(Errc::type_mismatch, "a target of numbers holds 0 and 1; '" + name + "' holds others");
    outcomes.push_back(is_one ? 1 : 0);
  }
  return outcomes;
}

}  // namespace

Result<std::vector<std::uint8_t>> outcomes_of(const Batch& part, const ChurnTraining& training) {
  const Column* column = part.find(training.target);
  if (column == nullptr)
    return Error(Errc::not_found, "the frame has no column for the target '" + training.target + "'");
  if (column->null_count() > 0)
    return Error(Errc::invalid_argument, fmt::format("the outcome of {} rows is not known; leave them out of '{}'",
                                                     column->null_count(), training.target));
  switch (column->type()) {
    case ColumnType::boolean: return std::vector<std::uint8_t>(column->booleans().begin(), column->booleans().end());
    case ColumnType::text: return outcomes_of_texts(*column, training.positive);
    case ColumnType::number:
    case ColumnType::real: return outcomes_of_numbers(*column);
    default: break;
  }
  return Error(Errc::type_mismatch, "a target is true or false, 0 or 1, or a text; '" + training.target + "' is a " +
                                        std::string(name_of(column->type())));
}

}  // namespace staysail
