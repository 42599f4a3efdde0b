// Page: what every section of the report reads and writes to.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "report/chart.hpp"
#include "report/markup.hpp"
#include "report/words.hpp"
#include "staysail/report/html_report.hpp"

namespace staysail::report {

struct Page {
  Markup& out;
  const Words& words;
  std::span<const NightRecord> nights;
  const Batch& tasks;
  const ReportOptions& options;

  const NightRecord& night() const { return nights.back(); }
  std::string say(Phrase phrase, std::initializer_list<std::string_view> arguments = {}) const {
    return words.say(phrase, arguments);
  }
  // The name of a code, or of a row without one.
  std::string name_of(std::string_view code) const { return code.empty() ? say(Phrase::unnamed) : words.name_of(code); }
  // The name a host gave to something of its own: a strategy, a month.
  std::string shown(const std::string& name) const { return name.empty() ? say(Phrase::unnamed) : name; }
  // An id as this reader may see it.
  std::string shown_id(std::string_view id) const;
};

// Opens <section> with its heading and what it is for; the caller closes it. `anchor`: its id.
void open_section(Page& page, Literal anchor, Phrase heading, Phrase lead);
void paragraph(Page& page, std::string_view text);
void subheading(Page& page, Phrase heading);
// A chart under a caption that says what is drawn.
template <class Chart>
void draw_figure(Page& page, const std::string& caption, const Chart& chart) {
  page.out.open("figure").element("figcaption", {}, caption);
  draw(page.out, chart);
  page.out.close();
}
// Why there is nothing to see: the first of `rooms` that did not run, and its reason; else `otherwise`.
std::string why_empty(const Page& page, std::initializer_list<std::string_view> rooms,
                      Phrase otherwise = Phrase::nothing_found);
// The first of `indicators` that the night found no data for, and why; empty when all have some.
std::string why_missing(const Page& page, std::initializer_list<std::string_view> indicators);
void say_why_empty(Page& page, std::initializer_list<std::string_view> rooms, Phrase otherwise = Phrase::nothing_found);

// The sections, in the order of the page.
void append_key_figures(Page& page);
void append_kpis(Page& page);
void append_stages(Page& page);
void append_churn_kinds(Page& page);
void append_survival(Page& page);
void append_grid(Page& page);
void append_segments(Page& page);
void append_migration(Page& page);
void append_warnings(Page& page);
void append_funnel(Page& page);
void append_tasks(Page& page);
void append_effects(Page& page);
void append_advice(Page& page);
void append_quality(Page& page);
void append_rooms(Page& page);
void append_receipt(Page& page);

}  // namespace staysail::report
