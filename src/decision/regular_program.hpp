// A regular expression as steps of a machine that tries one way after the other: for references to groups, which no
// machine of linear time can follow. What it may do is counted, so that no pattern can hang or exhaust a host.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"

namespace re2 {
class RE2;
}

namespace staysail::decision {

enum class RegularOp : std::uint8_t {
  letter,  // one character: `letter`
  set,     // one character of `set`
  begin,   // of the text or, with the flag m, of a line
  end,
  split,      // goes on at `x` and, when that fails, at `y`; both count from this step
  jump,       // to `x`
  save,       // the place into slot `x`: slots 2n and 2n + 1 hold group n
  reference,  // what group `x` matched; nothing where it did not
  mark,       // the place into the mark `x`
  progress,   // fails where nothing was read since the mark `x`: a loop over nothing ends
};

struct RegularStep {
  RegularOp op = RegularOp::letter;
  char32_t letter = 0;
  std::int32_t x = 0, y = 0;
  std::shared_ptr<const re2::RE2> set;
};

struct RegularProgram {
  std::vector<RegularStep> steps;
  std::size_t groups = 0;  // without the match itself
  std::size_t marks = 0;
  bool any_case = false, lines = false;

  // `pattern` must be one that is well formed without its references; flags as regular_pattern.hpp has them, without
  // q and x. Errors: syntax_error (a reference to a group that is not closed before it), limit_exceeded.
  static Result<RegularProgram> compile(std::string_view pattern, std::string_view flags);

  // Whether a match begins at or after `from`, and its groups: 0 is the match, what did not take part is empty. Counts
  // down `remaining`. Errors: limit_exceeded when none are left, or when more ways are open than may be kept.
  Result<bool> search(std::string_view text, std::size_t from, std::span<std::string_view> found,
                      std::uint64_t& remaining) const;
};

}  // namespace staysail::decision
