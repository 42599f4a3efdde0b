// What differs between two playbooks before anybody is looked at.
#pragma once

#include <string>
#include <vector>

#include "staysail/strategy/playbook_diff.hpp"

namespace staysail::strategy {

// By name. Indicators are compared by their rules, so remarks and layout are no difference.
std::vector<FileDifference> differing_files(const Playbook& before, const Playbook& after);
// The keys of contact.toml.
std::vector<std::string> differing_rules(const ContactPolicy& before, const ContactPolicy& after);

}  // namespace staysail::strategy
