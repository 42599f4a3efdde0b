// Scope: the names an expression may use, with their types. What is not in it is an error when a rule is loaded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/decision/feel_type.hpp"
#include "staysail/decision/value.hpp"

namespace staysail {

// A plain value; built once, then only read.
class Scope {
 public:
  Scope() = default;
  // Every column under its name.
  static Scope of(const Schema& schema);

  // Replaces a name of the same text. Names may hold spaces and the signs . / - ' + * ("monthly fee").
  Scope& add(std::string name, FeelType type);
  // A text that is one of `symbols`: comparing it with anything else is an error ("did you mean").
  Scope& add(std::string name, std::vector<std::string> symbols);
  // A type that `instance of` and the parameters of functions may name.
  Scope& add_type(std::string name, FeelType type);
  // Every name and type of `other`.
  Scope& add(const Scope& other);

  struct Entry {
    std::string name;
    FeelType type;
  };
  // In order of addition.
  const std::vector<Entry>& entries() const { return entries_; }
  const std::vector<Entry>& types() const { return types_; }
  const FeelType* find(std::string_view name) const;
  std::vector<std::string> names() const;
  // `type_mismatch` for the first name whose value is of another kind than the scope says; null suits every name. Names
  // that are missing, or not in the scope, are no fault.
  Status admits(const Inputs& inputs) const;

 private:
  static void put(std::vector<Entry>& entries, std::string name, FeelType type);
  std::vector<Entry> entries_, types_;
};

}  // namespace staysail
