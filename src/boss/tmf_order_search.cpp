#include "boss/tmf_order_search.hpp"

#include <unordered_map>

#include "boss/tmf_order.hpp"
#include "boss/tmf_pages.hpp"

namespace staysail::boss {
namespace {

// The tokens that are looked for, by all that may name them.
class Wanted {
 public:
  explicit Wanted(const std::vector<std::string>& tokens) {
    for (const auto& token : tokens) {
      by_name_.emplace(small_letters(token), &token);
      by_name_.emplace(token_mark(token), &token);
    }
  }

  // Null: none of them.
  const std::string* named_by(const JsonValue& order) const {
    for (const std::string& name : {external_id(order), token_mark(order)})
      if (const auto found = by_name_.find(name); found != by_name_.end()) return found->second;
    return nullptr;
  }

 private:
  std::unordered_map<std::string, const std::string*> by_name_;
};

}  // namespace

Result<OrdersByToken> orders_by_filter(TmfClient& client, const WebAddress& orders, std::size_t page_size,
                                       const std::vector<std::string>& tokens) {
  const Wanted wanted(tokens);
  OrdersByToken found;
  bool ignores_filter = false;
  for (const auto& token : tokens) {
    if (found.count(token) != 0) continue;
    if (ignores_filter) break;
    const auto take = [&](const JsonValue& order) -> Result<bool> {
      const std::string* const named = wanted.named_by(order);
      ignores_filter |= named != &token;
      if (named != nullptr) found.emplace(*named, order);
      return ignores_filter || named != &token;
    };
    CollectionStory story;
    STAYSAIL_CHECK(read_collection(client, {orders, {{"externalId", token}}, page_size}, take, story));
  }
  return found;
}

Result<OrdersByToken> orders_by_reading(TmfClient& client, const WebAddress& orders, std::size_t page_size,
                                        const std::vector<std::string>& tokens) {
  const Wanted wanted(tokens);
  OrdersByToken found;
  const auto take = [&](const JsonValue& order) -> Result<bool> {
    if (const std::string* const named = wanted.named_by(order)) found.emplace(*named, order);
    return found.size() < tokens.size();
  };
  CollectionStory story;
  STAYSAIL_CHECK(read_collection(client, {orders, {}, page_size}, take, story));
  return found;
}

}  // namespace staysail::boss
