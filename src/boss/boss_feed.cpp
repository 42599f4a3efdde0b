#include "staysail/boss/boss_feed.hpp"

namespace staysail {

Result<std::optional<std::vector<std::string>>> BossFeed::extensions_of(const std::string&) {
  return std::optional<std::vector<std::string>>();
}

}  // namespace staysail
