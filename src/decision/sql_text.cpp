#include "staysail/decision/sql_text.hpp"

#include <map>

#include "decision/builtin.hpp"
#include "decision/code_points.hpp"
#include "decision/interpreter.hpp"
#include "decision/program.hpp"
#include "decision/sql_operand.hpp"

namespace staysail {
namespace decision {
namespace {

// Walks the tree of a condition. What depends on constants alone is computed by the interpreter and stands as its
// value.
class SqlWriter {
 public:
  SqlWriter(const Tree& tree, const Source& source, SqlDialect dialect, const Inputs& constants)
      : tree_(tree), source_(source), constants_(constants), words_(dialect), operators_(words_) {
    for (const std::string& name : tree.names) {
      const Value* value = constants.find(name);
      names_.push_back(value != nullptr ? *value : Value());
    }
  }

  Result<std::string> condition(const Node& node) {
    if (folds(node)) return truth(fold(node));
    auto text = condition_within(node);
    if (!text) return placed(node, text.error());
    if (text->size() > kMaxSqlBytes)
      return refused(node, Errc::limit_exceeded, "the text of the condition is too long");
    return text;
  }

 private:
  Error refused(const Node& node, Errc code, const std::string& why) const {
    return source_.error(node.begin, code, "SQL has no form for `" + source_.slice(node.begin, node.end) + "`: " + why);
  }
  // The innermost construct is the one that is named.
  Error placed(const Node& node, const Error& error) const {
    return error.place() != nullptr ? error : refused(node, error.code(), error.message());
  }

  std::string truth(const Value& value) const {
    return value.kind() == ValueKind::boolean ? words_.truth(value.as_boolean()) : "NULL";
  }

  bool folds(const Node& node) const {
    if (node.kind == NodeKind::name) return constants_.find(tree_.names[node.slot]) != nullptr;
    if (node.kind == NodeKind::lambda || node.kind == NodeKind::invoke)
      return node.depends.on == Dependence::On::nothing;
    const auto bound = node.kind == NodeKind::local ? bound_.find(node.slot) : bound_.end();
    if (bound != bound_.end()) return folds(*bound->second);
    for (const NodePtr& child : node.children)
      if (!folds(*child)) return false;
    return true;
  }

  Value fold(const Node& node) const {
    Interpreter interpreter(tree_.locals);
    interpreter.bind_names(names_);
    for (const auto& [slot, value] : bound_)
      if (value != &node && folds(*value) && slot_is_outside(node, slot)) interpreter.bind_local(slot, fold(*value));
    return interpreter.evaluate(node);
  }

  static bool slot_is_outside(const Node& node, std::uint32_t slot) {
    if (node.kind == NodeKind::local) return node.slot == slot;
    for (const NodePtr& child : node.children)
      if (slot_is_outside(*child, slot)) return true;
    return false;
  }

  Result<std::string> condition_within(const Node& node) {
    if (node.kind == NodeKind::conjunction) return chain(node, " AND ");
    if (node.kind == NodeKind::disjunction) return chain(node, " OR ");
    if (is_comparison(node.kind)) return comparison(node);
    if (node.kind == NodeKind::call) return call(node);
    if (node.kind == NodeKind::bind) {
      bound_[node.slots.front()] = &node.child(0);
      return condition(node.child(1));
    }
    STAYSAIL_TRY(const SqlOperand value, operand(node));
    if (value.form != SqlForm::truth) return Error(Errc::unsupported, "it is no condition");
    return operators_.written(value);
  }

  Result<std::string> chain(const Node& node, std::string_view sign) {
    std::string text;
    for (const NodePtr& child : node.children) {
      STAYSAIL_TRY(const std::string part, condition(*child));
      text.append(text.empty() ? "(" : sign).append(part);
    }
    return text + ")";
  }

  Result<std::string> comparison(const Node& node) {
    STAYSAIL_TRY(const SqlOperand left, operand(node.child(0)));
    STAYSAIL_TRY(const SqlOperand right, operand(node.child(1)));
    return operators_.compared(node.kind, left, right);
  }

