// Whether the values of a column can be read as an attribute's type.
#pragma once

#include "boss/column_profile.hpp"
#include "staysail/model/table.hpp"

namespace staysail::boss {

inline constexpr double kMostOfValues = 0.95;  // must be of a type: the rest may be dirt

// Whether it is the day on which a row was changed.
bool tells_version(const ColumnProfile& column);

bool fits_type(const Attribute& attribute, const ColumnProfile& column);

}  // namespace staysail::boss
