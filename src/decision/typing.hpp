// Types of the tree, bottom up. In the strict profile what can only give null is an error; otherwise it is let through.
#pragma once

#include "decision/syntax.hpp"
#include "decision/token.hpp"
#include "staysail/decision/expression.hpp"

namespace staysail::decision {

class Typing {
 public:
  Typing(const Source& source, Profile profile) : source_(source), profile_(profile) {}

  // Sets type, dependence and height of a node whose children are settled. Names and locals bring their type along.
  Status settle(Node& node) const;
  // An error in the strict profile, nothing in the standard one.
  Status refuse(const Node& node, Errc code, std::string message) const;

 private:
  Status settle_type(Node& node) const;
  Status settle_negation(Node& node) const;
  Status settle_arithmetic(Node& node) const;
  Status settle_comparison(Node& node) const;
  Status settle_logic(Node& node) const;
  Status settle_membership(Node& node) const;
  Status settle_range(Node& node) const;
  Status settle_path(Node& node) const;
  Status settle_filter(Node& node) const;
  Status settle_call(Node& node) const;
  Status check_pattern(const Node& call) const;
  Status settle_invocation(Node& node) const;
  Status settle_conditional(Node& node) const;
  Status require_boolean(const Node& node, std::string_view what) const;
  Status check_comparable(const Node& node, const Node& a, const Node& b, const FeelType& b_type) const;
  // A literal held against an enumerated text must be one of its symbols.
  Status check_symbol(const Node& enumerated, const Node& literal) const;
  std::string text_of(const Node& node) const { return source_.slice(node.begin, node.end); }

  const Source& source_;
  Profile profile_;
};

}  // namespace staysail::decision
