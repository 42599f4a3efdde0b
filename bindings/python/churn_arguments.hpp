// What models of churn take from Python alike.
#pragma once

#include <string>
#include <vector>

#include "frame.hpp"
#include "staysail/warning/churn_model.hpp"

namespace staysail::python {

// A frame, or a list of frames that are its parts.
inline std::vector<Batch> parts_in(const py::object& frame) {
  if (!py::isinstance<py::list>(frame)) return {batch_of(frame)};
  std::vector<Batch> parts;
  for (const py::handle part : frame) parts.push_back(batch_of(py::reinterpret_borrow<py::object>(part)));
  return parts;
}

inline ReasonLanguage language_of(const std::string& name) {
  if (name == "en") return ReasonLanguage::english;
  if (name == "zh") return ReasonLanguage::chinese;
  raise(Errc::invalid_argument, "reasons are written in 'en' or 'zh': " + name);
}

}  // namespace staysail::python
