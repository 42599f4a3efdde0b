#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>

#include "staysail/boss/feed_check.hpp"
#include "staysail/boss/file_feed.hpp"
#include "staysail/testing/boss_feed_kit.hpp"

using namespace staysail;

namespace {

using Texts = std::map<std::string, std::string>;

constexpr const char* kAsterisk = R"(
version = 1
[[feed]]
name = "calls"
files = "Master*.csv"
[feed.calls]
layout = "asterisk"
direction = { column = "dcontext", incoming = ["from-trunk"] }
)";

constexpr const char* kOwnColumns = R"(
version = 1
[[feed]]
name = "calls"
files = "cdr_*.txt"
separator = "|"
[feed.calls]
subscription_id = "SUBS"
start = { column = "BEGIN", pattern = "yyyyMMddHHmmss" }
seconds = "DUR"
called = "PEER"
bytes = "VOLUME"
)";

// A line as Asterisk's cdr-csv writes it.
std::string line(const std::string& account, const std::string& from, const std::string& to, const std::string& context,
                 const std::string& start, int seconds, const std::string& outcome, const std::string& id) {
  return "\"" + account + "\",\"" + from + "\",\"" + to + "\",\"" + context + "\",\"\"\"Wang, X.\"\" <" + from +
         ">\",\"SIP/1\",\"SIP/2\",\"Dial\",\"SIP/2,30\",\"" + start + "\",\"" + start + "\",\"" + start + "\"," +
         std::to_string(seconds + 5) + "," + std::to_string(seconds) + ",\"" + outcome + "\",\"DOCUMENTATION\",\"" +
         id + "\",\"\"\n";
}

const std::string kMaster =
    line("S1", "100", "13800000001", "internal", "2026-01-05 08:00:00", 60, "ANSWERED", "1.1") +
    line("S1", "100", "13800000002", "internal", "2026-01-05 09:00:00", 30, "ANSWERED", "1.2") +
    line("S1", "100", "13800000001", "internal", "2026-01-05 23:59:59", 0, "NO ANSWER", "1.3") +
    line("S1", "13800000003", "100", "from-trunk", "2026-01-06 08:00:00", 90, "ANSWERED", "1.4") +
    line("S2", "200", "13800000001", "internal", "2026-01-06 08:00:00", 10, "ANSWERED", "1.5");

std::shared_ptr<const Mapping> mapping_of(const std::string& text) {
  auto mapping = Mapping::parse(text, "mapping.toml");
  REQUIRE_MESSAGE(mapping.has_value(), mapping.error().to_string());
  return std::make_shared<const Mapping>(*std::move(mapping));
}

struct Told {
  std::vector<std::map<std::string, std::string>> days;
  std::vector<std::int64_t> versions;
  std::vector<RejectedRow> rejects;
  std::uint64_t rows = 0;
};

Told read(const std::string& mapping, const Texts& files) {
  FileFeed feed(std::make_shared<TextFiles>(files), mapping_of(mapping));
  const auto splits = feed.plan({});
  REQUIRE_MESSAGE(splits.has_value(), splits.error().to_string());
  Told told;
  for (const auto& split : *splits) {
    const auto reader = feed.open({}, split);
    REQUIRE_MESSAGE(reader.has_value(), reader.error().to_string());
    FeedBatch batch;
    while ((*reader)->next(batch).value()) {
      told.rows += batch.rows_read();
      told.rejects.insert(told.rejects.end(), batch.rejects.begin(), batch.rejects.end());
      for (const auto& part : batch.parts) {
        CHECK(part.table == "usage");
        told.versions.insert(told.versions.end(), part.version.begin(), part.version.end());
        for (std::size_t row = 0; row < part.batch.rows(); ++row) {
          auto& day = told.days.emplace_back();
          for (const Column& column : part.batch.columns()) day[column.field().name] = column.value_text(row);
        }
      }
    }
  }
  return told;
}

}  // namespace

