// The stage tables on the column plane: one slice of the decision frame.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/decision/total_table.hpp"
#include "staysail/lifecycle/stage_policy.hpp"
#include "staysail/lifecycle/stage_rules.hpp"

namespace staysail::lifecycle {

// What this room adds to the decision frame before it asks, and what tables give.
inline constexpr const char *kEnded = "line_ended", *kIsRenewed = "renewed", *kUnderContract = "under_contract",
                            *kDeclineCause = "decline_cause", *kStage = "stage", *kCause = "stage_cause";

// The tables of the lines of one family, or of all others.
struct FamilyTables {
  TotalTable decline, with_contract, without_contract;
  StageMemory memory;
};

// The states of a stage frame by subscription. The frame must outlive it.
class PreviousStates {
 public:
  static Result<PreviousStates> over(const Batch& frame);
  // Null when the line was not there.
  std::optional<StageState> find(std::string_view id) const;

 private:
  std::optional<Day> day(std::size_t column, std::size_t row) const;
  std::vector<Column> columns_;
  std::unordered_map<std::string_view, std::size_t> row_of_;
};

// `tables`: one each of `families`, then those of all other lines. Rows as in `slice`.
Result<Batch> stages_of_slice(const Batch& slice, std::span<const LineFamily> families,
                              std::span<const FamilyTables> tables, const PreviousStates& previous, Day as_of);

}  // namespace staysail::lifecycle
