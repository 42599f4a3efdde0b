#include "decision/cut_points.hpp"

#include <algorithm>

#include "decision/semantics.hpp"

namespace staysail::decision {
namespace {

bool is_equality(NodeKind kind) { return kind == NodeKind::equal || kind == NodeKind::not_equal; }

bool has_offset(const Value& value) {
  return value.kind() == ValueKind::date_time && value.as_date_time().time.offset_seconds.has_value();
}

bool before(const Value& a, const Value& b) { return compare(a, b).value_or(0) < 0; }

bool cut_before(const Cut& a, const Cut& b) {
  if (before(a.value, b.value)) return true;
  return !before(b.value, a.value) && !a.above && b.above;
}

bool same_cut(const Cut& a, const Cut& b) { return !cut_before(a, b) && !cut_before(b, a); }

NodeKind opposite(NodeKind kind) {
  switch (kind) {
    case NodeKind::less: return NodeKind::greater_equal;
    case NodeKind::less_equal: return NodeKind::greater;
    case NodeKind::greater: return NodeKind::less_equal;
    default: return NodeKind::less;
  }
}

}  // namespace

bool CutPoints::codes(ValueKind kind) {
  switch (kind) {
    case ValueKind::number:
    case ValueKind::text:
    case ValueKind::boolean:
    case ValueKind::date:
    case ValueKind::date_time: return true;
    default: return false;
  }
}

bool CutPoints::suits(const Value& bound) const { return bound.kind() == kind_ && !has_offset(bound); }

bool CutPoints::note(NodeKind comparison, const Value& bound) {
  if (bound.is_null()) return true;
  const bool unordered = kind_ == ValueKind::text || kind_ == ValueKind::boolean;
  if (!suits(bound) || (unordered && !is_equality(comparison))) return false;
  if (kind_ == ValueKind::boolean) return true;
  const bool starts = comparison == NodeKind::less || comparison == NodeKind::greater_equal;
  if (unordered || starts || is_equality(comparison)) cuts_.push_back({bound, false});
  if (!unordered && !starts) cuts_.push_back({bound, true});
  return true;
}

void CutPoints::settle() {
  std::sort(cuts_.begin(), cuts_.end(), cut_before);
  cuts_.erase(std::unique(cuts_.begin(), cuts_.end(), same_cut), cuts_.end());
}

std::uint32_t CutPoints::ranks() const {
  return kind_ == ValueKind::boolean ? 2 : static_cast<std::uint32_t>(cuts_.size()) + 1;
}

std::uint32_t CutPoints::code_of(const Value& value) const {
  if (value.is_null()) return null_code();
  if (value.kind() != kind_) return alien_code();
  if (has_offset(value)) return unordered_code();
  return rank_of(value);
}

// How many cuts a value is beyond.
std::uint32_t CutPoints::rank_of(const Value& value) const {
  if (kind_ == ValueKind::boolean) return value.as_boolean() ? 1 : 0;
  if (kind_ != ValueKind::text) return rank_of_cut(value, false);
  const std::uint32_t at = rank_of_cut(value, false);
  return at > 0 && cuts_[at - 1].value == value ? at : 0;
}

// How many cuts come at or before this one.
std::uint32_t CutPoints::rank_of_cut(const Value& value, bool above) const {
  const auto after = std::upper_bound(cuts_.begin(), cuts_.end(), Cut{value, above}, cut_before);
  return static_cast<std::uint32_t>(after - cuts_.begin());
}

CodeSet CutPoints::where(NodeKind comparison, const Value& bound, bool holds) const {
  if (is_equality(comparison)) return equal_to(bound, (comparison == NodeKind::equal) == holds);
  if (bound.is_null()) return CodeSet();
  return ordered(holds ? comparison : opposite(comparison), bound);
}

// Equality tells null from every value; a value of another kind is neither equal nor unequal to anything but null.
CodeSet CutPoints::equal_to(const Value& bound, bool holds) const {
  const CodeSet null = CodeSet::of(null_code());
  if (bound.is_null()) return holds ? null : null.complement(codes());
  const std::uint32_t rank = rank_of(bound);
  const bool runs = kind_ == ValueKind::text || kind_ == ValueKind::boolean;
  const CodeSet equal = runs ? CodeSet::of(rank) : CodeSet::of(rank, rank_of_cut(bound, true) - 1);
  return holds ? equal : united(equal, CodeSet::of(alien_code())).complement(codes());
}

CodeSet CutPoints::ordered(NodeKind comparison, const Value& bound) const {
  const bool above = comparison == NodeKind::less_equal || comparison == NodeKind::greater;
  const std::uint32_t rank = rank_of_cut(bound, above);
  const bool upwards = comparison == NodeKind::greater || comparison == NodeKind::greater_equal;
  if (upwards) return CodeSet::of(rank, ranks() - 1);
  return rank == 0 ? CodeSet() : CodeSet::of(0, rank - 1);
}

}  // namespace staysail::decision
