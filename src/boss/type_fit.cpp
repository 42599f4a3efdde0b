#include "boss/type_fit.hpp"

#include <algorithm>
#include <array>

#include "boss/name_hints.hpp"

namespace staysail::boss {
namespace {

constexpr std::size_t kMostSymbols = 40;

bool fits_symbol(const Attribute& attribute, const ColumnProfile& column) {
  if (column.values() == 0) return true;
  if (column.distinct().size() > kMostSymbols) return false;
  // A column of which no label is known is kept as it is rather than turned into nothing.
  for (const auto& label : column.labels())
    if (!symbol_of(label, attribute.symbols).symbol.empty()) return true;
  return false;
}

bool fits_boolean(const ColumnProfile& column) {
  const auto labels = column.labels();
  return labels.size() <= 2 && std::all_of(labels.begin(), labels.end(), [](const auto& label) {
           return !symbol_of(label, {"true", "false"}).symbol.empty();
         });
}

}  // namespace

bool tells_version(const ColumnProfile& column) {
  constexpr std::array<std::string_view, 9> kNames = {"changed",  "updated",  "updatetime", "updatedate", "modified",
                                                      "变更日期", "更新时间", "修改时间",   "更新日期"};
  const bool known = std::find(kNames.begin(), kNames.end(), plain_name(column.name)) != kNames.end();
  return known && column.days().share == 1;
}

bool fits_type(const Attribute& attribute, const ColumnProfile& column) {
  if (column.values() == 0) return column.rows() == 0 || !attribute.required;
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
  const bool long_numbers = column.whole_numbers() > 0.5 && column.mean_size() >= 5;
  return attribute.type != AttributeType::phone || column.phones() > 0 || long_numbers;
}

}  // namespace staysail::boss
