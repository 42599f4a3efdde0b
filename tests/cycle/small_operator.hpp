// A night of the shipped playbook on the shipped export of a handful of lines.
#pragma once

#include <memory>
#include <string>

#include "staysail/boss/file_feed.hpp"
#include "staysail/cycle/night.hpp"

namespace staysail::test {

inline const std::string kExamples = std::string(STAYSAIL_SOURCE_DIR) + "/examples";

inline std::unique_ptr<FileFeed> small_export() {
  return FileFeed::open_folder(kExamples + "/embed/export", kExamples + "/embed/mapping.toml").value();
}

struct Host {
  std::unique_ptr<FileFeed> files = small_export();
  std::unique_ptr<Store> store = make_memory_store();
  NightParts parts;
  NightOptions options;

  Host() {
    parts.feed = files.get();
    parts.store = store.get();
    parts.playbook = kExamples + "/playbook";
    parts.catalog = &files->mapping().catalog;
    options.as_of = Day::of(2026, 1, 1).value();
  }
  Result<NightResult> night() { return run_night(parts, options); }
};

}  // namespace staysail::test
