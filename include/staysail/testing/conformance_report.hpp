// ConformanceReport: what a conformance kit found out about an adapter.
//
// Kits need no test framework: a test case of any framework checks passed() and prints to_string().
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace staysail {

class ConformanceReport {
 public:
  struct Finding {
    std::string promise;  // what was expected, as a sentence
    std::string detail;   // what was seen instead
  };

  // Counts one promise; a broken one is kept as a finding. Returns `kept`, so that a check can guard the next.
  bool check(bool kept, std::string_view promise, std::string_view detail = {});

  // True when at least one promise was checked and none was broken.
  bool passed() const { return checked_ != 0 && findings_.empty(); }
  std::size_t checked() const { return checked_; }
  const std::vector<Finding>& findings() const { return findings_; }
  // One line a finding, or how many promises were kept.
  std::string to_string() const;

 private:
  std::size_t checked_ = 0;
  std::vector<Finding> findings_;
};

}  // namespace staysail
