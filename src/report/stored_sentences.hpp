// Sentences that other rooms store in English with parts that vary: why an indicator has no data, what stopped a match.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace staysail::report {

// {0}, {1} ... stand for one word each.
struct SentencePattern {
  std::string_view stored;
  std::string_view chinese;
};
std::span<const SentencePattern> sentence_patterns();

// The words that stand in the places of `pattern`, in its order; nullopt when `text` is no such sentence.
std::optional<std::vector<std::string_view>> words_in_places(std::string_view pattern, std::string_view text);

}  // namespace staysail::report
