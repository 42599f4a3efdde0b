#include <algorithm>
#include <cmath>

#include "staysail/statistics/real_sum.hpp"
#include "staysail/statistics/survival_quality.hpp"
#include "warning/churn_outcomes.hpp"
#include "warning/hazard_paths.hpp"

namespace staysail {
namespace {

using State = HazardModel::State;
constexpr std::size_t kBlock = 512;  // customers whose months are looked at at once
constexpr std::uint32_t kYear = 12;
constexpr std::uint32_t kNear[] = {1, 2, 3, kYear};

// What a frame brings: codes of its columns, and months so far.
struct Asked {
  FrameCodes codes;
  MonthsSoFar so_far;
  std::size_t rows = 0;

  static Result<Asked> of(const State& state, const Batch& frame, const HazardScoring& scoring) {
    InlineExecutor calling_thread;
    Asked asked;
    asked.rows = frame.rows();
    STAYSAIL_TRY(asked.codes, FrameCodes::of(state.columns, frame,
                                             scoring.executor != nullptr ? *scoring.executor : calling_thread));
    STAYSAIL_TRY(asked.so_far, months_so_far(frame, state.training, scoring.from_start));
    return asked;
  }
};

// Calls use(paths, first customer, customers) for all blocks of customers, several at once where the executor can.
template <class Use>
Status for_each_block(const State& state, const Asked& asked, const HazardScoring& scoring, std::uint32_t months,
                      const Use& use) {
  InlineExecutor calling_thread;
  Executor& executor = scoring.executor != nullptr ? *scoring.executor : calling_thread;
  executor.run((asked.rows + kBlock - 1) / kBlock, [&](std::size_t index) {
    if (scoring.control.stop_requested()) return;
    const std::size_t begin = index * kBlock, count = std::min(kBlock, asked.rows - begin);
    use(HazardPaths::of(state, asked.codes, asked.so_far, scoring.from_start, begin, count, months), begin, count);
  });
  return scoring.control.check();
}

// What stands in a feature of a customer, in words.
class ReasonWords {
 public:
  ReasonWords(const State& state, const Asked& asked, const HazardScoring& scoring)
      : state_(state), asked_(asked), scoring_(scoring) {}

  std::string of(std::size_t feature, std::size_t row) const {
    if (feature < state_.columns.size()) {
      const std::uint8_t code = asked_.codes.code(feature, row);
      return reason_text(state_.columns[feature], code, state_.kinds.front().trees.positions[feature][code],
                         scoring_.language);
    }
    const std::uint32_t month = 1 + (scoring_.from_start ? 0 : asked_.so_far.duration[row]);
    return feature == state_.columns.size() ? of_tenure(month) : of_contract(month, row);
  }

 private:
  bool chinese() const { return scoring_.language == ReasonLanguage::chinese; }
  std::string of_tenure(std::uint32_t month) const {
    return (chinese() ? "在网时长：第 " : "months with us: in month ") + std::to_string(month) +
           (chinese() ? " 个月" : "");
  }
  std::string of_contract(std::uint32_t month, std::size_t row) const {
    const auto& end = asked_.so_far.contract_end[row];
    if (!end) return chinese() ? "合约：无" : "contract: none";
    const std::int64_t left = std::int64_t{*end} + asked_.so_far.duration[row] - month;
    if (left < 0)
      return (chinese() ? "合约已到期（月）：" : "months since the contract's end: ") + std::to_string(-left);
    return (chinese() ? "距合约到期（月）：" : "months to the contract's end: ") + std::to_string(left);
  }

  const State& state_;
  const Asked& asked_;
  const HazardScoring& scoring_;
};

// The answer to predict(), filled block by block.
class Forecast {
 public:
  Forecast(const State& state, const Asked& asked) : state_(state), expected_(asked.rows), reasons_(asked.rows) {
    near_.assign(std::size(kNear), std::vector<double>(asked.rows));
    by_kind_.assign(state.kinds.size(), std::vector<double>(asked.rows));
  }

