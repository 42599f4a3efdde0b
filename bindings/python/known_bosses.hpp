// The kinds of BOSS that this module was built with.
#pragma once

#include "staysail/boss/boss_registry.hpp"

namespace staysail::python {

BossRegistry known_bosses();

}  // namespace staysail::python
