// Persons: which customers are one person, because their parties are the same or are linked to one.
//
// Consent, contact caps and hold-outs bind the person; history, tasks and bills stay with each customer. A value,
// immutable; safe to read from many threads.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/view/party_links.hpp"

namespace staysail {

class Persons {
 public:
  // The column of a decision frame that names the person of a line: the person's first customer; null where the
  // customer is the person's only one.
  static constexpr std::string_view kColumn = "person_id";

  Persons() = default;  // every customer is a person of their own
  // `customers`: the frame of the table. Customers without a party are alone.
  static Result<Persons> of(const Batch& customers, const PartyLinks& links);
  // From customer_id and kColumn of a decision frame; nobody together where it has no such column.
  static Result<Persons> in_frame(const Batch& frame);

  // The least id among the person's customers; the customer itself when alone or unknown.
  std::string_view first_customer(std::string_view customer) const;
  // All of the person's customers, ascending; empty when alone or unknown.
  std::span<const std::string> customers(std::string_view customer) const;
  // Persons with several customers.
  const std::vector<std::vector<std::string>>& together() const { return together_; }
  // One row a row of `frame`, from its customer_id: the column kColumn.
  Result<Column> column(const Batch& frame) const;

 private:
  explicit Persons(std::vector<std::vector<std::string>> together);
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  std::vector<std::vector<std::string>> together_;                                               // by first customer
  std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> place_of_customer_;  // looked up only
};

// `frame` with its column party_id as the parties that stand for others have it; the frame itself without links.
Result<Batch> with_survivors(const Batch& frame, const PartyLinks& links);

}  // namespace staysail
