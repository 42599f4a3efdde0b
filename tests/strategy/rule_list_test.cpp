#include "staysail/strategy/rule_list.hpp"

#include <doctest/doctest.h>

#include "store/temporary_folder.hpp"

using namespace staysail;

namespace {

std::string told(const std::vector<MatchRule>& rules) {
  std::string text;
  for (const MatchRule& rule : rules)
    text += rule.id.text() + " " + std::to_string(rule.priority) + " " + rule.when + ";";
  return text;
}

std::string csv_fault(const char* csv) { return parse_rule_csv(csv, "r.csv").error().to_string(); }
std::string json_fault(const char* json) { return parse_rule_json(json, "r.json").error().to_string(); }

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a list of strategies is the same from TOML, CSV and JSON") {
  const std::string expected = "save 30 arpu >= 50 and stage = \"decline\";care 0 days_silent > 15;";
  const std::pair<const char*, const char*> files[] = {
      {"rules.csv",
       "\xEF\xBB\xBFwhen,id,owner,priority\n\"arpu >= 50 and stage = \"\"decline\"\"\",save,li,30\ndays_silent > "
       "15,care,,\n"},
      {"rules.json",
       R"({"strategies": [{"id": "save", "when": "arpu >= 50 and stage = \"decline\"", "priority": 30, "owner": "li"},
           {"id": "care", "when": "days_silent > 15"}]})"},
      {"rules.toml",
       "[[strategy]]\nid = \"save\"\npriority = 30\nwhen = 'arpu >= 50 and stage = \"decline\"'\n[[strategy]]\nid = "
       "\"care\"\nwhen = \"days_silent > 15\"\n"}};
  const store::TemporaryFolder folder;
  for (const auto& [name, text] : files) {
    const std::string path = folder.file(name);
    store::write_file(path, text);
    const auto rules = load_match_rules(path);
    REQUIRE_MESSAGE(rules.has_value(), rules.error().to_string());
    CHECK(told(*rules) == expected);
  }
}

TEST_CASE("a condition of a CSV list knows its place") {
  Scope scope;
  scope.add("arpu", FeelType::number());
  auto rules = parse_rule_csv("id,when\na,arpu > 1\nb,arp > 1\n", "r.csv").value();
  CHECK(contains(Matcher::compile(std::move(rules), scope).error().to_string(), "r.csv:3:3: unknown_name"));
}

TEST_CASE("what is no list of strategies is refused with its place") {
  CHECK(contains(csv_fault("id,whn\na,true\n"), "there is no when; did you mean 'whn'?"));
  CHECK(contains(csv_fault("id,when\n"), "a row for each strategy"));
  CHECK(contains(csv_fault("id,when,priority\na,true,high\n"), "r.csv:2:8: playbook_invalid: a priority is a whole"));
  CHECK(contains(csv_fault("id,when\n,true\n"), "r.csv:2:1: playbook_invalid: each strategy has an id"));
  CHECK(contains(csv_fault("id,when\na\n"), "each strategy has a condition"));
  CHECK(contains(json_fault("[\n{\"id\": }]"), "r.json:2:8: playbook_invalid: this is no JSON"));
  CHECK(contains(json_fault("[{\"id\": \"a\", \"wen\": \"true\"}]"), "r.json[0]: playbook_invalid"));
  CHECK(contains(json_fault("[{\"id\": \"a\", \"wen\": \"true\"}]"), "did you mean 'wen'?"));
  CHECK(contains(json_fault("[{\"id\": \"a\", \"when\": \"true\", \"priority\": 1.5}]"), "not: 1.5"));
  CHECK(contains(json_fault("[]"), "a list of strategies was expected"));
  CHECK(contains(json_fault((std::string(20, '[') + std::string(20, ']')).c_str()), "nested that deep"));
  CHECK(contains(json_fault(std::string(100'000, '[').c_str()), "this is no JSON"));
  CHECK(load_match_rules("no/such.csv").error().code() == Errc::not_found);
}
