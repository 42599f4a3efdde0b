// What the operator sells: the price ladder of each product and the value-added services.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace staysail::simulator {

enum class Product : std::uint8_t { mobile, broadband, fixed_line, television, internet_of_things };

// The label in the export (移动 ...), and whether calls can be made with it.
std::string_view label_of(Product product);
constexpr bool has_calls(Product product) { return product == Product::mobile || product == Product::fixed_line; }

struct Offering {
  std::string_view code;
  std::int32_t price_li;  // list price a month in 厘
};

// From cheap to dear.
std::span<const Offering> ladder_of(Product product);
// The dearest rung not above the spend; the cheapest when all are.
std::uint8_t rung_for(Product product, double spend_yuan);
// Position of an offering's code on the ladder; -1 when it is not sold.
int rung_of(Product product, std::string_view code);

struct ServiceOffer {
  std::string_view code;
  std::string_view category;
  std::int32_t price_li;
};
inline constexpr std::size_t kServiceCount = 6;
const std::array<ServiceOffer, kServiceCount>& service_offers();
int service_of(std::string_view code);

}  // namespace staysail::simulator
