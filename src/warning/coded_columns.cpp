#include "warning/coded_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <numeric>

namespace staysail {
namespace {

constexpr std::size_t kBlock = 4096;     // rows whose contributions are held at once
constexpr double kNearlyDecides = 0.98;  // area under the curve of a column by itself

// Texts that are another in nearly each row name rows and tell nothing of others.
bool names_rows(const ColumnCoder& coder, std::size_t rows) {
  return coder.kind() == ColumnCoder::Kind::category && coder.categories().empty() && rows >= kLeastRows;
}

const char* useless(const ColumnCoder& coder, const statistics::CodedFeature& feature) {
  const auto& codes = feature.codes;
  const bool constant = std::all_of(codes.begin(), codes.end(), [&](auto code) { return code == codes.front(); });
  if (!constant) return nullptr;
  if (!codes.empty() && codes.front() == 0) return "it holds no value";
  if (names_rows(coder, codes.size())) return "no text of it occurs in ten rows; it names rows";
  return "it has the same value in all rows";
}

// Sorted, so that the order of columns changes nothing.
std::vector<std::string> names_of(std::span<const Batch> parts, const std::set<std::string>& apart) {
  std::vector<std::string> names;
  if (parts.empty()) return names;
  for (const Field& field : parts.front().schema().fields())
    if (!apart.contains(field.name)) names.push_back(field.name);
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::vector<Column>> column_of_parts(std::span<const Batch> parts, const std::string& name) {
  std::vector<Column> columns;
  for (const Batch& part : parts) {
    const Column* column = part.find(name);
    if (column == nullptr) return Error(Errc::schema_mismatch, "one part of the frame has no column '" + name + "'");
    columns.push_back(*column);
  }
  return columns;
}

Result<statistics::CodedFeature> feature_of(const ColumnCoder& coder, std::span<const Column> columns) {
  statistics::CodedFeature feature{{}, coder.size(), coder.ordered()};
  for (const Column& column : columns) {
    STAYSAIL_TRY(const std::vector<std::uint8_t> codes, coder.codes(column));
    feature.codes.insert(feature.codes.end(), codes.begin(), codes.end());
  }
  return feature;
}

}  // namespace

Result<CodedColumns> CodedColumns::of(std::span<const Batch> parts, const std::set<std::string>& apart) {
  CodedColumns coded;
  for (const std::string& name : names_of(parts, apart)) {
    STAYSAIL_TRY(const std::vector<Column> columns, column_of_parts(parts, name));
    STAYSAIL_TRY(ColumnCoder coder, ColumnCoder::fit(columns));
    STAYSAIL_TRY(statistics::CodedFeature feature, feature_of(coder, columns));
    if (const char* why = useless(coder, feature)) {
      coded.warnings.push_back("column '" + coder.name() + "' is left out: " + why);
      continue;
    }
    coded.coders.push_back(std::move(coder));
    coded.features.push_back(std::move(feature));
  }
  return coded;
}

double auc_alone(const statistics::CodedFeature& feature, std::span<const std::uint8_t> target) {
  std::array<double, statistics::kMostCodes> rows{}, events{};
  for (std::size_t i = 0; i < target.size(); ++i) {
    rows[feature.codes[i]] += 1;
    events[feature.codes[i]] += target[i];
  }
  const double all = std::accumulate(events.begin(), events.end(), 0.0);
  const double mean = all / static_cast<double>(target.size());
  std::map<double, std::pair<double, double>> tied;  // events and others by what they are ranked by
  for (std::size_t code = 0; code < feature.size; ++code) {
    if (events[code] > 0) tied[(events[code] - 1 + mean) / rows[code]].first += events[code];
    if (events[code] < rows[code]) tied[(events[code] + mean) / rows[code]].second += rows[code] - events[code];
  }
  double above = 0, others_below = 0;
  for (const auto& [share, rows_of] : tied) {
    above += rows_of.first * (others_below + rows_of.second / 2);
    others_below += rows_of.second;
  }
  return above / (others_below * all);
}

std::optional<std::string> leak_warning(const std::string& name, double auc_alone) {
  if (auc_alone < kNearlyDecides) return std::nullopt;
  return fmt::format(
      "column '{}' nearly decides the target by itself (area under the curve {:.3f}); is it known before the customer "
      "leaves?",
      name, auc_alone);
}

std::vector<std::int64_t> importance_of(const statistics::TreeScorer& scorer, const statistics::CodedRows& rows) {
  std::vector<std::int64_t> sums(rows.features.size()), contributions;
  for (std::size_t begin = 0; begin < rows.rows(); begin += kBlock) {
    const std::size_t count = std::min(kBlock, rows.rows() - begin);
    std::vector<const std::uint8_t*> codes;
    for (const auto& feature : rows.features) codes.push_back(feature.codes.data() + begin);
    contributions.resize(codes.size() * count);
    scorer.contributions(codes, count, contributions);
    for (std::size_t i = 0; i < contributions.size(); ++i) sums[i / count] += std::abs(contributions[i]);
  }
  return sums;
}

std::vector<double> shares_of(const std::vector<std::int64_t>& amounts) {
  const auto total = static_cast<double>(std::accumulate(amounts.begin(), amounts.end(), std::int64_t{0}));
  std::vector<double> shares;
  for (const std::int64_t amount : amounts) shares.push_back(total > 0 ? static_cast<double>(amount) / total : 0);
  return shares;
}

}  // namespace staysail