TEST_CASE("Asterisk's records become the days of subscriptions, and nothing else of them is kept") {
  const Told told = read(kAsterisk, {{"Master.csv", kMaster}});
  REQUIRE(told.days.size() == 3);
  CHECK(told.rejects.empty());
  auto first = told.days[0];
  CHECK(first["part"].size() == 32);
  first.erase("part");
  CHECK(first == std::map<std::string, std::string>{{"subscription_id", "S1"},
                                                    {"month", std::to_string(Month::of(2026, 1).index())},
                                                    {"day", "2026-01-05"},
                                                    {"calls_out", "3"},
                                                    {"calls_in", "0"},
                                                    {"seconds_out", "90"},
                                                    {"seconds", "90"},
                                                    {"data_mb", "0.000"},
                                                    {"distinct_contacts", "2"},
                                                    {"last_outgoing_call", "2026-01-05"},
                                                    {"active_days", "1"},
                                                    {"failed_calls", "1"}});
  auto second = told.days[1];
  CHECK(second["calls_in"] == "1");
  CHECK(second["seconds_out"] == "0");
  CHECK(second["last_outgoing_call"].empty());
  CHECK(told.days[2].at("subscription_id") == "S2");
  for (const auto& day : told.days)
    for (const auto& entry : day) CHECK_MESSAGE(entry.second.find("13800") == std::string::npos, entry.first);
}

TEST_CASE("other files say which of their columns is which") {
  const Told told = read(kOwnColumns, {{"cdr_20260105.txt",
                                        "SUBS|BEGIN|DUR|PEER|VOLUME\nS1|20260105080000|60|1|1048576\n"
                                        "S1|20260105090000||2|524288\nS1|20260106000000|1||\n"}});
  REQUIRE(told.days.size() == 2);
  CHECK(told.days[0].at("data_mb") == "1.500");
  CHECK(told.days[0].at("distinct_contacts") == "2");
  CHECK(told.days[1].at("distinct_contacts") == "0");
}

TEST_CASE("a record that stands twice counts once, and is a row of its own") {
  const std::string again = line("S1", "100", "13800000002", "internal", "2026-01-05 09:00:00", 30, "ANSWERED", "1.2");
  const Told once = read(kAsterisk, {{"Master.csv", kMaster}});
  const Told twice = read(kAsterisk, {{"Master.csv", kMaster + again + again}});
  CHECK(twice.rows == once.rows + 2);
  CHECK(twice.days[0] == once.days[0]);
  CHECK(twice.days[1] == once.days[0]);
  CHECK(twice.days[2] == once.days[0]);
}

TEST_CASE(
    "a file is known by its first record: a copy is the same part, and a file that grew is a later version of it") {
  const std::string more = line("S1", "100", "13800000009", "internal", "2026-01-05 10:00:00", 5, "ANSWERED", "1.9");
  const Told copies = read(kAsterisk, {{"Master.csv", kMaster}, {"Master_copy.csv", kMaster}});
  const std::size_t half = copies.days.size() / 2;
  for (std::size_t i = 0; i < half; ++i) CHECK(copies.days[i] == copies.days[half + i]);
  const Told grown = read(kAsterisk, {{"Master.csv", kMaster + more}});
  CHECK(grown.days[0].at("part") == copies.days[0].at("part"));
  CHECK(grown.days[0].at("calls_out") == "4");
  CHECK(grown.versions[0] > copies.versions[0]);
  const Told other = read(kAsterisk, {{"Master.csv", more}});
  CHECK(other.days[0].at("part") != copies.days[0].at("part"));
}

TEST_CASE("records that cannot be used are refused where they stand, without what they say of people") {
  const std::string bad = line("", "100", "13800000001", "internal", "2026-01-05 08:00:00", 60, "ANSWERED", "2.1") +
                          line("S1", "100", "13800000001", "internal", "2026-02-30 08:00:00", 60, "ANSWERED", "2.2") +
                          line("S1", "100", "13800000001", "internal", "2026-01-05 08:00:00", -7, "ANSWERED", "2.3") +
                          "\"S1\",\"100\"\n" +
                          line("S1", "100", "1380\xFF", "internal", "2026-01-05 08:00:00", 1, "ANSWERED", "2.5");
  const Told told =
      read(std::string(kAsterisk).replace(1, 0, "encoding = \"utf-8\"\n"), {{"Master.csv", kMaster + bad}});
  REQUIRE(told.rejects.size() == 5);
  const char* reasons[] = {"missing_value", "bad_date", "bad_number", "field_count", "bad_encoding"};
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(told.rejects[i].reason == reasons[i]);
    CHECK(told.rejects[i].line == 6 + i);
    CHECK(told.rejects[i].text.find("1380") == std::string::npos);
  }
  CHECK(told.days.size() == 3);
  CHECK(told.rows == 8);
}

