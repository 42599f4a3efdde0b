#include "staysail/statistics/repeat_histories.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

#include "statistics/distinct_times.hpp"
#include "statistics/radix_sort.hpp"
#include "statistics/weight.hpp"

namespace staysail::statistics {
namespace {

struct CodedRow {
  std::uint64_t key = 0;
  Int128 units = 0;
};
std::uint64_t sort_key(const CodedRow& row) { return row.key; }

Status check_lengths(std::span<const double> events, std::span<const double> last, std::span<const double> observed,
                     std::span<const double> weights) {
  const std::size_t rows = events.size();
  if (last.size() == rows && observed.size() == rows && (weights.empty() || weights.size() == rows)) return ok();
  return Error(Errc::invalid_argument, "columns of one table have equal lengths; given: " + std::to_string(rows) +
                                           ", " + std::to_string(last.size()) + ", " + std::to_string(observed.size()) +
                                           " and " + std::to_string(weights.size()) + " weights");
}

}  // namespace

Status check_history(const RepeatHistory& history) {
  const auto& [events, last, observed] = history;
  if (!(events >= 0 && events <= kMostRepeats && events == std::floor(events)))
    return Error(Errc::invalid_argument,
                 "a frequency is a whole number of repeat events, 0 to 1000000; given: " + std::to_string(events));
  if (!(observed > 0 && std::isfinite(observed)))
    return Error(Errc::invalid_argument,
                 "the time T since the first event is positive and finite; given: " + std::to_string(observed));
  if (!(last >= 0 && last <= observed))
    return Error(Errc::invalid_argument, "the recency, the time of the last event, lies between 0 and T; given: " +
                                             std::to_string(last) + " with T " + std::to_string(observed));
  if (events == 0 && last != 0)
    return Error(Errc::invalid_argument, "without a repeat event the recency is 0; given: " + std::to_string(last));
  return ok();
}

// Takes rows one by one, then makes the table.
class HistoryCounter {
 public:
  void add(const RepeatHistory& history, Int128 units) {
    if (units == 0) return;
    rows_.push_back({static_cast<std::uint32_t>(history.events), times_.code_of(history.last),
                     times_.code_of(history.observed), units});
  }

  Result<RepeatHistories> finish() const {
    RepeatHistories table;
    std::vector<std::uint32_t> ranks;
    table.times_ = times_.sorted(ranks);
    const int time_bits = std::bit_width(table.times_.size());
    if (2 * time_bits + std::bit_width(most_events()) > 64)
      return Error(Errc::limit_exceeded, "too many distinct times for one table; round the times to days, say");
    std::vector<CodedRow> coded;
    coded.reserve(rows_.size());
    for (const RepeatHistories::Row& row : rows_)
      coded.push_back(
          {((std::uint64_t{row.events} << time_bits | ranks[row.last]) << time_bits) | ranks[row.observed], row.units});
    radix_sort(coded);
    collect(coded, time_bits, table.rows_);
    return table;
  }

 private:
  std::uint32_t most_events() const {
    std::uint32_t most = 0;
    for (const RepeatHistories::Row& row : rows_) most = std::max(most, row.events);
    return most;
  }

  static void collect(const std::vector<CodedRow>& coded, int bits, std::vector<RepeatHistories::Row>& rows) {
    const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
    for (std::size_t i = 0; i < coded.size(); ++i) {
      const std::uint64_t key = coded[i].key;
      if (i == 0 || key != coded[i - 1].key)
        rows.push_back({static_cast<std::uint32_t>(key >> bits >> bits), static_cast<std::uint32_t>(key >> bits & mask),
                        static_cast<std::uint32_t>(key & mask), 0});
      rows.back().units += coded[i].units;
    }
  }

  DistinctTimes times_;
  std::vector<RepeatHistories::Row> rows_;
};

Result<RepeatHistories> RepeatHistories::of(std::span<const double> events, std::span<const double> last,
                                            std::span<const double> observed, std::span<const double> weights) {
  STAYSAIL_CHECK(check_lengths(events, last, observed, weights));
  HistoryCounter counter;
  for (std::size_t row = 0; row < events.size(); ++row) {
    const RepeatHistory history{events[row], last[row], observed[row]};
    auto units = weight_units(weights.empty() ? 1 : weights[row]);
    const Status good = check_history(history);
    if (!good) return good.error().within("row " + std::to_string(row + 1));
    if (!units) return units.error().within("row " + std::to_string(row + 1));
    counter.add(history, *units);
  }
  return counter.finish();
}

Result<RepeatHistories> RepeatHistories::merge(const RepeatHistories& a, const RepeatHistories& b) {
  HistoryCounter counter;
  for (const RepeatHistories* part : {&a, &b})
    for (const Row& row : part->rows_)
      counter.add({static_cast<double>(row.events), part->times_[row.last], part->times_[row.observed]}, row.units);
  return counter.finish();
}

}  // namespace staysail::statistics
