// Numbers across the border: one-dimensional float64 arrays in, read-only arrays out.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <optional>
#include <span>
#include <vector>

#include "binding.hpp"
#include "staysail/statistics/interval.hpp"
#include "staysail/statistics/proportion.hpp"

namespace staysail::python {

using Numbers = py::array_t<double, py::array::c_style | py::array::forcecast>;
using Marks = py::array_t<std::uint8_t, py::array::c_style | py::array::forcecast>;
using Counts = py::array_t<std::int64_t, py::array::c_style | py::array::forcecast>;

template <class Array>
std::span<const typename Array::value_type> span_of(const Array& array) {
  return {array.data(), static_cast<std::size_t>(array.size())};
}

inline py::array read_only(const std::vector<double>& values) {
  py::array_t<double> array(static_cast<py::ssize_t>(values.size()), values.data());
  array.attr("flags").attr("writeable") = false;
  return array;
}

inline std::uint64_t count_of(std::int64_t number) {
  if (number < 0) raise(Errc::invalid_argument, "a count is never negative: " + std::to_string(number));
  return static_cast<std::uint64_t>(number);
}

inline statistics::Proportion proportion_of(std::int64_t successes, std::int64_t trials) {
  return {count_of(successes), count_of(trials)};
}

inline py::tuple tuple_of(const statistics::Interval& interval) { return py::make_tuple(interval.low, interval.high); }

}  // namespace staysail::python
