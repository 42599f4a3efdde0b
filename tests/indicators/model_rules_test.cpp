// Rules that look at all lines to say how one will go on.
#include <doctest/doctest.h>

#include "staysail/statistics/bg_nbd.hpp"
#include "told_operator.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

std::vector<std::string> values_of(const IndicatorFrame& frame, const std::string& name) {
  std::vector<std::string> values;
  const auto* column = frame.columns.find(name);
  REQUIRE(column != nullptr);
  for (std::size_t row = 0; row < column->size(); ++row) values.push_back(column->value_text(row));
  return values;
}

std::string line_id(std::size_t line) {
  const std::string digits = std::to_string(line);
  return "S" + std::string(5 - digits.size(), '0') + digits;
}

// Lines of which `count` lasted so many whole months, ended or not.
struct Cohort {
  std::vector<std::string> lines;
  void add(int months, bool ended, int count, const std::string& product = "mobile") {
    for (int i = 0; i < count; ++i)
      lines.push_back("subscription_id=" + line_id(lines.size()) +
                      ";customer_id=C1;tenure_months=" + std::to_string(months) + ";product_type=" + product +
                      ";status=" + (ended ? "terminated" : "active"));
  }
};

// High End customers of Fader and Hardie 2007: of 1000, so many are left after one to seven years.
Cohort high_end(const std::string& product = "mobile") {
  const std::vector<int> left = {1000, 869, 743, 653, 593, 551, 517, 491};
  Cohort cohort;
  for (int year = 1; year <= 7; ++year)
    cohort.add(year - 1, true, left[static_cast<std::size_t>(year) - 1] - left[static_cast<std::size_t>(year)],
               product);
  cohort.add(7, false, 491, product);
  return cohort;
}

constexpr const char* kLasted =
    "[over]\nexpression = 'status = \"terminated\"'\ntype = \"boolean\"\n"
    "[lasted]\nattribute = \"activated\"\nmeasure = \"months_since\"\nuntil = \"terminated\"\notherwise = "
    "\"tenure_months\"\n";

std::string stay(const std::string& more) {
  return std::string(kLasted) + "[stay]\nlifetime_of = \"lasted\"\nended = \"over\"\n" + more;
}

}  // namespace

TEST_CASE("periods to come are those of the law that the ends of all lines tell (Fader and Hardie 2007)") {
  ToldOperator told;
  const auto population = told.add("subscriptions", high_end().lines).population("2026-01-01");
  // DERL of alpha 0.668, beta 3.806 at 10 %: 7.52995 after seven periods.
  const auto frame = computed(catalogue_of(stay("discount = 0.1\n")), population);
  CHECK(value_at(frame.columns, "stay", 999) == "7.53");
  CHECK(value_at(frame.columns, "stay", 0) == "");  // has ended
  CHECK(frame.columns.find("stay")->field().unit == "months");
  // S(12) / S(7) = 0.3780 / 0.4889.
  const auto share = computed(catalogue_of(stay("gives = \"survival\"\nahead = 5\n")), population);
  CHECK(value_at(share.columns, "stay", 999).substr(0, 5) == "0.773");
  CHECK(share.columns.find("stay")->field().unit == "share");
}

TEST_CASE("lines are compared with their own kind; where that tells no law all lines stand in, and it is named") {
  Cohort cohort = high_end("broadband");
  cohort.add(3, false, 400, "mobile");  // none has ended
  ToldOperator told;
  const auto population = told.add("subscriptions", cohort.lines).population("2026-01-01");
  const auto frame = computed(catalogue_of(stay("among = \"product_type\"\ndiscount = 0.1\n")), population);
  CHECK(value_at(frame.columns, "stay", 999) == "7.53");
  const auto together = computed(catalogue_of(stay("discount = 0.1\n")), population);
  CHECK(value_at(frame.columns, "stay", 1010) == value_at(together.columns, "stay", 1010));
  CHECK(value_at(together.columns, "stay", 999) != "7.53");
  REQUIRE(frame.missing.size() == 1);
  CHECK(frame.missing.front().reason == "the lines of mobile tell no law of lifetimes; that of all lines stands in");
}

