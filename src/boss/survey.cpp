#include "boss/survey.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace staysail::boss {
namespace {

using Series = std::map<std::uint64_t, std::vector<std::string>>;  // files by serial

// The serial of a file as its name writes it.
std::string shown(std::uint64_t serial, const FileNameParts& parts) {
  std::string text = std::to_string(serial);
  if (text.size() < parts.serial_text.size()) text.insert(0, parts.serial_text.size() - text.size(), '0');
  return text;
}

// Serials of the files of one feed, those of earlier deliveries among them.
class SeriesOfFeed {
 public:
  SeriesOfFeed(const FeedMapping& feed, const std::vector<std::string>& settled) : feed_(feed) {
    for (const auto& name : settled)
      if (const auto parts = feed.files.match(name)) add(name, *parts);
  }

  void add(const std::string& name, const FileNameParts& parts) {
    if (parts.serial) groups_[group_of(parts)][*parts.serial].push_back(name);
  }

  void look_at(SurveyedFile& one) const {
    const FileNameParts& parts = one.file.parts;
    if (!parts.serial) return;
    const Series& series = groups_.at(group_of(parts));
    const auto own = series.find(*parts.serial);
    if (own->second.size() > 1) tell_twice(one, own->second);
    if (const auto gap = gap_before(series, own)) one.notices.push_back(sentence(*gap, parts));
  }

  // No serial of the period is missing so far.
  bool is_gapless(const FileNameParts& parts) const {
    const auto group = groups_.find(group_of(parts));
    if (group == groups_.end()) return true;
    for (auto own = group->second.begin(); own != group->second.end(); ++own)
      if (gap_before(group->second, own)) return false;
    return true;
  }

 private:
  struct Gap {
    std::uint64_t first, last;
  };

  std::string group_of(const FileNameParts& parts) const { return feed_.control.serial_per_date ? parts.date : ""; }

  // A series that runs on from day to day may have begun before anybody looked.
  std::optional<Gap> gap_before(const Series& series, Series::const_iterator own) const {
    const bool first = own == series.begin();
    if (first && !feed_.control.serial_per_date) return std::nullopt;
    const std::uint64_t expected = first ? feed_.control.serial_from : std::prev(own)->first + 1;
    return own->first > expected ? std::optional(Gap{expected, own->first - 1}) : std::nullopt;
  }

  std::string sentence(const Gap& gap, const FileNameParts& parts) const {
    const bool one = gap.first == gap.last;
    const std::string of = feed_.control.serial_per_date ? " of " + parts.date : "";
    return (one ? "serial " : "serials ") + shown(gap.first, parts) + (one ? "" : " to " + shown(gap.last, parts)) +
           of + (one ? " is" : " are") + " missing before this file; ask the sender for what is missing";
  }

  static void tell_twice(SurveyedFile& one, const std::vector<std::string>& names) {
    std::string others;
    for (const auto& name : names)
      if (name != one.file.name) others += (others.empty() ? "" : ", ") + name;
    if (!others.empty()) one.notices.push_back("another file has the same serial: " + others);
  }

  const FeedMapping& feed_;
  std::map<std::string, Series> groups_;
};

class Surveyor {
 public:
  Surveyor(const FileSet& files, const Mapping& mapping, std::optional<Instant> now)
      : files_(files), mapping_(mapping), now_(now) {}

  Result<Survey> run() {
    STAYSAIL_TRY(auto assigned, assign_files(files_, mapping_));
    STAYSAIL_TRY(settled_, files_.settled_names());
    for (auto& file : assigned) look_at(std::move(file));
    look_again();
    tell_series();
    tell_completeness();
    tell_missing();
    return std::move(survey_);
  }

 private:
  void look_at(FeedFile file) {
    if (file.feed == nullptr) {
      survey_.unmatched.push_back(file.name);
      return;
    }
    SurveyedFile& one = survey_.files.emplace_back();
    one.file = std::move(file);
    auto inspection = inspect_file(files_, one.file, mapping_.digest, now_);
    if (!inspection) {
      one.failure = inspection.error();
      return;
    }
    one.content = inspection->content;
    one.withheld = std::move(inspection->withheld);
    stamps_[one.file.name] = inspection->stamp;
  }

  // Whoever is still writing to a file has had as long as the others took.
  void look_again() {
    for (auto& one : survey_.files) {
      if (one.failure) continue;
      const auto stamp = files_.stamp(one.file.name);
      if (!stamp || *stamp != stamps_[one.file.name]) one.withheld = still_growing(one.file.name);
    }
  }

  void tell_series() {
    for (const auto& feed : mapping_.feeds) {
      if (!feed.files.has_serial()) continue;
      SeriesOfFeed& series = series_.try_emplace(&feed, feed, settled_).first->second;
      for (const auto& one : survey_.files)
        if (one.file.feed == &feed) series.add(one.file.name, one.file.parts);
      for (auto& one : survey_.files)
        if (one.file.feed == &feed) series.look_at(one);
    }
  }

  // A period of which a file is missing or withheld does not tell what is gone.
  void tell_completeness() {
    std::set<std::pair<const FeedMapping*, std::int64_t>> torn;
    for (const auto& one : survey_.files)
      if (one.withheld || one.failure) torn.emplace(one.file.feed, one.file.parts.version_of_period());
    for (auto& one : survey_.files) {
      if (!one.file.feed->absent_is_deleted || one.failure) continue;
      const std::int64_t period = one.file.parts.version_of_period();
      const auto series = series_.find(one.file.feed);
      const bool gapless = series == series_.end() || series->second.is_gapless(one.file.parts);
      if (gapless && torn.count({one.file.feed, period}) == 0) one.complete_as_of = period;
    }
  }

  bool was_settled(const FeedMapping& feed) const {
    return std::any_of(settled_.begin(), settled_.end(),
                       [&](const std::string& name) { return feed.files.match(name).has_value(); });
  }

  void tell_missing() {
    for (const auto& feed : mapping_.feeds) {
      if (feed.api || !feed.required || was_settled(feed)) continue;
      const SurveyedFile* withheld = nullptr;
      bool published = false;
      for (const auto& one : survey_.files) {
        if (one.file.feed != &feed) continue;
        published = published || !one.withheld;
        if (one.withheld && withheld == nullptr) withheld = &one;
      }
      if (!published) survey_.missing.push_back({&feed, withheld});
    }
  }

  const FileSet& files_;
  const Mapping& mapping_;
  std::optional<Instant> now_;
  std::vector<std::string> settled_;
  std::map<std::string, std::optional<FileStamp>> stamps_;
  std::map<const FeedMapping*, SeriesOfFeed> series_;
  Survey survey_;
};

}  // namespace

Result<Survey> survey_files(const FileSet& files, const Mapping& mapping, std::optional<Instant> now) {
  return Surveyor(files, mapping, now).run();
}

}  // namespace staysail::boss
