#include "staysail/warning/column_coder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <map>

#include "staysail/statistics/quantile_rank.hpp"
#include "warning/bin_finder.hpp"

namespace staysail {
namespace {

constexpr std::size_t kMostCuts = statistics::kMostCodes - 2;
constexpr std::size_t kMostCategories = statistics::kMostCodes - 2;
constexpr std::size_t kBlock = 1024;            // rows, whose values stay near the processor
constexpr std::uint64_t kLeastOfCategory = 10;  // rows; rarer ones tell more of chance than of the category

using Kind = ColumnCoder::Kind;

Kind kind_of(ColumnType type) {
  switch (type) {
    case ColumnType::day: return Kind::day;
    case ColumnType::instant: return Kind::instant;
    case ColumnType::text: return Kind::category;
    default: return Kind::number;
  }
}

// Without any value; such a column comes as a text whatever it would have been.
bool empty(const Column& column) { return column.null_count() == column.size(); }

double power_of_ten(int scale) {
  double power = 1;
  for (; scale > 0; --scale) power *= 10;
  return power;
}

// Rows of an ordered column as doubles; NaN where nothing is known.
class Doubles {
 public:
  explicit Doubles(const Column& column) : column_(column) {
    if (column.type() == ColumnType::number) unit_ = power_of_ten(column.field().scale);
  }

  void read(std::size_t begin, std::span<double> values) const {
    switch (column_.type()) {
      case ColumnType::number: fill(column_.numbers().data() + begin, values); break;
      case ColumnType::real: fill(column_.reals().data() + begin, values); break;
      case ColumnType::boolean: fill(column_.booleans().data() + begin, values); break;
      case ColumnType::day: fill(column_.days().data() + begin, values); break;
      case ColumnType::instant: fill(column_.instants().data() + begin, values); break;
      case ColumnType::text: break;
    }
    if (column_.null_count() == 0) return;
    for (std::size_t i = 0; i < values.size(); ++i)
      if (column_.is_null(begin + i)) values[i] = std::numeric_limits<double>::quiet_NaN();
  }

 private:
  template <class Number>
  void fill(const Number* from, std::span<double> values) const {
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(from[i]);
    if (unit_ == 1) return;
    for (double& value : values) value /= unit_;
  }

