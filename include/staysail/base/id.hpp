// Id<Tag>: an opaque identifier of one kind of thing.
//
// Ids are bytes, never numbers: `007` is not `7`. Two kinds never mix (a CustomerId does not compare with
// an AccountId), and ids of different source systems are different even when their text is equal.
// Ordering is by bytes: source first, then text; it is the tie-breaker of every ranking.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>

namespace staysail {

template <class Tag>
class Id {
 public:
  Id() = default;
  // `text`: the BOSS's own key, byte for byte. `source`: the system that gave it, empty for the only one.
  static Id of(std::string text, std::string source = {}) { return Id(std::move(source), std::move(text)); }

  const std::string& text() const noexcept { return text_; }
  const std::string& source() const noexcept { return source_; }
  bool empty() const noexcept { return text_.empty(); }

  friend bool operator==(const Id&, const Id&) = default;
  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  Id(std::string source, std::string text) : source_(std::move(source)), text_(std::move(text)) {}
  std::string source_;
  std::string text_;
};

using PartyId = Id<struct PartyTag>;
using CustomerId = Id<struct CustomerTag>;
using AccountId = Id<struct AccountTag>;
using SubscriptionId = Id<struct SubscriptionTag>;
using PlanInstanceId = Id<struct PlanInstanceTag>;
using AgreementId = Id<struct AgreementTag>;
using BillId = Id<struct BillTag>;
using PaymentId = Id<struct PaymentTag>;
using TicketId = Id<struct TicketTag>;
using InteractionId = Id<struct InteractionTag>;
using StaffId = Id<struct StaffTag>;
using UnitId = Id<struct UnitTag>;
using TargetListId = Id<struct TargetListTag>;
using RetentionPlanId = Id<struct RetentionPlanTag>;
using StrategyId = Id<struct StrategyTag>;
using TaskId = Id<struct TaskTag>;
using KnowledgeItemId = Id<struct KnowledgeItemTag>;

}  // namespace staysail

template <class Tag>
struct std::hash<staysail::Id<Tag>> {
  std::size_t operator()(const staysail::Id<Tag>& id) const noexcept {
    return std::hash<std::string_view>{}(id.text()) * 31 + std::hash<std::string_view>{}(id.source());
  }
};
