// The shipped playbook, changed in one place.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "cycle/small_operator.hpp"
#include "staysail/files/atomic_file.hpp"

namespace staysail::test {

// A copy of the shipped playbook in which one text of a file is another; removed at the end.
class ChangedPlaybook {
 public:
  ChangedPlaybook(const char* file, const std::string& from, const std::string& to)
      : folder_(std::filesystem::temp_directory_path() / ("staysail_changed_playbook_" + std::string(file))) {
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(kExamples + "/playbook", folder_);
    std::ifstream stream(folder_ / file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    std::string changed = text.str();
    const auto at = changed.find(from);
    REQUIRE(at != changed.npos);
    REQUIRE(write_file((folder_ / file).string(), changed.replace(at, from.size(), to)));
  }
  ~ChangedPlaybook() { std::filesystem::remove_all(folder_); }
  ChangedPlaybook(const ChangedPlaybook&) = delete;
  ChangedPlaybook& operator=(const ChangedPlaybook&) = delete;
  std::string folder() const { return folder_.string(); }

 private:
  std::filesystem::path folder_;
};

}  // namespace staysail::test
