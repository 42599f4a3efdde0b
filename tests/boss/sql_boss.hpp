// A BOSS in a database: tables and a mapping that reads them, and what must hold of both whatever database it is.
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "staysail/boss/sql_actions.hpp"
#include "staysail/boss/sql_feed.hpp"
#include "staysail/testing/boss_actions_kit.hpp"
#include "staysail/testing/boss_feed_kit.hpp"

namespace staysail::test {

using Execute = std::function<void(const std::string& sql)>;

// Two customers and 20 bills, of which one has no month and one a fee that is no number.
inline void make_boss(const Execute& execute) {
  execute("CREATE TABLE customers(cust_id text, kind text, region text, club text)");
  execute("INSERT INTO customers VALUES ('C1', 'P', '武汉', 'gold'), ('C2', 'E', NULL, NULL)");
  execute("CREATE TABLE bills(bill_id integer, subs_id text, month text, fee text, updated timestamp)");
  for (int bill = 1; bill <= 20; ++bill) {
    const std::string month = bill == 7 ? "NULL" : bill % 2 == 0 ? "'202511'" : "'202512'";
    const std::string fee = bill == 9 ? "12,0x" : std::to_string(bill * 100);
    execute("INSERT INTO bills VALUES (" + std::to_string(bill) + ", 'S" + std::to_string(bill) + "', " + month +
            ", '" + fee + "', '2026-01-" + (bill < 10 ? "0" : "") + std::to_string(bill) + " 08:00:00')");
  }
}

inline const std::string kBossMapping = R"(
version = 1
name = "tables"
source = "crm"
[codes.kind]
"P" = "individual"
"E" = "group"
[[feed]]
table = "customers"
unknown_columns = "keep"
  [[feed.entity]]
  table = "customers"
    [feed.entity.fields]
    customer_id = "cust_id"
    customer_type = { column = "kind", codes = "kind" }
    region = "region"
[[feed]]
name = "bills"
sql = """
  SELECT * FROM bills
  WHERE bill_id > 0 -- whatever stands here;
"""
split_by = "bill_id"
splits = 4
changed_by = "updated"
  [[feed.entity]]
  table = "bills"
    [feed.entity.fields]
    subscription_id = "subs_id"
    month = { column = "month", pattern = "yyyyMM" }
    amount = { column = "fee", unit = "fen" }
)";

inline std::shared_ptr<const Mapping> mapping_of(const std::string& text) {
  auto mapping = Mapping::parse(text, "tables.toml");
  REQUIRE_MESSAGE(mapping.has_value(), (mapping ? "" : mapping.error().to_string()));
  return std::make_shared<const Mapping>(*std::move(mapping));
}

struct BossRead {
  std::map<std::string, std::uint64_t> rows, rejects;  // by table, by reason
  std::vector<std::string> amounts;
};

inline BossRead read_all(SqlFeed& feed, const std::vector<FeedSplit>& splits) {
  BossRead read;
  for (const auto& split : splits) {
    const auto reader = feed.open({}, split);
    REQUIRE_MESSAGE(reader.has_value(), (reader ? "" : reader.error().to_string()));
    for (FeedBatch batch; (*reader)->next(batch).value();) {
      for (const auto& row : batch.rejects) ++read.rejects[row.reason];
      for (const auto& part : batch.parts) {
        read.rows[part.table] += part.batch.rows();
        for (std::size_t row = 0; part.table == "bills" && row < part.batch.rows(); ++row)
          read.amounts.push_back(part.batch.find("amount")->value_text(row));
      }
    }
  }
  return read;
}

inline void check_tables_as_a_feed(const std::shared_ptr<SqlSource>& source) {
  SqlFeed feed(source, mapping_of(kBossMapping));
  BossFeedExpectation expectation;
  expectation.records = 22;
  const ConformanceReport report = check_boss_feed(feed, expectation);
  CHECK_MESSAGE(report.passed(), report.to_string());
  const auto splits = feed.plan({}).value();
  CHECK(splits.size() == 5);  // the customers, and four ranges of bills
  CHECK(splits.front().feed == "crm/customers");
  CHECK(splits.back().token == "bills#4");
  const BossRead read = read_all(feed, splits);
  CHECK(read.rows == std::map<std::string, std::uint64_t>{{"bills", 18}, {"customers", 2}});
  CHECK(read.rejects == std::map<std::string, std::uint64_t>{{"bad_number", 1}, {"missing_value", 1}});
  CHECK(read.amounts.front() == "1.000");
  CHECK(read.amounts.back() == "20.000");
  CHECK(feed.extensions_of("customers").value() == std::vector<std::string>{"club"});
}

