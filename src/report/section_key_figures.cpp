// What a manager looks at first.
#include "report/figures.hpp"
#include "report/number_text.hpp"
#include "report/page.hpp"

namespace staysail::report {
namespace {

struct Card {
  Phrase name;
  std::string figure, note;
  std::string month = {};  // of what the name speaks of, where it is not that of the report
};

void draw(Page& page, const Card& card) {
  page.out.open("div", {{"class", "card"}});
  page.out.element("dt", {}, page.say(card.name, {card.month}));
  page.out.element("dd", {{"class", "figure"}}, card.figure.empty() ? kNoNumber : std::string_view(card.figure));
  page.out.element("dd", {{"class", "note"}}, card.note);
  page.out.close();
}

Card subscriptions_card(const Page& page) {
  const std::int64_t alive = count(alive_lines(page.night()));
  const auto known = static_cast<std::int64_t>(page.night().decision.rows());
  return {Phrase::subscriptions, count_text(alive), page.say(Phrase::subscriptions_note, {count_text(known)})};
}

Card customers_card(const Page& page) {
  const std::int64_t customers = count_distinct(page.night().decision, "customer_id", alive_lines(page.night()));
  return {Phrase::customers, count_text(customers), page.say(Phrase::customers_note)};
}

Card warned_card(const Page& page) {
  if (page.night().decision.find("warning_level") == nullptr)
    return {Phrase::warned_high, {}, why_empty(page, {"warning", "lifecycle"})};
  const Counts levels = count_by(page.night().decision, "warning_level");
  return {Phrase::warned_high, count_text(count_of(levels, "high")),
          page.say(Phrase::warned_note, {count_text(count_of(levels, "medium")), count_text(count_of(levels, "low"))})};
}

Card retention_card(const Page& page) {
  const Retention retention = retention_of(page.night());
  if (retention.base == 0) return {Phrase::retention_rate, {}, why_empty(page, {"lifecycle"}, Phrase::no_month_before)};
  return {Phrase::retention_rate, percent_text(retention.kept, retention.base),
          page.say(Phrase::retention_note, {count_text(retention.base), count_text(retention.kept)})};
}

Card ended_card(const Page& page) {
  if (page.night().decision.find("stage") == nullptr) return {Phrase::lines_ended, {}, why_empty(page, {"lifecycle"})};
  const RowMask ended = ended_lines(page.night());
  std::string kinds;
  for (const auto& [kind, lines] : by_count(count_by(page.night().decision, "churn_kind", &ended)))
    kinds +=
        (kinds.empty() ? "" : " \xC2\xB7 ") + page.say(Phrase::ended_note, {page.name_of(kind), count_text(lines)});
  if (kinds.empty()) kinds = page.say(Phrase::nothing_ended);
  const bool first = page.night().transitions.rows() == 0;
  return {first ? Phrase::ended_until_now : Phrase::lines_ended, count_text(count(ended)), kinds};
}

Card tasks_card(const Page& page) {
  const RowMask issued = rows_where(page.tasks, "period", page.night().period().to_string());
  const RowMask closed = rows_where(page.tasks, "state", "closed");
  if (count(issued) == 0) return {Phrase::tasks_issued, "0", why_empty(page, {"strategy", "work"}, Phrase::no_task)};
  return {Phrase::tasks_issued, count_text(count(issued)),
          page.say(Phrase::tasks_note,
                   {count_text(count(closed)), count_text(static_cast<std::int64_t>(page.tasks.rows()))})};
}

Card effect_card(const Page& page) {
  const auto effects = effect_rows(page.night().effects);
  const EffectRow* effect = headline_effect(effects);
  if (effect == nullptr) return {Phrase::kept_difference, {}, why_empty(page, {"evaluation"}, Phrase::no_effect_yet)};
  return {Phrase::kept_difference_of,
          effect->difference ? page.say(Phrase::points, {points_text(*effect->difference)}) : std::string(),
          effect->period + ": " + verdict_sentence(page.words, *effect), effect->period};
}

Card rows_card(const Page& page) {
  const RowCounts& rows = page.night().rows;
  const auto text = [](std::uint64_t count) { return count_text(static_cast<std::int64_t>(count)); };
  return {Phrase::rows_read, text(rows.read),
          page.say(Phrase::rows_note, {text(rows.accepted), text(rows.duplicate), text(rows.quarantined)})};
}

}  // namespace

void append_key_figures(Page& page) {
  page.out.open("section", {{"id", "key-figures"}});
  page.out.element("h2", {}, page.say(Phrase::key_figures));
  page.out.open("dl", {{"class", "cards"}});
  for (const auto& card : {subscriptions_card(page), customers_card(page), retention_card(page), ended_card(page),
                           warned_card(page), tasks_card(page), effect_card(page), rows_card(page)})
    draw(page, card);
  page.out.close().close();
}

}  // namespace staysail::report
