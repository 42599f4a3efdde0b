// Population: everyone the operator serves, as frames at one day. What indicators, stages and rules read.
//
// Frames are batches sorted by id bytes; a handle is a row index in a frame, valid for this object only: it is never
// stored and never orders anything that leaves the run. A Population is immutable and safe to read from many threads;
// facts() reads the store at each call.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/model/table.hpp"
#include "staysail/view/group_tree.hpp"
#include "staysail/view/id_index.hpp"
#include "staysail/view/view_rules.hpp"

namespace staysail {

class Store;
struct Households;

// One stored chunk of a fact table, its rows joined to their owners.
struct FactBatch {
  Month month;
  Batch rows;
  // Per row: which grain owns it, and the owner's handle in that grain's frame (kNoRow: owner not in this population).
  std::vector<Grain> grain;
  std::vector<std::uint32_t> owner;
};

class Population {
 public:
  // Reads every entity table of `catalog` from the store and joins them as known on `as_of`, by the view rules
  // that the store keeps. `executor`: null = the
  // calling thread.
  static Result<Population> load(Store& store, const ModelCatalog& catalog, Day as_of, const Control& control = {},
                                 Executor* executor = nullptr);

  Day as_of() const { return as_of_; }
  const ModelCatalog& catalog() const { return *catalog_; }

  // One row a subscription: its own attributes, then what its customer, account, party, current contract and plan give:
  //   customer_type, customer_status, customer_since, region, manager_id, preferred_channel, grade;
  //   payment_mode, payment_method, credit_limit (CNY-like money at scale 3); party_id, party_kind, birth_day, age,
  //   gender; contract_start, contract_end (days), contract_months: the approved agreement in force, else the last that
  //   ended; contract_renewed: a later approved agreement is on file and has not begun; contract_is_renewal: the one in
  //   force follows another; plan, plan_price, plan_start: the main plan in force; bundle_parts: bundles and add-ons in
  //   force; last_downgrade, last_upgrade, last_part_closed: days of the latest such change up to as_of; services_held,
  //   services_new_12m, last_service_start (counts are null when no feed told of plan instances or services at all);
  //   member_of_group; group_id: of the customer's group, of several the first by id, its own where it is one;
  //   household_id, where the view rules declare households; then extension attributes: texts unless the view rules say
  //   otherwise.
  const Batch& subscriptions() const { return subscriptions_; }
  // Entity frames as stored (attributes, then extensions), sorted by id. An unknown table gives an empty batch.
  const Batch& entities(std::string_view table) const;

  // Handles per subscription row; kNoRow where the link is missing or dangling.
  std::span<const std::uint32_t> customer_of() const { return customer_of_; }
  std::span<const std::uint32_t> account_of() const { return account_of_; }
  // Group customers and their members on `as_of`, without the memberships that contradict.
  const GroupTree& groups() const { return groups_; }
  // Per customer: its place in groups(); kNoRow for who is neither group nor member.
  std::span<const std::uint32_t> group_place_of() const { return group_place_of_; }
  // Null where the view rules declare none.
  const Households* households() const { return households_.get(); }
  // Per customer: its position in households()->all; kNoRow for who is in none. Empty where none are declared.
  std::span<const std::uint32_t> household_of() const { return household_of_; }
  // What the view rules take for the device of a line and no subscription has; empty where nothing is missing.
  const std::string& missing_device_attribute() const { return missing_device_attribute_; }

  // Handle of an id in the frame of a grain; kNoRow when absent.
  std::uint32_t find(Grain grain, std::string_view id) const;
  // The same for every code of a dictionary: one look-up a distinct id.
  std::vector<std::uint32_t> rows_of(Grain grain, const Dictionary& ids) const;
  // Rows in the frame of a grain.
  std::size_t size(Grain grain) const;

  // Chunks of `table` filed in months [first, last], in (month, partition) order, with owners resolved. `columns`: what
  // is read beside the owners' ids, none named: all; what is not read is not unpacked, which saves most of the time. An
  // empty table gives none; a table that the catalog does not know is `not_found`.
  Result<std::vector<FactBatch>> facts(std::string_view table, Month first, Month last,
                                       const std::vector<std::string>& columns = {}) const;
  // The months for which the store holds rows of `table`, ascending.
  Result<std::vector<Month>> months_of(std::string_view table) const;

 private:
  struct Frame {
    std::string table;
    Batch rows;
    IdIndex index;
  };
  static Result<Frame> frame_of(Store& store, const TableDescription& table, const ViewRules& rules,
                                const Control& control);
  const Frame* frame_of(std::string_view table) const;
  Status link(const ViewRules& rules);
  Status place_in_groups();
  Status find_households(HouseholdRules rules);

  Store* store_ = nullptr;
  std::shared_ptr<const ModelCatalog> catalog_;
  Day as_of_;
  std::vector<Frame> frames_;
  Batch subscriptions_;
  std::vector<std::uint32_t> customer_of_, account_of_;
  GroupTree groups_;
  std::vector<std::uint32_t> group_place_of_, household_of_;
  std::shared_ptr<const Households> households_;
  std::string missing_device_attribute_;
};

// The schema of Population::subscriptions() before any data is there: what rules may name. `extensions`: attributes
// that subscriptions are known to bring beside those of the model.
// `rules`: the types of those extension attributes that are no texts, and whether there are households.
Schema subscription_schema(const std::vector<std::string>& extensions = {}, const ViewRules& rules = {});

}  // namespace staysail
