#include "matters.hpp"

namespace staysail::program {
namespace {

using Asked = std::shared_ptr<MattersAsk>;

CLI::App& add_one(CLI::App& parent, const char* name, const char* help, const Asked& ask, Run& chosen) {
  ask->action = name;
  CLI::App& verb = add_verb(parent, name, help, ask, &matters, chosen);
  store_option(verb, ask->store);
  verb.add_option("--as", ask->as,
                  "staff id of who asks; what the role may not is refused. `system` is the host itself")
      ->required();
  verb.add_option("--at", ask->at, "when, YYYY-MM-DD[Thh:mm]")->required()->check(moment_fault);
  verb.add_option("--playbook", ask->playbook, "its folder: its access.csv and clock.toml hold; the usual without it");
  format_option(verb, ask->format);
  return verb;
}

void note_options(CLI::App& verb, const Asked& ask) {
  verb.add_option("--note", ask->note, "what there is to say");
  verb.add_option("--set", ask->attributes, "NAME=VALUE, an attribute; may be given several times")
      ->allow_extra_args(false);
}

void example(CLI::App& verb, const std::string& words) { verb.footer("Example:\n  staysail matters " + words); }

void add_reading(CLI::App& parent, Run& chosen) {
  auto ask = std::make_shared<MattersAsk>();
  CLI::App& list = add_one(parent, "list", "Matters that the asker may read, by id", ask, chosen);
  list.add_option("--kind", ask->kind, "only of this kind");
  list.add_option("--subject", ask->subject, "only about this");
  list.add_option("--state", ask->state, "only in this state");
  list.add_option("--customer", ask->customer, "only of this customer");
  list.add_option("--assignee", ask->assignee, "only of this staff id");
  list.add_option("--unit", ask->unit, "only of this unit");
  list.add_option("--parent", ask->parent, "only parts of this matter");
  list.add_flag("--open", ask->only_open, "only those that have not come to an end");
  list.add_option("--limit", ask->limit, "at most so many; 0 = all")->capture_default_str();
  example(list, "list --store sqlite:retention.db --as E0003 --at 2026-01-12 --kind ticket --open");
  ask = std::make_shared<MattersAsk>();
  CLI::App& history = add_one(parent, "history", "Everything that happened to a matter", ask, chosen);
  history.add_option("id", ask->id, "a matter id")->required();
  example(history, "history --store sqlite:retention.db --as E0003 --at 2026-01-12 MATTER");
  ask = std::make_shared<MattersAsk>();
  ask->action = "lives";
  CLI::App& lives =
      add_verb(parent, "lives", "The state tables: what leads where, who may, what must hold", ask, &matters, chosen);
  lives.add_option("--kind", ask->kind, "only of this kind");
  format_option(lives, ask->format);
  example(lives, "lives --kind collection");
}

void add_opening(CLI::App& parent, Run& chosen) {
  const auto ask = std::make_shared<MattersAsk>();
  CLI::App& open = add_one(parent, "open", "Open a matter; one that is there stays as it is", ask, chosen);
  open.add_option("--kind", ask->kind, "care, collection, ticket, recovery, win_back, campaign, lead, opportunity ...")
      ->required();
  open.add_option("--subject", ask->subject, "what it is about: welcome, complaint ...");
  open.add_option("--occasion", ask->occasion, "what makes it this one: a month, a bill, a day")->required();
  open.add_option("--customer", ask->customer, "a customer id");
  open.add_option("--account", ask->account, "an account id");
  open.add_option("--subscription", ask->subscription, "a subscription id");
  open.add_option("--parent", ask->parent, "the matter that it is a part of");
  open.add_option("--unit", ask->unit, "where it lies; without it, the unit of who asks");
  note_options(open, ask);
  example(open,
          "open --store sqlite:retention.db --as E0003 --at 2026-01-12T10:00 --kind ticket --subject complaint "
          "--occasion bill-7 --customer C1");
}

void add_moves(CLI::App& parent, Run& chosen) {
  const char* first = "--store sqlite:retention.db --as E0003 --at 2026-01-12T10:00 MATTER";
  auto ask = std::make_shared<MattersAsk>();
  CLI::App& move = add_one(parent, "move", "One event of its state table", ask, chosen);
  move.add_option("id", ask->id, "a matter id")->required();
  move.add_option("event", ask->event, "start, resolve, pay ... (see matters lives)")->required();
  note_options(move, ask);
  example(move, "move " + std::string(first) + " resolve --set cause=billing");
  ask = std::make_shared<MattersAsk>();
  CLI::App& assign = add_one(parent, "assign", "Give it to somebody", ask, chosen);
  assign.add_option("id", ask->id, "a matter id")->required();
  assign.add_option("--staff", ask->staff, "who is to have it")->required();
  note_options(assign, ask);
  example(assign, "assign " + std::string(first) + " --staff E0004");
  ask = std::make_shared<MattersAsk>();
  CLI::App& escalate = add_one(parent, "escalate", "To the manager of its unit", ask, chosen);
  escalate.add_option("id", ask->id, "a matter id")->required();
  note_options(escalate, ask);
  example(escalate, "escalate " + std::string(first));
  ask = std::make_shared<MattersAsk>();
  CLI::App& split = add_one(parent, "split", "Into parts; it ends after them", ask, chosen);
  split.add_option("id", ask->id, "a matter id")->required();
  split.add_option("--part", ask->parts, "the occasion of a part; several times")->required()->allow_extra_args(false);
  note_options(split, ask);
  example(split, "split " + std::string(first) + " --part line-1 --part line-2");
  ask = std::make_shared<MattersAsk>();
  CLI::App& merge = add_one(parent, "merge", "Two of one kind and customer become one", ask, chosen);
  merge.add_option("id", ask->id, "the matter that ends")->required();
  merge.add_option("--into", ask->into, "the one that stays")->required();
  note_options(merge, ask);
  example(merge, "merge " + std::string(first) + " --into OTHER");
}

void add_rounds(CLI::App& parent, Run& chosen) {
  auto ask = std::make_shared<MattersAsk>();
  CLI::App& tick = add_one(parent, "tick", "Look at the clocks, and that nothing strands", ask, chosen);
  example(tick, "tick --store sqlite:retention.db --as system --at 2026-01-12T10:00 --playbook examples/playbook");
  ask = std::make_shared<MattersAsk>();
  CLI::App& collect = add_one(parent, "collect", "Debts are opened, climb their ladders, and are settled", ask, chosen);
  collect
      .add_option("--arrears", ask->arrears,
                  "CSV file of what is owed: customer_id, account_id, bill, amount_minor, due, unit, tenure_months, "
                  "punctual_percent, mean_spend_minor, identified")
      ->required();
  example(collect, "collect --store sqlite:retention.db --as system --at 2026-02-08 --arrears arrears.csv");
}

void add_claim(CLI::App& tasks, Run& chosen) {
  const auto ask = std::make_shared<ClaimVerbAsk>();
  CLI::App& verb = add_verb(tasks, "claim", "Take the next tasks that nobody has", ask, &claim, chosen);
  store_option(verb, ask->store);
  verb.add_option("--staff", ask->staff, "staff id of who takes them")->required();
  verb.add_option("--at", ask->at, "when, YYYY-MM-DD[Thh:mm]")->required()->check(moment_fault);
  verb.add_option("--unit", ask->unit, "only of this unit");
  verb.add_option("--count", ask->count, "at most so many")->capture_default_str();
  verb.add_option("--playbook", ask->playbook, "the playbook's folder: its roles hold; the usual ones without it");
  verb.add_option("--mapping", ask->mapping, "the mapping, when it declares tables of its own");
  format_option(verb, ask->format);
  verb.footer("Example:\n  staysail tasks claim --store sqlite:retention.db --staff E0003 --at 2026-01-12T10:00");
}

}  // namespace

void add_matters(CLI::App& app, Run& chosen) {
  CLI::App& parent =
      *app.add_subcommand("matters", "Tickets, debts, leads, quotes, visits ...: what people pursue for customers")
           ->require_subcommand(1);
  parent.footer("Example:\n  staysail matters lives --kind ticket");
  add_reading(parent, chosen);
  add_opening(parent, chosen);
  add_moves(parent, chosen);
  add_rounds(parent, chosen);
  add_claim(*app.get_subcommand("tasks"), chosen);
}

}  // namespace staysail::program
