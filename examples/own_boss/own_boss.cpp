// An adapter of one's own: a billing system that lives in this process becomes a BossFeed and a BossActions, and the
// conformance kits say whether it keeps the promises that staysail relies on.
#include <iostream>
#include <map>
#include <mutex>

#include "staysail/boss/boss_actions.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/boss/table_schema.hpp"
#include "staysail/testing/boss_actions_kit.hpp"
#include "staysail/testing/boss_feed_kit.hpp"

using namespace staysail;

namespace {

// The host's own system: lines with the customers who hold them.
struct Line {
  const char *line, *customer, *offering;
};
constexpr Line kLines[] = {{"S1", "C1", "basic"}, {"S2", "C1", "gold"}, {"S3", "C2", "basic"}};

// [doc: own_feed]
// Reads all lines as one split, in batches.
class LineReader final : public FeedReader {
 public:
  explicit LineReader(std::size_t rows_per_batch) : rows_per_batch_(rows_per_batch) {}

  Result<bool> next(FeedBatch& out) override {
    out = FeedBatch();
    const std::size_t end = std::min(at_ + rows_per_batch_, std::size(kLines));
    if (at_ == end) return false;
    const TableDescription& table = *find_model_table("subscriptions");
    BatchBuilder builder(schema_of(table));
    FeedPart part;
    part.table = table.name;
    for (; at_ < end; ++at_) {
      append(builder, table, kLines[at_]);
      part.row.push_back(static_cast<std::uint32_t>(out.rows.size()));
      part.version.push_back(1);  // a later version of a line would carry a higher number
      out.rows.push_back(RowOrigin{at_ + 1, 0, digest_of(kLines[at_].line)});
    }
    STAYSAIL_TRY(part.batch, builder.finish());
    out.file = "lines";
    out.parts.push_back(std::move(part));
    return true;
  }

 private:
  static void append(BatchBuilder& builder, const TableDescription& table, const Line& line) {
    const std::map<std::string_view, const char*> known = {
        {"subscription_id", line.line}, {"customer_id", line.customer}, {"offering", line.offering}};
    for (std::size_t i = 0; i < table.attributes.size(); ++i) {
      const auto value = known.find(table.attributes[i].name);
      if (value == known.end()) builder.column(i).append_null();
      else builder.column(i).append_text(value->second);
    }
  }

  std::size_t rows_per_batch_, at_ = 0;
};

class LineFeed final : public BossFeed {
 public:
  Result<std::vector<FeedSplit>> plan(const FeedRequest&) override {
    FeedSplit split;
    split.token = split.file = split.feed = "lines";
    split.tables = {"subscriptions"};
    split.content = digest_of("lines, state of 2026-01-01");  // another state of the data needs another digest
    return std::vector{split};
  }

  Result<std::unique_ptr<FeedReader>> open(const FeedRequest& request, const FeedSplit& split) override {
    if (split.token != "lines") return Error(Errc::invalid_argument, "unknown split: " + split.token);
    return std::unique_ptr<FeedReader>(std::make_unique<LineReader>(request.rows_per_batch));
  }
};
// [doc: end]

// [doc: own_actions]
// Orders go to a list; the token decides whether an order was seen before.
class OrderList final : public BossActions {
 public:
  Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) override {
    std::vector<Eligibility> answers;
    for (const auto& action : actions) answers.push_back(judge(action));
    return answers;
  }

  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) override {
    for (const auto& action : actions) STAYSAIL_CHECK(check_action(action));
    const std::lock_guard lock(mutex_);
    const auto known = batches_.try_emplace(token, actions.begin(), actions.end());
    const bool other =
        !std::equal(actions.begin(), actions.end(), known.first->second.begin(), known.first->second.end());
    if (other) return Error(Errc::conflict, "this token came with other orders before: " + token);
    std::vector<ActionReceipt> receipts;
    for (std::size_t i = 0; i < actions.size(); ++i) receipts.push_back(take(action_token(token, i), actions[i]));
    return receipts;
  }

  Result<std::vector<ActionReceipt>> status(std::span<const std::string> tokens) override {
    const std::lock_guard lock(mutex_);
    std::vector<ActionReceipt> receipts;
    for (const auto& token : tokens) {
      const auto known = receipts_.find(token);
      receipts.push_back(known == receipts_.end() ? ActionReceipt{token, ActionStatus::unknown, ""} : known->second);
    }
    return receipts;
  }

  std::size_t orders() const { return orders_; }

 private:
  static Eligibility judge(const BossAction& action) {
    for (const auto& line : kLines)
      if (action.subscription.text() == line.line) return {true, ""};
    return {false, "unknown_line"};
  }

  // The same token again answers as the first time and orders nothing.
  ActionReceipt take(const std::string& token, const BossAction& action) {
    const bool eligible = judge(action).eligible;
    const auto added = receipts_.try_emplace(
        token, ActionReceipt{token, eligible ? ActionStatus::accepted : ActionStatus::refused, ""});
    if (added.second && eligible) ++orders_;
    return added.first->second;
  }

  std::mutex mutex_;
  std::map<std::string, std::vector<BossAction>> batches_;
  std::map<std::string, ActionReceipt> receipts_;
  std::size_t orders_ = 0;
};
// [doc: end]

BossAction renewal(const char* line, const char* customer) {
  BossAction action;
  action.kind = ActionKind::renew;
  action.subscription = SubscriptionId::of(line);
  action.customer = CustomerId::of(customer);
  action.parameters = {{"months", "12"}};
  action.requested = Day::since_epoch(20454);
  return action;
}

}  // namespace

int main() {
  LineFeed feed;
  BossFeedExpectation expected;
  expected.records = std::size(kLines);
  const ConformanceReport feed_report = check_boss_feed(feed, expected);
  std::cout << "feed: " << feed_report.to_string() << "\n";

  OrderList orders;
  BossActionsExpectation tried;
  tried.actions = {renewal("S1", "C1"), renewal("S3", "C2")};
  tried.effects = [&] { return orders.orders(); };
  const ConformanceReport actions_report = check_boss_actions(orders, tried);
  std::cout << "actions: " << actions_report.to_string() << "\n";
  return feed_report.passed() && actions_report.passed() ? 0 : 1;
}
