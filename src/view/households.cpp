#include "staysail/view/households.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>
#include <map>

#include "owned_rows.hpp"
#include "party_text.hpp"
#include "staysail/base/nearest_name.hpp"

namespace staysail {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
using Pair = std::pair<std::uint32_t, std::uint32_t>;

enum Shared : std::uint8_t { kAddress = 1, kPayment = 2, kDevice = 4 };

class Search {
 public:
  Search(const Population& population, const HouseholdRules& rules)
      : population_(population), rules_(rules), customers_(population.entities("customers")) {}

  Result<Households> run() {
    if (customers_.rows() == 0) return Households{};
    share_addresses();
    share_payments();
    STAYSAIL_CHECK(share_devices());
    return components();
  }

 private:
  bool may_be_in_one(std::uint32_t customer) const {
    const Column* type = customers_.find("customer_type");
    return type == nullptr || type->text(customer) != "group";
  }

  std::string_view id(std::uint32_t customer) const { return customers_.find("customer_id")->text(customer); }

  void tie(std::uint32_t a, std::uint32_t b, Shared shared) {
    if (a == b || a == kNoRow || b == kNoRow || !may_be_in_one(a) || !may_be_in_one(b)) return;
    auto& ties = shared_[{std::min(a, b), std::max(a, b)}];
    ties = static_cast<std::uint8_t>(ties | shared);
  }

  // All customers with one value are tied, unless they are too many.
  void tie_blocks(std::map<std::string, std::vector<std::uint32_t>>& blocks, Shared shared) {
    for (auto& [value, block] : blocks) {
      std::sort(block.begin(), block.end());
      block.erase(std::unique(block.begin(), block.end()), block.end());
      if (block.size() > rules_.largest_block) continue;
      for (std::size_t i = 0; i < block.size(); ++i)
        for (std::size_t j = i + 1; j < block.size(); ++j) tie(block[i], block[j], shared);
    }
  }

  void share_addresses() {
    const Batch& parties = population_.entities("parties");
    const Column *addresses = parties.find("address"), *ids = parties.find("party_id");
    if (addresses == nullptr || ids == nullptr || parties.rows() == 0) return;
    const auto party_of = view::owners_of(customers_, "party_id", IdIndex(*ids));
    std::map<std::string, std::vector<std::uint32_t>> blocks;
    for (std::uint32_t customer = 0; customer < customers_.rows(); ++customer) {
      if (party_of[customer] == kNoRow || !may_be_in_one(customer)) continue;
      const std::string address = view::comparable_address(addresses->text(party_of[customer]));
      // Without a number it is a street or a village.
      if (!view::numbers_in(address).empty()) blocks[address].push_back(customer);
    }
    tie_blocks(blocks, kAddress);
  }

  // The line of one customer on the account of another.
  void share_payments() {
    const Batch& accounts = population_.entities("accounts");
    if (accounts.rows() == 0) return;
    const IdIndex customers(*customers_.find("customer_id"));
    const auto payer_of = view::owners_of(accounts, "customer_id", customers);
    for (std::size_t line = 0; line < population_.customer_of().size(); ++line) {
      const std::uint32_t account = population_.account_of()[line];
      if (account != kNoRow) tie(population_.customer_of()[line], payer_of[account], kPayment);
    }
  }

  Status share_devices() {
    if (rules_.device_attribute.empty()) return ok();
    const Batch& lines = population_.entities("subscriptions");
    const Column* devices = lines.find(rules_.device_attribute);
    if (devices == nullptr || devices->type() != ColumnType::text) {
      std::vector<std::string> known;
      for (const auto& field : lines.schema().fields()) known.push_back(field.name);
      return Error(Errc::not_found, "subscriptions have no text attribute of this name: " + rules_.device_attribute +
                                        did_you_mean(rules_.device_attribute, known));
    }
    std::map<std::string, std::vector<std::uint32_t>> blocks;
    for (std::size_t line = 0; line < lines.rows(); ++line)
      if (!devices->is_null(line) && population_.customer_of()[line] != kNoRow)
        blocks[std::string(devices->text(line))].push_back(population_.customer_of()[line]);
    tie_blocks(blocks, kDevice);
    return ok();
  }

  int weight_of(std::uint8_t shared) const {
    return ((shared & kAddress) != 0 ? rules_.address : 0) + ((shared & kPayment) != 0 ? rules_.payment : 0) +
           ((shared & kDevice) != 0 ? rules_.device : 0);
  }

  Households components() const {
    Households found;
    Graph graph(customers_.rows());
    for (const auto& [pair, shared] : shared_) {
      const int weight = weight_of(shared);
      if (weight < rules_.threshold) continue;
      boost::add_edge(pair.first, pair.second, graph);
      found.ties.push_back(HouseholdTie{std::string(id(pair.first)), std::string(id(pair.second)),
                                        (shared & kAddress) != 0, (shared & kPayment) != 0, (shared & kDevice) != 0,
                                        weight});
    }
    std::vector<int> component(customers_.rows());
    const int count = boost::connected_components(graph, component.data());
    std::vector<Household> households(static_cast<std::size_t>(count));
    for (std::uint32_t customer = 0; customer < customers_.rows(); ++customer)
      households[static_cast<std::size_t>(component[customer])].customers.emplace_back(id(customer));
    for (auto& household : households) {
      if (household.customers.size() < 2) continue;
      household.id = household.customers.front();
      found.all.push_back(std::move(household));
    }
    return found;
  }

  const Population& population_;
  const HouseholdRules& rules_;
  const Batch& customers_;  // by id, so that places are in the order of ids
  std::map<Pair, std::uint8_t> shared_;
};

}  // namespace

Result<Households> households_of(const Population& population, const HouseholdRules& rules) {
  return Search(population, rules).run();
}

}  // namespace staysail
