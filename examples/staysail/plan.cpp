#include <iostream>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/cycle/night_playbook.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/report/explanation_page.hpp"
#include "staysail/strategy/explanation.hpp"
#include "staysail/strategy/rule_table.hpp"

namespace staysail::program {
namespace {

// By which rules a night is explained.
struct Rules {
  Matcher matcher;
  ReadableNames names;
};

// Those of a folder, or those that the night kept: whatever became of the playbook, they are what was asked.
Result<Rules> rules_for(const PlanAsk& ask, const NightRecord& night) {
  Rules rules;
  if (!ask.playbook.empty()) {
    STAYSAIL_TRY(const auto catalog, catalog_of(ask.mapping));
    STAYSAIL_TRY(const auto playbook, playbook_of(night, ask.playbook, catalog));
    if (playbook.digest() != night.playbook_digest)
      std::cerr << "note: this is not the playbook of that night; its rules are used to explain\n";
    rules.matcher = playbook.matcher();
    for (const auto& strategy : *playbook.strategies())
      rules.names.add(strategy.id.text(), strategy.title.zh, strategy.title.en);
    return rules;
  }
  if (night.rules.rows() == 0)
    return Error(Errc::not_found, "the night kept no rules of its own; name the folder they came from with --playbook");
  STAYSAIL_TRY(rules.matcher, matcher_of(night.rules, night.decision.schema()));
  STAYSAIL_TRY(rules.names, titles_of(night.rules));
  return rules;
}

using Told = ExplainedStrategy;

Result<std::vector<Told>> explained(const PlanAsk& ask, const NightRecord& night, const Rules& rules) {
  const Inputs constants = {{"as_of", Value::date(night.as_of)}};
  const auto subscription = SubscriptionId::of(ask.subscription);
  std::vector<Told> told;
  if (!ask.strategy.empty()) {
    const auto strategy = StrategyId::of(ask.strategy);
    STAYSAIL_TRY(auto why,
                 explain(rules.matcher, night.decision, night.matches, constants, subscription, strategy, rules.names));
    for (const auto& rule : rules.matcher.rules())
      if (rule.id == strategy) told.push_back({strategy, rule.priority, std::move(why)});
    return told;
  }
  STAYSAIL_TRY(auto all,
               explain_all(rules.matcher, night.decision, night.matches, constants, subscription, rules.names));
  for (std::size_t i = 0; i < all.size(); ++i)
    told.push_back({rules.matcher.rules()[i].id, rules.matcher.rules()[i].priority, std::move(all[i])});
  return told;
}

const std::string& sentence_of(const Explanation& why, const PlanAsk& ask) {
  return ask.language == "en" ? why.sentence : why.chinese;
}

std::string condition_text(const Condition& condition) {
  return condition.text + "   (" + condition.actual + ": " + condition.holds.to_string() + ")";
}

// "consent_missing+contact_cap"
std::string guards_text(const Explanation& why) {
  std::uint32_t mask = 0;
  for (const Verdict guard : why.guards) mask |= guard_bit(guard);
  return names_of_guards(mask);
}

void print_told(const Told& told, const PlanAsk& ask) {
  std::cout << told.id.text() << ": " << name_of(told.why.verdict) << "\n  " << sentence_of(told.why, ask) << "\n";
  for (const auto& condition : told.why.conditions) std::cout << "    " << condition_text(condition) << "\n";
  if (told.why.guards.size() > 1) std::cout << "    guards: " << guards_text(told.why) << "\n";
}

// A row a strategy; its conditions in one cell, a line each.
Result<Batch> told_rows(const std::vector<Told>& all, const PlanAsk& ask) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& told : all) {
    std::string conditions;
    for (const auto& condition : told.why.conditions)
      conditions += (conditions.empty() ? "" : "\n") + condition_text(condition);
    rows.push_back({ask.subscription, told.id.text(), std::string(name_of(told.why.verdict)),
                    sentence_of(told.why, ask), conditions, told.why.winner.text(), told.why.winner_subscription.text(),
                    guards_text(told.why)});
  }
  return text_rows({"subscription_id", "strategy_id", "verdict", "sentence", "conditions", "winner_strategy",
                    "winner_subscription", "guards"},
                   rows);
}

Status write_page(const PlanAsk& ask, const NightRecord& night, const Rules& rules, std::vector<Told> all) {
  ExplanationPage page;
  page.subscription = SubscriptionId::of(ask.subscription);
  page.as_of = night.as_of;
  page.playbook = night.playbook;
  page.strategies = std::move(all);
  page.names = rules.names;
  page.language = ask.language;
  STAYSAIL_TRY(const std::string html, render_explanation(page));
  if (!ask.out.empty()) return write_file(ask.out, html);
  std::cout << html;
  return ok();
}

Status tell(const PlanAsk& ask, const std::vector<Told>& all) {
  if (ask.format != "table") {
    STAYSAIL_TRY(const Batch rows, told_rows(all, ask));
    print(rows, ask.format);
    return ok();
  }
  for (const auto& told : all) print_told(told, ask);
  return ok();
}

Status tell_conditions(const PlanAsk& ask, const NightRecord& night) {
  if (night.rules.rows() == 0) return Error(Errc::not_found, "the night kept no rules, so no condition of theirs");
  STAYSAIL_TRY(const Matcher matcher, matcher_of(night.rules, night.decision.schema()));
  STAYSAIL_TRY(const Batch counts, condition_counts(matcher, {night.conditions, night.marks}));
  print(counts, ask.format);
  return ok();
}

Status carry_out(Store& store, const PlanAsk& ask) {
  if (!ask.out.empty() && ask.format != "html")
    return Error(Errc::invalid_argument, "--out takes the page of --format html; other formats go to standard output");
  STAYSAIL_TRY(const auto night, load_night(store, ask.period));
  if (ask.action == "funnel") {
    print(night.funnel, ask.format);
    return ok();
  }
  if (ask.action == "conditions") return tell_conditions(ask, night);
  STAYSAIL_TRY(const auto rules, rules_for(ask, night));
  STAYSAIL_TRY(auto told, explained(ask, night, rules));
  return ask.format == "html" ? write_page(ask, night, rules, std::move(told)) : tell(ask, told);
}

}  // namespace

int plan(const PlanAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto done = carry_out(**store, ask);
  return done ? kOk : failed(done.error());
}

}  // namespace staysail::program
