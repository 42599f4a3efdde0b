// The kinds of BOSS that this program was built with.
#pragma once

#include "staysail/boss/boss_registry.hpp"

namespace staysail::program {

BossRegistry known_bosses();

}  // namespace staysail::program
