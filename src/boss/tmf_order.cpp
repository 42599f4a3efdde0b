#include "boss/tmf_order.hpp"

#include <algorithm>
#include <array>

#include "staysail/base/digest.hpp"
#include "staysail/base/personal_number.hpp"
#include "staysail/files/value_text.hpp"

namespace staysail::boss {
namespace {

constexpr std::string_view kMark = "staysail action ";
constexpr std::string_view kTokenMark = "staysail token ";
constexpr std::size_t kDigits = 32;
constexpr std::size_t kLongestNote = 200;

struct StateMeaning {
  std::string_view state;
  ActionStatus status;
};

constexpr std::array kStates = {
    StateMeaning{"acknowledged", ActionStatus::accepted},
    StateMeaning{"inProgress", ActionStatus::accepted},
    StateMeaning{"pending", ActionStatus::accepted},
    StateMeaning{"held", ActionStatus::accepted},
    StateMeaning{"assessingCancellation", ActionStatus::accepted},
    StateMeaning{"pendingCancellation", ActionStatus::accepted},
    StateMeaning{"completed", ActionStatus::done},
    StateMeaning{"rejected", ActionStatus::refused},
    StateMeaning{"failed", ActionStatus::failed},
    StateMeaning{"cancelled", ActionStatus::failed},
    StateMeaning{"partial", ActionStatus::in_doubt},
};

// An order in a state of the BOSS's own was taken, and nothing says that it is over.
ActionStatus meaning_of(std::string_view state) {
  const auto found = std::find_if(kStates.begin(), kStates.end(), [&](const auto& one) { return one.state == state; });
  return found == kStates.end() ? ActionStatus::accepted : found->status;
}

const JsonValue* first_item(const JsonValue& order) {
  for (const char* name : {"productOrderItem", "orderItem"})
    if (const JsonValue* items = order.find(name)) return items->items.empty() ? nullptr : &items->items.front();
  return nullptr;
}

const char* item_action(ActionKind kind) {
  switch (kind) {
    case ActionKind::open_service: return "add";
    case ActionKind::close_service: return "delete";
    default: return "modify";
  }
}

JsonValue reference(const std::string& id, const char* type) {
  return JsonValue::object().with("id", id).with("@referredType", type);
}

JsonValue characteristics(const BossAction& action) {
  JsonValue list = JsonValue::array();
  list.items.push_back(
      JsonValue::object().with("name", "staysail.kind").with("value", std::string(name_of(action.kind))));
  for (const auto& [name, value] : action.parameters)
    list.items.push_back(JsonValue::object().with("name", name).with("value", value));
  return list;
}

std::string parameter(const BossAction& action, std::string_view name) {
  for (const auto& [known, value] : action.parameters)
    if (known == name) return value;
  return {};
}

JsonValue item_of(const BossAction& action) {
  JsonValue product = JsonValue::object();
  product.with("id", action.subscription.text()).with("productCharacteristic", characteristics(action));
  JsonValue item = JsonValue::object();
  item.with("id", "1").with("quantity", JsonValue::of_number("1")).with("action", item_action(action.kind));
  const std::string offering = parameter(action, "offering");
  if (!offering.empty()) item.with("productOffering", JsonValue::object().with("id", offering));
  return item.with("product", std::move(product));
}

}  // namespace

std::string content_mark(const BossAction& action) {
  return std::string(kMark) + Digester()
                                  .add(name_of(action.kind))
                                  .add(action.subscription.text())
                                  .add(action.customer.text())
                                  .add(action.account.text())
                                  .add(parameters_text(action.parameters))
                                  .add(action.requested.to_string())
                                  .add(action.task.text())
                                  .add(action.strategy.text())
                                  .finish()
                                  .to_string();
}

std::string content_mark(const JsonValue& order) {
  const std::string_view description = order.text_at("description");
  const std::size_t at = description.find(kMark);
  return at == std::string_view::npos ? std::string() : std::string(description.substr(at, kMark.size() + kDigits));
}

// Of ASCII.
std::string small_letters(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

std::string token_mark(std::string_view token) {
  return std::string(kTokenMark) + Digester().add(small_letters(token)).finish().to_string();
}

std::string token_mark(const JsonValue& order) {
  const std::string description = small_letters(order.text_at("description"));
  const std::size_t at = description.find(kTokenMark);
  return at == std::string::npos ? std::string() : description.substr(at, kTokenMark.size() + kDigits);
}

std::string external_id(const JsonValue& order) { return small_letters(trimmed(order.text_at("externalId"))); }

bool names_token(const JsonValue& order, std::string_view token) {
  return external_id(order) == small_letters(token) || token_mark(order) == token_mark(token);
}

JsonValue order_of(const BossAction& action, const std::string& token) {
  JsonValue order = JsonValue::object();
  order.with("externalId", token)
      .with("category", "retention")
      .with("description", std::string(name_of(action.kind)) + "; " + content_mark(action) + "; " + token_mark(token))
      .with("requestedStartDate", action.requested.to_string() + "T00:00:00Z");
  if (!action.account.empty()) order.with("billingAccount", reference(action.account.text(), "BillingAccount"));
  if (!action.customer.empty()) {
    JsonValue parties = JsonValue::array();
    parties.items.push_back(reference(action.customer.text(), "Customer").with("role", "customer"));
    order.with("relatedParty", std::move(parties));
  }
  JsonValue items = JsonValue::array();
  items.items.push_back(item_of(action));
  return order.with("productOrderItem", std::move(items));
}

ActionReceipt receipt_of(const JsonValue& order, const std::string& token) {
  const std::string state(order.text_at("state"));
  ActionReceipt receipt{token, state.empty() ? ActionStatus::accepted : meaning_of(state), state};
  if (state == "partial")
    if (const JsonValue* item = first_item(order)) {
      const std::string item_state(item->text_at("state"));
      if (meaning_of(item_state) != ActionStatus::accepted) receipt.status = meaning_of(item_state);
      receipt.note += ", item " + (item_state.empty() ? "without a state" : item_state);
    }
  const std::string id(order.text_at("id"));
  if (!id.empty()) receipt.note = "order " + id + (state.empty() ? "" : ": " + receipt.note);
  receipt.reference = id;
  receipt.note = with_numbers_masked(receipt.note.substr(0, kLongestNote));
  return receipt;
}

}  // namespace staysail::boss
