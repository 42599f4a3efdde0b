// What came in, what stayed outside and why, and which rooms could not run.
#include <algorithm>

#include "report/chart.hpp"
#include "report/data_table.hpp"
#include "report/figures.hpp"
#include "report/number_text.hpp"
#include "report/page.hpp"
#include "staysail/base/decimal_text.hpp"

namespace staysail::report {
namespace {

// Counts of a file or of all files.
struct Intake {
  std::string file;
  std::int64_t read = 0, accepted = 0, duplicate = 0, quarantined = 0;
  bool adds_up() const { return read == accepted + duplicate + quarantined; }
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

std::vector<std::string> cells_of(const Page& page, const Intake& intake, const std::string& seen_before) {
  return {intake.file,
          count_text(intake.read),
          count_text(intake.accepted),
          count_text(intake.duplicate),
          count_text(intake.quarantined),
          page.say(intake.adds_up() ? Phrase::yes : Phrase::no),
          seen_before};
}

BarChart files_chart(const Page& page) {
  const Batch& files = page.night().files;
  BarChart chart{{page.say(Phrase::files), page.say(Phrase::files_text)},
                 {{page.say(Phrase::accepted), Tone::green},
                  {page.say(Phrase::duplicate), Tone::grey},
                  {page.say(Phrase::quarantined), Tone::red}},
                 {},
                 false};
  std::vector<Intake> intakes;
  for (std::size_t row = 0; row < files.rows(); ++row) intakes.push_back(intake_at(files, row));
  std::stable_sort(intakes.begin(), intakes.end(), [](const Intake& a, const Intake& b) { return a.read > b.read; });
  for (const auto& intake : intakes)
    if (chart.rows.size() < page.options.charted_rows)
      chart.rows.push_back({intake.file, {intake.accepted, intake.duplicate, intake.quarantined}, {}});
  return chart;
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
    sum.read += file.read;
    sum.accepted += file.accepted;
    sum.duplicate += file.duplicate;
    sum.quarantined += file.quarantined;
  }
  return good && sum.read == whole.read && sum.accepted == whole.accepted && sum.duplicate == whole.duplicate &&
         sum.quarantined == whole.quarantined;
}

void append_files(Page& page) {
  if (page.night().files.rows() == 0) return say_why_empty(page, {"boss"});
  const Intake whole = whole_intake(page);
  page.out.element("p", {{"class", all_adds_up(page) ? "good" : "bad"}},
                   page.say(all_adds_up(page) ? Phrase::sum_right : Phrase::sum_wrong,
                            {count_text(whole.read), count_text(whole.accepted), count_text(whole.duplicate),
                             count_text(whole.quarantined)}));
  draw_figure(page, page.say(Phrase::files_text), files_chart(page));
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
  for (const auto& each : findings_of(page, finding)) table.rows.push_back({each.subject, each.value});
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
  append_findings(page, "missing_input", Phrase::missing_inputs, Phrase::indicator, Phrase::reason, false);
  append_findings(page, "dangling", Phrase::dangling, Phrase::attribute, Phrase::lines, true);
  append_findings(page, "completeness", Phrase::completeness, Phrase::attribute, Phrase::completeness_share, true);
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
                          reason.empty() ? reason : page.name_of(reason)});
  }
  if (table.rows.empty()) say_why_empty(page, {});
  draw(page.out, table, page.words);
  page.out.close();
}

}  // namespace staysail::report
