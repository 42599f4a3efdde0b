// The ids, numbers and identity numbers by which a customer is found in what a store holds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/store/store.hpp"

namespace staysail::view {

struct ErasureTerms {
  std::vector<std::string> ids;    // of the customer and of what hangs on it
  std::vector<std::string> texts;  // phone and identity numbers
};

// `not_found` when nobody has this id.
Result<ErasureTerms> terms_of(EntityStore& store, std::string_view id);
std::string encode_terms(const ErasureTerms& terms);
Result<ErasureTerms> decode_terms(std::string_view bytes);

class TermSearch {
 public:
  explicit TermSearch(const ErasureTerms& terms);
  // In bytes of fields with their lengths before them, or in a text: whole fields, or whole words.
  bool is_in(std::string_view bytes) const;
  bool is_in(const Record& record) const;
  bool is_one(std::string_view value) const;
  // The rows that name none of them, ascending.
  std::vector<std::uint32_t> rows_without(const Batch& batch) const;

 private:
  std::vector<std::string> terms_;
};

}  // namespace staysail::view
