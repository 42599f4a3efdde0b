#include "staysail/indicators/compute.hpp"

#include <rapidcheck.h>

#include "staysail/indicators/explain.hpp"
#include "told_operator.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

// Lines of several customers with bills, use, payments and tickets that differ from line to line.
ToldOperator& operator_of(ToldOperator& told, int lines) {
  std::vector<std::string> subscriptions, bills, usage, payments, tickets;
  for (int i = 0; i < lines; ++i) {
    const auto id = "subscription_id=S" + std::to_string(1000 + i);
    subscriptions.push_back(id + ";customer_id=C" + std::to_string(i / 3) +
                            ";status=active;activated=" + (Day::of(2025, 12, 1).value() - i * 17).to_string());
    for (int month = 1; month <= 12; month += 1 + i % 3) {
      const auto when = (Month::of(2026, 1) - month).to_string();
      bills.push_back(id + ";bill_id=B" + std::to_string(i * 100 + month) + ";month=" + when +
                      ";amount=" + std::to_string(1000 * (i * 7 % 97) + month));
      usage.push_back(id + ";month=" + when + ";seconds=" + std::to_string(i * 31 % 701 + month) +
                      ";last_outgoing_call=" + when + "-1" + std::to_string(i % 9) +
                      ";active_days=" + std::to_string(1 + i % 20));
      payments.push_back(id + ";payment_id=P" + std::to_string(i * 100 + month) + ";day=" + when +
                         "-20;amount=5;days_late=" + std::to_string(i % 4 - 1));
    }
    if (i % 4 == 0)
      tickets.push_back("ticket_id=T" + std::to_string(i) + ";" + id + ";opened=2025-12-0" + std::to_string(1 + i % 9) +
                        ";type=complaint;status=closed");
  }
  return told.add("subscriptions", subscriptions)
      .add("bills", bills)
      .add("usage", usage)
      .add("payments", payments)
      .add("tickets", tickets);
}

std::string text_of(const Batch& batch) {
  std::string text;
  for (const auto& column : batch.columns())
    for (std::size_t row = 0; row < batch.rows(); ++row) text += column.value_text(row) + "\n";
  return text;
}

const MissingInput* missing_of(const IndicatorFrame& frame, const std::string& indicator) {
  for (const auto& missing : frame.missing)
    if (missing.indicator == indicator) return &missing;
  return nullptr;
}

}  // namespace

TEST_CASE("the shipped catalogue gives the same bytes for any threads and batch size [threads]") {
  ToldOperator told;
  const auto population = operator_of(told, 120).population("2026-01-01");
  const auto catalogue = shipped_catalogue();
  const auto expected = text_of(computed(catalogue, population).columns);
  for (const std::size_t threads : {2, 8})
    for (const std::size_t batch_rows : {1, 50, 1000000}) {
      ThreadPool pool(threads);
      ComputeOptions options;
      options.executor = &pool;
      options.batch_rows = batch_rows;
      CHECK(text_of(computed(catalogue, population, options).columns) == expected);
    }
}

TEST_CASE("columns are subscription_id and the catalogue's schema, rows those of the population") {
  ToldOperator told;
  const auto population = operator_of(told, 7).population("2026-01-01");
  const auto catalogue = shipped_catalogue();
  const auto frame = computed(catalogue, population);
  REQUIRE(frame.columns.rows() == 7);
  REQUIRE(frame.columns.width() == catalogue.schema().size() + 1);
  for (std::size_t i = 0; i < catalogue.schema().size(); ++i)
    CHECK(frame.columns.column(i + 1).field() == catalogue.schema().field(i));
}

TEST_CASE("what no feed holds is null and named, not zero") {
  ToldOperator told;
  const auto population = told.add("subscriptions", {"subscription_id=S1;customer_id=C1;tenure_months=30"})
                              .add("bills", {"subscription_id=S1;bill_id=1;month=2025-12;amount=1000"})
                              .population("2026-01-01");
  const auto frame = computed(shipped_catalogue(), population);
  CHECK(value_at(frame.columns, "tenure_months") == "30");
  CHECK(value_at(frame.columns, "arpu_3m") == "1.000");
  CHECK(value_at(frame.columns, "value") == "1.0000");
  for (const auto* name : {"complaints_90d", "days_since_call", "punctuality", "arrears"}) {
    INFO(name);
    CHECK(value_at(frame.columns, name).empty());
    REQUIRE(missing_of(frame, name) != nullptr);
  }
  CHECK(missing_of(frame, "complaints_90d")->input == "tickets");
  CHECK(missing_of(frame, "arrears")->input == "bills.remaining");
  CHECK(missing_of(frame, "arpu_3m") == nullptr);
  CHECK(value_at(frame.columns, "loyalty_missing").find("punctuality") != std::string::npos);
  CHECK(value_at(frame.columns, "loyalty") == "0.5000");
}

