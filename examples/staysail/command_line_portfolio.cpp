#include "command_line.hpp"

namespace staysail::program {

void add_portfolio(CLI::App& app, Run& chosen) {
  CLI::App& parent =
      *app.add_subcommand("portfolio", "Whose customers these are: list, hand-over")->require_subcommand(1);
  parent.footer("Example:\n  staysail portfolio list --store sqlite:retention.db --as-of 2026-02-01");
  const auto asked = std::make_shared<PortfolioAsk>();
  CLI::App& list = add_verb(parent, "list", "Customers and open tasks of each person, hand-overs followed", asked,
                            &portfolio_list, chosen);
  store_option(list, asked->store);
  list.add_option("--as-of", asked->as_of, "on this day, YYYY-MM-DD")->required()->check(day_fault);
  list.add_option("--unit", asked->unit, "only of this unit");
  list.add_option("--team", asked->team, "only of this team");
  format_option(list, asked->format);
  list.footer("Example:\n  staysail portfolio list --store sqlite:retention.db --as-of 2026-02-01 --format csv");
  const auto given = std::make_shared<HandOverAsk>();
  CLI::App& verb =
      add_verb(parent, "hand-over", "What was one person's is another's from a day on, open tasks included", given,
               &portfolio_hand_over, chosen);
  store_option(verb, given->store);
  verb.add_option("--from", given->from, "staff id of who hands over")->required();
  verb.add_option("--to", given->to, "staff id of who takes over")->required();
  verb.add_option("--since", given->since, "the first day, YYYY-MM-DD")->required()->check(day_fault);
  verb.add_option("--at", given->at, "when it was decided, YYYY-MM-DD[Thh:mm]")->required()->check(moment_fault);
  verb.add_option("--staff", given->actor, "staff id of who decided it")->required();
  verb.add_option("--note", given->reason, "why")->required();
  verb.add_option("--customer", given->customers, "only this customer; may be given several times")
      ->allow_extra_args(false);
  verb.add_option("--playbook", given->playbook, "the playbook's folder: its roles hold; the usual ones without it");
  verb.add_option("--mapping", given->mapping, "the mapping, when it declares tables of its own");
  format_option(verb, given->format);
  verb.footer(
      "It holds until the BOSS itself names somebody else. Running it again moves what is left, nothing twice.\n"
      "Example:\n  staysail portfolio hand-over --store sqlite:retention.db --from E0003 --to E0004 --since 2026-02-01 "
      "--at 2026-01-20 --staff E0001 --note \"moves to the key account team\"");
}

}  // namespace staysail::program
