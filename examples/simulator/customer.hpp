// Customer and Line: who the operator's customers are, before anything happens to them.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/dice.hpp"
#include "simulator/offerings.hpp"
#include "simulator/options.hpp"
#include "staysail/base/calendar.hpp"

namespace staysail::simulator {

inline constexpr std::uint32_t kNobody = 0xffffffff;
inline constexpr std::uint32_t kCities = 6;
inline constexpr std::uint32_t kCountiesPerCity = 4;
inline constexpr std::uint32_t kCounties = kCities * kCountiesPerCity;

// The months of a history are 0, 1, ...; who was there before it has entered in this one.
inline constexpr std::int16_t kBeforeHistory = -1;

inline constexpr std::int16_t kNoTransfer = -2;

struct Customer {
  std::uint32_t number = 0;
  std::uint32_t first_line = 0;
  std::uint32_t lines = 0;
  std::uint32_t same_person_as = kNobody;  // planted duplicate: this customer's party is the other's, registered again
  std::uint32_t looks_like = kNobody;      // somebody else who shares much with this customer's party
  std::uint32_t group = kNobody;           // the group customer this individual is a member of
  std::int16_t entry = kBeforeHistory;     // month number in which the customer came
  std::uint8_t county = 0;
  bool is_group = false;
};

// What is hidden in a line, and drives what it does. Written to truth/, never to the export.
struct Traits {
  double spend_yuan = 0;         // what the user is ready to pay a month
  double price_sensitivity = 0;  // about -2.5 to 2.5, as the next three
  double attachment = 0;
  double rival_affinity = 0;
  double offer_affinity = 0;
  double reach = 0;  // probability of being reached by one contact
  double calls = 0;  // a normal month
  double data_mb = 0;
  bool do_not_disturb = false;  // a contact makes leaving more likely
  bool poor_payer = false;
  bool automatic_payer = false;
  bool prepaid = false;
};

Product product_of(const Customer& customer, std::uint32_t position, std::uint64_t seed);
Traits traits_of(const Customer& customer, std::uint32_t line, Product product, std::uint64_t seed);
// Accounts of a customer: 1 to ceil(lines / 8) + 1; which one pays for a line.
std::uint32_t account_of(const Customer& customer, std::uint32_t position, std::uint64_t seed);

// Everybody, in the order of their numbers; lines are numbered through.
class Population {
 public:
  // As many customers as it takes for `options.subscribers` lines.
  explicit Population(const Options& options);
  // Adds those who come in month `number`, after the first `options.months` months.
  void add_joiners(std::int32_t number);

  const std::vector<Customer>& customers() const { return customers_; }
  std::uint32_t line_count() const { return line_count_; }
  // The month in which a line comes: the customer's own, or a later one for a line added to or put in place of another.
  std::int16_t entry_of_line(const Customer& customer, std::uint32_t position) const;
  // The month in which a line ends because the customer's next line takes its place; kNoTransfer when it does not.
  std::int16_t transfer_of_line(const Customer& customer, std::uint32_t position) const;
  std::uint64_t seed() const { return seed_; }

 private:
  void add_until(std::uint32_t lines, std::int32_t entry);
  Customer next_customer(std::int32_t entry) const;
  std::uint32_t somebody_before(const Customer& customer, const Dice& dice) const;
  std::int16_t entry_of(std::uint32_t customer) const;

  std::uint64_t seed_;
  std::uint32_t subscribers_;
  int months_;
  std::vector<Customer> customers_;
  std::uint32_t line_count_ = 0;
  std::uint32_t latest_group_ = kNobody;
};

}  // namespace staysail::simulator
