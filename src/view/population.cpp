#include "staysail/view/population.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "contract_columns.hpp"
#include "entity_frame.hpp"
#include "owned_rows.hpp"
#include "plan_columns.hpp"
#include "staysail/base/guard.hpp"
#include "staysail/boss/table_schema.hpp"
#include "staysail/model/extension.hpp"
#include "staysail/store/store.hpp"
#include "staysail/view/households.hpp"
#include "subscription_frame.hpp"

namespace staysail {
namespace {

std::string_view table_of(Grain grain) {
  constexpr std::array tables = {"subscriptions", "accounts", "customers", "parties", "units"};
  return tables[static_cast<std::size_t>(grain)];
}

// The extension attributes of the subscriptions keep their names unless the wide frame already has one. Those about a
// person stay out of every rule's reach.
void append_extensions(std::vector<Column>& wide, const Batch& subscriptions, std::size_t attributes) {
  for (std::size_t i = attributes; i < subscriptions.width(); ++i) {
    const std::string& name = subscriptions.column(i).field().name;
    if (is_personal(type_of_extension(name))) continue;
    const bool taken =
        std::any_of(wide.begin(), wide.end(), [&](const Column& column) { return column.field().name == name; });
    wide.push_back(taken ? subscriptions.column(i).renamed("subscription_" + name) : subscriptions.column(i));
  }
}

template <class Columns>
void append_all(std::vector<Column>& wide, Columns columns) {
  for (auto& column : columns) wide.push_back(std::move(column));
}

// Everything the wide frame is joined from.
struct Sources {
  const Batch &subscriptions, &customers, &accounts, &parties, &agreements, &plan_instances, &services, &group_members;
  const IdIndex &subscription_index, &customer_index, &party_index;
  std::span<const std::uint32_t> customer_of, account_of;
  Day as_of;
  const GroupTree& groups;
  std::span<const std::uint32_t> group_place_of;
  bool has_households = false;
  const Households* households = nullptr;
  std::span<const std::uint32_t> household_of = {};
};

Column group_id_column(const Sources& from) {
  std::vector<std::uint32_t> group_of(from.group_place_of.begin(), from.group_place_of.end());
  for (auto& place : group_of)
    if (place != kNoRow) place = from.groups.group_of(place).value_or(kNoRow);
  const auto names = from.groups.customers();
  return view::name_column("group_id", {names.begin(), names.end()}, group_of, from.customer_of);
}

Column household_column(const Sources& from) {
  std::vector<std::string_view> names;
  if (from.households != nullptr)
    for (const auto& household : from.households->all) names.push_back(household.id);
  return view::name_column("household_id", names, from.household_of, from.customer_of);
}

Result<Batch> join(const Sources& from) {
  const std::size_t attributes = find_model_table("subscriptions")->attributes.size();
  std::vector<Column> wide(from.subscriptions.columns().begin(),
                           from.subscriptions.columns().begin() + static_cast<std::ptrdiff_t>(attributes));
  STAYSAIL_TRY(auto of_customer,
               view::gather({&from.customers, from.customer_of}, "customers", view::borrowed_from_customer()));
  append_all(wide, std::move(of_customer));
  STAYSAIL_TRY(auto of_account,
               view::gather({&from.accounts, from.account_of}, "accounts", view::borrowed_from_account()));
  append_all(wide, std::move(of_account));
  STAYSAIL_TRY(const Batch so_far, Batch::of(wide));
  const auto party_of = view::owners_of(so_far, "party_id", from.party_index);
  STAYSAIL_TRY(auto of_party, view::gather({&from.parties, party_of}, "parties", view::borrowed_from_party()));
  append_all(wide, std::move(of_party));
  append_all(wide, view::contract_columns(from.agreements, from.subscription_index, from.as_of));
  append_all(wide, view::plan_columns(from.plan_instances, from.subscription_index, from.as_of));
  append_all(wide, view::service_columns(from.services, from.subscription_index, from.as_of));
  wide.push_back(view::group_column(from.group_members, from.customer_index, from.customer_of, from.as_of));
  wide.push_back(group_id_column(from));
  if (from.has_households) wide.push_back(household_column(from));
  append_extensions(wide, from.subscriptions, attributes);
  return Batch::of(std::move(wide));
}

Batch empty_frame(std::string_view table) { return *BatchBuilder(schema_of(*find_model_table(table))).finish(); }

Batch with_extensions(const Batch& frame, const std::vector<std::string>& extensions, const ViewRules& rules) {
  std::vector<Column> columns(frame.columns().begin(), frame.columns().end());
  for (const auto& name : extensions)
    columns.push_back(ColumnBuilder(rules.field_of_extension("subscriptions", name)).finish());
  return *Batch::of(std::move(columns));
}

// Fills grain and owner of each row: the finest owner identifier that is present owns it.
void resolve_owners(FactBatch& facts, const TableDescription& table, const Population& population) {
  facts.grain.assign(facts.rows.rows(), Grain::customer);
  facts.owner.assign(facts.rows.rows(), kNoRow);
  std::vector<std::uint8_t> settled(facts.rows.rows(), 0);
  for (const auto& identifier : table.owners) {
    const Column* ids = facts.rows.find(identifier);
    const auto grain = grain_of_identifier(identifier);
    if (ids == nullptr || !grain) continue;
    const auto by_code = population.rows_of(*grain, ids->dictionary());
    for (std::size_t row = 0; row < settled.size(); ++row) {
      if (settled[row] != 0 || ids->is_null(row)) continue;
      settled[row] = 1;
      facts.grain[row] = *grain;
      facts.owner[row] = by_code[static_cast<std::size_t>(ids->codes()[row])];
    }
  }
}

std::vector<std::string> with_owners(std::vector<std::string> columns, const TableDescription& table) {
  if (columns.empty()) return columns;
  for (const auto& owner : table.owners)
    if (std::find(columns.begin(), columns.end(), owner) == columns.end()) columns.push_back(owner);
  return columns;
}

}  // namespace

Schema subscription_schema(const std::vector<std::string>& extensions, const ViewRules& rules) {
  const Batch subscriptions = with_extensions(empty_frame("subscriptions"), extensions, rules),
              customers = empty_frame("customers"), accounts = empty_frame("accounts"),
              parties = empty_frame("parties"), agreements = empty_frame("agreements"),
              plans = empty_frame("plan_instances"), services = empty_frame("services"),
              members = empty_frame("group_members");
  const IdIndex none(subscriptions.column(0));
  const GroupTree groups;
  const Sources sources{subscriptions,
                        customers,
                        accounts,
                        parties,
                        agreements,
                        plans,
                        services,
                        members,
                        none,
                        none,
                        none,
                        {},
                        {},
                        Day(),
                        groups,
                        {},
                        rules.households().has_value()};
  return join(sources)->schema();
}

const Population::Frame* Population::frame_of(std::string_view table) const {
  const auto found =
      std::find_if(frames_.begin(), frames_.end(), [&](const Frame& frame) { return frame.table == table; });
  return found == frames_.end() ? nullptr : &*found;
}

const Batch& Population::entities(std::string_view table) const {
  static const Batch none;
  const Frame* frame = frame_of(table);
  return frame == nullptr ? none : frame->rows;
}

std::uint32_t Population::find(Grain grain, std::string_view id) const {
  const Frame* frame = frame_of(table_of(grain));
  return frame == nullptr ? kNoRow : frame->index.find(id);
}

std::vector<std::uint32_t> Population::rows_of(Grain grain, const Dictionary& ids) const {
  return frame_of(table_of(grain))->index.rows_of(ids);
}

std::size_t Population::size(Grain grain) const { return entities(table_of(grain)).rows(); }

Result<Population::Frame> Population::frame_of(Store& store, const TableDescription& table, const ViewRules& rules,
                                               const Control& control) {
  STAYSAIL_CHECK(control.check());
  STAYSAIL_TRY(Batch rows, view::read_entities(store.entities(), table, rules));
  // A table with a key of several attributes has no single id to look up by.
  IdIndex index = table.key.size() == 1 ? IdIndex(rows.column(table.index_of(table.key.front()))) : IdIndex();
  return Frame{table.name, std::move(rows), std::move(index)};
}

Result<Population> Population::load(Store& store, const ModelCatalog& catalog, Day as_of, const Control& control,
                                    Executor* executor) {
  Population population;
  population.store_ = &store;
  population.catalog_ = std::make_shared<const ModelCatalog>(catalog);
  population.as_of_ = as_of;
  STAYSAIL_TRY(const ViewRules rules, ViewRules::load(store.entities()));
  std::vector<const TableDescription*> tables;
  for (const auto& table : population.catalog_->tables())
    if (table.kind == TableKind::entity) tables.push_back(&table);
  InlineExecutor here;
  STAYSAIL_TRY(population.frames_, collect(executor != nullptr ? *executor : here, tables.size(),
                                           [&](std::size_t i) { return frame_of(store, *tables[i], rules, control); }));
  control.report("view", tables.size(), tables.size());
  STAYSAIL_CHECK(population.link(rules));
  return population;
}

Status Population::place_in_groups() {
  STAYSAIL_TRY(groups_, GroupTree::sound_part_of(entities("group_members"), as_of_));
  group_place_of_.assign(size(Grain::customer), kNoRow);
  for (std::uint32_t place = 0; place < groups_.customers().size(); ++place)
    if (const auto customer = find(Grain::customer, groups_.customers()[place]); customer != kNoRow)
      group_place_of_[customer] = place;
  return ok();
}

// A device that no feed has told of yet is no evidence; the night names it.
Status Population::find_households(HouseholdRules rules) {
  const Column* devices = entities("subscriptions").find(rules.device_attribute);
  if (devices == nullptr || devices->type() != ColumnType::text)
    missing_device_attribute_ = std::exchange(rules.device_attribute, {});
  STAYSAIL_TRY(auto found, households_of(*this, rules));
  household_of_.assign(size(Grain::customer), kNoRow);
  for (std::uint32_t i = 0; i < found.all.size(); ++i)
    for (const auto& customer : found.all[i].customers) household_of_[find(Grain::customer, customer)] = i;
  households_ = std::make_shared<const Households>(std::move(found));
  return ok();
}

Status Population::link(const ViewRules& rules) {
  const auto& subscriptions = *frame_of("subscriptions");
  const auto& customers = *frame_of("customers");
  customer_of_ = view::owners_of(subscriptions.rows, "customer_id", customers.index);
  account_of_ = view::owners_of(subscriptions.rows, "account_id", frame_of("accounts")->index);
  STAYSAIL_CHECK(place_in_groups());
  if (rules.households()) STAYSAIL_CHECK(find_households(*rules.households()));
  const Sources sources{subscriptions.rows,
                        customers.rows,
                        entities("accounts"),
                        entities("parties"),
                        entities("agreements"),
                        entities("plan_instances"),
                        entities("services"),
                        entities("group_members"),
                        subscriptions.index,
                        customers.index,
                        frame_of("parties")->index,
                        customer_of_,
                        account_of_,
                        as_of_,
                        groups_,
                        group_place_of_,
                        rules.households().has_value(),
                        households_.get(),
                        household_of_};
  STAYSAIL_TRY(subscriptions_, join(sources));
  return ok();
}

Result<std::vector<Month>> Population::months_of(std::string_view table) const {
  return store_->facts().months(std::string(table));
}

Result<std::vector<FactBatch>> Population::facts(std::string_view table, Month first, Month last,
                                                 const std::vector<std::string>& columns) const {
  const TableDescription* description = catalog_->find(table);
  if (description == nullptr || description->kind != TableKind::fact)
    return Error(Errc::not_found, "there is no fact table of this name: " + std::string(table));
  ScanRequest request;
  request.table = std::string(table);
  request.first = first;
  request.last = last;
  request.columns = with_owners(columns, *description);
  STAYSAIL_TRY(auto scanned, store_->facts().scan(request));
  std::vector<FactBatch> batches;
  for (auto& chunk : scanned.chunks) {
    FactBatch batch;
    batch.month = chunk.month;
    batch.rows = std::move(chunk.batch);
    resolve_owners(batch, *description, *this);
    batches.push_back(std::move(batch));
  }
  return batches;
}

}  // namespace staysail
