// What a store keeps of one entity: what each source said of it, side by side.
//
// A source replaces only its own contribution (by version, then bytes); reading merges the contributions attribute by
// attribute, so the result never depends on the order in which feeds arrived, and every value keeps its source and
// file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/model/table.hpp"

namespace staysail::view {

// Views into what holds the bytes: a stored payload, or a claim of the feed.
struct Contribution {
  std::string_view source;
  std::int64_t version = 0;
  std::string_view record;  // model/record.hpp layout
  std::string_view file;    // where it stood; empty in what nights before this stored
};

std::string encode_contributions(const std::vector<Contribution>& contributions);
// `payload` outlives the result.
Result<std::vector<Contribution>> decode_contributions(std::string_view payload);

// The one that stands when a source speaks twice of the same entity.
bool supersedes(const Contribution& challenger, const Contribution& holder);

// Writes rows of a batch of `table` as records; columns beyond the attributes become extensions.
class RowEncoder {
 public:
  RowEncoder(const TableDescription& table, const Batch& batch);
  std::string record(std::size_t row) const;
  // The key attributes' values joined by U+001F; empty when one of them is null.
  std::string key(std::size_t row) const;

 private:
  std::vector<std::optional<Column>> attributes_;
  std::vector<Column> extensions_;  // ascending by name
  std::vector<std::size_t> key_;
};

}  // namespace staysail::view
