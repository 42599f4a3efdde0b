// FeelType: what is known about a value before it is computed. A plain value.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/columns/schema.hpp"
#include "staysail/decision/value.hpp"

namespace staysail {

class FeelType {
 public:
  using Members = std::vector<std::pair<std::string, FeelType>>;

  // Any: nothing is known.
  FeelType() = default;
  static FeelType any() { return FeelType(); }
  static FeelType of(ValueKind kind);
  static FeelType number() { return of(ValueKind::number); }
  // Numbers with at most so many decimals: what lies between two of them is no gap in a table.
  static FeelType number(int decimals);
  static FeelType boolean() { return of(ValueKind::boolean); }
  static FeelType text() { return of(ValueKind::text); }
  static FeelType date() { return of(ValueKind::date); }
  static FeelType list_of(FeelType element);
  static FeelType range_of(FeelType element);
  static FeelType context_of(Members members);
  static FeelType function_of(std::vector<FeelType> parameters, FeelType result);
  static FeelType of(const Value& value);
  static FeelType of(ColumnType type);
  // The same with the decimals of a number column.
  static FeelType of(const Field& field);
  // A string that is one of `symbols`.
  static FeelType symbol(std::vector<std::string> symbols);

  bool is_any() const { return any_; }
  bool is(ValueKind kind) const { return !any_ && kind_ == kind; }
  // Precondition: not any.
  ValueKind kind() const { return kind_; }
  // Of a list or range; any when unknown.
  FeelType element() const { return element_ ? *element_ : FeelType(); }
  // Of a context; null when its members are unknown.
  const Members* members() const { return members_.get(); }
  const FeelType* member(std::string_view name) const;
  // Of a function: its parameters and then its result; null when they are unknown.
  const std::vector<FeelType>* signature() const { return signature_.get(); }
  // Null when every text is allowed.
  const std::vector<std::string>* symbols() const { return symbols_.get(); }

  // -1 when nothing is known of the decimals.
  int decimals() const { return decimals_; }

  // Whether a value of type `narrow` is one of this type, as far as both are known: FEEL's conformance. Any conforms to
  // any only.
  bool admits(const FeelType& narrow) const;
  // Whether the value is of this type, item by item; null is of every type.
  bool admits(const Value& value) const;

  // "number", "list of string", "any" ... for messages.
  std::string to_string() const;
  // The narrowest type that holds both; null joins with everything.
  static FeelType join(const FeelType& a, const FeelType& b);
  // Whether a value of this type can ever be of kind `other`.
  bool may_be(ValueKind other) const { return any_ || kind_ == other || kind_ == ValueKind::null; }

 private:
  bool any_ = true;
  ValueKind kind_ = ValueKind::null;
  std::int8_t decimals_ = -1;
  std::shared_ptr<const FeelType> element_;
  std::shared_ptr<const Members> members_;
  std::shared_ptr<const std::vector<FeelType>> signature_;
  std::shared_ptr<const std::vector<std::string>> symbols_;
};

}  // namespace staysail
