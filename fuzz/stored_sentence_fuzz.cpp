// Sentences that stand in a store: any text is one of those that are known or none, and one that is known is its
// pattern with the words it gave.
#include <string>

#include "property.hpp"
#include "report/stored_sentences.hpp"

namespace {

std::string filled(std::string_view pattern, const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) {
    text += pattern.substr(0, pattern.find('{'));
    text += word;
    pattern.remove_prefix(pattern.find('}') + 1);
  }
  return text.append(pattern);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& pattern : report::sentence_patterns()) {
    const auto words = report::words_in_places(pattern.stored, text);
    if (words) fuzz::require(filled(pattern.stored, *words) == text);
  }
  return 0;
}
