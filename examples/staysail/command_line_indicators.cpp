#include "command_line.hpp"

namespace staysail::program {
namespace {

CLI::App& add_one(CLI::App& parent, const char* name, const char* help, const std::shared_ptr<IndicatorsAsk>& ask,
                  Run& chosen) {
  ask->action = name;
  CLI::App& verb = add_verb(parent, name, help, ask, &indicators, chosen);
  store_option(verb, ask->store);
  verb.add_option("--playbook", ask->playbook, "the playbook's folder, whose indicators.toml counts")->required();
  verb.add_option("--mapping", ask->mapping, "the mapping, when it declares tables of its own");
  verb.add_option("--period", ask->period, "YYYY-MM; the latest night without it")->check(month_fault);
  return verb;
}

void add_list(CLI::App& parent, Run& chosen) {
  const auto ask = std::make_shared<IndicatorsAsk>();
  CLI::App& verb = add_one(parent, "list",
                           "What the catalogue declares: rule, unit, what each is made of, and a version that "
                           "changes when its figures may",
                           ask, chosen);
  format_option(verb, ask->format);
  verb.footer("Example:\n  staysail indicators list --store sqlite:retention.db --playbook examples/playbook");
}

void add_explain(CLI::App& parent, Run& chosen) {
  const auto ask = std::make_shared<IndicatorsAsk>();
  CLI::App& verb =
      add_one(parent, "explain", "Which facts, attributes and other indicators made one figure", ask, chosen);
  verb.add_option("indicator", ask->indicator, "its name in indicators.toml")->required();
  verb.add_option("subscription", ask->subscription, "a subscription id")->required();
  verb.add_option("--format", ask->format, "how to print: table (sentences), json or ndjson")
      ->check(CLI::IsMember({"table", "json", "ndjson"}))
      ->capture_default_str();
  threads_option(verb, ask->threads);
  verb.footer(
      "Example:\n  staysail indicators explain arpu_3m S00000017 --store sqlite:retention.db --playbook "
      "examples/playbook\nExit code 1: the night kept another figure, so facts or rules have changed since.");
}

void add_diff(CLI::App& parent, Run& chosen) {
  const auto ask = std::make_shared<IndicatorsAsk>();
  CLI::App& verb = add_one(parent, "diff",
                           "What another catalogue would change over the facts of a night: indicators, rules, and how "
                           "many lines get another figure",
                           ask, chosen);
  verb.add_option("--against", ask->against, "the folder of the playbook after")->required();
  threads_option(verb, ask->threads);
  format_option(verb, ask->format);
  verb.footer(
      "Example:\n  staysail indicators diff --store sqlite:retention.db --playbook examples/playbook --against "
      "playbook-2027\nExit code 1: there is a difference.");
}

}  // namespace

void add_indicators(CLI::App& app, Run& chosen) {
  CLI::App& parent = *app.add_subcommand("indicators", "The operating figures: list, explain one, compare catalogues")
                          ->require_subcommand(1);
  add_list(parent, chosen);
  add_explain(parent, chosen);
  add_diff(parent, chosen);
  parent.footer(
      "Example:\n  staysail indicators list --store sqlite:retention.db --playbook examples/playbook --format csv");
}

}  // namespace staysail::program
