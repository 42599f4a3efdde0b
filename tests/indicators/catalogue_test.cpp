#include "staysail/indicators/catalogue.hpp"

#include "told_operator.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

Error refused(const std::string& toml) {
  const auto catalogue = Catalogue::parse(toml, "indicators.toml", ModelCatalog(), subscription_schema());
  INFO(toml);
  REQUIRE_FALSE(catalogue);
  return catalogue.error();
}

// The error has this code and place, and says this.
void check_refused(const std::string& toml, Errc code, std::uint64_t line, const std::string& says) {
  const auto error = refused(toml);
  INFO(error.to_string());
  CHECK(error.code() == code);
  REQUIRE(error.place() != nullptr);
  CHECK(error.place()->file == "indicators.toml");
  CHECK(error.place()->line == line);
  CHECK(error.to_string().find(says) != std::string::npos);
}

const std::string kMean = "[a]\nfact = \"bills.amount\"\naggregate = \"mean\"\n";

}  // namespace

TEST_CASE("the shipped catalogue loads, and each indicator says what it is and where it is from") {
  const auto catalogue = shipped_catalogue();
  CHECK(catalogue.indicators().size() > 50);
  for (const auto& indicator : catalogue.indicators()) {
    INFO(indicator.name);
    CHECK(indicator.definition.size() > 10);
    CHECK_FALSE(indicator.source.empty());
  }
  CHECK(catalogue.find("arpu_3m")->field.unit == "money/month");
  CHECK(catalogue.find("loyalty_band")->inputs == std::vector<std::string>{"loyalty"});
  CHECK(catalogue.find("no_such") == nullptr);
}

TEST_CASE("each indicator comes after what it is computed from") {
  const auto catalogue = shipped_catalogue();
  std::vector<std::string> done;
  for (const auto index : catalogue.evaluation_order()) {
    const auto& indicator = catalogue.indicators()[index];
    for (const auto& input : indicator.inputs) CHECK(std::find(done.begin(), done.end(), input) != done.end());
    done.push_back(indicator.name);
  }
  CHECK(done.size() == catalogue.indicators().size());
}

TEST_CASE("a catalogue that cannot be is refused at its place, with what to do") {
  check_refused("[a]\nfact = \"bils.amount\"\naggregate = \"sum\"\n", Errc::unknown_name, 1, "bills");
  check_refused("[a]\nfact = \"bills.amout\"\naggregate = \"sum\"\n", Errc::unknown_name, 1, "amount");
  check_refused("[a]\nfact = \"bills.amount\"\naggregate = \"avarage\"\n", Errc::unknown_name, 3, "mean");
  check_refused(kMean + "window = \"3 weeks\"\n", Errc::catalogue_invalid, 4, "3 months");
  check_refused(kMean + "widow = \"3 months\"\n", Errc::malformed_file, 4, "window");
  check_refused(kMean + "window = \"90 days\"\n", Errc::catalogue_invalid, 1, "months");
  check_refused(kMean + "filter = \"amont > 5\"\n", Errc::unknown_name, 4, "amount");
  check_refused(kMean + "filter = \"amount > \"\n", Errc::syntax_error, 4, "");
  check_refused(kMean + "expression = \"1\"\n", Errc::catalogue_invalid, 4, "fact");
  check_refused("[a]\nunit = \"days\"\n", Errc::catalogue_invalid, 1, "fact");
  check_refused("[a]\nfact = \"bills.due\"\naggregate = \"sum\"\n", Errc::catalogue_invalid, 1, "due");
  check_refused("[a]\nfact = \"bills.amount\"\naggregate = \"days_since_max\"\n", Errc::catalogue_invalid, 1, "a day");
  check_refused("[a]\npercentile_of = \"worth\"\n[worht]\nexpression = \"1\"\n", Errc::unknown_name, 1, "worht");
  check_refused("[a]\nattribute = \"contract_ends\"\n", Errc::unknown_name, 1, "contract_end");
  check_refused("[a]\nattribute = \"birth_day\"\nmeasure = \"days_until\"\n", Errc::catalogue_invalid, 1,
                "who a person is");
  check_refused("[a]\nexpression = \"gender\"\n", Errc::unknown_name, 2, "gender");
  check_refused("[a]\nexpression = \"number\"\n", Errc::unknown_name, 2, "number");
  check_refused("[a]\nattribute = \"plan\"\nmeasure = \"days_since\"\n", Errc::catalogue_invalid, 1, "no day");
  check_refused("[a]\nexpression = \"tenure_mnths + 1\"\n", Errc::unknown_name, 2, "tenure_months");
  check_refused("[Arpu]\nexpression = \"1\"\n", Errc::catalogue_invalid, 1, "small letters");
  check_refused("", Errc::catalogue_invalid, 1, "at least one");
  check_refused("[s]\n[s.weights]\na = 0.5\n[a]\nexpression = \"1\"\nunit = \"share\"\n", Errc::catalogue_invalid, 2,
                "add up to 1");
  check_refused("[s]\n[s.weights]\na = 1\n[a]\nexpression = \"1\"\nunit = \"days\"\n", Errc::catalogue_invalid, 1,
                "scale_of");
  const std::string x = "[x]\nexpression = \"1\"\ntype = \"number\"\n";
  check_refused(x + "[c]\nclip_of = \"x\"\n", Errc::catalogue_invalid, 5, "a lowest, a highest or both");
  check_refused(x + "[c]\nclip_of = \"x\"\nlowest = 5\nhighest = 5\n", Errc::catalogue_invalid, 4, "below highest");
  check_refused(x + "[c]\ncluster_of = [\"x\", \"x\"]\n", Errc::catalogue_invalid, 5, "each named once");
  check_refused(x + "[c]\ncluster_of = []\n", Errc::catalogue_invalid, 5, "one indicator or more");
  check_refused(x + "[c]\ncluster_of = [\"x\"]\nk = 1\n", Errc::catalogue_invalid, 6, "from 2 to 1000");
  check_refused(x + "[c]\ncluster_of = [\"xx\"]\n", Errc::unknown_name, 4, "xx");
  check_refused("[d]\nattribute = \"activated\"\n[c]\nstandardise_of = \"d\"\n", Errc::catalogue_invalid, 3,
                "number was expected");
}

