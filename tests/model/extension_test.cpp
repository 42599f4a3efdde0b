#include "staysail/model/extension.hpp"

#include <doctest/doctest.h>

using namespace staysail;

TEST_CASE("the kind of a personal extension attribute stands in its name") {
  for (const AttributeType kind : {AttributeType::person_name, AttributeType::phone, AttributeType::identity_number,
                                   AttributeType::address, AttributeType::birth_day, AttributeType::gender})
    CHECK(type_of_extension(personal_extension(kind, "a:b")) == kind);
  CHECK(personal_extension(AttributeType::phone, "CONTACT") == "phone:CONTACT");
}

TEST_CASE("any other name is that of a text") {
  for (const char* name : {"", "phone", "money:note", ":phone", "note:phone:x"})
    CHECK(type_of_extension(name) == AttributeType::text);
}
