#include "workspace.hpp"

namespace staysail::indicators {

const Column* Workspace::find(std::string_view name) const {
  const auto found = plan_.index.find(name);
  if (found != plan_.index.end()) return &*columns_[found->second];
  return subscriptions_.find(name);
}

Result<Batch> Workspace::finish() const {
  std::vector<Column> columns{*subscriptions_.find("subscription_id")};
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    columns.push_back(*columns_[i]);
    for (const auto& [scorecard, column] : companions_)
      if (scorecard == i) columns.push_back(column);
  }
  return Batch::of(std::move(columns));
}

Column null_column(const Field& field, std::size_t rows) {
  ColumnBuilder builder(field);
  for (std::size_t row = 0; row < rows; ++row) builder.append_null();
  return builder.finish();
}

}  // namespace staysail::indicators
