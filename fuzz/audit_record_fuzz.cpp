// Records of the audit trail: any bytes are an entry (or a head) or an error, what was read is written as it was, and
// no bytes are an entry of a trail whose key they do not know.
#include <array>

#include "privacy/audit_record.hpp"
#include "property.hpp"

namespace {

using namespace staysail;

void read_entry(std::string_view payload) {
  const auto entry = privacy::entry_from(payload);
  if (fuzz::refused(entry)) return;
  const std::string written = privacy::record_of(*entry).payload;
  const auto again = privacy::entry_from(written);
  fuzz::require(again && privacy::record_of(*again).payload == written);
  const std::array entries = {*entry};
  const AuditVerdict verdict = verify_audit(entries, "a key of its own", std::nullopt);
  fuzz::require(!verdict.sound && verdict.first_bad == 1 && !verdict.reason.empty());
}

void read_head(std::string_view payload) {
  const auto head = privacy::head_from(payload);
  if (fuzz::refused(head)) return;
  fuzz::require(privacy::head_from(privacy::record_of(*head).payload).value() == *head);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  input.byte() % 2 == 0 ? read_entry(input.rest()) : read_head(input.rest());
  return 0;
}
