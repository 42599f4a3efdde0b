#include "decision/boxed_reader.hpp"

#include <algorithm>
#include <array>

namespace staysail::decision {
namespace {

constexpr std::array<std::string_view, 12> kExpressions = {"literalExpression",
                                                           "context",
                                                           "list",
                                                           "relation",
                                                           "functionDefinition",
                                                           "invocation",
                                                           "decisionTable",
                                                           "conditional",
                                                           "for",
                                                           "some",
                                                           "every",
                                                           "filter"};

bool is_expression(const XmlElement& element) {
  return std::find(kExpressions.begin(), kExpressions.end(), element.name) != kExpressions.end();
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

const XmlElement* expression_in(const XmlElement& owner) {
  const auto found = std::find_if(owner.children.begin(), owner.children.end(), is_expression);
  return found == owner.children.end() ? nullptr : &*found;
}

BoxedPtr nothing() { return std::make_shared<const FaultBox>("there is no expression here"); }

// The place of the first character of a list filter, which is written behind a prefix.
constexpr std::string_view kFilterBegin = "?[", kFilterEnd = "\n]";

}  // namespace

BoxedPtr BoxedReader::fault(Error error) {
  std::string reason(error.message());
  faults_.push_back(std::move(error));
  return std::make_shared<const FaultBox>(std::move(reason));
}

Declared BoxedReader::declared(const XmlElement& variable, std::string_view name) const {
  std::string_view type = variable.attribute("typeRef");
  if (type.empty()) type = variable.text_of("typeRef");
  return {std::string(name), std::string(type), types_};
}

BoxedPtr BoxedReader::inside(const XmlElement& owner, const Scope& scope) {
  const XmlElement* found = expression_in(owner);
  return found == nullptr ? nullptr : read(*found, scope);
}

BoxedPtr BoxedReader::part(const XmlElement& element, std::string_view child, const Scope& scope) {
  const XmlElement* found = element.child(child);
  BoxedPtr made = found == nullptr ? nullptr : inside(*found, scope);
  return made != nullptr ? made
                         : fault(element.error(Errc::syntax_error,
                                               element.name + " has no expression in <" + std::string(child) + ">"));
}

BoxedPtr BoxedReader::read(const XmlElement& element, const Scope& scope) {
  using Read = BoxedPtr (BoxedReader::*)(const XmlElement&, const Scope&);
  constexpr std::pair<std::string_view, Read> kReaders[] = {{"literalExpression", &BoxedReader::literal},
                                                            {"list", &BoxedReader::list},
                                                            {"relation", &BoxedReader::relation},
                                                            {"invocation", &BoxedReader::invocation},
                                                            {"decisionTable", &BoxedReader::table},
                                                            {"conditional", &BoxedReader::conditional},
                                                            {"for", &BoxedReader::loop},
                                                            {"some", &BoxedReader::loop},
                                                            {"every", &BoxedReader::loop},
                                                            {"filter", &BoxedReader::filter}};
  if (element.name == "functionDefinition") return function(element, scope, {"", "", types_});
  BoxedPtr made = element.name == "context" ? context(element, scope) : nullptr;
  for (const auto& [name, reader] : kReaders)
    if (name == element.name) made = (this->*reader)(element, scope);
  const bool typed = !element.attribute("typeRef").empty() && element.name != "decisionTable";
  return typed ? std::make_shared<const DeclaredBox>(declared(element, "the value of an expression"), made) : made;
}

BoxedPtr BoxedReader::formula(const XmlElement* text, const Scope& scope) {
  if (text == nullptr || is_blank(text->text)) return nothing();
  auto made = Formula::compile(text->text, scope, text->text_place);
  return made ? std::make_shared<const LiteralBox>(*std::move(made)) : fault(made.error());
}

BoxedPtr BoxedReader::literal(const XmlElement& element, const Scope& scope) {
  if (element.child("importedValues") != nullptr)
    return fault(element.error(Errc::unsupported, "imported values are not read"));
  return formula(element.child("text"), scope);
}

BoxedPtr BoxedReader::context(const XmlElement& element, Scope scope) {
  std::vector<std::pair<std::string, BoxedPtr>> entries;
  for (const XmlElement* entry : element.all("contextEntry")) {
    const XmlElement* variable = entry->child("variable");
    BoxedPtr value = inside(*entry, scope);
    if (value == nullptr) value = nothing();
    if (variable == nullptr) {
      entries.emplace_back("", std::move(value));
      continue;
    }
    const Declared known = declared(*variable, variable->attribute("name"));
    scope.add(known.name, known.feel());
    entries.emplace_back(known.name, std::make_shared<const DeclaredBox>(known, std::move(value)));
  }
  return std::make_shared<const ContextBox>(std::move(entries));
}

BoxedPtr BoxedReader::list(const XmlElement& element, const Scope& scope) {
  std::vector<BoxedPtr> items;
  for (const XmlElement& child : element.children)
    if (is_expression(child)) items.push_back(read(child, scope));
  return std::make_shared<const ListBox>(std::move(items));
}

BoxedPtr BoxedReader::relation(const XmlElement& element, const Scope& scope) {
  std::vector<Declared> columns;
  std::vector<std::string> names;
  for (const XmlElement* column : element.all("column")) {
    columns.push_back(declared(*column, column->attribute("name")));
    names.push_back(columns.back().name);
  }
  std::vector<std::vector<BoxedPtr>> rows;
  for (const XmlElement* row : element.all("row")) {
    rows.emplace_back();
    for (const XmlElement& cell : row->children) {
      if (!is_expression(cell) || rows.back().size() == columns.size()) continue;
      rows.back().push_back(std::make_shared<const DeclaredBox>(columns[rows.back().size()], read(cell, scope)));
    }
  }
  return std::make_shared<const RelationBox>(std::move(names), std::move(rows));
}

BoxedPtr BoxedReader::function(const XmlElement& definition, const Scope& scope, Declared result) {
  const std::string_view kind = definition.attribute("kind");
  Scope inner = scope;
  std::vector<Declared> parameters;
  for (const XmlElement* parameter : definition.all("formalParameter")) {
    parameters.push_back(declared(*parameter, parameter->attribute("name")));
    inner.add(parameters.back().name, parameters.back().feel());
  }
  BoxedPtr body = kind.empty() || kind == "FEEL"
                      ? inside(definition, inner)
                      : std::make_shared<const FaultBox>("functions of the host are never called");
  if (body == nullptr) body = nothing();
  return std::make_shared<const FunctionBox>(std::move(parameters), std::move(result), std::move(body));
}

BoxedPtr BoxedReader::invocation(const XmlElement& element, const Scope& scope) {
  std::vector<std::string> names;
  std::vector<BoxedPtr> arguments;
  for (const XmlElement* binding : element.all("binding")) {
    const XmlElement* parameter = binding->child("parameter");
    if (parameter == nullptr) return fault(binding->error(Errc::syntax_error, "a binding names no parameter"));
    BoxedPtr value = inside(*binding, scope);
    names.emplace_back(parameter->attribute("name"));
    arguments.push_back(value != nullptr ? value : nothing());
  }
  BoxedPtr function = inside(element, scope);
  if (function == nullptr) return fault(element.error(Errc::syntax_error, "an invocation names no function"));
  return std::make_shared<const InvocationBox>(std::move(function), std::move(names), std::move(arguments));
}

BoxedPtr BoxedReader::conditional(const XmlElement& element, const Scope& scope) {
  return std::make_shared<const ConditionalBox>(part(element, "if", scope), part(element, "then", scope),
                                                part(element, "else", scope));
}

BoxedPtr BoxedReader::loop(const XmlElement& element, const Scope& scope) {
  const std::string variable(element.attribute("iteratorVariable"));
  const Loop kind = element.name == "for" ? Loop::each : element.name == "some" ? Loop::some : Loop::every;
  Scope inner = scope;
  inner.add(variable, FeelType());
  if (kind == Loop::each) inner.add("partial", FeelType::list_of(FeelType()));
  BoxedPtr source = part(element, "in", scope);
  BoxedPtr body = part(element, kind == Loop::each ? "return" : "satisfies", inner);
  return std::make_shared<const LoopBox>(kind, variable, std::move(source), std::move(body));
}

// A condition in FEEL is read as the filter of a list of that name, so that both have one meaning.
BoxedPtr BoxedReader::filter(const XmlElement& element, const Scope& scope) {
  BoxedPtr source = part(element, "in", scope);
  const XmlElement* match = element.child("match");
  const XmlElement* condition = match == nullptr ? nullptr : expression_in(*match);
  const XmlElement* text =
      condition == nullptr || condition->name != "literalExpression" ? nullptr : condition->child("text");
  Scope inner = scope;
  inner.add(text == nullptr ? "item" : "?", FeelType());
  if (text == nullptr)
    return std::make_shared<const LoopBox>(Loop::filter, "item", std::move(source), part(element, "match", inner));
  Place place = text->text_place;
  place.column -= std::min<std::uint32_t>(place.column - 1, kFilterBegin.size());
  auto made = Formula::compile(std::string(kFilterBegin) + text->text + std::string(kFilterEnd), inner, place);
  if (!made) return fault(made.error());
  std::vector<std::pair<std::string, BoxedPtr>> steps = {{"?", std::move(source)},
                                                         {"", std::make_shared<const LiteralBox>(*std::move(made))}};
  return std::make_shared<const ContextBox>(std::move(steps));
}

}  // namespace staysail::decision
