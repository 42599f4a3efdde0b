// The type, scale and unit that a rule's result has by nature, and whether the declared ones agree.
#pragma once

#include <optional>
#include <string>

#include "staysail/base/money.hpp"
#include "staysail/files/toml_document.hpp"
#include "staysail/indicators/indicator.hpp"

namespace staysail::indicators {

struct NaturalField {
  ColumnType type = ColumnType::number;
  int scale = 0;
  std::string unit;
  bool any_unit = false;   // counts and formulas: what is declared stands
  bool money = false;      // any currency, but one for the whole catalogue
  bool per_month = false;  // "/month" may follow the unit
};

// `catalogue_invalid` when the aggregate does not go with the attribute's type. `attribute`: null for the rows
// themselves.
Result<NaturalField> natural_field(const FactMeasure& rule, const Attribute* attribute);
NaturalField share_field(int scale);
NaturalField unit_field(int scale, std::string unit);

// The field of an indicator: what its table declares over what its rule gives. `currency`: the one that the catalogue's
// amounts are in so far.
Result<Field> declared_field(const TomlTable& table, const std::string& name, const NaturalField& natural,
                             std::optional<Currency>& currency);

}  // namespace staysail::indicators
