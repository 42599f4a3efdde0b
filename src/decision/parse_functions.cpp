// Calls, functions that expressions define, and types.
#include <algorithm>

#include "decision/builtin.hpp"
#include "decision/parser.hpp"

namespace staysail::decision {
namespace {

constexpr ValueKind kSimpleKinds[] = {ValueKind::date_time, ValueKind::days_duration, ValueKind::months_duration,
                                      ValueKind::boolean,   ValueKind::number,        ValueKind::text,
                                      ValueKind::date,      ValueKind::time,          ValueKind::null};

}  // namespace

// Tokens of a name that is made here, so that no scope tells where it ends; it may hold the signs of rule 30.
std::size_t Parser::new_name(std::string_view stop) const {
  constexpr std::string_view kSigns[] = {".", "/", "-", "'", "+", "*"};
  const auto belongs = [&](const Token& token) {
    if (token.kind != TokenKind::symbol) return token.kind == TokenKind::name || token.kind == TokenKind::number;
    return std::any_of(std::begin(kSigns), std::end(kSigns), [&](std::string_view sign) { return token.is(sign); });
  };
  std::size_t tokens = 0;
  if (peek().kind != TokenKind::name) return 0;
  while (belongs(peek(tokens)) && (stop.empty() || !peek(tokens).is_word(stop))) ++tokens;
  return tokens;
}

// Tokens of the name before the colon of a named argument; 0 when the next argument has none.
std::size_t Parser::argument_name() const {
  const std::size_t tokens = new_name();
  return tokens > 0 && peek(tokens).is(":") ? tokens : 0;
}

// The parenthesis is taken; takes the one that closes it too.
Result<Parser::Arguments> Parser::arguments() {
  const Nested nested(depth_);
  STAYSAIL_CHECK(check_depth());
  Arguments given;
  const bool named = argument_name() != 0;
  while (given.values.empty() ? !peek().is(")") : take_if(",")) {
    if (named) {
      const std::size_t tokens = argument_name();
      if (tokens == 0) return unexpected("the name of a parameter and a colon");
      given.names.push_back(spelling(tokens));
      at_ += tokens + 1;
    }
    STAYSAIL_TRY(NodePtr value, parse(0));
    given.values.push_back(std::move(value));
  }
  STAYSAIL_CHECK(need(")", "to close the arguments"));
  return given;
}

// The name is taken, the parenthesis is next.
Parser::Parsed Parser::call(const Builtin& builtin, std::uint32_t begin) {
  const std::uint32_t first = peek(1).begin;
  take();
  STAYSAIL_TRY(Arguments given, arguments());
  NodePtr made = node(NodeKind::call, begin);
  made->builtin = &builtin;
  if (given.names.empty()) {
    made->children = std::move(given.values);
    return finish(std::move(made));
  }
  if (positions_of(builtin, given.names)) {
    STAYSAIL_CHECK(place_by_name(builtin, std::move(given), *made));
    return finish(std::move(made));
  }
  const std::string reason = "the name of a parameter of " + std::string(builtin.name) + " and a colon was expected";
  if (!standard_) return refused(first, reason);
  return failure(begin, reason);
}

// `substring(string: "abc", start position: 2)`; what is left out is null.
Status Parser::place_by_name(const Builtin& builtin, Arguments given, Node& call) {
  const std::vector<std::size_t> positions = *positions_of(builtin, given.names);
  const std::size_t last = *std::max_element(positions.begin(), positions.end()) + 1;
  call.children.resize(builtin.absent_is_null ? builtin.parameters.size() : last);
  for (std::size_t i = 0; i < positions.size(); ++i) call.children[positions[i]] = std::move(given.values[i]);
  for (NodePtr& child : call.children) {
    if (child != nullptr) continue;
    STAYSAIL_TRY(child, finish(node(NodeKind::literal, call.begin)));
  }
  return ok();
}

Parser::Parsed Parser::invocation(NodePtr function) {
  take();
  NodePtr made = node(NodeKind::invoke, function->begin);
  STAYSAIL_TRY(Arguments given, arguments());
  made->words = std::move(given.names);
  made->children.push_back(std::move(function));
  for (NodePtr& value : given.values) made->children.push_back(std::move(value));
  return finish(std::move(made));
}

// `function(a: number, b) a + b`
Parser::Parsed Parser::function_definition() {
  const Nested nested(depth_);
  STAYSAIL_CHECK(check_depth());
  const Frame frame(locals_);
  NodePtr made = node(NodeKind::lambda, take().begin);
  STAYSAIL_CHECK(need("(", "after `function`"));
  auto code = std::make_shared<LambdaCode>();
  while (code->parameters.empty() ? !peek().is(")") : take_if(",")) STAYSAIL_CHECK(parameter(*code));
  STAYSAIL_CHECK(need(")", "to close the parameters"));
  STAYSAIL_TRY(NodePtr body, function_body());
  made->slots = code->slots;
  made->children.push_back(std::move(body));
  STAYSAIL_TRY(made, finish(std::move(made)));
  std::vector<FeelType> types;
  for (const auto& each : code->parameters) types.push_back(each.second);
  made->type = FeelType::function_of(std::move(types), made->child(0).type);
  code->body = std::move(made->children.front());
  made->children.clear();
  made->lambda = std::move(code);
  return made;
}

Status Parser::parameter(LambdaCode& code) {
  const std::size_t tokens = new_name();
  if (tokens == 0) return unexpected("the name of a parameter");
  std::string name = spelling(tokens);
  at_ += tokens;
  FeelType wanted;
  if (take_if(":")) {
    STAYSAIL_TRY(wanted, type());
  }
  locals_.push_back(local(name, wanted));
  code.slots.push_back(locals_.back().slot);
  code.parameters.emplace_back(std::move(name), std::move(wanted));
  return ok();
}

// A function of the host is known by name only: calling it gives null.
Parser::Parsed Parser::function_body() {
  const std::uint32_t begin = peek().begin;
  const bool external = take_word("external");
  STAYSAIL_TRY(NodePtr body, parse(0));
  if (!external) return body;
  return failure(begin, "functions of the host (external) are never called");
}

Parser::Parsed Parser::failure(std::uint32_t begin, std::string reason) {
  NodePtr made = node(NodeKind::failure, begin);
  made->words.push_back(std::move(reason));
  return finish(std::move(made));
}

Result<FeelType> Parser::type() {
  const Nested nested(depth_);
  STAYSAIL_CHECK(check_depth());
  if (take_word("Any")) return FeelType();
  if (take_word("Null")) return FeelType::of(ValueKind::null);
  if (peek().is_word("list") || peek().is_word("range")) return type_within(take().text);
  if (take_word("context")) return context_type();
  if (take_word("function")) return function_type();
  return named_type();
}

Result<FeelType> Parser::type_within(std::string_view word) {
  FeelType element;
  if (take_if("<")) {
    STAYSAIL_TRY(element, type());
    STAYSAIL_CHECK(need_type_end());
  }
  return word == "list" ? FeelType::list_of(std::move(element)) : FeelType::range_of(std::move(element));
}

Status Parser::need_type_end() { return need(">", "to close the type"); }

Result<FeelType> Parser::context_type() {
  if (!take_if("<")) return FeelType::of(ValueKind::context);
  FeelType::Members members;
  while (members.empty() ? !peek().is(">") : take_if(",")) {
    const std::size_t tokens = argument_name();
    if (tokens == 0) return unexpected("`name: type` of an entry");
    std::string name = spelling(tokens);
    at_ += tokens + 1;
    STAYSAIL_TRY(FeelType member, type());
    members.emplace_back(std::move(name), std::move(member));
  }
  STAYSAIL_CHECK(need_type_end());
  return FeelType::context_of(std::move(members));
}

Result<FeelType> Parser::function_type() {
  if (!take_if("<")) return FeelType::of(ValueKind::function);
  std::vector<FeelType> parameters;
  while (parameters.empty() ? !peek().is(">") : take_if(",")) {
    STAYSAIL_TRY(FeelType parameter, type());
    parameters.push_back(std::move(parameter));
  }
  STAYSAIL_CHECK(need_type_end());
  STAYSAIL_CHECK(need("->", "before the type of the result"));
  STAYSAIL_TRY(FeelType result, type());
  return FeelType::function_of(std::move(parameters), std::move(result));
}

// The longest name wins: "date and time" before "date".
Result<FeelType> Parser::named_type() {
  std::size_t best = 0;
  FeelType found;
  const auto consider = [&](std::string_view name, const FeelType& type) {
    const std::size_t tokens = spelled(name, at_);
    if (tokens <= best) return;
    best = tokens;
    found = type;
  };
  for (const ValueKind kind : kSimpleKinds) consider(name_of(kind), FeelType::of(kind));
  for (const Scope::Entry& entry : scope_.types()) consider(entry.name, entry.type);
  if (best == 0) return unexpected("a type such as number, string, date or boolean");
  at_ += best;
  return found;
}

Parser::Parsed Parser::instance_of(NodePtr left) {
  STAYSAIL_CHECK(need_word("of", "after `instance`"));
  const std::uint32_t begin = left->begin;
  STAYSAIL_TRY(FeelType tested, type());
  NodePtr made = node(NodeKind::instance_of, begin);
  made->children.push_back(std::move(left));
  made->tested = std::move(tested);
  return finish(std::move(made));
}

}  // namespace staysail::decision
