#include "staysail/strategy/playbook.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "staysail/files/atomic_file.hpp"
#include "staysail/strategy/lint.hpp"
#include "strategy/playbook_changes.hpp"

namespace staysail {
namespace {

namespace fs = std::filesystem;

std::string shipped() { return std::string(STAYSAIL_SOURCE_DIR) + "/examples/playbook"; }

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// A copy of the shipped playbook that a test may spoil; removed at the end.
class Copy {
 public:
  explicit Copy(const char* name) : folder_(fs::temp_directory_path() / ("staysail_playbook_" + std::string(name))) {
    fs::remove_all(folder_);
    fs::copy(shipped(), folder_);
  }
  ~Copy() { fs::remove_all(folder_); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;

  std::string folder() const { return folder_.string(); }
  void remove(const char* file) const { fs::remove(folder_ / file); }
  void write(const char* file, const std::string& text) const { REQUIRE(write_file((folder_ / file).string(), text)); }
  // Puts `to` in the place of the first `from`.
  void replace(const char* file, const std::string& from, const std::string& to) const {
    std::string text = read(folder_ / file);
    const auto at = text.find(from);
    REQUIRE(at != text.npos);
    write(file, text.replace(at, from.size(), to));
  }
  void with_windows_line_ends(const char* file) const {
    std::string text;
    for (const char c : read(folder_ / file)) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
    write(file, text);
  }

 private:
  fs::path folder_;
};

}  // namespace

TEST_CASE("the shipped playbook loads, with every rule checked and every example tried") {
  const auto loaded = Playbook::load(shipped());
  REQUIRE_MESSAGE(loaded, loaded.error().to_string());
  const Playbook& playbook = *loaded;
  CHECK(playbook.identity().name == "keep");
  CHECK(playbook.identity().currency == CNY);
  CHECK(playbook.strategies()->size() == playbook.matcher().rules().size());
  CHECK(playbook.strategies()->size() >= 12);
  for (const char* column :
       {"subscription_id", "value", "stage", "churn_kind", "segment", "retention_rank", "warning_level"})
    CHECK(playbook.frame().find(column));
  REQUIRE(playbook.stages() != nullptr);
  REQUIRE(playbook.segments() != nullptr);
  REQUIRE(playbook.warnings() != nullptr);
  REQUIRE(playbook.churn_kinds() != nullptr);
  CHECK(playbook.contact().hold_out.share_basis_points == 1000);
  for (const Strategy& strategy : *playbook.strategies()) {
    CAPTURE(strategy.id.text());
    CHECK_FALSE(strategy.tactic.zh.empty());
    CHECK_FALSE(strategy.tactic.en.empty());
    const auto has = [&strategy](bool must) {
      return std::any_of(strategy.examples.begin(), strategy.examples.end(),
                         [must](const auto& e) { return e.must_match == must; });
    };
    CHECK(has(true));
    CHECK(has(false));
  }
}

TEST_CASE("lint names a family of lines that takes nobody, diff the table that a family has of its own") {
  const Copy copy("families");
  copy.write("lifecycle.toml",
             "[[family]]\nname = \"wired\"\nwhen = 'product_type in (\"broadband\", \"television\")'\n"
             "decline = \"lifecycle_broadband_decline.csv\"\n"
             "[[family]]\nname = \"screens\"\nwhen = 'product_type = \"television\" and tenure_months > 3'\n"
             "[[family]]\nname = \"nobody\"\nwhen = 'tenure_months > 3 and tenure_months < 2'\n"
             "[[family]]\nname = \"things\"\nwhen = 'product_type = \"internet_of_things\"'\n");
  const Playbook before = Playbook::load(copy.folder()).value();
  std::map<std::string, std::string> told;
  for (const Finding& finding : lint(before, {}).value())
    if (finding.place.file.find("lifecycle.toml") != std::string::npos)
      told[finding.subject] = std::string(name_of(finding.code)) + " " + std::string(name_of(finding.severity)) + " " +
                              finding.other + " " + std::to_string(finding.place.line);
  CHECK(told == std::map<std::string, std::string>{{"screens", "shadowed warning wired 7"},
                                                   {"nobody", "never_true error  10"}});
  copy.replace("lifecycle_broadband_decline.csv", "hit=F\n", "hit=F\n# a remark\n");
  const Playbook after = Playbook::load(copy.folder()).value();
  const auto files = strategy::differing_files(before, after);
  REQUIRE(files.size() == 1);
  CHECK(files.front().file == "lifecycle_broadband_decline.csv");
  CHECK(files.front().effect == FileEffect::not_shown);
}

TEST_CASE("stages that are rolled up and re-rated plans are columns that rules may name") {
  const Copy copy("rolled_up");
  copy.write("offerings.toml", "[[offering]]\nid = \"M\"\nmonthly_fee = 5\n");
  copy.write("strategies.toml",
             "[[strategy]]\nid = \"call\"\nkind = \"retention\"\ntactic = \"call {plan_fit_offering}\"\n"
             "when = 'plan_saving > 5 and customer_stage = \"decline\" and group_stage = null'\n");
  const auto loaded = Playbook::load(copy.folder());
  REQUIRE_MESSAGE(loaded, loaded.error().to_string());
  CHECK(loaded->frame().find("plan_revenue_saving"));
  copy.replace("strategies.toml", "\"decline\"", "\"declin\"");
  CHECK(Playbook::load(copy.folder()).error().code() == Errc::unknown_name);
  copy.write("offerings.toml", "[[offering]]\nid = \"M\"\n");
  CHECK(Playbook::load(copy.folder()).error().to_string().find("offerings.toml:1") != std::string::npos);
}

TEST_CASE("a playbook's digest names its contents, not its line ends") {
  const Digest digest = Playbook::load(shipped()).value().digest();
  const Copy copy("digest");
  copy.with_windows_line_ends("contact.toml");
  CHECK(Playbook::load(copy.folder()).value().digest() == digest);
  copy.replace("contact.toml", "share_percent = 10", "share_percent = 11");
  CHECK(Playbook::load(copy.folder()).value().digest() != digest);
}

TEST_CASE("a playbook may do without tables, and then rules cannot name what they give") {
  const Copy copy("small");
  for (const char* file : {"lifecycle.toml", "lifecycle_decline.csv", "lifecycle_with_contract.csv",
                           "lifecycle_without_contract.csv", "churn_kinds.csv", "churn_causes.csv", "segments.csv",
                           "warning.csv", "warning_levels.csv", "contact.toml", "work.toml"}) {
    copy.remove(file);
  }
  CHECK(Playbook::load(copy.folder()).error().code() == Errc::unknown_name);
  copy.write("strategies.toml",
             "[[strategy]]\nid = \"call\"\nkind = \"retention\"\nwhen = 'value > 100'\ntactic = \"call {value}\"\n");
  const Playbook playbook = Playbook::load(copy.folder()).value();
  CHECK(playbook.stages() == nullptr);
  CHECK_FALSE(playbook.frame().find("stage"));
  CHECK(playbook.contact().prohibitions.size() == 3);
  CHECK(playbook.text_of("work.toml").empty());
}

TEST_CASE("what is wrong in a playbook is told with file, line and column") {
  struct Fault {
    const char* file;
    const char* from;
    std::string to;
    Errc code;
    const char* says;
  };
  int number = 0;
  for (const Fault& fault : {
           Fault{"strategies.toml", "warning_level = \"high\" and value_band >= 2",
                 "warning_lvel = \"high\" and value_band >= 2", Errc::unknown_name, "warning_level"},
           Fault{"strategies.toml", "value_band = 1 },", "value_band = 3 },", Errc::example_failed,
                 "early_warning_call"},
           Fault{"strategies.toml", "stages = [\"churned\"]", "stages = [\"churn\"]", Errc::playbook_invalid,
                 "churned"},
           Fault{"strategies.toml", "'line_month = 1 and", "'number = \"13800000000\" and", Errc::unknown_name,
                 "number"},
           Fault{"strategies.toml", "'line_month = 1 and", "'gender = \"female\" and", Errc::unknown_name, "gender"},
           Fault{"contact.toml", "asked_for_offer_90d > 0", "asked_for_offer > 0", Errc::unknown_name,
                 "asked_for_offer_90d"},
           Fault{"playbook.toml", "\"CNY\"", "\"CNZ\"", Errc::playbook_invalid, "CNZ"},
       }) {
    CAPTURE(fault.to);
    const Copy copy(("fault" + std::to_string(number++)).c_str());
    copy.replace(fault.file, fault.from, fault.to);
    const auto playbook = Playbook::load(copy.folder());
    REQUIRE_FALSE(playbook);
    CHECK(name_of(playbook.error().code()) == name_of(fault.code));
    CHECK_MESSAGE(playbook.error().message().find(fault.says) != std::string::npos, playbook.error().to_string());
    REQUIRE(playbook.error().place() != nullptr);
    CHECK(fs::path(playbook.error().place()->file).filename() == fault.file);
    CHECK(playbook.error().place()->line > 0);
    CHECK(playbook.error().place()->column > 0);
  }
}

TEST_CASE("a folder that is no playbook is told so") {
  CHECK(Playbook::load("/nonexistent/playbook").error().code() == Errc::not_found);
  const Copy copy("missing");
  copy.remove("strategies.toml");
  CHECK(Playbook::load(copy.folder()).error().message().find("strategies.toml") != std::string::npos);
}

}  // namespace staysail
