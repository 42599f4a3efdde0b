// Debts climb their ladders.
#include <algorithm>
#include <charconv>
#include <set>

#include "staysail/work/credit_policy.hpp"

namespace staysail {
namespace {

constexpr const char* kRemedy = "lifted when it is paid, by a promise with a day, or when an appeal is upheld";

std::string two_decimals(std::int64_t minor) {
  const std::string cents = std::to_string(minor % 100);
  return std::to_string(minor / 100) + "." + (cents.size() < 2 ? "0" + cents : cents);
}

MatterMove by_system(Day today, std::string note) {
  return {Instant::at_start_of(today), system_actor(), std::move(note), {}};
}

// The rung that comes after `state`: the first that its life allows. Null at the top, and for what stands still.
const Rung* next_rung(const CreditClass& in, std::string_view state) {
  const MatterLife& life = life_of(MatterKind::collection);
  for (const Rung& rung : in.ladder)
    if (life.next(state, rung.event)) return &rung;
  return nullptr;
}

std::string day_of(const Rung* rung, Day due) { return rung == nullptr ? "" : (due + rung->days_past_due).to_string(); }

Matter debt_of(const Arrears& owed, const CreditPolicy& policy) {
  const CreditClass& in = policy.class_of(owed.profile);
  Matter debt;
  debt.kind = MatterKind::collection;
  debt.customer = owed.customer;
  debt.account = owed.account;
  debt.occasion = owed.bill;
  debt.unit = owed.unit;
  debt.set_attribute("class", in.name);
  debt.set_attribute("amount_minor", std::to_string(owed.amount_minor));
  debt.set_attribute("due_day", owed.due.to_string());
  debt.set_attribute("next_rung", day_of(next_rung(in, "opened"), owed.due));
  return debt;
}

bool is_barring(const std::string& event) { return event == "bar_outgoing" || event == "bar"; }

// What is told to who is barred: why, and what helps.
std::string reason_for(const Matter& debt, const std::string& event, Day due, Day today) {
  const std::string_view amount = debt.attribute("amount_minor");
  std::int64_t minor = 0;
  std::from_chars(amount.data(), amount.data() + amount.size(), minor);
  std::string reason = two_decimals(minor) + " unpaid, " + std::to_string(today - due) + " days past due";
  if (is_barring(event)) reason += std::string("; ") + kRemedy;
  return reason;
}

class Collector {
 public:
  Collector(MatterDesk& desk, const CreditPolicy& policy, Day today) : desk_(&desk), policy_(&policy), today_(today) {}

  Status open(const std::vector<Arrears>& arrears) {
    std::vector<Matter> debts;
    for (const Arrears& owed : arrears) {
      debts.push_back(debt_of(owed, *policy_));
      owed_.insert(matter_id_of(debts.back()));
    }
    STAYSAIL_TRY(const OpenedMatters opened, desk_->open(std::move(debts), by_system(today_, "not paid by its day")));
    report_.opened = opened.opened;
    report_.repeated = opened.repeated;
    return ok();
  }

  Status go_on(const Matter& debt) {
    if (owed_.count(debt.id) == 0 && debt.parent.empty()) return settle(debt);
    if (debt.state == "promised") return ask_for_promise(debt);
    return climb(debt);
  }

  CollectionReport report() const { return report_; }

 private:
  Status settle(const Matter& debt) {
    STAYSAIL_TRY(const MovedMatter moved, desk_->move(debt.id, "pay", by_system(today_, "no longer owed")));
    report_.settled += moved.repeated ? 0 : 1;
    return ok();
  }

  Status ask_for_promise(const Matter& debt) {
    const auto until = Day::parse(debt.attribute("promised_until"));
    if (until && today_ <= *until) return ok();
    STAYSAIL_TRY(const MovedMatter moved,
                 desk_->move(debt.id, "break_promise", wound(debt, "warned", "not paid as promised")));
    report_.promises_broken += moved.repeated ? 0 : 1;
    return ok();
  }

  Status climb(const Matter& debt) {
    const CreditClass* in = policy_->find(debt.attribute("class"));
    const auto next = Day::parse(debt.attribute("next_rung"));
    const auto due = Day::parse(debt.attribute("due_day"));
    const Rung* rung = in == nullptr ? nullptr : next_rung(*in, debt.state);
    if (rung == nullptr || !next || !due || today_ < *next) return ok();
    const std::string state(*life_of(MatterKind::collection).next(debt.state, rung->event));
    const std::string reason = reason_for(debt, rung->event, *due, today_);
    STAYSAIL_TRY(const MovedMatter moved, desk_->move(debt.id, rung->event, wound(debt, state, reason)));
    report_.climbed += moved.repeated ? 0 : 1;
    return ok();
  }

  // With the day of the rung after `state`, which is never today: one rung a day at most.
  MatterMove wound(const Matter& debt, std::string_view state, std::string note) const {
    MatterMove move = by_system(today_, std::move(note));
    const CreditClass* in = policy_->find(debt.attribute("class"));
    const auto due = Day::parse(debt.attribute("due_day"));
    const Rung* rung = in == nullptr ? nullptr : next_rung(*in, state);
    const bool known = rung != nullptr && due;
    move.attributes = {{"next_rung", known ? std::max(*due + rung->days_past_due, today_ + 1).to_string() : ""}};
    return move;
  }

  MatterDesk* desk_;
  const CreditPolicy* policy_;
  Day today_;
  std::set<MatterId> owed_;
  CollectionReport report_;
};

}  // namespace

Result<CollectionReport> collect(MatterDesk& desk, const CreditPolicy& policy, const std::vector<Arrears>& arrears,
                                 Day today, const Control& control) {
  STAYSAIL_CHECK(policy.check());
  Collector collector(desk, policy, today);
  STAYSAIL_CHECK(collector.open(arrears));
  MatterFilter debts;
  debts.kind = "collection";
  debts.only_open = true;
  STAYSAIL_TRY(const std::vector<Matter> open, desk.list(debts, system_actor()));
  for (const Matter& debt : open) {
    STAYSAIL_CHECK(control.check());
    STAYSAIL_CHECK(collector.go_on(debt));
  }
  return collector.report();
}

}  // namespace staysail
