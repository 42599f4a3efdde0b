// An operator of a handful of lines, told in the test, through whole nights of the shipped playbook.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "cycle/small_operator.hpp"
#include "staysail/cycle/night.hpp"
#include "store/temporary_folder.hpp"
#include "view/told_feed.hpp"

namespace staysail::test {

class ToldOperator {
 public:
  ToldOperator() { std::filesystem::copy(kExamples + "/playbook", playbook()); }

  // Rows of a table under a version, in a file of their own: "subscription_id=S1;customer_id=C1".
  ToldOperator& tell(const std::string& table, std::vector<std::string> records, std::int64_t version = 1) {
    const std::string name = table + "_" + std::to_string(feed_.files.size()) + ".csv";
    feed_.files.push_back({name, table, {table}, std::move(records), version});
    return *this;
  }
  // More lines of a file of the playbook.
  ToldOperator& declare(const std::string& file, const std::string& text) {
    std::ofstream(playbook() + "/" + file, std::ios::app) << text;
    return *this;
  }
  NightResult night(const std::string& as_of, Executor* executor = nullptr) {
    NightParts parts;
    parts.feed = &feed_;
    parts.store = store_.get();
    parts.playbook = playbook();
    parts.catalog = &catalog_;
    NightOptions options;
    options.as_of = Day::parse(as_of).value();
    options.executor = executor;
    auto result = run_night(parts, options);
    INFO((result ? std::string() : result.error().to_string()));
    REQUIRE(result);
    return *std::move(result);
  }
  Store& store() { return *store_; }

 private:
  std::string playbook() const { return folder_.file("playbook"); }

  store::TemporaryFolder folder_;
  testing::ToldFeed feed_;
  ModelCatalog catalog_;
  std::unique_ptr<Store> store_ = make_memory_store();
};

// What a line has in a column of the night; empty for null.
inline std::string value_of(const NightResult& night, const std::string& line, const std::string& column) {
  const auto row = row_of(night.record.decision, line);
  const Column* values = night.record.decision.find(column);
  INFO(column << " of " << line);
  REQUIRE(row.has_value());
  REQUIRE(values != nullptr);
  return values->value_text(*row);
}

// The values of a finding of the night's quality by subject.
inline std::string found(const NightResult& night, std::string_view finding, std::string_view subject) {
  const Batch& quality = night.record.quality;
  for (std::size_t row = 0; row < quality.rows(); ++row)
    if (quality.find("finding")->text(row) == finding && quality.find("subject")->text(row) == subject)
      return std::string(quality.find("value")->text(row));
  return "";
}

}  // namespace staysail::test
