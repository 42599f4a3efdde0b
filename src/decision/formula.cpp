#include "decision/formula.hpp"

#include "decision/interpreter.hpp"

namespace staysail::decision {

Result<Formula> Formula::build(std::string_view text, const Scope& scope, const Place& origin, bool tests) {
  const Source source{text, origin};
  if (text.size() > kMaxExpressionBytes)
    return source.error(0, Errc::limit_exceeded, "an expression may have 64 KiB of text; split it");
  STAYSAIL_TRY(std::vector<Token> tokens, tokens_of(source));
  Parser parser(source, scope, Profile::standard, std::move(tokens), Reader::model);
  STAYSAIL_TRY(Tree tree, tests ? parser.unary_tests() : parser.expression());
  return Formula(std::make_shared<const Tree>(std::move(tree)));
}

Result<Formula> Formula::compile(std::string_view text, const Scope& scope, const Place& origin) {
  return build(text, scope, origin, false);
}

Result<Formula> Formula::compile_tests(std::string_view text, const FeelType& asked, const Scope& scope,
                                       const Place& origin) {
  Scope with_asked = scope;
  with_asked.add("?", asked);
  return build(text, with_asked, origin, true);
}

Value Formula::run(const Environment& environment, Evaluation& evaluation, const Value* asked) const {
  ValueList names;
  for (const std::string& name : tree_->names) {
    const Value* value = asked != nullptr && name == "?" ? asked : environment.find(name);
    names.push_back(value != nullptr ? *value : Value());
  }
  Interpreter interpreter(ValueList(tree_->locals), evaluation);
  interpreter.bind_names(names);
  return interpreter.evaluate(*tree_->root);
}

}  // namespace staysail::decision
