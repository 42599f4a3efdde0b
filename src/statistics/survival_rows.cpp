#include "statistics/survival_rows.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "statistics/distinct_times.hpp"
#include "statistics/radix_sort.hpp"
#include "staysail/statistics/risk_table.hpp"

namespace staysail::statistics {
namespace {

struct OrderedRow {
  std::uint64_t key = 0;
  std::uint32_t row = 0;
};
std::uint64_t sort_key(const OrderedRow& row) { return row.key; }

Status check_lengths(const SurvivalColumns& data) {
  const std::size_t rows = data.duration.size();
  bool equal = data.event.size() == rows && (data.start.empty() || data.start.size() == rows) &&
               (data.stratum.empty() || data.stratum.size() == rows);
  for (const auto& column : data.covariates) equal = equal && column.size() == rows;
  if (!equal)
    return Error(Errc::invalid_argument,
                 "columns of one table have equal lengths; the durations have " + std::to_string(rows));
  if (data.covariates.empty() || data.names.size() != data.covariates.size())
    return Error(Errc::invalid_argument, "a model needs covariates, each with its name");
  if (rows > std::numeric_limits<std::uint32_t>::max())
    return Error(Errc::limit_exceeded, "a model takes up to 4294967295 rows; fit it on a sample");
  return ok();
}

Status check_row(const SurvivalColumns& data, std::size_t row) {
  STAYSAIL_CHECK(check_duration(data.duration[row]));
  if (!data.start.empty() && !(data.start[row] >= 0 && data.start[row] < data.duration[row]))
    return Error(Errc::invalid_argument, "a row is at risk from its start, 0 or more, to a later duration; given: " +
                                             std::to_string(data.start[row]) + " to " +
                                             std::to_string(data.duration[row]));
  for (std::size_t i = 0; i < data.covariates.size(); ++i)
    if (!std::isfinite(data.covariates[i][row]))
      return Error(Errc::invalid_argument,
                   "covariates are finite numbers; leave out or fill missing ones of " + data.names[i]);
  return ok();
}

// A number from the content of a row; only its being the same for the same content matters.
std::uint64_t content_hash(const SurvivalColumns& data, std::size_t row) {
  std::uint64_t hash = 0x2545F4914F6CDD1DULL;
  const auto mix = [&](double value) {
    hash = (hash ^ std::bit_cast<std::uint64_t>(value + 0.0)) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 29;
  };
  for (const auto& column : data.covariates) mix(column[row]);
  if (!data.start.empty()) mix(data.start[row]);
  return hash;
}

bool content_before(const SurvivalColumns& data, std::uint32_t a, std::uint32_t b) {
  for (const auto& column : data.covariates)
    if (column[a] != column[b]) return column[a] < column[b];
  return !data.start.empty() && data.start[a] < data.start[b];
}

}  // namespace

// Finds the order of rows, then copies them.
class SurvivalOrder {
 public:
  explicit SurvivalOrder(const SurvivalColumns& data) : data_(data) {}

  Result<SurvivalRows> run() {
    STAYSAIL_CHECK(code_groups());
    radix_sort(order_);
    for (std::size_t begin = 0, end = 0; begin < order_.size(); begin = end) {
      for (end = begin + 1; end < order_.size() && order_[end].key == order_[begin].key; ++end) {
      }
      if (end - begin > 1)
        std::sort(order_.begin() + static_cast<std::ptrdiff_t>(begin),
                  order_.begin() + static_cast<std::ptrdiff_t>(end),
                  [&](const OrderedRow& a, const OrderedRow& b) { return content_before(data_, a.row, b.row); });
    }
    return copied();
  }

 private:
  // The key: stratum, time from the last, 0 for an event, then as much of the content's hash as there is room for, at
  // most 32 bits: each byte costs a pass.
  Status code_groups() {
    DistinctTimes times;
    std::vector<std::uint32_t> codes, ranks;
    std::uint64_t strata = 0;
    for (std::size_t row = 0; row < data_.duration.size(); ++row) {
      codes.push_back(times.code_of(data_.duration[row]));
      if (!data_.stratum.empty()) strata = std::max<std::uint64_t>(strata, data_.stratum[row]);
    }
    const std::uint64_t last = times.sorted(ranks).size();
    const int time_bits = std::bit_width(last);
    const int bits = std::bit_width(strata) + time_bits + 1;
    const int hash_bits = std::min(32, 64 - bits);
    if (hash_bits < 1) return Error(Errc::limit_exceeded, "too many strata and distinct durations for one model");
    for (std::size_t row = 0; row < codes.size(); ++row) {
      std::uint64_t key = data_.stratum.empty() ? 0 : data_.stratum[row];
      key = key << time_bits | (last - ranks[codes[row]]);
      key = key << 1 | (data_.event[row] != 0 ? 0 : 1);
      key = key << hash_bits | content_hash(data_, row) >> (64 - hash_bits);
      order_.push_back({key, static_cast<std::uint32_t>(row)});
    }
    return ok();
  }