  void take(const HazardPaths& paths, const MonthsSoFar& so_far, bool from_start, std::size_t begin,
            std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const auto there = paths.survival(i);
      for (std::size_t n = 0; n < near_.size(); ++n) near_[n][begin + i] = 1 - there[kNear[n] - 1];
      const std::uint32_t lived = from_start ? 0 : so_far.duration[begin + i];
      expected_[begin + i] = months_expected(there, lived);
      const auto kinds = paths.incidence(i, kYear);
      for (std::size_t kind = 0; kind < kinds.size(); ++kind) by_kind_[kind][begin + i] = kinds[kind];
      reasons_[begin + i] = paths.reasons(i);
    }
  }

  void append_to(std::vector<Column>& columns, const ReasonWords& words) && {
    for (std::size_t n = 0; n < near_.size(); ++n)
      columns.push_back(real_column("within_" + std::to_string(kNear[n]) + (kNear[n] == 1 ? "_month" : "_months"),
                                    std::move(near_[n])));
    columns.push_back(real_column("expected_months", std::move(expected_)));
    for (std::size_t kind = 0; kind < by_kind_.size() && by_kind_.size() > 1; ++kind)
      columns.push_back(real_column(state_.card.kinds[kind].name + "_within_12_months", std::move(by_kind_[kind])));
    for (std::size_t place = 0; place < statistics::TreeScorer::kLeading; ++place)
      columns.push_back(reason_column(place, words));
  }

 private:
  // Of the months that the rows learnt from tell of.
  double months_expected(const std::vector<double>& there, std::uint32_t lived) const {
    const std::size_t until = std::max<std::size_t>(kYear, std::max(state_.card.last_month, lived) - lived);
    double months = 0;
    for (std::size_t month = 0; month < std::min(until, there.size()); ++month) months += there[month];
    return months;
  }
  Column reason_column(std::size_t place, const ReasonWords& words) const {
    ColumnBuilder builder({"reason_" + std::to_string(place + 1), ColumnType::text, 0, {}});
    for (std::size_t row = 0; row < reasons_.size(); ++row) {
      const std::int32_t feature = reasons_[row].features[place];
      feature < 0 ? builder.append_null() : builder.append_text(words.of(static_cast<std::size_t>(feature), row));
    }
    return builder.finish();
  }

  const State& state_;
  std::vector<std::vector<double>> near_, by_kind_;
  std::vector<double> expected_;
  std::vector<HazardPaths::Reasons> reasons_;
};

Status check_months(std::span<const std::uint32_t> months) {
  bool good = !months.empty() && months.front() >= 1 && months.back() <= HazardModel::kMostMonths;
  for (std::size_t i = 1; i < months.size(); ++i) good &= months[i] > months[i - 1];
  if (good) return ok();
  return Error(Errc::invalid_argument, "months ahead ascend from 1 to " + std::to_string(HazardModel::kMostMonths));
}

std::uint32_t months_ahead(const HazardCard& card) { return std::max(kYear, card.last_month); }

// What was foretold of customers from their first month on, held against what became of them.
class Foretold {
 public:
  // `all`: months that make up what a customer is expected to stay.
  Foretold(std::span<const std::uint32_t> months, std::uint32_t all, std::size_t rows)
      : months_(months), all_(all), there_(months.size(), std::vector<double>(rows)), risk_(rows) {}

  void take(const HazardPaths& paths, std::size_t begin, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const auto path = paths.survival(i);
      for (std::size_t m = 0; m < months_.size(); ++m) there_[m][begin + i] = path[months_[m] - 1];
      for (std::uint32_t m = 0; m < all_; ++m) risk_[begin + i] -= path[m];
    }
  }

