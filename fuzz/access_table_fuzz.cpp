// Tables of access: any text is a table or an error, and no table opens anything to a role that it does not name.
#include "property.hpp"
#include "staysail/work/access.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  auto rules = parse_access_table({reinterpret_cast<const char*>(data), size}, "access.csv");
  if (fuzz::refused(rules)) return 0;
  for (const AccessRule& rule : *rules) fuzz::require(!rule.objects.empty() && !rule.actions.empty());
  const auto access = Access::of(Batch(), Batch(), std::move(*rules));
  fuzz::require(access.has_value());
  fuzz::require(!access->may(Actor{StaffId::of("x"), "stranger", {}}, {"customer", "read", {}, {}}));
  return 0;
}
