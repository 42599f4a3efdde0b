// StagePolicy: what a playbook's lifecycle.toml says: lines whose stages are judged by tables of their own, how long a
// stage is kept, and what stage a customer or a group is in by those of its lines.
//
//   quiet_cycles = 2                        # cycles without a decline condition before a line leaves decline
//   [minimum_stay]
//   growth = 2                              # cycles before a line leaves the stage, but for PORT_OUT, ENDED and
//   RENEWED
//   [[family]]
//   name = "broadband"
//   when = 'product_type = "broadband"'     # FEEL; the first family whose condition holds takes the line
//   decline = "lifecycle_broadband_decline.csv"
//   quiet_cycles = 3
//   [roll_up]
//   customer = "worst"                      # the stage furthest on in life of the lines that have not ended
//   group = { decline_share = 0.3 }         # decline from that share of them on, else the stage of most
//
// A family may name `decline`, `with_contract` and `without_contract`, files of the folder; where it names none, and
// for lines of no family, the common tables serve. It may have quiet_cycles and minimum_stay of its own, stage by
// stage.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/decision/expression.hpp"
#include "staysail/decision/scope.hpp"

namespace staysail {

// How long a line keeps a stage that its table no longer gives. A plain value.
struct StageMemory {
  int quiet_cycles = 2;
  std::array<int, 4> minimum_stay{};  // cycles in onboarding, growth, maturity and decline, 0: no minimum

  // Of any stage; 0 for those that have none.
  int minimum_stay_in(std::string_view stage) const;
};

struct LineFamily {
  std::string name;
  Expression when;
  std::string decline, with_contract, without_contract;  // file names; empty: the common table
  StageMemory memory;
};

// The stage of a customer or of a group. A plain value; lifecycle/stage_roll_up.hpp has the rules.
struct StageRollUp {
  enum class How : std::uint8_t { none, worst, share };
  How how = How::none;
  std::int64_t decline_share = 0;  // ten-thousandths of the lines that have not ended; of How::share
};

// Immutable once read; safe to share between threads.
struct StagePolicy {
  StageMemory common;
  std::vector<LineFamily> families;
  StageRollUp customer, group;

  // `name` stands for the file in errors; `scope`: what `when` may name. Errors: malformed_file, unknown_name,
  // type_mismatch, syntax_error; `playbook_invalid` for two families of one name, a condition that is no truth value, a
  // stage that has no minimum stay, a number beyond 0 to 120, and a table that is no file of the folder.
  static Result<StagePolicy> parse(std::string_view text, const std::string& name, const Scope& scope);
};

}  // namespace staysail
