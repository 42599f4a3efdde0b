#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "staysail/files/atomic_file.hpp"
#include "staysail/strategy/playbook.hpp"
#include "staysail/work/work_rules.hpp"

namespace staysail {
namespace {

namespace fs = std::filesystem;

// The indented block of docs/playbook.md that begins with this line, without its indent.
std::string documented(const std::string& first_line) {
  std::ifstream stream(std::string(STAYSAIL_SOURCE_DIR) + "/docs/playbook.md");
  REQUIRE(stream);
  std::string block;
  bool inside = false;
  for (std::string line; std::getline(stream, line);) {
    const bool indented = line.empty() || line.substr(0, 4) == "    ";
    if (!inside) inside = line == "    " + first_line;
    if (inside && !indented) break;
    if (inside) block += (line.empty() ? line : line.substr(4)) + "\n";
  }
  REQUIRE_FALSE(block.empty());
  return block;
}

}  // namespace

TEST_CASE("the playbook of the documentation loads as it stands there") {
  const fs::path folder = fs::temp_directory_path() / "staysail_documented_playbook";
  fs::remove_all(folder);
  fs::copy(std::string(STAYSAIL_SOURCE_DIR) + "/examples/playbook", folder);
  const auto write = [&folder](const char* file, const std::string& text) {
    REQUIRE(write_file((folder / file).string(), text));
  };
  write("playbook.toml", documented("name = \"keep\""));
  write("strategies.toml", documented("[[strategy]]"));
  write("contact.toml", documented("tasks_per_customer = 1          # in one plan, default 1"));
  write("work.toml", documented("[roster]"));
  PlaybookOptions options;
  options.subscriptions = subscription_schema({"time_zone"});  // the export of the documentation brings it
  const auto playbook = Playbook::load(folder.string(), options);
  REQUIRE_MESSAGE(playbook, playbook.error().to_string());
  const auto rules = WorkRules::of(*playbook);
  REQUIRE_MESSAGE(rules, rules.error().to_string());
  const WorkRules defaults;
  CHECK(rules->due_days == defaults.due_days);
  CHECK(rules->escalate_after_days == defaults.escalate_after_days);
  CHECK(rules->give_up_after_days == defaults.give_up_after_days);
  CHECK(rules->attempts == defaults.attempts);
  CHECK(rules->roster.capacity == defaults.roster.capacity);
  CHECK(rules->roster.unattended_channels == defaults.roster.unattended_channels);
  CHECK(playbook->contact().caps.size() == 1);
  fs::remove_all(folder);
}

}  // namespace staysail
