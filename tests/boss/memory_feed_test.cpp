#include "staysail/boss/memory_feed.hpp"

#include <doctest/doctest.h>

#include "staysail/testing/boss_feed_kit.hpp"

using namespace staysail;

namespace {

Column texts(const char* name, std::initializer_list<const char*> values) {
  ColumnBuilder builder({name, ColumnType::text, 0, {}});
  for (const char* value : values) value == nullptr ? builder.append_null() : builder.append_text(value);
  return builder.finish();
}

Batch three_customers() {
  return Batch::of({texts("customer_id", {"C1", "C2", nullptr}), texts("region", {"Wuhan", nullptr, "Xian"}),
                    texts("hobby", {"chess", "go", "none"})})
      .value();
}

// A feed that keeps its promises except for the one that a test breaks.
class Liar final : public BossFeed {
 public:
  enum class Lie {
    none,
    loses_rows,
    doubles_rows,
    knows_any_split,
    rows_after_end,
    empty_batch,
    unplanned_table,
    no_record_for_row,
    forgets_required,
    error_at_end,
    new_tokens,
    hides_extensions
  };
  Liar(MemoryFeed& truth, Lie lie) : truth_(truth), lie_(lie) {}

  Result<std::vector<FeedSplit>> plan(const FeedRequest& request) override {
    auto splits = truth_.plan(request);
    if (lie_ == Lie::new_tokens)
      for (auto& split : *splits) split.token += std::to_string(plans_);
    ++plans_;
    return splits;
  }

  Result<std::unique_ptr<FeedReader>> open(const FeedRequest& request, const FeedSplit& split) override {
    FeedSplit asked = split;
    if (lie_ == Lie::knows_any_split || lie_ == Lie::new_tokens) asked.token = "customers";
    STAYSAIL_TRY(auto reader, truth_.open(request, asked));
    return std::unique_ptr<FeedReader>(std::make_unique<LyingReader>(std::move(reader), lie_));
  }

  Result<std::optional<std::vector<std::string>>> extensions_of(const std::string& table) override {
    if (lie_ == Lie::hides_extensions) return std::optional(std::vector<std::string>{"habit"});
    return truth_.extensions_of(table);
  }

 private:
  class LyingReader final : public FeedReader {
   public:
    LyingReader(std::unique_ptr<FeedReader> truth, Lie lie) : truth_(std::move(truth)), lie_(lie) {}
    Result<bool> next(FeedBatch& out) override {
      STAYSAIL_TRY(bool more, truth_->next(out));
      if (!more) return at_end(out);
      last_ = out;
      tell(out);
      return true;
    }

   private:
    Result<bool> at_end(FeedBatch& out) {
      if (lie_ == Lie::error_at_end) return Error(Errc::io_failed, "connection closed");
      if (lie_ == Lie::rows_after_end) out = last_;
      if (lie_ == Lie::doubles_rows && !doubled_) {
        doubled_ = true;
        out = last_;
        return true;
      }
      if (lie_ == Lie::empty_batch && !doubled_) {
        doubled_ = true;
        return true;
      }
      return false;
    }
    void tell(FeedBatch& out) {
      if (lie_ == Lie::loses_rows) {
        out.rejects.clear();
      } else if (lie_ == Lie::unplanned_table && !out.parts.empty()) {
        out.parts[0].table = "parties";
      } else if (lie_ == Lie::no_record_for_row && !out.parts.empty()) {
        out.parts[0].row[0] = 4711;
      } else if (lie_ == Lie::forgets_required && !out.parts.empty()) {
        out.parts[0].batch = out.parts[0].batch.select({"region"}).value();
      }
    }
    std::unique_ptr<FeedReader> truth_;
    Lie lie_;
    FeedBatch last_;
    bool doubled_ = false;
  };

  MemoryFeed& truth_;
  Lie lie_;
  int plans_ = 0;
};

}  // namespace

TEST_CASE("rows in memory are a feed that conforms") {
  MemoryFeed feed;
  REQUIRE(feed.add("customers", "customers", three_customers()));
  BossFeedExpectation expectation;
  expectation.records = 3;
  const auto report = check_boss_feed(feed, expectation);
  CHECK_MESSAGE(report.passed(), report.to_string());
  const auto reader = feed.open({}, feed.plan({}).value()[0]).value();
  FeedBatch batch;
  REQUIRE(reader->next(batch).value());
  CHECK(batch.rows.size() == 2);
  REQUIRE(batch.rejects.size() == 1);
  CHECK((batch.rejects[0].reason == "missing_value" && batch.rejects[0].column == "customer_id" &&
         batch.rejects[0].line == 3));
}

TEST_CASE("extension attributes are known before rows are read") {
  MemoryFeed feed;
  REQUIRE(feed.add("customers", "customers", three_customers()));
  CHECK(feed.extensions_of("customers").value().value() == std::vector<std::string>{"hobby"});
  CHECK(feed.extensions_of("subscriptions").value().value().empty());
}

TEST_CASE("what a table cannot hold is refused when it is added") {
  MemoryFeed feed;
  CHECK(feed.add("x", "custmers", three_customers()).error().code() == Errc::not_found);
  REQUIRE(feed.add("x", "customers", three_customers()));
  CHECK(feed.add("x", "customers", three_customers()).error().code() == Errc::conflict);
  CHECK(feed.add("y", "usage", three_customers()).error().code() == Errc::unknown_attribute);
  CHECK(feed.add("y", "customers", Batch::of({texts("customer_id", {"C1"}), texts("since", {"2026-01-01"})}).value())
            .error()
            .code() == Errc::schema_mismatch);
}

TEST_CASE("the kit catches every planted liar and passes the honest one") {
  using Lie = Liar::Lie;
  MemoryFeed truth;
  REQUIRE(truth.add("customers", "customers", three_customers()));
  BossFeedExpectation expectation;
  expectation.records = 3;
  Liar honest(truth, Lie::none);
  CHECK(check_boss_feed(honest, expectation).passed());
  const std::pair<Lie, const char*> lies[] = {
      {Lie::loses_rows, "every record is told exactly once"},
      {Lie::doubles_rows, "every record is told exactly once"},
      {Lie::knows_any_split, "an unknown split is refused"},
      {Lie::rows_after_end, "the batch of the end is empty"},
      {Lie::empty_batch, "a batch holds at least one record"},
      {Lie::unplanned_table, "only the tables that it was planned for"},
      {Lie::no_record_for_row, "a row belongs to a record of its batch"},
      {Lie::forgets_required, "required values are there"},
      {Lie::hides_extensions, "extension attributes are told beforehand"},
      {Lie::error_at_end, "a split is read to its end"},
      {Lie::new_tokens, "plan() repeats itself"},
  };
  for (const auto& planted : lies) {
    const char* promise = planted.second;
    Liar liar(truth, planted.first);
    const auto report = check_boss_feed(liar, expectation);
    CHECK_FALSE(report.passed());
    CHECK_MESSAGE(report.to_string().find(promise) != std::string::npos, promise << " was expected in:\n"
                                                                                 << report.to_string());
  }
}
