#include "staysail/boss/mapping_proposal.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "boss/proposal_text.hpp"
#include "staysail/boss/mapping.hpp"

namespace staysail {
namespace {

namespace fs = std::filesystem;
using boss::SampledFeed;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The name with each run of two digits or more as a wildcard: of any length, or of just as many.
std::string pattern_of(const std::string& name, bool same_length) {
  std::string pattern;
  for (std::size_t i = 0; i < name.size();) {
    std::size_t end = i;
    while (end < name.size() && is_digit(name[end])) ++end;
    if (end - i >= 2) pattern += same_length ? std::string(end - i, '?') : "*";
    else pattern += name.substr(i, std::max<std::size_t>(1, end - i));
    i = std::max(i + 1, end);
  }
  return pattern;
}

// These signs in a name would be read as parts of a pattern.
bool can_be_a_pattern(const std::string& name) { return name.find_first_of("*?{}") == std::string::npos; }

// What the wildcards of a pattern, which has no other signs, stand for in a name; nothing when it does not fit.
std::optional<std::string> matched_by(const std::string& pattern, const std::string& name) {
  const auto made = FileNamePattern::of(pattern);
  const auto parts = made ? made->match(name) : std::nullopt;
  return parts ? std::optional(parts->matched) : std::nullopt;
}

std::string date_in(const std::string& pattern, const std::string& name) {
  const std::string matched = matched_by(pattern, name).value_or("");
  for (const char* form : {"yyyyMMdd", "yyyyMM"}) {
    const std::string_view part = std::string_view(matched).substr(0, std::string_view(form).size());
    const auto day = TimePattern::of(form)->day(part);
    if (day && day->year() >= 1990 && day->year() <= 2100) return form;
  }
  return {};
}

using Groups = std::map<std::string, std::vector<std::string>>;  // names of files by pattern

// Patterns under which each name fits one only; a group that cannot be told apart otherwise is left as it is.
Groups group_names(const std::vector<std::string>& names) {
  Groups groups;
  for (const auto& name : names) groups[pattern_of(name, false)].push_back(name);
  Groups apart;
  for (auto& [pattern, members] : groups) {
    const auto fits_another = [&, &taken = pattern](const std::string& name) {
      return matched_by(taken, name) && pattern_of(name, false) != taken;
    };
    if (std::none_of(names.begin(), names.end(), fits_another)) {
      apart[pattern] = members;
      continue;
    }
    for (const auto& member : members) apart[pattern_of(member, true)].push_back(member);
  }
  return apart;
}

// Some of the files, evenly, the last one last: increments differ in what they hold.
std::vector<std::string> some_of(const std::vector<std::string>& names) {
  constexpr std::size_t kLookedAt = 12;
  const std::size_t count = std::min(kLookedAt, names.size());
  std::vector<std::string> some;
  for (std::size_t i = 1; i <= count; ++i) some.push_back(names[i * names.size() / count - 1]);
  if (some.front() != names.front()) some.insert(some.begin(), names.front());
  return some;
}

void note_differences(SampledFeed& feed) {
  for (const auto& sentence : feed.sample.unreadable) feed.notes.push_back(sentence);
  for (const auto& name : feed.sample.other_columns)
    feed.notes.push_back(name + " has other columns than " + feed.sample.file);
}

struct Sampled {
  std::vector<SampledFeed> feeds;
  std::vector<std::string> left_out;
};

Sampled sample_groups(const FileSet& files, const Groups& groups, const ProposalOptions& options) {
  Sampled sampled;
  for (const auto& [pattern, names] : groups) {
    auto sample = boss::sample_files(files, some_of(names), options.sample_bytes);
    if (!sample) {
      sampled.left_out.push_back(sample.error().to_string());
      continue;
    }
    SampledFeed feed;
    feed.sample = *std::move(sample);
    feed.pattern = pattern;
    feed.date_in_name = date_in(pattern, names.back());
    feed.files = names;
    note_differences(feed);
    sampled.feeds.push_back(std::move(feed));
  }
  return sampled;
}

std::string columns_text(const boss::FileSample& sample) {
  std::string text;
  for (const auto& column : sample.columns) text += (text.empty() ? "" : ", ") + column.name;
  return text;
}

// The files that were named, relative to the folder that holds them all.
class NamedFiles final : public FileSet {
 public:
  explicit NamedFiles(std::map<std::string, std::string> paths) : paths_(std::move(paths)) {}
  Result<std::vector<std::string>> names() const override {
    std::vector<std::string> names;
    for (const auto& [name, path] : paths_) names.push_back(name);
    return names;
  }
  Result<std::unique_ptr<ByteSource>> open(const std::string& name) const override {
    const auto found = paths_.find(name);
    if (found == paths_.end()) return Error(Errc::not_found, "no such file: " + name);
    return open_file(found->second);
  }

