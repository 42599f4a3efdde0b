#include "staysail/strategy/offerings.hpp"

#include <algorithm>
#include <limits>

#include "staysail/base/decimal_text.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/model/table.hpp"
#include "toml_reading.hpp"

namespace staysail {
namespace {

constexpr int kMoneyScale = 3, kPriceScale = 6, kDataScale = 3;
constexpr std::int64_t kMostCycles = 12, kSecondsOfMinute = 60;

Result<std::int64_t> read_amount(const TomlTable& table, std::string_view key, int scale) {
  STAYSAIL_TRY(const auto amount, table.number_or(key, scale, 0));
  if (amount >= 0) return amount;
  return strategy::invalid(*table.find(key), "an amount of 0 or more was expected");
}

Result<Allowance> read_allowance(const TomlTable& table, std::string_view key, int scale, std::string_view price) {
  Allowance read;
  STAYSAIL_TRY(read.price, read_amount(table, price, kPriceScale));
  const auto value = table.find(key);
  if (value && value->kind() == TomlKind::text) {
    STAYSAIL_TRY(const auto text, value->text());
    read.unlimited = text == "unlimited";
    if (!read.unlimited) return strategy::invalid(*value, "an amount or \"unlimited\" was expected, not: " + text);
    return read;
  }
  STAYSAIL_TRY(read.included, read_amount(table, key, scale));
  return read;
}

Status read_product_type(const TomlTable& table, std::string& out) {
  const auto value = table.find("product_type");
  if (!value) return ok();
  STAYSAIL_TRY(out, value->text());
  const auto& known = find_model_table("subscriptions")->find("product_type")->symbols;
  if (std::find(known.begin(), known.end(), out) != known.end()) return ok();
  return strategy::invalid(*value, "there is no product type of this name: " + out + did_you_mean(out, known));
}

Status read_days(const TomlTable& table, Offering& out) {
  if (table.has("valid_from")) {
    STAYSAIL_TRY(out.valid_from, table.day("valid_from"));
  }
  if (!table.has("valid_to")) return ok();
  STAYSAIL_TRY(out.valid_to, table.day("valid_to"));
  if (!out.valid_from || *out.valid_from <= *out.valid_to) return ok();
  return strategy::invalid(*table.find("valid_to"), "the last day of sale lies before the first");
}

Status read_condition(const TomlTable& table, const Scope& scope, Offering& out) {
  const auto value = table.find("when");
  if (!value) return ok();
  STAYSAIL_TRY(const auto text, value->text());
  STAYSAIL_TRY(auto when, Expression::compile(text, scope, value->text_place()));
  if (!when.type().may_be(ValueKind::boolean))
    return strategy::invalid(*value,
                             "a condition that is true or false was expected, not a " + when.type().to_string());
  out.when = std::move(when);
  return ok();
}

Result<Offering> read_offering(const TomlTable& table, const Scope& scope) {
  STAYSAIL_CHECK(table.only({"id", "product_type", "monthly_fee", "minutes", "data_mb", "sms", "minute_price",
                             "mb_price", "sms_price", "valid_from", "valid_to", "when"}));
  Offering read;
  STAYSAIL_TRY(read.id, table.text("id"));
  STAYSAIL_CHECK(read_product_type(table, read.product_type));
  STAYSAIL_CHECK(table.require("monthly_fee"));
  STAYSAIL_TRY(read.monthly_fee, read_amount(table, "monthly_fee", kMoneyScale));
  STAYSAIL_TRY(read.minutes, read_allowance(table, "minutes", 0, "minute_price"));
  STAYSAIL_TRY(read.data_mb, read_allowance(table, "data_mb", kDataScale, "mb_price"));
  STAYSAIL_TRY(read.sms, read_allowance(table, "sms", 0, "sms_price"));
  STAYSAIL_CHECK(read_days(table, read));
  STAYSAIL_CHECK(read_condition(table, scope, read));
  return read;
}

Int128 beyond(const Allowance& allowance, std::int64_t used) {
  if (allowance.unlimited || used <= allowance.included) return 0;
  return static_cast<Int128>(used - allowance.included) * allowance.price;
}

}  // namespace

Result<std::int64_t> Offering::rated(const CycleUse& use, std::int64_t fee) const {
  const std::int64_t begun = use.seconds_out / kSecondsOfMinute + (use.seconds_out % kSecondsOfMinute != 0 ? 1 : 0);
  // Thousandths of millionths.
  const Int128 parts = static_cast<Int128>(power_of_ten(kDataScale));
  const Int128 exact = (beyond(minutes, begun) + beyond(sms, use.sms)) * parts + beyond(data_mb, use.data);
  const Int128 whole = fee + divide_half_even(exact, power_of_ten(kPriceScale - kMoneyScale) * parts);
  if (whole <= std::numeric_limits<std::int64_t>::max()) return static_cast<std::int64_t>(whole);
  return Error(Errc::amount_overflow, "a re-rated cycle costs more than an amount can hold, under offering " + id);
}

Result<Offerings> Offerings::parse(std::string_view text, const std::string& name, const Scope& scope) {
  STAYSAIL_TRY(const auto table, TomlTable::parse(text, name));
  STAYSAIL_CHECK(table.only({"cycles", "offering"}));
  Offerings read;
  STAYSAIL_TRY(const auto cycles, table.integer_or("cycles", read.cycles));
  if (cycles < 1 || cycles > kMostCycles)
    return strategy::invalid(*table.find("cycles"), "1 to 12 closed cycles are re-rated");
  read.cycles = static_cast<int>(cycles);
  STAYSAIL_TRY(const auto tables, table.tables("offering"));
  for (const auto& one : tables) {
    STAYSAIL_TRY(auto offering, read_offering(one, scope));
    const auto same = [&](const Offering& known) { return known.id == offering.id; };
    if (offering.id.empty() || std::any_of(read.all.begin(), read.all.end(), same))
      return strategy::invalid(*one.find("id"),
                               "each offering has an id of its own; this one is taken or empty: " + offering.id);
    read.all.push_back(std::move(offering));
  }
  std::sort(read.all.begin(), read.all.end(), [](const Offering& a, const Offering& b) { return a.id < b.id; });
  return read;
}

}  // namespace staysail
