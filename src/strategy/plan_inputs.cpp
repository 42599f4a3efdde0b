#include "staysail/strategy/plan_inputs.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <span>

#include "plan_frame.hpp"
#include "table_cells.hpp"

namespace staysail {
namespace {

using strategy::append_cell;
using strategy::field_of;
using strategy::PlanFrame;
using strategy::text_field;

// What is asked of consent: a channel for a purpose.
struct Question {
  std::string channel;
  std::string_view purpose;
  friend auto operator<=>(const Question&, const Question&) = default;
};

std::vector<Question> questions_of(const std::vector<Strategy>& strategies) {
  std::set<Question> all;
  for (const Strategy& strategy : strategies)
    for (const std::string& channel : strategy.channels) all.insert({channel, consent_purpose_of(strategy.kind)});
  return {all.begin(), all.end()};
}

// Positions in `questions`, by strategy.
std::vector<std::vector<std::size_t>> asked_by(const std::vector<Strategy>& strategies,
                                               const std::vector<Question>& questions) {
  std::vector<std::vector<std::size_t>> asked(strategies.size());
  for (std::size_t s = 0; s < strategies.size(); ++s)
    for (const std::string& channel : strategies[s].channels) {
      const Question question{channel, consent_purpose_of(strategies[s].kind)};
      asked[s].push_back(
          static_cast<std::size_t>(std::lower_bound(questions.begin(), questions.end(), question) - questions.begin()));
    }
  return asked;
}

// Candidates side by side that are one person's, persons in the order of their first row.
class ByCustomer {
 public:
  ByCustomer(const Plan& plan, const PlanFrame& frame) : plan_(plan), order_(plan.candidates.size()) {
    std::vector<std::uint32_t> first(static_cast<std::size_t>(frame.person_codes()), kNoCandidate);
    std::vector<std::uint32_t> rank(order_.size());
    for (std::uint32_t i = 0; i < order_.size(); ++i) {
      std::uint32_t& of_customer = first[static_cast<std::size_t>(frame.person_code(plan.candidates[i].row))];
      of_customer = std::min(of_customer, i);
      rank[i] = of_customer;
      order_[i] = i;
    }
    std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) { return rank[a] < rank[b]; });
    rank_ = std::move(rank);
  }
  // Calls `visit(row, candidates)` for each customer with any; the row is one of the customer's.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t begin = 0, end = 0; begin < order_.size(); begin = end) {
      while (end < order_.size() && rank_[order_[end]] == rank_[order_[begin]]) ++end;
      visit(plan_.candidates[order_[begin]].row, std::span(order_).subspan(begin, end - begin));
    }
  }

 private:
  const Plan& plan_;
  std::vector<std::uint32_t> order_, rank_;
};

void append_contact(const PastContact& contact, BatchBuilder& builder) {
  append_cell(builder.column(0), contact.customer_id);
  builder.column(1).append_day(contact.day);
  append_cell(builder.column(2), contact.strategy_id);
  append_cell(builder.column(3), contact.channel);
  append_cell(builder.column(4), contact.result);
  if (contact.answered) builder.column(5).append_day(*contact.answered);
  else builder.column(5).append_null();
  builder.column(6).append_boolean(contact.open);
  builder.column(7).append_boolean(contact.held_out);
}

Result<Batch> contacts_of(const ByCustomer& customers, const PlanFrame& frame, const ContactHistory* history) {
  STAYSAIL_TRY(const Schema schema,
               Schema::of({text_field("customer_id"), field_of("day", ColumnType::day), text_field("strategy_id"),
                           text_field("channel"), text_field("result"), field_of("answered", ColumnType::day),
                           field_of("open", ColumnType::boolean), field_of("held_out", ColumnType::boolean)}));
  BatchBuilder builder(schema);
  if (history != nullptr)
    customers.for_each([&](std::uint32_t row, std::span<const std::uint32_t>) {
      for (const PastContact& contact : history->of_customer(frame.person(row))) append_contact(contact, builder);
    });
  return builder.finish();
}

