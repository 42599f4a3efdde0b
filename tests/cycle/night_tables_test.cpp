#include "cycle/night_tables.hpp"

#include <doctest/doctest.h>

using namespace staysail;

namespace {

RejectedRow outside(std::uint64_t line, const std::string& column, const std::string& reason) {
  RejectedRow row;
  row.file = "bills.csv";
  row.line = line;
  row.column = column;
  row.reason = reason;
  return row;
}

}  // namespace

TEST_CASE("a record that waits outside for two tables is one record") {
  Quarantine quarantine;
  quarantine.replace_file("bills.csv", {outside(2, "bills", "orphan"), outside(2, "bill_discounts", "orphan"),
                                        outside(3, "bills", "orphan"), outside(4, "amount", "bad_number"),
                                        outside(4, "bill_discounts", "orphan")});
  const std::map<std::string, std::uint64_t> counted = {{"bad_number", 1}, {"orphan", 2}};
  CHECK(cycle::records_outside(quarantine) == counted);
  CHECK(cycle::records_outside(Quarantine()).empty());
}
