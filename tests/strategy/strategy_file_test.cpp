#include "staysail/strategy/strategy_file.hpp"

#include <doctest/doctest.h>

#include "strategy/plan_fixture.hpp"

namespace staysail::test {
namespace {

FrameScope frame_scope() {
  FrameScope frame;
  frame.stages = {"onboarding", "growth", "maturity", "decline"};
  frame.scope.add("stage", frame.stages);
  frame.scope.add("value", FeelType::number());
  frame.scope.add("contract_end", FeelType::date());
  frame.scope.add("as_of", FeelType::date());
  return frame;
}

const std::string kRenewal = R"(
[[strategy]]
id = "renewal"
title = { zh = "续约", en = "Renewal" }
version = 3
owner = "retention desk"
valid_from = 2025-01-01
valid_to = 2026-12-31
priority = 90
kind = "renewal"
stages = ["decline"]
exclusion_group = "offers"
cool_down_days = 60
channels = ["call", "sms"]
budget = 5000
when = 'stage = "decline" and value >= 50'
tactic = { zh = "{contract_end} 到期，续约 12 个月九折", en = "Renew before {contract_end}" }
action = { kind = "renew", after = "acceptance", parameters = { months = 12, discount_percent = 10.5 } }
knowledge = ["renewal-script"]
match = [{ stage = "decline", value = 50 }]
no_match = [{ stage = "growth", value = 80 }, { stage = "decline" }]
)";

// The file with one text in the place of another.
std::string with(const std::string& from, const std::string& to) {
  std::string text = kRenewal;
  const auto at = text.find(from);
  REQUIRE(at != text.npos);
  return text.replace(at, from.size(), to);
}

Error error_of(const std::string& toml) {
  const auto strategies = parse_strategies(toml, "strategies.toml", frame_scope());
  if (!strategies) return strategies.error();
  return compile_strategies(*strategies, frame_scope()).error();
}

}  // namespace

TEST_CASE("a strategy is read as it was written") {
  const Strategy renewal = parse_strategies(kRenewal, "strategies.toml", frame_scope()).value().at(0);
  CHECK(renewal.id == StrategyId::of("renewal"));
  CHECK(renewal.title.in("en") == "Renewal");
  CHECK(renewal.version == 3);
  CHECK(renewal.valid_to == day("2026-12-31"));
  CHECK(renewal.priority == 90);
  CHECK(renewal.kind == StrategyKind::renewal);
  CHECK(renewal.budget == 5000);
  CHECK(renewal.channels == std::vector<std::string>{"call", "sms"});
  REQUIRE(renewal.action);
  CHECK(renewal.action->kind == ActionKind::renew);
  CHECK(renewal.action->moment == ActionMoment::acceptance);
  CHECK(parameters_text(renewal.action->parameters) == "discount_percent=10.5;months=12");
  CHECK(renewal.examples.size() == 3);
  CHECK(compile_strategies({renewal}, frame_scope()));
}

