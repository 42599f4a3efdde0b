// Any bytes: refused, or a model that is written as it was read. The digest is put right first, so that what lies
// behind it is tried as well.
#include <cstddef>
#include <cstdint>
#include <string>

#include "property.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/warning/churn_model.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using staysail::ChurnModel;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string sealed =
      "staysail churn model 2 " + staysail::digest_of(bytes).to_string() + '\n' + std::string(bytes);
  for (const std::string_view input : {bytes, std::string_view(sealed)}) {
    const auto model = ChurnModel::decode(input);
    if (staysail::fuzz::refused(model)) continue;
    const std::string written = model->encode();
    staysail::fuzz::require(ChurnModel::decode(written).value().encode() == written);
  }
  return 0;
}
