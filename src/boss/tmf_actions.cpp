#include "staysail/boss/tmf_actions.hpp"

#include <atomic>

#include "boss/tmf_journal.hpp"
#include "boss/tmf_order.hpp"
#include "boss/tmf_order_search.hpp"
#include "staysail/files/value_text.hpp"

namespace staysail {
namespace {

using boss::JsonValue;
using boss::TmfAsk;
using boss::TmfClient;
using boss::WebAddress;

using boss::OrdersByToken;

// Orders are noted so long in the journal: what a task of the store does not remember by then, nobody asks for.
constexpr std::int64_t kNotedMicros = std::int64_t{40} * 24 * 3600 * 1000 * 1000;

enum class Fate : std::uint8_t { taken, refused, not_taken, open };

// What an answer to a new order says of it. Only what a BOSS cannot have acted upon counts as not taken; who may not
// order this may be allowed to by the next night.
Fate fate_of(int status) {
  if (status >= 200 && status < 300) return Fate::taken;
  if (status == 429 || status == 401 || status == 403 || status == 404) return Fate::not_taken;
  return status >= 500 || status == 408 || status == 409 || status < 400 ? Fate::open : Fate::refused;
}

bool was_sent(const Error& failure) { return failure.in_doubt() || failure.code() == Errc::limit_exceeded; }

bool is_over(const JsonValue& product) {
  const auto status = trimmed(product.text_at("status"));
  return status == "terminated" || status == "cancelled" || status == "aborted";
}

}  // namespace

// What is known of tokens beyond what the BOSS shows, and how it is asked.
class TmfActions::Desk {
 public:
  Desk(TmfAccess access, TmfActionsOptions options, WebAddress orders, std::optional<WebAddress> products)
      : access_(std::move(access)),
        options_(std::move(options)),
        orders_(std::move(orders)),
        products_(std::move(products)) {}

  Status open_journal() {
    if (options_.journal.empty()) return ok();
    const std::int64_t since = access_.clock->utc_micros() - kNotedMicros;
    STAYSAIL_TRY(journal_, boss::OrderJournal::open(options_.journal, since));
    for (const auto& [token, entry] : journal_->entries())
      memory_[token] = {entry.mark, entry.id, {}, entry.sent_micros, true};
    return ok();
  }

  void recall(std::span<const ActionReceipt> heard) {
    const std::lock_guard lock(mutex_);
    for (const auto& receipt : heard) {
      Memory& memory = memory_[receipt.action_token];
      if (memory.id.empty()) memory.id = receipt.reference;
      memory.doubted |= receipt.status == ActionStatus::in_doubt;
    }
  }

