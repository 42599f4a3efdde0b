// How tightly FEEL's operators bind; all are left-associative (DMN 1.5, table 42).
#pragma once

namespace staysail::decision {

inline constexpr int kOr = 10;
inline constexpr int kAnd = 20;
inline constexpr int kComparison = 30;
inline constexpr int kSum = 40;
inline constexpr int kProduct = 50;
inline constexpr int kPower = 60;
inline constexpr int kSign = 70;

}  // namespace staysail::decision
