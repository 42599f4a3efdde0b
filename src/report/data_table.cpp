#include "report/data_table.hpp"

#include "report/number_text.hpp"

namespace staysail::report {
namespace {

void draw_head(Markup& page, const DataTable& table) {
  page.open("thead").open("tr");
  for (const auto& heading : table.headings)
    page.element("th", {{"scope", "col"}, {"class", heading.number ? "number" : "text"}}, heading.text);
  page.close().close();
}

void draw_row(Markup& page, const DataTable& table, std::size_t row) {
  const bool total = table.total && row + 1 == table.rows.size();
  page.open("tr", {{"class", total ? "total" : "row"}});
  for (std::size_t c = 0; c < table.headings.size(); ++c) {
    const std::string css = table.headings[c].number ? "number" : "text";
    if (c == 0) page.element("th", {{"scope", "row"}, {"class", css}}, table.rows[row][c]);
    else page.element("td", {{"class", css}}, table.rows[row][c]);
  }
  page.close();
}

void draw_table(Markup& page, const DataTable& table, bool captioned) {
  page.open("div", {{"class", "scroll"}}).open("table");
  if (captioned) page.element("caption", {}, table.caption);
  draw_head(page, table);
  page.open("tbody");
  for (std::size_t row = 0; row < table.rows.size(); ++row) draw_row(page, table, row);
  page.close().close().close();
}

}  // namespace

void draw(Markup& page, const DataTable& table, const Words& words) {
  if (table.rows.empty()) return;
  if (table.rows.size() <= kUnfoldedRows) return draw_table(page, table, true);
  page.open("details");
  page.element(
      "summary", {},
      words.say(Phrase::folded_table, {table.caption, count_text(static_cast<std::int64_t>(table.rows.size()))}));
  draw_table(page, table, false);
  page.close();
}

}  // namespace staysail::report