TEST_CASE("silence is judged by the rhythm before it") {
  ToldOperator told;
  std::vector<std::string> usage;
  for (const auto* line : {"S1", "S2"})
    for (const auto* month : {"2025-09", "2025-10", "2025-11"})
      usage.push_back(std::string("subscription_id=") + line + ";month=" + month +
                      ";last_outgoing_call=2025-11-30;active_days=" + (line[1] == '1' ? "20" : "2"));
  // Somebody called yesterday, so the records reach that far.
  usage.push_back("subscription_id=S3;month=2025-12;last_outgoing_call=2025-12-06;active_days=6");
  const auto population = told.add("subscriptions", {"subscription_id=S1;customer_id=C1;activated=2020-01-01",
                                                     "subscription_id=S2;customer_id=C1;activated=2020-01-01",
                                                     "subscription_id=S3;customer_id=C1;activated=2020-01-01"})
                              .add("usage", usage)
                              .population("2025-12-07");
  const auto frame = computed(shipped_catalogue(), population);
  // 60 active of 91 days, then seven silent ones: the product over i < 7 of (32 + i) / (93 + i).
  CHECK(value_at(frame.columns, "active_days_before", 0) == "60");
  CHECK(value_at(frame.columns, "silence_probability", 0) == "0.000847735");
  CHECK(value_at(frame.columns, "silence_improbable", 0) == "true");
  CHECK(value_at(frame.columns, "silence_improbable", 1) == "false");
}

TEST_CASE("the decision frame shows an indicator in the place of an attribute of its name") {
  ToldOperator told;
  const auto population =
      told.add("subscriptions", {"subscription_id=S1;customer_id=C1;activated=2025-01-01;tenure_months=999"})
          .population("2026-01-01");
  const auto catalogue = shipped_catalogue();
  const auto frame = decision_frame(population.subscriptions(), computed(catalogue, population).columns);
  REQUIRE(frame);
  CHECK(value_at(*frame, "tenure_months") == "12");
  CHECK(frame->schema() == decision_schema(population.subscriptions().schema(), catalogue.schema()));
}

TEST_CASE("a run that the host stops is cancelled") {
  ToldOperator told;
  const auto population = operator_of(told, 3).population("2026-01-01");
  const std::atomic<bool> stop{true};
  ComputeOptions options;
  options.control.stop = &stop;
  const auto frame = compute_indicators(shipped_catalogue(), population, options);
  REQUIRE_FALSE(frame);
  CHECK(frame.error().code() == Errc::cancelled);
}

TEST_CASE("an explanation shows the facts that made a number, and the figures behind a formula") {
  ToldOperator told;
  const auto population =
      told.add("subscriptions", {"subscription_id=S1;customer_id=C1", "subscription_id=S2;customer_id=C1"})
          .add("bills", {"subscription_id=S1;bill_id=1;month=2025-12;amount=1000",
                         "subscription_id=S1;bill_id=2;month=2025-08;amount=7000",
                         "subscription_id=S2;bill_id=3;month=2025-12;amount=9000"})
          .population("2026-01-01");
  const auto catalogue = shipped_catalogue();
  const auto frame = computed(catalogue, population);
  const auto mean = explain_indicator(catalogue, population, frame, "arpu_3m", "S1");
  REQUIRE(mean);
  CHECK(mean->value == "1.000");
  CHECK(mean->rule == "mean of bills.amount over 3 months of the subscription");
  REQUIRE(mean->facts.size() == 1);
  CHECK(mean->facts[0].month == Month::of(2025, 12));
  CHECK(std::find(mean->facts[0].values.begin(), mean->facts[0].values.end(),
                  std::pair<std::string, std::string>("amount", "1.000")) != mean->facts[0].values.end());
  const auto value = explain_indicator(catalogue, population, frame, "value", "S1");
  REQUIRE(value);
  CHECK(std::find(value->inputs.begin(), value->inputs.end(),
                  std::pair<std::string, std::string>("arpu_12m", "4.000")) != value->inputs.end());
  CHECK(explain_indicator(catalogue, population, frame, "arpu_3", "S1").error().message().find("arpu_3m") !=
        std::string::npos);
  CHECK(explain_indicator(catalogue, population, frame, "arpu_3m", "S9").error().code() == Errc::not_found);
}

