#include "staysail/report/exports.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "report/sample_nights.hpp"

using namespace staysail;

namespace {

// A folder of this test alone, gone afterwards.
class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() / ("staysail_report_" + name)) {
    std::filesystem::remove_all(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string path() const { return path_.string(); }
  std::string read(const std::string& file) const {
    std::ifstream in(path_ / file, std::ios::binary);
    REQUIRE_MESSAGE(in.good(), file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

 private:
  std::filesystem::path path_;
};

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }
std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

Batch quarantine() {
  return sample::batch_of("file line:0 byte_offset:0 column reason digest text",
                          {{"bills.csv", "7", "412", "FEE", "bad_number", "00ff", "12,x\""}});
}

}  // namespace

TEST_CASE("a night's tables stand in files, one a table") {
  Folder folder("tables");
  const NightRecord night = sample::night(120, 1);
  REQUIRE(write_night_tables(night, sample::tasks(9, 1), quarantine(), folder.path() + "/deep/er"));
  REQUIRE(write_night_tables(night, sample::tasks(9, 1), quarantine(), folder.path()));
  const std::string indicators = folder.read("indicators.csv");
  CHECK(first_line(indicators) ==
        "subscription_id,arpu_3m,value,value_band,loyalty_quartile,stage,stage_since,churn_kind,segment,warning_points,"
        "warning_level,warning_rank,reason_1,reason_2,reason_3");
  CHECK(lines_of(indicators) == 121);
  CHECK(indicators.find("\n" + sample::subscription_of(0) + ",") <
        indicators.find("\n" + sample::subscription_of(119) + ","));
  CHECK(folder.read("quarantine.csv") ==
        "file,line,byte_offset,reason,digest,column,text\nbills.csv,7,412,bad_number,00ff,FEE,\"12,x\"\"\"\n");
  CHECK(lines_of(folder.read("tasks.csv")) == 10);
  CHECK(first_line(folder.read("stages.csv")) == "from_stage,to_stage,lines");
  CHECK(lines_of(folder.read("funnel.csv")) == 8);
  CHECK(lines_of(folder.read("effects.csv")) == 9);
  CHECK(lines_of(folder.read("advice.csv")) == 4);
  CHECK(lines_of(folder.read("rooms.csv")) == 6);
  CHECK(folder.read("files.csv").find("bills_202512.csv,bills,28211,0,28211,0,true\n") != std::string::npos);
  CHECK(folder.read("quality.csv").find("quarantined,orphan,610\n") != std::string::npos);
}

TEST_CASE("tables without rows are headers") {
  Folder folder("headers");
  NightRecord night;
  night.as_of = Day::of(2026, 1, 1).value();
  REQUIRE(write_night_tables(night, Batch(), Batch(), folder.path()));
  CHECK(folder.read("quarantine.csv") == "file,line,byte_offset,reason,digest\n");
  CHECK(folder.read("indicators.csv") == "subscription_id\n");
  for (const char* file : {"matches.csv", "tasks.csv", "funnel.csv", "effects.csv", "advice.csv", "stages.csv",
                           "grid.csv", "files.csv", "quality.csv", "rooms.csv"})
    CHECK(lines_of(folder.read(file)) == 1);
}

TEST_CASE("writing the same night twice leaves the same bytes and nothing else") {
  Folder folder("twice");
  const NightRecord night = sample::night(60, 1);
  REQUIRE(write_night_tables(night, Batch(), Batch(), folder.path()));
  const std::string first = folder.read("indicators.csv");
  REQUIRE(write_night_tables(night, Batch(), Batch(), folder.path()));
  CHECK(folder.read("indicators.csv") == first);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), std::filesystem::directory_iterator()) == 12);
}

TEST_CASE("a folder that cannot be and a table that lacks a column are errors") {
  Folder folder("errors");
  std::filesystem::create_directories(folder.path());
  std::ofstream(folder.path() + "/file") << "in the way";
  const auto blocked = write_night_tables(sample::night(5, 0), Batch(), Batch(), folder.path() + "/file/tables");
  REQUIRE_FALSE(blocked);
  CHECK(blocked.error().code() == Errc::io_failed);
  const auto lacking =
      write_night_tables(sample::night(5, 0), Batch(), sample::batch_of("file line:0", {{"a", "1"}}), folder.path());
  REQUIRE_FALSE(lacking);
  CHECK(lacking.error().code() == Errc::schema_mismatch);
}