 private:
  std::map<std::string, std::string> paths_;
};

bool is_passed_over(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with(".") || name.ends_with(".partial") || name.ends_with(".toml") || name.ends_with(".md");
}

Result<std::vector<fs::path>> listed(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const auto& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(fs::absolute(path).lexically_normal());
      continue;
    }
    for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error))
      if (at->is_regular_file(error) && !is_passed_over(at->path()))
        files.push_back(fs::absolute(at->path()).lexically_normal());
    if (error) return Error(Errc::io_failed, "the folder cannot be listed (" + error.message() + "): " + path);
  }
  if (files.empty())
    return Error(Errc::not_found, "there are no files to learn from; name some, or a folder that holds them");
  std::sort(files.begin(), files.end());
  return files;
}

std::map<std::string, std::string> relative_to_their_folder(const std::vector<fs::path>& files) {
  fs::path folder = files.front().parent_path();
  for (const auto& file : files)
    while (file.lexically_relative(folder).string().starts_with("..")) folder = folder.parent_path();
  std::map<std::string, std::string> names;
  for (const auto& file : files) names.emplace(file.lexically_relative(folder).generic_string(), file.string());
  return names;
}

}  // namespace

Status ProposalOptions::validate() const {
  if (sample_bytes >= 1 && sample_bytes <= 64 * 1024 * 1024) return ok();
  return Error(Errc::invalid_argument, "1 byte to 64 MiB of a file are looked at, not " + std::to_string(sample_bytes));
}

Result<MappingProposal> propose_mapping(const FileSet& files, const ProposalOptions& options) {
  STAYSAIL_CHECK(options.validate());
  STAYSAIL_TRY(auto names, files.names());
  std::vector<std::string> left_out;
  for (const auto& name : names)
    if (!can_be_a_pattern(name))
      left_out.push_back(name + " has a *, ?, { or } in its name, which mean something in a pattern; rename it");
  names.erase(std::remove_if(names.begin(), names.end(), [](const auto& name) { return !can_be_a_pattern(name); }),
              names.end());
  Sampled sampled = sample_groups(files, group_names(names), options);
  boss::guess_tables(sampled.feeds);
  left_out.insert(left_out.end(), sampled.left_out.begin(), sampled.left_out.end());
  for (const auto& feed : sampled.feeds)
    if (feed.entities.empty())
      left_out.push_back(feed.sample.file + " fits no table; its columns: " + columns_text(feed.sample));
  MappingProposal proposal = boss::proposal_text(sampled.feeds, std::move(left_out), options);
  if (proposal.feeds != 0) return proposal;
  return Error(Errc::not_found, "nothing can be proposed: " +
                                    (proposal.left_out.empty() ? "there are no files" : proposal.left_out.front()));
}

Result<MappingProposal> propose_mapping(const std::vector<std::string>& paths, const ProposalOptions& options) {
  STAYSAIL_TRY(const auto files, listed(paths));
  return propose_mapping(NamedFiles(relative_to_their_folder(files)), options);
}

}  // namespace staysail
