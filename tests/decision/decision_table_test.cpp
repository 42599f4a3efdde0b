#include "staysail/decision/decision_table.hpp"

#include <doctest/doctest.h>

#include <string>

#include "staysail/columns/batch.hpp"

using namespace staysail;

namespace {

Scope line_scope() {
  Scope scope;
  scope.add("tenure", FeelType::number(0)).add("arpu", FeelType::number(2)).add("barred", FeelType::boolean());
  scope.add("status", std::vector<std::string>{"active", "suspended", "terminated"});
  scope.add("stage", std::vector<std::string>{"decline", "maturity", "growth"});
  scope.add("ended", FeelType::date()).add("as_of", FeelType::date());
  return scope;
}

DecisionTable table_of(const std::string& csv) {
  auto table = DecisionTable::parse(csv, "t.csv", line_scope());
  REQUIRE_MESSAGE(table.has_value(), table.error().to_string());
  return *std::move(table);
}

Error error_of(const std::string& csv) {
  const auto table = DecisionTable::parse(csv, "t.csv", line_scope());
  REQUIRE_FALSE(table.has_value());
  return table.error();
}

bool says(const Error& error, const std::string& words) { return error.to_string().find(words) != std::string::npos; }

Value number(std::int64_t value) { return Value::number(value); }
Value text(std::string value) { return Value::text(std::move(value)); }

const std::string kStages =
    "hit=F\n"
    "when: tenure,when: status,then: stage,note: why\n"
    "# the first months\n"
    "<= 3,-,\"\"\"growth\"\"\",young\n"
    "> 3,\"\"\"active\"\",\"\"suspended\"\"\",\"\"\"maturity\"\"\",\n"
    "-,-,\"\"\"decline\"\"\",the rest\n";

Batch lines() {
  ColumnBuilder tenure(Field{"tenure", ColumnType::number, 0, "months"}),
      status(Field{"status", ColumnType::text, 0, ""});
  for (const int months : {1, 10, 10}) tenure.append_number(months);
  tenure.append_null();
  for (const char* each : {"active", "suspended", "terminated", "active"}) status.append_text(each);
  return Batch::of({tenure.finish(), status.finish()}).value();
}

}  // namespace

TEST_CASE("a first-hit table decides one customer and says which line did") {
  const DecisionTable table = table_of(kStages);
  const auto young = table.decide({{"tenure", number(2)}, {"status", text("active")}});
  CHECK(*young->outputs.find("stage") == text("growth"));
  CHECK(young->rules == std::vector<std::uint32_t>{4});
  const auto unknown = table.decide({{"status", text("active")}});
  CHECK(*unknown->outputs.find("stage") == text("decline"));
  CHECK(unknown->rules == std::vector<std::uint32_t>{6});
}

TEST_CASE("a batch is decided like its rows") {
  const DecisionTable table = table_of(kStages);
  const Batch batch = lines();
  const auto decided = table.decide(batch);
  REQUIRE_MESSAGE(decided.has_value(), decided.error().to_string());
  REQUIRE(decided->rows() == 4);
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    const auto one = table.decide(Inputs::of_row(batch.columns(), row));
    CHECK(Value::of_row(*decided->find("stage"), row) == *one->outputs.find("stage"));
    CHECK(decided->find("rule")->numbers()[row] == one->rules.front());
  }
}

TEST_CASE("rows without a rule are null in both planes") {
  const DecisionTable table = table_of("hit=U\nwhen: tenure,then: points\n> 3,1.25\n");
  CHECK(table.decide(Inputs{})->outputs.find("points")->is_null());
  CHECK(table.decide(Inputs{})->rules.empty());
  const auto decided = table.decide(lines());
  CHECK(decided->find("points")->is_null(0));
  CHECK(decided->find("rule")->is_null(0));
  CHECK(decided->find("points")->field().scale == 2);
  CHECK(decided->find("points")->numbers()[1] == 125);
}

TEST_CASE("two hits of a unique table are an error that shows the input") {
  const DecisionTable table = table_of("hit=U\nwhen: tenure,then: points\n>= 10,1\n<= 10,2\n");
  const auto one = table.decide({{"tenure", number(10)}});
  REQUIRE_FALSE(one.has_value());
  CHECK(one.error().code() == Errc::table_overlap);
  CHECK(says(one.error(), "lines 3 and 4"));
  CHECK(says(one.error(), "tenure = 10"));
  CHECK(table.decide(lines()).error().code() == Errc::table_overlap);
  CHECK(table.decide({{"tenure", number(11)}})->rules == std::vector<std::uint32_t>{3});
}

