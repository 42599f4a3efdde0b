#include "staysail/decision/dmn.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace staysail;

namespace {

std::string document(const std::string& body) {
  return "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' namespace='n' name='m'>\n" + body +
         "\n</definitions>";
}

DmnModel model_of(const std::string& body) {
  auto model = DmnModel::parse(document(body), "m.dmn");
  REQUIRE_MESSAGE(model.has_value(), model.error().to_string());
  return *std::move(model);
}

Value value_of(const DmnModel& model, std::string_view name, const Inputs& inputs = {}) {
  const auto outcome = model.evaluate(name, inputs);
  REQUIRE_MESSAGE(outcome.has_value(), outcome.error().to_string());
  return outcome->value;
}

std::string literal(const std::string& feel) {
  return "<literalExpression><text>" + feel + "</text></literalExpression>";
}

std::string decision(const std::string& name, const std::string& inside) {
  return "<decision name='" + name + "' id='" + name + "'><variable name='" + name + "'/>" + inside + "</decision>\n";
}

std::string needs(const std::string& id) {
  return "<informationRequirement><requiredDecision href='#" + id + "'/></informationRequirement>";
}

std::string number_input(const std::string& name) {
  return "<inputData name='" + name + "' id='" + name + "'><variable name='" + name +
         "' typeRef='number'/></inputData>\n";
}

std::string asks(const std::string& id) {
  return "<informationRequirement><requiredInput href='#" + id + "'/></informationRequirement>";
}

// Rules for the input x: each a test and an output.
std::string table(const std::string& attributes, const std::vector<std::pair<std::string, std::string>>& rules,
                  const std::string& output = "") {
  std::string text = "<decisionTable " + attributes +
                     "><input><inputExpression typeRef='number'><text>x</text></inputExpression></input><output>" +
                     output + "</output>";
  for (const auto& [test, result] : rules)
    text += "<rule><inputEntry><text>" + test + "</text></inputEntry><outputEntry><text>" + result +
            "</text></outputEntry></rule>";
  return number_input("x") + decision("d", asks("x") + text + "</decisionTable>");
}

Value decided(const std::string& body, std::int64_t x) {
  return value_of(model_of(body), "d", {{"x", Value::number(x)}});
}

Value numbers(std::initializer_list<std::int64_t> items) {
  ValueList list;
  for (const std::int64_t item : items) list.push_back(Value::number(item));
  return Value::list(std::move(list));
}

}  // namespace

TEST_CASE("each hit policy decides as the standard says") {
  const std::vector<std::pair<std::string, std::string>> rules = {{"&gt; 10", "2"}, {"&gt; 5", "1"}, {"&gt; 0", "3"}};
  CHECK(decided(table("", rules), 3) == Value::number(3));
  CHECK(decided(table("", rules), 7).is_null());
  CHECK(decided(table("hitPolicy='FIRST'", rules), 7) == Value::number(1));
  CHECK(decided(table("hitPolicy='RULE ORDER'", rules), 11) == numbers({2, 1, 3}));
  CHECK(decided(table("hitPolicy='COLLECT'", rules), 7) == numbers({1, 3}));
  CHECK(decided(table("hitPolicy='COLLECT'", rules), 0) == numbers({}));
  CHECK(decided(table("hitPolicy='COLLECT' aggregation='SUM'", rules), 11) == Value::number(6));
  CHECK(decided(table("hitPolicy='COLLECT' aggregation='MIN'", rules), 11) == Value::number(1));
  CHECK(decided(table("hitPolicy='COLLECT' aggregation='MAX'", rules), 11) == Value::number(3));
  CHECK(decided(table("hitPolicy='COLLECT' aggregation='COUNT'", rules), 7) == Value::number(2));
  CHECK(decided(table("hitPolicy='COLLECT' aggregation='COUNT'", rules), 0) == Value::number(0));
  CHECK(decided(table("hitPolicy='ANY'", rules), 7).is_null());
  CHECK(decided(table("hitPolicy='ANY'", {{"&gt; 1", "4"}, {"&gt; 2", "4"}}), 7) == Value::number(4));
  const std::string order = "<outputValues><text>3, 1, 2</text></outputValues>";
  CHECK(decided(table("hitPolicy='PRIORITY'", rules, order), 11) == Value::number(3));
  CHECK(decided(table("hitPolicy='OUTPUT ORDER'", rules, order), 11) == numbers({3, 1, 2}));
  CHECK(decided(table("", rules, "<defaultOutputEntry><text>9</text></defaultOutputEntry>"), 0) == Value::number(9));
}

