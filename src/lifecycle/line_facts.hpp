// What the lifecycle knows of one line before its tables are asked, from both planes.
#pragma once

#include <optional>
#include <string_view>

#include "staysail/lifecycle/stage_rules.hpp"

namespace staysail::lifecycle {

struct LineView {
  std::string_view status;
  std::optional<Day> terminated, contract_end;
  bool contract_renewed = false, contract_is_renewal = false, binding_contract = false, outlived_contract = false;
};

struct LineFacts {
  bool ended = false;     // line_ended
  bool renewed = false;   // renewed
  bool released = false;  // a binding contract ended, and steady use has released the line from it
};

LineView view_of(const Inputs& line);
// Reads rows of a frame. The frame must outlive it.
class LineReader {
 public:
  static Result<LineReader> over(const Batch& frame);
  LineView at(std::size_t row) const;

 private:
  Column status_, terminated_, contract_end_, renewed_, is_renewal_, binding_, outlived_;
};

// Whether a line has ended by `as_of`: its status says so, and its end is not dated later.
bool line_ended(std::string_view status, const std::optional<Day>& terminated, Day as_of);
LineFacts facts_of(const LineView& line, const StageState* previous, Day as_of);

// What the tables say.
struct Verdict {
  std::string stage, cause;
  bool declining = false;  // some decline condition holds, whatever the stage
};

// The verdict and the memory of the cycle before.
StageState remember(const Verdict& verdict, const LineView& line, const LineFacts& facts, const StageState* previous,
                    Day as_of, const StageMemory& memory);

}  // namespace staysail::lifecycle
