// All files of an export looked at before any row is believed: each by itself, then those of a series together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "boss/file_inspection.hpp"

namespace staysail::boss {

struct SurveyedFile {
  FeedFile file;
  FileContent content;
  std::optional<WithheldSplit> withheld;
  std::vector<std::string> notices;
  std::optional<std::int64_t> complete_as_of;  // FeedSplit's
  std::optional<Error> failure;                // why it cannot be looked at; not the rest of the series' fault
};

struct Survey {
  std::vector<SurveyedFile> files;  // that fit a feed, by name
  std::vector<std::string> unmatched;
  // Required feeds of which no file can be published and none was before, each with the file that is withheld, if any.
  struct Missing {
    const FeedMapping* feed;
    const SurveyedFile* withheld;
  };
  std::vector<Missing> missing;
};

// `now` as inspect_file() takes it. `mapping` outlives the result. Errors: of listing, and `mapping_invalid` for a file
// that fits two feeds.
Result<Survey> survey_files(const FileSet& files, const Mapping& mapping, std::optional<Instant> now);

}  // namespace staysail::boss
