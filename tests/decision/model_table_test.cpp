// Decision tables of models (.dmn) where a playbook wants one: the same as the sheet, and errors that name the cell.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "staysail/columns/batch.hpp"
#include "staysail/decision/decision_table.hpp"

using namespace staysail;

namespace {

Scope line_scope() {
  Scope scope;
  scope.add("tenure", FeelType::number(0)).add("status", std::vector<std::string>{"active", "suspended"});
  scope.add("stage", std::vector<std::string>{"decline", "maturity", "growth"});
  return scope;
}

std::string tagged(const std::string& tag, const std::string& text) {
  return "<" + tag + "><text>" + text + "</text></" + tag + ">";
}

struct TextRule {
  std::vector<std::string> tests, results;
};

std::string decision(const std::string& name, const std::string& policy, const std::string& outputs,
                     const std::vector<TextRule>& rules) {
  std::string text = "<decision name='" + name + "'><variable name='" + name + "'/>\n<decisionTable " + policy + ">\n" +
                     "<input>" + tagged("inputExpression", "tenure") + "</input>\n<input>" +
                     tagged("inputExpression", "status") + "</input>\n" + outputs + "\n";
  for (const TextRule& rule : rules) {
    text += "<rule>";
    for (const std::string& test : rule.tests) text += tagged("inputEntry", test);
    for (const std::string& result : rule.results) text += tagged("outputEntry", result);
    text += "</rule>\n";
  }
  return text + "</decisionTable></decision>\n";
}

std::string model(const std::string& body) {
  return "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' namespace='n' name='m'>\n" + body +
         "</definitions>";
}

const std::vector<TextRule> kRules = {{{"&lt;= 3", "-"}, {"\"growth\""}},
                                      {{"> 3", "\"active\",\"suspended\""}, {"\"maturity\""}},
                                      {{"", "-"}, {"\"decline\""}}};
const std::string kSheet =
    "hit=F\nwhen: tenure,when: status,then: stage\n<= 3,-,\"\"\"growth\"\"\"\n"
    "> 3,\"\"\"active\"\",\"\"suspended\"\"\",\"\"\"maturity\"\"\"\n-,-,\"\"\"decline\"\"\"\n";

std::string stage_model(const std::string& policy = "hitPolicy='FIRST'", const std::string& outputs = "<output/>") {
  return model(decision("stage", policy, outputs, kRules));
}

DecisionTable table_of(const std::string& text, const std::string& name = "t.dmn") {
  auto table = DecisionTable::parse(text, name, line_scope());
  REQUIRE_MESSAGE(table.has_value(), table.error().to_string());
  return *std::move(table);
}

std::string error_of(const std::string& text) {
  const auto table = DecisionTable::parse(text, "t.dmn", line_scope());
  REQUIRE_FALSE(table.has_value());
  return table.error().to_string();
}

bool says(const std::string& error, const std::string& words) { return error.find(words) != std::string::npos; }

Batch lines() {
  ColumnBuilder tenure(Field{"tenure", ColumnType::number, 0, "months"}),
      status(Field{"status", ColumnType::text, 0, ""});
  for (const int months : {1, 10, 10}) tenure.append_number(months);
  tenure.append_null();
  for (const char* each : {"active", "suspended", "active", "active"}) status.append_text(each);
  return Batch::of({tenure.finish(), status.finish()}).value();
}

Value list_of(std::initializer_list<const char*> texts) {
  ValueList items;
  for (const char* text : texts) items.push_back(Value::text(text));
  return Value::list(std::move(items));
}

Value decided(const std::string& text, const std::string& name) {
  const auto decision = table_of(text, name).decide({{"tenure", Value::number(1)}, {"status", Value::text("active")}});
  REQUIRE_MESSAGE(decision.has_value(), decision.error().to_string());
  return *decision->outputs.find("stage");
}

std::string sheet_of(const std::string& policy) {
  return "hit=" + policy + "\nwhen: tenure,then: stage\n>= 1,\"\"\"growth\"\"\"\n< 3,\"\"\"decline\"\"\"\n" +
         "-,\"\"\"growth\"\"\"\n";
}

}  // namespace

TEST_CASE("the table of a model decides as its sheet, for one customer and for a column") {
  const DecisionTable sheet = table_of(kSheet, "t.csv"), table = table_of(stage_model());
  CHECK(table.inputs() == sheet.inputs());
  CHECK(table.outputs() == sheet.outputs());
  CHECK(table.hit_policy() == HitPolicy::first);
  CHECK(table.check_complete().has_value());
  const Batch batch = lines(), from_sheet = sheet.decide(batch).value(), from_model = table.decide(batch).value();
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    const Inputs inputs = Inputs::of_row(batch.columns(), row);
    CHECK(table.decide(inputs)->outputs.values() == sheet.decide(inputs)->outputs.values());
    CHECK(from_model.find("stage")->value_text(row) == from_sheet.find("stage")->value_text(row));
  }
  CHECK(table.decide(Inputs::of_row(batch.columns(), 1))->rules == std::vector<std::uint32_t>{2});
}

