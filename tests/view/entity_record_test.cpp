#include "view/entity_frame.hpp"

#include <doctest/doctest.h>

#include "staysail/model/record.hpp"
#include "staysail/model/table.hpp"

using namespace staysail;

namespace {

// One source's say of a subscription whose `attribute` holds `number`, and nothing else is known.
std::string subscription_with(std::string_view attribute, std::int64_t number) {
  const TableDescription& table = *find_model_table("subscriptions");
  RecordWriter writer(table.attributes.size());
  for (const auto& each : table.attributes) each.name == attribute ? writer.add_integer(number) : writer.add_null();
  const std::string record = writer.finish();
  return view::encode_contributions({{"boss", 1, record, "subscriptions.csv"}});
}

Status added(std::string_view payload) {
  return view::EntityFrameBuilder(*find_model_table("subscriptions")).add(payload);
}

}  // namespace

TEST_CASE("a stored number that is no day is refused, not cut to one") {
  CHECK(added(subscription_with("activated", 20000)));
  const auto beyond = added(subscription_with("activated", (std::int64_t{1} << 32) + 20000));
  REQUIRE_FALSE(beyond);
  CHECK(beyond.error().code() == Errc::malformed_record);
}
