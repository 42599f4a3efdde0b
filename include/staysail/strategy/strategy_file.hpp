// strategies.toml and contact.toml: read, checked against the decision frame, and tried on their own examples.
//
// Errors carry file, line and column. `playbook_invalid`: what the form of a file forbids; `unknown_name` and
// `type_mismatch`: a rule that names or compares what the frame does not have; `example_failed`: an example that does
// not come out as written.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/strategy/contact_policy.hpp"
#include "staysail/strategy/matcher.hpp"
#include "staysail/strategy/strategy.hpp"

namespace staysail {

// What a rule of a playbook may name.
struct FrameScope {
  Scope scope;
  std::vector<std::string> stages;  // the stages there are; empty = any text
};

// Every strategy of a file, in its order. `name` stands for the file in places.
Result<std::vector<Strategy>> parse_strategies(std::string_view toml, const std::string& name, const FrameScope& frame);
// Only what matching needs: id, when and priority of each strategy; all other keys are left unread.
Result<std::vector<MatchRule>> parse_match_rules(std::string_view toml, const std::string& name);

// Compiles the conditions, checks the names in tactics and tries every example.
Result<Matcher> compile_strategies(const std::vector<Strategy>& strategies, const FrameScope& frame);

Result<ContactPolicy> parse_contact_policy(std::string_view toml, const std::string& name, const FrameScope& frame);

}  // namespace staysail
