#include "staysail/privacy/consent_ledger.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <sstream>

#include "main/scenario.hpp"

using namespace staysail;

namespace {

struct Word {
  std::string customer, channel, purpose;
  Day day;
  bool granted;
};

Day january(int day) { return Day::of(2026, 1, day).value(); }

// "+sms/marketing/10, -sms/marketing/12"
std::vector<Word> words_of(const std::string& cell) {
  std::vector<Word> words;
  std::istringstream in(cell);
  for (std::string text; std::getline(in, text, ',');) {
    text.erase(0, text.find_first_not_of(' '));
    const auto first = text.find('/'), second = text.find('/', first + 1);
    words.push_back({"C1", text.substr(1, first - 1), text.substr(first + 1, second - first - 1),
                     january(std::stoi(text.substr(second + 1))), text[0] == '+'});
  }
  return words;
}

Batch rows_of(const std::vector<Word>& words) {
  ColumnBuilder customer(Field{"customer_id", ColumnType::text, 0, ""}),
      channel(Field{"channel", ColumnType::text, 0, ""});
  ColumnBuilder purpose(Field{"purpose", ColumnType::text, 0, ""}), day(Field{"day", ColumnType::day, 0, ""});
  ColumnBuilder granted(Field{"granted", ColumnType::boolean, 0, ""});
  for (const Word& word : words) {
    customer.append_text(word.customer);
    channel.append_text(word.channel);
    purpose.append_text(word.purpose);
    day.append_day(word.day);
    granted.append_boolean(word.granted);
  }
  return Batch::of({customer.finish(), channel.finish(), purpose.finish(), day.finish(), granted.finish()}).value();
}

std::string name_of(ConsentState state) {
  return state == ConsentState::unknown ? "unknown" : state == ConsentState::granted ? "granted" : "refused";
}

// The rule once more, in the plainest form: walk over all words and keep the best.
ConsentState state_by_walking(const std::vector<Word>& words, const Word& asked) {
  const Word* best = nullptr;
  for (const Word& word : words) {
    const bool fits = word.customer == asked.customer && word.channel == asked.channel &&
                      word.purpose == asked.purpose && word.day <= asked.day;
    if (fits && (best == nullptr || word.day > best->day || (word.day == best->day && !word.granted))) best = &word;
  }
  return best == nullptr ? ConsentState::unknown : best->granted ? ConsentState::granted : ConsentState::refused;
}

Word random_word() {
  return {*rc::gen::element<std::string>("C1", "C10", "C2"), *rc::gen::element<std::string>("sms", "app"),
          *rc::gen::element<std::string>("marketing", "service"), january(*rc::gen::inRange(1, 6)),
          *rc::gen::arbitrary<bool>()};
}

}  // namespace

TEST_CASE("consent scenarios") {
  for (const auto& row : scenario::read_scenarios("consent.txt")) {
    CAPTURE(row.where);
    const auto words = words_of(row.given.at("words"));
    const Day on = january(std::stoi(row.given.at("day")));
    ConsentLedger one_by_one, in_bulk;
    for (const Word& word : words) one_by_one.record(word.customer, word.channel, word.purpose, word.day, word.granted);
    REQUIRE(in_bulk.add(rows_of(words)));
    for (const ConsentLedger* ledger : {&one_by_one, &in_bulk}) {
      CHECK(ledger->allowed("C1", row.given.at("channel"), row.given.at("purpose"), on) ==
            (row.expected.at("allowed") == "yes"));
      CHECK(name_of(ledger->find("C1", row.given.at("channel"), row.given.at("purpose"), on).state) ==
            row.expected.at("state"));
      CHECK(ledger->find("C2", row.given.at("channel"), row.given.at("purpose"), on).state == ConsentState::unknown);
    }
  }
}

TEST_CASE("the ledger answers as a walk over all words does, however they arrive") {
  CHECK(rc::check("model", [] {
    std::vector<Word> words;
    for (int i = *rc::gen::inRange(0, 30); i > 0; --i) words.push_back(random_word());
    const std::size_t cut = *rc::gen::inRange<std::size_t>(0, words.size() + 1);
    ConsentLedger ledger;
    RC_ASSERT(ledger.add(rows_of({words.begin(), words.begin() + static_cast<std::ptrdiff_t>(cut)})).has_value());
    RC_ASSERT(ledger.add(rows_of({words.begin() + static_cast<std::ptrdiff_t>(cut), words.end()})).has_value());
    RC_ASSERT(ledger.add(rows_of(words)).has_value());  // a repeat changes nothing
    const Word asked = random_word();
    RC_ASSERT(ledger.find(asked.customer, asked.channel, asked.purpose, asked.day).state ==
              state_by_walking(words, asked));
  }));
}

TEST_CASE("a word says since when it counts, and defaults are the host's to declare") {
  ConsentLedger ledger(ConsentDefaults{{{"research", true}}});
  ledger.record("C1", "sms", "marketing", january(3), true);
  CHECK(ledger.find("C1", "sms", "marketing", january(9)).since == january(3));
  CHECK(ledger.size() == 1);
  CHECK(ledger.allowed("C9", "sms", "research", january(9)));
  CHECK_FALSE(ledger.allowed("C9", "sms", "service", january(9)));
}

TEST_CASE("rows without a column or a value are refused and change nothing") {
  ConsentLedger ledger;
  const Batch rows = rows_of(words_of("+sms/marketing/10"));
  CHECK(ledger.add(rows.select({"customer_id", "channel", "purpose", "day"}).value()).error().code() ==
        Errc::schema_mismatch);
  ColumnBuilder holes(Field{"granted", ColumnType::boolean, 0, ""});
  holes.append_null();
  CHECK(ledger.add(rows.with(holes.finish()).value()).error().code() == Errc::invalid_argument);
  CHECK(ledger.size() == 0);
}

TEST_CASE("purposes stay apart however many there are") {
  std::vector<Word> words = {{"C1", "sms", "marketing", january(3), true}};
  for (int i = 1; i < 65'536; ++i) words.push_back({"C2", "sms", "purpose " + std::to_string(i), january(3), false});
  words.push_back({"C1", "sms", "one more", january(4), false});
  ConsentLedger ledger;
  REQUIRE(ledger.add(rows_of(words)));
  CHECK(ledger.allowed("C1", "sms", "marketing", january(9)));
}