TEST_CASE("what is wrong in a strategies file is told with its place and what was meant") {
  struct Fault {
    std::string from, to;
    Errc code;
    std::string says;
  };
  for (const Fault& fault : {
           Fault{"kind = \"renewal\"", "kind = \"renewel\"", Errc::playbook_invalid, "renewel"},
           Fault{"[\"call\", \"sms\"]", "[\"calls\"]", Errc::playbook_invalid, "did you mean 'call'"},
           Fault{"[\"decline\"]", "[\"declin\"]", Errc::playbook_invalid, "did you mean 'decline'"},
           Fault{"cool_down_days", "cooldown_days", Errc::malformed_file, "cool_down_days"},
           Fault{"value >= 50'", "valu >= 50'", Errc::unknown_name, "value"},
           Fault{"stage = \"decline\" and", "stage = \"declin\" and", Errc::unknown_name, "decline"},
           Fault{"{contract_end} ", "{contract_ends} ", Errc::unknown_name, "did you mean 'contract_end'"},
           Fault{"match = [{ stage", "match = [{ stag", Errc::unknown_name, "did you mean 'stage'"},
           Fault{"{ stage = \"growth\", value = 80 }", "{ stage = \"growth\", value = \"80\" }", Errc::playbook_invalid,
                 "value is a number"},
           Fault{"valid_to = 2026-12-31", "valid_to = 2024-12-31", Errc::playbook_invalid, "valid_from"},
           Fault{"kind = \"renew\",", "kind = \"prolong\",", Errc::playbook_invalid, "prolong"},
           Fault{"budget = 5000", "budget = -1", Errc::playbook_invalid, "-1"},
       }) {
    CAPTURE(fault.to);
    const Error error = error_of(with(fault.from, fault.to));
    CHECK(name_of(error.code()) == name_of(fault.code));
    CHECK_MESSAGE(error.message().find(fault.says) != std::string::npos, error.to_string());
    REQUIRE(error.place() != nullptr);
    CHECK(error.place()->file == "strategies.toml");
    CHECK(error.place()->line > 1);
  }
}

TEST_CASE("an error in a condition points at its column in the file") {
  const Error error = error_of(with("stage = \"decline\" and value >= 50'", "stage = \"decline\" and valu >= 50'"));
  REQUIRE(error.place() != nullptr);
  CHECK(error.place()->line == 16);
  CHECK(error.place()->column == 9 + std::string("stage = \"decline\" and ").size());
}

TEST_CASE("an example that does not come out as written stops the playbook and says why") {
  const Error fails = error_of(with("value = 50 }]", "value = 49 }]"));
  CHECK(fails.code() == Errc::example_failed);
  CHECK(fails.message() ==
        "strategy renewal, example 1 of match: must match, but fails at value >= 50, where value = 49");
  const Error holds = error_of(with("{ stage = \"decline\" }]", "{ stage = \"decline\", value = 70 }]"));
  CHECK(holds.code() == Errc::example_failed);
  CHECK(holds.message().find("strategy renewal, example 2 of no_match: must not match") == 0);
}

TEST_CASE("matching alone needs an id, a condition and a priority") {
  const auto rules = parse_match_rules(
                         "[[strategy]]\nid = \"a\"\nwhen = \"value > 1\"\npriority = 7\nsomething = "
                         "5\n[[strategy]]\nid = \"b\"\nwhen = \"true\"\n",
                         "rules.toml")
                         .value();
  REQUIRE(rules.size() == 2);
  CHECK(rules[0].priority == 7);
  CHECK(rules[1].when == "true");
  CHECK(parse_match_rules("[[strategy]]\nid = \"a\"\n", "rules.toml").error().message().find("when") !=
        std::string::npos);
  CHECK(parse_match_rules("", "rules.toml").error().code() == Errc::playbook_invalid);
}

