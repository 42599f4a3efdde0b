// Sentences that stand in a store: any text is one of those that are known or none, and one that is known is its
// pattern with the words it gave.
#include <string>

#include "property.hpp"
#include "report/stored_sentences.hpp"

namespace {

void is_its_pattern(std::span<const staysail::SentencePattern> patterns, std::string_view text) {
  for (const auto& pattern : patterns) {
    const auto words = staysail::words_in_places(pattern.stored, text);
    if (words) staysail::fuzz::require(staysail::with_words(pattern.stored, *words) == text);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  is_its_pattern(staysail::report::kNightSentences, text);
  is_its_pattern(staysail::guard_note_patterns(), text);
  return 0;
}
