// Any text as a Link header, an address or the settings of a BOSS: no link leads to another server or collection, and
// an address that was read is read again the same.
#include <string>

#include "boss/tmf_address.hpp"
#include "boss/tmf_client.hpp"
#include "property.hpp"
#include "staysail/boss/tmf_boss.hpp"

namespace {

using namespace staysail;

void read_link(std::string_view header) {
  const auto page = boss::parse_address("https://boss.example/tmf-api/v4/customer?offset=0").value();
  (void)fuzz::refused(boss::parse_links(header));
  const auto next = boss::next_target(header, page);
  if (!next) return;
  const auto address = boss::parse_address(page.origin + *next);
  fuzz::require(address.has_value() && address->origin == page.origin && address->path == page.path);
  fuzz::require(address->query != page.query && !address->query.empty());
}

void read_address(std::string_view text) {
  const auto address = boss::parse_address(text);
  if (fuzz::refused(address)) return;
  const auto again = boss::parse_address(address->origin + address->target());
  fuzz::require(again.has_value() && again->origin == address->origin && again->target() == address->target());
  const auto pairs = boss::query_pairs(address->query);
  fuzz::require(boss::query_pairs(boss::query_of(pairs)) == pairs);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  switch (input.byte() % 4) {
    case 0: read_link(input.rest()); break;
    case 1: read_address(input.rest()); break;
    case 2: (void)fuzz::refused(TmfBoss::parse(input.rest(), "boss.toml")); break;
    default: {
      const auto text = boss::problem_text(input.rest());
      fuzz::require(text.find('\n') == std::string::npos && text.size() < 1000);
      const auto wait = boss::wait_asked_for(input.rest(), 0);
      fuzz::require(!wait || *wait >= 0);
    }
  }
  return 0;
}
