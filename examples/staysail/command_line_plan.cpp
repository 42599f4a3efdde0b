#include "command_line.hpp"

namespace staysail::program {
namespace {

void explain_formats(CLI::App& verb, PlanAsk& ask) {
  verb.add_option("--format", ask.format, "how to print: table, csv, json, ndjson, or html: a page for people")
      ->check(CLI::IsMember({"table", "csv", "json", "ndjson", "html"}))
      ->capture_default_str();
  verb.add_option("--out", ask.out, "the file of the page; standard output without it");
}

void add_plan_simulate(CLI::App& parent, Run& chosen) {
  const auto ask = std::make_shared<PlanSimulateAsk>();
  CLI::App& verb = add_verb(parent, "simulate", "What a playbook would do, counted before anything is issued", ask,
                            &plan_simulate, chosen);
  store_option(verb, ask->store);
  verb.add_option("--playbook", ask->playbook, "the folder to try; its strategies and contact rules count")->required();
  verb.add_option("--mapping", ask->mapping, "the mapping, when it declares tables of its own");
  verb.add_option("--period", ask->period, "the night whose lines are taken, YYYY-MM; the latest without it")
      ->check(month_fault);
  verb.add_option("--sample", ask->sample, "per cent of the customers to look at; counts then have an interval")
      ->capture_default_str();
  verb.add_option("--salt", ask->salt, "another text takes other customers")->capture_default_str();
  threads_option(verb, ask->threads);
  format_option(verb, ask->format);
  verb.footer(
      "Example:\n  staysail plan simulate --store sqlite:retention.db --playbook examples/playbook --sample 10");
}

void add_plan_replay(CLI::App& parent, Run& chosen) {
  const auto ask = std::make_shared<PlanReplayAsk>();
  CLI::App& verb = add_verb(parent, "replay",
                            "Make the decisions of a night again from what was stored, and compare them bit for bit",
                            ask, &plan_replay, chosen);
  store_option(verb, ask->store);
  verb.add_option("--playbook", ask->playbook, "the playbook's folder as it was that night")->required();
  verb.add_option("--mapping", ask->mapping, "the mapping, when it declares tables of its own");
  verb.add_option("--period", ask->period, "YYYY-MM; the latest night without it")->check(month_fault);
  threads_option(verb, ask->threads);
  format_option(verb, ask->format);
  verb.footer(
      "Example:\n  staysail plan replay --store sqlite:retention.db --period 2026-01 --playbook examples/playbook\n"
      "Exit code 1: another playbook, a changed input or another decision; each is named.");
}

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
      "or an error; notes alone give 0.");
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
              "plan",
              "What was planned and why: funnel, conditions, explain, why-not, replay; and what would be: lint, diff, "
              "simulate")
           ->require_subcommand(1);
  const auto add = [&](const char* name, const char* help) {
    const auto ask = std::make_shared<PlanAsk>();
    ask->action = name;
    CLI::App& verb = add_verb(parent, name, help, ask, &plan, chosen);
    store_option(verb, ask->store);
    verb.add_option("--period", ask->period, "YYYY-MM; the latest night without it")->check(month_fault);
    language_option(verb, ask->language);
    if (name != std::string("explain")) format_option(verb, ask->format);
    return std::pair<CLI::App*, std::shared_ptr<PlanAsk>>(&verb, ask);
  };
  parent.footer("Example:\n  staysail plan funnel --store sqlite:retention.db");
  add("funnel", "How many customers each strategy met, and which guard stopped how many")
      .first->footer("Example:\n  staysail plan funnel --store sqlite:retention.db --period 2026-01");
  add("conditions", "How many lines each condition of each strategy let through, and how many it stopped alone")
      .first->footer("Example:\n  staysail plan conditions --store sqlite:retention.db");
  for (const char* name : {"explain", "why-not"}) {
    const auto [verb, ask] =
        add(name, name == std::string("explain") ? "What was decided for one subscription, strategy by strategy"
                                                 : "Why one strategy did not reach one subscription");
    verb->add_option("--playbook", ask->playbook,
                     "explain by the rules of this folder; by those that the night kept without it");
    verb->add_option("--mapping", ask->mapping, "the mapping, when it declares tables of its own");
    verb->add_option("subscription", ask->subscription, "a subscription id")->required();
    CLI::Option* strategy = verb->add_option("strategy", ask->strategy, "a strategy id");
    if (name == std::string("why-not")) strategy->required();
    else explain_formats(*verb, *ask);
    verb->footer("Example:\n  staysail plan " + std::string(name) +
                 " --store sqlite:retention.db 0000000001 renewal_before_expiry");
  }
  add_plan_lint(parent, chosen);
  add_plan_diff(parent, chosen);
  add_plan_simulate(parent, chosen);
  add_plan_replay(parent, chosen);
}

}  // namespace staysail::program
