// The columns of a frame that a model learns from, as codes; those that tell nothing are left out, with the reason.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/statistics/coded_rows.hpp"
#include "staysail/statistics/tree_scorer.hpp"
#include "staysail/warning/column_coder.hpp"

namespace staysail {

inline constexpr std::size_t kLeastRows = 10;  // that a model is learnt from

struct CodedColumns {
  std::vector<ColumnCoder> coders;  // in the order of their names
  std::vector<statistics::CodedFeature> features;
  std::vector<std::string> warnings;  // "column '...' is left out: ..."

  // Of all columns of `parts`, which are parts of one frame, but those named in `apart`. `schema_mismatch` for parts
  // that differ.
  static Result<CodedColumns> of(std::span<const Batch> parts, const std::set<std::string>& apart);
};

// The area under the curve of a feature by itself: rows ranked by the share of events (`target` 1) among those of their
// code, each without itself, so that rare codes tell nothing. Both outcomes occur.
double auc_alone(const statistics::CodedFeature& feature, std::span<const std::uint8_t> target);
// What a card says of a column of such an area, if it looks like one that is known only afterwards.
std::optional<std::string> leak_warning(const std::string& name, double auc_alone);

// The sum of absolute contributions of each feature over all rows, in units of the model.
std::vector<std::int64_t> importance_of(const statistics::TreeScorer& scorer, const statistics::CodedRows& rows);
// Each as a share of all; zeros where all are zero.
std::vector<double> shares_of(const std::vector<std::int64_t>& amounts);

}  // namespace staysail
