#include "simulator/action.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "simulator/names.hpp"
#include "staysail/boss/boss_actions.hpp"
#include "staysail/files/csv_table.hpp"

namespace staysail::simulator {
namespace {

constexpr std::array<std::string_view, 8> kVerbs = {"renew",        "open_service",   "close_service", "change_plan",
                                                    "adjust_limit", "apply_discount", "raise_fault",   "contact"};

constexpr std::array<std::string_view, 9> kColumns = {"action_token", "kind",       "subscription_id",
                                                      "customer_id",  "account_id", "requested",
                                                      "parameters",   "task_id",    "strategy_id"};

Error at(const CsvTable& table, const CsvCell& cell, const Error& error) {
  return Error::at(table.place(cell), error.code(), error.message());
}

Status check_header(const CsvTable& table) {
  if (table.rows.empty())
    return Error::at({table.name, 1, 1}, Errc::malformed_file,
                     "an actions file begins with a header line; see docs/simulator.md");
  const std::vector<CsvCell>& header = table.rows.front();
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    if (i < header.size() && header[i].text == kColumns[i]) continue;
    const std::uint64_t column = i < header.size() ? header[i].column : 1;
    return Error::at({table.name, 1, column}, Errc::malformed_file,
                     "column " + std::to_string(i + 1) + " of an actions file is " + std::string(kColumns[i]));
  }
  return ok();
}

Result<Action> read_action(const CsvTable& table, const std::vector<CsvCell>& row) {
  if (row.size() != kColumns.size())
    return at(table, row.front(),
              Error(Errc::malformed_file, "a row of an actions file has 9 fields, not: " + std::to_string(row.size())));
  Action action;
  action.token = row[0].text;
  if (action.token.empty())
    return at(table, row[0],
              Error(Errc::malformed_file, "action_token must not be empty: it tells a repeat from a new order"));
  const auto verb = action_verb_of(row[1].text);
  if (!verb) return at(table, row[1], verb.error());
  action.verb = *verb;
  const auto line = line_of(row[2].text);
  if (!line)
    return at(table, row[2], Error(Errc::not_found, "this subscription_id is none of the export's: " + row[2].text));
  action.line = *line;
  auto requested = Day::parse(row[5].text);
  if (!requested) return at(table, row[5], requested.error());
  action.requested = *requested;
  auto parameters = parse_parameters(row[6].text);
  if (!parameters) return at(table, row[6], parameters.error());
  action.parameters = *std::move(parameters);
  action.task_id = row[7].text;
  action.strategy_id = row[8].text;
  return action;
}

}  // namespace

std::string_view name_of(ActionVerb verb) noexcept { return kVerbs[static_cast<std::size_t>(verb)]; }

Result<ActionVerb> action_verb_of(std::string_view name) {
  const auto found = std::find(kVerbs.begin(), kVerbs.end(), name);
  if (found != kVerbs.end()) return static_cast<ActionVerb>(found - kVerbs.begin());
  std::string known;
  for (const auto verb : kVerbs) known += (known.empty() ? "" : ", ") + std::string(verb);
  return Error(Errc::not_found, "kind is one of " + known + ", not: " + std::string(name));
}

const std::string& Action::parameter(std::string_view name, const std::string& otherwise) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.first == name; });
  return found == parameters.end() ? otherwise : found->second;
}

int Action::number(std::string_view name, int otherwise, int least, int most) const {
  static const std::string kNone;
  const std::string& text = parameter(name, kNone);
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) return otherwise;
  return std::clamp(value, least, most);
}

const std::string& task_of(const Action& action) { return action.task_id.empty() ? action.token : action.task_id; }

Result<std::vector<Action>> read_actions(const std::string& path) {
  STAYSAIL_TRY(const CsvTable table, load_csv_table(path));
  return actions_of(table);
}

Result<std::vector<Action>> actions_of(const CsvTable& table) {
  STAYSAIL_CHECK(check_header(table));
  std::vector<Action> actions;
  for (std::size_t i = 1; i < table.rows.size(); ++i) {
    STAYSAIL_TRY(Action action, read_action(table, table.rows[i]));
    actions.push_back(std::move(action));
  }
  const auto before = [](const Action& a, const Action& b) { return a.token < b.token; };
  std::stable_sort(actions.begin(), actions.end(), before);
  const auto same = [](const Action& a, const Action& b) { return a.token == b.token; };
  actions.erase(std::unique(actions.begin(), actions.end(), same), actions.end());
  return actions;
}

}  // namespace staysail::simulator
