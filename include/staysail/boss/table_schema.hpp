// How a table of the model lies in a batch: one column per attribute, in order, under the attribute's name.
#pragma once

#include "staysail/columns/schema.hpp"
#include "staysail/model/table.hpp"

namespace staysail {

// identifier, text, symbol and personal but birth_day -> text; number and money -> number at their scale; month ->
// number holding Month::index(); boolean, day (birth_day too) and instant as they are.
Field field_of(const Attribute& attribute);
Schema schema_of(const TableDescription& table);

}  // namespace staysail
