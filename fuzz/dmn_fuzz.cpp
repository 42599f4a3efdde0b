// Any bytes as a decision model: read or refused with a place, and every decision of it evaluated the same twice.
#include <cstdlib>
#include <string_view>

#include "staysail/decision/dmn.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

staysail::Inputs inputs_of(const staysail::DmnModel& model) {
  staysail::Inputs inputs;
  int next = 0;
  for (const auto& name : model.inputs())
    inputs.set(name, ++next % 2 == 0 ? staysail::Value::number(next) : staysail::Value::text("2026-01-31"));
  return inputs;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view xml(reinterpret_cast<const char*>(data), size);
  const auto model = staysail::DmnModel::parse(xml, "fuzz");
  if (!model) {
    require(model.error().place() != nullptr && !model.error().message().empty());
    return 0;
  }
  for (const auto& fault : model->faults()) require(fault.place() != nullptr);
  const staysail::Inputs inputs = inputs_of(*model);
  for (const auto& name : model->decisions()) {
    const auto first = model->evaluate(name, inputs), again = model->evaluate(name, inputs);
    require(first.has_value() && again.has_value() && first->value.to_feel() == again->value.to_feel());
  }
  return 0;
}
