#include "staysail/files/move_file.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "staysail/files/atomic_file.hpp"
#include "staysail/files/byte_source.hpp"

using namespace staysail;

TEST_CASE("a file moves into a folder that is made for it, and takes nobody's place") {
  const std::string folder = (std::filesystem::temp_directory_path() / "staysail_move_file_test").string();
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder + "/in");
  REQUIRE(write_file(folder + "/in/a", "one"));
  REQUIRE(move_file(folder + "/in/a", folder + "/done/2026/a"));
  CHECK(read_file(folder + "/done/2026/a", 100).value() == "one");
  CHECK_FALSE(std::filesystem::exists(folder + "/in/a"));
  REQUIRE(write_file(folder + "/in/a", "two"));
  CHECK(move_file(folder + "/in/a", folder + "/done/2026/a").error().code() == Errc::conflict);
  CHECK(read_file(folder + "/done/2026/a", 100).value() == "one");
  CHECK(read_file(folder + "/in/a", 100).value() == "two");
  CHECK(move_file(folder + "/in/b", folder + "/done/b").error().code() == Errc::not_found);
  std::filesystem::remove_all(folder);
}
