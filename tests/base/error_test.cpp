#include "staysail/base/error.hpp"

#include <doctest/doctest.h>

#include <set>

#include "staysail/base/result.hpp"

using namespace staysail;

namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error(Errc::invalid_argument, "an even number was expected: " + std::to_string(number));
  return number / 2;
}

Result<int> quarter(int number) {
  STAYSAIL_TRY(const int once, half(number));
  STAYSAIL_TRY(const int twice, half(once));
  return twice;
}

Status check_half(int number) {
  STAYSAIL_CHECK(half(number));
  return ok();
}

}  // namespace

TEST_CASE("an error says where, what kind and what") {
  const Error error = Error::at({"playbook.toml", 12, 3}, Errc::syntax_error, "a value was expected");
  CHECK(error.to_string() == "playbook.toml:12:3: syntax_error: a value was expected");
  REQUIRE(error.place() != nullptr);
  CHECK(error.place()->line == 12);
  CHECK(Error(Errc::not_found, "no such line").to_string() == "not_found: no such line");
  CHECK(Error::at({"a.csv", 4, 0}, Errc::malformed_file, "cut").to_string() == "a.csv:4: malformed_file: cut");
}

TEST_CASE("context goes in front and the place stays") {
  const Error error = Error::at({"m.toml", 1, 2}, Errc::unknown_name, "no column x").within("feed bills");
  CHECK(error.message() == "feed bills: no column x");
  CHECK(error.place()->file == "m.toml");
  CHECK(error.code() == Errc::unknown_name);
}

TEST_CASE("what the caller may do about it") {
  CHECK(Error(Errc::conflict, "").retryable());
  CHECK(Error(Errc::store_locked, "").retryable());
  CHECK_FALSE(Error(Errc::syntax_error, "").retryable());
  CHECK_FALSE(Error(Errc::in_doubt, "").retryable());
  CHECK(Error(Errc::in_doubt, "").in_doubt());
}

TEST_CASE("out of memory is an error that needs no memory") {
  const Error error = Error::out_of_memory();
  CHECK(error.code() == Errc::out_of_memory);
  CHECK(error.place() == nullptr);
  CHECK(error.to_string() == "out_of_memory: no memory");
}

TEST_CASE("every code has a name of its own") {
  std::set<std::string_view> names;
  for (const Errc code : {Errc::invalid_argument, Errc::cancelled, Errc::schema_mismatch, Errc::io_failed,
                          Errc::degenerate_input, Errc::table_gap, Errc::mapping_invalid, Errc::store_newer,
                          Errc::purpose_required, Errc::dependency_cycle, Errc::example_failed, Errc::no_assignee}) {
    CHECK(name_of(code) != "unknown");
    CHECK(names.insert(name_of(code)).second);
  }
  CHECK(name_of(static_cast<Errc>(9999)) == "unknown");
}

TEST_CASE("results carry a value or the first error on the way") {
  CHECK(quarter(12).value() == 3);
  CHECK(quarter(6).error().message() == "an even number was expected: 3");
  CHECK(check_half(4));
  CHECK_FALSE(check_half(5));
  CHECK(half(3).value_or(-1) == -1);
  CHECK(half(8).and_then(half).value() == 2);
  CHECK_THROWS_AS(half(3).value(), ErrorException);
}
