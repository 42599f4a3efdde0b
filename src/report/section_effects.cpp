// What the strategies did, against those who were held out; and what the knowledge base makes of it.
#include <algorithm>
#include <map>
#include <numeric>

#include "report/chart.hpp"
#include "report/data_table.hpp"
#include "report/figures.hpp"
#include "report/number_text.hpp"
#include "report/page.hpp"

namespace staysail::report {
namespace {

Tone tone_of_verdict(std::string_view verdict) {
  if (verdict == "keeps") return Tone::green;
  return verdict == "drives_away" ? Tone::red : Tone::grey;
}

std::string subject_of(const Page& page, const EffectRow& effect) {
  return effect.strategy.empty() ? page.say(Phrase::programme) : effect.strategy;
}

std::string interval_text(const EffectRow& effect) {
  if (!effect.low || !effect.high) return std::string(kNoNumber);
  return "[" + points_text(*effect.low) + ", " + points_text(*effect.high) + "]";
}

std::string difference_text(const EffectRow& effect) {
  return effect.difference ? points_text(*effect.difference) : std::string(kNoNumber);
}

ForestPlot::Row plot_row(const Page& page, const EffectRow& effect) {
  ForestPlot::Row row;
  row.label = effect.period + "  " + subject_of(page, effect);
  row.tone = tone_of_verdict(effect.verdict);
  row.note = effect.difference
                 ? difference_text(effect) + " " + interval_text(effect) + "  " + page.name_of(effect.verdict)
                 : page.say(Phrase::no_estimate) + ": " + page.name_of(effect.verdict);
  if (effect.difference) row.point = 100 * *effect.difference;
  if (effect.low) row.low = 100 * *effect.low;
  if (effect.high) row.high = 100 * *effect.high;
  return row;
}

// The programme and the strategies as a whole, latest period first; finer cells are for the files.
std::vector<EffectRow> overall_effects(const Page& page) {
  std::vector<EffectRow> effects;
  for (auto& effect : effect_rows(page.night().effects))
    if (effect.is_overall()) effects.push_back(std::move(effect));
  std::stable_sort(effects.begin(), effects.end(),
                   [](const EffectRow& a, const EffectRow& b) { return a.period > b.period; });
  return effects;
}

// Intervals of a handful of customers are as wide as the page and hide all others.
std::vector<EffectRow> charted_effects(const Page& page, const std::vector<EffectRow>& effects) {
  std::vector<EffectRow> charted;
  for (const auto& effect : effects) {
    const bool drawn = effect.is_programme() || (effect.difference && effect.verdict != "too_small");
    if (drawn && charted.size() < 2 * page.options.charted_rows) charted.push_back(effect);
  }
  return charted;
}

ForestPlot plot_of(const Page& page, const std::vector<EffectRow>& effects) {
  ForestPlot plot;
  plot.head = {page.say(Phrase::forest), page.say(Phrase::forest_text)};
  plot.below_zero = "\xE2\x86\x90 " + page.say(Phrase::below_zero);
  plot.above_zero = page.say(Phrase::above_zero) + " \xE2\x86\x92";
  plot.unit = page.say(Phrase::difference);
  for (const auto& effect : effects) plot.rows.push_back(plot_row(page, effect));
  return plot;
}

DataTable effects_table(const Page& page, const std::vector<EffectRow>& effects) {
  DataTable table{page.say(Phrase::effects),
                  {{page.say(Phrase::month), false},
                   {page.say(Phrase::strategy), false},
                   {page.say(Phrase::treated), true},
                   {page.say(Phrase::kept_of_treated), true},
                   {page.say(Phrase::held_out), true},
                   {page.say(Phrase::kept_of_held_out), true},
                   {page.say(Phrase::difference), true},
                   {page.say(Phrase::interval), true},
                   {page.say(Phrase::kept_customers), true},
                   {page.say(Phrase::verdict), false}},
                  {},
                  false};
  for (const auto& effect : effects)
    table.rows.push_back({effect.period, subject_of(page, effect), count_text(effect.treated),
                          percent_text(effect.treated_kept, effect.treated), count_text(effect.held_out),
                          percent_text(effect.held_out_kept, effect.held_out), difference_text(effect),
                          interval_text(effect), count_text(effect.kept_customers), page.name_of(effect.verdict)});
  return table;
}

void append_sentences(Page& page, const std::vector<EffectRow>& effects) {
  subheading(page, Phrase::in_words);
  page.out.open("ul");
  for (const auto& effect : effects)
    page.out.element("li", {}, effect.period + ": " + (page.words.chinese() ? effect.chinese : effect.english));
  page.out.close();
}

std::string evidence_text(const Page& page, std::size_t row) {
  const Batch& advice = page.night().advice;
  const auto number = [&](const char* column) { return number_at(advice, column, row).value_or(0); };
  return percent_text(number("kept"), number("tried")) + " / " +
         percent_text(number("held_out_kept"), number("held_out"));
}

std::vector<std::string> advice_row(const Page& page, std::size_t row) {
  const auto text = [&](const char* column) { return text_at(page.night().advice, column, row); };
  const std::string segment = text("segment"), stage = text("stage");
  return {segment.empty() ? page.say(Phrase::all) : page.name_of(segment),
          stage.empty() ? page.say(Phrase::all) : page.name_of(stage),
          text("rank"),
          text("strategy"),
          page.name_of(text("strength")),
          evidence_text(page, row),
          text(page.words.chinese() ? "chinese" : "english")};
}

DataTable advice_table(const Page& page, Phrase caption, const std::vector<std::size_t>& rows) {
  DataTable table{page.say(caption),
                  {{page.say(Phrase::segment), false},
                   {page.say(Phrase::stage), false},
                   {page.say(Phrase::rank), true},
                   {page.say(Phrase::strategy), false},
                   {page.say(Phrase::strength), false},
                   {page.say(Phrase::evidence), true},
                   {page.say(Phrase::sentence), false}},
                  {},
                  false};
  for (const std::size_t row : rows) table.rows.push_back(advice_row(page, row));
  return table;
}

// Rows of what is advised first, for the groups with the most lines.
std::vector<std::size_t> best_advice(const Page& page) {
  const NightRecord& night = page.night();
  std::map<std::pair<std::string, std::string>, std::int64_t> sizes;
  for (const auto& segment : count_by(night.decision, "segment")) {
    const RowMask lines = rows_where(night.decision, "segment", segment.first);
    for (const auto& stage : count_by(night.decision, "stage", &lines))
      sizes[{segment.first, stage.first}] = stage.second;
  }
  std::vector<std::pair<std::int64_t, std::size_t>> ranked;
  for (std::size_t row = 0; row < night.advice.rows(); ++row)
    if (number_at(night.advice, "rank", row) == 1)
      ranked.emplace_back(-sizes[{text_at(night.advice, "segment", row), text_at(night.advice, "stage", row)}], row);
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < std::min(ranked.size(), page.options.listed_lines); ++i) rows.push_back(ranked[i].second);
  return rows;
}

}  // namespace