TEST_CASE("a cell may be a condition on any name") {
  CHECK(decided(table("", {{"x &gt; 5", "1"}, {"? &lt; 3", "2"}, {"not(&gt; 2)", "2"}}), 7) == Value::number(1));
  CHECK(decided(table("hitPolicy='ANY'", {{"x &gt; 5", "1"}, {"? &lt; 3", "2"}, {"not(&gt; 2)", "2"}}), 1) ==
        Value::number(2));
}

TEST_CASE("a null or a value of another type is told with its reason") {
  const DmnModel model = model_of(number_input("x") + decision("d", asks("x") + literal("x + 1")));
  CHECK(value_of(model, "d", {{"x", Value::number(2)}}) == Value::number(3));
  const auto outcome = model.evaluate("d", {{"x", Value::text("two")}});
  REQUIRE(outcome.has_value());
  CHECK(outcome->value.is_null());
  REQUIRE(outcome->reasons.size() == 2);
  CHECK(outcome->reasons[0] == "x is a number, not \"two\"");
  CHECK(outcome->reasons[1] == "`+` gave null: its left side is null");
}

TEST_CASE("allowed values hold for inputs, for parts of them and for the items of lists") {
  const std::string types =
      "<itemDefinition name='tGrade'><typeRef>string</typeRef><allowedValues><text>\"gold\", "
      "\"basic\"</text></allowedValues></itemDefinition>"
      "<itemDefinition name='tGrades' isCollection='true'><typeRef>tGrade</typeRef></itemDefinition>"
      "<itemDefinition name='tLine'><itemComponent "
      "name='grade'><typeRef>tGrade</typeRef></itemComponent></itemDefinition>";
  const auto given = [&types](const std::string& type, Value value) {
    const std::string input = "<inputData name='x' id='x'><variable name='x' typeRef='" + type + "'/></inputData>";
    return value_of(model_of(types + input + decision("d", asks("x") + literal("x"))), "d", {{"x", std::move(value)}});
  };
  const Value gold = Value::text("gold"), tin = Value::text("tin");
  CHECK(given("tGrade", gold) == gold);
  CHECK(given("tGrade", tin).is_null());
  CHECK(given("tGrade", Value::list({gold})) == gold);
  CHECK(given("tGrades", gold) == Value::list({gold}));
  CHECK(given("tGrades", Value::list({gold, tin})).is_null());
  CHECK(given("tLine", Value::context({{"grade", gold}})) == Value::context({{"grade", gold}}));
  CHECK(given("tLine", Value::context({{"grade", tin}})).is_null());
}

TEST_CASE("a knowledge model may call itself, up to a bound") {
  const DmnModel model = model_of(
      "<businessKnowledgeModel name='factorial' id='f'><variable name='factorial' typeRef='number'/><encapsulatedLogic>"
      "<formalParameter name='n' typeRef='number'/>" +
      literal("if n &lt; 2 then 1 else n * factorial(n - 1)") + "</encapsulatedLogic></businessKnowledgeModel>" +
      decision("d", "<knowledgeRequirement><requiredKnowledge href='#f'/></knowledgeRequirement>" +
                        literal("[factorial(5), factorial(100000)]")));
  CHECK(value_of(model, "d") == Value::list({Value::number(120), Value()}));
  CHECK(value_of(model, "factorial", {{"n", Value::number(4)}}) == Value::number(24));
}

TEST_CASE("a decision service hides its decisions and takes the others as inputs") {
  const DmnModel model = model_of(
      number_input("x") + decision("a", asks("x") + literal("x * 2")) + decision("b", needs("a") + literal("a + 1")) +
      "<decisionService name='s' id='s'><outputDecision href='#b'/><inputDecision href='#a'/></decisionService>" +
      decision("c", "<knowledgeRequirement><requiredKnowledge href='#s'/></knowledgeRequirement>" + literal("s(10)")));
  CHECK(value_of(model, "b", {{"x", Value::number(4)}}) == Value::number(9));
  CHECK(value_of(model, "s", {{"a", Value::number(4)}}) == Value::number(5));
  CHECK(value_of(model, "c") == Value::number(11));
}

TEST_CASE("a function of a model outlives it") {
  const Value function = value_of(model_of(decision("d", literal("function(x) x + 1"))), "d");
  CHECK(function.kind() == ValueKind::function);
  CHECK(function.to_string() == "function");
}

