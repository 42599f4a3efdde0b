// Columns of numbers that Python hands over: whole arrays, read in place.
#pragma once

#include <pybind11/numpy.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "binding.hpp"
#include "staysail/statistics/estimates.hpp"

namespace staysail::python {

using Numbers = py::array_t<double, py::array::c_style | py::array::forcecast>;

inline std::span<const double> span_of(const Numbers& numbers) {
  return {numbers.data(), static_cast<std::size_t>(numbers.size())};
}

inline std::span<const double> span_of(const std::optional<Numbers>& numbers) {
  return numbers ? span_of(*numbers) : std::span<const double>();
}

inline std::vector<double> vector_of(const Numbers& numbers) {
  return {numbers.data(), numbers.data() + numbers.size()};
}

inline Numbers numbers_of(const std::vector<double>& values) {
  return Numbers(static_cast<py::ssize_t>(values.size()), values.data());
}

inline std::vector<std::int64_t> whole_numbers(std::span<const double> values, const char* what) {
  std::vector<std::int64_t> result;
  result.reserve(values.size());
  for (const double value : values) {
    if (!(std::fabs(value) < 9e15 && value == std::floor(value)))
      raise(Errc::invalid_argument,
            std::string(what) + " is a whole number; this one is not: " + std::to_string(value));
    result.push_back(static_cast<std::int64_t>(value));
  }
  return result;
}

// 0 or 1 each.
inline std::vector<std::uint8_t> flags(std::span<const double> values, const char* what) {
  std::vector<std::uint8_t> result;
  result.reserve(values.size());
  for (const double value : values) {
    if (value != 0 && value != 1)
      raise(Errc::invalid_argument,
            std::string(what) + " is true or false, 1 or 0; this one is neither: " + std::to_string(value));
    result.push_back(value == 1 ? 1 : 0);
  }
  return result;
}

// (parameters, standard errors, log-likelihood)
inline py::tuple tuple_of(const statistics::Estimates& estimates) {
  return py::make_tuple(estimates.parameters, estimates.standard_errors, estimates.log_likelihood);
}

}  // namespace staysail::python
