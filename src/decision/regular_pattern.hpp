// RegularPattern: XPath's regular expressions. They run on an engine whose time is linear in the text, so that no
// pattern can hang a host; those that refer to their groups ("(a)\1"), which no such engine can follow, run on a
// machine of ours that counts what it does and gives up with a reason.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "decision/regular_program.hpp"

namespace staysail::decision {

// Steps that the searches of one function call may take together, in patterns that refer to groups.
inline constexpr std::uint64_t kMaxPatternSteps = 10'000'000;

class RegularPattern {
 public:
  // Flags: s (dot matches all), m (lines), i (any case), x (blanks are left out), q (no signs have a meaning). Errors:
  // syntax_error, unsupported, limit_exceeded for what would need more than 8 MB.
  static Result<RegularPattern> compile(std::string_view pattern, std::string_view flags);

  // Without the match itself.
  std::size_t groups() const;
  // The first match at or after `from` and its groups: 0 is the match, what did not take part is empty. Patterns that
  // refer to groups count `steps` down. Errors: limit_exceeded.
  Result<bool> search(std::string_view text, std::size_t from, std::span<std::string_view> found,
                      std::uint64_t& steps) const;

 private:
  std::shared_ptr<const re2::RE2> engine_;
  std::optional<RegularProgram> program_;  // where the pattern refers to groups
};

// The last pattern of each thread is kept.
Result<const RegularPattern*> compiled_pattern(std::string_view pattern, std::string_view flags);

}  // namespace staysail::decision