TEST_CASE("any: hits must agree") {
  const DecisionTable table = table_of("hit=A\nwhen: tenure,then: points\n>= 10,1\n>= 5,1\n>= 20,2\n");
  CHECK(*table.decide({{"tenure", number(12)}})->outputs.find("points") == number(1));
  CHECK(table.decide({{"tenure", number(25)}}).error().code() == Errc::table_overlap);
  CHECK(table.decide(lines())->find("points")->numbers()[1] == 1);
}

TEST_CASE("priority: the order of the symbols decides, not that of the rules") {
  const DecisionTable table = table_of(
      "hit=P\nwhen: tenure,then: stage\n> 1,\"\"\"growth\"\"\"\n> 5,\"\"\"decline\"\"\"\n> 3,\"\"\"maturity\"\"\"\n");
  CHECK(*table.decide({{"tenure", number(9)}})->outputs.find("stage") == text("decline"));
  CHECK(*table.decide({{"tenure", number(4)}})->outputs.find("stage") == text("maturity"));
  CHECK(table.decide(lines())->find("stage")->text(1) == "decline");
}

TEST_CASE("collecting policies") {
  const std::string rules =
      "when: tenure,when: status,then: points,then: reason\n> "
      "5,-,25,\"\"\"OLD\"\"\"\n-,\"\"\"suspended\"\"\",10,\"\"\"BARRED\"\"\"\n> 50,-,7,\"\"\"ANCIENT\"\"\"\n";
  const Inputs line{{"tenure", number(10)}, {"status", text("suspended")}};
  const auto output = [&](const std::string& policy, const char* name) {
    return *table_of("hit=" + policy + "\n" + rules).decide(line)->outputs.find(name);
  };
  CHECK(output("C", "points") == Value::list({number(25), number(10)}));
  CHECK(output("C+", "points") == number(35));
  CHECK(output("C+", "reason") == text("OLD;BARRED"));
  CHECK(output("C<", "points") == number(10));
  CHECK(output("C>", "points") == number(25));
  CHECK(output("C#", "points") == number(2));
  const auto decided = table_of("hit=C+\n" + rules).decide(lines());
  CHECK(decided->find("points")->numbers()[1] == 35);
  CHECK(decided->find("points")->is_null(0));
  CHECK(decided->find("reason")->text(1) == "OLD;BARRED");
  CHECK(table_of("hit=C\n" + rules).decide(lines()).error().code() == Errc::unsupported);
  const auto holds = table_of("hit=C\n" + rules).holds(lines());
  CHECK((*holds)[0] == std::vector<std::uint8_t>{0, 1, 1, 0});
  CHECK((*holds)[1] == std::vector<std::uint8_t>{0, 1, 0, 0});
}

TEST_CASE("computed outputs need a declared column in a batch") {
  const DecisionTable table = table_of("hit=F\nwhen: tenure,then: points\n-,tenure / 3\n");
  CHECK(table.decide(lines()).error().code() == Errc::unsupported);
  const Field points{"points", ColumnType::number, 2, ""};
  CHECK(table.decide(lines(), {}, std::span(&points, 1))->find("points")->numbers()[1] == 333);
}

TEST_CASE("errors name the cell and what was expected") {
  CHECK(says(error_of(""), "hit=F"));
  CHECK(says(error_of("hit=Z\n"), "cell A1"));
  CHECK(says(error_of("hit=F\n"), "t.csv:2:1"));
  CHECK(says(error_of("hit=F\nwhen: tenure\n"), "then: NAME"));
  CHECK(says(error_of("hit=F\nwhat: tenure,then: x\n"), "cell A2"));
  CHECK(says(error_of("hit=F\nwhen: tenuer,then: x\n"), "did you mean tenure?"));
  CHECK(says(error_of("hit=F\nwhen: tenure,then: x\n1,2\n> \"a\",3\n"), "t.csv:4"));
  CHECK(says(error_of("hit=F\nwhen: tenure,then: x\n1,2\n2,\n"), "cell B4: an empty cell"));
  CHECK(says(error_of("hit=F\nwhen: tenure,then: x\n1,2\n2,3,4\n"), "cell C4"));
  CHECK(says(error_of("hit=F\nwhen: tenure,then: x\n1,2\n2,\"\"\"a\"\"\"\n"), "give a number here"));
  CHECK(says(error_of("hit=F\nwhen: status,then: x\n\"\"\"actve\"\"\",2\n"), "did you mean \"active\"?"));
  CHECK(says(error_of("hit=F\nwhen: status,then: stage\n-,\"\"\"declin\"\"\"\n"), "did you mean \"decline\"?"));
  CHECK(says(error_of("hit=F\nwhen: tenure,then: x,then: x\n"), "twice"));
  CHECK(says(error_of("hit=F\nwhen: tenure,then: stage\n1,decline\n"), "double quotes"));
}

