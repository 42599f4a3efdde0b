#include "staysail/segments/recency_frequency_money.hpp"

#include <doctest/doctest.h>

using namespace staysail;

namespace {

Column numbers(const std::string& name, std::uint8_t scale, const std::vector<std::optional<std::int64_t>>& values) {
  ColumnBuilder builder(Field{name, ColumnType::number, scale, {}});
  for (const auto& value : values) value ? builder.append_number(*value) : builder.append_null();
  return builder.finish();
}

Batch buyers() {
  return Batch::of({numbers("days", 0, {1, 2, 3, 50, 51, 200}), numbers("orders", 0, {9, 9, 5, 5, 1, std::nullopt}),
                    numbers("spent", 2, {100, 2000, 2050, 2100, 9000, 9100})})
      .value();
}

RfmOptions options(RfmBands bands, std::uint32_t count) {
  return {{"days", bands, count, {}}, {"orders", bands, count, {}}, {"spent", bands, count, {}}};
}

std::vector<std::string> texts(const Batch& batch, const std::string& name) {
  std::vector<std::string> values;
  for (std::size_t row = 0; row < batch.rows(); ++row) values.push_back(batch.find(name)->value_text(row));
  return values;
}

Errc code_of(const RfmOptions& asked) { return recency_frequency_money(buyers(), asked).error().code(); }

}  // namespace

TEST_CASE("natural breaks lie in the gaps, and lately is better") {
  const auto found = recency_frequency_money(buyers(), options(RfmBands::natural_breaks, 3)).value();
  CHECK(texts(found, "recency_band") == std::vector<std::string>{"3", "3", "3", "2", "2", "1"});
  CHECK(texts(found, "frequency_band") == std::vector<std::string>{"3", "3", "2", "2", "1", ""});
  CHECK(texts(found, "money_band") == std::vector<std::string>{"1", "2", "2", "2", "3", "3"});
  CHECK(texts(found, "rfm") == std::vector<std::string>{"331", "332", "322", "222", "213", ""});
}

TEST_CASE("quantiles share customers out, cut points are inclusive upper ends") {
  CHECK(texts(recency_frequency_money(buyers(), options(RfmBands::quantiles, 2)).value(), "money_band") ==
        std::vector<std::string>{"1", "1", "1", "2", "2", "2"});
  auto told = options(RfmBands::quantiles, 2);
  told.money = {"spent", RfmBands::cut_points, 0, {"20", "90.00"}};
  CHECK(texts(recency_frequency_money(buyers(), told).value(), "money_band") ==
        std::vector<std::string>{"1", "1", "2", "2", "2", "3"});
}

TEST_CASE("bands that cannot be are refused") {
  CHECK(code_of(options(RfmBands::quantiles, 0)) == Errc::invalid_argument);
  CHECK(code_of(options(RfmBands::quantiles, 10)) == Errc::invalid_argument);
  CHECK(code_of(options(RfmBands::natural_breaks, 7)) == Errc::invalid_argument);
  auto told = options(RfmBands::quantiles, 2);
  for (const std::vector<std::string>& cuts : {std::vector<std::string>{"5", "5"}, {"1.234"}, {"much"}}) {
    told.money = {"spent", RfmBands::cut_points, 0, cuts};
    CHECK(code_of(told) == Errc::invalid_argument);
  }
  told.money = {"spend", RfmBands::quantiles, 5, {}};
  CHECK(code_of(told) == Errc::schema_mismatch);
  const auto none =
      Batch::of({numbers("days", 0, {std::nullopt}), numbers("orders", 0, {1}), numbers("spent", 2, {1})});
  CHECK(recency_frequency_money(none.value(), options(RfmBands::quantiles, 2)).error().code() ==
        Errc::degenerate_input);
}
