#include "binding.hpp"

namespace staysail::python {
namespace {

py::object place_of(const Error& error, const py::module_& errors) {
  const Place* place = error.place();
  if (place == nullptr) return py::none();
  return errors.attr("Place")(place->file, place->line, place->column);
}

void set_error(const Error& error) {
  const auto errors = py::module_::import("staysail.error");
  const py::object cls = errors.attr("Error");
  const py::object raised = cls(std::string(name_of(error.code())), error.message(), place_of(error, errors));
  PyErr_SetObject(cls.ptr(), raised.ptr());
}

}  // namespace

void bind_error(py::module_&) {
  py::register_local_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const ErrorException& exception) {
      set_error(exception.error());
    }
  });
}

}  // namespace staysail::python
