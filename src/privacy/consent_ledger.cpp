#include "staysail/privacy/consent_ledger.hpp"

#include <algorithm>
#include <utility>

namespace staysail {
namespace {

// The columns of a batch of consent rows.
struct ConsentColumns {
  Column customer, channel, purpose, day, granted;

  static Result<ConsentColumns> of(const Batch& rows) {
    ConsentColumns columns;
    STAYSAIL_TRY(columns.customer, rows.require("customer_id", ColumnType::text));
    STAYSAIL_TRY(columns.channel, rows.require("channel", ColumnType::text));
    STAYSAIL_TRY(columns.purpose, rows.require("purpose", ColumnType::text));
    STAYSAIL_TRY(columns.day, rows.require("day", ColumnType::day));
    STAYSAIL_TRY(columns.granted, rows.require("granted", ColumnType::boolean));
    for (const Column* column : {&columns.customer, &columns.channel, &columns.purpose, &columns.day, &columns.granted})
      if (column->null_count() != 0)
        return Error(Errc::invalid_argument,
                     "a word of consent needs a value in every column; one is null in: " + column->field().name);
    return columns;
  }
};

template <class Numbers>
auto number_of(Numbers& numbers, std::string_view text) {
  const auto found = numbers.find(text);
  if (found != numbers.end()) return found->second;
  const auto next = static_cast<typename Numbers::mapped_type>(numbers.size());
  numbers.emplace(std::string(text), next);
  return next;
}

}  // namespace

ConsentLedger::Word ConsentLedger::word_of(std::string_view customer_id, std::string_view channel,
                                           std::string_view purpose, Day day, bool granted) {
  return Word{number_of(customers_, customer_id), number_of(channels_, channel), number_of(purposes_, purpose), day,
              !granted};
}

void ConsentLedger::absorb(std::vector<Word> words) {
  std::sort(words.begin(), words.end());
  const auto middle = static_cast<std::ptrdiff_t>(words_.size());
  words_.insert(words_.end(), words.begin(), words.end());
  std::inplace_merge(words_.begin(), words_.begin() + middle, words_.end());
  words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
}

Status ConsentLedger::add(const Batch& rows) {
  STAYSAIL_TRY(const ConsentColumns columns, ConsentColumns::of(rows));
  std::vector<Word> words;
  words.reserve(rows.rows());
  for (std::size_t row = 0; row < rows.rows(); ++row)
    words.push_back(word_of(columns.customer.text(row), columns.channel.text(row), columns.purpose.text(row),
                            Day::since_epoch(columns.day.days()[row]), columns.granted.booleans()[row] != 0));
  absorb(std::move(words));
  return ok();
}

void ConsentLedger::record(std::string_view customer_id, std::string_view channel, std::string_view purpose, Day day,
                           bool granted) {
  absorb({word_of(customer_id, channel, purpose, day, granted)});
}

ChannelConsent ConsentLedger::find(std::string_view customer_id, std::string_view channel, std::string_view purpose,
                                   Day on) const {
  const auto customer = customers_.find(customer_id);
  const auto on_channel = channels_.find(channel);
  const auto for_purpose = purposes_.find(purpose);
  if (customer == customers_.end() || on_channel == channels_.end() || for_purpose == purposes_.end()) return {};
  const Word latest{customer->second, on_channel->second, for_purpose->second, on, true};
  const auto after = std::upper_bound(words_.begin(), words_.end(), latest);
  if (after == words_.begin()) return {};
  const Word& word = *std::prev(after);
  if (word.customer != latest.customer || word.channel != latest.channel || word.purpose != latest.purpose) return {};
  return {word.refused ? ConsentState::refused : ConsentState::granted, word.day};
}

bool ConsentLedger::allowed(std::string_view customer_id, std::string_view channel, std::string_view purpose,
                            Day on) const {
  const ConsentState state = find(customer_id, channel, purpose, on).state;
  if (state != ConsentState::unknown) return state == ConsentState::granted;
  const auto listed = defaults_.allowed_when_unknown.find(purpose);
  return listed != defaults_.allowed_when_unknown.end() && listed->second;
}

}  // namespace staysail
