#include "staysail/view/persons.hpp"

#include <algorithm>
#include <map>

namespace staysail {
namespace {

using Groups = std::map<std::string_view, std::vector<std::string>>;

// For each text of a column of parties, who stands for it.
std::vector<std::string_view> survivors_of(const Column& parties, const PartyLinks& links) {
  std::vector<std::string_view> survivors;
  for (std::int32_t code = 0; code < parties.dictionary().size(); ++code)
    survivors.push_back(survivor_of(links, parties.dictionary().at(code)));
  return survivors;
}

std::vector<std::vector<std::string>> those_of_several(Groups groups) {
  std::vector<std::vector<std::string>> together;
  for (auto& [name, customers] : groups) {
    std::sort(customers.begin(), customers.end());
    customers.erase(std::unique(customers.begin(), customers.end()), customers.end());
    if (customers.size() > 1) together.push_back(std::move(customers));
  }
  std::sort(together.begin(), together.end());
  return together;
}

// Parties of which more than one row tells: a party with one customer and no link needs no look.
std::vector<std::uint8_t> of_several_rows(const Column& parties, const std::vector<std::string_view>& survivors) {
  std::map<std::string_view, std::uint32_t> linked;
  std::vector<std::uint32_t> rows(survivors.size(), 0);
  for (std::size_t row = 0; row < parties.size(); ++row)
    if (!parties.is_null(row)) ++rows[static_cast<std::size_t>(parties.codes()[row])];
  for (std::size_t code = 0; code < survivors.size(); ++code)
    if (survivors[code] != parties.dictionary().at(static_cast<std::int32_t>(code))) linked[survivors[code]] = 1;
  std::vector<std::uint8_t> several(survivors.size(), 0);
  for (std::size_t code = 0; code < survivors.size(); ++code)
    several[code] = rows[code] > 1 || (!linked.empty() && linked.count(survivors[code]) != 0);
  return several;
}

}  // namespace

Persons::Persons(std::vector<std::vector<std::string>> together) : together_(std::move(together)) {
  for (std::uint32_t i = 0; i < together_.size(); ++i)
    for (const auto& customer : together_[i]) place_of_customer_.emplace(customer, i);
}

Result<Persons> Persons::of(const Batch& customers, const PartyLinks& links) {
  if (customers.rows() == 0) return Persons();
  STAYSAIL_TRY(const Column ids, customers.require("customer_id", ColumnType::text));
  STAYSAIL_TRY(const Column parties, customers.require("party_id", ColumnType::text));
  const auto survivors = survivors_of(parties, links);
  const auto several = of_several_rows(parties, survivors);
  Groups groups;
  for (std::size_t row = 0; row < ids.size(); ++row) {
    if (ids.is_null(row) || parties.is_null(row)) continue;
    const auto code = static_cast<std::size_t>(parties.codes()[row]);
    if (several[code] != 0) groups[survivors[code]].emplace_back(ids.text(row));
  }
  return Persons(those_of_several(std::move(groups)));
}

Result<Persons> Persons::in_frame(const Batch& frame) {
  const Column* persons = frame.find(kColumn);
  if (persons == nullptr) return Persons();
  STAYSAIL_TRY(const Column ids, frame.require("customer_id", ColumnType::text));
  Groups groups;
  for (std::size_t row = 0; row < ids.size(); ++row)
    if (!persons->is_null(row)) {
      auto& customers = groups[persons->text(row)];
      customers.emplace_back(persons->text(row));
      customers.emplace_back(ids.text(row));
    }
  return Persons(those_of_several(std::move(groups)));
}

std::string_view Persons::first_customer(std::string_view customer) const {
  const auto all = customers(customer);
  return all.empty() ? customer : std::string_view(all.front());
}

std::span<const std::string> Persons::customers(std::string_view customer) const {
  const auto found = place_of_customer_.find(customer);
  if (found == place_of_customer_.end()) return {};
  return together_[found->second];
}

Result<Column> Persons::column(const Batch& frame) const {
  STAYSAIL_TRY(const Column ids, frame.require("customer_id", ColumnType::text));
  ColumnBuilder builder(Field{std::string(kColumn), ColumnType::text, 0, {}});
  for (std::size_t row = 0; row < ids.size(); ++row) {
    const auto all = customers(ids.text(row));
    if (all.empty()) builder.append_null();
    else builder.append_text(all.front());
  }
  return builder.finish();
}

Result<Batch> with_survivors(const Batch& frame, const PartyLinks& links) {
  if (links.empty()) return frame;
  STAYSAIL_TRY(const Column parties, frame.require("party_id", ColumnType::text));
  const auto survivors = survivors_of(parties, links);
  ColumnBuilder builder(parties.field());
  for (std::size_t row = 0; row < parties.size(); ++row) {
    if (parties.is_null(row)) builder.append_null();
    else builder.append_text(survivors[static_cast<std::size_t>(parties.codes()[row])]);
  }
  return frame.with(builder.finish());
}

}  // namespace staysail
