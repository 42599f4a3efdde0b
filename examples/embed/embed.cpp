// staysail in a host program: an export, a mapping and a playbook go in; who is about to leave comes out.
// [doc: embed]
#include <iostream>

#include "staysail/boss/file_feed.hpp"
#include "staysail/cycle/night.hpp"

using namespace staysail;

// Keep the customers of one small export: who is in which stage, who is warned of, and why.
Status keep_customers(const std::string& examples) {
  STAYSAIL_TRY(const auto feed, FileFeed::open_folder(examples + "/embed/export", examples + "/embed/mapping.toml"));
  const auto store = make_memory_store();  // or open_store("sqlite:retention.db") of staysail::sqlite

  NightParts parts;
  parts.feed = feed.get();
  parts.store = store.get();
  parts.playbook = examples + "/playbook";
  parts.catalog = &feed->mapping().catalog;
  parts.currency = feed->mapping().currency;
  NightOptions options;
  STAYSAIL_TRY(options.as_of, Day::of(2026, 1, 1));  // time is always passed in
  STAYSAIL_TRY(const NightResult night, run_night(parts, options));

  const Batch& lines = night.record.decision;
  for (std::size_t row = 0; row < lines.rows(); ++row) {
    for (const char* column : {"subscription_id", "stage", "stage_cause", "warning_level", "reason_1"})
      std::cout << lines.find(column)->value_text(row) << "\t";
    std::cout << "\n";
  }
  std::cout << night.tasks_issued << " tasks\n";
  return ok();
}
// [doc: end]

int main(int argc, char** argv) {
  const auto done = keep_customers(argc > 1 ? argv[1] : "examples");
  if (!done) std::cerr << done.error().to_string() << "\n";
  return done ? 0 : 1;
}
