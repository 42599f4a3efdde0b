#include <algorithm>

#include "derived.hpp"
#include "scorecard_weights.hpp"
#include "staysail/base/decimal_text.hpp"

namespace staysail::indicators {
namespace {

struct Input {
  const Column* column;
  std::int64_t weight;
};

std::vector<Input> inputs_of(const Workspace& workspace, const Scorecard& rule) {
  std::vector<Input> inputs;
  for (const auto& [name, weight] : rule.weights) inputs.push_back({&workspace.column(name), weight});
  return inputs;
}

// Weighted mean over the inputs that are there; nullopt when none is. Inputs may stand at different scales.
std::optional<std::int64_t> score_of(const std::vector<Input>& inputs, std::size_t row, int scale) {
  Int128 sum = 0, weights = 0;
  for (const auto& input : inputs) {
    if (input.column->is_null(row)) continue;
    sum += static_cast<Int128>(input.column->numbers()[row]) * input.weight *
           power_of_ten(kMaxScale - input.column->field().scale);
    weights += input.weight;
  }
  if (weights == 0) return std::nullopt;
  return static_cast<std::int64_t>(divide_half_even(sum, weights * power_of_ten(kMaxScale - scale)));
}

// Blank-parted names of the inputs without a value, in declared order.
std::string missing_names(const Scorecard& rule, const std::vector<Input>& inputs, std::size_t row) {
  std::string names;
  for (std::size_t i = 0; i < inputs.size(); ++i)
    if (inputs[i].column->is_null(row)) names += (names.empty() ? "" : " ") + rule.weights[i].first;
  return names;
}

Column missing_inputs(const Workspace& workspace, const Scorecard& rule, const std::vector<Input>& inputs,
                      const std::string& name) {
  ColumnBuilder builder(Field{missing_column(name), ColumnType::text, 0, {}});
  for (std::size_t row = 0; row < workspace.rows(); ++row) {
    const auto names = missing_names(rule, inputs, row);
    names.empty() ? builder.append_null() : builder.append_text(names);
  }
  return builder.finish();
}

// With the weights that tonight's lines give.
Scorecard found_tonight(const Workspace& workspace, Scorecard rule) {
  std::vector<const Column*> columns;
  for (const auto& weight : rule.weights) columns.push_back(&workspace.column(weight.first));
  const auto found = rule.by == Scorecard::By::entropy ? entropy_weights(columns)
                                                       : evidence_weights(columns, workspace.column(rule.label));
  for (std::size_t i = 0; i < found.size(); ++i) rule.weights[i].second = found[i];
  return rule;
}

// The same text for all lines; null where the lines tell no weights.
Column weights_column(const Workspace& workspace, const Scorecard& rule, const std::string& name) {
  std::string text;
  bool any = false;
  for (const auto& [input, weight] : rule.weights) {
    text += (text.empty() ? "" : ", ") + input + " " + decimal_text(weight, 4);
    any = any || weight != 0;
  }
  ColumnBuilder builder(Field{weights_column_of(name), ColumnType::text, 0, {}});
  for (std::size_t row = 0; row < workspace.rows(); ++row) any ? builder.append_text(text) : builder.append_null();
  return builder.finish();
}

Result<Column> score(Workspace& workspace, std::size_t indicator, const Scorecard& rule) {
  const auto& field = workspace.plan().indicators[indicator].field;
  const auto inputs = inputs_of(workspace, rule);
  ColumnBuilder builder(field);
  builder.reserve(workspace.rows());
  for (std::size_t row = 0; row < workspace.rows(); ++row) {
    const auto score = score_of(inputs, row, field.scale);
    score ? builder.append_number(*score) : builder.append_null();
  }
  for (std::size_t i = 0; i < inputs.size(); ++i)
    if (workspace.rows() != 0 && inputs[i].column->null_count() == workspace.rows())
      workspace.missing.push_back(
          {field.name, rule.weights[i].first,
           "nobody has a value of " + rule.weights[i].first + "; its weight is shared out over the other inputs"});
  workspace.add_companion(indicator, missing_inputs(workspace, rule, inputs, field.name));
  return builder.finish();
}

}  // namespace

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const Scorecard& rule) {
  if (!finds_weights(rule)) return score(workspace, indicator, rule);
  const auto& name = workspace.plan().indicators[indicator].name;
  const auto found = found_tonight(workspace, rule);
  STAYSAIL_TRY(auto scores, score(workspace, indicator, found));
  auto weights = weights_column(workspace, found, name);
  if (workspace.rows() != 0 && weights.null_count() == workspace.rows())
    workspace.missing.push_back({name, weights.field().name, "the lines of this night tell no weights"});
  workspace.add_companion(indicator, std::move(weights));
  return scores;
}

}  // namespace staysail::indicators
