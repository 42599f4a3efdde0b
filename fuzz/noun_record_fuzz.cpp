// Records of the model's nouns: any bytes are the noun that the first one names or an error, and a noun that was read
// is written as one that reads the same, extensions included.
#include <array>

#include "property.hpp"
#include "staysail/model/billing.hpp"
#include "staysail/model/contact.hpp"
#include "staysail/model/customer.hpp"
#include "staysail/model/organisation.hpp"
#include "staysail/model/retention.hpp"
#include "staysail/model/subscription.hpp"

namespace {

using namespace staysail;

template <class Noun>
void read_back(std::string_view bytes) {
  const auto noun = from_record<Noun>(bytes);
  const auto extensions = extensions_of(bytes);
  if (fuzz::refused(noun) || fuzz::refused(extensions)) return;
  const std::string written = to_record(*noun, *extensions);
  const auto again = from_record<Noun>(written);
  fuzz::require(again && to_record(*again, extensions_of(written).value()) == written);
}

template <class... Nouns>
void read_one(std::size_t which, std::string_view bytes) {
  constexpr std::array kReaders = {&read_back<Nouns>...};
  kReaders[which % kReaders.size()](bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  fuzz::Input input(data, size);
  const std::size_t which = input.byte();
  read_one<OrganisationUnit, Staff, Party, Customer, Account, GroupMember, Subscription, Agreement, PlanInstance, Bill,
           UsageMonth, Payment, Ticket, Interaction, Consent, TargetList, RetentionPlan>(which, input.rest());
  return 0;
}
