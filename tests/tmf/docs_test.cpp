// What docs/adapters/tmf.md shows, compiled.
#include <doctest/doctest.h>

#include <cstdlib>
#include <memory>

#include "staysail/boss/tmf_actions.hpp"
#include "staysail/boss/tmf_feed.hpp"

using namespace staysail;

TEST_CASE("the C++ of the page on TM Forum APIs") {
  setenv("CRM_TOKEN", "secret", 1);
  // [doc: tmf]
  TmfAccess access;
  access.base = "https://crm.example/tmf-api";
  access.token = token_of_environment("CRM_TOKEN");
  TmfFeedOptions options;
  options.time_zone = "Asia/Shanghai";
  auto mapping = std::make_shared<const Mapping>(Mapping::parse(default_tmf_mapping(), "shipped").value());
  Result<std::unique_ptr<TmfFeed>> feed = TmfFeed::open(access, mapping, options);
  Result<std::unique_ptr<TmfActions>> orders = TmfActions::open(access);
  // [doc: end]
  CHECK(feed.has_value());
  CHECK(orders.has_value());
}
