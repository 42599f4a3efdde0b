// The conformance kit of BossActions: what every adapter promises, tried against a test BOSS.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "staysail/boss/boss_actions.hpp"
#include "staysail/testing/conformance_report.hpp"

namespace staysail {

struct BossActionsExpectation {
  // Two or more well-formed actions that the test BOSS takes; they are really submitted.
  std::vector<BossAction> actions;
  // How many actions the BOSS has carried out or queued in all; without it doubles show only in receipts.
  std::function<std::size_t()> effects;
};

// `run` makes tokens new: another text each time the kit meets the same BOSS.
ConformanceReport check_boss_actions(BossActions& boss, const BossActionsExpectation& expectation,
                                     std::string_view run = "1");

}  // namespace staysail
