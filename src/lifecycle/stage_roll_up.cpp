#include "staysail/lifecycle/stage_roll_up.hpp"

#include <algorithm>
#include <array>

#include "staysail/lifecycle/stage_names.hpp"

namespace staysail {
namespace {

constexpr std::size_t kStages = 6, kDecline = 3, kChurned = 4, kUnknown = 5;
constexpr std::int64_t kWhole = 10000;

// Lines of an owner by the position of their stage in stage_names().
using Lines = std::array<std::int64_t, kStages>;

Result<std::vector<std::size_t>> positions_of(const Batch& stages, std::size_t rows) {
  STAYSAIL_TRY(const auto stage, stages.require("stage", ColumnType::text));
  if (stage.size() != rows)
    return Error(Errc::schema_mismatch, "a stage frame has a row for each subscription: " + std::to_string(rows) +
                                            " were expected, not " + std::to_string(stage.size()));
  const auto& names = stage_names();
  std::vector<std::size_t> positions;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto found = std::find(names.begin(), names.end(), stage.text(row));
    if (found == names.end())
      return Error(Errc::unknown_name, "there is no stage of this name: " + std::string(stage.text(row)));
    positions.push_back(static_cast<std::size_t>(found - names.begin()));
  }
  return positions;
}

std::size_t furthest(const Lines& lines) {
  std::size_t stage = kDecline;
  while (lines[stage] == 0) --stage;
  return stage;
}

std::size_t of_most(const Lines& lines) {
  std::size_t most = kDecline - 1;
  for (std::size_t stage = most; stage-- > 0;)
    if (lines[stage] > lines[most]) most = stage;
  return most;
}

// Nothing where there is no line at all.
std::optional<std::size_t> stage_of(const StageRollUp& rule, const Lines& lines) {
  std::int64_t alive = 0;
  for (std::size_t stage = 0; stage <= kDecline; ++stage) alive += lines[stage];
  if (alive == 0 && lines[kUnknown] != 0) return kUnknown;
  if (alive == 0) return lines[kChurned] != 0 ? std::optional(kChurned) : std::nullopt;
  if (rule.how == StageRollUp::How::worst) return furthest(lines);
  return lines[kDecline] * kWhole >= rule.decline_share * alive ? kDecline : of_most(lines);
}

std::vector<Lines> of_customers(const std::vector<std::size_t>& positions, const Population& population) {
  std::vector<Lines> lines(population.size(Grain::customer));
  for (std::size_t row = 0; row < positions.size(); ++row)
    if (const auto customer = population.customer_of()[row]; customer != kNoRow) ++lines[customer][positions[row]];
  return lines;
}

// By place in the tree: those of the customer, and of everybody below it.
std::vector<Lines> of_groups(const std::vector<Lines>& of_customer, const Population& population) {
  const GroupTree& tree = population.groups();
  std::vector<Lines> lines(tree.customers().size());
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    std::vector<GroupTotal> own(lines.size());
    for (std::size_t customer = 0; customer < of_customer.size(); ++customer)
      if (const auto place = population.group_place_of()[customer]; place != kNoRow)
        own[place].add(of_customer[customer][stage]);
    const auto all = tree.with_all_below(std::move(own));
    for (std::size_t place = 0; place < lines.size(); ++place)
      lines[place][stage] = static_cast<std::int64_t>(all[place].sum.sum());
  }
  return lines;
}

// `owner_of(row)`: whose lines are taken together; kNoRow for none.
template <class OwnerOf>
Column stage_column(const char* name, const StageRollUp& rule, const std::vector<Lines>& lines, std::size_t rows,
                    const OwnerOf& owner_of) {
  ColumnBuilder builder(Field{name, ColumnType::text, 0, {}});
  for (std::size_t row = 0; row < rows; ++row) {
    const std::uint32_t owner = owner_of(row);
    const auto stage = owner == kNoRow ? std::nullopt : stage_of(rule, lines[owner]);
    stage ? builder.append_text(stage_names()[*stage]) : builder.append_null();
  }
  return builder.finish();
}

std::uint32_t group_of_row(const Population& population, std::size_t row) {
  const auto customer = population.customer_of()[row];
  const auto place = customer == kNoRow ? kNoRow : population.group_place_of()[customer];
  return place == kNoRow ? kNoRow : population.groups().group_of(place).value_or(kNoRow);
}

}  // namespace

Result<Batch> rolled_up_stages(const StagePolicy& policy, const Batch& stages, const Population& population) {
  const auto rows = population.customer_of().size();
  STAYSAIL_TRY(const auto positions, positions_of(stages, rows));
  STAYSAIL_TRY(const auto ids, stages.require("subscription_id", ColumnType::text));
  std::vector<Column> columns = {ids};
  const auto of_customer = of_customers(positions, population);
  if (policy.customer.how != StageRollUp::How::none)
    columns.push_back(stage_column("customer_stage", policy.customer, of_customer, rows,
                                   [&](std::size_t row) { return population.customer_of()[row]; }));
  if (policy.group.how != StageRollUp::How::none)
    columns.push_back(stage_column("group_stage", policy.group, of_groups(of_customer, population), rows,
                                   [&](std::size_t row) { return group_of_row(population, row); }));
  return Batch::of(std::move(columns));
}

}  // namespace staysail
