#include <doctest/doctest.h>

#include <map>
#include <set>
#include <tuple>

#include "simulator/dirt.hpp"
#include "simulator/export_files.hpp"
#include "simulator/export_folder.hpp"
#include "simulator/mapping_text.hpp"
#include "simulator/simulate.hpp"
#include "staysail/boss/file_feed.hpp"

using namespace staysail;
using namespace staysail::simulator;

namespace {

using Finding = std::tuple<std::string, std::uint64_t, std::string>;  // file, line, fate

struct Reading {
  std::uint64_t rows = 0;
  std::multiset<Finding> rejects;
  std::set<Finding> repeats;  // a row that stood before in its file
  std::map<std::string, std::size_t> parts;
  SetDigest accepted;  // each different row of a file once
};

void take(const FeedBatch& batch, std::set<Digest>& seen, Reading& reading) {
  reading.rows += batch.rows_read();
  for (const RejectedRow& row : batch.rejects) reading.rejects.insert({row.file, row.line, row.reason});
  for (const RowOrigin& row : batch.rows) {
    if (seen.insert(row.digest).second) reading.accepted.add(row.digest);
    else reading.repeats.insert({batch.file, row.line, "duplicate"});
  }
  for (const FeedPart& part : batch.parts) reading.parts[part.table] += part.row.size();
}

Reading read_export(const std::string& folder) {
  Reading reading;
  const auto feed = FileFeed::open_folder(folder, folder + "/mapping.toml");
  REQUIRE_MESSAGE(feed, (feed ? std::string() : feed.error().to_string()));
  const FeedRequest request;
  for (const FeedSplit& split : (*feed)->plan(request).value()) {
    auto reader = (*feed)->open(request, split);
    REQUIRE_MESSAGE(reader, (reader ? std::string() : reader.error().to_string()));
    std::set<Digest> seen;
    FeedBatch batch;
    while ((*reader)->next(batch).value()) take(batch, seen, reading);
  }
  return reading;
}

std::set<Finding> planted(const std::string& folder) {
  std::set<Finding> rows;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/truth"))
    if (entry.path().filename().string().rfind("dirt_", 0) == 0)
      for (const auto& row : rows_of(entry.path().string())) rows.insert({row[0], std::stoull(row[1]), row[3]});
  return rows;
}

}  // namespace

TEST_CASE("a clean export is read without a reject or a repeated row, and fills every table of the model") {
  const TemporaryFolder folder("clean");
  const auto summary = simulate(small(folder.path(), 700));
  REQUIRE(summary);
  const Reading reading = read_export(folder.path());
  CHECK(reading.rows == summary->rows);
  CHECK(reading.rejects.empty());
  CHECK(reading.repeats.empty());
  for (const FileDescription& file : export_files())
    if (file.file != File::outcomes)
      CHECK_MESSAGE(reading.parts.count(std::string(file.name)) == 1, std::string(file.name));
  CHECK(reading.parts.at("bill_discounts") > 100);
}

TEST_CASE("every planted row meets the fate that truth/ foretells, and no other row meets one") {
  for (const ExportEncoding encoding : {ExportEncoding::utf8, ExportEncoding::gb18030}) {
    const TemporaryFolder folder("dirty");
    Options options = small(folder.path(), 400);
    options.dirt = 0.02;
    options.encoding = encoding;
    const auto summary = simulate(options);
    REQUIRE(summary);
    const Reading reading = read_export(folder.path());
    CHECK(reading.rows == summary->rows);
    std::set<Finding> expected = planted(folder.path());
    CHECK(expected.size() == summary->planted);
    std::set<std::string> fates;
    for (const Finding& row : expected) fates.insert(std::get<2>(row));
    CHECK(fates.size() == 9);
    // Orphans are found where parents are known, not where rows are read.
    std::erase_if(expected, [](const Finding& row) { return std::get<2>(row) == "orphan"; });
    std::set<Finding> found(reading.rejects.begin(), reading.rejects.end());
    CHECK(found.size() == reading.rejects.size());
    found.insert(reading.repeats.begin(), reading.repeats.end());
    CHECK(found == expected);
  }
}

TEST_CASE("the share of planted rows is what was asked for") {
  const TemporaryFolder folder("share");
  Options options = small(folder.path(), 400);
  options.dirt = 0.05;
  const auto summary = simulate(options);
  REQUIRE(summary);
  const double good = static_cast<double>(summary->rows - summary->planted);
  CHECK(static_cast<double>(summary->planted) / good == doctest::Approx(0.05).epsilon(0.1));
}

TEST_CASE("dirt stands beside good rows: without it the export is the same") {
  const TemporaryFolder clean("clean_twin"), dirty("dirty_twin");
  REQUIRE(simulate(small(clean.path(), 400)));
  Options options = small(dirty.path(), 400);
  options.dirt = 0.03;
  REQUIRE(simulate(options));
  std::set<Finding> planted_rows = planted(dirty.path());
  std::istringstream in(read_bytes(dirty.path() + "/bills_202503.csv"));
  std::string kept, line;
  for (std::uint64_t number = 1; std::getline(in, line); ++number) {
    const auto found = planted_rows.lower_bound({"bills_202503.csv", number, ""});
    const bool bad =
        found != planted_rows.end() && std::get<0>(*found) == "bills_202503.csv" && std::get<1>(*found) == number;
    if (!bad) kept += line + "\n";
  }
  CHECK(kept == read_bytes(clean.path() + "/bills_202503.csv"));
}

TEST_CASE("docs/simulator.md names every file and every column") {
  const std::string document = read_bytes(std::string(STAYSAIL_SOURCE_DIR) + "/docs/simulator.md");
  for (const FileDescription& file : export_files()) {
    const std::string start = "| " + std::string(file.name) + " | ";
    const std::size_t begin = document.find(start);
    REQUIRE_MESSAGE(begin != std::string::npos, std::string(file.name));
    const std::string text = document.substr(begin, document.find('\n', begin) - begin);
    for (const ColumnDescription& column : file.columns)
      CHECK_MESSAGE(text.find(column.header) != std::string::npos, std::string(column.header));
  }
}

TEST_CASE("the mapping says nothing of truth/ and no file of it fits a feed") {
  CHECK(mapping_text(ExportEncoding::utf8).find("truth") == std::string::npos);
  const auto mapping = Mapping::parse(mapping_text(ExportEncoding::gb18030), "mapping.toml");
  REQUIRE(mapping);
  for (const FeedMapping& feed : mapping->feeds)
    for (const char* name : {"truth/dirt_202501.csv", "truth/traits_202501.csv", "truth/effects.csv",
                             "truth/actions_202601.csv", "outbox/actions_202601.csv"})
      CHECK_FALSE(feed.files.match(name));
}
