#include "staysail/lifecycle/stage_names.hpp"

namespace staysail {

const std::vector<std::string>& stage_names() {
  static const std::vector<std::string> names = {"onboarding", "growth", "maturity", "decline", "churned", "unknown"};
  return names;
}

}  // namespace staysail
