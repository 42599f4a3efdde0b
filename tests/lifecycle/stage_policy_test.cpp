// Families of lines, quiet cycles and minimum stays: by tables that give what a test asks for, so that a line's months
// can be told at will and held against a plain reading of the rules.
#include "staysail/lifecycle/stage_policy.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>

#include "staysail/indicators/decision_scope.hpp"
#include "staysail/lifecycle/stage_names.hpp"
#include "told_lines.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

constexpr const char* kTold =
    "hit=F\nwhen: credit_limit,then: stage,then: stage_cause\n1,\"\"\"onboarding\"\"\",region\n"
    "2,\"\"\"growth\"\"\",region\n3,\"\"\"maturity\"\"\",region\n4,\"\"\"decline\"\"\",region\n"
    "5,\"\"\"churned\"\"\",region\n-,\"\"\"unknown\"\"\",region\n";
constexpr const char* kToldDecline = "hit=F\nwhen: plan_price,then: decline_cause\n1,\"\"\"BAD\"\"\"\n-,null\n";

// The shipped playbook, in which the tables give the stage by credit_limit, the cause by region and a decline condition
// by plan_price.
class ToldPlaybook {
 public:
  explicit ToldPlaybook(const std::string& policy) : folder_("lifecycle.toml", policy) {
    for (const char* file : {"lifecycle_with_contract.csv", "lifecycle_without_contract.csv"})
      std::ofstream(folder_.folder() + "/" + file) << kTold;
    std::ofstream(folder_.folder() + "/lifecycle_decline.csv") << kToldDecline;
  }
  Result<StageRules> load() const { return StageRules::load(folder_.folder(), frame_schema()); }
  std::string folder() const { return folder_.folder(); }

 private:
  ChangedPlaybook folder_;
};

struct ToldMonth {
  int stage = 3;  // as kTold counts
  std::string cause = "TOLD";
  bool declining = false;
};

Batch frame_of(const ToldMonth& month, const std::string& product) {
  return told_frame(frame_schema(), {{"subscription_id", "S1"},
                                     {"credit_limit", std::to_string(month.stage)},
                                     {"region", month.cause},
                                     {"product_type", product},
                                     {"plan_price", month.declining ? "1" : "0"}});
}

std::string policy_text(const StageMemory& memory) {
  std::string text = "quiet_cycles = " + std::to_string(memory.quiet_cycles) + "\n";
  text += "minimum_stay = { ";
  for (std::size_t i = 0; i < memory.minimum_stay.size(); ++i)
    text += (i == 0 ? "" : ", ") + stage_names()[i] + " = " + std::to_string(memory.minimum_stay[i]);
  return text + " }\n";
}

// What the rules say, told the long way: of the months behind a line, newest last.
struct Reading {
  std::string stage, cause;
  int months_in = 0, quiet = 0;
};

bool waits_for_nothing(const std::string& cause) {
  return cause == "PORT_OUT" || cause == "ENDED" || cause == "RENEWED";
}

Reading next_of(const Reading& before, const ToldMonth& month, const StageMemory& memory) {
  Reading told{stage_names()[static_cast<std::size_t>(month.stage - 1)], month.cause, 0, 0};
  if (told.stage == before.stage) return {told.stage, told.cause, before.months_in + 1, 0};
  if (told.stage == "churned") return told;
  const int lived = before.months_in + 1;
  const bool leaves_decline = before.stage == "decline" && month.cause != "RENEWED";
  const int quiet = leaves_decline && !month.declining ? before.quiet + 1 : 0;
  const bool too_early = !waits_for_nothing(month.cause) && lived < memory.minimum_stay_in(before.stage);
  if (too_early || (leaves_decline && quiet < memory.quiet_cycles)) return {before.stage, before.cause, lived, quiet};
  return told;
}

rc::Gen<ToldMonth> any_month() {
  return rc::gen::apply(
      [](int stage, const std::string& cause, bool declining) {
        return ToldMonth{stage, cause, declining || stage == 4};
      },
      rc::gen::inRange(1, 7),
      rc::gen::elementOf(std::vector<std::string>{"TOLD", "TOLD", "TOLD", "PORT_OUT", "RENEWED", "ENDED"}),
      rc::gen::arbitrary<bool>());
}

