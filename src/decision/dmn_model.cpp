#include <algorithm>

#include "decision/dmn_program.hpp"
#include "staysail/columns/schema.hpp"

namespace staysail {
namespace {

using decision::DmnElement;
using decision::DmnKind;
using decision::DmnRun;

// A knowledge model is called with the inputs of its parameters' names.
Value call_by_inputs(const Value& function, const Inputs& inputs, decision::Evaluation& evaluation) {
  if (function.kind() != ValueKind::function) return Value();
  ValueList arguments;
  for (const auto& parameter : function.as_function()->parameters()) {
    const Value* given = inputs.find(parameter.name);
    arguments.push_back(given == nullptr ? Value() : *given);
  }
  return function.as_function()->call(std::move(arguments), evaluation);
}

}  // namespace

std::vector<std::string> DmnModel::Program::names(DmnKind kind) const {
  std::vector<std::string> names;
  for (const DmnElement& element : graph->elements) {
    const bool wanted = element.kind == kind && (element.document == 0 || kind == DmnKind::input);
    if (wanted && std::find(names.begin(), names.end(), element.name) == names.end()) names.push_back(element.name);
  }
  return names;
}

const DmnElement* DmnModel::Program::find(std::string_view wanted) const {
  for (const DmnKind kind : {DmnKind::decision, DmnKind::service, DmnKind::knowledge})
    for (const DmnElement& element : graph->elements)
      if (element.kind == kind && element.document == 0 && element.name == wanted) return &element;
  return nullptr;
}

namespace {

template <class Program>
Result<std::shared_ptr<const Program>> linked(decision::DmnLoader& loader) {
  STAYSAIL_CHECK(loader.link());
  auto program = std::make_shared<Program>();
  program->graph = std::make_shared<const decision::DmnGraph>(
      decision::DmnGraph{std::move(loader.elements), std::move(loader.order)});
  program->faults = std::move(loader.faults);
  program->name = loader.documents.front().name;
  return std::shared_ptr<const Program>(std::move(program));
}

}  // namespace

Result<DmnModel> DmnModel::load(const std::string& path) {
  decision::DmnLoader loader;
  STAYSAIL_CHECK(loader.add_file(path));
  STAYSAIL_TRY(auto program, linked<Program>(loader));
  return DmnModel(std::move(program));
}

Result<DmnModel> DmnModel::parse(std::string_view xml, std::string name) {
  decision::DmnLoader loader;
  STAYSAIL_CHECK(loader.add_text(xml, name));
  STAYSAIL_TRY(auto program, linked<Program>(loader));
  return DmnModel(std::move(program));
}

const std::string& DmnModel::name() const { return program_->name; }
std::vector<std::string> DmnModel::decisions() const { return program_->names(DmnKind::decision); }
std::vector<std::string> DmnModel::services() const { return program_->names(DmnKind::service); }
std::vector<std::string> DmnModel::inputs() const { return program_->names(DmnKind::input); }
const std::vector<Error>& DmnModel::faults() const { return program_->faults; }

Result<DmnOutcome> DmnModel::evaluate(std::string_view name, const Inputs& inputs, const DmnOptions& options) const {
  const DmnElement* element = program_->find(name);
  if (element == nullptr) {
    const std::string nearest = nearest_name(name, decisions());
    const std::string hint = nearest.empty() ? "" : "; did you mean " + nearest + "?";
    return Error(Errc::not_found, "the model has no decision, service or knowledge model of this name" + hint + ": " +
                                      std::string(name));
  }
  DmnOutcome outcome;
  decision::Evaluation evaluation;
  evaluation.now = options.now;
  evaluation.reasons = &outcome.reasons;
  DmnRun run(program_->graph, inputs, evaluation);
  const std::vector<DmnElement>& elements = program_->graph->elements;
  if (element->kind == DmnKind::service) {
    run.fix_inputs(*element);
    outcome.value = run.outputs_of(*element);
    return outcome;
  }
  outcome.value = run.value_of(static_cast<std::size_t>(element - elements.data()));
  if (element->kind == DmnKind::knowledge) outcome.value = call_by_inputs(outcome.value, inputs, evaluation);
  return outcome;
}

}  // namespace staysail