inline void check_rows_since(const std::shared_ptr<SqlSource>& source) {
  SqlFeed feed(source, mapping_of(kBossMapping), {"2026-01-18 08:00:00"});
  const BossRead read = read_all(feed, feed.plan({}).value());
  CHECK(read.rows == std::map<std::string, std::uint64_t>{{"bills", 3}, {"customers", 2}});
}

// What was planned is read as it was; the next plan sees the change, and only the split that it touches is another.
inline void check_one_state(const std::shared_ptr<SqlSource>& source, const Execute& execute) {
  SqlFeed feed(source, mapping_of(kBossMapping)), elsewhere(source, mapping_of(kBossMapping));
  const auto before = feed.plan({}).value();
  const auto open_elsewhere = elsewhere.open({}, before.back());
  CHECK_MESSAGE(open_elsewhere.has_value(), (open_elsewhere ? "" : open_elsewhere.error().to_string()));
  execute("UPDATE bills SET fee = '77700' WHERE bill_id = 20");
  CHECK(read_all(feed, before).amounts.back() == "20.000");
  const auto after = feed.plan({}).value();
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    CHECK(after[i].token == before[i].token);
    CHECK((after[i].content == before[i].content) == (i + 1 < after.size()));
  }
  CHECK(read_all(feed, after).amounts.back() == "777.000");
  SqlFeed late(source, mapping_of(kBossMapping));
  CHECK(late.open({}, before.back()).error().code() == Errc::conflict);
}

inline std::string with_query(const std::string& sql) {
  return "[[feed]]\nname = \"q\"\nsql = \"\"\"" + sql +
         "\"\"\"\n[[feed.entity]]\ntable = \"units\"\nfields = { unit_id = \"subs_id\" }\n";
}

inline void check_nothing_is_written(const std::shared_ptr<SqlSource>& source,
                                     const std::vector<std::string>& attempts) {
  for (const auto& sql : attempts) {
    CAPTURE(sql);
    SqlFeed feed(source, mapping_of(with_query(sql)));
    const auto planned = feed.plan({});
    REQUIRE_FALSE(planned);
    CHECK_MESSAGE(planned.error().code() == Errc::mapping_invalid, planned.error().to_string());
    CHECK(planned.error().to_string().find("tables.toml:1") == 0);
  }
  SqlFeed feed(source, mapping_of(kBossMapping));
  CHECK(read_all(feed, feed.plan({}).value()).rows.at("bills") == 18);
}

inline std::vector<BossAction> two_actions() {
  BossAction renew;
  renew.kind = ActionKind::renew;
  renew.subscription = SubscriptionId::of("S1");
  renew.customer = CustomerId::of("C1");
  renew.parameters = {{"months", "12"}, {"note", "it's 100%; really"}};
  renew.requested = Day::of(2026, 1, 15).value();
  BossAction other = renew;
  other.subscription = SubscriptionId::of("S2");
  return {renew, other};
}

inline ConformanceReport check_actions(const std::shared_ptr<SqlSession>& session,
                                       const SqlActionStatements& statements, std::function<std::size_t()> effects,
                                       std::string_view run = "1") {
  const auto actions = SqlActions::open(session, statements).value();
  BossActionsExpectation expectation;
  expectation.actions = two_actions();
  expectation.effects = std::move(effects);
  return check_boss_actions(*actions, expectation, run);
}

// Carries out what it is told, and its answer gets lost: every time, or never.
class LosesAnswers final : public SqlSession {
 public:
  explicit LosesAnswers(std::shared_ptr<SqlSession> session) : session_(std::move(session)) {}
  Result<std::vector<SqlTable>> ask(std::span<const SqlStatement> statements) override {
    return session_->ask(statements);
  }
  Result<std::vector<SqlTable>> transact(std::span<const SqlStatement> statements) override {
    STAYSAIL_TRY(auto answer, session_->transact(statements));
    if (!lost) return answer;
    return Error(Errc::in_doubt, "the answer was lost");
  }
  bool lost = true;

 private:
  std::shared_ptr<SqlSession> session_;
};

inline void check_doubt_is_settled(const std::shared_ptr<SqlSession>& session, const SqlActionStatements& statements,
                                   const std::function<std::size_t()>& effects) {
  const auto actions = SqlActions::open(std::make_shared<LosesAnswers>(session), statements).value();
  const std::size_t before = effects();
  const auto submitted = actions->submit(two_actions(), "doubt");
  CHECK(submitted.error().in_doubt());
  const std::vector<std::string> tokens = {action_token("doubt", 0), action_token("doubt", 1)};
  for (const auto& receipt : actions->status(tokens).value()) CHECK(receipt.status == ActionStatus::accepted);
  CHECK(actions->submit(two_actions(), "doubt").value().size() == 2);  // nothing is left to submit
  CHECK(effects() == before + 2);
}

}  // namespace staysail::test
