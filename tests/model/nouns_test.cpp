// Every noun agrees with its table, and comes back from its record.
#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "staysail/model/billing.hpp"
#include "staysail/model/contact.hpp"
#include "staysail/model/customer.hpp"
#include "staysail/model/organisation.hpp"
#include "staysail/model/retention.hpp"
#include "staysail/model/subscription.hpp"
#include "staysail/model/table.hpp"

using namespace staysail;

namespace {

struct Seen {
  std::string name;
  std::vector<AttributeType> fits;
  std::string unit;
  int scale = 0;
};

// What a noun says of each of its fields.
struct Describer {
  std::vector<Seen> fields;

  void operator()(std::string_view name, const std::string&) {
    add(name, {AttributeType::text, AttributeType::symbol});
  }
  template <class Tag>
  void operator()(std::string_view name, const Id<Tag>&) {
    add(name, {AttributeType::identifier});
  }
  void operator()(std::string_view name, const PersonName&) { add(name, {AttributeType::person_name}); }
  void operator()(std::string_view name, const PhoneNumber&) { add(name, {AttributeType::phone}); }
  void operator()(std::string_view name, const IdentityNumber&) { add(name, {AttributeType::identity_number}); }
  void operator()(std::string_view name, const Address&) { add(name, {AttributeType::address}); }
  void operator()(std::string_view name, const BirthDay&) { add(name, {AttributeType::birth_day}); }
  void operator()(std::string_view name, const Gender&) { add(name, {AttributeType::gender}); }
  void operator()(std::string_view name, const std::optional<Day>&) { add(name, {AttributeType::day}); }
  void operator()(std::string_view name, const std::optional<Month>&) { add(name, {AttributeType::month}); }
  void operator()(std::string_view name, const std::optional<bool>&) { add(name, {AttributeType::boolean}); }
  void operator()(std::string_view name, const std::optional<Amount>&) { add(name, {AttributeType::money}, "", 3); }
  template <class Unit>
  void operator()(std::string_view name, const std::optional<Count<Unit>>&) {
    add(name, {AttributeType::number}, std::string(Unit::name), Unit::scale);
  }
  template <class State>
  void operator()(std::string_view name, const std::optional<State>&) {
    add(name, {AttributeType::symbol});
  }

  void add(std::string_view name, std::vector<AttributeType> fits, std::string unit = {}, int scale = 0) {
    fields.push_back(Seen{std::string(name), std::move(fits), std::move(unit), scale});
  }
};

template <class Noun>
void agrees_with_its_table() {
  CAPTURE(Noun::table);
  Describer described;
  Noun noun;
  Noun::walk(noun, described);
  const TableDescription* table = find_model_table(Noun::table);
  REQUIRE(table != nullptr);
  REQUIRE(described.fields.size() == table->attributes.size());
  for (std::size_t i = 0; i < described.fields.size(); ++i) {
    const Seen& field = described.fields[i];
    const Attribute& attribute = table->attributes[i];
    CAPTURE(attribute.name);
    CHECK(field.name == attribute.name);
    CHECK(std::find(field.fits.begin(), field.fits.end(), attribute.type) != field.fits.end());
    CHECK(field.unit == attribute.unit);
    CHECK(field.scale == attribute.scale);
  }
}

// The names of a state stand in a symbol attribute, all of them.
template <class State>
void symbols_are_states(const char* table, const char* attribute) {
  const auto& names = life_of(State{}).states;
  const auto& symbols = find_model_table(table)->find(attribute)->symbols;
  CHECK(std::vector<std::string>(names.begin(), names.end()) == symbols);
}

// Gives every field a value of its own.
struct Filler {
  std::int64_t next = 1;
  void operator()(std::string_view name, std::string& text) { text = std::string(name) + std::to_string(next++); }
  template <class Tag>
  void operator()(std::string_view, Id<Tag>& id) {
    id = Id<Tag>::of("00" + std::to_string(next++));
  }
  template <class Tag>
  void operator()(std::string_view, Secret<Tag>& secret) {
    secret = Secret<Tag>::of("secret " + std::to_string(next++));
  }
  void operator()(std::string_view, BirthDay& birth_day) {
    birth_day = BirthDay::of(Day::since_epoch(static_cast<std::int32_t>(next++)).to_string());
  }
  void operator()(std::string_view, std::optional<Day>& day) {
    day = Day::since_epoch(static_cast<std::int32_t>(20000 + next++));
  }
  void operator()(std::string_view, std::optional<Month>& month) {
    month = Month::of(2026, 1) + static_cast<int>(next++);
  }
  void operator()(std::string_view, std::optional<bool>& flag) { flag = true; }
  void operator()(std::string_view, std::optional<Amount>& amount) {
    amount = Amount::thousandths(-next++ * 1'000'000'007);
  }
  template <class Unit>
  void operator()(std::string_view, std::optional<Count<Unit>>& count) {
    count = Count<Unit>::of(next++);
  }
  template <class State>
  void operator()(std::string_view, std::optional<State>& state) {
    state = static_cast<State>(next++ % 5);
  }
};

template <class Noun>
void comes_back() {
  CAPTURE(Noun::table);
  Noun full;
  Filler filler;
  Noun::walk(full, filler);
  const std::string bytes = to_record(full, {{"shoe_size", "42"}});
  const auto read = from_record<Noun>(bytes);
  REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error().to_string()));
  CHECK(to_record(*read, extensions_of(bytes).value()) == bytes);
  CHECK(to_record(*read) != bytes);
  for (std::size_t size = 0; size < to_record(full).size(); ++size) {
    const auto cut = from_record<Noun>(std::string_view(bytes).substr(0, size));
    if (cut) CHECK(to_record(*cut) != to_record(full));  // an old record ends where its attributes end
  }
}

