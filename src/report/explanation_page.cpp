#include "staysail/report/explanation_page.hpp"

#include <algorithm>
#include <array>

#include "report/markup.hpp"
#include "report/style_sheet.hpp"
#include "report/words.hpp"
#include "staysail/base/secret.hpp"

namespace staysail {
namespace report {
namespace {

constexpr Literal kExplanationStyle = R"css(
.headline{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 12px}
.headline h2{margin-right:auto}
.chip{display:inline-block;border:1px solid var(--line);border-radius:999px;padding:1px 10px;font-size:13px;
white-space:nowrap}
.chip.passed{color:var(--good);border-color:var(--good)}
.chip.stopped{background:var(--bad);border-color:var(--bad);color:var(--card);font-weight:600}
.chip.also{color:var(--bad);border-color:var(--bad);border-style:dashed}
.chip.unasked{color:var(--soft)}
.chip.done{background:var(--good);border-color:var(--good);color:var(--card);font-weight:600}
.guards{display:flex;flex-wrap:wrap;gap:6px;margin:4px 0 0;padding:0;list-style:none}
.guards li{display:flex;align-items:center;gap:6px}
.guards li+li::before{content:"\203A";color:var(--soft)}
.rule td,.rule th{padding-top:4px;padding-bottom:4px}
.rule code{font:13px/1.5 ui-monospace,"Cascadia Mono",Consolas,"DejaVu Sans Mono",monospace,"Noto Sans CJK SC"}
.rule tr.fails td{color:var(--bad)}
.mark-cell{width:2.2em;font-weight:700;text-align:center;padding:4px 6px}
.holds .mark-cell{color:var(--good)}
.fails .mark-cell,.unknown .mark-cell{color:var(--bad)}
)css";

// What a guard asks; its verdict says how the answer turned out.
struct GuardQuestion {
  Verdict verdict;
  Phrase asked;
};

constexpr std::array kQuestions = {
    GuardQuestion{Verdict::not_valid, Phrase::guard_dates},
    GuardQuestion{Verdict::stage_forbidden, Phrase::guard_stage},
    GuardQuestion{Verdict::consent_missing, Phrase::guard_consent},
    GuardQuestion{Verdict::opted_out, Phrase::guard_silence},
    GuardQuestion{Verdict::cool_down, Phrase::guard_cool_down},
    GuardQuestion{Verdict::exclusion_group, Phrase::guard_group},
    GuardQuestion{Verdict::suppressed, Phrase::guard_outcome},
    GuardQuestion{Verdict::contact_cap, Phrase::guard_cap},
    GuardQuestion{Verdict::quiet_hours, Phrase::guard_quiet_hours},
    GuardQuestion{Verdict::not_eligible, Phrase::guard_boss},
    GuardQuestion{Verdict::outranked, Phrase::guard_rank},
    GuardQuestion{Verdict::budget_spent, Phrase::guard_budget},
    GuardQuestion{Verdict::capacity_full, Phrase::guard_capacity},
    GuardQuestion{Verdict::no_value, Phrase::guard_value},
    GuardQuestion{Verdict::held_out, Phrase::guard_hold_out},
};

class Writer {
 public:
  explicit Writer(const ExplanationPage& page)
      : page_(page), words_(page.language == "zh" ? Language::chinese : Language::english) {}
  std::string write();

 private:
  std::string say(Phrase phrase, std::initializer_list<std::string_view> arguments = {}) const {
    return words_.say(phrase, arguments);
  }
  std::string id_of(const SubscriptionId& id) const { return page_.mask_ids ? mask(id.text(), 0, 4) : id.text(); }
  std::string title_of(const StrategyId& id) const { return page_.names.title(id.text(), page_.language); }

  std::string lead(const Explanation& why) const;
  void head(const std::string& title);
  void strategy(const ExplainedStrategy& told);
  void headline(const ExplainedStrategy& told);
  void conditions(const Explanation& why);
  void condition(const Explanation& why, const Condition& condition);
  void guards(const Explanation& why);
  void guard(const Explanation& why, Verdict guard);
  void unmatched(const std::vector<const ExplainedStrategy*>& all);
  void unmatched_rows(const ExplainedStrategy& told);
  void cell(std::string_view text);
  void code_cell(std::string_view text);

