#include "staysail/report/receipt.hpp"

#include <doctest/doctest.h>

using namespace staysail;

TEST_CASE("the receipt tells the proved gap of a plan by value, rounded up, and nothing of a plan by priority") {
  NightResult night;
  CHECK(receipt_json(night, {}).find("plan_worth") == std::string::npos);
  night.worth = PlanWorth{299'999, 300'000};
  const std::string receipt = receipt_json(night, {});
  CHECK(receipt.find("\"given\": \"2999.99\"") != std::string::npos);
  CHECK(receipt.find("\"bound\": \"3000.00\"") != std::string::npos);
  CHECK(receipt.find("\"gap_percent\": \"0.0004\"") != std::string::npos);
}
