#include "work/life_tables.hpp"

namespace staysail {
namespace {

constexpr LifeRow kCareRows[] = {
    {"initial", "send", "in_progress"},  {"initial", "cancel", "cancelled"}, {"in_progress", "complete", "completed"},
    {"in_progress", "retry", "initial"}, {"in_progress", "fail", "failed"},  {"in_progress", "cancel", "cancelled"},
};
constexpr EventRow kCareEvents[] = {
    {"send", "system service sales account_manager manager", ""},
    {"complete", "system service sales account_manager manager", ""},
    {"retry", "system service sales account_manager manager", "attempts_left"},
    {"fail", "system service sales account_manager manager", ""},
    {"cancel", "system service account_manager manager marketer", "reason"},
};

// The ladder: reminded, called, warned, barred one way, barred. A class may skip the first rungs.
constexpr LifeRow kCollectionRows[] = {
    {"opened", "remind", "reminded"},
    {"opened", "call", "called"},
    {"opened", "warn", "warned"},
    {"reminded", "call", "called"},
    {"reminded", "warn", "warned"},
    {"called", "warn", "warned"},
    {"warned", "bar_outgoing", "barred_outgoing"},
    {"barred_outgoing", "bar", "barred"},
    {"barred", "write_off", "written_off"},
    {"opened", "promise", "promised"},
    {"reminded", "promise", "promised"},
    {"called", "promise", "promised"},
    {"warned", "promise", "promised"},
    {"barred_outgoing", "promise", "promised"},
    {"barred", "promise", "promised"},
    {"promised", "break_promise", "warned"},
    {"opened", "appeal", "appealed"},
    {"reminded", "appeal", "appealed"},
    {"called", "appeal", "appealed"},
    {"warned", "appeal", "appealed"},
    {"barred_outgoing", "appeal", "appealed"},
    {"barred", "appeal", "appealed"},
    {"appealed", "uphold", "cancelled"},
    {"appealed", "reject_appeal", "warned"},
    {"opened", "pay", "settled"},
    {"reminded", "pay", "settled"},
    {"called", "pay", "settled"},
    {"warned", "pay", "settled"},
    {"barred_outgoing", "pay", "settled"},
    {"barred", "pay", "settled"},
    {"promised", "pay", "settled"},
    {"appealed", "pay", "settled"},
    {"opened", "cancel", "cancelled"},
    {"reminded", "cancel", "cancelled"},
    {"called", "cancel", "cancelled"},
    {"warned", "cancel", "cancelled"},
    {"promised", "cancel", "cancelled"},
};
constexpr EventRow kCollectionEvents[] = {
    {"remind", "system service account_manager manager", "rung_due"},
    {"call", "system service account_manager manager", "rung_due"},
    {"warn", "system service account_manager manager", "rung_due"},
    {"bar_outgoing", "system manager", "rung_due reason"},
    {"bar", "system manager", "rung_due reason"},
    {"write_off", "manager", "reason"},
    {"promise", "service account_manager manager", "reason"},
    {"break_promise", "system service account_manager manager", ""},
    {"appeal", "service account_manager manager", "reason"},
    {"uphold", "manager", "reason"},
    {"reject_appeal", "manager", "reason second_person"},
    {"pay", "system service account_manager manager", ""},
    {"cancel", "manager", "reason"},
};

constexpr EventRow kTicketEvents[] = {
    {"start", "system service technical account_manager manager", ""},
    {"ask", "service technical account_manager manager", "reason"},
    {"answer", "system service technical account_manager manager", ""},
    {"hold", "service technical manager", "reason"},
    {"release", "system service technical manager", ""},
    {"resolve", "service technical account_manager manager", "cause"},
    {"accept", "system service account_manager manager", "no_open_part"},
    {"refuse", "service account_manager manager", "reason"},
    {"cancel", "service manager", "reason"},
    {"reject", "service manager", "reason"},
};

constexpr LifeRow kRecoveryRows[] = {
    {"proposed", "approve", "approved"}, {"proposed", "cancel", "cancelled"}, {"approved", "offer", "offered"},
    {"approved", "cancel", "cancelled"}, {"offered", "accept", "made_good"},  {"offered", "decline", "declined"},
};
constexpr EventRow kRecoveryEvents[] = {
    {"approve", "manager", "second_person"},
    {"offer", "service account_manager manager", ""},
    {"accept", "service account_manager manager", ""},
    {"decline", "service account_manager manager", "reason"},
    {"cancel", "service account_manager manager", "reason"},
};

constexpr LifeRow kWinBackRows[] = {
    {"identified", "contact", "contacted"}, {"contacted", "retry", "identified"}, {"contacted", "offer", "offered"},
    {"offered", "accept", "accepted"},      {"accepted", "return", "won_back"},   {"contacted", "refuse", "lost"},
    {"offered", "refuse", "lost"},          {"accepted", "lapse", "lost"},        {"identified", "lapse", "lost"},
    {"contacted", "lapse", "lost"},         {"offered", "lapse", "lost"},         {"identified", "cancel", "cancelled"},
    {"contacted", "cancel", "cancelled"},   {"offered", "cancel", "cancelled"},
};
constexpr EventRow kWinBackEvents[] = {
    {"contact", "service sales account_manager manager", ""},
    {"retry", "system service sales account_manager manager", "attempts_left"},
    {"offer", "sales account_manager manager", ""},
    {"accept", "sales account_manager manager", ""},
    {"return", "system sales account_manager manager", ""},
    {"refuse", "service sales account_manager manager", "reason"},
    {"lapse", "system manager", ""},
    {"cancel", "sales account_manager manager", "reason"},
};

constexpr EventRow kCampaignEvents[] = {
    {"approve", "manager", "second_person"},   {"launch", "system marketer manager", ""},
    {"pause", "marketer manager", "reason"},   {"resume", "marketer manager", ""},
    {"finish", "system marketer manager", ""}, {"cancel", "marketer manager", "reason"},
};

constexpr LifeRow kLeadRows[] = {
    {"acknowledged", "start", "in_progress"}, {"acknowledged", "reject", "rejected"},
    {"acknowledged", "cancel", "cancelled"},  {"in_progress", "wait", "pending"},
    {"pending", "resume", "in_progress"},     {"in_progress", "accept", "accepted"},
    {"in_progress", "reject", "rejected"},    {"in_progress", "cancel", "cancelled"},
    {"pending", "cancel", "cancelled"},
};
constexpr EventRow kLeadEvents[] = {
    {"start", "sales account_manager manager", ""},        {"wait", "sales account_manager manager", "reason"},
    {"resume", "sales account_manager manager", ""},       {"accept", "sales account_manager manager", ""},
    {"reject", "sales account_manager manager", "reason"}, {"cancel", "sales account_manager manager", "reason"},
};

constexpr LifeRow kOpportunityRows[] = {
    {"identified", "qualify", "qualified"},
    {"qualified", "propose", "proposed"},
    {"proposed", "negotiate", "negotiating"},
    {"negotiating", "propose", "proposed"},
    {"proposed", "win", "won"},
    {"negotiating", "win", "won"},
    {"identified", "lose", "lost"},
    {"qualified", "lose", "lost"},
    {"proposed", "lose", "lost"},
    {"negotiating", "lose", "lost"},
    {"identified", "cancel", "cancelled"},
    {"qualified", "cancel", "cancelled"},
};
constexpr EventRow kOpportunityEvents[] = {
    {"qualify", "sales account_manager manager", ""},    {"propose", "sales account_manager manager", "quoted"},
    {"negotiate", "sales account_manager manager", ""},  {"win", "sales account_manager manager", "accepted_quote"},
    {"lose", "sales account_manager manager", "reason"}, {"cancel", "sales account_manager manager", "reason"},
};

constexpr LifeRow kQuoteRows[] = {
    {"in_progress", "wait", "pending"}, {"pending", "resume", "in_progress"}, {"in_progress", "approve", "approved"},
    {"approved", "accept", "accepted"}, {"approved", "reject", "rejected"},   {"in_progress", "cancel", "cancelled"},
    {"pending", "cancel", "cancelled"},
};
constexpr EventRow kQuoteEvents[] = {
    {"wait", "sales account_manager manager", "reason"},   {"resume", "sales account_manager manager", ""},
    {"approve", "manager", "total second_person"},         {"accept", "sales account_manager manager", ""},
    {"reject", "sales account_manager manager", "reason"}, {"cancel", "sales account_manager manager", "reason"},
};

constexpr LifeRow kOrderRows[] = {
    {"acknowledged", "start", "in_progress"},
    {"acknowledged", "wait", "pending"},
    {"acknowledged", "reject", "rejected"},
    {"in_progress", "wait", "pending"},
    {"pending", "resume", "in_progress"},
    {"in_progress", "hold", "held"},
    {"held", "release", "in_progress"},
    {"in_progress", "complete", "completed"},
    {"in_progress", "fail", "failed"},
    {"in_progress", "part", "partial"},
    {"in_progress", "ask_cancel", "assessing_cancellation"},
    {"pending", "ask_cancel", "assessing_cancellation"},
    {"held", "ask_cancel", "assessing_cancellation"},
    {"assessing_cancellation", "grant", "pending_cancellation"},
    {"assessing_cancellation", "deny", "in_progress"},
    {"pending_cancellation", "cancel", "cancelled"},
    {"pending", "cancel", "cancelled"},
    {"held", "cancel", "cancelled"},
};
constexpr EventRow kOrderEvents[] = {
    {"start", "system sales account_manager manager", ""},
    {"wait", "system sales account_manager manager", "reason"},
    {"reject", "system sales manager", "reason"},
    {"resume", "system sales account_manager manager", ""},
    {"hold", "system technical manager", "reason"},
    {"release", "system technical manager", ""},
    {"complete", "system sales account_manager manager", ""},
    {"fail", "system technical manager", "reason"},
    {"part", "system sales manager", "reason"},
    {"ask_cancel", "sales account_manager manager", "reason"},
    {"grant", "manager", ""},
    {"deny", "manager", "reason"},
    {"cancel", "system sales manager", "reason"},
};

constexpr LifeRow kRenewalRows[] = {
    {"due", "contact", "contacted"},      {"contacted", "retry", "due"},      {"contacted", "offer", "offered"},
    {"offered", "accept", "accepted"},    {"accepted", "sign", "renewed"},    {"contacted", "refuse", "refused"},
    {"offered", "refuse", "refused"},     {"due", "lapse", "lapsed"},         {"contacted", "lapse", "lapsed"},
    {"offered", "lapse", "lapsed"},       {"accepted", "lapse", "lapsed"},    {"due", "cancel", "cancelled"},
    {"contacted", "cancel", "cancelled"}, {"offered", "cancel", "cancelled"},
};
constexpr EventRow kRenewalEvents[] = {
    {"contact", "service sales account_manager manager", ""},
    {"retry", "system service sales account_manager manager", "attempts_left"},
    {"offer", "sales account_manager manager", ""},
    {"accept", "sales account_manager manager", ""},
    {"sign", "system sales account_manager manager", ""},
    {"refuse", "service sales account_manager manager", "reason"},
    {"lapse", "system manager", ""},
    {"cancel", "sales account_manager manager", "reason"},
};

constexpr LifeRow kVisitRows[] = {
    {"planned", "confirm", "confirmed"},  {"planned", "start", "under_way"}, {"confirmed", "start", "under_way"},
    {"under_way", "report", "done"},      {"confirmed", "miss", "planned"},  {"planned", "cancel", "cancelled"},
    {"confirmed", "cancel", "cancelled"},
};
constexpr EventRow kVisitEvents[] = {
    {"confirm", "service sales technical account_manager manager", ""},
    {"start", "sales technical account_manager manager", ""},
    {"report", "sales technical account_manager manager", "reason"},
    {"miss", "service sales technical account_manager manager", "reason attempts_left"},
    {"cancel", "service sales account_manager manager", "reason"},
};

}  // namespace

const std::array<LifeTable, kMatterKinds>& life_tables() {
  static const std::array<LifeTable, kMatterKinds> tables = {{
      {MatterKind::care, "a care contact", kCareRows, kCareEvents, "",
       "welcome first_bill birthday festival expiry threshold", ""},
      {MatterKind::collection, "a debt", kCollectionRows, kCollectionEvents, "promised appealed", "", ""},
      {MatterKind::ticket, "a ticket", {}, kTicketEvents, "pending held", "complaint fault inquiry request", ""},
      {MatterKind::recovery, "a recovery", kRecoveryRows, kRecoveryEvents, "", "", "ticket"},
      {MatterKind::win_back, "a win-back", kWinBackRows, kWinBackEvents, "", "", ""},
      {MatterKind::campaign, "a campaign", {}, kCampaignEvents, "paused", "", ""},
      {MatterKind::lead, "a lead", kLeadRows, kLeadEvents, "pending", "", ""},
      {MatterKind::opportunity, "an opportunity", kOpportunityRows, kOpportunityEvents, "", "", ""},
      {MatterKind::quote, "a quote", kQuoteRows, kQuoteEvents, "pending", "", "opportunity"},
      {MatterKind::order, "an order", kOrderRows, kOrderEvents, "pending held", "", "quote:accepted"},
      {MatterKind::renewal, "a renewal", kRenewalRows, kRenewalEvents, "", "", ""},
      {MatterKind::visit, "a visit", kVisitRows, kVisitEvents, "", "", ""},
  }};
  return tables;
}

}  // namespace staysail
