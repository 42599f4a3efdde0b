// A file held against what its header record, its trailer record and its check file declare.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "boss/control_sums.hpp"
#include "boss/feed_files.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/files/checksum.hpp"

namespace staysail::boss {

// Owned by one thread. `file` outlives it.
class ControlCheck {
 public:
  explicit ControlCheck(const FeedFile& file) : file_(file), control_(file.feed->control) {}

  // Reads the check file, and learns which digests are asked for.
  Status begin(const FileSet& files);
  void hear_delivered(std::string_view bytes) { hear(bytes, !control_.digest_of_content); }
  void hear_content(std::string_view bytes) { hear(bytes, control_.digest_of_content); }
  void take_frame(const FramedSource& frame);
  void take_sums(ControlSums sums) { sums_.emplace(std::move(sums)); }

  const std::optional<WithheldSplit>& missing_check_file() const { return missing_; }
  // Whether header and trailer records have their forms and the last line its end; after take_frame().
  std::optional<WithheldSplit> form_of_frame() const;
  // After all has passed. Call once.
  std::optional<WithheldSplit> verdict();

 private:
  using Verdict = std::optional<WithheldSplit>;
  void hear(std::string_view bytes, bool meant);
  Verdict check_frame();
  Verdict check_values(const std::string& what, const std::optional<std::vector<ControlValue>>& values);
  std::string header_line() const;
  Verdict check_lines();
  Verdict check_value(const std::string& what, const ControlValue& value);
  Verdict check_number(const std::string& what, const ControlValue& value, std::uint64_t found, const char* reason,
                       const char* counted) const;
  Verdict check_date(const std::string& what, const ControlValue& value) const;
  std::optional<std::vector<ControlValue>> line_of_this_file(const RecordPattern& pattern) const;
  bool names_this_file(const std::string& name) const;
  std::string decoded(const std::string& line) const;

  const FeedFile& file_;
  const FeedControl& control_;
  Verdict missing_;
  std::vector<std::string> check_lines_;
  std::map<std::string, Checksum> checksums_;
  std::map<std::string, std::string> digests_;
  std::uint64_t bytes_ = 0;
  std::vector<std::string> head_;
  std::string trailer_;
  bool framed_ = false, ends_with_line_end_ = true;
  std::optional<ControlSums> sums_;
};

}  // namespace staysail::boss
