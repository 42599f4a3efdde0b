// Tables of cases that a business reader can check, kept in tests/scenarios/*.txt:
//
//     # a remark
//     customer | tenure_months | idle_days || stage
//     new      | 2             | 0         || onboarding
//     quiet    | 30            | 45        || decline
//
// Left of `||` stands what is given, right of it what must come out. A blank line ends a table; the next line that is
// not a remark is the header of the next one. The first column names the case.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace staysail::scenario {

struct Scenario {
  std::string where;  // file:line
  std::string name;
  std::map<std::string, std::string> given;  // the first column included
  std::map<std::string, std::string> expected;
};

// Reads tests/scenarios/<file>. A missing file, an empty one or a row that does not fit its header fails the running
// test case at once: a table that says nothing must not pass.
std::vector<Scenario> read_scenarios(std::string_view file);

// The same for a text; `file` is what errors and `where` name.
std::vector<Scenario> parse_scenarios(std::string_view text, std::string_view file);

}  // namespace staysail::scenario