TEST_CASE("lines begun before ends were told of are answered, and say nothing of the law") {
  std::vector<std::string> lines;
  const auto add = [&](int count, const std::string& begun, const std::string& ended) {
    for (int i = 0; i < count; ++i)
      lines.push_back("subscription_id=" + line_id(lines.size()) + ";customer_id=C1;activated=" + begun +
                      (ended.empty() ? ";status=active" : ";status=terminated;terminated=" + ended));
  };
  const auto stay_of_line = [&](std::size_t line) {
    ToldOperator told;
    const auto population = told.add("subscriptions", lines).population("2026-01-01");
    return value_at(computed(catalogue_of(stay("")), population).columns, "stay", line);
  };
  add(1, "2024-12-20", "2025-01-01");  // the first end that is told
  add(100, "2025-01-01", "2025-02-15");
  add(60, "2025-01-01", "2025-03-15");
  add(40, "2025-01-01", "2025-05-15");
  add(300, "2025-03-01", "");
  const std::string alone = stay_of_line(400);
  CHECK(alone != "");
  add(5000, "2015-01-01", "");
  CHECK(stay_of_line(400) == alone);
  CHECK(stay_of_line(5000) != "");
  // One end of eleven years ago does not bring the old lines back into the law: it was told by chance.
  add(1, "2014-01-01", "2015-01-02");
  CHECK(stay_of_line(400) == alone);
  // Fifty of them are news of those years.
  add(49, "2014-01-01", "2015-01-02");
  CHECK(stay_of_line(400) != alone);
}

TEST_CASE("months are counted until the line ended, where that is known") {
  ToldOperator told;
  const auto population =
      told.add("subscriptions", {"subscription_id=S1;customer_id=C1;activated=2025-01-15;terminated=2025-04-14",
                                 "subscription_id=S2;customer_id=C1;activated=2025-01-15",
                                 "subscription_id=S3;customer_id=C1;activated=2025-01-15;terminated=2026-05-01"})
          .population("2026-01-15");
  CHECK(values_of(computed(catalogue_of(kLasted), population), "lasted") == std::vector<std::string>{"2", "12", "12"});
}

TEST_CASE("what peers do not exceed is exact, among all or among lines alike") {
  Cohort cohort;
  for (const int months : {1, 2, 3, 4}) cohort.add(months, false, 1, "mobile");
  for (const int months : {10, 20, 30}) cohort.add(months, false, 1, "broadband");
  ToldOperator told;
  const auto population = told.add("subscriptions", cohort.lines).population("2026-01-01");
  const std::string x = "[x]\nattribute = \"tenure_months\"\n";
  const auto by_kind =
      computed(catalogue_of(x + "[q]\nquantile_of = \"x\"\nshare = 0.75\namong = \"product_type\"\n"), population);
  CHECK(values_of(by_kind, "q") == std::vector<std::string>{"3", "3", "3", "3", "30", "30", "30"});
  const auto median = computed(catalogue_of(x + "[q]\nquantile_of = \"x\"\n"), population);
  CHECK(values_of(median, "q") == std::vector<std::string>(7, "4"));
  const auto least = computed(catalogue_of(x + "[q]\nquantile_of = \"x\"\nshare = 0.0001\n"), population);
  CHECK(values_of(least, "q") == std::vector<std::string>(7, "1"));
}

TEST_CASE("whether a line still buys is told by BG/NBD over all lines that buy") {
  std::vector<std::string> lines, payments;
  std::vector<double> events, last, observed;
  const Day as_of = Day::of(2026, 1, 1).value();
  std::uint64_t state = 7;  // whether a line leaves after a purchase
  const auto chance = [&] {
    state = (state * 1103515245 + 12345) % 2147483648;
    return static_cast<double>(state) / 2147483648;
  };
  for (std::size_t line = 0; line < 300; ++line) {
    lines.push_back("subscription_id=" + line_id(line) + ";customer_id=C1");
    const int first = 100 + static_cast<int>(line * 7 % 160), step = 4 + static_cast<int>(line * line * 5 % 40);
    const double leaves = 0.02 + 0.06 * static_cast<double>(line * 7 % 5);
    int day = 0, repeats = 0;
    const auto buy = [&] {
      payments.push_back("subscription_id=" + line_id(line) + ";payment_id=P" + std::to_string(repeats) +
                         ";day=" + (as_of - first + day).to_string() + ";amount=10000");
    };
    buy();
    while (day + step < first) {
      day += step;
      ++repeats;
      buy();
      if (chance() < leaves) break;
    }
    events.push_back(repeats);
    last.push_back(day);
    observed.push_back(first);
  }
  ToldOperator told;
  const auto population = told.add("subscriptions", lines).add("payments", payments).population("2026-01-01");
  const std::string toml =
      "[days]\nfact = \"payments.day\"\naggregate = \"count_distinct\"\nunit = \"days\"\n"
      "[first]\nfact = \"payments.day\"\naggregate = \"min\"\n[last]\nfact = \"payments.day\"\naggregate = \"max\"\n"
      "[alive]\nrepeats_of = \"days\"\nfirst = \"first\"\nlast = \"last\"\n"
      "[soon]\nrepeats_of = \"days\"\nfirst = \"first\"\nlast = \"last\"\ngives = \"expected\"\nahead = 30\n";
  const auto frame = computed(catalogue_of(toml), population);
  using namespace statistics;
  const auto law = BgNbd::fit(RepeatHistories::of(events, last, observed).value());
  REQUIRE(law);
  for (std::size_t line = 0; line < 300; line += 13) {
    const RepeatHistory history{events[line], last[line], observed[line]};
    CHECK(std::stod(value_at(frame.columns, "alive", line)) ==
          doctest::Approx(law->probability_active(history)).epsilon(1e-3));
    CHECK(std::abs(std::stod(value_at(frame.columns, "soon", line)) - law->expected_events(30, history)) < 0.006);
  }
}