TEST_CASE("what is standardised or clustered depends on all lines, and so does what is made of it") {
  const auto catalogue = catalogue_of(
      "[x]\nattribute = \"activated\"\nmeasure = \"days_since\"\n[z]\nstandardise_of = \"x\"\n[c]\ncluster_of = "
      "[\"x\"]\n[cut]\nclip_of = \"x\"\nlowest = 0\n[far]\nclip_of = \"z\"\nhighest = 3\n");
  CHECK(catalogue.relative() == std::vector<std::string>{"z", "c", "far"});
  CHECK(catalogue.find("z")->field.unit == "deviations");
  CHECK(catalogue.find("far")->field.scale == 4);
}

TEST_CASE("a circle of indicators is named") {
  const auto error = refused(
      "[a]\nexpression = \"b + 1\"\ntype = \"number\"\n[b]\npercentile_of = \"c\"\n[c]\nexpression = \"a * 2\"\ntype = "
      "\"number\"\n");
  CHECK(error.code() == Errc::dependency_cycle);
  CHECK(error.to_string().find("a -> b -> c -> a") != std::string::npos);
}

TEST_CASE("units are checked where they are declared") {
  check_refused(kMean + "unit = \"days\"\n", Errc::invalid_argument, 4, "days");
  check_refused(kMean + "unit = \"CNY/month\"\n[b]\nfact = \"bills.amount\"\naggregate = \"sum\"\nunit = \"USD\"\n",
                Errc::currency_mismatch, 8, "CNY");
  check_refused("[a]\nfact = \"usage.seconds\"\naggregate = \"sum\"\nunit = \"minutes\"\n", Errc::catalogue_invalid, 4,
                "unit s");
  check_refused("[a]\nattribute = \"activated\"\nmeasure = \"months_since\"\nunit = \"days\"\n",
                Errc::catalogue_invalid, 4, "months");
  CHECK(catalogue_of(kMean + "unit = \"CNY/month\"\n").find("a")->field.unit == "CNY/month");
  CHECK(catalogue_of(kMean).find("a")->field.scale == 3);
}

TEST_CASE("the digest names the rules, not their layout") {
  const auto digest = catalogue_of(kMean + "window = \"3 months\"\n").digest();
  CHECK(catalogue_of("# remark\n\n[a]\nwindow = \"3  months\"\naggregate = \"mean\"\nfact = \"bills.amount\"\n")
            .digest() == digest);
  CHECK_FALSE(catalogue_of(kMean + "window = \"4 months\"\n").digest() == digest);
  CHECK_FALSE(catalogue_of(kMean + "window = \"3 months\"\nempty = 0\n").digest() == digest);
}
