#include "record_quality.hpp"

#include <map>

namespace staysail::cycle {
namespace {

struct Feed {
  std::uint64_t read = 0, outside = 0;
  std::map<std::string, std::uint64_t> reasons;
};

}  // namespace

std::vector<QualityFigure> record_quality(const Batch& files, const Quarantine& quarantine) {
  std::map<std::string, Feed> feeds;
  std::map<std::string, Feed*, std::less<>> feed_of;  // by file
  for (std::size_t row = 0; row < files.rows(); ++row) {
    Feed& feed = feeds[files.find("feed")->value_text(row)];
    feed.read += static_cast<std::uint64_t>(files.find("read")->numbers()[row]);
    feed_of.emplace(files.find("file")->value_text(row), &feed);
  }
  const RejectedRow* before = nullptr;  // the rows stand by file and line
  for (const auto& row : quarantine.rows()) {
    const bool same = before != nullptr && before->file == row.file && before->line == row.line;
    before = &row;
    const auto feed = feed_of.find(row.file);
    if (same || feed == feed_of.end()) continue;
    ++feed->second->outside;
    ++feed->second->reasons[row.reason];
  }
  std::vector<QualityFigure> figures;
  for (const auto& [name, feed] : feeds) {
    if (feed.read == 0) continue;
    figures.push_back({"records", "all", name, "validity", feed.read - feed.outside, feed.read});
    for (const auto& [reason, count] : feed.reasons)
      figures.push_back({"records", reason, name, "validity", feed.read - count, feed.read});
  }
  sort_figures(figures);
  return figures;
}

}  // namespace staysail::cycle
