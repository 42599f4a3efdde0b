// Any bytes: refused, or a model that is written as it was read. The digest is put right first, so that what lies
// behind it is tried as well.
#include <cstddef>
#include <cstdint>
#include <string>

#include "property.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/warning/hazard_model.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using staysail::HazardModel;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string sealed =
      "staysail hazard model 1 " + staysail::digest_of(bytes).to_string() + '\n' + std::string(bytes);
  for (const std::string_view input : {bytes, std::string_view(sealed)}) {
    const auto model = HazardModel::decode(input);
    if (staysail::fuzz::refused(model)) continue;
    const std::string written = model->encode();
    staysail::fuzz::require(HazardModel::decode(written).value().encode() == written);
  }
  return 0;
}
