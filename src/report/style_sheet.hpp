// The style sheet of the report: light, dark and paper.
#pragma once

#include "report/markup.hpp"

namespace staysail::report {

Literal style_sheet();

}  // namespace staysail::report
