// Records of who was held out: any bytes are a contact or an error; a contact is written as one that reads the same.
#include "property.hpp"
#include "staysail/model/record.hpp"
#include "staysail/store/store.hpp"
#include "staysail/work/hold_out_log.hpp"

namespace {

using namespace staysail;

Result<std::vector<PastContact>> contacts_in(std::string_view payload) {
  const auto store = make_memory_store();
  Record record;
  record.key = {std::string(HoldOutLog::kKind), "T"};
  record.payload = payload;
  ChangeSet changes;
  changes.put(std::move(record), absent);
  fuzz::require(store->entities().apply(changes, "fuzz").has_value());
  return HoldOutLog(store->entities()).contacts();
}

// As HoldOutLog::record() writes it.
std::string written(const PastContact& contact) {
  RecordWriter writer(4);
  writer.add_text(contact.customer_id);
  writer.add_text(contact.strategy_id);
  writer.add_integer(contact.day.days_since_epoch());
  writer.add_text(contact.channel);
  return writer.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto contacts = contacts_in({reinterpret_cast<const char*>(data), size});
  if (fuzz::refused(contacts)) return 0;
  fuzz::require(contacts->size() == 1 && contacts->front().held_out);
  const std::string bytes = written(contacts->front());
  fuzz::require(written(contacts_in(bytes).value().front()) == bytes);
  return 0;
}
