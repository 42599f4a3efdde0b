#include "decision/code_set.hpp"

#include <algorithm>

namespace staysail::decision {

CodeSet CodeSet::of(std::uint32_t first, std::uint32_t last) {
  CodeSet set;
  if (first <= last) set.runs_.emplace_back(first, last);
  return set;
}

bool CodeSet::has(std::uint32_t code) const {
  return std::any_of(runs_.begin(), runs_.end(),
                     [code](const Run& run) { return run.first <= code && code <= run.second; });
}

CodeSet CodeSet::complement(std::uint32_t codes) const {
  CodeSet set;
  std::uint32_t next = 0;
  for (const Run& run : runs_) {
    if (run.first > next) set.runs_.emplace_back(next, run.first - 1);
    next = run.second + 1;
  }
  if (next < codes) set.runs_.emplace_back(next, codes - 1);
  return set;
}

CodeSet CodeSet::below(std::uint32_t codes) const {
  CodeSet set;
  for (const Run& run : runs_)
    if (run.first < codes) set.runs_.emplace_back(run.first, std::min(run.second, codes - 1));
  return set;
}

CodeSet united(const CodeSet& a, const CodeSet& b) {
  std::vector<CodeSet::Run> all = a.runs_;
  all.insert(all.end(), b.runs_.begin(), b.runs_.end());
  std::sort(all.begin(), all.end());
  CodeSet set;
  for (const CodeSet::Run& run : all) {
    if (set.runs_.empty() || run.first > set.runs_.back().second + 1) set.runs_.push_back(run);
    else set.runs_.back().second = std::max(set.runs_.back().second, run.second);
  }
  return set;
}

CodeSet common(const CodeSet& a, const CodeSet& b, std::uint32_t codes) {
  return united(a.complement(codes), b.complement(codes)).complement(codes);
}

}  // namespace staysail::decision