  const Column& column_;
  double unit_ = 1;
};

// Calls work(first row, values) for one block of rows after the other.
template <class Work>
void each_block(const Column& column, const Work& work) {
  const Doubles doubles(column);
  std::array<double, kBlock> block{};
  for (std::size_t begin = 0; begin < column.size(); begin += kBlock) {
    const auto values = std::span(block).first(std::min(kBlock, column.size() - begin));
    doubles.read(begin, values);
    work(begin, values);
  }
}

double value_of(std::int64_t key) {
  return std::bit_cast<double>(key < 0 ? std::numeric_limits<std::int64_t>::min() - key : key);
}

statistics::ValueCounts counts_of(const Column& column) {
  std::vector<std::int64_t> keys;
  keys.reserve(column.size());
  each_block(column, [&](std::size_t, std::span<const double> values) {
    for (const double value : values)
      if (!std::isnan(value)) keys.push_back(order_key(value));
  });
  return statistics::ValueCounts::map(keys);
}

// Between two neighbours, so that a value between them falls to the nearer.
double between(double low, double high) {
  const double middle = low + (high - low) / 2;
  return std::isfinite(middle) && middle > low ? middle : high;
}

// A cut before each distinct value, or at quantiles where there are too many.
std::vector<double> cuts_of(const statistics::ValueCounts& counts) {
  std::vector<double> cuts;
  const auto values = counts.values();
  const bool all = values.size() <= kMostCuts + 1;
  std::uint64_t below = 0, next = 1;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool due = below * (kMostCuts + 1) >= next * counts.total();
    if (i > 0 && (all || due)) cuts.push_back(between(value_of(values[i - 1]), value_of(values[i])));
    if (due) next = below * (kMostCuts + 1) / counts.total() + 1;
    below += counts.counts()[i];
  }
  return cuts;
}

std::map<std::string, std::uint64_t> categories_of(std::span<const Column> parts) {
  std::map<std::string, std::uint64_t> counts;
  for (const Column& part : parts) {
    if (empty(part)) continue;
    std::vector<std::uint64_t> rows(static_cast<std::size_t>(part.dictionary().size()));
    for (std::size_t i = 0; i < part.size(); ++i)
      if (!part.is_null(i)) ++rows[static_cast<std::size_t>(part.codes()[i])];
    for (std::size_t code = 0; code < rows.size(); ++code)
      if (rows[code] > 0) counts[std::string(part.dictionary().at(static_cast<std::int32_t>(code)))] += rows[code];
  }
  return counts;
}

// The most frequent ones, ties by text.
std::vector<std::string> kept_categories(const std::map<std::string, std::uint64_t>& counts) {
  std::vector<std::pair<std::uint64_t, std::string>> order;
  for (const auto& [text, rows] : counts)
    if (rows >= kLeastOfCategory) order.emplace_back(~rows, text);
  const auto kept = static_cast<std::ptrdiff_t>(std::min(order.size(), kMostCategories));
  std::partial_sort(order.begin(), order.begin() + kept, order.end());
  std::vector<std::string> categories;
  for (std::ptrdiff_t i = 0; i < kept; ++i) categories.push_back(order[static_cast<std::size_t>(i)].second);
  return categories;
}

std::vector<std::uint8_t> category_codes(const Column& column, const std::vector<std::string>& categories) {
  std::map<std::string_view, std::uint8_t> code_of;
  for (std::size_t i = 0; i < categories.size(); ++i) code_of[categories[i]] = static_cast<std::uint8_t>(i + 1);
  const auto other = static_cast<std::uint8_t>(categories.size() + 1);
  std::vector<std::uint8_t> by_entry;
  for (std::int32_t entry = 0; entry < column.dictionary().size(); ++entry) {
    const auto found = code_of.find(column.dictionary().at(entry));
    by_entry.push_back(found == code_of.end() ? other : found->second);
  }
  std::vector<std::uint8_t> codes(column.size());
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (!column.is_null(i)) codes[i] = by_entry[static_cast<std::size_t>(column.codes()[i])];
  return codes;
}

// Days and instants as dates; numbers with the digits that tell neighbours apart.
std::string value_text(Kind kind, double value) {
  if (kind == Kind::number) return fmt::format("{:.4g}", value);
  const double days = kind == Kind::day ? value : std::floor(value / 86'400e6);
  return Day::since_epoch(static_cast<std::int32_t>(days)).to_string();
}

Error another_kind(const std::string& name, Kind expected, Kind found) {
  return Error(Errc::schema_mismatch, "column '" + name + "' is a " + std::string(name_of(expected)) +
                                          " column here, and a " + std::string(name_of(found)) + " column there");
}

}  // namespace

Result<ColumnCoder> ColumnCoder::fit(std::span<const Column> parts) {
  ColumnCoder coder;
  coder.name_ = parts.front().field().name;
  const auto told = std::find_if(parts.begin(), parts.end(), [](const Column& part) { return !empty(part); });
  coder.kind_ = kind_of(told == parts.end() ? parts.front().type() : told->type());
  for (const Column& part : parts)
    if (!empty(part) && kind_of(part.type()) != coder.kind_)
      return another_kind(coder.name_, coder.kind_, kind_of(part.type()));
  if (!coder.ordered()) {
    coder.categories_ = kept_categories(categories_of(parts));
    return coder;
  }
  statistics::ValueCounts counts;
  for (const Column& part : parts)
    if (!empty(part)) counts = statistics::ValueCounts::merge(counts, counts_of(part));
  coder.cuts_ = cuts_of(counts);
  return coder;
}

Result<ColumnCoder> ColumnCoder::of(std::string name, Kind kind, std::vector<double> cuts,
                                    std::vector<std::string> categories) {
  ColumnCoder coder;
  coder.name_ = std::move(name);
  coder.kind_ = kind;
  coder.cuts_ = std::move(cuts);
  coder.categories_ = std::move(categories);
  bool good = kind <= Kind::category && coder.cuts_.size() <= kMostCuts && coder.categories_.size() <= kMostCategories;
  for (std::size_t i = 0; i < coder.cuts_.size(); ++i)
    good = good && !std::isnan(coder.cuts_[i]) && (i == 0 || coder.cuts_[i - 1] < coder.cuts_[i]);
  if (!good) return Error(Errc::malformed_record, "a column whose codes make no sense");
  return coder;
}

Result<std::vector<std::uint8_t>> ColumnCoder::codes(const Column& column) const {
  if (empty(column)) return std::vector<std::uint8_t>(column.size());
  if (kind_of(column.type()) != kind_) return another_kind(name_, kind_, kind_of(column.type()));
  if (!ordered()) return category_codes(column, categories_);
  const BinFinder bins(cuts_);
  std::vector<std::uint8_t> codes(column.size());
  each_block(column,
             [&](std::size_t begin, std::span<const double> values) { bins.find(values, codes.data() + begin); });
  return codes;
}

std::string ColumnCoder::text_of(std::uint8_t code) const {
  if (code == 0) return {};
  if (!ordered()) return code <= categories_.size() ? categories_[code - 1U] : std::string("...");
  if (cuts_.empty()) return {};
  if (code == 1) return "< " + value_text(kind_, cuts_.front());
  const std::string least = value_text(kind_, cuts_[code - 2U]);
  return code > cuts_.size() ? ">= " + least : "[" + least + ".." + value_text(kind_, cuts_[code - 1U]) + ")";
}

std::string_view name_of(ColumnCoder::Kind kind) noexcept {
  switch (kind) {
    case Kind::number: return "number";
    case Kind::day: return "day";
    case Kind::instant: return "instant";
    case Kind::category: break;
  }
  return "text";
}

}  // namespace staysail
