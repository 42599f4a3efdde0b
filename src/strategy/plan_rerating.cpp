#include "staysail/strategy/plan_rerating.hpp"

#include <algorithm>
#include <map>

#include "staysail/base/decimal_text.hpp"
#include "staysail/base/guard.hpp"

namespace staysail {
namespace {

constexpr int kMoneyScale = 3, kShownScale = 2;
constexpr std::size_t kLinesAtOnce = 1024;

struct Cycle {
  CycleUse use;
  std::int64_t billed = 0;
  bool is_billed = false, is_used = false;
};

// The closed cycles of every line.
class Cycles {
 public:
  static Result<Cycles> of(const Population& population, int count) {
    Cycles cycles;
    cycles.count_ = static_cast<std::size_t>(count);
    cycles.first_ = population.as_of().month_of() - count;
    cycles.all_.resize(population.size(Grain::subscription) * cycles.count_);
    STAYSAIL_CHECK(cycles.read(population, "bills", {"amount"}, &Cycles::add_bill));
    STAYSAIL_CHECK(cycles.read(population, "usage", {"seconds_out", "data_mb", "sms_out"}, &Cycles::add_use));
    return cycles;
  }

  // Calls visit(cycle) for each that can be rated.
  template <class Visit>
  void each_whole(std::size_t line, const Visit& visit) const {
    for (std::size_t i = line * count_; i < (line + 1) * count_; ++i)
      if (all_[i].is_billed && all_[i].is_used) visit(all_[i]);
  }

 private:
  using Add = void (*)(const Batch& rows, std::size_t row, Cycle& cycle);

  Status read(const Population& population, const char* table, const std::vector<std::string>& columns, Add add) {
    STAYSAIL_TRY(const auto chunks, population.facts(table, first_, first_ + static_cast<int>(count_) - 1, columns));
    for (const FactBatch& chunk : chunks) {
      const auto month = static_cast<std::size_t>(chunk.month.index() - first_.index());
      for (std::size_t row = 0; row < chunk.rows.rows(); ++row)
        if (chunk.grain[row] == Grain::subscription && chunk.owner[row] != kNoRow)
          add(chunk.rows, row, all_[chunk.owner[row] * count_ + month]);
    }
    return ok();
  }

  static std::optional<std::int64_t> number(const Batch& rows, const char* name, std::size_t row) {
    const Column* column = rows.find(name);
    if (column == nullptr || column->is_null(row)) return std::nullopt;
    return column->numbers()[row];
  }
  static void add_bill(const Batch& rows, std::size_t row, Cycle& cycle) {
    const auto amount = number(rows, "amount", row);
    if (!amount) return;
    cycle.is_billed = true;
    cycle.billed += *amount;
  }
  static void add_use(const Batch& rows, std::size_t row, Cycle& cycle) {
    cycle.is_used = true;
    cycle.use.seconds_out += number(rows, "seconds_out", row).value_or(0);
    cycle.use.data += number(rows, "data_mb", row).value_or(0);
    cycle.use.sms += number(rows, "sms_out", row).value_or(0);
  }

  std::size_t count_ = 0;
  Month first_;
  std::vector<Cycle> all_;
};

// What the frame says of each line.
struct LineColumns {
  Column ids, product, plan, price;

  static Result<LineColumns> of(const Batch& frame) {
    STAYSAIL_TRY(auto ids, frame.require("subscription_id", ColumnType::text));
    STAYSAIL_TRY(auto product, frame.require("product_type", ColumnType::text));
    STAYSAIL_TRY(auto plan, frame.require("plan", ColumnType::text));
    STAYSAIL_TRY(auto price, frame.require("plan_price", ColumnType::number));
    return LineColumns{std::move(ids), std::move(product), std::move(plan), std::move(price)};
  }
};

// A line rated under the plan that it has and under others; sums over its cycles, in thousandths.
struct Rating {
  std::int64_t cycles = 0, billed = 0, now = 0;
  const Offering *cheapest = nullptr, *dearest = nullptr;
  std::int64_t least = 0, most = 0;
};

class Rerating {
 public:
  Rerating(const Offerings& offerings, const LineColumns& lines, const Cycles& cycles)
      : offerings_(offerings), lines_(lines), cycles_(cycles) {
    for (std::size_t i = 0; i < offerings.all.size(); ++i) place_of_.emplace(offerings.all[i].id, i);
  }

  Status find_eligible(const Batch& frame, Day as_of) {
    const Inputs constants{{"as_of", Value::date(as_of)}};
    for (const Offering& offering : offerings_.all) {
      std::vector<std::uint8_t> may(frame.rows(), offering.is_on_sale(as_of) ? 1 : 0);
      if (offering.when && offering.is_on_sale(as_of)) {
        STAYSAIL_TRY(may, offering.when->matches(frame, constants));
      }
      eligible_.push_back(std::move(may));
    }
    return ok();
  }

  Result<std::vector<Rating>> rate_all(std::size_t lines, Executor* executor) const {
    InlineExecutor here;
    std::vector<Rating> ratings(lines);
    STAYSAIL_CHECK(run_each(executor != nullptr ? *executor : here, (lines + kLinesAtOnce - 1) / kLinesAtOnce,
                            [&](std::size_t part) -> Status {
                              const auto end = std::min(lines, (part + 1) * kLinesAtOnce);
                              for (std::size_t line = part * kLinesAtOnce; line < end; ++line) {
                                STAYSAIL_TRY(ratings[line], rate(line));
                              }
                              return ok();
                            }));
    return ratings;
  }

