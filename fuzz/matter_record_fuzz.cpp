// Records of matters: any bytes are a matter or an error, and what was read is written as one that reads the same.
#include "property.hpp"
#include "staysail/work/matter.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  Record record;
  record.key = {std::string(Matter::kKind), "M"};
  record.payload.assign(reinterpret_cast<const char*>(data), size);
  const auto matter = matter_of(record);
  if (fuzz::refused(matter)) return 0;
  fuzz::require(matter_of(to_record(*matter)).value() == *matter);
  return 0;
}
