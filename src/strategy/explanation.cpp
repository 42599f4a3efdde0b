#include "staysail/strategy/explanation.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "condition_words.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/strategy/guard_note.hpp"

namespace staysail {
namespace {

// Rows [first, last) of a sorted text column that hold `id`.
std::pair<std::uint32_t, std::uint32_t> rows_with(const Column& ids, std::string_view id) {
  std::uint32_t first = 0, last = static_cast<std::uint32_t>(ids.size());
  const auto bound = [&](auto before) {
    std::uint32_t low = 0, high = last;
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (before(ids.text(middle))) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  first = bound([id](std::string_view text) { return text < id; });
  return {first, bound([id](std::string_view text) { return text <= id; })};
}

Result<std::uint32_t> row_of(const Batch& frame, const SubscriptionId& subscription) {
  STAYSAIL_TRY(const Column ids, frame.require("subscription_id", ColumnType::text));
  const auto [first, last] = rows_with(ids, subscription.text());
  if (first != last) return first;
  return Error(Errc::not_found, "this subscription was not in the frame of the plan: " + subscription.text());
}

Result<std::uint32_t> index_of(const Matcher& matcher, const StrategyId& strategy) {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < matcher.rules().size(); ++i) {
    if (matcher.rules()[i].id == strategy) return static_cast<std::uint32_t>(i);
    known.push_back(matcher.rules()[i].id.text());
  }
  return Error(Errc::not_found,
               "the playbook has no strategy of this id: " + strategy.text() + did_you_mean(strategy.text(), known));
}

// The row of `matches` for a subscription and strategy; nothing where the condition did not hold.
Result<std::optional<std::uint32_t>> match_row(const Batch& matches, const SubscriptionId& subscription,
                                               const StrategyId& strategy) {
  STAYSAIL_TRY(const Column ids, matches.require("subscription_id", ColumnType::text));
  STAYSAIL_TRY(const Column strategies, matches.require("strategy_id", ColumnType::text));
  const auto [first, last] = rows_with(ids, subscription.text());
  for (std::uint32_t row = first; row < last; ++row) {
    if (strategies.text(row) == strategy.text()) return std::optional<std::uint32_t>(row);
  }
  return std::optional<std::uint32_t>{};
}

std::string failing_sentence(const std::vector<Condition>& conditions) {
  const std::string failing = strategy::conditions_with_values(conditions);
  return "The condition does not hold" + (failing.empty() ? "" : ": " + failing) + ".";
}

std::string failing_sentence_zh(const std::vector<Condition>& conditions) {
  std::string sentence = "条件不成立";
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    sentence += (i == 0 ? "：" : "；") + conditions[i].text + "，而 " + conditions[i].actual;
  }
  return sentence + "。";
}

struct StopText {
  Verdict verdict;
  std::string_view english, chinese;
};

constexpr std::array kStopTexts = {
    StopText{Verdict::not_valid, "The strategy is outside its dates", "不在策略的有效期内"},
    StopText{Verdict::stage_forbidden, "The customer's stage forbids it", "客户所处阶段不允许"},
    StopText{Verdict::consent_missing, "There is no channel to which the customer agreed", "没有客户同意的渠道"},
    StopText{Verdict::opted_out, "The customer asked not to be contacted", "客户要求不再联系"},
    StopText{Verdict::cool_down, "The customer had this strategy, or was held out of it, a short while ago",
             "该策略不久前刚对客户执行过，或客户当时在对照组"},
    StopText{Verdict::exclusion_group, "Another strategy of its group came first", "同组的另一策略在先"},
    StopText{Verdict::suppressed, "The customer is left in peace after an answer", "客户已有答复，暂不打扰"},
    StopText{Verdict::contact_cap, "The customer was contacted often enough", "联系次数已达上限"},
    StopText{Verdict::quiet_hours, "The customer's quiet hours are on", "客户处于免打扰时段"},
    StopText{Verdict::not_eligible, "The action cannot be ordered of the BOSS", "BOSS 无法办理该动作"},
    StopText{Verdict::outranked, "Another strategy is done in its place", "改做另一项策略"},
    StopText{Verdict::budget_spent, "The budget went to other customers", "预算已用于其他客户"},
    StopText{Verdict::capacity_full, "The places went to other customers", "名额已给其他客户"},
    StopText{Verdict::no_value, "The task is worth nothing, or nobody knows what", "没有价值或价值未知"},
    StopText{Verdict::held_out,
             "The customer is in the hold-out: nothing is done, to compare with those for whom it is",
             "客户在对照组：不做任何动作，用来比较效果"},
    StopText{Verdict::task, "A task is issued for it", "已据此派发工单"},
};

void tell_stop(std::string_view detail, std::string_view chinese_detail, Explanation& out) {
  const auto found = std::find_if(kStopTexts.begin(), kStopTexts.end(),
                                  [&out](const StopText& t) { return t.verdict == out.verdict; });
  out.sentence = found->english;
  out.chinese = found->chinese;
  if (!detail.empty()) out.sentence.append(" (").append(detail).append(")");
  if (!detail.empty()) out.chinese.append("（").append(chinese_detail).append("）");
  out.sentence += ".";
  out.chinese += "。";
}

Result<std::string_view> text_at(const Batch& matches, std::string_view column, std::uint32_t row) {
  const Column* found = matches.find(column);
  if (found == nullptr || found->type() != ColumnType::text) {
    return Error(Errc::schema_mismatch, "this is no frame of matches: it lacks the column " + std::string(column));
  }
  return found->text(row);
}

std::string chinese_detail(std::string_view detail, const ReadableNames& names) {
  const auto named = [&names](std::string_view word) { return names.of(word, "zh"); };
  return chinese_of(guard_note_patterns(), detail, named).value_or(std::string(detail));
}

Status read_stop(const Batch& matches, std::uint32_t row, const ReadableNames& names, Explanation& out) {
  STAYSAIL_TRY(const std::string_view code, text_at(matches, "verdict", row));
  STAYSAIL_TRY(const std::string_view detail, text_at(matches, "detail", row));
  STAYSAIL_TRY(const std::string_view winner, text_at(matches, "winner_strategy", row));
  STAYSAIL_TRY(const std::string_view winner_subscription, text_at(matches, "winner_subscription", row));
  STAYSAIL_TRY(out.verdict, verdict_of(code));
  const Column* guards = matches.find("guards");  // nights before it was kept have none
  if (guards != nullptr && guards->type() == ColumnType::text) {
    STAYSAIL_TRY(out.guards, guards_of(guards->text(row)));
  }
  out.detail = detail;
  out.winner = StrategyId::of(std::string(winner));
  out.winner_subscription = SubscriptionId::of(std::string(winner_subscription));
  if (winner.empty()) tell_stop(detail, chinese_detail(detail, names), out);
  else
    tell_stop(names.title(winner, "en") + " on " + std::string(winner_subscription),
              std::string(winner_subscription) + " 的 " + names.title(winner, "zh"), out);
  return ok();
}

Inputs inputs_of(const Batch& frame, std::uint32_t row, const Inputs& constants) {
  Inputs inputs = Inputs::of_row(frame.columns(), row);
  for (const auto& [name, value] : constants.values()) inputs.set(name, value);
  return inputs;
}

}  // namespace