  Result<HazardQuality> against(const std::vector<CustomerMonths>& customers) const {
    std::vector<double> duration;
    std::vector<std::uint8_t> event;
    for (const CustomerMonths& customer : customers) {
      duration.push_back(customer.last);
      event.push_back(customer.kind >= 0 ? 1 : 0);
    }
    HazardQuality quality;
    quality.customers = customers.size();
    quality.events = static_cast<std::uint64_t>(std::count(event.begin(), event.end(), 1));
    STAYSAIL_TRY(quality.concordance, statistics::concordance(duration, event, risk_));
    for (std::size_t m = 0; m < months_.size(); ++m) {
      HazardQuality::Score score;
      score.month = months_[m];
      STAYSAIL_TRY(score.brier, statistics::brier_score(duration, event, there_[m], months_[m]));
      const auto rows = static_cast<double>(std::max<std::size_t>(customers.size(), 1));
      score.expected = statistics::total_of(there_[m]) / rows;
      quality.scores.push_back(score);
    }
    return quality;
  }

 private:
  std::span<const std::uint32_t> months_;
  std::uint32_t all_;
  std::vector<std::vector<double>> there_;  // after each of the months
  std::vector<double> risk_;
};

}  // namespace

Result<Batch> HazardModel::predict(const Batch& frame, const HazardScoring& scoring) const {
  STAYSAIL_TRY(std::vector<Column> columns, first_columns(state_->training.id, frame));
  STAYSAIL_TRY(const Asked asked, Asked::of(*state_, frame, scoring));
  Forecast forecast(*state_, asked);
  STAYSAIL_CHECK(for_each_block(*state_, asked, scoring, months_ahead(state_->card),
                                [&](const HazardPaths& paths, std::size_t begin, std::size_t count) {
                                  forecast.take(paths, asked.so_far, scoring.from_start, begin, count);
                                }));
  std::move(forecast).append_to(columns, {*state_, asked, scoring});
  return Batch::of(std::move(columns));
}

Result<Batch> HazardModel::survival(const Batch& frame, std::span<const std::uint32_t> months,
                                    const HazardScoring& scoring) const {
  STAYSAIL_CHECK(check_months(months));
  STAYSAIL_TRY(std::vector<Column> columns, first_columns(state_->training.id, frame));
  STAYSAIL_TRY(const Asked asked, Asked::of(*state_, frame, scoring));
  std::vector<std::vector<double>> there(months.size(), std::vector<double>(asked.rows));
  STAYSAIL_CHECK(for_each_block(*state_, asked, scoring, months.back(),
                                [&](const HazardPaths& paths, std::size_t begin, std::size_t count) {
                                  for (std::size_t i = 0; i < count; ++i) {
                                    const auto path = paths.survival(i);
                                    for (std::size_t m = 0; m < months.size(); ++m)
                                      there[m][begin + i] = path[months[m] - 1];
                                  }
                                }));
  for (std::size_t m = 0; m < months.size(); ++m)
    columns.push_back(real_column("month_" + std::to_string(months[m]), std::move(there[m])));
  return Batch::of(std::move(columns));
}

Result<HazardQuality> HazardModel::judge(const Batch& frame, std::span<const std::uint32_t> months,
                                         const HazardScoring& scoring) const {
  STAYSAIL_CHECK(check_months(months));
  STAYSAIL_TRY(const ToldMonths told, told_months({&frame, 1}, state_->training));
  HazardScoring from_start = scoring;
  from_start.from_start = true;
  STAYSAIL_TRY(const Asked asked, Asked::of(*state_, frame, from_start));
  Foretold foretold(months, months_ahead(state_->card), asked.rows);
  const std::uint32_t ahead = std::max(months.back(), months_ahead(state_->card));
  STAYSAIL_CHECK(for_each_block(
      *state_, asked, from_start, ahead,
      [&](const HazardPaths& paths, std::size_t begin, std::size_t count) { foretold.take(paths, begin, count); }));
  return foretold.against(told.customers);
}

}  // namespace staysail
