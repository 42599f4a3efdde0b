// The mapping that connects the simulator's export, as it is written beside it.
#pragma once

#include <string>

#include "simulator/options.hpp"

namespace staysail::simulator {

std::string mapping_text(ExportEncoding encoding);

}  // namespace staysail::simulator
