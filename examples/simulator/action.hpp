// Action: what the operator's people and programs did to a subscription; one row of an `--actions` file.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/result.hpp"
#include "staysail/files/csv_table.hpp"

namespace staysail::simulator {

// The seven kinds a BOSS carries out, and a conversation without an order to it.
enum class ActionVerb : std::uint8_t {
  renew,
  open_service,
  close_service,
  change_plan,
  adjust_limit,
  apply_discount,
  raise_fault,
  contact
};

std::string_view name_of(ActionVerb verb) noexcept;
// `not_found` that lists the kinds.
Result<ActionVerb> action_verb_of(std::string_view name);

struct Action {
  std::string token;
  ActionVerb verb = ActionVerb::contact;
  std::uint32_t line = 0;
  Day requested;
  std::vector<std::pair<std::string, std::string>> parameters;
  std::string task_id;
  std::string strategy_id;

  // The text of a parameter, or `otherwise`.
  const std::string& parameter(std::string_view name, const std::string& otherwise) const;
  // A parameter as a whole number within bounds; `otherwise` when it is absent or no number.
  int number(std::string_view name, int otherwise, int least, int most) const;
};

// The task that asked for it; the action itself where none did.
const std::string& task_of(const Action& action);

// Reads an actions file (docs/simulator.md): sorted by token, each token once. An error names line and column.
Result<std::vector<Action>> read_actions(const std::string& path);
Result<std::vector<Action>> actions_of(const CsvTable& table);

}  // namespace staysail::simulator
