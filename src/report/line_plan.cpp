#include "report/line_plan.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "report/number_text.hpp"
#include "report/tally.hpp"
#include "staysail/strategy/verdict.hpp"

namespace staysail::report {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : " \xC2\xB7 ") + part;
  return text;
}

std::vector<std::size_t> rows_of_line(const Batch& table, std::string_view subscription) {
  const RowMask mask = rows_where(table, "subscription_id", subscription);
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < mask.size(); ++row)
    if (mask[row] != 0) rows.push_back(row);
  return rows;
}

std::vector<std::string> strategies_of_tasks(const Page& page, std::string_view subscription) {
  const std::string period = page.night().period().to_string();
  std::vector<std::string> strategies;
  for (const std::size_t row : rows_of_line(page.tasks, subscription))
    if (text_at(page.tasks, "period", row) == period) strategies.push_back(text_at(page.tasks, "strategy_id", row));
  return strategies;
}

// The guards stand in the order in which they are asked; a verdict of a later release comes last.
int progress_of(const Batch& matches, std::size_t row) {
  const auto verdict = verdict_of(text_at(matches, "verdict", row));
  return verdict ? static_cast<int>(*verdict) : -1;
}

std::vector<std::size_t> furthest_first(const Batch& matches, std::string_view subscription) {
  std::vector<std::size_t> rows = rows_of_line(matches, subscription);
  std::stable_sort(rows.begin(), rows.end(),
                   [&](std::size_t a, std::size_t b) { return progress_of(matches, a) > progress_of(matches, b); });
  return rows;
}

std::string detail_of(const Page& page, std::size_t row) {
  const auto text = [&](const char* column) { return text_at(page.night().matches, column, row); };
  const std::string winner = text("winner_strategy"), line = text("winner_subscription");
  if (text("verdict") == "held_out") return page.say(Phrase::why_held_out);
  if (winner.empty()) return page.words.sentence(text("detail"));
  if (line.empty() || line == text("subscription_id")) return page.say(Phrase::outranked_by, {winner});
  return page.say(Phrase::outranked_on, {winner, page.shown_id(line)});
}

std::string stop_text(const Page& page, std::size_t row) {
  const Batch& matches = page.night().matches;
  const std::string strategy = text_at(matches, "strategy_id", row),
                    verdict = page.name_of(text_at(matches, "verdict", row)), detail = detail_of(page, row);
  if (detail.empty()) return page.say(Phrase::stopped_match, {strategy, verdict});
  return page.say(Phrase::stopped_match_detail, {strategy, verdict, detail});
}

// What a stage forbids was never meant for the line: it is the reason only where there is no other.
std::vector<std::string> stops_of(const Page& page, std::string_view subscription) {
  const Batch& matches = page.night().matches;
  const int ruled_out = static_cast<int>(Verdict::stage_forbidden);
  std::vector<std::string> stops;
  for (const std::size_t row : furthest_first(matches, subscription))
    if (stops.empty() || progress_of(matches, row) > ruled_out) stops.push_back(stop_text(page, row));
  return stops;
}

}  // namespace

std::string plan_for_line(const Page& page, std::string_view subscription) {
  if (const auto strategies = strategies_of_tasks(page, subscription); !strategies.empty()) return joined(strategies);
  if (page.night().matches.rows() == 0) return std::string(kNoNumber);
  const auto stops = stops_of(page, subscription);
  return stops.empty() ? page.say(Phrase::no_strategy_matches) : joined(stops);
}

}  // namespace staysail::report