  Result<Eligibility> judge(const BossAction& action) {
    if (!check_action(action)) return Eligibility{false, "malformed"};
    if (!products_ || !options_.ask_inventory) return Eligibility{true, {}};
    TmfClient client(access_);
    WebAddress product = *products_;
    product.path += "/" + boss::percent_encoded(action.subscription.text());
    STAYSAIL_TRY(const auto answer, client.get(product));
    if (answer.status == 404) return Eligibility{false, "unknown_subscription"};
    if (answer.status != 200) return client.refusal(Errc::adapter_failed, {"GET", product, {}, {}}, answer);
    STAYSAIL_TRY(const auto resource, client.json_of(answer, product));
    return is_over(resource) ? Eligibility{false, "not_active"} : Eligibility{true, {}};
  }

  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) {
    for (const auto& action : actions) STAYSAIL_CHECK(check_action(action));
    const std::lock_guard one_submission(submitting_);
    TmfClient client(access_);
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < actions.size(); ++i) tokens.push_back(action_token(token, i));
    STAYSAIL_TRY(const auto known, boss::orders_by_filter(client, orders_, access_.page_size, tokens));
    return send_unknown(client, actions, tokens, known);
  }

  Result<std::vector<ActionReceipt>> submit_again(std::span<const BossAction> actions,
                                                  std::span<const std::string> tokens) {
    for (const auto& action : actions) STAYSAIL_CHECK(check_action(action));
    const std::lock_guard one_submission(submitting_);
    TmfClient client(access_);
    STAYSAIL_TRY(const auto known, shown(client, {tokens.begin(), tokens.end()}));
    return send_unknown(client, actions, tokens, known);
  }

  Result<std::vector<ActionReceipt>> status(std::span<const std::string> tokens) {
    TmfClient client(access_);
    STAYSAIL_TRY(const auto known, shown(client, {tokens.begin(), tokens.end()}));
    std::vector<ActionReceipt> receipts;
    for (const auto& token : tokens)
      receipts.push_back(receipt_known(token, known).value_or(ActionReceipt{token, ActionStatus::unknown, {}}));
    return receipts;
  }

 private:
  // What this object saw happen to a token.
  struct Memory {
    std::string mark, id;
    std::optional<ActionReceipt> refusal;
    std::optional<std::int64_t> in_doubt_since_micros;
    bool doubted = false;  // it may be with the BOSS although nobody was told so
  };

  Memory memory_of(const std::string& token) {
    const std::lock_guard lock(mutex_);
    const auto found = memory_.find(token);
    return found == memory_.end() ? Memory{} : found->second;
  }

  void remember(const std::string& token, Memory memory) {
    const std::lock_guard lock(mutex_);
    memory_[token] = std::move(memory);
  }

  bool is_refused(const std::string& token) { return memory_of(token).refusal.has_value(); }

  // The receipt of a token that is not to be sent; nothing for one that the BOSS cannot have.
  std::optional<ActionReceipt> receipt_known(const std::string& token, const OrdersByToken& known) {
    if (const auto found = known.find(token); found != known.end()) return boss::receipt_of(found->second, token);
    const Memory memory = memory_of(token);
    if (memory.refusal) return memory.refusal;
    if (!memory.id.empty())
      return ActionReceipt{token, ActionStatus::accepted, "order " + memory.id + ", which the BOSS does not list now",
                           memory.id};
    if (memory.in_doubt_since_micros &&
        access_.clock->utc_micros() - *memory.in_doubt_since_micros < options_.settle_ms * 1000)
      return ActionReceipt{token, ActionStatus::in_doubt, "sent, and the BOSS does not show it yet"};
    if (memory.doubted && drops_names_)
      return ActionReceipt{token, ActionStatus::in_doubt,
                           "it may have been sent, and the BOSS keeps neither externalId nor description: ask it"};
    return std::nullopt;
  }

  Status check_same(const BossAction& action, const std::string& token, const OrdersByToken& known) {
    const auto found = known.find(token);
    const std::string mark = found == known.end() ? memory_of(token).mark : boss::content_mark(found->second);
    if (mark.empty() || mark == boss::content_mark(action)) return ok();
    return Error(Errc::conflict, "the BOSS has another order under this token: " + token);
  }

  // By the id that the BOSS gave, whatever it made of our names; not an order that names another token.
  Result<std::optional<JsonValue>> order_by_id(TmfClient& client, const std::string& token) {
    const std::string id = memory_of(token).id;
    if (id.empty()) return std::optional<JsonValue>();
    WebAddress address = orders_;
    address.path += "/" + boss::percent_encoded(id);
    STAYSAIL_TRY(const auto answer, client.get(address));
    if (answer.status != 200) return std::optional<JsonValue>();  // looked up by its token instead
    STAYSAIL_TRY(auto order, client.json_of(answer, address));
    if (is_anothers(order, token)) return std::optional<JsonValue>();
    drops_names_ = drops_names_ || !boss::names_token(order, token);
    return std::optional(std::move(order));
  }

  static bool is_anothers(const JsonValue& order, const std::string& token) {
    return !boss::token_mark(order).empty() && !boss::names_token(order, token);
  }

  // The orders of these tokens: by id, by the filter, and where that finds nothing among all orders, because a BOSS may
  // have changed the text that it filters by.
  Result<OrdersByToken> shown(TmfClient& client, const std::vector<std::string>& tokens) {
    OrdersByToken known;
    for (const auto& token : tokens) {
      STAYSAIL_TRY(auto order, order_by_id(client, token));
      if (order) known.emplace(token, *std::move(order));
    }
    STAYSAIL_TRY(auto filtered, boss::orders_by_filter(client, orders_, access_.page_size, missing(tokens, known)));
    known.merge(filtered);
    const auto unseen = missing(tokens, known);
    if (unseen.empty()) return known;
    STAYSAIL_TRY(auto read, boss::orders_by_reading(client, orders_, access_.page_size, unseen));
    known.merge(read);
    STAYSAIL_CHECK(learn_names(client));
    return known;
  }

  // Without those whose fate needs no look-up.
  std::vector<std::string> missing(const std::vector<std::string>& tokens, const OrdersByToken& known) {
    std::vector<std::string> unseen;
    for (const auto& token : tokens)
      if (known.count(token) == 0 && !is_refused(token)) unseen.push_back(token);
    return unseen;
  }

  // Whether a look-up that finds nothing means anything: one order that the BOSS named shows what it keeps.
  Status learn_names(TmfClient& client) {
    std::string named;
    {
      const std::lock_guard lock(mutex_);
      for (const auto& [token, memory] : memory_)
        if (!memory.id.empty()) named = token;
    }
    if (named.empty() || drops_names_) return ok();
    return order_by_id(client, named).and_then([](const auto&) { return ok(); });
  }

  // From here on the order may be with the BOSS, whatever becomes of this process.
  Status begin(const BossAction& action, const std::string& token) {
    const std::int64_t now = access_.clock->utc_micros();
    const std::string mark = boss::content_mark(action);
    if (journal_) STAYSAIL_CHECK(journal_->sending(token, {now, mark}));
    remember(token, {mark, {}, {}, now, true});
    return ok();
  }

  // The BOSS surely does not have it. Where that cannot be noted, doubt is left, which harms nobody.
  void leave(const std::string& token) {
    if (journal_) (void)journal_->not_taken(token).has_value();
    const std::lock_guard lock(mutex_);
    memory_.erase(token);
  }

  // What is not known goes. An error ends the submission: the rest would fare no better, and was not sent.
  Result<std::vector<ActionReceipt>> send_unknown(TmfClient& client, std::span<const BossAction> actions,
                                                  std::span<const std::string> tokens, const OrdersByToken& known) {
    for (std::size_t i = 0; i < actions.size(); ++i) STAYSAIL_CHECK(check_same(actions[i], tokens[i], known));
    std::vector<ActionReceipt> receipts;
    std::optional<Error> stopped;
    bool any = false;
    for (std::size_t i = 0; i < actions.size(); ++i) {
      auto receipt = receipt_known(tokens[i], known);
      if (!receipt && !stopped) {
        const auto sent = order(client, actions[i], tokens[i]);
        if (sent) receipt = *sent;
        else stopped = sent.error();
      }
      any |= receipt.has_value();
      receipts.push_back(receipt ? *receipt : ActionReceipt{tokens[i], ActionStatus::unknown, stopped->message()});
    }
    if (stopped && !any) return *stopped;
    return receipts;
  }

  Result<ActionReceipt> order(TmfClient& client, const BossAction& action, const std::string& token) {
    STAYSAIL_CHECK(begin(action, token));
    auto receipt = send_order(client, action, token);
    if (!receipt || receipt->status == ActionStatus::unknown) leave(token);
    return receipt;
  }

  // Sends one order that the BOSS does not have. `unknown` or an error: it was not taken, this one or any.
  Result<ActionReceipt> send_order(TmfClient& client, const BossAction& action, const std::string& token) {
    const TmfAsk ask{"POST", orders_, boss::json_text(boss::order_of(action, token)), "application/json"};
    for (int tries = 1;; ++tries) {
      const auto answer = client.ask(ask);
      if (!answer && was_sent(answer.error())) return settle(client, action, token, answer.error().message());
      if (!answer && answer.error().code() != Errc::io_failed) return answer.error();
      if (answer && fate_of(answer->status) != Fate::not_taken)
        return after_answer(client, action, token, ask, *answer);
      if (answer && answer->status == 403)
        return ActionReceipt{token, ActionStatus::unknown,
                             client.refusal(Errc::adapter_failed, ask, *answer).message()};
      const Error failure = answer ? client.refusal(Errc::adapter_failed, ask, *answer)
                                   : Error(Errc::adapter_failed, answer.error().message());
      const bool again = !answer || answer->status == 429;
      if (!again || tries >= access_.retries.tries) return failure;
      if (!client.wait(client.wait_before(tries, answer ? &*answer : nullptr)))
        return failure.within("the deadline is too near for another try");
    }
  }

  Result<ActionReceipt> after_answer(TmfClient& client, const BossAction& action, const std::string& token,
                                     const TmfAsk& ask, const HttpAnswer& answer) {
    const std::string said = client.refusal(Errc::action_refused, ask, answer).message();
    switch (fate_of(answer.status)) {
      case Fate::refused: {
        ActionReceipt receipt{token, ActionStatus::refused, said};
        leave(token);
        remember(token, {boss::content_mark(action), {}, receipt, {}, false});
        return receipt;
      }
      case Fate::taken: {
        const auto order = client.json_of(answer, orders_);
        if (!order || is_anothers(*order, token)) return settle(client, action, token, said);
        const std::string id(order->text_at("id"));
        if (id.empty() && !boss::names_token(*order, token)) return settle(client, action, token, said);
        return take(*order, action, token);
      }
      default: return settle(client, action, token, said);
    }
  }

  // The BOSS has it. Where that cannot be noted, the doubt that was noted before stays.
  ActionReceipt take(const JsonValue& order, const BossAction& action, const std::string& token) {
    const std::string id(order.text_at("id"));
    if (journal_ && !id.empty()) (void)journal_->taken(token, id).has_value();
    remember(token, {boss::content_mark(action), id, {}, {}, id.empty()});
    return boss::receipt_of(order, token);
  }

  // The order may have been taken: the BOSS is asked for it until it shows it or patience ends; it is never sent again.
  Result<ActionReceipt> settle(TmfClient& client, const BossAction& action, const std::string& token,
                               const std::string& why) {
    for (int tries = 1; tries <= access_.retries.tries; ++tries) {
      const auto found = boss::orders_by_filter(client, orders_, access_.page_size, {token});
      if (found && found->count(token) != 0) return take(found->find(token)->second, action, token);
      if (!client.wait(client.wait_before(tries, nullptr))) break;
    }
    return ActionReceipt{token, ActionStatus::in_doubt, why};
  }

  TmfAccess access_;
  TmfActionsOptions options_;
  WebAddress orders_;
  std::optional<WebAddress> products_;
  std::unique_ptr<boss::OrderJournal> journal_;
  std::mutex submitting_, mutex_;
  std::map<std::string, Memory> memory_;
  std::atomic<bool> drops_names_ = false;  // an order that the BOSS has by its id names no token
};

