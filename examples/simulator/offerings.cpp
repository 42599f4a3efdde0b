#include "simulator/offerings.hpp"

namespace staysail::simulator {
namespace {

constexpr std::array kMobile = {Offering{"M019", 19'000},  Offering{"M029", 29'000},  Offering{"M039", 39'000},
                                Offering{"M059", 59'000},  Offering{"M079", 79'000},  Offering{"M099", 99'000},
                                Offering{"M129", 129'000}, Offering{"M169", 169'000}, Offering{"M199", 199'000},
                                Offering{"M239", 239'000}, Offering{"M399", 399'000}};
constexpr std::array kBroadband = {Offering{"B050", 50'000}, Offering{"B070", 70'000}, Offering{"B090", 90'000},
                                   Offering{"B120", 120'000}, Offering{"B199", 199'000}};
constexpr std::array kFixedLine = {Offering{"F020", 20'000}, Offering{"F035", 35'000}, Offering{"F060", 60'000}};
constexpr std::array kTelevision = {Offering{"T020", 20'000}, Offering{"T030", 30'000}, Offering{"T050", 50'000}};
constexpr std::array kThings = {Offering{"I005", 5'000}, Offering{"I010", 10'000}, Offering{"I020", 20'000}};

constexpr std::array<ServiceOffer, kServiceCount> kServices = {{{"cloud", "storage", 10'000},
                                                                {"music", "content", 8'000},
                                                                {"video", "content", 15'000},
                                                                {"ringtone", "content", 5'000},
                                                                {"security", "protection", 6'000},
                                                                {"roaming", "travel", 12'000}}};

}  // namespace

std::string_view label_of(Product product) {
  constexpr std::array<std::string_view, 5> kLabels = {"移动", "宽带", "固话", "电视", "物联网"};
  return kLabels[static_cast<std::size_t>(product)];
}

std::span<const Offering> ladder_of(Product product) {
  switch (product) {
    case Product::mobile: return kMobile;
    case Product::broadband: return kBroadband;
    case Product::fixed_line: return kFixedLine;
    case Product::television: return kTelevision;
    case Product::internet_of_things: break;
  }
  return kThings;
}

std::uint8_t rung_for(Product product, double spend_yuan) {
  const auto ladder = ladder_of(product);
  std::uint8_t rung = 0;
  while (rung + 1u < ladder.size() && ladder[rung + 1u].price_li <= spend_yuan * 1000.0) ++rung;
  return rung;
}

int rung_of(Product product, std::string_view code) {
  const auto ladder = ladder_of(product);
  for (std::size_t i = 0; i < ladder.size(); ++i)
    if (ladder[i].code == code) return static_cast<int>(i);
  return -1;
}

const std::array<ServiceOffer, kServiceCount>& service_offers() { return kServices; }

int service_of(std::string_view code) {
  for (std::size_t i = 0; i < kServiceCount; ++i)
    if (kServices[i].code == code) return static_cast<int>(i);
  return -1;
}

}  // namespace staysail::simulator