TEST_CASE("purchases that nobody makes tell no law") {
  ToldOperator told;
  const auto population = told.add("subscriptions", {"subscription_id=S1;customer_id=C1"})
                              .add("payments", {"subscription_id=S1;payment_id=P;day=2025-12-01;amount=1"})
                              .population("2026-01-01");
  const auto frame = computed(
      catalogue_of("[days]\nfact = \"payments.day\"\naggregate = \"count_distinct\"\n[first]\nfact = \"payments.day\"\n"
                   "aggregate = \"min\"\n[alive]\nrepeats_of = \"days\"\nfirst = \"first\"\nlast = \"first\"\n"),
      population);
  CHECK(value_at(frame.columns, "alive") == "");
  REQUIRE(frame.missing.size() == 1);
  CHECK(frame.missing.front().reason == "the lines tell no law of purchases");
}

TEST_CASE("clusters keep their numbers from month to month") {
  const auto lines = [](const std::vector<int>& months) {
    Cohort cohort;
    for (const int each : months) cohort.add(each, false, 1);
    return cohort.lines;
  };
  const auto catalogue = catalogue_of("[x]\nattribute = \"tenure_months\"\n[kind]\ncluster_of = [\"x\"]\nk = 2\n");
  ToldOperator before, after;
  const auto first =
      computed(catalogue, before.add("subscriptions", lines({1, 2, 50, 51, 3})).population("2026-01-01"));
  CHECK(values_of(first, "kind") == std::vector<std::string>{"1", "1", "2", "2", "1"});
  // The two long ones are short now, and the others long: who is in a cluster is what a number means.
  const auto population = after.add("subscriptions", lines({90, 91, 5, 6, 92})).population("2026-02-01");
  ComputeOptions options;
  options.previous = &first.columns;
  CHECK(values_of(computed(catalogue, population), "kind") == std::vector<std::string>{"2", "2", "1", "1", "2"});
  CHECK(values_of(computed(catalogue, population, options), "kind") ==
        std::vector<std::string>{"1", "1", "2", "2", "1"});
}

TEST_CASE("such a rule is refused at its place, with what to do") {
  const auto refused = [](const std::string& toml) {
    const auto catalogue = Catalogue::parse(toml, "indicators.toml", ModelCatalog(), subscription_schema());
    REQUIRE_FALSE(catalogue);
    return catalogue.error().to_string();
  };
  const auto says = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
  CHECK(says(refused(stay("law = \"weibull\"\n")), "beta_discrete_weibull"));
  CHECK(says(refused(stay("discount = 0\n")), "between 0.0001 and 1"));
  CHECK(says(refused(stay("among = \"product_typ\"\n")), "product_type"));
  CHECK(says(refused(stay("among = \"tenure_months\"\n")), "compared by a text"));
  CHECK(says(refused("[a]\nattribute = \"activated\"\nmeasure = \"days_until\"\nuntil = \"terminated\"\n"),
             "counted until another"));
  CHECK(says(refused("[x]\nattribute = \"tenure_months\"\n[q]\nquantile_of = \"x\"\nshare = 1.5\n"), "not above 1"));
  CHECK(says(refused("[x]\nattribute = \"tenure_months\"\n[q]\nrepeats_of = \"x\"\nfirst = \"x\"\nlast = \"x\"\n"),
             "day was expected"));
}

TEST_CASE("what looks at all lines is relative") {
  const auto catalogue = catalogue_of(stay("") + "[q]\nquantile_of = \"lasted\"\n");
  CHECK(catalogue.relative() == std::vector<std::string>{"stay", "q"});
}