void append_word(std::string_view customer, const Question& question, const ChannelConsent& said,
                 BatchBuilder& builder) {
  if (said.state == ConsentState::unknown) return;
  append_cell(builder.column(0), customer);
  append_cell(builder.column(1), question.channel);
  append_cell(builder.column(2), question.purpose);
  builder.column(3).append_day(said.since.value_or(Day()));
  builder.column(4).append_boolean(said.state == ConsentState::granted);
}

Result<Batch> consents_of(const Plan& plan, const ByCustomer& customers, const PlanFrame& frame,
                          const ConsentLookup& consent) {
  STAYSAIL_TRY(const Schema schema,
               Schema::of({text_field("customer_id"), text_field("channel"), text_field("purpose"),
                           field_of("day", ColumnType::day), field_of("granted", ColumnType::boolean)}));
  BatchBuilder builder(schema);
  if (!consent) return builder.finish();
  const std::vector<Question> questions = questions_of(*plan.strategies);
  const auto asked = asked_by(*plan.strategies, questions);
  customers.for_each([&](std::uint32_t row, std::span<const std::uint32_t> candidates) {
    std::set<std::size_t> of_customer;
    for (const std::uint32_t i : candidates) {
      const auto& more = asked[plan.candidates[i].strategy];
      of_customer.insert(more.begin(), more.end());
    }
    const std::string_view customer = frame.person(row);
    for (const std::size_t q : of_customer)
      append_word(customer, questions[q], consent(customer, questions[q].channel, questions[q].purpose), builder);
  });
  return builder.finish();
}

PastContact contact_at(const std::array<Column, 8>& columns, std::size_t row) {
  PastContact contact;
  contact.customer_id = columns[0].text(row);
  contact.day = Day::since_epoch(columns[1].days()[row]);
  contact.strategy_id = columns[2].text(row);
  contact.channel = columns[3].text(row);
  contact.result = columns[4].text(row);
  if (!columns[5].is_null(row)) contact.answered = Day::since_epoch(columns[5].days()[row]);
  contact.open = columns[6].booleans()[row] != 0;
  contact.held_out = columns[7].booleans()[row] != 0;
  return contact;
}

using RefusedAction = std::tuple<std::string, std::string, std::string>;

RefusedAction key_of(const BossAction& action) {
  return {action.subscription.text(), std::string(name_of(action.kind)), parameters_text(action.parameters)};
}

// As guard_note_patterns() has it.
constexpr const char* kNoAnswer = "the BOSS did not answer";

Error nothing_is_done() {
  return Error(Errc::unsupported, "answers at rest tell what a BOSS said; hand in its adapter to act");
}

}  // namespace

Result<PlanInputs> inputs_of(const Plan& plan, const PlanRequest& request) {
  STAYSAIL_TRY(const PlanFrame frame, PlanFrame::of(plan.frame));
  const ByCustomer customers(plan, frame);
  PlanInputs inputs;
  STAYSAIL_TRY(inputs.contacts, contacts_of(customers, frame, request.history));
  STAYSAIL_TRY(inputs.consents, consents_of(plan, customers, frame, request.consent));
  return inputs;
}

Result<ContactHistory> history_in(const Batch& contacts, Day as_of) {
  if (contacts.rows() == 0) return ContactHistory();
  constexpr std::array kNames = {"customer_id", "day",      "strategy_id", "channel",
                                 "result",      "answered", "open",        "held_out"};
  constexpr std::array kTypes = {ColumnType::text, ColumnType::day, ColumnType::text,    ColumnType::text,
                                 ColumnType::text, ColumnType::day, ColumnType::boolean, ColumnType::boolean};
  std::array<Column, 8> columns;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    STAYSAIL_TRY(columns[i], contacts.require(kNames[i], kTypes[i]));
  }
  std::vector<PastContact> read;
  for (std::size_t row = 0; row < contacts.rows(); ++row) read.push_back(contact_at(columns, row));
  return ContactHistory::of(std::move(read), as_of);
}

Result<ConsentLedger> ledger_in(const Batch& consents) {
  ConsentLedger ledger;
  if (consents.rows() != 0) STAYSAIL_CHECK(ledger.add(consents));
  return ledger;
}

