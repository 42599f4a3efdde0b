// What came in, what stayed outside and why, and which rooms could not run.
#include <algorithm>
#include <map>

#include "report/chart.hpp"
#include "report/data_table.hpp"
#include "report/figures.hpp"
#include "report/number_text.hpp"
#include "report/page.hpp"
#include "staysail/base/decimal_text.hpp"

namespace staysail::report {
namespace {

// Counts of a file, of a feed or of the whole night.
struct Intake {
  std::string file;
  std::int64_t read = 0, accepted = 0, duplicate = 0, quarantined = 0;
  bool adds_up() const { return read == accepted + duplicate + quarantined; }
  bool counts_as(const Intake& other) const {
    return read == other.read && accepted == other.accepted && duplicate == other.duplicate &&
           quarantined == other.quarantined;
  }
  Intake& operator+=(const Intake& other) {
    read += other.read;
    accepted += other.accepted;
    duplicate += other.duplicate;
    quarantined += other.quarantined;
    return *this;
  }
};

Intake intake_at(const Batch& files, std::size_t row) {
  const auto number = [&](const char* column) { return number_at(files, column, row).value_or(0); };
  return {text_at(files, "file", row), number("read"), number("accepted"), number("duplicate"), number("quarantined")};
}

Intake whole_intake(const Page& page) {
  const RowCounts& rows = page.night().rows;
  const auto signed_count = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
  return {page.say(Phrase::total), signed_count(rows.read), signed_count(rows.accepted), signed_count(rows.duplicate),
          signed_count(rows.quarantined)};
}

std::vector<std::string> cells_of(const Page& page, const Intake& intake, const std::string& last) {
  return {intake.file,
          count_text(intake.read),
          count_text(intake.accepted),
          count_text(intake.duplicate),
          count_text(intake.quarantined),
          page.say(intake.adds_up() ? Phrase::yes : Phrase::no),
          last};
}

// What came in by one feed.
struct FeedIntake {
  Intake sum;
  std::int64_t files = 0;
};

// The feeds, those with the most records first.
std::vector<FeedIntake> feeds_of(const Batch& files) {
  std::map<std::string, FeedIntake> by_feed;
  for (std::size_t row = 0; row < files.rows(); ++row) {
    const Intake file = intake_at(files, row);
    const std::string name = text_at(files, "feed", row);
    FeedIntake& feed = by_feed[name.empty() ? file.file : name];
    feed.sum.file = name.empty() ? file.file : name;
    feed.sum += file;
    ++feed.files;
  }
  std::vector<FeedIntake> feeds;
  for (auto& each : by_feed) feeds.push_back(std::move(each.second));
  std::stable_sort(feeds.begin(), feeds.end(),
                   [](const FeedIntake& a, const FeedIntake& b) { return a.sum.read > b.sum.read; });
  return feeds;
}

BarChart feeds_chart(const Page& page, const std::vector<FeedIntake>& feeds) {
  BarChart chart{{page.say(Phrase::feeds), page.say(Phrase::files_text)},
                 {{page.say(Phrase::accepted), Tone::green},
                  {page.say(Phrase::duplicate), Tone::grey},
                  {page.say(Phrase::quarantined), Tone::red}},
                 {},
                 false};
  for (const auto& feed : feeds)
    if (chart.rows.size() < page.options.charted_rows)
      chart.rows.push_back({feed.sum.file, {feed.sum.accepted, feed.sum.duplicate, feed.sum.quarantined}, {}});
  return chart;
}

DataTable feeds_table(const Page& page, const std::vector<FeedIntake>& feeds) {
  DataTable table{page.say(Phrase::feeds),
                  {{page.say(Phrase::feed), false},
                   {page.say(Phrase::read), true},
                   {page.say(Phrase::accepted), true},
                   {page.say(Phrase::duplicate), true},
                   {page.say(Phrase::quarantined), true},
                   {page.say(Phrase::adds_up), false},
                   {page.say(Phrase::file_count), true}},
                  {},
                  true};
  for (const auto& feed : feeds) table.rows.push_back(cells_of(page, feed.sum, count_text(feed.files)));
  table.rows.push_back(
      cells_of(page, whole_intake(page), count_text(static_cast<std::int64_t>(page.night().files.rows()))));
  return table;
}

DataTable files_table(const Page& page) {
  const Batch& files = page.night().files;
  DataTable table{page.say(Phrase::files),
                  {{page.say(Phrase::file), false},
                   {page.say(Phrase::read), true},
                   {page.say(Phrase::accepted), true},
                   {page.say(Phrase::duplicate), true},
                   {page.say(Phrase::quarantined), true},
                   {page.say(Phrase::adds_up), false},
                   {page.say(Phrase::seen_before), false}},
                  {},
                  true};
  for (std::size_t row = 0; row < files.rows(); ++row)
    table.rows.push_back(cells_of(page, intake_at(files, row),
                                  page.say(text_at(files, "seen_before", row) == "true" ? Phrase::yes : Phrase::no)));
  table.rows.push_back(cells_of(page, whole_intake(page), ""));
  return table;
}

// Every file adds up, and the files add up to the whole.
bool all_adds_up(const Page& page) {
  const Intake whole = whole_intake(page);
  Intake sum;
  bool good = whole.adds_up();
  for (std::size_t row = 0; row < page.night().files.rows(); ++row) {
    const Intake file = intake_at(page.night().files, row);
    good = good && file.adds_up();
    sum += file;
  }
  return good && sum.counts_as(whole);
}

void append_files(Page& page) {
  if (page.night().files.rows() == 0) return say_why_empty(page, {"boss"});
  const Intake whole = whole_intake(page);
  page.out.element("p", {{"class", all_adds_up(page) ? "good" : "bad"}},
                   page.say(all_adds_up(page) ? Phrase::sum_right : Phrase::sum_wrong,
                            {count_text(whole.read), count_text(whole.accepted), count_text(whole.duplicate),
                             count_text(whole.quarantined)}));
  const auto feeds = feeds_of(page.night().files);
  draw_figure(page, page.say(Phrase::files_text), feeds_chart(page, feeds));
  draw(page.out, feeds_table(page, feeds), page.words);
  draw(page.out, files_table(page), page.words);
}

struct Finding {
  std::string subject, value;
};

std::vector<Finding> findings_of(const Page& page, std::string_view finding) {
  std::vector<Finding> findings;
  const Batch& quality = page.night().quality;
  for (std::size_t row = 0; row < quality.rows(); ++row)
    if (text_at(quality, "finding", row) == finding)
      findings.push_back({text_at(quality, "subject", row), text_at(quality, "value", row)});
  return findings;
}

void append_findings(Page& page, std::string_view finding, Phrase caption, Phrase subject, Phrase value, bool number) {
  DataTable table{page.say(caption), {{page.say(subject), false}, {page.say(value), number}}, {}, false};
  for (const auto& each : findings_of(page, finding))
    table.rows.push_back({each.subject, page.words.sentence(each.value)});
  draw(page.out, table, page.words);
}

constexpr const char* kMeasures[] = {"source_completeness", "validity", "uniqueness", "timeliness", "consistency"};

// Attributes by source, the worst first; what is perfect stays in quality.csv.
void append_measures(Page& page) {
  std::map<std::string, std::string> trends;
  for (const auto& each : findings_of(page, "trend")) trends.emplace(each.subject, each.value);
  std::vector<std::pair<std::int64_t, std::vector<std::string>>> rows;
  for (const char* measure : kMeasures)
    for (const auto& each : findings_of(page, measure)) {
      const auto share = parse_decimal(each.value, 2);
      if (!share || *share == 10'000) continue;
      const auto trend = trends.find(measure + (" of " + each.subject));
      rows.push_back(
          {*share,
           {page.name_of(measure), each.subject, each.value, trend == trends.end() ? std::string() : trend->second}});
    }
  if (rows.empty()) return;
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  DataTable table{page.say(Phrase::measures),
                  {{page.say(Phrase::measure), false},
                   {page.say(Phrase::attribute), false},
                   {page.say(Phrase::percent), true},
                   {page.say(Phrase::change), true}},
                  {},
                  false};
  for (auto& row : rows) table.rows.push_back(std::move(row.second));
  draw(page.out, table, page.words);
}

void append_quarantine(Page& page) {
  Counts reasons;
  for (const auto& each : findings_of(page, "quarantined"))
    if (const auto count = parse_decimal(each.value, 0)) reasons[each.subject] += *count;
  if (reasons.empty()) return;
  BarChart chart{{page.say(Phrase::quarantine_reasons), page.say(Phrase::quarantine_text)},
                 {{page.say(Phrase::records), Tone::red}},
                 {},
                 false};
  DataTable table{
      page.say(Phrase::quarantine_reasons),
      {{page.say(Phrase::reason), false}, {page.say(Phrase::code), false}, {page.say(Phrase::records), true}},
      {},
      false};
  for (const auto& [reason, records] : by_count(reasons)) {
    if (chart.rows.size() < page.options.charted_rows) chart.rows.push_back({page.name_of(reason), {records}, {}});
    table.rows.push_back({page.name_of(reason), reason, count_text(records)});
  }
  draw_figure(page, page.say(Phrase::quarantine_text), chart);
  draw(page.out, table, page.words);
}

}  // namespace

void append_quality(Page& page) {
  open_section(page, "quality", Phrase::quality, Phrase::quality_lead);
  append_files(page);
  append_quarantine(page);
  for (const auto& [finding, caption] :
       {std::pair("waiting", Phrase::waiting_facts), std::pair("conflicting", Phrase::conflicting_rows)})
    if (!findings_of(page, finding).empty())
      append_findings(page, finding, caption, Phrase::table_name, Phrase::records, true);
  append_findings(page, "missing_input", Phrase::missing_inputs, Phrase::indicator, Phrase::reason, false);
  append_findings(page, "dangling", Phrase::dangling, Phrase::attribute, Phrase::lines, true);
  if (!findings_of(page, "group_fault").empty())
    append_findings(page, "group_fault", Phrase::group_faults, Phrase::groups, Phrase::to_do, false);
  append_findings(page, "completeness", Phrase::completeness, Phrase::attribute, Phrase::completeness_share, true);
  append_measures(page);
  page.out.close();
}

void append_rooms(Page& page) {
  open_section(page, "rooms", Phrase::rooms, Phrase::rooms_lead);
  const Batch& rooms = page.night().rooms;
  DataTable table{page.say(Phrase::rooms),
                  {{page.say(Phrase::room), false}, {page.say(Phrase::ran), false}, {page.say(Phrase::reason), false}},
                  {},
                  false};
  for (std::size_t row = 0; row < rooms.rows(); ++row) {
    const std::string reason = text_at(rooms, "reason", row);
    table.rows.push_back({page.name_of(text_at(rooms, "room", row)),
                          page.say(text_at(rooms, "ran", row) == "yes" ? Phrase::yes : Phrase::no),
                          page.words.sentence(reason)});
  }
  if (table.rows.empty()) say_why_empty(page, {});
  draw(page.out, table, page.words);
  page.out.close();
}

}  // namespace staysail::report
