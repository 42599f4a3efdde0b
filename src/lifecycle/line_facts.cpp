#include "line_facts.hpp"

namespace staysail::lifecycle {
namespace {

constexpr std::string_view kDecline = "decline", kChurned = "churned", kRenewed = "RENEWED", kPortOut = "PORT_OUT",
                           kEndedCause = "ENDED";

std::optional<Day> day_of(const Inputs& line, std::string_view name) {
  const auto* value = line.find(name);
  return value != nullptr && value->kind() == ValueKind::date ? std::optional<Day>(value->as_date().day())
                                                              : std::nullopt;
}

bool truth_of(const Inputs& line, std::string_view name) {
  const auto* value = line.find(name);
  return value != nullptr && value->is_true();
}

std::optional<Day> day_at(const Column& column, std::size_t row) {
  return column.is_null(row) ? std::nullopt : std::optional<Day>(Day::since_epoch(column.days()[row]));
}

bool truth_at(const Column& column, std::size_t row) { return !column.is_null(row) && column.booleans()[row] != 0; }

// In decline a cycle ago, and neither renewed nor gone.
bool held_by_decline(const Verdict& verdict, const StageState* previous) {
  return previous != nullptr && previous->stage == kDecline && verdict.stage != kDecline && verdict.stage != kChurned &&
         verdict.cause != kRenewed;
}

// Too short in the stage of a cycle ago to leave it for a reason that can wait.
bool held_by_stay(const Verdict& verdict, const StageState* previous, Day as_of, const StageMemory& memory) {
  if (previous == nullptr || previous->stage == verdict.stage || verdict.stage == kChurned) return false;
  for (const auto cause : {kPortOut, kEndedCause, kRenewed})
    if (verdict.cause == cause) return false;
  return as_of.month_of().index() - previous->since.index() < memory.minimum_stay_in(previous->stage);
}

}  // namespace

LineView view_of(const Inputs& line) {
  const auto* status = line.find("status");
  LineView view;
  if (status != nullptr && status->kind() == ValueKind::text) view.status = status->as_text();
  view.terminated = day_of(line, "terminated");
  view.contract_end = day_of(line, "contract_end");
  view.contract_renewed = truth_of(line, "contract_renewed");
  view.contract_is_renewal = truth_of(line, "contract_is_renewal");
  view.binding_contract = truth_of(line, "binding_contract");
  view.outlived_contract = truth_of(line, "outlived_contract");
  return view;
}

Result<LineReader> LineReader::over(const Batch& frame) {
  LineReader reader;
  STAYSAIL_TRY(reader.status_, frame.require("status", ColumnType::text));
  STAYSAIL_TRY(reader.terminated_, frame.require("terminated", ColumnType::day));
  STAYSAIL_TRY(reader.contract_end_, frame.require("contract_end", ColumnType::day));
  STAYSAIL_TRY(reader.renewed_, frame.require("contract_renewed", ColumnType::boolean));
  STAYSAIL_TRY(reader.is_renewal_, frame.require("contract_is_renewal", ColumnType::boolean));
  STAYSAIL_TRY(reader.binding_, frame.require("binding_contract", ColumnType::boolean));
  STAYSAIL_TRY(reader.outlived_, frame.require("outlived_contract", ColumnType::boolean));
  return reader;
}

LineView LineReader::at(std::size_t row) const {
  return {status_.text(row),          day_at(terminated_, row), day_at(contract_end_, row), truth_at(renewed_, row),
          truth_at(is_renewal_, row), truth_at(binding_, row),  truth_at(outlived_, row)};
}

bool line_ended(std::string_view status, const std::optional<Day>& terminated, Day as_of) {
  const bool final_status = status == "terminated" || status == "cancelled" || status == "aborted";
  return terminated ? *terminated <= as_of && (final_status || status.empty()) : final_status;
}

LineFacts facts_of(const LineView& line, const StageState* previous, Day as_of) {
  LineFacts facts;
  facts.ended = line_ended(line.status, line.terminated, as_of);
  const bool other_contract =
      previous != nullptr && previous->contract_end && previous->contract_end != line.contract_end;
  facts.renewed = line.contract_renewed || (line.contract_is_renewal && other_contract);
  const bool released_before =
      previous != nullptr && previous->released_from && previous->released_from == line.contract_end;
  facts.released = line.binding_contract && (line.outlived_contract || released_before);
  return facts;
}

StageState remember(const Verdict& verdict, const LineView& line, const LineFacts& facts, const StageState* previous,
                    Day as_of, const StageMemory& memory) {
  StageState state{verdict.stage, verdict.cause, as_of.month_of(), 0, line.contract_end, std::nullopt};
  if (facts.released) state.released_from = line.contract_end;
  const bool leaves_decline = held_by_decline(verdict, previous);
  const int quiet = leaves_decline && !verdict.declining ? previous->quiet_cycles + 1 : 0;
  if ((leaves_decline && quiet < memory.quiet_cycles) || held_by_stay(verdict, previous, as_of, memory)) {
    state.stage = previous->stage;
    state.cause = previous->cause;
    state.quiet_cycles = quiet;
  }
  if (previous != nullptr && previous->stage == state.stage) state.since = previous->since;
  return state;
}

}  // namespace staysail::lifecycle
