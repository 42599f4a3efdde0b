// Rule lists: the strategies of a file, as matching needs them: id, when and priority.
//
//   strategies.toml   as a playbook has it; all other keys are left unread
//   NAME.csv          a header with id, when and priority, in any order; other columns are left unread
//   NAME.json         [{"id": ..., "when": ..., "priority": ...}, ...], or an object that holds it under "strategies"
//
// A priority that is left out is 0. An id that occurs twice is for Matcher::compile() to refuse.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "staysail/strategy/matcher.hpp"

namespace staysail {

// By the ending of the path; any other than .csv and .json is TOML. Errors, at file, line and column:
// `playbook_invalid` for what is no such list, with "did you mean" for a misspelt column or key; those of read_file().
Result<std::vector<MatchRule>> load_match_rules(const std::string& path);

// `name` stands for the file. The places of JSON are those of its syntax errors; of a rule its number is told.
Result<std::vector<MatchRule>> parse_rule_csv(std::string_view csv, const std::string& name);
Result<std::vector<MatchRule>> parse_rule_json(std::string_view text, const std::string& name);

}  // namespace staysail