template <class... Nouns>
void for_each_noun_of_a_table() {
  (agrees_with_its_table<Nouns>(), ...);
  (comes_back<Nouns>(), ...);
}

}  // namespace

TEST_CASE("nouns and tables agree on names, order, types, units and scales; every noun comes back from its record") {
  for_each_noun_of_a_table<OrganisationUnit, Staff, Party, Customer, Account, GroupMember, Subscription, Agreement,
                           PlanInstance, Bill, UsageMonth, Payment, Ticket, Interaction, Consent>();
  comes_back<TargetList>();
  comes_back<RetentionPlan>();
}

TEST_CASE("states are the symbols of their attribute") {
  symbols_are_states<SubscriptionState>("subscriptions", "status");
  symbols_are_states<SubscriptionState>("status_history", "status");
  symbols_are_states<AgreementState>("agreements", "status");
  symbols_are_states<TicketState>("tickets", "status");
}

TEST_CASE("a record that lacks what each has, or holds what is no state, is refused by name") {
  const auto nameless = from_record<Customer>(to_record(Customer{}));
  CHECK(nameless.error().code() == Errc::malformed_record);
  CHECK(nameless.error().message().find("customer_id") != std::string::npos);
  RecordWriter writer(6);
  writer.add_text("A1");
  writer.add_text("S1");
  for (int i = 0; i < 3; ++i) writer.add_null();
  writer.add_text("signed");
  const auto unknown = from_record<Agreement>(writer.finish());
  CHECK(unknown.error().message().find("attribute status") != std::string::npos);
  CHECK(unknown.error().message().find("in_process, approved") != std::string::npos);
}

TEST_CASE("an attribute that each has may not be an empty text either") {
  RecordWriter writer(1);
  writer.add_text("");
  const auto nameless = from_record<Customer>(writer.finish());
  REQUIRE_FALSE(nameless);
  CHECK(nameless.error().code() == Errc::malformed_record);
}

TEST_CASE("a subscription that some BOSS calls \"aborted \" is aborted") {
  RecordWriter writer(6);
  for (const char* text : {"S1", "C1", "A1", "", "mobile", "aborted "}) writer.add_text(text);
  CHECK(from_record<Subscription>(writer.finish()).value().status == SubscriptionState::aborted);
}

TEST_CASE("thousandths become money of a currency, rounded half to even") {
  CHECK(Amount::thousandths(12345).in(CNY).value() == Money::minor(1234, CNY));
  CHECK(Amount::thousandths(12355).in(CNY).value() == Money::minor(1236, CNY));
  CHECK(Amount::thousandths(-12345).in(CNY).value() == Money::minor(-1234, CNY));
  CHECK(Amount::thousandths(1500).in(Currency::of("JPY").value()).value().minor_units() == 2);
}

TEST_CASE("a personal text in a noun is masked wherever it is printed") {
  Party party;
  party.phone = PhoneNumber::of("13812345678");
  std::ostringstream out;
  out << party.phone;
  CHECK(out.str() == "138****5678");
}
