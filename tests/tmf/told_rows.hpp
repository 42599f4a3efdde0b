// What a TmfFeed tells, as plain texts.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "staysail/boss/tmf_feed.hpp"
#include "tmf/quirky_boss.hpp"

namespace staysail::tests {

inline constexpr const char* kCustomers = "customerManagement/v4/customer";

inline std::shared_ptr<const Mapping> mapping_of(const std::string& text) {
  return std::make_shared<const Mapping>(Mapping::parse(text, "mapping.toml").value());
}

// Customers with their id and grade; `more` goes into the feed.
inline std::shared_ptr<const Mapping> customer_mapping(const std::string& more = "") {
  return mapping_of("[[feed]]\nname = \"customers\"\napi = \"TMF629\"\npath = \"customer\"\n" + more +
                    "\n[[feed.entity]]\ntable = \"customers\"\n[feed.entity.fields]\ncustomer_id = \"id\"\n"
                    "grade = \"grade\"\nsince = \"validFor.startDateTime\"\n");
}

inline std::string customer(const std::string& id, const std::string& more = "") {
  return "{\"id\":" + id + more + "}";
}

inline std::vector<std::string> customers(int count) {
  std::vector<std::string> all;
  for (int i = 0; i < count; ++i) all.push_back(customer("\"C" + std::to_string(i) + "\""));
  return all;
}

struct Told {
  // table -> rows -> attribute -> text; nulls are left out
  std::map<std::string, std::vector<std::map<std::string, std::string>>> rows;
  std::vector<RejectedRow> rejects;
  std::uint64_t records = 0;

  std::multiset<std::string> all(const std::string& table, const std::string& attribute) const {
    std::multiset<std::string> texts;
    const auto found = rows.find(table);
    if (found == rows.end()) return texts;
    for (const auto& row : found->second)
      if (const auto value = row.find(attribute); value != row.end()) texts.insert(value->second);
    return texts;
  }
};

inline void add(const FeedBatch& batch, Told& told) {
  told.records += batch.rows_read();
  told.rejects.insert(told.rejects.end(), batch.rejects.begin(), batch.rejects.end());
  for (const auto& part : batch.parts)
    for (std::size_t row = 0; row < part.batch.rows(); ++row) {
      auto& texts = told.rows[part.table].emplace_back();
      for (const auto& column : part.batch.columns())
        if (!column.is_null(row)) texts[column.field().name] = column.value_text(row);
    }
}

inline Result<Told> read_feed(BossFeed& feed) {
  Told told;
  STAYSAIL_TRY(const auto splits, feed.plan({}));
  for (const auto& split : splits) {
    STAYSAIL_TRY(const auto reader, feed.open({}, split));
    FeedBatch batch;
    while (true) {
      STAYSAIL_TRY(const bool more, reader->next(batch));
      if (!more) break;
      add(batch, told);
    }
  }
  return told;
}

inline Result<Told> read_boss(const TmfAccess& access, std::shared_ptr<const Mapping> mapping,
                              TmfFeedOptions options = {}) {
  STAYSAIL_TRY(const auto feed, TmfFeed::open(access, std::move(mapping), std::move(options)));
  return read_feed(*feed);
}

}  // namespace staysail::tests