  SurvivalRows copied() const {
    SurvivalRows rows;
    rows.names_ = data_.names;
    const std::size_t width = data_.covariates.size();
    rows.values_.resize(order_.size() * width);
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const std::uint32_t row = order_[i].row;
      rows.source_.push_back(row);
      if (!data_.start.empty()) rows.start_.push_back(data_.start[row]);
      for (std::size_t j = 0; j < width; ++j) rows.values_[i * width + j] = data_.covariates[j][row];
      add_to_group(rows, i, row);
    }
    return rows;
  }

  void add_to_group(SurvivalRows& rows, std::size_t i, std::uint32_t row) const {
    const std::uint32_t stratum = data_.stratum.empty() ? 0 : data_.stratum[row];
    auto& groups = rows.groups_;
    const bool same_stratum = !groups.empty() && groups.back().stratum == stratum;
    if (!same_stratum || groups.back().time != data_.duration[row])
      groups.push_back({data_.duration[row], same_stratum ? groups.back().stratum_begin : i, i, i, i, 0, stratum});
    if (data_.event[row] != 0) groups.back().middle = i + 1;
    groups.back().end = i + 1;
  }

  const SurvivalColumns& data_;
  std::vector<OrderedRow> order_;
};

Result<SurvivalRows> SurvivalRows::of(const SurvivalColumns& data) {
  STAYSAIL_CHECK(check_lengths(data));
  bool any_event = false;
  for (std::size_t row = 0; row < data.duration.size(); ++row) {
    if (auto good = check_row(data, row); !good) return good.error().within("row " + std::to_string(row + 1));
    any_event = any_event || data.event[row] != 0;
  }
  if (!any_event)
    return Error(Errc::degenerate_input, "no event was seen (no rows, or all are cut off), so no effect can be told");
  STAYSAIL_TRY(SurvivalRows rows, SurvivalOrder(data).run());
  STAYSAIL_CHECK(rows.standardise());
  if (!rows.start_.empty()) rows.find_starts();
  return rows;
}

Status SurvivalRows::standardise() {
  const std::size_t width = names_.size();
  const auto count = static_cast<double>(size());
  means_.assign(width, 0);
  deviations_.assign(width, 0);
  for (std::size_t begin = 0; begin < values_.size(); begin += width)
    for (std::size_t j = 0; j < width; ++j) means_[j] += values_[begin + j];
  for (double& mean : means_) mean /= count;
  for (std::size_t begin = 0; begin < values_.size(); begin += width)
    for (std::size_t j = 0; j < width; ++j) {
      const double distance = values_[begin + j] - means_[j];
      values_[begin + j] = distance;
      deviations_[j] += distance * distance;
    }
  for (std::size_t j = 0; j < width; ++j) {
    deviations_[j] = std::sqrt(deviations_[j] / count);
    if (!(deviations_[j] > 1e-12 * std::fabs(means_[j])))
      return Error(Errc::degenerate_input,
                   "a covariate that is the same in every row has no effect to tell; leave out " + names_[j]);
  }
  for (std::size_t begin = 0; begin < values_.size(); begin += width)
    for (std::size_t j = 0; j < width; ++j) values_[begin + j] /= deviations_[j];
  return ok();
}

void SurvivalRows::find_starts() {
  std::vector<std::uint32_t> stratum_of(size());
  for (const Group& group : groups_)
    for (std::size_t i = group.begin; i < group.end; ++i)
      stratum_of[i] = static_cast<std::uint32_t>(group.stratum_begin);
  for (std::uint32_t i = 0; i < size(); ++i) starts_.push_back(i);
  std::stable_sort(starts_.begin(), starts_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return stratum_of[a] != stratum_of[b] ? stratum_of[a] < stratum_of[b] : start_[a] > start_[b];
  });
  std::size_t place = 0;
  for (Group& group : groups_) {
    place = std::max(place, group.stratum_begin);
    while (place < size() && stratum_of[starts_[place]] == group.stratum_begin && start_[starts_[place]] >= group.time)
      ++place;
    group.not_started = place;
  }
}

}  // namespace staysail::statistics