void append_effects(Page& page) {
  open_section(page, "effects", Phrase::effects, Phrase::effects_lead);
  const auto effects = overall_effects(page);
  if (effects.empty()) {
    say_why_empty(page, {"evaluation", "outcomes", "strategy"}, Phrase::no_effect_yet);
  } else {
    const auto charted = charted_effects(page, effects);
    draw_figure(page, page.say(Phrase::forest_text), plot_of(page, charted));
    const std::string others = count_text(static_cast<std::int64_t>(effects.size() - charted.size()));
    if (charted.size() < effects.size()) paragraph(page, page.say(Phrase::not_charted, {others}));
    draw(page.out, effects_table(page, effects), page.words);
    append_sentences(page, charted);
    const std::size_t finer = page.night().effects.rows() - effects.size();
    if (finer != 0) paragraph(page, page.say(Phrase::finer_cells, {count_text(static_cast<std::int64_t>(finer))}));
  }
  page.out.close();
}

void append_advice(Page& page) {
  open_section(page, "advice", Phrase::advice, Phrase::advice_lead);
  std::vector<std::size_t> all(page.night().advice.rows());
  std::iota(all.begin(), all.end(), std::size_t{0});
  if (all.empty()) say_why_empty(page, {"knowledge", "evaluation", "strategy"}, Phrase::no_effect_yet);
  const auto best = best_advice(page);
  if (all.size() > kUnfoldedRows) draw(page.out, advice_table(page, Phrase::best_advice, best), page.words);
  draw(page.out, advice_table(page, Phrase::advice_table, all), page.words);
  page.out.close();
}

}  // namespace staysail::report
