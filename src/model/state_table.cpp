#include "staysail/model/state_table.hpp"

namespace staysail {
namespace {

using Marks = std::vector<bool>;

// Marks what the marked states lead to, along the rows or against them, until nothing changes.
Marks spread(const StateShape& shape, Marks marked, bool backwards) {
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& row : shape.rows) {
      const std::size_t from = backwards ? row.to : row.from, to = backwards ? row.from : row.to;
      if (!marked[from] || marked[to]) continue;
      marked[to] = changed = true;
    }
  }
  return marked;
}

std::string named(const StateShape& shape, std::size_t state) { return std::string(shape.states[state]); }

bool has_way_out(const StateShape& shape, std::size_t state) {
  return std::any_of(shape.rows.begin(), shape.rows.end(), [&](const auto& row) { return row.from == state; });
}

// Without this the other checks would read past the names.
std::string numbering_fault(const StateShape& shape) {
  const std::size_t states = shape.states.size();
  if (shape.first >= states || shape.final.size() != states) return "a state has no name";
  for (const auto& row : shape.rows)
    if (row.from >= states || row.to >= states || row.event >= shape.events.size())
      return "a row names a state or an event that is not there";
  return {};
}

std::string repeated_row(const StateShape& shape) {
  for (std::size_t i = 0; i < shape.rows.size(); ++i)
    for (std::size_t j = i + 1; j < shape.rows.size(); ++j)
      if (shape.rows[i].from == shape.rows[j].from && shape.rows[i].event == shape.rows[j].event)
        return named(shape, shape.rows[i].from) + " has two rows for " + std::string(shape.events[shape.rows[i].event]);
  return {};
}

std::string state_fault(const StateShape& shape, std::size_t state, const Marks& begun, const Marks& ending) {
  if (!begun[state]) return named(shape, state) + " cannot be reached";
  if (shape.final[state]) return has_way_out(shape, state) ? named(shape, state) + " is final and has a way out" : "";
  if (!has_way_out(shape, state)) return named(shape, state) + " is not final and has no way out";
  return ending[state] ? "" : named(shape, state) + " never comes to an end";
}

std::string first_fault(const StateShape& shape) {
  std::string fault = numbering_fault(shape);
  if (fault.empty()) fault = repeated_row(shape);
  if (!fault.empty()) return fault;
  Marks first(shape.states.size(), false);
  first[shape.first] = true;
  const Marks begun = spread(shape, std::move(first), false), ending = spread(shape, shape.final, true);
  for (std::size_t state = 0; fault.empty() && state < shape.states.size(); ++state)
    fault = state_fault(shape, state, begun, ending);
  return fault;
}

std::string listed(const std::vector<std::string_view>& names) {
  std::string text;
  for (const auto name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

}  // namespace

Status check_state_table(const StateShape& shape) {
  const std::string fault = first_fault(shape);
  if (fault.empty()) return ok();
  return Error(Errc::invalid_argument, "the state table of " + std::string(shape.thing) + " is not sound: " + fault);
}

Error illegal_transition(const StateShape& shape, std::size_t state, std::size_t event) {
  std::vector<std::string_view> legal;
  for (const auto& row : shape.rows)
    if (row.from == state) legal.push_back(shape.events[row.event]);
  return Error(Errc::illegal_transition, std::string(shape.thing) + " that is " + named(shape, state) + " allows " +
                                             (legal.empty() ? "nothing more" : listed(legal)) +
                                             ", not: " + std::string(shape.events[event]));
}

Result<std::size_t> state_number(const StateShape& shape, std::string_view name) {
  const std::string_view trimmed = name.substr(0, name.find_last_not_of(' ') + 1);
  const auto found = std::find(shape.states.begin(), shape.states.end(), trimmed);
  if (found != shape.states.end()) return static_cast<std::size_t>(found - shape.states.begin());
  return Error(Errc::not_found, std::string(shape.thing) + " is one of " +
                                    listed({shape.states.begin(), shape.states.end()}) + ", not: " + std::string(name));
}

}  // namespace staysail
