// FeelFunction: what a value of kind function holds. Immutable; safe to call from many threads.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "decision/evaluation.hpp"
#include "staysail/decision/feel_type.hpp"

namespace staysail {

class FeelFunction {
 public:
  struct Parameter {
    std::string name;
    FeelType type;
  };

  FeelFunction(std::vector<Parameter> parameters, FeelType result)
      : parameters_(std::move(parameters)), result_(std::move(result)) {}
  virtual ~FeelFunction() = default;
  FeelFunction(const FeelFunction&) = delete;
  FeelFunction& operator=(const FeelFunction&) = delete;

  const std::vector<Parameter>& parameters() const { return parameters_; }
  FeelType type() const;
  // Null for a wrong number of arguments and for one that does not suit its parameter; a single value and the list of
  // it stand for each other.
  Value call(ValueList arguments, decision::Evaluation& evaluation) const;
  // The same with arguments by name, each once.
  Value call(const std::vector<std::string>& names, ValueList arguments, decision::Evaluation& evaluation) const;

 protected:
  // Whether a call may have fewer or more arguments than there are parameters.
  virtual bool is_variadic() const { return false; }
  // The arguments in the order of the parameters; empty when the names are not those of one way to call it.
  virtual std::optional<ValueList> in_order(std::span<const std::string> names, ValueList arguments) const;
  virtual Value run(ValueList arguments, decision::Evaluation& evaluation) const = 0;

 private:
  std::vector<Parameter> parameters_;
  FeelType result_;
};

namespace decision {

// The value as one of `type`: itself, the item of a list of one, the list of a single value, or the midnight of a date
// (UTC). Empty when it is none.
std::optional<Value> coerced(const Value& value, const FeelType& type);

}  // namespace decision
}  // namespace staysail
