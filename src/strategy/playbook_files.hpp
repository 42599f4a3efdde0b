// The files of a playbook's folder, read once.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "staysail/base/digest.hpp"
#include "staysail/base/result.hpp"

namespace staysail::strategy {

class PlaybookFiles {
 public:
  // Reads every .toml, .csv and .dmn file directly in `folder`. `not_found` when there is no such folder.
  static Result<PlaybookFiles> read(const std::string& folder);

  bool has(std::string_view file) const { return texts_.find(file) != texts_.end(); }
  // A decision table, as a sheet or as a model.
  bool has_table(const std::string& name) const { return has(name + ".csv") || has(name + ".dmn"); }
  // Empty when it is not there.
  std::string_view text(std::string_view file) const;
  // `not_found` that names the file and the folder.
  Result<std::string_view> require(std::string_view file) const;
  std::string path(std::string_view file) const { return folder_ + "/" + std::string(file); }
  const std::string& folder() const { return folder_; }
  // Of names and texts, with line ends as \n and without byte order marks.
  Digest digest() const;

 private:
  std::string folder_;
  std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace staysail::strategy
