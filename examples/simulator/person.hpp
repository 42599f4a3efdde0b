// Person: the invented party behind a customer, and the operator's own people and places.
//
// Nobody real is meant: places do not exist, phone numbers begin with 154 (a range without subscribers) and identity
// numbers with 99 (a region code that is not given out); their check digits are right.
#pragma once

#include <cstdint>
#include <string>

#include "simulator/customer.hpp"
#include "simulator/line_state.hpp"

namespace staysail::simulator {

struct Person {
  std::string name;
  std::string identity_number;
  std::string phone;
  std::string address;
  DayNumber birth = 0;            // 0: an organisation
  const char* gender_label = "";  // of the export: 女, 男, or none
  const char* variation = "";     // how a planted duplicate differs, or what a look-alike is to the other; else empty
};

// A planted duplicate gets the other's name and identity number, written a little differently.
Person person_of(const Population& population, const Customer& customer);
std::string phone_of_line(std::uint32_t line);
// 18 digits of which the last is the check digit of GB 11643; precondition: 17 digits.
char check_digit(const std::string& digits);

std::string province_name();
std::string city_name(std::uint32_t city);
std::string county_name(std::uint32_t county);  // with the city's
std::string staff_name(std::uint64_t seed, std::uint32_t staff);

}  // namespace staysail::simulator
