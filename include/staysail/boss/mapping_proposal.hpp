// Proposes a mapping for files that nobody has described yet, as a text for people to read, mend and keep.
//
// Names of columns and files (English and Chinese), the forms of values and ids that files share are looked at. The
// text loads as it is; every guess stands beside its evidence, and what is in doubt is marked UNCERTAIN.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "staysail/boss/file_set.hpp"

namespace staysail {

struct ProposalOptions {
  std::string name = "proposed";           // of the mapping
  std::size_t sample_bytes = 1024 * 1024;  // of each file that is looked at, at its start

  // `invalid_argument` that says what cannot be and why.
  Status validate() const;
};

struct MappingProposal {
  std::string toml;
  std::size_t feeds = 0, uncertain = 0;  // feeds proposed; lines marked UNCERTAIN
  // Files for which nothing is proposed, and why: a sentence each. They stand in the text too.
  std::vector<std::string> left_out;
};

// Files whose names differ in digits only are one feed; a dozen of them are looked at, the last by name among them.
// Errors: those of listing the files; `not_found` when nothing can be proposed for any of them.
Result<MappingProposal> propose_mapping(const FileSet& files, const ProposalOptions& options = {});
// The same for files and folders (the files that lie directly in them); mapping and export then speak of names relative
// to the one folder that holds them all.
Result<MappingProposal> propose_mapping(const std::vector<std::string>& paths, const ProposalOptions& options = {});

}  // namespace staysail
