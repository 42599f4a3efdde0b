#include <iostream>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/cycle/night_playbook.hpp"
#include "staysail/strategy/explanation.hpp"

namespace staysail::program {
namespace {

Result<Playbook> playbook_for(const PlanAsk& ask, const NightRecord& night) {
  if (ask.mapping.empty()) return playbook_of(night, ask.playbook, ModelCatalog());
  STAYSAIL_TRY(const auto mapping, Mapping::load(ask.mapping));
  return playbook_of(night, ask.playbook, mapping.catalog);
}

void print_explanation(const StrategyId& strategy, const Explanation& explanation) {
  std::cout << strategy.text() << ": " << name_of(explanation.verdict) << "\n  " << explanation.sentence << "\n";
  for (const auto& condition : explanation.conditions) std::cout << "    " << condition.text << "   (" << condition.actual << ": " << condition.holds.to_string() << ")\n";
}

Status explain_one(const PlanAsk& ask, const NightRecord& night, const Playbook& playbook) {
  const Inputs constants = {{"as_of", Value::date(night.as_of)}};
  const auto subscription = SubscriptionId::of(ask.subscription);
  if (!ask.strategy.empty()) {
    STAYSAIL_TRY(const auto told, explain(playbook.matcher(), night.decision, night.matches, constants, subscription, StrategyId::of(ask.strategy)));
    print_explanation(StrategyId::of(ask.strategy), told);
    return ok();
  }
  STAYSAIL_TRY(const auto all, explain_all(playbook.matcher(), night.decision, night.matches, constants, subscription));
  for (std::size_t i = 0; i < all.size(); ++i) print_explanation(playbook.matcher().rules()[i].id, all[i]);
  return ok();
}

Status carry_out(Store& store, const PlanAsk& ask) {
  STAYSAIL_TRY(const auto night, load_night(store, ask.period));
  if (ask.action == "funnel") {
    print(night.funnel, ask.format);
    return ok();
  }
  STAYSAIL_TRY(const auto playbook, playbook_for(ask, night));
  if (playbook.digest() != night.playbook_digest) std::cerr << "note: this is not the playbook of that night; its rules are used to explain\n";
  return explain_one(ask, night, playbook);
}

}  // namespace

int plan(const PlanAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto done = carry_out(**store, ask);
  return done ? kOk : failed(done.error());
}

}  // namespace staysail::program