  const ExplanationPage& page_;
  Words words_;
  Markup out_;
};

// What is done first, then what came furthest, then priority; a strategy's place in the list never counts.
std::vector<const ExplainedStrategy*> in_order(const std::vector<ExplainedStrategy>& strategies) {
  std::vector<const ExplainedStrategy*> order;
  for (const auto& told : strategies) order.push_back(&told);
  std::sort(order.begin(), order.end(), [](const ExplainedStrategy* a, const ExplainedStrategy* b) {
    if (a->why.verdict != b->why.verdict) return a->why.verdict > b->why.verdict;
    return a->priority != b->priority ? a->priority > b->priority : a->id < b->id;
  });
  return order;
}

void Writer::cell(std::string_view text) { out_.element("td", {}, text); }

void Writer::code_cell(std::string_view text) { out_.open("td").element("code", {}, text).close(); }

void Writer::head(const std::string& title) {
  out_.open("head");
  out_.hollow("meta", {{"charset", "utf-8"}});
  out_.hollow("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  out_.hollow("meta", {{"http-equiv", "Content-Security-Policy"},
                       {"content", "default-src 'none'; style-src 'unsafe-inline'"}});
  out_.element("title", {}, title);
  out_.open("style").verbatim(style_sheet()).verbatim(kExplanationStyle).close();
  out_.close();
}

// The sentence of the room names who won in clear.
std::string Writer::lead(const Explanation& why) const {
  if (!why.winner.empty()) return say(Phrase::done_instead, {title_of(why.winner), id_of(why.winner_subscription)});
  return words_.chinese() ? why.chinese : why.sentence;
}

void Writer::headline(const ExplainedStrategy& told) {
  const bool done = told.why.verdict == Verdict::task;
  out_.open("div", {{"class", "headline"}});
  out_.element("h2", {}, title_of(told.id));
  out_.element("span", {{"class", "note"}}, say(Phrase::priority_of, {told.id.text(), std::to_string(told.priority)}));
  out_.element("span", {{"class", done ? "chip done" : "chip stopped"}}, words_.name_of(name_of(told.why.verdict)));
  out_.close();
  out_.element("p", {{"class", "lead"}}, lead(told.why));
}

bool decides(const Explanation& why, const Condition& condition) {
  return std::any_of(why.conditions.begin(), why.conditions.end(), [&](const Condition& one) {
    return one.place.line == condition.place.line && one.place.column == condition.place.column &&
           one.text == condition.text;
  });
}

void Writer::condition(const Explanation& why, const Condition& condition) {
  const bool holds = condition.holds.is_true(), unknown = condition.holds.is_null();
  out_.open("tr", {{"class", holds ? "holds" : unknown ? "unknown" : "fails"}});
  out_.element("td", {{"class", "mark-cell"}}, holds ? "\xE2\x9C\x93" : unknown ? "?" : "\xE2\x9C\x97");
  code_cell(condition.text);
  code_cell(condition.actual);
  code_cell(condition.bound);
  const Phrase said = holds ? Phrase::condition_holds : unknown ? Phrase::condition_unknown : Phrase::condition_fails;
  cell(say(said) + (decides(why, condition) ? "" : say(Phrase::decides_nothing)));
  out_.close();
}

void Writer::conditions(const Explanation& why) {
  out_.element("h3", {}, say(Phrase::conditions));
  out_.open("div", {{"class", "scroll"}}).open("table", {{"class", "rule"}}).open("thead").open("tr");
  for (const Phrase heading : {Phrase::condition_mark, Phrase::condition, Phrase::condition_value,
                               Phrase::condition_bound, Phrase::condition_outcome})
    out_.element("th", {{"scope", "col"}}, say(heading));
  out_.close().close().open("tbody");
  for (const Condition& one : why.every) condition(why, one);
  out_.close().close().close();
}

// A guard passed, stopped it, would have stopped it as well, or was not asked any more.
void Writer::guard(const Explanation& why, Verdict guard) {
  const bool stopped = guard == why.verdict;
  const bool also = !stopped && std::find(why.guards.begin(), why.guards.end(), guard) != why.guards.end();
  const bool passed = !also && guard < why.verdict;
  const std::string found = words_.name_of(name_of(guard));
  const auto* question = std::find_if(kQuestions.begin(), kQuestions.end(),
                                      [guard](const GuardQuestion& each) { return each.verdict == guard; });
  const std::string asked = question == kQuestions.end() ? found : say(question->asked);
  out_.open("li");
  if (stopped) out_.element("span", {{"class", "chip stopped"}}, "\xE2\x9C\x97 " + found);
  else if (also) out_.element("span", {{"class", "chip also"}}, "\xE2\x9C\x97 " + say(Phrase::also_stopped, {found}));
  else if (passed) out_.element("span", {{"class", "chip passed"}}, "\xE2\x9C\x93 " + asked);
  else out_.element("span", {{"class", "chip unasked"}}, asked);
  out_.close();
}

void Writer::guards(const Explanation& why) {
  out_.element("h3", {}, say(Phrase::guards_in_order));
  out_.open("ol", {{"class", "guards"}});
  for (std::size_t v = 1; v < kVerdicts; ++v)
    if (static_cast<Verdict>(v) != Verdict::task) guard(why, static_cast<Verdict>(v));
  out_.close();
}

void Writer::strategy(const ExplainedStrategy& told) {
  out_.open("section");
  headline(told);
  conditions(told.why);
  guards(told.why);
  out_.close();
}

void Writer::unmatched_rows(const ExplainedStrategy& told) {
  for (const Condition& failing : told.why.conditions) {
    out_.open("tr", {{"class", "fails"}});
    cell(title_of(told.id));
    code_cell(failing.text);
    code_cell(failing.actual);
    code_cell(failing.bound);
    out_.close();
  }
}

void Writer::unmatched(const std::vector<const ExplainedStrategy*>& all) {
  out_.open("section");
  out_.element("h2", {}, say(Phrase::not_matching, {std::to_string(all.size())}));
  out_.element("p", {{"class", "lead"}}, say(Phrase::not_matching_lead));
  out_.open("div", {{"class", "scroll"}}).open("table", {{"class", "rule"}}).open("thead").open("tr");
  for (const Phrase heading :
       {Phrase::strategy, Phrase::condition_failing, Phrase::condition_value, Phrase::condition_bound})
    out_.element("th", {{"scope", "col"}}, say(heading));
  out_.close().close().open("tbody");
  for (const ExplainedStrategy* told : all) unmatched_rows(*told);
  out_.close().close().close().close();
}

std::string Writer::write() {
  const std::string title = say(Phrase::explanation_title, {id_of(page_.subscription)});
  out_.verbatim("<!DOCTYPE html>\n");
  out_.open("html", {{"lang", words_.chinese() ? "zh-CN" : "en"}});
  head(title);
  out_.open("body").open("header");
  out_.element("h1", {}, title);
  out_.element("p", {{"class", "period"}}, say(Phrase::period_line, {page_.as_of.to_string(), page_.playbook}));
  out_.close().open("main");
  std::vector<const ExplainedStrategy*> rest;
  for (const ExplainedStrategy* told : in_order(page_.strategies)) {
    if (told->why.verdict == Verdict::no_match) rest.push_back(told);
    else strategy(*told);
  }
  if (!rest.empty()) unmatched(rest);
  out_.close().element("footer", {}, say(Phrase::explanation_footer)).close().close();
  return out_.finish();
}

}  // namespace
}  // namespace report

Result<std::string> render_explanation(const ExplanationPage& page) {
  if (page.language != "zh" && page.language != "en")
    return Error(Errc::invalid_argument, "an explanation is written in zh or en, not in: " + page.language);
  return report::Writer(page).write();
}

}  // namespace staysail
