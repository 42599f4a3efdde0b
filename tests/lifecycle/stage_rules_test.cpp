#include "staysail/lifecycle/stage_rules.hpp"

#include "main/scenario.hpp"
#include "told_lines.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

using Cells = std::map<std::string, std::string>;

// A column that not every table has.
std::string cell(const Cells& row, const char* name) {
  const auto found = row.find(name);
  return found == row.end() ? std::string() : found->second;
}

std::string from_of(const std::string& range) { return range.substr(0, range.find("..")); }
std::string to_of(const std::string& range) { return range.substr(range.find("..") + 2); }

std::string agreement(const std::string& id, const std::string& range, const std::string& renews = "") {
  return "agreement_id=" + id + ";subscription_id=S1;status=approved;start=" + from_of(range) + ";end=" + to_of(range) +
         given("renews_agreement_id", renews);
}

// "yes": a later agreement is on file. "of A..B": the contract in force renews that one.
std::vector<std::string> agreements(const Cells& row) {
  const auto& contract = row.at("contract");
  const auto& renewal = row.at("renewal");
  if (contract.empty()) return {};
  if (renewal == "yes") {
    const auto next = Day::parse(to_of(contract)).value() + 1;
    return {agreement("G1", contract), agreement("G2", next.to_string() + ".." + (next + 700).to_string(), "G1")};
  }
  if (renewal.empty()) return {agreement("G1", contract)};
  return {agreement("G0", renewal.substr(3)), agreement("G1", contract, "G0")};
}

// "100/20": use and active days of a cycle; of broadband the use is data.
std::vector<std::string> usage(const Cells& row) {
  std::vector<std::string> records;
  const auto words = words_of(row.at("use"));
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "-") continue;
    const auto slash = words[i].find('/');
    auto record = "subscription_id=S1;month=" + month_before(row.at("as_of"), static_cast<int>(i) + 1) +
                  (cell(row, "product") == "broadband" ? ";data_mb=" : ";seconds=") + words[i].substr(0, slash);
    if (slash != std::string::npos) record += ";active_days=" + words[i].substr(slash + 1);
    records.push_back(i == 0 ? record + given("last_outgoing_call", row.at("call")) : record);
  }
  return records;
}

std::vector<std::string> port_out(const Cells& row) {
  std::vector<std::string> records;
  const auto words = words_of(row.at("port_out"));
  for (std::size_t i = 0; i + 1 < words.size(); i += 2)
    records.push_back("subscription_id=S1;status=" + words[i] + ";day=" + words[i + 1]);
  return records;
}

std::vector<std::string> top_ups(const Cells& row) {
  std::vector<std::string> records;
  for (const auto& day : words_of(cell(row, "top_ups")))
    records.push_back("account_id=A1;payment_id=" + day + ";day=" + day + ";amount=30");
  return records;
}

Population told(ToldOperator& one, const Cells& row) {
  const auto mode = cell(row, "pays");
  one.add("subscriptions",
          {"subscription_id=S1;customer_id=C1;status=active" + given("activated", row.at("activated")) +
           given("product_type", cell(row, "product")) + (mode.empty() ? "" : ";account_id=A1")});
  if (!mode.empty()) one.add("accounts", {"account_id=A1;customer_id=C1;payment_mode=" + mode});
  if (const auto records = top_ups(row); !records.empty()) one.add("payments", records);
  if (const auto records = agreements(row); !records.empty()) one.add("agreements", records);
  if (const auto records = usage(row); !records.empty()) one.add("usage", records);
  if (const auto records = port_out(row); !records.empty()) one.add("port_out_requests", records);
  return one.population(row.at("as_of"));
}

// "decline 1 2026-01-31 released"
std::optional<StageState> before_of(const Cells& row) {
  const auto words = words_of(row.at("before"));
  if (words.empty()) return std::nullopt;
  StageState state{words[0], "CARRIED", Month::of(2025, 6), std::stoi(words[1]), std::nullopt, std::nullopt};
  if (words.size() > 2) state.contract_end = Day::parse(words[2]).value();
  if (words.size() > 3) state.released_from = state.contract_end;
  return state;
}

std::string text(const std::optional<Day>& day) { return day ? day->to_string() : std::string(); }

Batch previous_frame(const std::optional<StageState>& state) {
  if (!state) return Batch();
  const auto schema = Schema::of({{"subscription_id", ColumnType::text, 0, {}},
                                  {"stage", ColumnType::text, 0, {}},
                                  {"stage_cause", ColumnType::text, 0, {}},
                                  {"stage_since", ColumnType::number, 0, {}},
                                  {"quiet_cycles", ColumnType::number, 0, {}},
                                  {"stage_contract_end", ColumnType::day, 0, {}},
                                  {"released_from", ColumnType::day, 0, {}}})
                          .value();
  return told_frame(schema, {{"subscription_id", "S1"},
                             {"stage", state->stage},
                             {"stage_cause", state->cause},
                             {"stage_since", std::to_string(state->since.index())},
                             {"quiet_cycles", std::to_string(state->quiet_cycles)},
                             {"stage_contract_end", text(state->contract_end)},
                             {"released_from", text(state->released_from)}});
}

