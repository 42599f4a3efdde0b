#include "simulator/simulate.hpp"

#include <doctest/doctest.h>

#include <set>

#include "simulator/export_folder.hpp"

using namespace staysail;
using namespace staysail::simulator;

TEST_CASE("the same seed makes the same bytes, another seed makes others") {
  const TemporaryFolder a("a"), b("b"), c("c");
  REQUIRE(simulate(small(a.path())));
  REQUIRE(simulate(small(b.path())));
  Options other = small(c.path());
  other.seed = 8;
  REQUIRE(simulate(other));
  CHECK(all_files(a.path()) == all_files(b.path()));
  CHECK(read_bytes(a.path() + "/usage_202506.csv") != read_bytes(c.path() + "/usage_202506.csv"));
}
