#include "staysail/strategy/consent_lookup.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>

#include "staysail/model/table.hpp"

namespace staysail {
namespace {

ChannelConsent stricter(const ChannelConsent& a, const ChannelConsent& b) {
  const auto rank = [](const ChannelConsent& said) {
    return std::make_tuple(said.state == ConsentState::refused   ? 2
                           : said.state == ConsentState::granted ? 1
                                                                 : 0,
                           said.since.value_or(Day()));
  };
  return rank(a) < rank(b) ? b : a;
}

ChannelConsent strictest(const ConsentLedger& ledger, std::span<const std::string> customers, std::string_view channel,
                         std::string_view purpose, Day day) {
  ChannelConsent found;
  for (const auto& customer : customers) found = stricter(found, ledger.find(customer, channel, purpose, day));
  return found;
}

// By person, channel and purpose: asked for every line of a person, found once.
using Said = std::map<std::tuple<std::string_view, std::string_view, std::string_view>, ChannelConsent>;

Said said_by(const ConsentLedger& ledger, const Persons& persons, Day day) {
  const TableDescription& table = *find_model_table("consent");
  Said said;
  for (const auto& customers : persons.together())
    for (const auto& channel : table.find("channel")->symbols)
      for (const auto& purpose : table.find("purpose")->symbols)
        said[{customers.front(), channel, purpose}] = strictest(ledger, customers, channel, purpose, day);
  return said;
}

}  // namespace

ConsentLookup consent_of_persons(const ConsentLedger& ledger, const Persons& persons, Day day) {
  auto said = std::make_shared<const Said>(said_by(ledger, persons, day));
  return [&ledger, &persons, day, said](std::string_view customer, std::string_view channel, std::string_view purpose) {
    const auto together = persons.customers(customer);
    if (together.empty()) return ledger.find(customer, channel, purpose, day);
    const auto known = said->find({together.front(), channel, purpose});
    return known != said->end() ? known->second : strictest(ledger, together, channel, purpose, day);
  };
}

}  // namespace staysail