TEST_CASE("a contact policy is read as it was written") {
  const ContactPolicy policy = parse_contact_policy(R"(
tasks_per_customer = 2
budget = 300
hold_out = { share_percent = 12.5, salt = "2026" }
consent = { marketing = "unless_refused", service = "required" }
quiet_hours = { from = 21:00:00, to = 08:30:00, zone = "stage" }
money_budget = 1500.25
contact_cost = { sms = 0.05, call = 4 }
arbitration = { method = "optimise", value = "value / 3" }
[[capacity]]
offer = "phone"
contacts = 5
[[capacity]]
per = "stage"
contacts = 60
[[prohibition]]
stage = "growth"
kinds = ["high_value_offer"]
unless = "value > 100"
[[cap]]
days = 7
contacts = 1
channel = "sms"
[[suppression]]
after = "refused"
days = 60
scope = "group"
)",
                                                    "contact.toml", frame_scope())
                                   .value();
  CHECK(policy.tasks_per_customer == 2);
  CHECK(policy.budget == 300);
  CHECK(policy.hold_out.share_basis_points == 1250);
  CHECK(policy.marketing == ConsentRule::unless_refused);
  CHECK(policy.service == ConsentRule::required);
  CHECK(policy.prohibitions.size() == 1);
  CHECK(policy.caps.at(0).channel == "sms");
  CHECK(policy.suppressions.at(0).scope == SuppressionScope::group);
  const auto at = [](const char* iso) { return Instant::parse(iso).value(); };
  CHECK(policy.quiet_hours.covers(at("2026-01-10T21:00")));
  CHECK(policy.quiet_hours.covers(at("2026-01-10T08:29:59")));
  CHECK_FALSE(policy.quiet_hours.covers(at("2026-01-10T08:30")));
  CHECK_FALSE(policy.quiet_hours.covers(at("2026-01-10T20:59:59")));
  CHECK(policy.quiet_hours.zone_column == "stage");
  CHECK(policy.money_budget_hundredths == 150'025);
  CHECK(policy.contact_cost_hundredths("sms") == 5);
  CHECK(policy.contact_cost_hundredths("visit") == 0);
  CHECK(policy.arbitration.method == ArbitrationMethod::optimise);
  CHECK(policy.arbitration.value == "value / 3");
  CHECK(policy.offer_capacities.at(0).contacts == 5);
  CHECK(policy.column_capacity->column == "stage");
}

TEST_CASE("a contact policy that says nothing has the domain's prohibitions, and asks for consent to marketing") {
  const ContactPolicy policy = parse_contact_policy("", "contact.toml", frame_scope()).value();
  CHECK(policy.prohibitions.size() == 3);
  CHECK(policy.marketing == ConsentRule::required);
  CHECK(policy.tasks_per_customer == 1);
  CHECK_FALSE(policy.quiet_hours.covers(Instant{}));
}

TEST_CASE("what is wrong in a contact policy is told with its place") {
  for (const char* text :
       {"hold_out = { share_percent = 60, salt = \"a\" }", "hold_out = { share_percent = 10 }",
        "[[cap]]\ndays = 7\ncontacts = 0", "[[suppression]]\nafter = \"refussed\"\ndays = 3",
        "[[prohibition]]\nstage = \"grow\"\nkinds = []", "consent = { marketing = \"maybe\" }",
        "arbitration = { method = \"best\" }", "arbitration = { method = \"optimise\", value = \"stage\" }",
        "money_budget = -1", "contact_cost = { smss = 1 }", "[[capacity]]\ncontacts = 3",
        "[[capacity]]\nper = \"value\"\ncontacts = 3",
        "quiet_hours = { from = 21:00:00, to = 08:00:00, zone = \"value\" }", "tasks_per_customer = 0",
        "[[prohibition]]\nstage = \"growth\"\nkinds = [\"gift\"]"}) {
    CAPTURE(text);
    const auto policy = parse_contact_policy(text, "contact.toml", frame_scope());
    REQUIRE_FALSE(policy);
    CHECK(policy.error().code() == Errc::playbook_invalid);
    CHECK(policy.error().place()->file == "contact.toml");
  }
}

TEST_CASE("a column that a contact policy names and nothing declares is unknown, at the place of its name") {
  for (const char* text : {"[quiet_hours]\nfrom = 21:00:00\nto = 08:00:00\nzone = \"stagge\"",
                           "[[capacity]]\ncontacts = 3\n\nper  = \"stagge\""}) {
    CAPTURE(text);
    const auto policy = parse_contact_policy(text, "contact.toml", frame_scope());
    REQUIRE_FALSE(policy);
    CHECK(policy.error().code() == Errc::unknown_name);
    CHECK(policy.error().place()->line == 4);
    CHECK(policy.error().place()->column == 9);
    CHECK(policy.error().to_string().find("did you mean 'stage'") != std::string::npos);
  }
}

}  // namespace staysail::test