Result<std::vector<Eligibility>> AnswersHeard::check_eligibility(std::span<const BossAction> actions) {
  auto answers = ask(actions);
  if (!answers && answers.error().code() == Errc::cancelled) return answers;
  const std::lock_guard lock(mutex_);
  if (!answers) {
    unanswered_ += actions.size();
    if (!failure_) failure_ = answers.error();
    answers = std::vector<Eligibility>(actions.size(), Eligibility{false, kNoAnswer});
  }
  for (std::size_t i = 0; i < actions.size(); ++i)
    if (!(*answers)[i].eligible) refused_[key_of(actions[i])] = (*answers)[i].reason;
  return answers;
}

// One answer for each.
Result<std::vector<Eligibility>> AnswersHeard::ask(std::span<const BossAction> actions) {
  if (auto down = failure()) return *std::move(down);
  STAYSAIL_TRY(auto answers, actions_.check_eligibility(actions));
  if (answers.size() == actions.size()) return answers;
  return Error(Errc::adapter_failed, "check_eligibility must answer each action; asked and answered: " +
                                         std::to_string(actions.size()) + ", " + std::to_string(answers.size()));
}

std::uint64_t AnswersHeard::unanswered() const {
  const std::lock_guard lock(mutex_);
  return unanswered_;
}

std::optional<Error> AnswersHeard::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

Result<std::vector<ActionReceipt>> AnswersHeard::submit(std::span<const BossAction> actions, const std::string& token) {
  return actions_.submit(actions, token);
}

Result<std::vector<ActionReceipt>> AnswersHeard::status(std::span<const std::string> action_tokens) {
  return actions_.status(action_tokens);
}

Result<std::vector<ActionReceipt>> AnswersHeard::submit_again(std::span<const BossAction> actions,
                                                              std::span<const std::string> action_tokens) {
  return actions_.submit_again(actions, action_tokens);
}

Result<Batch> AnswersHeard::refusals() const {
  STAYSAIL_TRY(const Schema schema, Schema::of({text_field("subscription_id"), text_field("action"),
                                                text_field("parameters"), text_field("reason")}));
  BatchBuilder builder(schema);
  const std::lock_guard lock(mutex_);
  for (const auto& [action, reason] : refused_) {
    append_cell(builder.column(0), std::get<0>(action));
    append_cell(builder.column(1), std::get<1>(action));
    append_cell(builder.column(2), std::get<2>(action));
    append_cell(builder.column(3), reason);
  }
  return builder.finish();
}

Result<AnswersAtRest> AnswersAtRest::of(const Batch& refusals) {
  AnswersAtRest answers;
  if (refusals.rows() == 0) return answers;
  STAYSAIL_TRY(const Column subscriptions, refusals.require("subscription_id", ColumnType::text));
  STAYSAIL_TRY(const Column actions, refusals.require("action", ColumnType::text));
  STAYSAIL_TRY(const Column parameters, refusals.require("parameters", ColumnType::text));
  STAYSAIL_TRY(const Column reasons, refusals.require("reason", ColumnType::text));
  for (std::size_t row = 0; row < refusals.rows(); ++row)
    answers.refused_[{std::string(subscriptions.text(row)), std::string(actions.text(row)),
                      std::string(parameters.text(row))}] = reasons.text(row);
  return answers;
}

Result<std::vector<Eligibility>> AnswersAtRest::check_eligibility(std::span<const BossAction> actions) {
  std::vector<Eligibility> answers;
  for (const BossAction& action : actions) {
    const auto found = refused_.find(key_of(action));
    answers.push_back(found == refused_.end() ? Eligibility{true, ""} : Eligibility{false, found->second});
  }
  return answers;
}

Result<std::vector<ActionReceipt>> AnswersAtRest::submit(std::span<const BossAction>, const std::string&) {
  return nothing_is_done();
}

Result<std::vector<ActionReceipt>> AnswersAtRest::status(std::span<const std::string>) { return nothing_is_done(); }

}  // namespace staysail
