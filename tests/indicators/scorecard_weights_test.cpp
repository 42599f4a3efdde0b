// Where the weights of a scorecard come from. Reference figures: Saaty 1980 for a consistent matrix of judgements; the
// entropy weight method and information values worked by hand in the comments.
#include <doctest/doctest.h>

#include <algorithm>

#include "indicators/told_operator.hpp"
#include "staysail/indicators/explain.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

// Of lines with 1 to 4 months: high 0, 0, 1, 1; same 0.25 each; slow 0.1 to 0.4.
const std::string kInputs =
    "[high]\nexpression = 'if tenure_months >= 3 then 1 else 0'\ntype = \"number\"\nunit = \"share\"\n"
    "[same]\nexpression = 'if tenure_months = null then null else 0.25'\ntype = \"number\"\nunit = \"share\"\n"
    "[slow]\nexpression = 'tenure_months / 10'\ntype = \"number\"\nunit = \"share\"\n"
    "[old]\nexpression = 'tenure_months >= 3'\n";

Population lines_of(ToldOperator& told, const std::vector<int>& months) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < months.size(); ++i)
    lines.push_back("subscription_id=S" + std::to_string(100 + i) +
                    ";customer_id=C1;tenure_months=" + std::to_string(months[i]));
  return told.add("subscriptions", lines).population("2026-01-01");
}

Error refusal_of(const std::string& toml) {
  const auto catalogue = Catalogue::parse(kInputs + toml, "indicators.toml", ModelCatalog(), subscription_schema());
  REQUIRE_FALSE(catalogue);
  return catalogue.error();
}

const Scorecard& scorecard_of(const Catalogue& catalogue) { return std::get<Scorecard>(catalogue.find("score")->rule); }

}  // namespace

TEST_CASE("judgements of pairs become weights, told with their consistency ratio") {
  const auto catalogue =
      catalogue_of(kInputs + "[score.judgements]\nhigh = { same = 2, slow = 4 }\nslow = { same = \"1/2\" }\n");
  const auto& rule = scorecard_of(catalogue);
  // 4 : 2 : 1 of 7, in order of first mention.
  REQUIRE(rule.weights.size() == 3);
  CHECK(rule.weights[0] == std::pair(std::string("high"), std::int64_t{5714}));
  CHECK(rule.weights[1] == std::pair(std::string("slow"), std::int64_t{1429}));
  CHECK(rule.weights[2] == std::pair(std::string("same"), std::int64_t{2857}));
  CHECK(rule.consistency_ratio == 0);
  ToldOperator told;
  const auto population = lines_of(told, {3});
  const auto frame = computed(catalogue, population);
  CHECK(frame.columns.find("score_weights") == nullptr);
  const auto evidence = explain_indicator(catalogue, population, frame, "score", "S100").value();
  CHECK(evidence.rule.find("0.5714 high") != std::string::npos);
  CHECK(evidence.rule.find("consistency ratio of 0.0000") != std::string::npos);
  // 0.5714 + 0.1429 * 0.3 + 0.2857 * 0.25
  CHECK(evidence.value == "0.6857");
}

TEST_CASE("judgements that bend a little are weighed; the ratio says how much") {
  const auto catalogue =
      catalogue_of(kInputs + "[score.judgements]\nhigh = { same = 3, slow = 5 }\nsame = { slow = 2 }\n");
  // The principal eigenvector of (1, 3, 5; 1/3, 1, 2; 1/5, 1/2, 1): eigenvalue 3.003695, ratio 0.003695 / 2 / 0.58.
  CHECK(scorecard_of(catalogue).weights[0].second == 6483);
  CHECK(scorecard_of(catalogue).weights[1].second == 2297);
  CHECK(scorecard_of(catalogue).weights[2].second == 1220);
  CHECK(scorecard_of(catalogue).consistency_ratio == 32);
}

TEST_CASE("judgements that cannot stand are refused with what to do") {
  const auto says = [](const std::string& toml, const char* what) {
    CAPTURE(toml);
    const auto error = refusal_of("[score.judgements]\n" + toml);
    CHECK(error.code() == Errc::catalogue_invalid);
    CHECK(error.to_string().find(what) != std::string::npos);
  };
  says("high = { same = 9, slow = \"1/9\" }\nsame = { slow = 9 }\n", "contradict each other");
  says("high = { same = 2, slow = 4 }\n", "not: same and slow");
  says("high = { same = 2 }\nsame = { high = 2 }\n", "judged once");
  says("high = { high = 1, same = 2 }\n", "judged once");
  says("high = { same = 10 }\n", "\"1/9\" to 9");
  says("high = { same = \"2/3\" }\n", "\"1/9\" to 9");
  says("high = { same = \"1/0\" }\n", "\"1/9\" to 9");
  says("high = { old = 2 }\n", "old");
}

