// The consent ledger: who agreed to what, on which channel, for which purpose, since when.
//
// The latest word on or before a day counts; on one day a refusal outweighs a grant. Words in the ledger are never
// changed or removed: a withdrawal is a further word. Order of arrival and repeats make no difference.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/privacy/channel_consent.hpp"

namespace staysail {

// Whether somebody who never said a word may be contacted, by purpose. A purpose that is not listed: no.
struct ConsentDefaults {
  std::map<std::string, bool, std::less<>> allowed_when_unknown = {
      {"service", true}, {"marketing", false}, {"profiling", false}};
};

// Filled by one thread; afterwards read by any number of them.
class ConsentLedger {
 public:
  explicit ConsentLedger(ConsentDefaults defaults = {}) : defaults_(std::move(defaults)) {}

  // Rows of the consent table: customer_id, channel, purpose (text), day, granted (boolean). `schema_mismatch` when one
  // is missing, `invalid_argument` for a null; the ledger is unchanged then.
  Status add(const Batch& rows);
  void record(std::string_view customer_id, std::string_view channel, std::string_view purpose, Day day, bool granted);

  // What the customer had said by the end of day `on`.
  ChannelConsent find(std::string_view customer_id, std::string_view channel, std::string_view purpose, Day on) const;
  // The same as a decision; the defaults decide where the customer said nothing.
  bool allowed(std::string_view customer_id, std::string_view channel, std::string_view purpose, Day on) const;

  // Distinct words.
  std::size_t size() const { return words_.size(); }

 private:
  // In the order of the members; a refusal sorts behind a grant of the same day and so is the later word.
  struct Word {
    std::uint32_t customer = 0, channel = 0, purpose = 0;
    Day day;
    bool refused = false;
    friend auto operator<=>(const Word&, const Word&) = default;
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  template <class Number>
  using Numbers = std::unordered_map<std::string, Number, TextHash, std::equal_to<>>;

  Word word_of(std::string_view customer_id, std::string_view channel, std::string_view purpose, Day day, bool granted);
  void absorb(std::vector<Word> words);

  ConsentDefaults defaults_;
  Numbers<std::uint32_t> customers_, channels_, purposes_;
  std::vector<Word> words_;  // sorted, without repeats
};

}  // namespace staysail
