// What tells two parties apart: any text is rules for it, or for whom to believe, or an error with a place; any bytes
// are rulings of people, written back as they were, or an error; any names and numbers have a comparable form, which is
// its own.
#include "property.hpp"
#include "staysail/view/identity_rules.hpp"
#include "staysail/view/view_rules.hpp"
#include "view/identity_record.hpp"
#include "view/party_text.hpp"

namespace {

using namespace staysail;

void read_rules(std::string_view text) {
  const auto rules = IdentityRules::parse(text, "identity.toml");
  if (!fuzz::refused(rules)) fuzz::require(rules->review <= rules->same && rules->largest_block >= 2);
}

void read_view_rules(std::string_view text) {
  const auto rules = ViewRules::parse(text, "view.toml");
  if (fuzz::refused(rules)) return;
  fuzz::require(rules->confidence_in("crm/people") >= 1 && rules->confidence_in("crm/people") <= 100);
}

void read_rulings(std::string_view payload) {
  const auto rulings = view::decode_rulings(payload, "P1\x1fP2");
  if (fuzz::refused(rulings)) return;
  const std::string written = view::encode_rulings(*rulings);
  const auto again = view::decode_rulings(written, "P1\x1fP2");
  fuzz::require(again && again->size() == rulings->size() && view::encode_rulings(*again) == written);
}

void compare_text(std::string_view text) {
  const std::string name = view::comparable_name(text), address = view::comparable_address(text);
  fuzz::require(view::comparable_name(name) == name);
  fuzz::require(view::comparable_phone(text).size() <= text.size());
  fuzz::require(view::shared_pairs(address, address) == 1000);
  const view::IdentityText number = view::comparable_identity(text);
  fuzz::require(view::comparable_identity(number.number).number == number.number);
  fuzz::require(!view::one_slip_apart(text, text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  switch (input.byte() % 4) {
    case 0: read_rules(input.rest()); break;
    case 1: read_rulings(input.rest()); break;
    case 2: compare_text(input.rest()); break;
    default: read_view_rules(input.rest()); break;
  }
  return 0;
}
