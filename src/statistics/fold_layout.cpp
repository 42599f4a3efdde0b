#include "statistics/fold_layout.hpp"

#include <algorithm>

#include "statistics/radix_sort.hpp"

namespace staysail::statistics {
namespace {

struct KeyedRow {
  std::uint64_t key = 0;
  std::uint32_t row = 0;
};

std::uint64_t sort_key(const KeyedRow& row) { return row.key; }

// Rows of one outcome by key.
std::vector<KeyedRow> sorted_rows(const std::vector<std::uint64_t>& keys, const std::vector<std::uint8_t>& target,
                                  std::uint8_t outcome, std::uint64_t seed) {
  std::vector<KeyedRow> rows;
  for (std::uint32_t row = 0; row < keys.size(); ++row) {
    if (target[row] != outcome) continue;
    std::uint64_t state = keys[row] ^ seed;
    rows.push_back({next_number(state), row});
  }
  radix_sort(rows);
  return rows;
}

void deal(const std::vector<KeyedRow>& rows, std::size_t first, std::vector<std::vector<std::uint32_t>>& folds) {
  std::size_t groups = first;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0 && rows[i].key != rows[i - 1].key) ++groups;
    folds[groups % folds.size()].push_back(rows[i].row);
  }
}

}  // namespace

std::vector<std::uint64_t> row_keys(const CodedRows& rows) {
  std::vector<std::uint64_t> keys(rows.rows());
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = rows.target[i] + 1U;
  for (const CodedFeature& feature : rows.features) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      std::uint64_t state = keys[i] ^ feature.codes[i];
      keys[i] = next_number(state);
    }
  }
  return keys;
}

FoldLayout fold_layout(const std::vector<std::uint64_t>& keys, const std::vector<std::uint8_t>& target,
                       std::size_t folds, std::uint64_t seed) {
  std::vector<std::vector<std::uint32_t>> dealt(folds);
  for (const std::uint8_t outcome : {std::uint8_t{0}, std::uint8_t{1}})
    deal(sorted_rows(keys, target, outcome, seed), outcome, dealt);
  FoldLayout layout{{}, {0}};
  for (const auto& fold : dealt) {
    layout.order.insert(layout.order.end(), fold.begin(), fold.end());
    layout.starts.push_back(layout.order.size());
  }
  return layout;
}

}  // namespace staysail::statistics