  Result<std::string> call(const Node& node) {
    const std::string_view name = node.builtin->name;
    if (name == "not" && node.children.size() == 1) {
      STAYSAIL_TRY(const std::string inner, condition(node.child(0)));
      return "(NOT " + inner + ")";
    }
    const bool head = name == "starts with", tail = name == "ends with";
    if (!head && !tail && name != "contains")
      return Error(Errc::unsupported, "the function " + std::string(name) + " stays in FEEL");
    STAYSAIL_TRY(const std::string text, text_of(node.child(0)));
    STAYSAIL_TRY(const std::string part, text_of(node.child(1)));
    if (!head && !tail) return words_.contains(text, part);
    if (!folds(node.child(1))) return Error(Errc::unsupported, "its second text must be a constant");
    const std::size_t length = code_point_count(fold(node.child(1)).as_text());
    if (length == 0) return "(" + text + " = " + text + ")";
    return "(" + (head ? words_.head(text, length) : words_.tail(text, length)) + " = " + part + ")";
  }

  Result<std::string> text_of(const Node& node) {
    STAYSAIL_TRY(const SqlOperand value, operand(node));
    if (value.form != SqlForm::text) return Error(Errc::unsupported, "it asks for texts");
    return operators_.written(value);
  }

  Result<SqlOperand> operand(const Node& node) {
    auto made = folds(node) ? SqlOperators::constant(fold(node)) : operand_within(node);
    if (!made) return placed(node, made.error());
    if (made->sql.size() > kMaxSqlBytes) return refused(node, Errc::limit_exceeded, "its text is too long");
    return made;
  }

  Result<SqlOperand> operand_within(const Node& node) {
    switch (node.kind) {
      case NodeKind::name: return operators_.column(tree_.names[node.slot], node.type);
      case NodeKind::local:
        if (bound_.count(node.slot) == 0) break;
        return operand(*bound_[node.slot]);
      case NodeKind::negate:
        return arithmetic(NodeKind::subtract, SqlOperators::constant(Value::number(0)), node.child(0));
      case NodeKind::add:
      case NodeKind::subtract:
      case NodeKind::multiply:
      case NodeKind::divide:
      case NodeKind::power: return arithmetic(node.kind, operand(node.child(0)), node.child(1));
      case NodeKind::conditional: return choice(node);
      default: break;
    }
    if (node.type.is(ValueKind::boolean) &&
        (node.kind == NodeKind::call || node.kind == NodeKind::conjunction || node.kind == NodeKind::disjunction ||
         node.kind == NodeKind::bind || is_comparison(node.kind))) {
      SqlOperand out;
      STAYSAIL_TRY(out.sql, condition(node));
      return out;
    }
    return Error(Errc::unsupported, "this construct stays in FEEL");
  }

  Result<SqlOperand> arithmetic(NodeKind kind, Result<SqlOperand> left, const Node& right_node) {
    if (!left) return left;
    STAYSAIL_TRY(const SqlOperand right, operand(right_node));
    return operators_.arithmetic(kind, *left, right);
  }

  Result<SqlOperand> choice(const Node& node) {
    STAYSAIL_TRY(const std::string test, condition(node.child(0)));
    STAYSAIL_TRY(const SqlOperand yes, operand(node.child(1)));
    STAYSAIL_TRY(const SqlOperand no, operand(node.child(2)));
    return operators_.chosen(test, yes, no);
  }

  const Tree& tree_;
  const Source& source_;
  const Inputs& constants_;
  SqlWords words_;
  SqlOperators operators_;
  ValueList names_;
  std::map<std::uint32_t, const Node*> bound_;
};

}  // namespace
}  // namespace decision

Result<std::string> sql_where(const Expression& condition, SqlDialect dialect, const Inputs& constants) {
  const decision::Tree& tree = ExpressionTree::tree(condition);
  const decision::Source source = ExpressionTree::source(condition);
  if (!condition.type().may_be(ValueKind::boolean))
    return source.error(0, Errc::type_mismatch,
                        "WHERE asks for a condition; this gives a " + condition.type().to_string());
  return decision::SqlWriter(tree, source, dialect, constants).condition(*tree.root);
}

}  // namespace staysail
