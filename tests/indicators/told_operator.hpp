// An operator told in the test: rows of tables as text, taken into a memory store and seen as a population.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "staysail/base/decimal_text.hpp"
#include "staysail/indicators/compute.hpp"
#include "staysail/store/store.hpp"
#include "staysail/view/intake.hpp"
#include "view/told_feed.hpp"

namespace staysail::testing {

// "subscription_id=S1;customer_id=C1" rows by table, in order of first mention.
class ToldOperator {
 public:
  ToldOperator& add(const std::string& table, std::vector<std::string> records) {
    ToldFile file{table + std::to_string(feed_.files.size()) + ".csv", table, {table}, std::move(records), 0};
    feed_.files.push_back(std::move(file));
    return *this;
  }
  Population population(const std::string& as_of) {
    store_ = make_memory_store();
    REQUIRE(take_in(feed_, *store_, model_, {}));
    return Population::load(*store_, model_, Day::parse(as_of).value()).value();
  }

 private:
  ToldFeed feed_;
  ModelCatalog model_;
  std::unique_ptr<Store> store_;
};

inline Catalogue catalogue_of(const std::string& toml) {
  auto catalogue = Catalogue::parse(toml, "indicators.toml", ModelCatalog(), subscription_schema());
  INFO((catalogue ? std::string() : catalogue.error().to_string()));
  REQUIRE(catalogue);
  return *catalogue;
}

inline Catalogue shipped_catalogue() {
  auto catalogue = Catalogue::load(std::string(STAYSAIL_SOURCE_DIR) + "/examples/playbook/indicators.toml",
                                   ModelCatalog(), subscription_schema());
  INFO((catalogue ? std::string() : catalogue.error().to_string()));
  REQUIRE(catalogue);
  return *catalogue;
}

inline IndicatorFrame computed(const Catalogue& catalogue, const Population& population,
                               const ComputeOptions& options = {}) {
  auto frame = compute_indicators(catalogue, population, options);
  INFO((frame ? std::string() : frame.error().to_string()));
  REQUIRE(frame);
  return *frame;
}

inline std::string value_at(const Batch& batch, const std::string& column, std::size_t row = 0) {
  INFO(column);
  REQUIRE(batch.find(column) != nullptr);
  return batch.find(column)->value_text(row);
}

// 100.5 -> "100500": amounts stand at three decimals.
inline std::string money(const std::string& text) { return std::to_string(parse_decimal(text, 3).value()); }

}  // namespace staysail::testing
