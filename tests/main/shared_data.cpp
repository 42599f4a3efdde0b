#include "main/shared_data.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace staysail {

void report_skipped(std::string_view reason) {
  const auto* test = doctest::getContextOptions()->currentTest;
  std::cout << "SKIPPED " << (test != nullptr ? test->m_name : "?") << ": " << reason << std::endl;
}

std::optional<std::string> shared_data(std::string_view relative_path) {
  const char* chosen = std::getenv("STAYSAIL_SHARED_DIR");
  const auto path = std::filesystem::path(chosen != nullptr ? chosen : STAYSAIL_SHARED_DIR) / relative_path;
  if (std::filesystem::exists(path)) return path.string();
  report_skipped("there is no " + path.string());
  return std::nullopt;
}

}  // namespace staysail
