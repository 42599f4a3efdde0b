// A few invented customers for each of many conditions, and for whom of all of them each condition holds: what refutes
// "whenever this holds, that holds" for most pairs without looking any further.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "staysail/decision/expression.hpp"

namespace staysail::strategy {

// A condition and customers known to be of interest to it: at best one for whom it holds, first.
struct SampledCondition {
  const Expression* condition = nullptr;
  std::vector<Inputs> customers;
};

// The same customers on every machine: choices are hashes of names. Immutable; any thread.
class SampleCustomers {
 public:
  static constexpr std::size_t kEach = 8;

  // Conditions of `scope`. Errors: `unsupported` for a name whose type no column holds.
  static Result<SampleCustomers> of(const std::vector<SampledCondition>& conditions, const Scope& scope);

  // Whether `b` holds for every customer for whom `a` does.
  bool may_imply(std::size_t a, std::size_t b) const;
  // A customer for whom both hold, if one was invented; only the names that the conditions use.
  const Inputs* both(std::size_t a, std::size_t b) const;

 private:
  std::span<const std::uint64_t> mask(std::size_t condition) const {
    return std::span<const std::uint64_t>(words_).subspan(condition * stride_, stride_);
  }
  std::vector<Inputs> customers_;
  std::vector<std::uint64_t> words_;
  std::size_t stride_ = 0;
};

}  // namespace staysail::strategy
