#include "report/page.hpp"

#include "report/tally.hpp"
#include "staysail/base/secret.hpp"

namespace staysail::report {

std::string Page::shown_id(std::string_view id) const { return options.mask_ids ? mask(id, 0, 4) : std::string(id); }

void open_section(Page& page, Literal anchor, Phrase heading, Phrase lead) {
  page.out.open("section", {{"id", std::string(anchor.text())}});
  page.out.element("h2", {}, page.say(heading));
  page.out.element("p", {{"class", "lead"}}, page.say(lead));
}

void paragraph(Page& page, std::string_view text) { page.out.element("p", {}, text); }

void subheading(Page& page, Phrase heading) { page.out.element("h3", {}, page.say(heading)); }

std::string why_empty(const Page& page, std::initializer_list<std::string_view> rooms, Phrase otherwise) {
  const Batch& table = page.night().rooms;
  for (const auto room : rooms) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (text_at(table, "room", row) != room || text_at(table, "ran", row) == "yes") continue;
      const std::string reason = text_at(table, "reason", row), name = page.name_of(room);
      if (reason.empty()) return page.say(Phrase::room_said_nothing, {name});
      return page.say(Phrase::room_could_not_run, {name, page.words.sentence(reason)});
    }
  }
  return page.say(otherwise);
}

std::string why_missing(const Page& page, std::initializer_list<std::string_view> indicators) {
  const Batch& quality = page.night().quality;
  for (const auto indicator : indicators) {
    for (std::size_t row = 0; row < quality.rows(); ++row)
      if (text_at(quality, "finding", row) == "missing_input" && text_at(quality, "subject", row) == indicator)
        return page.say(Phrase::indicator_missing, {indicator, page.words.sentence(text_at(quality, "value", row))});
  }
  return {};
}

void say_why_empty(Page& page, std::initializer_list<std::string_view> rooms, Phrase otherwise) {
  page.out.element("p", {{"class", "empty"}}, why_empty(page, rooms, otherwise));
}

}  // namespace staysail::report
