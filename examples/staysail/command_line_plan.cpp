#include "command_line.hpp"

namespace staysail::program {
namespace {

void add_plan_lint(CLI::App& parent, Run& chosen) {
  const auto ask = std::make_shared<PlanLintAsk>();
  CLI::App& verb = add_verb(parent, "lint",
                            "What is wrong in a playbook: conditions that never hold, strategies that never win, gaps "
                            "of tables, missing values, protected traits",
                            ask, &plan_lint, chosen);
  verb.add_option("--playbook", ask->playbook, "the playbook's folder")->required();
  verb.add_option("--mapping", ask->mapping, "the mapping, when it declares tables or keeps columns of its own");
  verb.add_option("--store", ask->store, "a store whose latest night tells which extension attributes there are");
  verb.add_option("--as-of", ask->as_of, "tell strategies that ended before this day, YYYY-MM-DD")->check(day_fault);
  language_option(verb, ask->language);
  format_option(verb, ask->format);
  verb.footer(
      "Example:\n  staysail plan lint --playbook examples/playbook --language en\nExit code 1: a finding is a warning "
      "or "
      "an error; notes alone give 0.");
}

void add_plan_diff(CLI::App& parent, Run& chosen) {
  const auto ask = std::make_shared<PlanDiffAsk>();
  CLI::App& verb =
      add_verb(parent, "diff", "Whose action changes when another playbook takes the place of one, and by which rule",
               ask, &plan_diff, chosen);
  store_option(verb, ask->store);
  verb.add_option("--playbook", ask->playbook, "the folder of the playbook before")->required();
  verb.add_option("--against", ask->against, "the folder of the playbook after")->required();
  verb.add_option("--mapping", ask->mapping, "the mapping, when it declares tables of its own");
  verb.add_option("--period", ask->period, "YYYY-MM; the latest night without it")->check(month_fault);
  verb.add_option("--out", ask->out, "a CSV file for every action that changes");
  language_option(verb, ask->language);
  format_option(verb, ask->format);
  verb.footer(
      "Example:\n  staysail plan diff --store sqlite:retention.db --playbook examples/playbook --against "
      "my_playbook --out changes.csv");
}

}  // namespace

void add_plan(CLI::App& app, Run& chosen) {
  CLI::App& parent =
      *app.add_subcommand(
              "plan", "What was planned and why: funnel, explain, why-not; and what a playbook would do: lint, diff")
           ->require_subcommand(1);
  const auto add = [&](const char* name, const char* help) {
    const auto ask = std::make_shared<PlanAsk>();
    ask->action = name;
    CLI::App& verb = add_verb(parent, name, help, ask, &plan, chosen);
    store_option(verb, ask->store);
    verb.add_option("--period", ask->period, "YYYY-MM; the latest night without it")->check(month_fault);
    language_option(verb, ask->language);
    format_option(verb, ask->format);
    return std::pair<CLI::App*, std::shared_ptr<PlanAsk>>(&verb, ask);
  };
  parent.footer("Example:\n  staysail plan funnel --store sqlite:retention.db");
  add("funnel", "How many customers each strategy met, and which guard stopped how many")
      .first->footer("Example:\n  staysail plan funnel --store sqlite:retention.db --period 2026-01");
  for (const char* name : {"explain", "why-not"}) {
    const auto [verb, ask] =
        add(name, name == std::string("explain") ? "What was decided for one subscription, strategy by strategy"
                                                 : "Why one strategy did not reach one subscription");
    verb->add_option("--playbook", ask->playbook, "the playbook's folder")->required();
    verb->add_option("--mapping", ask->mapping, "the mapping, when it declares tables of its own");
    verb->add_option("subscription", ask->subscription, "a subscription id")->required();
    CLI::Option* strategy = verb->add_option("strategy", ask->strategy, "a strategy id");
    if (name == std::string("why-not")) strategy->required();
    verb->footer("Example:\n  staysail plan " + std::string(name) +
                 " --store sqlite:retention.db --playbook examples/playbook 0000000001 renewal_before_expiry");
  }
  add_plan_lint(parent, chosen);
  add_plan_diff(parent, chosen);
}

}  // namespace staysail::program
