// What the rules that look at all lines give by nature, and whether their inputs suit them.
#include "catalogue_reader.hpp"

namespace staysail::indicators {
namespace {

constexpr int kShareScale = 4, kPeriodScale = 2, kCountScale = 2;

}  // namespace

Status CatalogueReader::check_among(std::size_t index, const std::string& among) const {
  if (among.empty()) return ok();
  if (index_.count(among) != 0) {
    const auto input = input_of_type(index, among, ColumnType::text);
    return input ? ok() : Status(input.error());
  }
  STAYSAIL_TRY(const auto field, attribute(index, among));
  return field.type == ColumnType::text
             ? ok()
             : Status(error(index, Errc::catalogue_invalid, "lines are compared by a text; " + among + " is none"));
}

Result<NaturalField> CatalogueReader::natural(std::size_t index, PeerQuantile& rule) {
  STAYSAIL_TRY(const auto input, number_input(index, rule.of));
  STAYSAIL_CHECK(check_among(index, rule.among));
  return unit_field(input.scale, input.unit);
}

Result<NaturalField> CatalogueReader::natural(std::size_t index, LifetimeRule& rule) {
  STAYSAIL_TRY(const auto periods, number_input(index, rule.of));
  STAYSAIL_CHECK(input_of_type(index, rule.ended, ColumnType::boolean));
  STAYSAIL_CHECK(check_among(index, rule.among));
  return rule.gives == LifetimeRule::Gives::residual ? unit_field(kPeriodScale, periods.unit)
                                                     : share_field(kShareScale);
}

Result<NaturalField> CatalogueReader::natural(std::size_t index, RepeatRule& rule) {
  STAYSAIL_TRY(const auto events, number_input(index, rule.of));
  STAYSAIL_CHECK(input_of_type(index, rule.first, ColumnType::day));
  STAYSAIL_CHECK(input_of_type(index, rule.last, ColumnType::day));
  return rule.gives == RepeatRule::Gives::alive ? share_field(kShareScale) : unit_field(kCountScale, events.unit);
}

}  // namespace staysail::indicators
