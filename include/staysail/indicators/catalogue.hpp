// Catalogue: the indicators of a playbook, read from indicators.toml, checked and put in order.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/digest.hpp"
#include "staysail/base/money.hpp"
#include "staysail/columns/schema.hpp"
#include "staysail/indicators/indicator.hpp"
#include "staysail/model/table.hpp"

namespace staysail {

// Immutable, cheap to copy, safe to share between threads. docs/indicators.md describes the file.
class Catalogue {
 public:
  // `frame`: the subscription attributes that may be named (subscription_schema(), or a population's with its
  // extensions). Errors carry file, line and column: `catalogue_invalid` for what the file format or a unit forbids,
  // `unknown_name` with the nearest name, `dependency_cycle` naming the circle, those of FEEL, `io_failed`.
  static Result<Catalogue> load(const std::string& path, const ModelCatalog& model, const Schema& frame);
  // The same for a text; `name` stands for the file in errors.
  static Result<Catalogue> parse(std::string_view toml, const std::string& name, const ModelCatalog& model,
                                 const Schema& frame);

  // In the order of the file: the order of columns.
  const std::vector<Indicator>& indicators() const;
  // Null when there is none of that name.
  const Indicator* find(std::string_view name) const;
  // Indices into indicators(): each after those it is computed from.
  const std::vector<std::size_t>& evaluation_order() const;
  // What compute_indicators() gives after `subscription_id`, the "_missing" column of each scorecard after it.
  const Schema& schema() const;
  // The indicators whose value for a line depends on all other lines: percentiles, bands of equal shares, what is
  // standardised, clusters, and what is computed from them. In the order of the file.
  std::vector<std::string> relative() const;
  // The currency that units name; none where amounts are "money", that of the feeds.
  std::optional<Currency> currency() const;
  // Names the declarations: equal texts of rules, equal digest; comments and layout do not count.
  const Digest& digest() const;
  // Per indicator: names its rule, its column, and the versions of all that it is computed from. Equal versions give
  // equal figures of equal facts.
  const std::vector<Digest>& versions() const;

  struct Plan;
  // For the room's own code.
  const Plan& plan() const { return *plan_; }

 private:
  explicit Catalogue(std::shared_ptr<const Plan> plan) : plan_(std::move(plan)) {}
  std::shared_ptr<const Plan> plan_;
};

}  // namespace staysail
