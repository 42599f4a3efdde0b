// What must hold, besides the state, for an event to happen to a matter.
#pragma once

#include <vector>

#include "staysail/work/matter_desk.hpp"

namespace staysail {

// `invalid_argument` that says what is missing. `parts`: the matters below this one.
Status check_guards(const Matter& matter, const LifeEvent& event, const MatterMove& move,
                    const std::vector<Matter>& parts);

// What a matter must have to be opened; `parent`: null when it names none.
Status check_opening(const Matter& matter, const Matter* parent);

}  // namespace staysail
