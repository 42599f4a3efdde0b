#include <algorithm>

#include "derived.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/columns/exact_sum.hpp"

namespace staysail::indicators {
namespace {

// One account's or customer's lines.
struct Group {
  ExactSum sum;
  std::int64_t least = 0, greatest = 0;
  void add(std::int64_t value) {
    least = sum.count() == 0 ? value : std::min(least, value);
    greatest = sum.count() == 0 ? value : std::max(greatest, value);
    sum.add(value);
  }
};

// The end away from the good direction; without a direction the least.
RollUp::How resolved(RollUp::How how, Direction direction) {
  if (how != RollUp::How::worst) return how;
  return direction == Direction::lower_is_better ? RollUp::How::max : RollUp::How::min;
}

Result<std::int64_t> value_of(const Group& group, RollUp::How how, int from, int to) {
  switch (how) {
    case RollUp::How::sum: return group.sum.total(from, to);
    case RollUp::How::mean: return group.sum.mean(from, to);
    case RollUp::How::max: return rescale(group.greatest, from, to);
    default: return rescale(group.least, from, to);
  }
}

std::vector<Group> groups_of(const Column& input, const std::vector<std::uint32_t>& owner, std::size_t owners) {
  std::vector<Group> groups(owners);
  for (std::size_t row = 0; row < input.size(); ++row)
    if (owner[row] != kNoRow && !input.is_null(row)) groups[owner[row]].add(input.numbers()[row]);
  return groups;
}

}  // namespace

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const RollUp& rule) {
  const auto& declared = workspace.plan().indicators[indicator];
  const auto& input = workspace.column(rule.of);
  const auto& ownership = workspace.ownership();
  const bool account = rule.grain == Grain::account;
  const auto& owner = account ? ownership.account_of : ownership.customer_of;
  const auto groups = groups_of(input, owner, account ? ownership.accounts : ownership.customers);
  const auto how =
      resolved(rule.how, workspace.plan().indicators[workspace.plan().index.find(rule.of)->second].direction);
  ColumnBuilder builder(declared.field);
  for (std::size_t row = 0; row < workspace.rows(); ++row) {
    if (owner[row] == kNoRow || groups[owner[row]].sum.count() == 0) {
      builder.append_null();
      continue;
    }
    const auto value = value_of(groups[owner[row]], how, input.field().scale, declared.field.scale);
    if (!value)
      return value.error().within("subscription " +
                                  std::string(workspace.subscriptions().find("subscription_id")->text(row)));
    builder.append_number(*value);
  }
  return builder.finish();
}

}  // namespace staysail::indicators
