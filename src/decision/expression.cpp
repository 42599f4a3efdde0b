#include "staysail/decision/expression.hpp"

#include "decision/interpreter.hpp"
#include "decision/program.hpp"

namespace staysail {
namespace {

using decision::Interpreter;

Result<decision::Tree> tree_of(const decision::Source& source, const Scope& scope, Profile profile, bool tests) {
  if (source.text.size() > kMaxExpressionBytes)
    return source.error(0, Errc::limit_exceeded, "an expression may have 64 KiB of text; split it");
  STAYSAIL_TRY(std::vector<decision::Token> tokens, decision::tokens_of(source));
  decision::Parser parser(source, scope, profile, std::move(tokens));
  return tests ? parser.unary_tests() : parser.expression();
}

}  // namespace

std::vector<Value> Expression::Program::bound(const Inputs& inputs, const Value* asked) const {
  std::vector<Value> values;
  values.reserve(tree.names.size());
  for (const std::string& name : tree.names) {
    const Value* value = asked != nullptr && name == "?" ? asked : inputs.find(name);
    values.push_back(value != nullptr ? *value : Value());
  }
  return values;
}

Result<Expression> Expression::build(std::string_view text, const Scope& scope, Place origin, Profile profile,
                                     bool tests) {
  auto program = std::make_shared<Program>();
  program->text = std::string(text.substr(0, kMaxExpressionBytes + 1));
  program->origin = std::move(origin);
  const decision::Source source = program->source();
  STAYSAIL_TRY(program->tree, tree_of(source, scope, profile, tests));
  if (program->tree.names.empty()) program->constant = Interpreter(program->tree.locals).evaluate(*program->tree.root);
  return Expression(std::move(program));
}

Result<Expression> Expression::compile(std::string_view text, const Scope& scope, Place origin, Profile profile) {
  return build(text, scope, std::move(origin), profile, false);
}

Result<Expression> Expression::compile_tests(std::string_view text, const FeelType& input, const Scope& scope,
                                             Place origin, Profile profile) {
  Scope with_input = scope;
  with_input.add("?", input);
  return build(text, with_input, std::move(origin), profile, true);
}

const std::string& Expression::text() const { return program_->text; }
const Place& Expression::origin() const { return program_->origin; }
const FeelType& Expression::type() const { return program_->tree.root->type; }
const std::vector<std::string>& Expression::names() const { return program_->tree.names; }
const std::vector<Warning>& Expression::warnings() const { return program_->tree.warnings; }
const Value* Expression::constant() const { return program_->constant ? &*program_->constant : nullptr; }

Value Expression::Program::evaluate(const std::vector<Value>& names) const {
  if (constant) return *constant;
  Interpreter interpreter(tree.locals);
  interpreter.bind_names(names);
  return interpreter.evaluate(*tree.root);
}

Value Expression::evaluate(const Inputs& inputs) const { return program_->evaluate(program_->bound(inputs)); }

Value Expression::evaluate_asked(const Inputs& inputs, const Value& asked) const {
  return program_->evaluate(program_->bound(inputs, &asked));
}

}  // namespace staysail