Result<Explanation> explain(const Matcher& matcher, const Batch& frame, const Batch& matches, const Inputs& constants,
                            const SubscriptionId& subscription, const StrategyId& strategy,
                            const ReadableNames& names) {
  STAYSAIL_TRY(const std::uint32_t row, row_of(frame, subscription));
  STAYSAIL_TRY(const std::uint32_t index, index_of(matcher, strategy));
  STAYSAIL_TRY(const std::optional<std::uint32_t> match, match_row(matches, subscription, strategy));
  Explanation explanation;
  const Inputs inputs = inputs_of(frame, row, constants);
  explanation.conditions = matcher.condition(index).explain(inputs);
  explanation.every = matcher.condition(index).conditions(inputs);
  explanation.sentence = failing_sentence(explanation.conditions);
  explanation.chinese = failing_sentence_zh(explanation.conditions);
  if (match) STAYSAIL_CHECK(read_stop(matches, *match, names, explanation));
  return explanation;
}

Result<std::vector<Explanation>> explain_all(const Matcher& matcher, const Batch& frame, const Batch& matches,
                                             const Inputs& constants, const SubscriptionId& subscription,
                                             const ReadableNames& names) {
  std::vector<Explanation> all;
  for (const MatchRule& rule : matcher.rules()) {
    STAYSAIL_TRY(Explanation one, explain(matcher, frame, matches, constants, subscription, rule.id, names));
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace staysail
