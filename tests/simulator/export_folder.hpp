// Folders that tests write simulated exports to, and what is read back from them.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "simulator/options.hpp"

namespace staysail::simulator {

// A folder that is gone when the test is over.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::string& name)
      : path_(
            (std::filesystem::temp_directory_path() / ("staysail_simulator_" + name + "_" + std::to_string(::getpid())))
                .string()) {
    std::filesystem::remove_all(path_);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline std::string read_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Every file below a folder by its relative path.
inline std::map<std::string, std::string> all_files(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      files[std::filesystem::relative(entry.path(), folder).string()] = read_bytes(entry.path().string());
  return files;
}

// The rows of a clean file of the export, header left out; quotes are not looked into.
inline std::vector<std::vector<std::string>> rows_of(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream in(read_bytes(path));
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> fields(1);
    for (const char c : line) {
      if (c == ',') fields.emplace_back();
      else fields.back() += c;
    }
    rows.push_back(std::move(fields));
  }
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

inline Options small(const std::string& folder, std::uint32_t subscribers = 1200, int months = 12) {
  Options options;
  options.subscribers = subscribers;
  options.seed = 7;
  options.months = months;
  options.out = folder;
  return options;
}

}  // namespace staysail::simulator
