// Knowledge items and advice as dicts.
#pragma once

#include "binding.hpp"
#include "staysail/knowledge/advice.hpp"

namespace staysail::python {

// A dict of id, title, body and what else docs/python.md lists; published. `unknown_attribute` for any other key.
KnowledgeItem item_of(const py::dict& fields);

py::dict dict_of(const SearchHit& hit);
py::dict dict_of(const Advice& advice);

}  // namespace staysail::python
