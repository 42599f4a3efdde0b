// Dice: random numbers that belong to a question, not to a moment.
//
// Every number is a hash of (seed, thing, its number, month, question), so whatever is asked, in any order and any
// number of times, the answer is the same on every machine. A customer's month can be drawn again without a stored
// state, and a customer who was contacted meets the same luck as the copy of them who was not.
// Only + - * / and table-free polynomials are used: no function of the mathematical library decides anything.
#pragma once

#include <cstdint>

namespace staysail::simulator {

constexpr std::uint64_t scramble(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

// What a die speaks of.
enum class Thing : std::uint8_t { operator_, customer, line, row };

// What is asked. The numbers are part of the export's bytes: append, never renumber.
enum class Roll : std::uint16_t {
  line_count = 1,
  group,
  entry,
  county,
  birth,
  gender,
  name,
  road,
  house,
  duplicate,
  duplicate_of,
  variation,
  channel,
  spend,
  price_sensitivity,
  attachment,
  rival_affinity,
  reach,
  offer_affinity,
  do_not_disturb,
  call_level,
  data_level,
  payer,
  second_account,
  product,
  activation,
  activation_day,
  contract,
  contract_term,
  contract_age,
  contract_start,
  contract_discount,
  renewed_before,
  terminal,
  services_held,
  consent,
  member,
  renew,
  renew_term,
  complain,
  complaint_cause,
  complaint_day,
  solve,
  solve_days,
  inquire,
  inquire_day,
  survey,
  survey_day,
  survey_score,
  change_plan,
  change_day,
  adopt,
  adopt_which,
  drop_service,
  drop_which,
  fade,
  recover,
  sudden,
  leave,
  leave_day,
  port_enquiry,
  port_enquiry_day,
  rival_calls,
  usage,
  overage,
  top_up,
  pay,
  pay_day,
  opt_out,
  transfer,
  answer,
  accept,
  answer_day,
  opt_out_after,
  dirt,
  dirt_kind,
  dirt_column,
  staff_name,
  moved,
  severity,
  rival_name,
  cost,
  look_alike,
};

class Dice {
 public:
  constexpr Dice(std::uint64_t seed, Thing thing, std::uint64_t number, std::int32_t month = 0)
      : key_(scramble(scramble(seed + 0x9e3779b97f4a7c15ULL * (static_cast<std::uint64_t>(thing) + 1)) +
                      number * 0xd1342543de82ef95ULL) +
             static_cast<std::uint64_t>(static_cast<std::int64_t>(month)) * 0xaf251af3b0f025b5ULL) {}

  // 64 bits; `nth` when a question needs several numbers.
  constexpr std::uint64_t bits(Roll roll, std::uint32_t nth = 0) const {
    return scramble(key_ ^ scramble((static_cast<std::uint64_t>(roll) << 32) + nth + 0x2545f4914f6cdd1dULL));
  }
  // In [0, 1).
  constexpr double unit(Roll roll, std::uint32_t nth = 0) const {
    return static_cast<double>(bits(roll, nth) >> 11) * 0x1p-53;
  }
  constexpr bool chance(Roll roll, double probability, std::uint32_t nth = 0) const {
    return unit(roll, nth) < probability;
  }
  // 0 .. count - 1; precondition: count > 0.
  constexpr std::uint32_t pick(Roll roll, std::uint32_t count, std::uint32_t nth = 0) const {
    return static_cast<std::uint32_t>(((bits(roll, nth) >> 32) * count) >> 32);
  }
  // Mean 0, deviation 1, within +-4.9: the sum of eight uniform numbers.
  double normal(Roll roll, std::uint32_t nth = 0) const;

 private:
  std::uint64_t key_;
};

// e to the power x, clipped to +-40; the same bits on every machine.
double exponential(double x);
// 1 / (1 + e^-x)
double logistic(double x);
// x to its power of two and a half for x in [0, 1], by square roots.
double skewed(double x);

}  // namespace staysail::simulator
