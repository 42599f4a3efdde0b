// CodeSet: which codes of a column satisfy a predicate. A plain value.
#pragma once

#include <compare>
#include <cstdint>
#include <utility>
#include <vector>

namespace staysail::decision {

// Runs of codes, both ends included; ascending and parted by at least one code.
class CodeSet {
 public:
  using Run = std::pair<std::uint32_t, std::uint32_t>;

  CodeSet() = default;
  // Empty when `last` is below `first`.
  static CodeSet of(std::uint32_t first, std::uint32_t last);
  static CodeSet of(std::uint32_t code) { return of(code, code); }

  const std::vector<Run>& runs() const { return runs_; }
  bool empty() const { return runs_.empty(); }
  bool has(std::uint32_t code) const;
  bool is_all(std::uint32_t codes) const { return runs_.size() == 1 && runs_.front() == Run(0, codes - 1); }

  // Of `codes` codes, those that are not in the set.
  CodeSet complement(std::uint32_t codes) const;
  // Only the codes below `codes`.
  CodeSet below(std::uint32_t codes) const;
  friend CodeSet united(const CodeSet& a, const CodeSet& b);
  friend CodeSet common(const CodeSet& a, const CodeSet& b, std::uint32_t codes);
  friend bool operator==(const CodeSet&, const CodeSet&) = default;

 private:
  std::vector<Run> runs_;
};

CodeSet united(const CodeSet& a, const CodeSet& b);
// Both are sets of `codes` codes.
CodeSet common(const CodeSet& a, const CodeSet& b, std::uint32_t codes);

}  // namespace staysail::decision
