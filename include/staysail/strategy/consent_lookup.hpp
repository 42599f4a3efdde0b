// ConsentLookup: what a customer agreed to, as the guards ask it.
#pragma once

#include <functional>
#include <string_view>

#include "staysail/base/calendar.hpp"
#include "staysail/privacy/channel_consent.hpp"
#include "staysail/privacy/consent_ledger.hpp"
#include "staysail/view/persons.hpp"

namespace staysail {

// One answer for a channel and a purpose ("service", "marketing") on the day of the plan. Asked from many threads at
// once.
using ConsentLookup =
    std::function<ChannelConsent(std::string_view customer_id, std::string_view channel, std::string_view purpose)>;

// What `ledger` says on a day; it must outlive the lookup.
inline ConsentLookup consent_on(const ConsentLedger& ledger, Day day) {
  return [&ledger, day](std::string_view customer_id, std::string_view channel, std::string_view purpose) {
    return ledger.find(customer_id, channel, purpose, day);
  };
}

// The same for persons, who must outlive the lookup too: asked of any customer of one, what was said by all of them,
// the strictest first: who refused as one customer refuses as all, who granted as one and said nothing as the others
// grants.
ConsentLookup consent_of_persons(const ConsentLedger& ledger, const Persons& persons, Day day);

}  // namespace staysail
