#include "staysail/report/html_report.hpp"

#include <array>

#include "report/page.hpp"
#include "report/style_sheet.hpp"

namespace staysail {
namespace report {
namespace {

struct Section {
  const char* link;
  Phrase heading;
  void (*append)(Page&);
};

constexpr std::array kSections = {
    Section{"#key-figures", Phrase::key_figures, append_key_figures},
    Section{"#kpis", Phrase::kpis, append_kpis},
    Section{"#stages", Phrase::stages, append_stages},
    Section{"#churn", Phrase::churn_kinds, append_churn_kinds},
    Section{"#survival", Phrase::survival, append_survival},
    Section{"#value-loyalty", Phrase::grid, append_grid},
    Section{"#segments", Phrase::segments, append_segments},
    Section{"#migration", Phrase::migration, append_migration},
    Section{"#warnings", Phrase::warnings, append_warnings},
    Section{"#funnel", Phrase::funnel, append_funnel},
    Section{"#tasks", Phrase::tasks, append_tasks},
    Section{"#effects", Phrase::effects, append_effects},
    Section{"#advice", Phrase::advice, append_advice},
    Section{"#quality", Phrase::quality, append_quality},
    Section{"#rooms", Phrase::rooms, append_rooms},
    Section{"#receipt", Phrase::receipt, append_receipt},
};

std::string title_of(const Page& page) {
  return page.options.title.empty() ? page.say(Phrase::report_title) : page.options.title;
}

void append_head(Page& page) {
  page.out.open("head");
  page.out.hollow("meta", {{"charset", "utf-8"}});
  page.out.hollow("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  // Even a text that got out of its place could load and run nothing.
  page.out.hollow("meta", {{"http-equiv", "Content-Security-Policy"},
                           {"content", "default-src 'none'; style-src 'unsafe-inline'"}});
  page.out.element("title", {}, title_of(page) + " " + page.night().period().to_string());
  page.out.open("style").verbatim(style_sheet()).close();
  page.out.close();
}

void append_header(Page& page) {
  page.out.open("header");
  page.out.element("h1", {}, title_of(page) + " " + page.night().period().to_string());
  page.out.element("p", {{"class", "period"}},
                   page.say(Phrase::period_line, {page.night().as_of.to_string(), page.night().playbook}));
  page.out.open("nav", {{"aria-label", page.say(Phrase::contents)}});
  for (const auto& section : kSections) page.out.element("a", {{"href", section.link}}, page.say(section.heading));
  page.out.close().close();
}

void append_page(Page& page) {
  page.out.verbatim("<!DOCTYPE html>\n");
  page.out.open("html", {{"lang", page.words.chinese() ? "zh-CN" : "en"}});
  append_head(page);
  page.out.open("body");
  append_header(page);
  page.out.open("main");
  for (const auto& section : kSections) section.append(page);
  page.out.close();
  page.out.element("footer", {}, page.say(Phrase::footer));
  page.out.close().close();
}

Status check_order(std::span<const NightRecord> nights) {
  if (nights.empty())
    return Error(Errc::invalid_argument, "a report needs the record of at least one night: run a night first");
  for (std::size_t i = 1; i < nights.size(); ++i)
    if (nights[i - 1].period() >= nights[i].period())
      return Error(Errc::invalid_argument,
                   "the nights of a report ascend, one a month; out of order: " + nights[i].as_of.to_string());
  return ok();
}

}  // namespace
}  // namespace report

Status ReportOptions::validate() const {
  if (language != "zh" && language != "en")
    return Error(Errc::invalid_argument, "a report is written in zh or en, not in: " + language);
  if (listed_lines == 0 || charted_rows == 0)
    return Error(Errc::invalid_argument,
                 "a report lists and charts at least one row: set listed_lines and charted_rows above 0");
  return ok();
}

const NightReading& reading_of_past_nights() {
  static const NightReading reading{{&NightRecord::decision, &NightRecord::transitions},
                                    {"subscription_id", "stage", "stage_since", "churn_kind", "warning_level"}};
  return reading;
}

NightReading reading_of_night_before(const NightRecord& night) {
  NightReading reading = reading_of_past_nights();
  reading.decision.emplace_back("segment");
  for (const auto& name : night.indicators) {
    const Column* column = night.decision.find(name);
    if (column != nullptr && column->field().unit == "cluster") reading.decision.push_back(name);
  }
  return reading;
}

Result<std::string> render_report(std::span<const NightRecord> nights, const Batch& tasks,
                                  const ReportOptions& options) {
  STAYSAIL_CHECK(options.validate());
  STAYSAIL_CHECK(report::check_order(nights));
  report::Markup out;
  const report::Words words(options.language == "zh" ? report::Language::chinese : report::Language::english);
  report::Page page{out, words, nights, tasks, options};
  report::append_page(page);
  return out.finish();
}

}  // namespace staysail
