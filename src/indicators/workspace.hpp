// Workspace: the columns of one run as they come to exist.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "catalogue_plan.hpp"
#include "owner_slots.hpp"
#include "staysail/indicators/compute.hpp"

namespace staysail::indicators {

class Workspace {
 public:
  // All outlive this.
  Workspace(const Catalogue::Plan& plan, const Batch& subscriptions, const Ownership& ownership, Day as_of,
            const ComputeOptions& options)
      : plan_(plan),
        subscriptions_(subscriptions),
        ownership_(ownership),
        as_of_(as_of),
        options_(options),
        columns_(plan.indicators.size()) {}

  const Catalogue::Plan& plan() const { return plan_; }
  const Batch& subscriptions() const { return subscriptions_; }
  const Ownership& ownership() const { return ownership_; }
  std::size_t rows() const { return subscriptions_.rows(); }
  Day as_of() const { return as_of_; }
  const ComputeOptions& options() const { return options_; }
  Executor& executor() { return options_.executor != nullptr ? *options_.executor : inline_; }

  void set(std::size_t indicator, Column column) { columns_[indicator] = std::move(column); }
  // A column that stands beside that of an indicator, after those added before.
  void add_companion(std::size_t indicator, Column column) { companions_.emplace_back(indicator, std::move(column)); }
  // Precondition: computed before.
  const Column& column(std::size_t indicator) const { return *columns_[indicator]; }
  const Column& column(std::string_view indicator) const { return column(plan_.index.find(indicator)->second); }
  // An indicator, else a subscription attribute; null when it is neither.
  const Column* find(std::string_view name) const;
  // subscription_id, then the catalogue's schema.
  Result<Batch> finish() const;

  std::vector<MissingInput> missing;

 private:
  const Catalogue::Plan& plan_;
  const Batch& subscriptions_;
  const Ownership& ownership_;
  Day as_of_;
  const ComputeOptions& options_;
  InlineExecutor inline_;
  std::vector<std::optional<Column>> columns_;
  std::vector<std::pair<std::size_t, Column>> companions_;
};

Column null_column(const Field& field, std::size_t rows);

// What is not computed from facts. Precondition: its inputs are there.
Status compute_derived(Workspace& workspace, std::size_t indicator);

}  // namespace staysail::indicators