TEST_CASE("explain shows every rule with its conditions") {
  const auto traces = table_of(kStages).explain({{"tenure", number(10)}, {"status", text("terminated")}});
  REQUIRE(traces.size() == 3);
  CHECK(traces[0].line == 4);
  CHECK(traces[0].holds.is_false());
  REQUIRE(traces[0].conditions.size() == 1);
  CHECK(traces[0].conditions[0].actual == "tenure = 10");
  CHECK(traces[0].conditions[0].bound == "<= 3");
  CHECK(traces[1].conditions[0].holds.is_true());
  CHECK(traces[1].conditions[1].holds.is_false());
  CHECK(traces[2].holds.is_true());
}

TEST_CASE("a gap is found and shown") {
  const auto gap_of = [](const std::string& rows) {
    const auto checked = table_of("hit=U\n" + rows).check_complete();
    return checked.has_value() ? std::string()
                               : std::string(name_of(checked.error().code())) + " " + checked.error().message();
  };
  CHECK(gap_of("when: tenure,then: x\n<= 3,1\n> 3,2\n").empty());
  CHECK(gap_of("when: tenure,then: x\n<= 3,1\n>= 4,2\n").empty());  // whole months
  CHECK(gap_of("when: arpu,then: x\n<= 3,1\n>= 4,2\n") == "table_gap no rule holds for arpu = 3.01; add a rule for it");
  CHECK(gap_of("when: tenure,then: x\n< 3,1\n> 3,2\n") == "table_gap no rule holds for tenure = 3; add a rule for it");
  CHECK(gap_of("when: tenure,then: x\n[0..3],1\n> 3,2\n") ==
        "table_gap no rule holds for tenure = -1; add a rule for it");
  CHECK(gap_of("when: status,then: x\n\"\"\"active\"\",\"\"suspended\"\"\",1\n").find("status = \"terminated\"") !=
        std::string::npos);
  CHECK(gap_of("when: barred,then: x\ntrue,1\n").find("barred = false") != std::string::npos);
  CHECK(gap_of("when: tenure,when: barred,then: x\n<= 3,-,1\n> 3,true,2\n") ==
        "table_gap no rule holds for tenure = 4, barred = false; add a rule for it");
  CHECK(gap_of("when: ended,then: x\n< date(\"2026-01-01\"),1\n> date(\"2026-01-02\"),2\n")
            .find("ended = date(\"2026-01-01\")") != std::string::npos);
}

TEST_CASE("a gap behind an input that is computed is found with values that a customer can have") {
  const auto checked = [](const std::string& rows) { return table_of("hit=U\n" + rows).check_complete(); };
  const auto unasked = checked("when: tenure != null,when: barred,then: x\nfalse,-,1\ntrue,true,2\n");
  REQUIRE_FALSE(unasked.has_value());
  CHECK(says(unasked.error(), "no rule holds for tenure != null = true, barred = false"));
  const auto compared = checked("when: tenure,when: tenure <= arpu,then: x\n<= 3,-,1\n> 3,true,2\n");
  REQUIRE_FALSE(compared.has_value());
  CHECK(says(compared.error(), "no rule holds for tenure = 4, tenure <= arpu = false"));
  const auto impossible = checked("when: tenure > 3,when: tenure <= 3,then: x\ntrue,false,1\nfalse,true,2\n");
  REQUIRE(impossible.has_value());
  for (const Warning& finding : *impossible) CHECK(finding.message.find("with nulls") == 0);
}

TEST_CASE("an overlap is found and shown") {
  const auto checked =
      table_of("hit=U\nwhen: tenure,when: barred,then: x\n<= 3,-,1\n>= 3,true,2\n> 3,false,3\n").check_complete();
  REQUIRE_FALSE(checked.has_value());
  CHECK(checked.error().code() == Errc::table_overlap);
  CHECK(says(checked.error(), "tenure = 3, barred = true"));
  CHECK(table_of("hit=F\nwhen: tenure,then: x\n<= 3,1\n-,2\n").check_complete().has_value());
  CHECK(table_of("hit=A\nwhen: tenure,then: x\n<= 3,1\n-,1\n").check_complete().has_value());
}

TEST_CASE("what cannot be proven is a finding, not an error") {
  const auto findings = table_of("hit=U\nwhen: tenure,then: x\nodd(?),1\neven(?),2\n").check_complete();
  REQUIRE(findings.has_value());
  CHECK(findings->size() >= 2);
  const auto related =
      table_of("hit=U\nwhen: tenure > 3,when: tenure <= 3,then: x\ntrue,false,1\nfalse,true,2\n").check_complete();
  REQUIRE(related.has_value());
  CHECK_FALSE(related->empty());
  const auto nulls = table_of("hit=U\nwhen: tenure,then: x\n<= 3,1\n> 3,2\n").check_complete();
  REQUIRE(nulls.has_value());
  REQUIRE(nulls->size() == 1);
  CHECK(nulls->front().message.find("tenure = null") != std::string::npos);
}