TmfActions::TmfActions(std::unique_ptr<Desk> desk) : desk_(std::move(desk)) {}
TmfActions::~TmfActions() = default;

Result<std::unique_ptr<TmfActions>> TmfActions::open(TmfAccess access, TmfActionsOptions options) {
  STAYSAIL_CHECK(access.complete());
  STAYSAIL_TRY(const auto orders_url, access.url_of("TMF622"));
  STAYSAIL_TRY(auto orders, boss::parse_address(orders_url + "/productOrder"));
  std::optional<WebAddress> products;
  if (const auto url = access.url_of("TMF637")) {
    STAYSAIL_TRY(products, boss::parse_address(*url + "/product"));
  }
  auto desk = std::make_unique<Desk>(std::move(access), std::move(options), std::move(orders), std::move(products));
  STAYSAIL_CHECK(desk->open_journal());
  return std::unique_ptr<TmfActions>(new TmfActions(std::move(desk)));
}

Result<std::vector<Eligibility>> TmfActions::check_eligibility(std::span<const BossAction> actions) {
  std::vector<Eligibility> answers;
  for (const auto& action : actions) {
    STAYSAIL_TRY(answers.emplace_back(), desk_->judge(action));
  }
  return answers;
}

Result<std::vector<ActionReceipt>> TmfActions::submit(std::span<const BossAction> actions, const std::string& token) {
  return desk_->submit(actions, token);
}

Result<std::vector<ActionReceipt>> TmfActions::submit_again(std::span<const BossAction> actions,
                                                            std::span<const std::string> action_tokens) {
  return desk_->submit_again(actions, action_tokens);
}

void TmfActions::recall(std::span<const ActionReceipt> heard) { desk_->recall(heard); }

Result<std::vector<ActionReceipt>> TmfActions::status(std::span<const std::string> action_tokens) {
  return desk_->status(action_tokens);
}

}  // namespace staysail
