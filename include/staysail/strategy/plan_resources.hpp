// PlanResources: what a plan has to give - contacts, money, offers, people's time - what it costs at the margin, and
// what is left.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/statistics/allocation.hpp"
#include "staysail/strategy/contact_policy.hpp"
#include "staysail/strategy/strategy.hpp"
#include "staysail/strategy/verdict.hpp"

namespace staysail {

enum class PlanResourceKind : std::uint8_t {
  contacts,  // a budget
  money,     // a budget, in hundredths of the currency
  offer,     // a capacity
  column,    // a capacity for one value of the policy's column
};

struct PlanResource {
  PlanResourceKind kind = PlanResourceKind::contacts;
  std::string of;  // the id of a strategy, an offer, a value of the column; empty: all strategies together
  std::int64_t capacity = 0, left = 0;
};

// A task that somebody might be given. `own`: the value of the policy's column, empty where it is null.
struct Bid {
  std::uint32_t strategy = 0;  // position
  std::uint8_t channel = 0;    // position in the strategy's channels
  std::int64_t value_hundredths = 0;
  std::string_view own;
};

// A plain value. Immutable use from many threads.
class PlanResources {
 public:
  PlanResources() = default;
  // Every budget and capacity that the strategies and the policy name. `own_values`: those of the policy's column, in
  // any order, without repetition.
  static PlanResources of(const std::vector<Strategy>& strategies, const ContactPolicy& policy,
                          std::vector<std::string> own_values = {});

  std::span<const PlanResource> all() const { return resources_; }
  // The items of an allocation: one a strategy and channel.
  std::span<const statistics::AllocationItem> items() const { return items_; }
  std::uint32_t item(std::uint32_t strategy, std::uint8_t channel) const { return first_item_[strategy] + channel; }
  // The resource of a value of the policy's column; one that never ends for the empty text and for values unknown. Null
  // where the policy has no such column.
  std::optional<std::uint32_t> own(std::string_view value) const;

  // The first resource of which there is too little for the task; null when there is enough.
  std::optional<std::uint32_t> short_of(std::uint32_t item, std::optional<std::uint32_t> own) const;
  void take(std::uint32_t item, std::optional<std::uint32_t> own);
  static Verdict verdict_of(PlanResourceKind kind);

  // Empty prices: the plan was made by priority.
  const statistics::ResourcePrices& prices() const { return prices_; }
  void set_prices(statistics::ResourcePrices prices) { prices_ = std::move(prices); }
  // What a task of the strategy must be worth, by that channel, before it is given: hundredths, rounded up; 0 under
  // `priority`.
  std::int64_t price_hundredths(std::uint32_t item, std::optional<std::uint32_t> own = {}) const;
  // Which of one customer's bids would be tasks at the prices, positions ascending: for a customer who comes after the
  // plan was made. Takes nothing; with empty prices every bid costs nothing.
  std::vector<std::uint32_t> choose(std::span<const Bid> bids) const;

 private:
  std::uint32_t add(PlanResourceKind kind, std::string of, std::int64_t capacity);
  void add_policy(const ContactPolicy& policy);
  void add_strategy(const Strategy& strategy, std::uint32_t group, const ContactPolicy& policy);
  void add_own(std::vector<std::string> values, const ContactPolicy& policy);

  std::vector<PlanResource> resources_;
  std::vector<statistics::AllocationItem> items_;
  std::vector<std::uint32_t> first_item_;
  std::map<std::string, std::uint32_t, std::less<>> offers_, own_;
  std::optional<std::uint32_t> contacts_, money_, endless_;
  std::uint32_t choices_ = 1;
  statistics::ResourcePrices prices_;
};

}  // namespace staysail
