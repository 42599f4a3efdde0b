#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>

#include "staysail/boss/file_feed.hpp"

using namespace staysail;

namespace {

struct Reading {
  std::uint64_t rows = 0, rejects = 0;
  std::set<Digest> different;
  SetDigest digest;
  std::map<std::string, std::size_t> parts;
};

Reading read_shipped(const std::string& folder, const std::string& mapping) {
  const std::string path = std::string(STAYSAIL_SOURCE_DIR) + "/examples/" + folder;
  const auto feed = FileFeed::open_folder(path, path + "/" + mapping);
  REQUIRE_MESSAGE(feed, (feed ? std::string() : feed.error().to_string()));
  Reading reading;
  for (const FeedSplit& split : (*feed)->plan({}).value()) {
    auto reader = (*feed)->open({}, split);
    REQUIRE_MESSAGE(reader, (reader ? std::string() : reader.error().to_string()));
    FeedBatch batch;
    while ((*reader)->next(batch).value()) {
      reading.rows += batch.rows_read();
      reading.rejects += batch.rejects.size();
      for (const RowOrigin& row : batch.rows) {
        reading.different.insert(row.digest);
        reading.digest.add(row.digest);
      }
      for (const FeedPart& part : batch.parts) reading.parts[part.table] += part.row.size();
    }
  }
  return reading;
}

}  // namespace

TEST_CASE("UCI Iranian churn: all 3,150 rows are read and 300 of them repeat another") {
  const Reading reading = read_shipped("iranian", "mapping.toml");
  CHECK(reading.rows == 3150);
  CHECK(reading.rejects == 0);
  CHECK(reading.different.size() == 2850);
  CHECK(reading.parts.at("nine_months") == 3150);
}

TEST_CASE("IBM Telco: English, Chinese in UTF-8 and Chinese in GB18030 say the same") {
  const Reading english = read_shipped("telco_ibm", "mapping.toml");
  CHECK(english.rows == 7043);
  CHECK(english.rejects == 0);
  CHECK(english.different.size() == 7043);
  CHECK(english.parts.at("subscriptions") == 7043);
  CHECK(english.parts.at("lifetime_charges") == 7043 - 11);
  CHECK(english.parts.count("agreements") == 0);
  CHECK(english.parts.count("bills") == 0);
  CHECK(read_shipped("telco_ibm", "mapping_utf8.toml").digest.finish() == english.digest.finish());
  CHECK(read_shipped("telco_ibm", "mapping_gb18030.toml").digest.finish() == english.digest.finish());
}