StageRules shipped_rules() {
  auto rules = StageRules::load(playbook_folder(), frame_schema());
  INFO((rules ? std::string() : rules.error().to_string()));
  REQUIRE(rules);
  return *rules;
}

}  // namespace

TEST_CASE("stages come out as the scenario table says, for one customer and for a column") {
  const auto rules = shipped_rules();
  for (const auto& row : scenario::read_scenarios("lifecycle.txt")) {
    INFO(row.where);
    ToldOperator one;
    const auto population = told(one, row.given);
    const auto frame = frame_of(population);
    const auto before = before_of(row.given);
    const auto single =
        rules.stage(Inputs::of_row(frame.columns(), 0), before ? &*before : nullptr, population.as_of());
    const auto column = rules.stages(frame, previous_frame(before), population.as_of());
    REQUIRE(single);
    REQUIRE(column);
    CHECK(single->stage == row.expected.at("stage"));
    CHECK(single->cause == row.expected.at("cause"));
    CHECK(std::to_string(single->quiet_cycles) == row.expected.at("quiet"));
    CHECK(value_at(*column, "stage") == single->stage);
    CHECK(value_at(*column, "stage_cause") == single->cause);
    CHECK(value_at(*column, "quiet_cycles") == std::to_string(single->quiet_cycles));
    CHECK(value_at(*column, "stage_since") == std::to_string(single->since.index()));
    CHECK(value_at(*column, "stage_contract_end") == text(single->contract_end));
    CHECK(value_at(*column, "released_from") == text(single->released_from));
  }
}

TEST_CASE("a line that has ended is churned from the day it ended") {
  ToldOperator one;
  one.add("subscriptions",
          {"subscription_id=S1;customer_id=C1;status=terminated;activated=2020-01-01;terminated=2025-12-31",
           "subscription_id=S2;customer_id=C1;status=terminated;activated=2020-01-01;terminated=2026-01-02"});
  const auto population = one.population("2026-01-01");
  const auto stages = shipped_rules().stages(frame_of(population), Batch(), population.as_of());
  REQUIRE(stages);
  CHECK(value_at(*stages, "stage", 0) == "churned");
  CHECK(value_at(*stages, "stage", 1) == "maturity");
}

TEST_CASE("stages are the same for any slices and threads [threads]") {
  ToldOperator many;
  std::vector<std::string> lines;
  for (int i = 100; i < 400; ++i)
    lines.push_back("subscription_id=S" + std::to_string(i) +
                    ";customer_id=C1;status=active;activated=" + (Day::of(2026, 1, 1).value() - i).to_string());
  const auto population = many.add("subscriptions", lines).population("2026-01-01");
  const auto frame = frame_of(population);
  const auto rules = shipped_rules();
  const auto whole = rules.stages(frame, Batch(), population.as_of()).value();
  ThreadPool pool(4);
  const auto sliced = rules.stages(frame, Batch(), population.as_of(), {&pool, 7}).value();
  for (std::size_t column = 0; column < whole.width(); ++column)
    for (std::size_t row = 0; row < whole.rows(); ++row)
      CHECK(whole.column(column).value_text(row) == sliced.column(column).value_text(row));
}

TEST_CASE("a gap in a stage table is refused when it is loaded, with an example") {
  const ChangedPlaybook changed("lifecycle_without_contract.csv",
                                "hit=F\nwhen: line_month,then: stage,then: stage_cause\n<= "
                                "3,\"\"\"onboarding\"\"\",\"\"\"NEW_LINE\"\"\"\n[5..12],\"\"\"growth\"\"\","
                                "\"\"\"YEAR\"\"\"\n> 12,\"\"\"maturity\"\"\",\"\"\"REST\"\"\"\n");
  const auto rules = StageRules::load(changed.folder(), frame_schema());
  REQUIRE_FALSE(rules);
  CHECK(rules.error().code() == Errc::table_gap);
  CHECK(rules.error().to_string().find("lifecycle_without_contract.csv") != std::string::npos);
  CHECK(rules.error().to_string().find("line_month") != std::string::npos);
}

TEST_CASE("a frame without the indicators that stages need is refused by name") {
  const auto rules = StageRules::load(playbook_folder(), subscription_schema());
  REQUIRE_FALSE(rules);
  CHECK(rules.error().code() == Errc::unknown_name);
  CHECK(rules.error().message().find("binding_contract") != std::string::npos);
}

TEST_CASE("an unknown name in a stage table is refused at its cell") {
  const ChangedPlaybook changed("lifecycle_decline.csv",
                                "hit=F\nwhen: days_silentt,then: decline_cause\n>= 15,\"\"\"SILENT\"\"\"\n-,null\n");
  const auto rules = StageRules::load(changed.folder(), frame_schema());
  REQUIRE_FALSE(rules);
  CHECK(rules.error().code() == Errc::unknown_name);
  CHECK(rules.error().to_string().find("lifecycle_decline.csv:2") != std::string::npos);
  CHECK(rules.error().to_string().find("days_silent") != std::string::npos);
}
