#include "simulator/customer.hpp"

#include <algorithm>

#include "simulator/dice.hpp"

namespace staysail::simulator {
namespace {

constexpr double kGroupShare = 0.012;
constexpr double kMemberShare = 0.08;
constexpr double kDuplicateShare = 0.02;
constexpr double kLookAlikeShare = 0.01;
constexpr double kMonthlyJoiners = 0.011;
constexpr double kLaterLineShare = 0.08;
constexpr std::uint32_t kDrawnFromHistory = 0x7fffffff;

std::uint32_t line_count_of(const Dice& dice, bool is_group) {
  if (is_group) return 3 + static_cast<std::uint32_t>(57.0 * skewed(dice.unit(Roll::line_count)));
  const double u = dice.unit(Roll::line_count);
  return u < 0.62 ? 1 : u < 0.90 ? 2 : 3;
}

Product group_product(const Dice& dice, std::uint32_t position) {
  const double u = dice.unit(Roll::product, position);
  if (u < 0.55) return Product::mobile;
  if (u < 0.70) return Product::broadband;
  return u < 0.80 ? Product::fixed_line : Product::internet_of_things;
}

double median_spend(Product product, bool is_group) {
  switch (product) {
    case Product::mobile: return is_group ? 88.0 : 62.0;
    case Product::broadband: return 72.0;
    case Product::fixed_line: return 30.0;
    case Product::television: return 27.0;
    case Product::internet_of_things: break;
  }
  return 9.0;
}

// How somebody pays.
void draw_payer(Traits& traits, const Dice& dice, Product product) {
  const double u = dice.unit(Roll::payer);
  traits.prepaid = product == Product::mobile && u < 0.45;
  const double rest = dice.unit(Roll::payer, 1);
  traits.automatic_payer = !traits.prepaid && rest < 0.74;
  traits.poor_payer = !traits.prepaid && rest > 0.94;
}

}  // namespace

Product product_of(const Customer& customer, std::uint32_t position, std::uint64_t seed) {
  const Dice dice(seed, Thing::customer, customer.number);
  if (customer.is_group) return group_product(dice, position);
  const double u = dice.unit(Roll::product, position);
  if (position == 0) return u < 0.88 ? Product::mobile : Product::broadband;
  if (position == 1) return u < 0.55 ? Product::broadband : Product::mobile;
  return u < 0.5 ? Product::television : u < 0.9 ? Product::mobile : Product::fixed_line;
}

Traits traits_of(const Customer& customer, std::uint32_t line, Product product, std::uint64_t seed) {
  const Dice dice(seed, Thing::line, line);
  Traits traits;
  const double wealth = dice.normal(Roll::spend);
  traits.spend_yuan = median_spend(product, customer.is_group) * exponential(0.62 * wealth);
  traits.price_sensitivity = 0.9 * dice.normal(Roll::price_sensitivity) - 0.3 * wealth;
  traits.attachment = dice.normal(Roll::attachment);
  traits.rival_affinity = dice.normal(Roll::rival_affinity);
  traits.offer_affinity = dice.normal(Roll::offer_affinity);
  traits.reach = 0.50 + 0.45 * dice.unit(Roll::reach);
  traits.calls = 70.0 * exponential(0.8 * dice.normal(Roll::call_level) + 0.2 * wealth);
  traits.data_mb =
      (product == Product::broadband ? 90'000.0 : 9'000.0) * exponential(0.9 * dice.normal(Roll::data_level));
  traits.do_not_disturb = dice.chance(Roll::do_not_disturb, 0.12);
  draw_payer(traits, dice, product);
  return traits;
}

std::uint32_t account_of(const Customer& customer, std::uint32_t position, std::uint64_t seed) {
  if (customer.is_group) return position / 8;
  if (position != 1) return 0;
  return Dice(seed, Thing::customer, customer.number).chance(Roll::second_account, 0.15) ? 1 : 0;
}

Population::Population(const Options& options)
    : seed_(options.seed), subscribers_(options.subscribers), months_(options.months) {
  customers_.reserve(static_cast<std::size_t>(subscribers_) * 2 / 3 + 8);
  add_until(subscribers_, kDrawnFromHistory);
}

void Population::add_joiners(std::int32_t number) {
  const auto joiners = static_cast<std::uint32_t>(kMonthlyJoiners * subscribers_);
  add_until(line_count_ + std::max<std::uint32_t>(joiners, 1), number);
}

void Population::add_until(std::uint32_t lines, std::int32_t entry) {
  while (line_count_ < lines) {
    Customer customer = next_customer(entry);
    customer.lines = std::min(customer.lines, lines - line_count_);
    if (customer.is_group) latest_group_ = customer.number;
    line_count_ += customer.lines;
    customers_.push_back(customer);
  }
}

Customer Population::next_customer(std::int32_t entry) const {
  Customer customer;
  customer.number = static_cast<std::uint32_t>(customers_.size());
  const Dice dice(seed_, Thing::customer, customer.number);
  customer.first_line = line_count_;
  customer.is_group = dice.chance(Roll::group, kGroupShare);
  customer.lines = line_count_of(dice, customer.is_group);
  customer.county =
      static_cast<std::uint8_t>(kCounties * dice.unit(Roll::county) * (0.5 + 0.5 * dice.unit(Roll::county, 1)));
  customer.entry = entry == static_cast<std::int32_t>(kDrawnFromHistory) ? entry_of(customer.number)
                                                                         : static_cast<std::int16_t>(entry);
  if (customer.is_group) return customer;
  if (latest_group_ != kNobody && customers_[latest_group_].entry <= customer.entry &&
      dice.chance(Roll::member, kMemberShare))
    customer.group = latest_group_;
  const bool registered_again = dice.chance(Roll::duplicate, kDuplicateShare);
  const bool look_alike = !registered_again && dice.chance(Roll::look_alike, kLookAlikeShare);
  if (registered_again) customer.same_person_as = somebody_before(customer, dice);
  if (look_alike) customer.looks_like = somebody_before(customer, dice);
  return customer;
}

// A person in their own right among the fifty before; nobody when the draw meets another.
std::uint32_t Population::somebody_before(const Customer& customer, const Dice& dice) const {
  if (customer.number == 0) return kNobody;
  const std::uint32_t back = 1 + dice.pick(Roll::duplicate_of, std::min<std::uint32_t>(customer.number, 50));
  const Customer& other = customers_[customer.number - back];
  const bool fits = !other.is_group && other.same_person_as == kNobody && other.looks_like == kNobody &&
                    other.entry <= customer.entry;
  return fits ? other.number : kNobody;
}

// Some customers of old get their last line during the history: beside the others, or instead of the one before it.
std::int16_t Population::entry_of_line(const Customer& customer, std::uint32_t position) const {
  const Dice dice(seed_, Thing::customer, customer.number);
  const bool may =
      !customer.is_group && customer.entry == kBeforeHistory && customer.lines > 1 && position + 1 == customer.lines;
  if (!may || months_ < 2 || !dice.chance(Roll::transfer, kLaterLineShare)) return customer.entry;
  return static_cast<std::int16_t>(1 + dice.pick(Roll::transfer, static_cast<std::uint32_t>(months_ - 1), 1));
}

std::int16_t Population::transfer_of_line(const Customer& customer, std::uint32_t position) const {
  if (position + 2 != customer.lines) return kNoTransfer;
  const std::int16_t successor = entry_of_line(customer, position + 1);
  const bool replaces = Dice(seed_, Thing::customer, customer.number).chance(Roll::transfer, 0.4, 2);
  return successor != customer.entry && replaces ? successor : kNoTransfer;
}

std::int16_t Population::entry_of(std::uint32_t customer) const {
  const Dice dice(seed_, Thing::customer, customer);
  const int later = months_ - 1;
  if (later == 0 || !dice.chance(Roll::entry, kMonthlyJoiners * later)) return kBeforeHistory;
  return static_cast<std::int16_t>(1 + dice.pick(Roll::entry, static_cast<std::uint32_t>(later), 1));
}

}  // namespace staysail::simulator