 private:
  Result<Rating> rate(std::size_t line) const {
    Rating rating;
    const auto own = lines_.plan.is_null(line) ? place_of_.end() : place_of_.find(lines_.plan.text(line));
    if (own == place_of_.end()) return rating;
    const Offering& present = offerings_.all[own->second];
    STAYSAIL_TRY(rating.now, sum_under(present, line, fee_of(present, line)));
    cycles_.each_whole(line, [&](const Cycle& cycle) {
      ++rating.cycles;
      rating.billed += cycle.billed;
    });
    for (std::size_t i = 0; i < offerings_.all.size() && rating.cycles > 0; ++i)
      if (i != own->second && eligible_[i][line] != 0 && suits(offerings_.all[i], line)) {
        STAYSAIL_TRY(const auto sum, sum_under(offerings_.all[i], line, offerings_.all[i].monthly_fee));
        compare(offerings_.all[i], sum, rating);
      }
    return rating;
  }

  // The price that the line pays, where it is known: with its discount.
  std::int64_t fee_of(const Offering& present, std::size_t line) const {
    return lines_.price.is_null(line) ? present.monthly_fee : lines_.price.numbers()[line];
  }
  bool suits(const Offering& offering, std::size_t line) const {
    return offering.product_type.empty() ||
           (!lines_.product.is_null(line) && lines_.product.text(line) == offering.product_type);
  }

  Result<std::int64_t> sum_under(const Offering& offering, std::size_t line, std::int64_t fee) const {
    std::int64_t sum = 0;
    Status status = ok();
    cycles_.each_whole(line, [&](const Cycle& cycle) {
      const auto amount = offering.rated(cycle.use, fee);
      if (!amount || __builtin_add_overflow(sum, *amount, &sum))
        status =
            Error(Errc::amount_overflow, "the re-rated cycles of subscription " + std::string(lines_.ids.text(line)) +
                                             " cost more than an amount can hold, under offering " + offering.id);
    });
    STAYSAIL_CHECK(status);
    return sum;
  }

  // Offerings come by id, so that of equal ones the first stays.
  static void compare(const Offering& offering, std::int64_t sum, Rating& rating) {
    if (sum < rating.now && (rating.cheapest == nullptr || sum < rating.least)) {
      rating.cheapest = &offering;
      rating.least = sum;
    }
    if (sum <= rating.now && (rating.dearest == nullptr || sum > rating.most)) {
      rating.dearest = &offering;
      rating.most = sum;
    }
  }

  const Offerings& offerings_;
  const LineColumns& lines_;
  const Cycles& cycles_;
  std::map<std::string, std::size_t, std::less<>> place_of_;
  std::vector<std::vector<std::uint8_t>> eligible_;
};

void append_mean(ColumnBuilder& builder, std::int64_t sum, std::int64_t cycles) {
  const Int128 parts = static_cast<Int128>(cycles) * power_of_ten(kMoneyScale - kShownScale);
  builder.append_number(static_cast<std::int64_t>(divide_half_even(sum, parts)));
}

void append_rating(std::vector<ColumnBuilder>& columns, const Rating& rating) {
  columns[0].append_number(rating.cycles);
  if (rating.cycles == 0) columns[1].append_null();
  else append_mean(columns[1], rating.billed - rating.now, rating.cycles);
  if (rating.cheapest == nullptr) {
    for (std::size_t i = 2; i < 5; ++i) columns[i].append_null();
  } else {
    columns[2].append_text(rating.cheapest->id);
    append_mean(columns[3], rating.now - rating.least, rating.cycles);
    append_mean(columns[4], rating.least - rating.now, rating.cycles);
  }
  if (rating.dearest == nullptr) {
    for (std::size_t i = 5; i < 7; ++i) columns[i].append_null();
  } else {
    columns[5].append_text(rating.dearest->id);
    append_mean(columns[6], rating.now - rating.most, rating.cycles);
  }
}

}  // namespace

std::vector<Field> rerated_fields() {
  const auto money = [](const char* name) { return Field{name, ColumnType::number, kShownScale, "money/month"}; };
  return {{"plan_cycles", ColumnType::number, 0, "cycles"},
          money("plan_other_charges"),
          {"plan_fit_offering", ColumnType::text, 0, ""},
          money("plan_saving"),
          money("plan_revenue_effect"),
          {"plan_revenue_offering", ColumnType::text, 0, ""},
          money("plan_revenue_saving")};
}

Result<Batch> rerated_plans(const Offerings& offerings, const Batch& frame, const Population& population,
                            Executor* executor) {
  STAYSAIL_TRY(const auto lines, LineColumns::of(frame));
  if (frame.rows() != population.size(Grain::subscription))
    return Error(Errc::schema_mismatch, "the frame has a row for each subscription of the population");
  STAYSAIL_TRY(const auto cycles, Cycles::of(population, offerings.cycles));
  Rerating rerating(offerings, lines, cycles);
  STAYSAIL_CHECK(rerating.find_eligible(frame, population.as_of()));
  std::vector<ColumnBuilder> columns;
  for (const Field& field : rerated_fields()) columns.emplace_back(field);
  STAYSAIL_TRY(const auto ratings, rerating.rate_all(frame.rows(), executor));
  for (const Rating& rating : ratings) append_rating(columns, rating);
  std::vector<Column> all = {lines.ids};
  for (ColumnBuilder& column : columns) all.push_back(column.finish());
  return Batch::of(std::move(all));
}

}  // namespace staysail
