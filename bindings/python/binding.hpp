// What the units of the Python module share: one bind_<noun>() each, and how an Error reaches Python.
//
// Result::value() throws ErrorException; bind_error() registers the one translation of it into staysail.Error.
#pragma once

#include <pybind11/pybind11.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "staysail/base/result.hpp"

namespace staysail::python {

namespace py = pybind11;

void bind_error(py::module_& m);
void bind_frame(py::module_& m);
void bind_feel(py::module_& m);
void bind_dmn(py::module_& m);
void bind_matcher(py::module_& m);
void bind_allocation(py::module_& m);
void bind_evaluation(py::module_& m);
void bind_silence(py::module_& m);
void bind_signals(py::module_& m);
void bind_churn(py::module_& m);
void bind_effects(py::module_& m);
void bind_uplift(py::module_& m);
void bind_uplift_model(py::module_& m);
void bind_learning(py::module_& m);
void bind_knowledge(py::module_& m);
void bind_indicators(py::module_& m);
void bind_identity(py::module_& m);
void bind_customer(py::module_& m);
void bind_quality(py::module_& m);
void bind_groups(py::module_& m);
void bind_hazard(py::module_& m);
void bind_finding(py::module_& m);
void bind_playbook_diff(py::module_& m);
void bind_playbook(py::module_& m);
void bind_proposal(py::module_& m);
void bind_run(py::module_& m);
void bind_validate(py::module_& m);
void bind_plan(py::module_& m);
void bind_province(py::module_& m);
void bind_portfolio(py::module_& m);
void bind_value(py::module_& m);
void bind_survival(py::module_& m);
void bind_segment(py::module_& m);
void bind_store(py::module_& m);

[[noreturn]] inline void raise(Errc code, std::string message) {
  throw ErrorException(Error(code, std::move(message)));
}

// Calls that may take over a millisecond run without the interpreter's lock; the value, or staysail.Error.
template <class Call>
auto unlocked(const Call& call) {
  auto result = [&] {
    const py::gil_scoped_release release;
    return call();
  }();
  return std::move(result).value();
}

// For messages, which never show the value itself.
inline std::string type_name(py::handle object) { return py::str(py::type::handle_of(object).attr("__name__")); }

inline std::string text_in(py::handle object, const char* what) {
  if (!py::isinstance<py::str>(object))
    raise(Errc::type_mismatch, std::string(what) + " is a text; this is a " + type_name(object));
  return object.cast<std::string>();
}

inline py::dict dict_in(py::handle object, const char* what) {
  if (!py::isinstance<py::dict>(object))
    raise(Errc::type_mismatch, std::string(what) + " is a dict; this is a " + type_name(object));
  return py::reinterpret_borrow<py::dict>(object);
}

// The class is shown to users where they find it, not in the extension.
inline void show_in(const py::object& cls, const char* module) { cls.attr("__module__") = module; }

}  // namespace staysail::python
