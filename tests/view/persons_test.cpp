#include "staysail/view/persons.hpp"

#include <doctest/doctest.h>

using namespace staysail;

namespace {

Batch texts(const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& rows) {
  std::vector<Column> columns;
  for (std::size_t c = 0; c < names.size(); ++c) {
    ColumnBuilder builder(Field{names[c], ColumnType::text, 0, {}});
    for (const auto& row : rows) row[c].empty() ? builder.append_null() : builder.append_text(row[c]);
    columns.push_back(builder.finish());
  }
  return Batch::of(std::move(columns)).value();
}

const std::vector<std::vector<std::string>> kCustomers = {{"C1", "P1"}, {"C2", "P2"}, {"C3", "P3"},
                                                          {"C4", "P3"}, {"C5", ""},   {"C6", "P6"}};

std::string told(const Persons& persons) {
  std::string text;
  for (const auto& customers : persons.together()) {
    for (const auto& customer : customers) text += customer + " ";
    text += "| ";
  }
  return text;
}

}  // namespace

TEST_CASE("customers of one party are one person, and so are those of linked parties") {
  const Batch customers = texts({"customer_id", "party_id"}, kCustomers);
  CHECK(told(Persons::of(customers, {}).value()) == "C3 C4 | ");
  const Persons persons = Persons::of(customers, {{"P2", "P1"}, {"P6", "P3"}}).value();
  CHECK(told(persons) == "C1 C2 | C3 C4 C6 | ");
  CHECK(persons.first_customer("C6") == "C3");
  CHECK(persons.first_customer("C5") == "C5");
  CHECK(persons.first_customer("nobody") == "nobody");
  CHECK(persons.customers("C2").size() == 2);
  CHECK(persons.customers("C5").empty());
  // By way of a party that has no customer.
  CHECK(told(Persons::of(customers, {{"P1", "P0"}, {"P2", "P0"}}).value()) == "C1 C2 | C3 C4 | ");
}

TEST_CASE("a frame carries its persons") {
  const Persons persons = Persons::of(texts({"customer_id", "party_id"}, kCustomers), {{"P2", "P1"}}).value();
  const Batch lines = texts({"customer_id"}, {{"C2"}, {"C5"}, {"C1"}, {"C2"}});
  const Batch frame = lines.with(persons.column(lines).value()).value();
  const Column& column = *frame.find(Persons::kColumn);
  CHECK(column.text(0) == "C1");
  CHECK(column.is_null(1));
  CHECK(column.text(2) == "C1");
  CHECK(told(Persons::in_frame(frame).value()) == "C1 C2 | ");
  CHECK(told(Persons::in_frame(lines).value()) == "");
}

TEST_CASE("lines follow the party that stands for theirs") {
  const Batch lines = texts({"party_id"}, {{"P2"}, {""}, {"P3"}});
  const Batch followed = with_survivors(lines, {{"P2", "P1"}}).value();
  CHECK(followed.find("party_id")->text(0) == "P1");
  CHECK(followed.find("party_id")->is_null(1));
  CHECK(followed.find("party_id")->text(2) == "P3");
}
