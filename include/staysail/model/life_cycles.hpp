// The lives of the things a BOSS tells of, as the TM Forum's state diagrams draw them (docs/mapping.md has the names).
#pragma once

#include <cstdint>
#include <string_view>

#include "staysail/model/state_table.hpp"

namespace staysail {

// A line (TMF637). Why it is suspended is an attribute of its own: churn is judged on it.
enum class SubscriptionState : std::uint8_t {
  created,
  pending_active,
  active,
  suspended,
  pending_terminate,
  terminated,
  cancelled,
  aborted
};
enum class SubscriptionEvent : std::uint8_t { order, activate, suspend, resume, give_notice, terminate, cancel, abort };
inline constexpr LifeCycle<SubscriptionState, SubscriptionEvent, 8, 8, 10> kSubscriptionLife = {
    "a subscription",
    {"created", "pendingActive", "active", "suspended", "pendingTerminate", "terminated", "cancelled", "aborted"},
    {"order", "activate", "suspend", "resume", "give_notice", "terminate", "cancel", "abort"},
    SubscriptionState::created,
    {false, false, false, false, false, true, true, true},
    {{
        {SubscriptionState::created, SubscriptionEvent::order, SubscriptionState::pending_active},
        {SubscriptionState::created, SubscriptionEvent::activate, SubscriptionState::active},
        {SubscriptionState::pending_active, SubscriptionEvent::activate, SubscriptionState::active},
        {SubscriptionState::pending_active, SubscriptionEvent::cancel, SubscriptionState::cancelled},
        {SubscriptionState::pending_active, SubscriptionEvent::abort, SubscriptionState::aborted},
        {SubscriptionState::active, SubscriptionEvent::suspend, SubscriptionState::suspended},
        {SubscriptionState::suspended, SubscriptionEvent::resume, SubscriptionState::active},
        {SubscriptionState::active, SubscriptionEvent::give_notice, SubscriptionState::pending_terminate},
        {SubscriptionState::active, SubscriptionEvent::terminate, SubscriptionState::terminated},
        {SubscriptionState::pending_terminate, SubscriptionEvent::terminate, SubscriptionState::terminated},
    }}};

// A trouble ticket (TMF621); a complaint is one of type complaint. SLA clocks pause in pending and held.
enum class TicketState : std::uint8_t {
  acknowledged,
  in_progress,
  pending,
  held,
  resolved,
  closed,
  cancelled,
  rejected
};
enum class TicketEvent : std::uint8_t { start, ask, answer, hold, release, resolve, accept, refuse, cancel, reject };
inline constexpr LifeCycle<TicketState, TicketEvent, 8, 10, 12> kTicketLife = {
    "a ticket",
    {"acknowledged", "in_progress", "pending", "held", "resolved", "closed", "cancelled", "rejected"},
    {"start", "ask", "answer", "hold", "release", "resolve", "accept", "refuse", "cancel", "reject"},
    TicketState::acknowledged,
    {false, false, false, false, false, true, true, true},
    {{
        {TicketState::acknowledged, TicketEvent::start, TicketState::in_progress},
        {TicketState::acknowledged, TicketEvent::reject, TicketState::rejected},
        {TicketState::acknowledged, TicketEvent::cancel, TicketState::cancelled},
        {TicketState::in_progress, TicketEvent::ask, TicketState::pending},
        {TicketState::pending, TicketEvent::answer, TicketState::in_progress},
        {TicketState::in_progress, TicketEvent::hold, TicketState::held},
        {TicketState::held, TicketEvent::release, TicketState::in_progress},
        {TicketState::in_progress, TicketEvent::resolve, TicketState::resolved},
        {TicketState::in_progress, TicketEvent::cancel, TicketState::cancelled},
        {TicketState::pending, TicketEvent::cancel, TicketState::cancelled},
        {TicketState::resolved, TicketEvent::accept, TicketState::closed},
        {TicketState::resolved, TicketEvent::refuse, TicketState::in_progress},
    }}};

// A bill (TMF678). Overdue is no state: it follows from the due day and what remains.
enum class BillState : std::uint8_t { created, on_hold, validated, sent, partially_paid, settled };
enum class BillEvent : std::uint8_t { hold, validate, send, pay_part, settle };
inline constexpr LifeCycle<BillState, BillEvent, 6, 5, 8> kBillLife = {
    "a bill",
    {"new", "onHold", "validated", "sent", "partiallyPaid", "settled"},
    {"hold", "validate", "send", "pay_part", "settle"},
    BillState::created,
    {false, false, false, false, false, true},
    {{
        {BillState::created, BillEvent::hold, BillState::on_hold},
        {BillState::created, BillEvent::validate, BillState::validated},
        {BillState::on_hold, BillEvent::validate, BillState::validated},
        {BillState::validated, BillEvent::send, BillState::sent},
        {BillState::sent, BillEvent::pay_part, BillState::partially_paid},
        {BillState::sent, BillEvent::settle, BillState::settled},
        {BillState::partially_paid, BillEvent::pay_part, BillState::partially_paid},
        {BillState::partially_paid, BillEvent::settle, BillState::settled},
    }}};

// A contract (TMF651).
enum class AgreementState : std::uint8_t { in_process, approved, rejected, expired, terminated };
enum class AgreementEvent : std::uint8_t { approve, reject, expire, terminate };
inline constexpr LifeCycle<AgreementState, AgreementEvent, 5, 4, 4> kAgreementLife = {
    "an agreement",
    {"in_process", "approved", "rejected", "expired", "terminated"},
    {"approve", "reject", "expire", "terminate"},
    AgreementState::in_process,
    {false, false, true, true, true},
    {{
        {AgreementState::in_process, AgreementEvent::approve, AgreementState::approved},
        {AgreementState::in_process, AgreementEvent::reject, AgreementState::rejected},
        {AgreementState::approved, AgreementEvent::expire, AgreementState::expired},
        {AgreementState::approved, AgreementEvent::terminate, AgreementState::terminated},
    }}};

// What the retention team launches: a campaign, a target list (目标客户清单), a retention plan (维系方案).
enum class CampaignState : std::uint8_t { draft, approved, running, paused, finished, cancelled };
enum class CampaignEvent : std::uint8_t { approve, launch, pause, resume, finish, cancel };
inline constexpr LifeCycle<CampaignState, CampaignEvent, 6, 6, 10> kCampaignLife = {
    "a campaign",
    {"draft", "approved", "running", "paused", "finished", "cancelled"},
    {"approve", "launch", "pause", "resume", "finish", "cancel"},
    CampaignState::draft,
    {false, false, false, false, true, true},
    {{
        {CampaignState::draft, CampaignEvent::approve, CampaignState::approved},
        {CampaignState::draft, CampaignEvent::cancel, CampaignState::cancelled},
        {CampaignState::approved, CampaignEvent::launch, CampaignState::running},
        {CampaignState::approved, CampaignEvent::cancel, CampaignState::cancelled},
        {CampaignState::running, CampaignEvent::pause, CampaignState::paused},
        {CampaignState::paused, CampaignEvent::resume, CampaignState::running},
        {CampaignState::running, CampaignEvent::finish, CampaignState::finished},
        {CampaignState::running, CampaignEvent::cancel, CampaignState::cancelled},
        {CampaignState::paused, CampaignEvent::finish, CampaignState::finished},
        {CampaignState::paused, CampaignEvent::cancel, CampaignState::cancelled},
    }}};

// The life cycle of a state's type, for templates.
constexpr const auto& life_of(SubscriptionState) { return kSubscriptionLife; }
constexpr const auto& life_of(TicketState) { return kTicketLife; }
constexpr const auto& life_of(BillState) { return kBillLife; }
constexpr const auto& life_of(AgreementState) { return kAgreementLife; }
constexpr const auto& life_of(CampaignState) { return kCampaignLife; }

}  // namespace staysail