TEST_CASE("a first record that has lost its end costs itself alone") {
  const Told told = read(kAsterisk, {{"Master.csv", "\"S1\",\"100\"\n" + std::string(kMaster)}});
  REQUIRE(told.rejects.size() == 1);
  CHECK(told.rejects[0].reason == "field_count");
  CHECK(told.rejects[0].line == 1);
  CHECK(told.days.size() == 3);
}

TEST_CASE("mappings of call records say what is wrong with them") {
  const std::map<std::string, std::string> faults = {
      {"layout = \"cisco\"", "asterisk"},
      {"subscription_id = \"A\"", "seconds"},
      {"layout = \"asterisk\"\nsubscripton_id = \"A\"", "did you mean 'subscription_id'"},
      {"layout = \"asterisk\"\ndirection = { column = \"dcontext\" }", "incoming"},
      {"layout = \"asterisk\"\nstart = { column = \"start\", pattern = \"yyyyMM\" }", "no day"}};
  for (const auto& fault : faults) {
    const std::string &text = fault.first, &said = fault.second;
    CAPTURE(text);
    const auto mapping = Mapping::parse("[[feed]]\nfiles = \"*.csv\"\n[feed.calls]\n" + text + "\n", "mapping.toml");
    REQUIRE_FALSE(mapping.has_value());
    CHECK_MESSAGE(mapping.error().to_string().find(said) != std::string::npos, mapping.error().to_string());
  }
  RejectList rejects;
  const auto mapping = mapping_of(std::string(kOwnColumns));
  const auto check = check_feed(TextFiles(Texts{{"cdr_1.txt", "SUB|BEGIN|DUR|PEER|VOLUME\n"}}), *mapping, rejects);
  REQUIRE(check.has_value());
  REQUIRE(check->files.at(0).failure.has_value());
  CHECK(check->files[0].failure->to_string().find("did you mean 'SUB'") != std::string::npos);
}

TEST_CASE("the days are the sums of the records, whatever their order") {
  rc::check("sums", [] {
    const auto picks = *rc::gen::container<std::vector<std::tuple<int, int, int, int>>>(rc::gen::tuple(
        rc::gen::inRange(0, 3), rc::gen::inRange(1, 4), rc::gen::inRange(0, 5), rc::gen::inRange(0, 100)));
    std::map<std::pair<int, int>, std::pair<int, int>> expected;  // calls and seconds by subscription and day
    std::map<std::pair<int, int>, std::set<int>> contacts;
    std::vector<std::string> lines;
    int number = 0;
    for (const auto& [subscription, day, contact, seconds] : picks) {
      lines.push_back(line("S" + std::to_string(subscription), "100", std::to_string(contact), "internal",
                           "2026-01-0" + std::to_string(day) + " 08:00:00", seconds, "ANSWERED",
                           std::to_string(++number)));
      expected[{subscription, day}].first += 1;
      expected[{subscription, day}].second += seconds;
      contacts[{subscription, day}].insert(contact);
    }
    const auto rotated = *rc::gen::inRange<std::size_t>(0, lines.size() + 1);
    std::rotate(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(rotated % (lines.size() + 1)), lines.end());
    std::string text;
    for (const auto& one : lines) text += one;
    const Told told = read(kAsterisk, {{"Master.csv", text}});
    RC_ASSERT(told.days.size() == expected.size());
    std::size_t at = 0;
    for (const auto& [key, sums] : expected) {
      const auto& day = told.days[at++];
      RC_ASSERT(day.at("subscription_id") == "S" + std::to_string(key.first));
      RC_ASSERT(day.at("calls_out") == std::to_string(sums.first));
      RC_ASSERT(day.at("seconds") == std::to_string(sums.second));
      RC_ASSERT(day.at("distinct_contacts") == std::to_string(contacts[key].size()));
    }
  });
}
