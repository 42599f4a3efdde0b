// Data sets that are used by tests but not published with the project.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace staysail {

// The path of a file under $STAYSAIL_SHARED_DIR (by default the folder `shared` beside the checkout). Where it is not
// there, the running test case is reported as skipped, with the reason, and must return.
std::optional<std::string> shared_data(std::string_view relative_path);

// Reports the running test case as skipped: the line is counted and named by ./test.sh.
void report_skipped(std::string_view reason);

}  // namespace staysail
