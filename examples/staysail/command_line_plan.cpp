#include "command_line.hpp"

namespace staysail::program {

void add_plan(CLI::App& app, Run& chosen) {
  CLI::App& parent =
      *app.add_subcommand("plan", "What was planned and why: funnel, explain, why-not")->require_subcommand(1);
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
}

}  // namespace staysail::program
