// Reads boxed expressions from a model's XML. What cannot be compiled becomes a null with a fault, so that the rest of
// the model can still be used and every fault is told at once.
#pragma once

#include "decision/table_box.hpp"

namespace staysail::decision {

class BoxedReader {
 public:
  BoxedReader(std::shared_ptr<const DmnTypes> types, std::vector<Error>& faults)
      : types_(std::move(types)), faults_(faults) {}

  // The expression that stands in `owner` (a decision, a binding ...): null when there is none.
  BoxedPtr inside(const XmlElement& owner, const Scope& scope);
  // The function of a knowledge model or of a boxed definition. `result` is what its value must be.
  BoxedPtr function(const XmlElement& definition, const Scope& scope, Declared result);
  Declared declared(const XmlElement& variable, std::string_view name) const;

 private:
  BoxedPtr read(const XmlElement& element, const Scope& scope);
  BoxedPtr literal(const XmlElement& element, const Scope& scope);
  BoxedPtr context(const XmlElement& element, Scope scope);
  BoxedPtr list(const XmlElement& element, const Scope& scope);
  BoxedPtr relation(const XmlElement& element, const Scope& scope);
  BoxedPtr invocation(const XmlElement& element, const Scope& scope);
  BoxedPtr conditional(const XmlElement& element, const Scope& scope);
  BoxedPtr loop(const XmlElement& element, const Scope& scope);
  BoxedPtr filter(const XmlElement& element, const Scope& scope);
  BoxedPtr table(const XmlElement& element, const Scope& scope);
  BoxedPtr formula(const XmlElement* text, const Scope& scope);
  BoxedPtr fault(Error error);
  BoxedPtr part(const XmlElement& element, std::string_view child, const Scope& scope);

  TableInput table_input(const XmlElement& element, const Scope& scope);
  TableOutput table_output(const XmlElement& element, const Scope& scope, bool single);
  std::optional<TableRule> table_rule(const XmlElement& element, const Scope& scope,
                                      const std::vector<TableInput>& inputs);
  std::optional<Formula> tests(const XmlElement* text, const FeelType& asked, const Scope& scope);
  std::vector<BoxedPtr> priorities(const std::string& text, const Place& place, const Scope& scope);

  std::shared_ptr<const DmnTypes> types_;
  std::vector<Error>& faults_;
};

}  // namespace staysail::decision
