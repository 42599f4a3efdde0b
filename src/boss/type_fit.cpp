#include "boss/type_fit.hpp"

#include <algorithm>

#include "boss/name_hints.hpp"

namespace staysail::boss {
namespace {

constexpr std::size_t kMostSymbols = 40;

bool fits_symbol(const Attribute& attribute, const ColumnProfile& column) {
  if (column.values() == 0) return true;
  if (column.distinct().size() > kMostSymbols) return false;
  for (const auto& label : column.labels())
    if (!symbol_of(label, attribute.symbols).symbol.empty()) return true;
  return !attribute.required;
}

bool fits_boolean(const ColumnProfile& column) {
  const auto labels = column.labels();
  return labels.size() <= 2 && std::all_of(labels.begin(), labels.end(), [](const auto& label) {
           return !symbol_of(label, {"true", "false"}).symbol.empty();
         });
}

}  // namespace

bool fits_type(const Attribute& attribute, const ColumnProfile& column) {
  if (column.values() == 0) return !attribute.required;
  switch (written_as(attribute.type)) {
    case AttributeType::number:
    case AttributeType::money: return column.numbers() >= kMostOfValues;
    case AttributeType::day:
    case AttributeType::instant: return column.days().share >= kMostOfValues;
    case AttributeType::month: return column.months().share >= kMostOfValues || column.days().share >= kMostOfValues;
    case AttributeType::symbol: return fits_symbol(attribute, column);
    case AttributeType::boolean: return fits_boolean(column);
    case AttributeType::identifier: return column.numbers() <= column.whole_numbers();
    default: break;
  }
  return attribute.type != AttributeType::phone || column.phones() > 0 || column.whole_numbers() > 0.5;
}

}  // namespace staysail::boss
