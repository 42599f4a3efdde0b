// FEEL's values as Python objects, and back. What Python has no number or time for is refused, never bent.
#pragma once

#include <optional>

#include "binding.hpp"
#include "staysail/decision/value.hpp"

namespace staysail::python {

// None, bool, int, float, Decimal, str, date, datetime, time, timedelta, YearsMonths, list, tuple, dict, numpy scalars.
// NaN is null. `type_mismatch` names any other type.
Value value_of(py::handle object);
// Of a dict with texts as names; none for None. `type_mismatch` for anything else.
Inputs inputs_of(const py::object& names);
// A date, or the ISO text of one; empty for None.
std::optional<Day> optional_day(const py::object& day);

// Numbers as float, durations as timedelta and YearsMonths, ranges as a dict of FEEL's own properties (start, end,
// start included, end included). What Python's types cannot hold comes as FEEL's text: dates outside the years 1 to
// 9999, times finer than a microsecond or with a named zone, functions. `amount_overflow` for a duration beyond
// timedelta.
py::object object_of(const Value& value);

}  // namespace staysail::python
