// A plan's results as batches: what is written, stored and digested.
#include <algorithm>
#include <array>

#include "plan_frame.hpp"
#include "staysail/strategy/plan.hpp"

namespace staysail {
namespace {

using strategy::PlanFrame;

Field text_field(std::string name) { return {std::move(name), ColumnType::text, 0, ""}; }
Field count_field(std::string name) { return {std::move(name), ColumnType::number, 0, ""}; }

// Empty text is null.
void append(ColumnBuilder& builder, std::string_view text) {
  if (text.empty()) builder.append_null();
  else builder.append_text(text);
}

// The verdict of what is asked after the guards of one pair is a guard as well.
std::uint32_t guards_on(const Candidate& candidate) {
  return candidate.guards | (candidate.verdict == Verdict::task ? 0 : guard_bit(candidate.verdict));
}

void append_match(const Plan& plan, const PlanFrame& frame, std::uint32_t index, BatchBuilder& builder) {
  const Candidate& candidate = plan.candidates[index];
  const Candidate* winner = candidate.winner == kNoCandidate ? nullptr : &plan.candidates[candidate.winner];
  const bool reached = candidate.verdict >= Verdict::held_out;
  append(builder.column(0), frame.subscription(candidate.row));
  append(builder.column(1), frame.customer(candidate.row));
  append(builder.column(2), plan.strategy_of(candidate).id.text());
  append(builder.column(3), name_of(candidate.verdict));
  append(builder.column(4), reached ? plan.channel_of(candidate) : std::string_view{});
  append(builder.column(5),
         winner != nullptr ? std::string_view(plan.strategy_of(*winner).id.text()) : std::string_view{});
  append(builder.column(6), winner != nullptr ? frame.subscription(winner->row) : std::string_view{});
  append(builder.column(7), plan.details[index]);
  append(builder.column(8), names_of_guards(guards_on(candidate)));
}

// The cell of an optional column of the frame, as text.
std::string cell(const Batch& frame, std::string_view name, std::uint32_t row) {
  const Column* column = frame.find(name);
  return column == nullptr ? std::string() : column->value_text(row);
}

void append_counts(const FunnelRow& row, BatchBuilder& builder) {
  append(builder.column(0), row.strategy.empty() ? std::string_view("*") : std::string_view(row.strategy.text()));
  builder.column(1).append_number(static_cast<std::int64_t>(row.considered));
  builder.column(2).append_number(static_cast<std::int64_t>(row.matched()));
  for (std::size_t v = 0; v < kVerdicts; ++v)
    builder.column(3 + v).append_number(static_cast<std::int64_t>(row.ended[v]));
}

std::string_view name_of(PlanResourceKind kind) {
  constexpr std::array<std::string_view, 4> kNames = {"contacts", "money", "offer", "column"};
  return kNames[static_cast<std::size_t>(kind)];
}

// At scale 6.
std::int64_t price_of(const statistics::ResourcePrices& prices, std::size_t resource) {
  return static_cast<std::int64_t>((Int128{prices.of[resource]} * 1'000'000) >> prices.fraction_bits);
}

// Candidates by subscription, then strategy id.
std::vector<std::uint32_t> by_ids(const Plan& plan, const PlanFrame& frame) {
  std::vector<std::uint32_t> order(plan.candidates.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
    const Candidate& a = plan.candidates[left];
    const Candidate& b = plan.candidates[right];
    if (a.row != b.row) return frame.subscription(a.row) < frame.subscription(b.row);
    return plan.strategy_of(a).id < plan.strategy_of(b).id;
  });
  return order;
}

}  // namespace

Result<Batch> matches_frame(const Plan& plan) {
  STAYSAIL_TRY(const PlanFrame frame, PlanFrame::of(plan.frame));
  STAYSAIL_TRY(const Schema schema,
               Schema::of({text_field("subscription_id"), text_field("customer_id"), text_field("strategy_id"),
                           text_field("verdict"), text_field("channel"), text_field("winner_strategy"),
                           text_field("winner_subscription"), text_field("detail"), text_field("guards")}));
  BatchBuilder builder(schema);
  for (const std::uint32_t index : by_ids(plan, frame)) append_match(plan, frame, index, builder);
  return builder.finish();
}

Result<Batch> held_out_frame(const Plan& plan) {
  STAYSAIL_TRY(const PlanFrame frame, PlanFrame::of(plan.frame));
  STAYSAIL_TRY(const Schema schema, Schema::of({text_field("period"), text_field("customer_id"),
                                                text_field("subscription_id"), text_field("strategy_id"),
                                                text_field("stage"), text_field("segment"), text_field("value")}));
  BatchBuilder builder(schema);
  for (const std::uint32_t index : by_ids(plan, frame)) {
    const Candidate& candidate = plan.candidates[index];
    if (candidate.verdict != Verdict::held_out) continue;
    builder.column(0).append_text(plan.as_of.month_of().to_string());
    append(builder.column(1), frame.customer(candidate.row));
    append(builder.column(2), frame.subscription(candidate.row));
    append(builder.column(3), plan.strategy_of(candidate).id.text());
    append(builder.column(4), frame.stage(candidate.row));
    append(builder.column(5), cell(plan.frame, "segment", candidate.row));
    append(builder.column(6), cell(plan.frame, "value", candidate.row));
  }
  return builder.finish();
}

Result<Batch> funnel_frame(const Plan& plan) {
  std::vector<Field> fields{text_field("strategy_id"), count_field("considered"), count_field("matched")};
  for (std::size_t v = 0; v < kVerdicts; ++v)
    fields.push_back(count_field(std::string(name_of(static_cast<Verdict>(v)))));
  fields.push_back({"price", ColumnType::number, 2, ""});
  STAYSAIL_TRY(const Schema schema, Schema::of(std::move(fields)));
  BatchBuilder builder(schema);
  const bool priced = !plan.resources.prices().of.empty();
  for (std::uint32_t row = 0; row < plan.funnel.size(); ++row) {
    append_counts(plan.funnel[row], builder);
    ColumnBuilder& price = builder.column(3 + kVerdicts);
    if (!priced || plan.funnel[row].strategy.empty()) price.append_null();
    else price.append_number(plan.resources.price_hundredths(plan.resources.item(row, 0)));
  }
  return builder.finish();
}

Result<Batch> resources_frame(const Plan& plan) {
  STAYSAIL_TRY(const Schema schema, Schema::of({text_field("kind"), text_field("of"), count_field("capacity"),
                                                count_field("left"), Field{"price", ColumnType::number, 6, ""}}));
  BatchBuilder builder(schema);
  const auto all = plan.resources.all();
  for (std::size_t i = 0; i < all.size(); ++i) {
    // What lines without a value of the column take of.
    if (all[i].kind == PlanResourceKind::column && all[i].of.empty()) continue;
    append(builder.column(0), name_of(all[i].kind));
    append(builder.column(1), all[i].of);
    builder.column(2).append_number(all[i].capacity);
    builder.column(3).append_number(all[i].left);
    if (plan.resources.prices().of.empty()) builder.column(4).append_null();
    else builder.column(4).append_number(price_of(plan.resources.prices(), i));
  }
  return builder.finish();
}

}  // namespace staysail
