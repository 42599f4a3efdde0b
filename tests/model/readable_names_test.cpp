#include "staysail/model/readable_names.hpp"

#include <doctest/doctest.h>

using namespace staysail;

TEST_CASE("titles and names of codes in both languages, and what has none as it is") {
  ReadableNames names;
  names.add("renewal_before_expiry", "到期前续约", "Renewal before expiry");
  names.add("half", "", "Half");
  CHECK(names.title("renewal_before_expiry", "zh") == "到期前续约");
  CHECK(names.title("renewal_before_expiry", "en") == "Renewal before expiry");
  CHECK(names.title("half", "zh") == "half");
  CHECK(names.title("renew", "en") == "renew");  // an id is no code
  CHECK(names.of("decline", "zh") == "衰退期");
  CHECK(names.of("of_our_own", "zh") == "of_our_own");
  CHECK(names.brief("guard", "zh") == "守护");
  CHECK(names.brief("guard", "en") == "Guard");
}

TEST_CASE("money is told by its unit or by the model's thousandths, and has two decimals") {
  CHECK(is_money("money/month", 4));
  CHECK(is_money("", 3));
  CHECK_FALSE(is_money("", 0));
  CHECK_FALSE(is_money("share", 3));
  CHECK(readable_amount(48137, 3) == "48.14");
  CHECK(readable_amount(-5, 3) == "0.00");
  CHECK(readable_amount(7, 0) == "7.00");
}
