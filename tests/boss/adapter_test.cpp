// The adapters of docs/adapters/README.md, run through their kits.
#include <doctest/doctest.h>

#include <map>

#include "staysail/boss/boss_actions.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/boss/file_feed.hpp"
#include "staysail/boss/memory_feed.hpp"
#include "staysail/boss/table_schema.hpp"
#include "staysail/testing/boss_actions_kit.hpp"
#include "staysail/testing/boss_feed_kit.hpp"

using namespace staysail;

namespace {

// [doc: feed]
// What an operator's own interface hands out: one line of the CRM.
struct CrmLine {
  std::string line_id, customer_id, open_date;
};

class CrmReader final : public FeedReader {
 public:
  CrmReader(std::vector<CrmLine> lines, std::size_t rows_per_batch)
      : lines_(std::move(lines)), rows_per_batch_(rows_per_batch) {}

  Result<bool> next(FeedBatch& out) override {
    out = FeedBatch{};
    if (next_ == lines_.size()) return false;
    BatchBuilder rows(schema_of(*find_model_table("subscriptions")));
    FeedPart part;
    part.table = "subscriptions";
    out.file = "crm";
    while (next_ < lines_.size() && out.rows_read() < rows_per_batch_) take(lines_[next_++], rows, part, out);
    STAYSAIL_TRY(part.batch, rows.finish());
    if (part.batch.rows() > 0) out.parts.push_back(std::move(part));
    return true;
  }

 private:
  void take(const CrmLine& line, BatchBuilder& rows, FeedPart& part, FeedBatch& out) {
    const Digest digest = Digester().add(line.line_id).add(line.customer_id).add(line.open_date).finish();
    const auto opened = Day::parse(line.open_date);
    if (!opened) {
      out.rejects.push_back({"crm", next_, 0, "open_date", "bad_date", line.open_date, digest});
      return;
    }
    const TableDescription& table = *find_model_table("subscriptions");
    for (std::size_t i = 0; i < table.attributes.size(); ++i) {
      const std::string& name = table.attributes[i].name;
      if (name == "subscription_id") rows.column(i).append_text(line.line_id);
      else if (name == "customer_id") rows.column(i).append_text(line.customer_id);
      else if (name == "activated") rows.column(i).append_day(*opened);
      else rows.column(i).append_null();
    }
    part.row.push_back(static_cast<std::uint32_t>(out.rows.size()));
    part.version.push_back(0);
    out.rows.push_back({next_, 0, digest});
  }

  std::vector<CrmLine> lines_;
  std::size_t rows_per_batch_, next_ = 0;
};

class CrmFeed final : public BossFeed {
 public:
  explicit CrmFeed(std::map<std::string, std::vector<CrmLine>> cities) : cities_(std::move(cities)) {}

  // One split a city: a thread pool reads them side by side.
  Result<std::vector<FeedSplit>> plan(const FeedRequest&) override {
    std::vector<FeedSplit> splits;
    for (const auto& [city, lines] : cities_) {
      Digester content;
      for (const auto& line : lines) content.add(line.line_id).add(line.customer_id).add(line.open_date);
      splits.push_back({city, "crm", "crm", {"subscriptions"}, 0, content.finish()});
    }
    return splits;
  }

  Result<std::unique_ptr<FeedReader>> open(const FeedRequest& request, const FeedSplit& split) override {
    const auto city = cities_.find(split.token);
    if (city == cities_.end()) return Error(Errc::invalid_argument, "unknown split: " + split.token);
    return std::unique_ptr<FeedReader>(std::make_unique<CrmReader>(city->second, request.rows_per_batch));
  }

 private:
  std::map<std::string, std::vector<CrmLine>> cities_;
};
// [doc: end]

// [doc: actions]
// A BOSS that takes orders by number. What it knows of a token is kept where the orders are, so that a repeated
// submission finds it.
class OrderDesk final : public BossActions {
 public:
  Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) override {
    std::vector<Eligibility> answers;
    for (const auto& action : actions) {
      const bool taken = action.kind == ActionKind::renew;
      answers.push_back({taken, taken ? "" : "not_offered"});
    }
    return answers;
  }

  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) override {
    for (const auto& action : actions) STAYSAIL_CHECK(check_action(action));
    for (std::size_t i = 0; i < actions.size(); ++i) {
      const auto known = orders_.find(action_token(token, i));
      if (known != orders_.end() && !(known->second == actions[i]))
        return Error(Errc::conflict, "another order has this token: " + token);
    }
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < actions.size(); ++i) {
      tokens.push_back(action_token(token, i));
      orders_.emplace(tokens.back(), actions[i]);
    }
    return status(tokens);
  }

  Result<std::vector<ActionReceipt>> status(std::span<const std::string> action_tokens) override {
    std::vector<ActionReceipt> receipts;
    for (const auto& token : action_tokens)
      receipts.push_back({token, orders_.count(token) != 0 ? ActionStatus::accepted : ActionStatus::unknown, ""});
    return receipts;
  }

  std::size_t orders() const { return orders_.size(); }

 private:
  std::map<std::string, BossAction> orders_;
};
// [doc: end]

}  // namespace

TEST_CASE("the feed of the document conforms") {
  // [doc: feed kit]
  CrmFeed feed(
      {{"wuhan", {{"S1", "C1", "2024-03-01"}, {"S2", "C2", "2024-02-30"}}}, {"yichang", {{"S3", "C3", "2021-07-15"}}}});
  BossFeedExpectation expectation;
  expectation.records = 3;
  const ConformanceReport report = check_boss_feed(feed, expectation);
  CHECK_MESSAGE(report.passed(), report.to_string());
  // [doc: end]
}

TEST_CASE("the actions of the document conform") {
  // [doc: actions kit]
  OrderDesk desk;
  BossAction renew;
  renew.kind = ActionKind::renew;
  renew.subscription = SubscriptionId::of("S1");
  renew.parameters = {{"months", "12"}};
  renew.requested = Day::of(2026, 1, 15).value();
  BossAction other = renew;
  other.subscription = SubscriptionId::of("S2");
  BossActionsExpectation expectation;
  expectation.actions = {renew, other};
  expectation.effects = [&] { return desk.orders(); };
  const ConformanceReport report = check_boss_actions(desk, expectation);
  CHECK_MESSAGE(report.passed(), report.to_string());
  // [doc: end]
}

TEST_CASE("rows that a host already has") {
  // [doc: memory]
  ColumnBuilder ids({"customer_id", ColumnType::text, 0, ""});
  ColumnBuilder grades({"grade", ColumnType::text, 0, ""});
  ids.append_text("C1");
  grades.append_text("gold");
  MemoryFeed feed;
  Status added = feed.add("crm customers", "customers", Batch::of({ids.finish(), grades.finish()}).value());
  // [doc: end]
  CHECK(added);
  CHECK(feed.plan({}).value().size() == 1);
}

TEST_CASE("files that a host has in memory") {
  const std::string mapping_text =
      "[[feed]]\nfiles = \"units.csv\"\n[[feed.entity]]\ntable = \"units\"\nfields = { unit_id = \"ID\", name = "
      "\"NAME\" }\n";
  // [doc: texts]
  auto mapping = std::make_shared<const Mapping>(Mapping::parse(mapping_text, "mapping.toml").value());
  auto files = std::make_shared<TextFiles>(std::map<std::string, std::string>{{"units.csv", "ID,NAME\nHB,湖北\n"}});
  FileFeed feed(files, mapping);
  // [doc: end]
  CHECK(check_boss_feed(feed).passed());
}
