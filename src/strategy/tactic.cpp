#include "tactic.hpp"

#include <functional>

#include "staysail/model/readable_names.hpp"

namespace staysail::strategy {
namespace {

// Calls `text` for what stands between names and `name` for each name, in order. A brace without its partner is text.
void walk(std::string_view tactic, const std::function<void(std::string_view)>& text,
          const std::function<void(std::string_view)>& name) {
  while (!tactic.empty()) {
    const std::size_t open = tactic.find('{');
    const std::size_t close = open == tactic.npos ? tactic.npos : tactic.find('}', open);
    if (close == tactic.npos) return text(tactic);
    text(tactic.substr(0, open));
    name(tactic.substr(open + 1, close - open - 1));
    tactic.remove_prefix(close + 1);
  }
}

bool is_known(const Batch& frame, std::string_view name, std::uint32_t row) {
  const Column* column = frame.find(name);
  return column != nullptr && !column->is_null(row);
}

template <class Shown>
std::string filled(std::string_view text, const Batch& frame, std::uint32_t row, std::string_view nothing,
                   const Shown& shown) {
  std::string out;
  walk(
      text, [&out](std::string_view part) { out.append(part); },
      [&](std::string_view name) {
        out.append(is_known(frame, name, row) ? shown(*frame.find(name)) : std::string(nothing));
      });
  return out;
}

}  // namespace

std::vector<std::string> names_in(std::string_view tactic) {
  std::vector<std::string> names;
  walk(
      tactic, [](std::string_view) {}, [&names](std::string_view name) { names.emplace_back(name); });
  return names;
}

std::string fill_in(std::string_view text, const Batch& frame, std::uint32_t row) {
  return filled(text, frame, row, "", [row](const Column& column) { return column.value_text(row); });
}

std::string in_words(std::string_view tactic, const Batch& frame, std::uint32_t row, std::string_view language) {
  return filled(tactic, frame, row, "-", [&](const Column& column) {
    const Field& field = column.field();
    if (field.type == ColumnType::number && is_money(field.unit, field.scale))
      return readable_amount(column.numbers()[row], field.scale);
    return ReadableNames().of(column.value_text(row), language);
  });
}

std::string first_unknown(std::string_view text, const Batch& frame, std::uint32_t row) {
  for (std::string& name : names_in(text))
    if (!is_known(frame, name, row)) return std::move(name);
  return {};
}

}  // namespace staysail::strategy
