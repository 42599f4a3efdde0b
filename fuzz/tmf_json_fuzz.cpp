// Any bytes as a JSON document and any text as a path into it: what was read is written as it was, and read again the
// same.
#include <string>

#include "boss/api_records.hpp"
#include "property.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  fuzz::Input input(data, size);
  const std::string path_text(input.piece());
  const auto path = boss::JsonPath::parse(path_text);
  boss::JsonLimits limits;
  limits.values = 10'000;
  const auto document = boss::parse_json(input.rest(), "document", limits);
  if (!fuzz::refused(document)) {
    const std::string written = boss::json_text(*document);
    const auto again = boss::parse_json(written, "document", limits);
    fuzz::require(again.has_value() && *again == *document && boss::json_text(*again) == written);
    (void)boss::time_in_zone(written, boss::zone_start("+08:00"));
  }
  if (fuzz::refused(path) || !document) return 0;
  const auto text = path->text_of(*document);
  fuzz::require(text.has_value() == (path->find(*document) != nullptr));
  if (text) (void)boss::time_in_zone(*text, boss::zone_start("Asia/Shanghai"));
  return 0;
}