TEST_CASE("weights by entropy go with how far an input tells lines apart") {
  const auto catalogue = catalogue_of(kInputs + "[score]\nentropy_of = [\"high\", \"same\", \"slow\"]\n");
  ToldOperator told;
  const auto population = lines_of(told, {1, 2, 3, 4});
  const auto frame = computed(catalogue, population);
  // high: e = ln 2 / ln 4 = 0.5; same: e = 1; slow: e = 1.279854 / 1.386294 = 0.923220. 0.5 and 0.076780 of 0.576780.
  CHECK(value_at(frame.columns, "score_weights", 0) == "high 0.8669, same 0.0000, slow 0.1331");
  CHECK(value_at(frame.columns, "score_weights", 3) == value_at(frame.columns, "score_weights", 0));
  // 0.8669 + 0.1331 * 0.4
  CHECK(value_at(frame.columns, "score", 3) == "0.9201");
  const auto evidence = explain_indicator(catalogue, population, frame, "score", "S103").value();
  CHECK(evidence.rule == "high + same + slow, weighed by entropy over all lines");
  CHECK(evidence.inputs.back() == std::pair(std::string("score_weights"), value_at(frame.columns, "score_weights", 0)));
  const auto relative = catalogue.relative();
  CHECK(std::find(relative.begin(), relative.end(), "score") != relative.end());
}

TEST_CASE("weights by evidence go with how far an input tells the labelled from the rest") {
  const auto catalogue =
      catalogue_of(kInputs + "[score]\nevidence_of = [\"high\", \"same\", \"slow\"]\nlabel = \"old\"\n");
  ToldOperator told;
  const auto frame = computed(catalogue, lines_of(told, {1, 2, 3, 4}));
  // Half a line in each of ten bands: high 4/7 ln 5 = 0.919679, same 0, slow 4/7 ln 3 = 0.627778.
  CHECK(value_at(frame.columns, "score_weights", 0) == "high 0.5943, same 0.0000, slow 0.4057");
}

TEST_CASE("weights found at night are the same for any batches, threads and order of rows [threads]") {
  const auto catalogue = catalogue_of(kInputs + "[score]\nentropy_of = [\"slow\", \"high\"]\n" +
                                      "[told]\nevidence_of = [\"slow\", \"same\"]\nlabel = \"old\"\n");
  std::vector<int> months;
  for (int i = 0; i < 300; ++i) months.push_back(i * 7 % 10);
  ToldOperator told, turned;
  const auto whole = computed(catalogue, lines_of(told, months));
  std::reverse(months.begin(), months.end());
  ThreadPool pool(4);
  ComputeOptions options;
  options.executor = &pool;
  options.batch_rows = 7;
  const auto sliced = computed(catalogue, lines_of(turned, months), options);
  for (const char* column : {"score_weights", "told_weights"})
    CHECK(value_at(whole.columns, column) == value_at(sliced.columns, column));
}

TEST_CASE("lines that tell no weights leave everybody without a score, and the night says so") {
  const auto catalogue = catalogue_of(kInputs + "[score]\nevidence_of = [\"high\", \"slow\"]\nlabel = \"old\"\n");
  ToldOperator told;
  const auto frame = computed(catalogue, lines_of(told, {1, 2}));
  CHECK(frame.columns.find("score")->is_null(0));
  CHECK(frame.columns.find("score_weights")->is_null(1));
  CHECK(std::any_of(frame.missing.begin(), frame.missing.end(),
                    [](const MissingInput& missing) { return missing.input == "score_weights"; }));
}

TEST_CASE("a scorecard that finds its weights names its inputs and its label") {
  CHECK(refusal_of("[score]\nentropy_of = [\"high\"]\n").to_string().find("two or more") != std::string::npos);
  CHECK(refusal_of("[score]\nentropy_of = [\"high\", \"high\"]\n").to_string().find("different") != std::string::npos);
  CHECK(refusal_of("[score]\nevidence_of = [\"high\", \"slow\"]\n").to_string().find("label") != std::string::npos);
  CHECK(refusal_of("[score]\nevidence_of = [\"high\", \"slow\"]\nlabel = \"same\"\n").code() ==
        Errc::catalogue_invalid);
}
