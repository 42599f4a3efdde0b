#include "feel_value.hpp"
#include "staysail/decision/expression.hpp"

namespace staysail::python {
namespace {

Scope scope_of(const Inputs& inputs) {
  Scope scope;
  for (const auto& [name, value] : inputs.values()) scope.add(name, FeelType::of(value));
  return scope;
}

py::object feel(const std::string& expression, const py::object& names) {
  const Inputs inputs = inputs_of(names);
  const Value value = unlocked([&]() -> Result<Value> {
    STAYSAIL_TRY(const Expression compiled,
                 Expression::compile(expression, scope_of(inputs), Place{"expression", 1, 1}, Profile::standard));
    return compiled.evaluate(inputs);
  });
  return object_of(value);
}

}  // namespace

void bind_feel(py::module_& m) {
  m.def("feel", &feel, py::arg("expression"), py::arg("names") = py::none(),
        "The value of a FEEL expression (DMN's standard semantics: what has no value is None). Error says where it "
        "does not parse.");
}

}  // namespace staysail::python