rc::Gen<StageMemory> any_memory() {
  return rc::gen::apply(
      [](int quiet, const std::array<int, 4>& stays) {
        return StageMemory{quiet, stays};
      },
      rc::gen::inRange(0, 4), rc::gen::container<std::array<int, 4>>(rc::gen::inRange(0, 5)));
}

Error policy_error(const std::string& text) {
  const auto read = StagePolicy::parse(text, "lifecycle.toml", decision_scope(frame_schema()));
  REQUIRE_FALSE(read);
  return read.error();
}

}  // namespace

TEST_CASE("both planes keep a stage as long as the policy says, whatever the months bring [property]") {
  CHECK(rc::check("stages of a told line", [] {
    const auto memory = *any_memory();
    const auto months = *rc::gen::container<std::vector<ToldMonth>>(16, any_month());
    const ToldPlaybook playbook(policy_text(memory));
    const auto rules = playbook.load().value();
    Day as_of = Day::parse("2025-01-01").value();
    std::optional<StageState> one;
    Batch column;
    Reading expected;
    for (const auto& month : months) {
      const auto frame = frame_of(month, "mobile");
      one = rules.stage(Inputs::of_row(frame.columns(), 0), one ? &*one : nullptr, as_of).value();
      column = rules.stages(frame, column, as_of).value();
      expected = next_of(expected, month, memory);
      RC_ASSERT(one->stage == expected.stage);
      RC_ASSERT(one->cause == expected.cause);
      RC_ASSERT(one->quiet_cycles == expected.quiet);
      RC_ASSERT(as_of.month_of().index() - one->since.index() == expected.months_in);
      RC_ASSERT(column.find("stage")->text(0) == one->stage);
      RC_ASSERT(column.find("stage_cause")->text(0) == one->cause);
      RC_ASSERT(column.find("quiet_cycles")->numbers()[0] == one->quiet_cycles);
      RC_ASSERT(column.find("stage_since")->numbers()[0] == one->since.index());
      as_of = as_of.plus_months(1);
    }
  }));
}

TEST_CASE("the first family whose condition holds takes the line, with its own memory and tables") {
  const ToldPlaybook playbook(
      "quiet_cycles = 3\n[[family]]\nname = \"wired\"\nwhen = 'product_type in (\"broadband\", \"television\")'\n"
      "quiet_cycles = 1\ndecline = \"lifecycle_wired.csv\"\n[[family]]\nname = \"screens\"\n"
      "when = 'product_type = \"television\"'\nquiet_cycles = 0\n");
  std::ofstream(playbook.folder() + "/lifecycle_wired.csv") << "hit=F\nwhen: plan_price,then: decline_cause\n-,null\n";
  const auto rules = playbook.load().value();
  REQUIRE(rules.policy().families.size() == 2);
  CHECK(rules.policy().families[1].memory.quiet_cycles == 0);
  CHECK(rules.tables().size() == 4);
  const StageState declining{"decline", "CARRIED", Month::of(2025, 6), 0, std::nullopt, std::nullopt};
  const auto stage_of = [&](const std::string& product, bool bad) {
    const auto frame = frame_of({3, "TOLD", bad}, product);
    return rules.stage(Inputs::of_row(frame.columns(), 0), &declining, Day::parse("2026-01-01").value()).value().stage;
  };
  CHECK(stage_of("mobile", false) == "decline");
  CHECK(stage_of("broadband", false) == "maturity");
  CHECK(stage_of("broadband", true) == "maturity");
  CHECK(stage_of("television", true) == "maturity");
  CHECK(stage_of("mobile", true) == "decline");
}

