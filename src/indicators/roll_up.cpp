#include <algorithm>

#include "derived.hpp"
#include "staysail/base/decimal_text.hpp"

namespace staysail::indicators {
namespace {

// Whose lines are taken together: a total each, and for each line the total that it sees; kNoRow where none.
struct Totals {
  std::vector<GroupTotal> all;
  std::vector<std::uint32_t> seen;
};

// The end away from the good direction; without a direction the least.
RollUp::How resolved(RollUp::How how, Direction direction) {
  if (how != RollUp::How::worst) return how;
  return direction == Direction::lower_is_better ? RollUp::How::max : RollUp::How::min;
}

Result<std::int64_t> value_of(const GroupTotal& total, RollUp::How how, int from, int to) {
  switch (how) {
    case RollUp::How::sum: return total.sum.total(from, to);
    case RollUp::How::mean: return total.sum.mean(from, to);
    case RollUp::How::max: return rescale(total.greatest, from, to);
    default: return rescale(total.least, from, to);
  }
}

std::vector<GroupTotal> totals_of(const Column& input, const std::vector<std::uint32_t>& owner, std::size_t owners) {
  std::vector<GroupTotal> totals(owners);
  for (std::size_t row = 0; row < input.size(); ++row)
    if (owner[row] != kNoRow && !input.is_null(row)) totals[owner[row]].add(input.numbers()[row]);
  return totals;
}

Totals totals_of_groups(const Column& input, const Ownership& ownership) {
  const GroupTree& tree = *ownership.groups;
  Totals totals;
  totals.all = tree.with_all_below(totals_of(input, ownership.group_place_of, tree.customers().size()));
  for (const std::uint32_t place : ownership.group_place_of)
    totals.seen.push_back(place == kNoRow ? kNoRow : tree.group_of(place).value_or(kNoRow));
  return totals;
}

Totals totals_over(RollUp::Over over, const Column& input, const Ownership& ownership) {
  switch (over) {
    case RollUp::Over::account:
      return {totals_of(input, ownership.account_of, ownership.accounts), ownership.account_of};
    case RollUp::Over::customer:
      return {totals_of(input, ownership.customer_of, ownership.customers), ownership.customer_of};
    case RollUp::Over::household:
      return {totals_of(input, ownership.household_of, ownership.households), ownership.household_of};
    default: return totals_of_groups(input, ownership);
  }
}

}  // namespace

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const RollUp& rule) {
  const auto& declared = workspace.plan().indicators[indicator];
  const auto& input = workspace.column(rule.of);
  const Totals totals = totals_over(rule.over, input, workspace.ownership());
  const auto how =
      resolved(rule.how, workspace.plan().indicators[workspace.plan().index.find(rule.of)->second].direction);
  ColumnBuilder builder(declared.field);
  for (std::size_t row = 0; row < workspace.rows(); ++row) {
    const std::uint32_t seen = totals.seen[row];
    if (seen == kNoRow || totals.all[seen].sum.count() == 0) {
      builder.append_null();
      continue;
    }
    const auto value = value_of(totals.all[seen], how, input.field().scale, declared.field.scale);
    if (!value)
      return value.error().within("subscription " +
                                  std::string(workspace.subscriptions().find("subscription_id")->text(row)));
    builder.append_number(*value);
  }
  return builder.finish();
}

}  // namespace staysail::indicators
