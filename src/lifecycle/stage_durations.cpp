#include "staysail/lifecycle/stage_durations.hpp"

#include <algorithm>
#include <map>

#include "staysail/lifecycle/stage_names.hpp"
#include "staysail/statistics/proportion.hpp"

namespace staysail {
namespace lifecycle {
namespace {

constexpr int kMonthsAYear = 12;

using MovesOfStage = std::map<std::string, std::int64_t>;  // lines by where they went
using StageMoves = std::map<std::string, MovesOfStage>;

bool is_end(const std::string& stage) { return stage == "churned" || stage == "gone"; }

Status add_moves(const Batch& frame, StageMoves& moves) {
  if (frame.rows() == 0) return ok();
  STAYSAIL_TRY(const auto from, frame.require("from_stage", ColumnType::text));
  STAYSAIL_TRY(const auto to, frame.require("to_stage", ColumnType::text));
  STAYSAIL_TRY(const auto lines, frame.require("lines", ColumnType::number));
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    std::string stage(from.text(row));
    if (stage != "new" && !is_end(stage)) moves[std::move(stage)][std::string(to.text(row))] += lines.numbers()[row];
  }
  return ok();
}

// The stages that lines were in, as a life goes.
std::vector<std::string> in_order(const StageMoves& moves) {
  std::vector<std::string> stages;
  for (const auto& name : stage_names())
    if (moves.count(name) != 0) stages.push_back(name);
  for (const auto& [name, to] : moves)
    if (std::find(stages.begin(), stages.end(), name) == stages.end()) stages.push_back(name);
  return stages;
}

// Share that has ended, by stage, one month further on: of each stage the mean over where its lines go.
std::map<std::string, double> one_month_on(const StageMoves& moves, const std::map<std::string, double>& ended) {
  std::map<std::string, double> later;
  for (const auto& [stage, to] : moves) {
    double lines = 0, lost = 0;
    for (const auto& [next, count] : to) {
      const auto known = ended.find(next);
      lines += static_cast<double>(count);
      lost += static_cast<double>(count) * (is_end(next) ? 1 : known == ended.end() ? 0 : known->second);
    }
    later[stage] = lines == 0 ? 0 : lost / lines;
  }
  return later;
}

std::map<std::string, double> ended_in_a_year(const StageMoves& moves) {
  std::map<std::string, double> ended;
  for (int month = 0; month < kMonthsAYear; ++month) ended = one_month_on(moves, ended);
  return ended;
}

Result<StageDuration> duration_of(const std::string& stage, const MovesOfStage& to, double confidence) {
  StageDuration duration;
  duration.stage = stage;
  for (const auto& [next, lines] : to) {
    duration.line_months += lines;
    if (next == stage) continue;
    duration.moved += lines;
    if (lines > duration.next_lines) duration.next = next, duration.next_lines = lines;
  }
  if (duration.line_months == 0) return duration;
  STAYSAIL_TRY(const auto share, statistics::wilson({static_cast<std::uint64_t>(duration.moved),
                                                     static_cast<std::uint64_t>(duration.line_months)},
                                                    confidence));
  if (duration.moved == 0) return duration;
  duration.months = static_cast<double>(duration.line_months) / static_cast<double>(duration.moved);
  duration.low = 1 / share.high;
  if (share.low > 0) duration.high = 1 / share.low;
  return duration;
}

}  // namespace
}  // namespace lifecycle

Result<std::vector<StageDuration>> stage_durations(std::span<const Batch> transitions, double confidence) {
  lifecycle::StageMoves moves;
  for (const Batch& frame : transitions) STAYSAIL_CHECK(lifecycle::add_moves(frame, moves));
  const auto ended = lifecycle::ended_in_a_year(moves);
  std::vector<StageDuration> durations;
  for (const auto& stage : lifecycle::in_order(moves)) {
    STAYSAIL_TRY(auto duration, lifecycle::duration_of(stage, moves[stage], confidence));
    duration.ended_in_a_year = ended.at(stage);
    durations.push_back(std::move(duration));
  }
  return durations;
}

}  // namespace staysail