TEST_CASE("lines of several families in one column have each the stage that they have alone [threads]") {
  const auto rules = StageRules::load(playbook_folder(), frame_schema()).value();
  const std::array<const char*, 3> products = {"mobile", "broadband", "fixed_line"};
  BatchBuilder builder(frame_schema());
  for (int i = 0; i < 90; ++i)
    builder.append(told_frame(frame_schema(), {{"subscription_id", "S" + std::to_string(100 + i)},
                                               {"product_type", products[i % 3]},
                                               {"status", "active"},
                                               {"payment_mode", i % 4 == 0 ? "prepaid" : "postpaid"},
                                               {"line_month", "30"},
                                               {"online_days_1m", std::to_string(i % 5)},
                                               {"days_since_top_up", std::to_string(i * 3)},
                                               {"days_silent", std::to_string(i % 20)},
                                               {"binding_contract", "false"},
                                               {"outlived_contract", "false"}}));
  const auto frame = builder.finish().value();
  const Day as_of = Day::parse("2026-01-01").value();
  ThreadPool pool(4);
  const auto whole = rules.stages(frame, Batch(), as_of).value();
  const auto sliced = rules.stages(frame, Batch(), as_of, {&pool, 7}).value();
  std::map<std::string, int> seen;
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    const auto one = rules.stage(Inputs::of_row(frame.columns(), row), nullptr, as_of).value();
    CHECK(whole.find("stage")->text(row) == one.stage);
    CHECK(whole.find("stage_cause")->text(row) == one.cause);
    CHECK(sliced.find("stage_cause")->text(row) == one.cause);
    ++seen[one.cause];
  }
  for (const char* cause : {"OFFLINE", "TOP_UP_LATE", "SILENT", "THE_REST"}) CHECK(seen[cause] > 0);
}

TEST_CASE("without lifecycle.toml the common tables serve all lines, and a line leaves decline after two cycles") {
  const ToldPlaybook playbook("");
  std::filesystem::remove(playbook.folder() + "/lifecycle.toml");
  const auto rules = playbook.load().value();
  CHECK(rules.policy().families.empty());
  CHECK(rules.policy().common.quiet_cycles == 2);
  CHECK(rules.policy().customer.how == StageRollUp::How::none);
  CHECK(rules.tables().size() == 3);
}

TEST_CASE("a gap in the table of a family is refused when it is loaded") {
  const ToldPlaybook playbook("[[family]]\nname = \"wired\"\nwhen = 'true'\nwithout_contract = \"wired.csv\"\n");
  std::ofstream(playbook.folder() + "/wired.csv") << "hit=F\nwhen: line_month,then: stage,then: stage_cause\n"
                                                     "<= 3,\"\"\"onboarding\"\"\",\"\"\"NEW\"\"\"\n";
  const auto rules = playbook.load();
  REQUIRE_FALSE(rules);
  CHECK(rules.error().code() == Errc::table_gap);
  CHECK(rules.error().to_string().find("wired.csv") != std::string::npos);
}

TEST_CASE("what is wrong in lifecycle.toml is told at its place") {
  struct Fault {
    std::string text;
    Errc code;
    const char* says;
    std::uint64_t line;
  };
  const std::string family = "[[family]]\nname = \"a\"\n";
  for (const Fault& fault :
       {Fault{"quiet_cycle = 2\n", Errc::malformed_file, "quiet_cycles", 1},
        Fault{"quiet_cycles = -1\n", Errc::playbook_invalid, "0 to 120", 1},
        Fault{"quiet_cycles = 121\n", Errc::playbook_invalid, "0 to 120", 1},
        Fault{"[minimum_stay]\nchurned = 2\n", Errc::playbook_invalid, "churned", 2},
        Fault{"[minimum_stay]\ngrowht = 2\n", Errc::playbook_invalid, "did you mean 'growth'", 2},
        Fault{family, Errc::malformed_file, "when", 1},
        Fault{family + "when = 'product_typ = \"mobile\"'\n", Errc::unknown_name, "product_type", 3},
        Fault{family + "when = 'product_type = \"mobil\"'\n", Errc::unknown_name, "mobile", 3},
        Fault{family + "when = '1 + 1'\n", Errc::playbook_invalid, "true or false", 3},
        Fault{family + "when = 'true'\ndecline = \"../a.csv\"\n", Errc::playbook_invalid, "folder", 4},
        Fault{family + "when = 'true'\ndecline = \"a.txt\"\n", Errc::playbook_invalid, "folder", 4},
        Fault{family + "when = 'true'\n" + family + "when = 'true'\n", Errc::playbook_invalid, "taken", 5},
        Fault{"[roll_up]\ncustomer = \"wrost\"\n", Errc::playbook_invalid, "worst", 2},
        Fault{"[roll_up]\ngroup = { decline_share = 1.1 }\n", Errc::playbook_invalid, "share above 0", 2}}) {
    CAPTURE(fault.text);
    const Error error = policy_error(fault.text);
    CHECK(error.code() == fault.code);
    CHECK(error.to_string().find(fault.says) != std::string::npos);
    REQUIRE(error.place() != nullptr);
    CHECK(error.place()->line == fault.line);
  }
}
