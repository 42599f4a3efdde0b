// What a line was used for in a month.
#pragma once

#include "simulator/line_step.hpp"

namespace staysail::simulator {

void use_line(LineStep& step);

}  // namespace staysail::simulator
