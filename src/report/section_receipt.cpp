// The receipt: what this report was made from, so that it can be made again.
#include "report/data_table.hpp"
#include "report/number_text.hpp"
#include "report/page.hpp"

namespace staysail::report {
namespace {

std::string text_of(std::uint64_t count) { return count_text(static_cast<std::int64_t>(count)); }

DataTable receipt_table(const Page& page) {
  const NightRecord& night = page.night();
  DataTable table{
      page.say(Phrase::receipt), {{page.say(Phrase::item), false}, {page.say(Phrase::figure), false}}, {}, false};
  const auto add = [&](Phrase item, std::string value) { table.rows.push_back({page.say(item), std::move(value)}); };
  add(Phrase::as_of, night.as_of.to_string());
  add(Phrase::playbook, night.playbook);
  add(Phrase::playbook_digest, night.playbook_digest.to_string());
  add(Phrase::digest, night.digest.to_string());
  add(Phrase::read, text_of(night.rows.read));
  add(Phrase::accepted, text_of(night.rows.accepted));
  add(Phrase::duplicate, text_of(night.rows.duplicate));
  add(Phrase::quarantined, text_of(night.rows.quarantined));
  add(Phrase::recovered, text_of(night.recovered));
  add(Phrase::subscriptions_known, text_of(night.decision.rows()));
  add(Phrase::indicators, text_of(night.indicators.size()));
  return table;
}

DataTable nights_table(const Page& page) {
  DataTable table{page.say(Phrase::nights_before),
                  {{page.say(Phrase::as_of), false},
                   {page.say(Phrase::playbook), false},
                   {page.say(Phrase::read), true},
                   {page.say(Phrase::digest), false}},
                  {},
                  false};
  for (const auto& night : page.nights.first(page.nights.size() - 1))
    table.rows.push_back({night.as_of.to_string(), night.playbook, text_of(night.rows.read), night.digest.to_string()});
  return table;
}

}  // namespace

void append_receipt(Page& page) {
  open_section(page, "receipt", Phrase::receipt, Phrase::receipt_lead);
  draw(page.out, receipt_table(page), page.words);
  draw(page.out, nights_table(page), page.words);
  page.out.close();
}

}  // namespace staysail::report