TEST_CASE("what is wrong with a model is told with its place") {
  const auto refused = [](const std::string& xml) {
    const auto model = DmnModel::parse(xml, "m.dmn");
    REQUIRE_FALSE(model.has_value());
    return model.error().to_string();
  };
  const auto holds = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  CHECK(holds(refused("<definitions"), "m.dmn:1:"));
  CHECK(holds(refused("<html/>"), "DMN 1.1 to 1.5"));
  const std::string circle = refused(
      document(decision("a", needs("c")) + decision("b", needs("a")) + decision("c", needs("b")) + decision("d", "")));
  CHECK_MESSAGE(holds(circle, "circle: a, b, c"), circle);
  CHECK(holds(refused(document(decision("a", needs("z")))), "m.dmn:2:"));
  const std::string itself = refused(document(decision("b", "") + decision("a", needs("a") + literal("a + 1"))));
  CHECK_MESSAGE(holds(itself, "a requires itself"), itself);
  CHECK(holds(itself, "m.dmn:3:"));
  const std::string twice = refused(document(decision("a", literal("1")) + "<decision name='a' id='z'/>"));
  CHECK_MESSAGE(holds(twice, "two elements have one name: a"), twice);
  CHECK(holds(twice, "m.dmn:3:"));
  CHECK(holds(refused(document(number_input("a") + "<decision name='a' id='z'/>")), "two elements have one name: a"));
  const std::string import = "<import name='fees' namespace='https://fees' importType='";
  const std::string missing = refused(document("\n" + import + "https://www.omg.org/spec/DMN/20191111/MODEL/'/>"));
  CHECK_MESSAGE(holds(missing, "the imported model fees is not there"), missing);
  CHECK(holds(missing, "m.dmn:3:"));
  CHECK(holds(missing, "'https://fees'"));
  CHECK(model_of(import + "http://www.dmg.org/PMML-4_2'/>" + decision("a", "")).faults().empty());
  const DmnModel model = model_of(decision("a", literal("1 +")) + decision("b", literal("2")));
  REQUIRE(model.faults().size() == 1);
  CHECK_MESSAGE(holds(model.faults().front().to_string(), "m.dmn:2:"), model.faults().front().to_string());
  CHECK(value_of(model, "a").is_null());
  CHECK(value_of(model, "b") == Value::number(2));
  const auto unknown = model.evaluate("bb", Inputs());
  REQUIRE_FALSE(unknown.has_value());
  CHECK(holds(unknown.error().to_string(), "did you mean b?"));
}

TEST_CASE("a table that is no table of the standard is null, told with what was expected") {
  const auto told = [](const std::string& body, const std::string& line, const std::string& part) {
    const DmnModel model = model_of(body + "\n" + decision("sound", literal("2")));
    REQUIRE(model.faults().size() == 1);
    const std::string fault = model.faults().front().to_string();
    CHECK_MESSAGE(fault.find(line) != std::string::npos, fault);
    CHECK_MESSAGE(fault.find(part) != std::string::npos, fault);
    CHECK(value_of(model, "sound") == Value::number(2));
    const auto outcome = model.evaluate("d", {{"x", Value::number(7)}});
    REQUIRE(outcome.has_value());
    CHECK(outcome->value.is_null());
    REQUIRE_FALSE(outcome->reasons.empty());
    CHECK(outcome->reasons.front().find(part) != std::string::npos);
  };
  const std::vector<std::pair<std::string, std::string>> rules = {{"&gt; 1", "4"}, {"&gt; 2", "5"}};
  told(table("hitPolicy='COLLECT' aggregation='AVG'", rules),
       "m.dmn:3:", "there is no such aggregation: AVG; expected one of SUM, COUNT, MIN, MAX");
  told(table("hitPolicy='COLLECT' aggregation='sum'", rules), "m.dmn:3:", "there is no such aggregation: sum");
  told(table("hitPolicy='COLLECT' aggregation='SUMM'", rules), "m.dmn:3:", "did you mean 'SUM'?");
  told(table("hitPolicy='BEST'", rules),
       "m.dmn:3:", "there is no such hit policy: BEST; expected one of UNIQUE, FIRST");
  const std::string sound = table("hitPolicy='FIRST'", rules), cell = "<inputEntry><text>-</text></inputEntry>";
  const auto with = [&sound](const std::string& at, const std::string& more) {
    std::string changed = sound;
    return changed.insert(changed.rfind(at), more);
  };
  CHECK(decided(sound, 7) == Value::number(4));
  told(with("<rule>", "\n<rule><outputEntry><text>1</text></outputEntry></rule>"),
       "m.dmn:4:", "rule 2 has 0 tests and 1 outputs; the table has columns for 1 and 1");
  told(with("<outputEntry>", cell), "m.dmn:3:", "rule 2 has 2 tests and 1 outputs");
  told(with("</rule>", "<outputEntry><text>1</text></outputEntry>"), "m.dmn:3:", "rule 2 has 1 tests and 2 outputs");
}

