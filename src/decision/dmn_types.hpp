// Types of a decision model: the built-in ones and its item definitions, with the values they allow.
#pragma once

#include <map>
#include <optional>

#include "decision/formula.hpp"
#include "decision/xml_document.hpp"

namespace staysail::decision {

// An item definition, or a built-in type. Refers to others by name, because definitions may refer to each other in any
// order.
struct ItemType {
  FeelType feel;     // all that is known without the allowed values
  std::string base;  // the type it narrows, or that its items have
  bool is_collection = false;
  std::optional<Formula> allowed;     // of each item
  std::optional<Formula> constraint;  // of the value as a whole
  std::string listed;                 // the allowed values as written
  Place listed_place;
  std::vector<std::pair<std::string, std::shared_ptr<const ItemType>>> members;
};

class DmnTypes {
 public:
  // The definitions of a document. Faults (allowed values that are no unary tests) are added to `faults`.
  static DmnTypes read(const XmlElement& definitions, std::vector<Error>& faults);
  // Those of a model imported under a name ("myimport.tPerson").
  void add(const std::string& alias, const DmnTypes& imported);

  // Any for an empty or unknown reference.
  FeelType feel(std::string_view reference) const;
  // The value as one of the type, with FEEL's coercions; null with the reason noted when it is none or not allowed.
  Value admitted(const Value& value, std::string_view reference, std::string_view what, Evaluation& evaluation) const;
  // The definition; null for a built-in or unknown type.
  const ItemType* find(std::string_view reference) const;
  // An error for a reference to no type, with the nearest. What has the prefix of another schema is not looked up.
  std::optional<Error> unknown(std::string_view reference, const Place& place) const;
  // Every defined type, for `instance of`.
  void name_in(Scope& scope) const;

 private:
  bool knows(std::string_view reference) const;
  std::shared_ptr<const ItemType> under(const std::string& alias, const ItemType& type) const;
  FeelType feel(std::string_view reference, int depth) const;
  FeelType feel_of(const XmlElement& item, int depth) const;
  FeelType single_feel(const XmlElement& item, int depth) const;
  std::shared_ptr<const ItemType> item_type(const XmlElement& item, std::vector<Error>& faults) const;
  bool allows(const Value& value, const ItemType& type, Evaluation& evaluation, int depth) const;
  bool allows_one(const Value& value, const ItemType& type, Evaluation& evaluation, int depth) const;

  std::map<std::string, const XmlElement*, std::less<>> sources_;  // while reading
  std::map<std::string, std::shared_ptr<const ItemType>, std::less<>> types_;
};

}  // namespace staysail::decision
