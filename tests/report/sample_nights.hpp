// Nights of a small operator, made up from hashes: plausible, the same everywhere, of any size.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "staysail/base/decimal_text.hpp"
#include "staysail/cycle/night_record.hpp"

namespace staysail::sample {

using Rows = std::vector<std::vector<std::string>>;

inline Field field_of_spec(const std::string& spec) {
  const auto colon = spec.find(':');
  Field field{spec.substr(0, colon), ColumnType::text, 0, {}};
  const std::string type = colon == std::string::npos ? "" : spec.substr(colon + 1);
  if (type == "real") field.type = ColumnType::real;
  else if (type == "day") field.type = ColumnType::day;
  else if (type == "boolean") field.type = ColumnType::boolean;
  else if (!type.empty()) field.type = ColumnType::number, field.scale = static_cast<std::uint8_t>(std::stoi(type));
  return field;
}

inline void append_cell(ColumnBuilder& column, const std::string& text) {
  const Field& field = column.field();
  if (text.empty()) return column.append_null();
  switch (field.type) {
    case ColumnType::number: return column.append_number(parse_decimal(text, field.scale).value());
    case ColumnType::real: return column.append_real(std::stod(text));
    case ColumnType::day: return column.append_day(Day::parse(text).value());
    case ColumnType::boolean: return column.append_boolean(text == "true");
    default: return column.append_text(text);
  }
}

// A batch of columns "name", "name:2" (number at scale 2), "name:real", "name:day", "name:boolean"; empty text is null.
inline Batch batch_of(const std::string& columns, const Rows& rows) {
  std::vector<ColumnBuilder> builders;
  std::istringstream specs(columns);
  for (std::string spec; specs >> spec;) builders.emplace_back(field_of_spec(spec));
  for (const auto& row : rows) {
    REQUIRE(row.size() == builders.size());
    for (std::size_t c = 0; c < row.size(); ++c) append_cell(builders[c], row[c]);
  }
  std::vector<Column> finished;
  for (auto& builder : builders) finished.push_back(builder.finish());
  return Batch::of(std::move(finished)).value();
}

// A number below `limit` that belongs to a line, a month and a purpose.
inline std::uint64_t dice(int line, int month, const char* purpose, std::uint64_t limit) {
  return hash_of(std::to_string(line) + "/" + std::to_string(month) + "/" + purpose) % limit;
}

// The life of a line, month by month from a start that its number gives.
inline std::string stage_of(int line, int month) {
  const auto start = dice(line, 0, "start", 100);
  std::string stage = start < 8    ? "onboarding"
                      : start < 30 ? "growth"
                      : start < 82 ? "maturity"
                      : start < 94 ? "decline"
                                   : "churned";
  for (int m = 1; m <= month; ++m) {
    const auto chance = dice(line, m, "move", 1000);
    if (stage == "onboarding" && chance < 330) stage = "growth";
    else if (stage == "growth" && chance < 90) stage = "maturity";
    else if ((stage == "growth" || stage == "maturity") && chance > 960) stage = "decline";
    else if (stage == "decline" && chance < 110) stage = "churned";
    else if (stage == "decline" && chance > 820) stage = "maturity";
  }
  return stage;
}

inline std::string subscription_of(int line) {
  const std::string digits = std::to_string(line);
  return "S" + std::string(7 - digits.size(), '0') + digits;
}

// The month of the night in which the line was first seen as ended.
inline int ended_since(int line, int month) {
  while (month > 0 && stage_of(line, month - 1) == "churned") --month;
  return month;
}

inline std::string segment_of(const std::string& stage, std::uint64_t value, std::uint64_t loyalty) {
  if (stage == "churned") return "left";
  if (stage == "onboarding") return "welcome";
  if (stage == "decline") return value >= 3 ? (loyalty <= 2 ? "rescue" : "win_over") : "let_choose";
  if (value >= 3) return loyalty <= 2 ? "guard" : "treasure";
  return loyalty >= 3 ? "develop" : "maintain";
}

inline constexpr const char* kDecisionColumns =
    "subscription_id customer_id arpu_3m:2 value:2 value_band:0 loyalty_quartile:0 stage stage_since:0 churn_kind "
    "segment status activated:day terminated:day contract_kind "
    "warning_points:0 warning_level reason_1 reason_2 reason_3 warning_rank:0";

inline std::vector<std::string> decision_row(int line, int month, Month period, int& rank) {
  static const std::vector<std::string> kinds = {"defected", "left_market", "passive", "internal_transfer"};
  static const std::vector<std::string> reasons = {"CONTRACT_END", "SILENT",  "USAGE_DROP", "COMPLAINT",
                                                   "RIVAL",        "ARREARS", "PORT_OUT"};
  const std::string stage = stage_of(line, month);
  const auto value = dice(line, 0, "value", 4) + 1, loyalty = (dice(line, 0, "loyalty", 3) + value) % 4 + 1;
  const std::string amount =
      decimal_text(static_cast<std::int64_t>(value * 2500 + dice(line, month, "amount", 2500)), 2);
  const auto points = stage == "churned" ? 0 : dice(line, month, "points", stage == "decline" ? 90 : 18);
  const std::string level = points >= 50 ? "high" : points >= 25 ? "medium" : points >= 10 ? "low" : "none";
  const auto reason = [&](const char* which) {
    return level == "none" ? "" : reasons[dice(line, month, which, reasons.size())];
  };
  return {subscription_of(line),
          "C" + std::to_string(line * 2 / 3 + 10000),
          amount,
          amount,
          std::to_string(value),
          std::to_string(loyalty),
          stage,
          std::to_string((stage == "churned" ? period - month + ended_since(line, month) : period).index()),
          stage == "churned" ? kinds[dice(line, 0, "kind", 4)] : "",
          segment_of(stage, value, loyalty),
          stage == "churned" ? "terminated" : "active",
          ((period - month).first_day() - 60 - static_cast<int>(dice(line, 0, "age", 1500))).to_string(),
          stage == "churned" ? ((period - month + ended_since(line, month)).first_day() - 5).to_string() : "",
          line % 3 == 0   ? "prepaid"
          : line % 3 == 1 ? "contract_24"
                          : "no_contract",
          std::to_string(points),
          level,
          reason("first"),
          points >= 50 ? reason("second") : "",
          "",
          level == "high" ? std::to_string(++rank) : ""};
}

inline Batch transitions_of(int lines, int month) {
  if (month == 0) return {};
  std::map<std::pair<std::string, std::string>, int> moves;
  for (int line = 0; line < lines; ++line)
    ++moves[{line % 97 == month ? "new" : stage_of(line, month - 1), stage_of(line, month)}];
  Rows rows;
  for (const auto& [move, count] : moves) rows.push_back({move.first, move.second, std::to_string(count)});
  return batch_of("from_stage to_stage lines:0", rows);
}

inline Batch grid_of(const Batch& decision) {
  std::map<std::pair<std::int64_t, std::int64_t>, std::pair<std::int64_t, std::int64_t>> cells;
  for (std::size_t row = 0; row < decision.rows(); ++row) {
    if (decision.find("stage")->text(row) == "churned") continue;
    auto& cell =
        cells[{decision.find("value_band")->numbers()[row], decision.find("loyalty_quartile")->numbers()[row]}];
    ++cell.first;
    cell.second += decision.find("value")->numbers()[row];
  }
  Rows rows;
  for (const auto& [at, sums] : cells)
    rows.push_back({std::to_string(at.first), std::to_string(at.second), std::to_string(sums.first),
                    decimal_text(sums.second, 2)});
  return batch_of("value_band:0 loyalty_quartile:0 lines:0 value:2", rows);
}

inline Batch funnel_of(int lines) {
  const auto some = [lines](int per_mille) { return std::to_string(lines * per_mille / 1000); };
  const auto row = [&](const std::string& id, int consent, int cool, int rank, int held, int task) {
    return std::vector<std::string>{id,
                                    std::to_string(lines),
                                    std::to_string(lines * consent / 1000 + lines * cool / 1000 + lines * rank / 1000 +
                                                   lines * held / 1000 + lines * task / 1000),
                                    some(1000 - consent - cool - rank - held - task),
                                    some(consent),
                                    some(cool),
                                    some(rank),
                                    some(held),
                                    some(task)};
  };
  return batch_of(
      "strategy_id considered:0 matched:0 no_match:0 consent_missing:0 cool_down:0 outranked:0 held_out:0 task:0",
      {row("renewal-before-expiry", 12, 4, 3, 8, 70), row("silent-line-wake-up", 6, 9, 14, 3, 22),
       row("welcome-first-bill", 4, 0, 2, 4, 40), row("complaint-recovery", 1, 2, 1, 1, 9),
       row("plan-fit", 8, 12, 25, 6, 18), row("win-back", 0, 0, 0, 0, 0), row("*", 31, 27, 45, 22, 159)});
}

inline Batch effects_of(Month period) {
  const std::string before = (period - 1).to_string(), earlier = (period - 2).to_string();
  return batch_of(
      "period strategy segment stage treated:0 treated_kept:0 contacted:0 accepted:0 held_out:0 held_out_kept:0 "
      "kept_difference:real kept_low:real kept_high:real "
      "revenue_difference:real kept_customers:0 verdict english chinese",
      {{earlier, "", "", "", "5210", "4985", "4800", "1900", "610", "568", "0.0257", "0.0049", "0.0519", "3.4", "134",
        "keeps", "The programme keeps customers.", "全部策略有效。"},
       {earlier, "renewal-before-expiry", "", "", "2310", "2260", "2100", "1210", "260", "243", "0.0437", "0.0171",
        "0.0815", "5.1", "101", "keeps", "Renewal keeps customers.", "续约策略有效。"},
       {before, "", "", "", "5604", "5391", "5100", "2010", "655", "617", "0.0200", "0.0021", "0.0422", "2.2", "112",
        "keeps", "The programme: it keeps customers.", "全部策略：有效。"},
       {before, "renewal-before-expiry", "", "", "2405", "2361", "2300", "1300", "270", "255", "0.0373", "0.0119",
        "0.0731", "4.0", "90", "keeps", "Renewal: it keeps customers.", "续约：有效。"},
       {before, "silent-line-wake-up", "", "", "810", "701", "500", "90", "101", "88", "-0.0058", "-0.0650", "0.0720",
        "-0.4", "-5", "unclear", "Wake-up: no clear effect.", "唤醒：效果不明显。"},
       {before, "plan-fit", "", "", "620", "560", "600", "300", "75", "73", "-0.0701", "-0.0996", "-0.0105", "-2.4",
        "-43", "drives_away", "Plan fit: it drives customers away.", "套餐适配：适得其反。"},
       {before, "win-back", "", "", "25", "9", "20", "4", "0", "0", "", "", "", "", "0", "no_hold_out",
        "Win-back: nobody was held out.", "赢回：没有对照组。"},
       {before, "renewal-before-expiry", "rescue", "decline", "900", "871", "800", "500", "102", "95", "0.0364",
        "-0.0031", "0.1012", "3.0", "33", "unclear", "Finer.", "细分。"}});
}

inline Batch advice_of() {
  return batch_of(
      "segment stage rank:0 strategy strength scope tried:0 kept:0 held_out:0 held_out_kept:0 periods:0 effect:real "
      "items english chinese",
      {{"rescue", "decline", "1", "renewal-before-expiry", "proven", "segment_and_stage", "4715", "4621", "530", "498",
        "2", "0.04", "K-7", "renewal-before-expiry: 4,621 of 4,715 stayed. See K-7.",
        "renewal-before-expiry：4715人中4621人留下。参见K-7。"},
       {"rescue", "decline", "2", "plan-fit", "harmful", "everybody", "620", "560", "75", "73", "1", "-0.07", "",
        "plan-fit: worse than the hold-out; do not use it.", "plan-fit：不如对照组，不建议使用。"},
       {"maintain", "maturity", "1", "silent-line-wake-up", "unclear", "stage", "810", "701", "101", "88", "1",
        "-0.006", "", "silent-line-wake-up: nothing is proven.", "silent-line-wake-up：尚未证实。"}});
}

inline NightRecord night(int lines, int month) {
  NightRecord record;
  record.as_of = Day::of(2026, 1 + month, 1).value();
  record.playbook = "telecom-retention 1.2";
  record.playbook_digest = digest_of("playbook");
  record.digest = digest_of("night" + std::to_string(month));
  record.indicators = {"arpu_3m", "value", "value_band", "loyalty_quartile"};
  Rows rows;
  int rank = 0;
  for (int line = 0; line < lines; ++line) rows.push_back(decision_row(line, month, record.period(), rank));
  record.decision = batch_of(kDecisionColumns, rows);
  record.transitions = transitions_of(lines, month);
  record.grid = grid_of(record.decision);
  record.funnel = funnel_of(lines);
  if (month > 0) record.effects = effects_of(record.period());
  if (month > 0) record.advice = advice_of();
  record.rows = {1234567, 1204500, 29011, 1056};
  record.files = batch_of("file feed read:0 accepted:0 duplicate:0 quarantined:0 seen_before:boolean",
                          {{"bills_202601.csv", "bills", "480000", "479100", "500", "400", "false"},
                           {"usage_202601.csv", "usage", "560000", "559500", "100", "400", "false"},
                           {"subscriptions.csv", "subscriptions", "120000", "119700", "200", "100", "false"},
                           {"tickets_202601.csv", "tickets", "46356", "46200", "0", "156", "false"},
                           {"bills_202512.csv", "bills", "28211", "0", "28211", "0", "true"}});
  record.quality = batch_of("finding subject value", {{"missing_input", "loyal_rival", "no feed has calls to rivals"},
                                                      {"dangling", "account_id", "12"},
                                                      {"quarantined", "orphan", "610"},
                                                      {"quarantined", "bad_number", "330"},
                                                      {"quarantined", "field_count", "116"},
                                                      {"waiting", "bill_discounts", "31"},
                                                      {"conflicting", "payments", "17"},
                                                      {"completeness", "contract_end", "61.20"},
                                                      {"completeness", "customer_id", "100.00"}});
  record.rooms = batch_of("room ran reason", {{"boss", "yes", ""},
                                              {"lifecycle", "yes", ""},
                                              {"warning", "yes", ""},
                                              {"evaluation", month > 0 ? "yes" : "no",
                                               month > 0 ? "" : "no earlier night has issued or held out anything"},
                                              {"actions", "no", "no BossActions was handed in"}});
  return record;
}

inline std::vector<NightRecord> nights(int lines, int months) {
  std::vector<NightRecord> all;
  for (int month = 0; month < months; ++month) all.push_back(night(lines, month));
  return all;
}

inline constexpr const char* kTaskColumns =
    "task_id period customer_id subscription_id strategy_id stage segment action channel tactic assignee unit due:day "
    "state result knowledge_refs";

inline std::vector<std::string> task_row(int number, int month) {
  static const std::vector<std::string> strategies = {
      "renewal-before-expiry", "renewal-before-expiry", "silent-line-wake-up", "welcome-first-bill", "plan-fit",
      "complaint-recovery"};
  static const std::vector<std::string> results = {
      "accepted", "renewed", "refused", "not_reached", "accepted", "done", "opted_out", "left", "", ""};
  const std::string result = month == 2 ? "" : results[dice(number, month, "result", results.size())];
  const Month period = Month::of(2026, 1 + month);
  const int line = static_cast<int>(dice(number, month, "line", 1000));
  return {"T" + std::to_string(month) + std::to_string(10000 + number),
          period.to_string(),
          "C" + std::to_string(line * 2 / 3 + 10000),
          subscription_of(line),
          strategies[dice(number, month, "strategy", strategies.size())],
          "decline",
          "rescue",
          "",
          "call",
          "Call and offer.",
          "staff-" + std::to_string(dice(number, month, "staff", 25) + 1),
          "city-" + std::to_string(number % 3 + 1),
          (period.first_day() + 14).to_string(),
          result.empty() ? "assigned" : "closed",
          result,
          ""};
}

inline Batch tasks(int each_month, int months) {
  Rows rows;
  for (int month = 0; month < months; ++month)
    for (int number = 0; number < each_month; ++number) rows.push_back(task_row(number, month));
  return batch_of(kTaskColumns, rows);
}

}  // namespace staysail::sample
