// What a DmnModel holds: the elements of all its documents, compiled, in an order in which none needs a later one.
#pragma once

#include <map>

#include "decision/boxed.hpp"
#include "staysail/decision/dmn.hpp"

namespace staysail::decision {

enum class DmnKind : std::uint8_t { input, decision, knowledge, service };

// Another element, and what it is called by the one that needs it.
struct Requirement {
  std::size_t element = 0;
  std::string alias;  // of the import it comes from; empty within one document
};

struct DmnElement {
  DmnKind kind = DmnKind::input;
  std::size_t document = 0;
  std::string name, id;
  Place place;
  const XmlElement* source = nullptr;                // while loading
  Declared declared;                                 // the variable
  std::vector<Requirement> requirements;             // of a service: its output decisions
  std::vector<Requirement> input_decisions, inputs;  // of a service
  BoxedPtr logic;                                    // of a knowledge model: the function
};

// Everything that functions of a model, which may outlive it, still need.
struct DmnGraph {
  std::vector<DmnElement> elements;
  std::vector<std::size_t> order;  // none needs a later one
};
using DmnGraphPtr = std::shared_ptr<const DmnGraph>;

struct DmnImport {
  std::string alias, space;
  bool is_model = true;
  Place place;
};

struct DmnDocument {
  XmlElement root;
  std::string space, name, file;
  std::vector<DmnImport> imports;
  std::shared_ptr<const DmnTypes> types;
};

// The elements so that each comes after what it requires. An element that requires itself (a recursive function) counts
// as not doing so. Error conflict: a circle, by name.
Result<std::vector<std::size_t>> requirement_order(const std::vector<DmnElement>& elements);

// Reads a document and finds its imports; `folder` is empty where none may be read.
class DmnLoader {
 public:
  Status add_file(const std::string& path);
  Status add_text(std::string_view xml, const std::string& file);
  // Joins what was read: types, requirements, expressions.
  Status link();

  std::vector<DmnDocument> documents;
  std::vector<DmnElement> elements;
  std::vector<std::size_t> order;
  std::vector<Error> faults;

 private:
  Status add_imports(const std::string& folder);
  Status import_from(const std::string& folder, const DmnImport& wanted);
  bool has(std::string_view space) const;
  Status check_imports() const;
  Status take_elements(std::size_t document);
  std::shared_ptr<const DmnTypes> types_of(std::size_t document);
  Result<Requirement> requirement(const DmnElement& owner, const XmlElement& reference) const;
  Status require(DmnElement& owner, const XmlElement& from, std::string_view child,
                 std::vector<Requirement>& out) const;
  Status requirements_of(DmnElement& element) const;
  Scope scope_of(const DmnElement& element) const;
  void compile(DmnElement& element);
};

// One evaluation of a graph, or one call of a service in it: computes each element once.
class DmnRun {
 public:
  DmnRun(DmnGraphPtr graph, const Inputs& inputs, Evaluation& evaluation)
      : graph_(std::move(graph)), inputs_(inputs), evaluation_(evaluation), values_(graph_->elements.size()) {}

  // Says what an element is, instead of computing it.
  void fix(std::size_t element, Value value) { values_[element] = std::move(value); }
  // The input decisions of a service are what the inputs say of them: it never computes them.
  void fix_inputs(const DmnElement& service);
  Value value_of(std::size_t element);
  // Of a service: its one output, or a context of them.
  Value outputs_of(const DmnElement& service);

 private:
  const DmnElement& at(std::size_t element) const { return graph_->elements[element]; }
  std::vector<char> needed_by(std::size_t element) const;
  EnvironmentPtr environment_of(const DmnElement& element) const;
  Value compute(std::size_t element);
  Value input(const DmnElement& element) const;

  DmnGraphPtr graph_;
  const Inputs& inputs_;
  Evaluation& evaluation_;
  std::vector<std::optional<Value>> values_;
};

}  // namespace staysail::decision

namespace staysail {

struct DmnModel::Program {
  decision::DmnGraphPtr graph;
  std::vector<Error> faults;
  std::string name;

  std::vector<std::string> names(decision::DmnKind kind) const;
  const decision::DmnElement* find(std::string_view name) const;
};

}  // namespace staysail
