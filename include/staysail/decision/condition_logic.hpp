// ConditionLogic: what can be shown of conditions without a customer at hand: whether one can hold, must hold, or goes
// with another.
//
// Comparisons of a column with a constant cut the column's domain into pieces on which nothing changes; over these the
// answer is exact, null being a piece of its own. Whatever else a condition asks (two columns compared, a function) is
// first left open: what is impossible even so is proven; else customers are sampled until one shows the contrary.
// A claim that something is possible always carries a customer for whom the evaluator itself says so.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "staysail/decision/expression.hpp"

namespace staysail {

enum class Shown : std::uint8_t {
  possible,    // by `example`
  impossible,  // proven for every customer
  unseen,      // none of kSampledCustomers was one; nothing is proven
};

inline constexpr std::size_t kSampledCustomers = 4096;

struct Answer {
  Shown shown = Shown::unseen;
  Inputs example;  // of the names that the conditions use
};

// Where a `not` or a `!=` meets a name that may be null.
struct NullRisk {
  std::string name;
  std::string text;    // of the negation, as written
  bool taken = false;  // a customer without the value is taken; else left out
  Place place;
};

// Immutable, cheap to copy, any thread. The same answers on every machine.
class ConditionLogic {
 public:
  // Conditions of one scope.
  explicit ConditionLogic(std::vector<Expression> conditions);

  std::size_t size() const;
  // A customer for whom the condition holds; for whom it does not (false or null).
  Answer can_hold(std::size_t condition) const;
  Answer can_fail(std::size_t condition) const;
  // A customer for whom both hold; for whom `a` holds and `b` does not.
  Answer can_hold_both(std::size_t a, std::size_t b) const;
  Answer can_hold_without(std::size_t a, std::size_t b) const;
  // Proven cases only. `never_null`: names that always have a value, sorted.
  std::vector<NullRisk> null_risks(std::size_t condition, std::span<const std::string> never_null = {}) const;

 private:
  struct Forms;
  class Search;
  std::shared_ptr<const Forms> forms_;
};

}  // namespace staysail
