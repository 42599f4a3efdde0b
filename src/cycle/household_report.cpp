#include "staysail/cycle/household_report.hpp"

#include <algorithm>
#include <map>

#include "staysail/cycle/night_record.hpp"
#include "staysail/view/households.hpp"
#include "staysail/view/population.hpp"

namespace staysail {
namespace {

std::string evidence_of(bool address, bool payment, bool device) {
  std::string text;
  for (const auto& [shared, name] :
       {std::pair(address, "address"), std::pair(payment, "payment"), std::pair(device, "device")})
    if (shared) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

// The ties of each household, by its place.
std::vector<std::vector<const HouseholdTie*>> ties_by_household(const Households& households) {
  std::map<std::string_view, std::size_t> place_of;
  for (std::size_t i = 0; i < households.all.size(); ++i)
    for (const auto& customer : households.all[i].customers) place_of.emplace(customer, i);
  std::vector<std::vector<const HouseholdTie*>> ties(households.all.size());
  for (const auto& tie : households.ties) ties[place_of.at(tie.a)].push_back(&tie);
  return ties;
}

std::vector<std::int64_t> lines_by_customer(const Population& population) {
  std::vector<std::int64_t> lines(population.size(Grain::customer), 0);
  for (const std::uint32_t customer : population.customer_of())
    if (customer != kNoRow) ++lines[customer];
  return lines;
}

Result<Batch> rows_of_all(const Population& population, const Households& households) {
  BatchBuilder rows(*Schema::of({{"household_id", ColumnType::text, 0, {}},
                                 {"customers", ColumnType::number, 0, {}},
                                 {"lines", ColumnType::number, 0, {}},
                                 {"members", ColumnType::text, 0, {}},
                                 {"evidence", ColumnType::text, 0, {}}}));
  const auto ties = ties_by_household(households);
  const auto lines_of = lines_by_customer(population);
  for (std::size_t i = 0; i < households.all.size(); ++i) {
    const Household& household = households.all[i];
    std::int64_t lines = 0;
    std::string members;
    for (const auto& customer : household.customers) {
      lines += lines_of[population.find(Grain::customer, customer)];
      members += (members.empty() ? "" : " ") + customer;
    }
    const auto any = [&](bool HouseholdTie::*shared) {
      return std::any_of(ties[i].begin(), ties[i].end(), [&](const HouseholdTie* tie) { return tie->*shared; });
    };
    rows.column(0).append_text(household.id);
    rows.column(1).append_number(static_cast<std::int64_t>(household.customers.size()));
    rows.column(2).append_number(lines);
    rows.column(3).append_text(members);
    rows.column(4).append_text(
        evidence_of(any(&HouseholdTie::address), any(&HouseholdTie::payment), any(&HouseholdTie::device)));
  }
  return rows.finish();
}

std::string address_of(const Population& population, const std::string& customer) {
  const Batch &customers = population.entities("customers"), &parties = population.entities("parties");
  const Column *party = customers.find("party_id"), *addresses = parties.find("address");
  const std::uint32_t row = population.find(Grain::customer, customer);
  if (party == nullptr || addresses == nullptr || party->is_null(row)) return {};
  const std::uint32_t place = population.find(Grain::party, party->text(row));
  return place == kNoRow ? std::string() : std::string(addresses->text(place));
}

Result<Batch> rows_of_one(const Population& population, const Households& households, std::size_t place,
                          const Purpose& purpose) {
  std::vector<Field> fields = {{"customer", ColumnType::text, 0, {}}, {"other", ColumnType::text, 0, {}}};
  for (const char* shared : {"address", "payment", "device"}) fields.push_back({shared, ColumnType::boolean, 0, {}});
  fields.push_back({"weight", ColumnType::number, 0, {}});
  fields.push_back({"shared_address", ColumnType::text, 0, {}});
  BatchBuilder rows(*Schema::of(std::move(fields)));
  const auto ties = ties_by_household(households);
  for (const HouseholdTie* tie : ties[place]) {
    rows.column(0).append_text(tie->a);
    rows.column(1).append_text(tie->b);
    rows.column(2).append_boolean(tie->address);
    rows.column(3).append_boolean(tie->payment);
    rows.column(4).append_boolean(tie->device);
    rows.column(5).append_number(tie->weight);
    if (tie->address)
      rows.column(6).append_text(shown_text(AttributeType::address, address_of(population, tie->a), purpose));
    else rows.column(6).append_null();
  }
  return rows.finish();
}

Result<std::size_t> place_of(const Households& households, const std::string& id, Day as_of) {
  for (std::size_t i = 0; i < households.all.size(); ++i) {
    const auto& customers = households.all[i].customers;
    if (std::binary_search(customers.begin(), customers.end(), id)) return i;
  }
  return Error(Errc::not_found, "no household, and no customer in one, has this id on " + as_of.to_string() +
                                    "; `staysail households` lists them: " + id);
}

}  // namespace

Result<HouseholdReport> report_households(Store& store, const HouseholdRequest& request) {
  STAYSAIL_TRY(const auto day, NightRecord::latest_day(store));
  if (!day) return Error(Errc::not_found, "no night has been run on this store; begin with `staysail run`");
  HouseholdReport report;
  report.as_of = *day;
  STAYSAIL_TRY(const auto population, Population::load(store, ModelCatalog(), *day));
  report.declared = population.households() != nullptr;
  Households found;
  if (report.declared) {
    found = *population.households();
  } else {
    STAYSAIL_TRY(found, households_of(population, HouseholdRules()));
  }
  if (request.id.empty()) {
    STAYSAIL_TRY(report.rows, rows_of_all(population, found));
    return report;
  }
  STAYSAIL_TRY(const std::size_t place, place_of(found, request.id, *day));
  report.household = found.all[place].id;
  STAYSAIL_TRY(report.rows, rows_of_one(population, found, place, request.purpose));
  return report;
}

}  // namespace staysail
