#include "command_line.hpp"

namespace staysail::program {
namespace {

std::shared_ptr<IdentityVerbAsk> add_one(CLI::App& parent, const char* name, const char* help, Run& chosen) {
  const auto ask = std::make_shared<IdentityVerbAsk>();
  ask->action = name;
  CLI::App& verb = add_verb(parent, name, help, ask, &identity, chosen);
  store_option(verb, ask->store);
  format_option(verb, ask->format);
  const bool rules = ask->action == "merge" || ask->action == "unmerge";
  if (rules) {
    verb.add_option("party", ask->party, "a party id")->required();
    verb.add_option("other", ask->other, "another party id")->required();
    verb.add_option("--who", ask->who, "the staff id of who decides")->required();
    verb.add_option("--why", ask->why, "what it rests on; stays on record")->required();
    verb.add_option("--at", ask->at, "when, YYYY-MM-DD[Thh:mm]; now without it")->check(moment_fault);
  }
  verb.footer("Example:\n  staysail identity " + ask->action + " --store sqlite:retention.db" +
              (rules ? " P00000021 P00000034 --who E0003 --why \"saw the identity card\"" : ""));
  return ask;
}

}  // namespace

void add_quality(CLI::App& app, Run& chosen) {
  const auto ask = std::make_shared<QualityAsk>();
  CLI::App& verb = add_verb(app, "quality",
                            "How complete, valid, unique, timely and consistent each attribute of each source is, and "
                            "how that changed since the night before",
                            ask, &quality, chosen);
  store_option(verb, ask->store);
  verb.add_option("--table", ask->table, "only this entity table");
  verb.add_option("--as-of", ask->as_of, "the day, YYYY-MM-DD; that of the latest night without it")->check(day_fault);
  verb.add_flag("--faults", ask->only_faults, "leave out what is at 100 %");
  format_option(verb, ask->format);
  verb.footer("Example:\n  staysail quality --store sqlite:retention.db --table parties");
}

void add_identity(CLI::App& app, Run& chosen) {
  CLI::App& parent = *app.add_subcommand("identity", "Who is registered twice: report, review, rulings, merge, unmerge")
                          ->require_subcommand(1);
  add_one(parent, "report", "Groups of parties that are one person or organisation", chosen);
  add_one(parent, "review", "Pairs that somebody should look at, the likeliest first", chosen);
  add_one(parent, "rulings", "What people decided: who, when and why", chosen);
  add_one(parent, "merge", "Two parties are one; nothing is rewritten, and no points overrule it", chosen);
  add_one(parent, "unmerge", "Two parties are not one; everything is again as before they were merged", chosen);
  parent.footer("Example:\n  staysail identity review --store sqlite:retention.db");
}

}  // namespace staysail::program
