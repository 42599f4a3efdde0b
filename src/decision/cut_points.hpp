// CutPoints: the values at which any condition over one name changes its mind. A value's code is its rank among them,
// so that every comparison becomes a set of codes. A plain value.
//
// Codes: 0 .. ranks-1 for values, then one each for null, for a value of another kind (no comparison with it is true
// or false), and for a point in time that has no order among the column's (equal to none of them). The last two occur
// in single events only: a column has neither.
#pragma once

#include <optional>
#include <vector>

#include "decision/code_set.hpp"
#include "decision/syntax.hpp"
#include "staysail/decision/value.hpp"

namespace staysail::decision {

// Values below a cut and those above it: "below" parts x < value from x >= value, "above" x <= value from x > value.
struct Cut {
  Value value;
  bool above = false;
};

class CutPoints {
 public:
  CutPoints() = default;
  // A column of this kind of values: number, text, boolean, date or date_time (civil).
  explicit CutPoints(ValueKind kind) : kind_(kind) {}
  static bool codes(ValueKind kind);

  // Whether `x <kind> bound` can be a set of codes; then its cuts are noted.
  bool note(NodeKind comparison, const Value& bound);
  // After the last note().
  void settle();

  ValueKind kind() const { return kind_; }
  // Ascending. Of texts and booleans no cuts but the values themselves, whose rank is their place: booleans false and
  // true, texts from 1 on, every other text 0.
  const std::vector<Cut>& cuts() const { return cuts_; }
  std::uint32_t ranks() const;
  std::uint32_t null_code() const { return ranks(); }
  std::uint32_t alien_code() const { return ranks() + 1; }
  std::uint32_t unordered_code() const { return ranks() + 2; }
  std::uint32_t codes() const { return ranks() + 3; }

  std::uint32_t code_of(const Value& value) const;
  // Where `x <kind> bound` is true, or is false. Precondition: noted.
  CodeSet where(NodeKind comparison, const Value& bound, bool holds) const;
  // Where x itself, a boolean, is true or is false.
  CodeSet where_is(bool value) const { return CodeSet::of(value ? 1 : 0); }

 private:
  bool suits(const Value& bound) const;
  std::uint32_t rank_of(const Value& value) const;
  std::uint32_t rank_of_cut(const Value& value, bool above) const;
  CodeSet equal_to(const Value& bound, bool holds) const;
  CodeSet ordered(NodeKind comparison, const Value& bound) const;

  ValueKind kind_ = ValueKind::null;
  std::vector<Cut> cuts_;
};

}  // namespace staysail::decision
