// What a run tells people, in a few lines.
#pragma once

#include <string>

#include "staysail/cycle/night.hpp"

namespace staysail::program {

std::string summary_text(const NightResult& result, const std::string& language);

}  // namespace staysail::program
