// Traits of a person on which no offer should rest, known by the names of columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace staysail::strategy {

struct ProtectedTrait {
  const char* english;
  const char* chinese;
  bool lawful_often;  // age: tariffs for the young and the old are common; told as a note
};

// The trait that a name tells, by its English words ("cust_gender", "maritalStatus") or Chinese ones ("客户民族"); null
// when it tells none.
const ProtectedTrait* trait_of(std::string_view name);

// The words of a FEEL text that may be names, in their order; texts in quotes are none.
std::vector<std::string> names_of_text(std::string_view feel);

}  // namespace staysail::strategy
