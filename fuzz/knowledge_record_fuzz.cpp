// Records of the knowledge shelf: any bytes are an item (or a cell of evidence) or an error, and what was read is
// written as one that reads the same.
#include "property.hpp"
#include "staysail/knowledge/evidence.hpp"
#include "staysail/knowledge/item.hpp"

namespace {

using namespace staysail;

void read_item(std::string_view bytes) {
  const auto item = knowledge_item_from_record(bytes);
  if (fuzz::refused(item)) return;
  fuzz::require(knowledge_item_from_record(to_record(*item)).value() == *item);
  fuzz::require(item->validate().has_value());
}

void read_evidence(std::string_view bytes) {
  const auto cell = evidence_from_record(bytes);
  if (fuzz::refused(cell)) return;
  fuzz::require(evidence_from_record(to_record(cell->first, cell->second)).value() == *cell);
  fuzz::require(!evidence_id(cell->first).empty());
  EvidenceLedger ledger;
  ledger.record(cell->first, cell->second);
  fuzz::require(ledger.total({cell->first.strategy, {}, {}, {}}).counts == cell->second);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  input.byte() % 2 == 0 ? read_item(input.rest()) : read_evidence(input.rest());
  return 0;
}
