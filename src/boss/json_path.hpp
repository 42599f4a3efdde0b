// JsonPath: where in a resource a value stands.
//
//   id                                     a member
//   validFor.startDateTime                 a member of a member
//   account[0].id                          an element by number, from 0
//   characteristic[name=segment].value     the first element whose member has this text; '|' between several texts
//   relatedParty[role=customer|owner].id
//   $[@type=MobileLine].id                 of the resource itself, if it is one; @type also looks at @baseType
//   $[!productRelationship].id             of the resource itself, unless it has a value at the path after '!'
//   fullName ?? formattedName              the first of several paths at which a value stands
//   'odd.name'.id                          names with . [ ] = ' $ in single quotes
//
// Servers give one object where the standard has an array of them: [0] and [name=...] take it as such an array.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "boss/json_value.hpp"

namespace staysail::boss {

// A plain value.
class JsonPath {
 public:
  // `malformed_text` that says what was expected.
  static Result<JsonPath> parse(std::string_view text);
  // Null when nothing stands there.
  const JsonValue* find(const JsonValue& resource) const;
  // A scalar as its text, an array or object as JSON; nothing when it is missing or null.
  std::optional<std::string> text_of(const JsonValue& resource) const;
  // The members of the resource that the path begins with or looks at.
  std::vector<std::string> members() const;
  // Whether it is the name of one member and nothing else.
  bool is_member(std::string_view name) const;

 private:
  enum class Kind : std::uint8_t { member, element, match, absent };
  struct Step {
    Kind kind = Kind::member;
    std::string name;                // member; match: the member that is looked at
    std::size_t index = 0;           // element
    std::vector<std::string> texts;  // match: any of them
    std::vector<Step> steps;         // absent: where no value stands
  };
  using Steps = std::vector<Step>;
  class Reader;
  static bool matches(const Step& step, const JsonValue& value);
  static const JsonValue* follow(const Step& step, const JsonValue& value);
  static const JsonValue* follow(const Steps& steps, const JsonValue& value);
  std::vector<Steps> choices_;
};

}  // namespace staysail::boss
