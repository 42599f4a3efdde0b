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
  CLI::App& verb =
      add_verb(app, "quality",
               "How complete, valid, unique, timely and consistent what each source says is, of customers, "
               "lines and facts, and how that changed since the night before",
               ask, &quality, chosen);
  store_option(verb, ask->store);
  verb.add_option("--table", ask->table, "only this table (parties, bills ...), or records: what came in of each feed");
  verb.add_option("--as-of", ask->as_of, "the day, YYYY-MM-DD; that of the latest night without it")->check(day_fault);
  verb.add_flag("--faults", ask->only_faults, "leave out what is at 100 %");
  format_option(verb, ask->format);
  verb.footer(
      "Facts are measured in the last closed month; docs/view.md says how.\nExamples:\n  staysail quality --store "
      "sqlite:retention.db --table parties\n  staysail quality --store sqlite:retention.db --faults");
}

void add_groups(CLI::App& app, Run& chosen) {
  const auto ask = std::make_shared<GroupsAsk>();
  CLI::App& verb = add_verb(app, "groups",
                            "Group customers: all of them, or one as a tree of its parts, members, roles and lines, "
                            "with figures of the latest night brought up from the lines",
                            ask, &groups, chosen);
  store_option(verb, ask->store);
  verb.add_option("id", ask->id, "a group, or a member or line of one; all groups without it");
  verb.add_option("--figure", ask->figures,
                  "an indicator or another number of the night, such as arpu_3m; may be given several times; value "
                  "without it")
      ->allow_extra_args(false);
  verb.add_option("--roll-up", ask->roll_up, "how lines' figures become the group's: sum, mean, max or min")
      ->check(CLI::IsMember({"sum", "mean", "max", "min"}))
      ->capture_default_str();
  verb.add_flag("--no-lines", ask->no_lines, "of one group: members only");
  format_option(verb, ask->format);
  verb.footer(
      "A line counts once in a group, however many ways lead to it. So that rules see a group's figure, declare an "
      "indicator with roll_up_of and grain = \"group\" (docs/indicators.md).\nExit code 1: memberships contradict each "
      "other (a circle, a group with two parents); they are named, and count for nothing until one of them is "
      "ended.\nExamples:\n  staysail groups --store sqlite:retention.db --figure value --figure arrears\n  staysail "
      "groups --store sqlite:retention.db C00000012 --roll-up max --format json");
}

void add_households(CLI::App& app, Run& chosen) {
  const auto ask = std::make_shared<HouseholdsAsk>();
  CLI::App& verb =
      add_verb(app, "households", "Customers who live or pay together: all households, or what holds one together", ask,
               &households, chosen);
  store_option(verb, ask->store);
  verb.add_option("id", ask->id, "a household, or a customer in one; all without it");
  verb.add_option("--purpose", ask->purpose,
                  "why you look: visit opens the shared address, which is masked without it; the look is written down");
  format_option(verb, ask->format);
  verb.footer(
      "What counts as evidence, and from how much on, stands in view.toml of the playbook under [households] "
      "(docs/view.md). Where it is declared, rules see household_id, and indicators roll up with grain = "
      "\"household\".\nExample:\n  staysail households --store sqlite:retention.db C00000012 --purpose visit");
}

void add_export(CLI::App& app, Run& chosen) {
  const auto ask = std::make_shared<ExportAsk>();
  CLI::App& verb = add_verb(app, "export", "The tables of a store as files, or one of them on the screen", ask,
                            &export_tables, chosen);
  store_option(verb, ask->store);
  verb.add_option("--out", ask->out, "a folder: NAME.csv for each table; without it one --table is printed");
  verb.add_option(
          "--table", ask->tables,
          "customers, bills ... (docs/mapping.md), or view: what is known of each line in one row; may be given "
          "several times; every table that has rows without it")
      ->allow_extra_args(false);
  verb.add_option("--first", ask->first, "the first month of facts, YYYY-MM")->check(month_fault);
  verb.add_option("--last", ask->last, "the last month of facts, YYYY-MM")->check(month_fault);
  verb.add_option("--as-of", ask->as_of, "the day of the view, YYYY-MM-DD; that of the latest night without it")
      ->check(day_fault);
  verb.add_option(
      "--purpose", ask->purpose,
      "why you look: contact opens names and phone numbers, which are masked without it (docs/view.md); the "
      "look is written down");
  verb.add_option("--mapping", ask->mapping, "the mapping whose tables of its own go out too");
  format_option(verb, ask->format);
  verb.footer(
      "What several sources say of a customer comes merged, as the view shows it. Indicators, tasks and findings of a "
      "night are written by `staysail run --out`.\nExample:\n  staysail export --store sqlite:retention.db --out "
      "tables\n  staysail export --store sqlite:retention.db --table bills --first 2025-12 --format csv");
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
