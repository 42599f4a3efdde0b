#include "staysail/strategy/plan_fit.hpp"

#include <algorithm>
#include <map>

#include "staysail/base/int128.hpp"

namespace staysail {
namespace {

constexpr int kMonthsOnSale = 12;

struct Offer {
  std::int64_t price = 0;
  std::string_view plan;
};

struct PlanColumns {
  Column product, plan, start, price, paid;

  static Result<PlanColumns> of(const Batch& frame) {
    STAYSAIL_TRY(auto product, frame.require("product_type", ColumnType::text));
    STAYSAIL_TRY(auto plan, frame.require("plan", ColumnType::text));
    STAYSAIL_TRY(auto start, frame.require("plan_start", ColumnType::day));
    STAYSAIL_TRY(auto price, frame.require("plan_price", ColumnType::number));
    STAYSAIL_TRY(auto paid, frame.require("arpu_3m", ColumnType::number));
    return PlanColumns{std::move(product), std::move(plan), std::move(start), std::move(price), std::move(paid)};
  }
  bool took_up(std::size_t row, Day from, Day to) const {
    if (plan.is_null(row) || product.is_null(row) || price.is_null(row) || start.is_null(row)) return false;
    const Day day = Day::since_epoch(start.days()[row]);
    return from <= day && day <= to;
  }
};

// Ascending by price, then by id from behind, so that the last that fits is the dearest and the first by id.
using Ladders = std::map<std::string_view, std::vector<Offer>>;

Offer most_paid(std::string_view plan, const std::map<std::int64_t, std::size_t>& lines_by_price) {
  const auto fewer = [](const auto& a, const auto& b) { return a.second < b.second; };
  return {std::max_element(lines_by_price.begin(), lines_by_price.end(), fewer)->first, plan};
}

Ladders ladders_of(const PlanColumns& columns, Day as_of) {
  std::map<std::pair<std::int32_t, std::int32_t>, std::map<std::int64_t, std::size_t>> lines;
  const Day from = as_of.plus_months(-kMonthsOnSale);
  for (std::size_t row = 0; row < columns.plan.size(); ++row)
    if (columns.took_up(row, from, as_of))
      ++lines[{columns.product.codes()[row], columns.plan.codes()[row]}][columns.price.numbers()[row]];
  Ladders ladders;
  for (const auto& [codes, prices] : lines)
    ladders[columns.product.dictionary().at(codes.first)].push_back(
        most_paid(columns.plan.dictionary().at(codes.second), prices));
  for (auto& [product, ladder] : ladders)
    std::sort(ladder.begin(), ladder.end(),
              [](const Offer& a, const Offer& b) { return a.price != b.price ? a.price < b.price : a.plan > b.plan; });
  return ladders;
}

Int128 scaled(std::int64_t number, int digits) {
  Int128 value = number;
  for (int i = 0; i < digits; ++i) value *= 10;
  return value;
}

// Whether a price is at most what is paid; the two may have different scales.
bool is_covered(std::int64_t price, const Column& prices, std::int64_t paid, const Column& payments) {
  const int finer = payments.field().scale - prices.field().scale;
  return scaled(price, std::max(finer, 0)) <= scaled(paid, std::max(-finer, 0));
}

const Offer* fitting(const Ladders& ladders, const PlanColumns& columns, std::size_t row) {
  if (columns.paid.is_null(row) || columns.product.is_null(row)) return nullptr;
  const auto ladder = ladders.find(columns.product.text(row));
  if (ladder == ladders.end()) return nullptr;
  const Offer* found = nullptr;
  for (const Offer& offer : ladder->second)
    if (is_covered(offer.price, columns.price, columns.paid.numbers()[row], columns.paid)) found = &offer;
  if (found == nullptr || found->plan == columns.plan.text(row)) return nullptr;
  const bool has_it_already = !columns.price.is_null(row) && columns.price.numbers()[row] == found->price;
  return has_it_already ? nullptr : found;
}

}  // namespace

Result<Batch> fitting_plans(const Batch& frame, Day as_of) {
  STAYSAIL_TRY(const Column ids, frame.require("subscription_id", ColumnType::text));
  STAYSAIL_TRY(const PlanColumns columns, PlanColumns::of(frame));
  const Ladders ladders = ladders_of(columns, as_of);
  ColumnBuilder plans({"fitting_plan", ColumnType::text, 0, {}});
  Field priced = columns.price.field();
  priced.name = "fitting_plan_price";
  ColumnBuilder prices(std::move(priced));
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    const Offer* offer = fitting(ladders, columns, row);
    offer == nullptr ? plans.append_null() : plans.append_text(offer->plan);
    offer == nullptr ? prices.append_null() : prices.append_number(offer->price);
  }
  return Batch::of({ids, plans.finish(), prices.finish()});
}

}  // namespace staysail
