// Names for the stable codes of other rooms: stages, churn kinds, segments, warnings, verdicts, results, states.
#pragma once

#include <string_view>

namespace staysail::report {

struct CodeName {
  std::string_view code;
  const char* english;
  const char* chinese;
};

// Null for a code that a playbook or a later release made up: it is shown as it is.
const CodeName* find_code_name(std::string_view code);

}  // namespace staysail::report
