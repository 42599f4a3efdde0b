// Boxed expressions of decision models: each computes a value from the names around it. Immutable; safe to use from
// many threads.
#pragma once

#include "decision/dmn_types.hpp"
#include "decision/function.hpp"

namespace staysail::decision {

class Boxed {
 public:
  virtual ~Boxed() = default;
  virtual Value evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const = 0;
};
using BoxedPtr = std::shared_ptr<const Boxed>;

// A value that was declared to be of a type: what it is called, the reference, and where references are looked up.
struct Declared {
  std::string name;
  std::string type;
  std::shared_ptr<const DmnTypes> types;

  Value admit(const Value& value, Evaluation& evaluation) const {
    return type.empty() ? value : types->admitted(value, type, name, evaluation);
  }
  FeelType feel() const { return types->feel(type); }
};

class LiteralBox final : public Boxed {
 public:
  explicit LiteralBox(Formula formula) : formula_(std::move(formula)) {}
  Value evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const override {
    return formula_.evaluate(*around, evaluation);
  }

 private:
  Formula formula_;
};

// Null, for a reason that was found when the model was read.
class FaultBox final : public Boxed {
 public:
  explicit FaultBox(std::string reason) : reason_(std::move(reason)) {}
  Value evaluate(const EnvironmentPtr&, Evaluation& evaluation) const override {
    evaluation.note(reason_);
    return Value();
  }

 private:
  std::string reason_;
};

// Another expression whose value must be of a type.
class DeclaredBox final : public Boxed {
 public:
  DeclaredBox(Declared declared, BoxedPtr inner) : declared_(std::move(declared)), inner_(std::move(inner)) {}
  Value evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const override {
    return declared_.admit(inner_->evaluate(around, evaluation), evaluation);
  }

 private:
  Declared declared_;
  BoxedPtr inner_;
};

// Named entries, each in sight of those that follow; an entry without a name is the result.
class ContextBox final : public Boxed {
 public:
  explicit ContextBox(std::vector<std::pair<std::string, BoxedPtr>> entries) : entries_(std::move(entries)) {}
  Value evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const override;

 private:
  std::vector<std::pair<std::string, BoxedPtr>> entries_;
};

class ListBox final : public Boxed {
 public:
  explicit ListBox(std::vector<BoxedPtr> items) : items_(std::move(items)) {}
  Value evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const override;

 private:
  std::vector<BoxedPtr> items_;
};

// Rows of cells under named columns: a list of contexts.
class RelationBox final : public Boxed {
 public:
  RelationBox(std::vector<std::string> columns, std::vector<std::vector<BoxedPtr>> rows)
      : columns_(std::move(columns)), rows_(std::move(rows)) {}
  Value evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const override;

 private:
  std::vector<std::string> columns_;
  std::vector<std::vector<BoxedPtr>> rows_;
};

class FunctionBox final : public Boxed {
 public:
  FunctionBox(std::vector<Declared> parameters, Declared result, BoxedPtr body)
      : parameters_(std::move(parameters)), result_(std::move(result)), body_(std::move(body)) {}
  Value evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const override;

 private:
  std::vector<Declared> parameters_;
  Declared result_;
  BoxedPtr body_;
};

class InvocationBox final : public Boxed {
 public:
  InvocationBox(BoxedPtr function, std::vector<std::string> names, std::vector<BoxedPtr> arguments)
      : function_(std::move(function)), names_(std::move(names)), arguments_(std::move(arguments)) {}
  Value evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const override;

 private:
  BoxedPtr function_;
  std::vector<std::string> names_;
  std::vector<BoxedPtr> arguments_;
};

class ConditionalBox final : public Boxed {
 public:
  ConditionalBox(BoxedPtr condition, BoxedPtr yes, BoxedPtr no)
      : condition_(std::move(condition)), yes_(std::move(yes)), no_(std::move(no)) {}
  Value evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const override;

 private:
  BoxedPtr condition_, yes_, no_;
};

enum class Loop : std::uint8_t { each, some, every, filter };

// Runs its body for each item of a list.
class LoopBox final : public Boxed {
 public:
  LoopBox(Loop loop, std::string variable, BoxedPtr source, BoxedPtr body)
      : loop_(loop), variable_(std::move(variable)), source_(std::move(source)), body_(std::move(body)) {}
  Value evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const override;

 private:
  Value results(const ValueList& items, const EnvironmentPtr& around, Evaluation& evaluation) const;
  Value verdict(const ValueList& items, const EnvironmentPtr& around, Evaluation& evaluation) const;
  Value kept(const ValueList& items, const EnvironmentPtr& around, Evaluation& evaluation) const;
  Value body_for(const Value& item, const EnvironmentPtr& around, Evaluation& evaluation) const;

  Loop loop_;
  std::string variable_;
  BoxedPtr source_, body_;
};

}  // namespace staysail::decision