TEST_CASE("a type that is not there is a fault with the nearest, and its value is null") {
  const std::string types = "<itemDefinition name='tGrade'><typeRef>string</typeRef></itemDefinition>\n";
  const auto decided_as = [&types](const std::string& type) {
    return model_of(types + "<decision name='d' id='d'><variable name='d' typeRef='" + type + "'/>" +
                    literal("\"gold\"") + "</decision>\n" + decision("b", literal("2")));
  };
  for (const std::string sound : {"tGrade", " tGrade ", "string", "feel:string", "Any", ""}) {
    const DmnModel model = decided_as(sound);
    CHECK_MESSAGE(model.faults().empty(), sound);
    CHECK_MESSAGE(value_of(model, "d") == Value::text("gold"), sound);
  }
  const DmnModel model = decided_as("tGrad");
  REQUIRE(model.faults().size() == 1);
  const std::string fault = model.faults().front().to_string();
  CHECK_MESSAGE(fault.find("m.dmn:3:") != std::string::npos, fault);
  CHECK_MESSAGE(fault.find("there is no type tGrad") != std::string::npos, fault);
  CHECK_MESSAGE(fault.find("did you mean 'tGrade'?") != std::string::npos, fault);
  const auto outcome = model.evaluate("d", Inputs());
  REQUIRE(outcome.has_value());
  CHECK(outcome->value.is_null());
  CHECK(outcome->reasons == std::vector<std::string>{"d has a type that is not there: tGrad"});
  CHECK(value_of(model, "b") == Value::number(2));
  const DmnModel item = model_of("<itemDefinition name='t'><typeRef>strin</typeRef></itemDefinition>");
  REQUIRE(item.faults().size() == 1);
  CHECK(item.faults().front().to_string().find("did you mean 'string'?") != std::string::npos);
}

TEST_CASE("an input that was not given is a reason, one that was given as null is none") {
  const DmnModel model =
      model_of(number_input("x") + number_input("y") + decision("d", asks("x") + literal("if x = null then 0 else x")));
  const auto reasons = [&model](const Inputs& inputs) { return model.evaluate("d", inputs).value().reasons; };
  CHECK(reasons(Inputs()) == std::vector<std::string>{"the input x was not given"});
  CHECK(reasons({{"x", Value()}}).empty());
  CHECK(value_of(model, "d") == Value::number(0));
}

TEST_CASE("an operator that gives null says why") {
  const auto reasons = [](const std::string& feel) {
    return model_of(decision("d", literal(feel))).evaluate("d", Inputs()).value().reasons;
  };
  const auto one = [](const std::string& reason) { return std::vector<std::string>{reason}; };
  CHECK(reasons("[1, 2][3] + 1") == one("`+` gave null: its left side is null"));
  CHECK(reasons("1 - null") == one("`-` gave null: its right side is null"));
  CHECK(reasons("null * null") == one("`*` gave null: both sides are null"));
  CHECK(reasons("count([1]) / count([])") == one("`/` gave null: division by zero"));
  CHECK(reasons("1 + \"a\"") == one("`+` gave null: no result for number and string"));
  CHECK(reasons("\"a\" &lt; 1") == one("`<` gave null: no result for string and number"));
  CHECK(reasons("1 + 1").empty());
}

TEST_CASE("entities are not expanded, and what is too deep is refused") {
  const DmnModel model =
      DmnModel::parse("<!DOCTYPE d [<!ENTITY a \"aaaa\">]>" + document(decision("d", literal("\"&a;\""))), "m.dmn")
          .value();
  CHECK(value_of(model, "d") == Value::text("&a;"));
  std::string deep = document(""), open, close;
  for (int i = 0; i < 100'000; ++i) {
    open += "<list>";
    close += "</list>";
  }
  const auto refused = DmnModel::parse(document("<decision name='d' id='d'>" + open + close + "</decision>"), "m.dmn");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code() == Errc::limit_exceeded);
}

TEST_CASE("the example of the documents") {
  const std::string path = std::string(STAYSAIL_SOURCE_DIR) + "/examples/decision/retention_offer.dmn";
  // [doc: decide]
  const DmnModel model = DmnModel::load(path).value();
  const Inputs customer = {{"Grade", Value::text("silver")},
                           {"Monthly fee", Value::number(99)},
                           {"Contract end", Value::text("2026-02-20")},
                           {"As of", Value::text("2026-01-31")}};
  const DmnOutcome offer = model.evaluate("Retention offer", customer).value();
  CHECK(offer.value.to_feel() == "{offer: true, new fee: 84.15}");
  // [doc: end]
  CHECK(offer.reasons.empty());
  CHECK(model.inputs() == std::vector<std::string>{"Grade", "Monthly fee", "Contract end", "As of"});
  CHECK(model.services() == std::vector<std::string>{"Offer service"});
}
