#include <array>

#include "staysail/strategy/playbook_diff.hpp"

namespace staysail {
namespace {

Field text_field(std::string name) { return {std::move(name), ColumnType::text, 0, ""}; }
Field count_field(std::string name) { return {std::move(name), ColumnType::number, 0, ""}; }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

std::string_view name_of(StrategyFate fate) noexcept {
  constexpr std::array<std::string_view, 4> kNames = {"same", "changed", "added", "removed"};
  return kNames[static_cast<std::size_t>(fate)];
}

std::string_view name_of(FileEffect effect) noexcept {
  constexpr std::array<std::string_view, 3> kNames = {"shown", "not_shown", "none"};
  return kNames[static_cast<std::size_t>(effect)];
}

Result<Batch> actions_frame(const PlaybookDiff& diff) {
  std::vector<Field> fields;
  for (const char* name :
       {"subscription_id", "customer_id", "before", "after", "lost_code", "lost_rule", "gained_code", "gained_rule"})
    fields.push_back(text_field(name));
  STAYSAIL_TRY(const Schema schema, Schema::of(std::move(fields)));
  BatchBuilder builder(schema);
  for (const ActionDifference& action : diff.actions) {
    std::size_t column = 0;
    for (const std::string& text :
         {action.subscription.text(), action.customer.text(), action.before.text(), action.after.text(),
          action.lost.code, action.lost.rule, action.gained.code, action.gained.rule})
      builder.column(column++).append_text(text);
  }
  return builder.finish();
}

Result<Batch> strategies_frame(const PlaybookDiff& diff) {
  std::vector<Field> fields = {text_field("strategy_id"), text_field("fate"), text_field("keys")};
  for (const char* name : {"matched_before", "matched_after", "gained", "lost", "kept"})
    fields.push_back(count_field(name));
  STAYSAIL_TRY(const Schema schema, Schema::of(std::move(fields)));
  BatchBuilder builder(schema);
  for (const StrategyDifference& one : diff.strategies) {
    builder.column(0).append_text(one.id.text());
    builder.column(1).append_text(name_of(one.fate));
    builder.column(2).append_text(joined(one.keys));
    std::size_t column = 3;
    for (const std::uint64_t count : {one.matched_before, one.matched_after, one.gained, one.lost, one.kept})
      builder.column(column++).append_number(static_cast<std::int64_t>(count));
  }
  return builder.finish();
}

}  // namespace staysail
