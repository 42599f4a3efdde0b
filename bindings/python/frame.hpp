// Frame, in C++ a Batch: how tables cross between Python and the core. Nothing here walks over rows.
#pragma once

#include "binding.hpp"
#include "staysail/columns/batch.hpp"

namespace staysail::python {

// A Frame as it is; anything else that a Frame can be made of, made into one.
Batch batch_of(const py::object& object);

// Columns that lie in buffers of Python, as a list of (name, Arrow format, rows, [validity, values, ...]); the
// buffers are kept alive as long as the batch needs them.
Batch batch_of_buffers(const py::list& columns);

}  // namespace staysail::python