TEST_CASE("errors of a model's table name the decision, the rule and the cell") {
  const auto with = [](std::vector<TextRule> rules) {
    return error_of(model(decision("stage", "hitPolicy='FIRST'", "<output/>", rules)));
  };
  const std::string unknown = with({kRules[0], {{"> tenur", "-"}, {"\"growth\""}}});
  CHECK(says(unknown, "decision stage, rule 2, input 1"));
  CHECK(says(unknown, "t.dmn:8:27"));
  CHECK(says(unknown, "did you mean tenure?"));
  CHECK(says(with({{{"-", "\"activ\""}, {"\"growth\""}}}), "decision stage, rule 1, input 2"));
  CHECK(says(with({kRules[0], {{"-", "-"}, {"\"growing\""}}}), "decision stage, rule 2, output 1"));
  CHECK(
      says(with({{{"-"}, {"\"growth\""}}}), "decision stage, rule 1 has 1 tests and 1 outputs; the table has 2 and 1"));
  CHECK(says(with({{{"-", "-"}, {""}}}), "decision stage, rule 1, output 1: an empty cell"));
  CHECK(says(error_of(stage_model("hitPolicy='BEST'")), "there is no such hit policy: BEST"));
  CHECK(says(error_of(stage_model("", "<output>" + tagged("defaultOutputEntry", "1") + "</output>")), "a last rule"));
  CHECK(says(error_of(model("")), "a decision with a decision table was expected"));
  CHECK(says(error_of("hit=F\n"), "t.dmn"));
  const auto overlap =
      table_of(stage_model("")).decide({{"tenure", Value::number(1)}, {"status", Value::text("active")}});
  REQUIRE_FALSE(overlap.has_value());
  CHECK(says(overlap.error().to_string(), "decision stage, the rules 1 and 3 both hold (hit=U) for tenure = 1"));
}

TEST_CASE("of several tables the one that is called as the file counts") {
  const std::string other = decision("other", "", "<output/>", {{{"-", "-"}, {"1"}}});
  const std::string stage = decision("stage", "hitPolicy='FIRST'", "<output/>", kRules);
  CHECK(table_of(model(other + stage), "stage.dmn").outputs() == std::vector<std::string>{"stage"});
  CHECK(says(error_of(model(other + stage)), "called t as the file; the model has other, stage"));
}

TEST_CASE("a model stands in for the sheet that is not there; both are too many") {
  const auto folder = std::filesystem::temp_directory_path() / "staysail_model_table";
  std::filesystem::create_directories(folder);
  std::filesystem::remove(folder / "stage.csv");
  std::ofstream(folder / "stage.dmn") << stage_model();
  const std::string path = (folder / "stage.csv").string();
  const auto table = DecisionTable::load(path, line_scope());
  REQUIRE_MESSAGE(table.has_value(), table.error().to_string());
  CHECK(table->rule_count() == 3);
  std::ofstream(folder / "stage.csv") << kSheet;
  const auto twice = DecisionTable::load(path, line_scope());
  std::filesystem::remove_all(folder);
  REQUIRE_FALSE(twice.has_value());
  CHECK(twice.error().code() == Errc::conflict);
}

TEST_CASE("lists come in the order of the rules, or of the outputs") {
  CHECK(decided(sheet_of("C"), "t.csv") == list_of({"growth", "decline", "growth"}));
  CHECK(decided(sheet_of("R"), "t.csv") == list_of({"growth", "decline", "growth"}));
  CHECK(decided(sheet_of("O"), "t.csv") == list_of({"decline", "growth", "growth"}));
  CHECK(decided(sheet_of("P"), "t.csv") == Value::text("decline"));
  CHECK(decided("\xEF\xBB\xBF" + sheet_of("P"), "t.csv") == Value::text("decline"));
  const std::string listed = "<output>" + tagged("outputValues", "\"growth\", \"maturity\", \"decline\"") + "</output>";
  CHECK(decided(stage_model("hitPolicy='OUTPUT ORDER'", listed), "t.dmn") == list_of({"growth", "decline"}));
  CHECK(decided(stage_model("hitPolicy='PRIORITY'", listed), "t.dmn") == Value::text("growth"));
  CHECK(decided(stage_model("hitPolicy='PRIORITY'"), "t.dmn") == Value::text("decline"));
  const auto column = table_of(sheet_of("O"), "t.csv").decide(lines());
  REQUIRE_FALSE(column.has_value());
  CHECK(column.error().code() == Errc::unsupported);
}

TEST_CASE("the second output ranks where the first is the same, in both planes") {
  const std::string sheet =
      "hit=P\nwhen: tenure,then: stage,then: status\n>= 1,\"\"\"growth\"\"\",\"\"\"suspended\"\"\"\n"
      "-,\"\"\"growth\"\"\",\"\"\"active\"\"\"\n";
  const DecisionTable table = table_of(sheet, "t.csv");
  const Batch batch = lines(), decided = table.decide(batch).value();
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    CHECK(*table.decide(Inputs::of_row(batch.columns(), row))->outputs.find("status") == Value::text("active"));
    CHECK(decided.find("status")->value_text(row) == "active");
  }
}
