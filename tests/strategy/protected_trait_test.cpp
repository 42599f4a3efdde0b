#include "strategy/protected_trait.hpp"

#include <doctest/doctest.h>

namespace staysail::strategy {
namespace {

std::string told(std::string_view name) {
  const ProtectedTrait* trait = trait_of(name);
  return trait == nullptr ? "" : trait->english;
}

}  // namespace

TEST_CASE("a name tells a trait by its words, English or Chinese") {
  CHECK(told("gender") == "gender");
  CHECK(told("cust_gender_code") == "gender");
  CHECK(told("maritalStatus") == "marital status");
  CHECK(told("MARITAL_STATUS") == "marital status");
  CHECK(told("客户民族") == "ethnicity");
  CHECK(told("宗教信仰") == "religion");
  CHECK(told("x_政治面貌") == "political views");
  CHECK(told("nation") == "ethnicity");
  CHECK(told("age") == "age");
  CHECK(told("customer_age") == "age");
  CHECK(trait_of("age")->lawful_often);
}

TEST_CASE("a word within a word, or of another meaning, tells nothing") {
  for (const char* name : {"contract_age_months", "engagement", "destination", "usage", "terrace", "message",
                           "party_id", "packages", "用户状态", "套餐", "", "_", "traced"})
    CHECK_MESSAGE(told(name).empty(), name);
}

TEST_CASE("names of a text stand outside its quotes") {
  CHECK(names_of_text("民族 = \"gender\\\" race\" and age >= 3.5") ==
        std::vector<std::string>{"民族", "and", "age", "3", "5"});
  CHECK(names_of_text("\"open").empty());
}

}  // namespace staysail::strategy
