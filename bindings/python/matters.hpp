// The desk of matters, and the assignment of jobs, in Python.
#pragma once

#include "binding.hpp"

namespace staysail::python {

void bind_matters(py::module_& m);

}  // namespace staysail::python