namespace {

// Lines S1, S2, ... with figures x and y, "null" for none.
struct Figures {
  std::string toml;
  std::vector<std::string> lines;
  Figures& add(const std::string& name, const std::vector<std::string>& values) {
    toml += "[" + name + "]\nscale = 0\ntype = \"number\"\nexpression = '''";
    for (std::size_t i = 0; i < values.size(); ++i)
      toml += "if subscription_id = \"S" + std::to_string(i + 1) + "\" then " + values[i] + " else ";
    toml += "null'''\n";
    lines.clear();
    for (std::size_t i = 0; i < values.size(); ++i)
      lines.push_back("subscription_id=S" + std::to_string(i + 1) + ";customer_id=C1");
    return *this;
  }
};

std::vector<std::string> values_of(const IndicatorFrame& frame, const std::string& name) {
  std::vector<std::string> values;
  const auto* column = frame.columns.find(name);
  for (std::size_t row = 0; row < column->size(); ++row) values.push_back(column->value_text(row));
  return values;
}

constexpr const char* kAmongAll =
    "[z]\nstandardise_of = \"x\"\n[cut]\nclip_of = \"x\"\nlowest = 2\nhighest = 5\n"
    "[kind]\ncluster_of = [\"x\", \"y\"]\nk = 2\n";

}  // namespace

TEST_CASE("a line among all: standard deviations from the mean, bounds and clusters") {
  Figures told;
  told.add("x", {"9", "2", "1", "null"}).add("y", {"90", "20", "10", "7"});
  ToldOperator one;
  const auto population = one.add("subscriptions", told.lines).population("2026-01-01");
  const auto frame = computed(catalogue_of(told.toml + kAmongAll), population);
  CHECK(values_of(frame, "z") == std::vector<std::string>{"1.4049", "-0.5620", "-0.8429", ""});
  CHECK(values_of(frame, "cut") == std::vector<std::string>{"5", "2", "2", ""});
  CHECK(values_of(frame, "kind") == std::vector<std::string>{"2", "1", "1", ""});
  CHECK(frame.missing.empty());
}

TEST_CASE("inputs that tell no lines apart are named, and leave no cluster where none is left") {
  Figures told;
  told.add("x", {"3", "3", "3"}).add("y", {"90", "20", "10"});
  ToldOperator one;
  const auto population = one.add("subscriptions", told.lines).population("2026-01-01");
  const auto frame = computed(catalogue_of(told.toml + kAmongAll + "[many]\ncluster_of = [\"y\"]\n"), population);
  CHECK(values_of(frame, "z") == std::vector<std::string>{"", "", ""});
  CHECK(values_of(frame, "kind") == std::vector<std::string>{"2", "1", "1"});
  CHECK(missing_of(frame, "kind")->input == "x");
  CHECK(values_of(frame, "many") == std::vector<std::string>{"", "", ""});
  CHECK(missing_of(frame, "many")->reason.find("4 clusters need as many distinct rows; there are 3") == 0);
}

TEST_CASE("clusters are the same for any threads and batch size [threads]") {
  ToldOperator told;
  const auto population = operator_of(told, 120).population("2026-01-01");
  const auto catalogue = catalogue_of(
      "[arpu]\nfact = \"bills.amount\"\naggregate = \"mean\"\n[use]\nfact = \"usage.seconds\"\naggregate = \"sum\"\n"
      "[z]\nstandardise_of = \"arpu\"\n[kind]\ncluster_of = [\"arpu\", \"use\"]\nk = 5\n");
  const auto expected = computed(catalogue, population);
  CHECK(expected.columns.find("kind")->null_count() == 0);
  for (const std::size_t threads : {2, 5}) {
    ThreadPool pool(threads);
    ComputeOptions options;
    options.executor = &pool;
    options.batch_rows = 7;
    CHECK(text_of(computed(catalogue, population, options).columns) == text_of(expected.columns));
  }
}
