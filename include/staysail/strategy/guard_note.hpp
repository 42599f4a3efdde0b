// What a guard notes of a match that it stops ("no consent to marketing by call"): kept in English, read in Chinese
// too.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace staysail {

// {0}, {1} ... stand for one word each: a code, a day, a number or an id.
struct SentencePattern {
  std::string_view stored;
  std::string_view chinese;
};
// Everything that guards note.
std::span<const SentencePattern> guard_note_patterns();

// The words that stand in the places of `pattern`, in its order; nullopt when `text` is no such sentence.
std::optional<std::vector<std::string_view>> words_in_places(std::string_view pattern, std::string_view text);
// `pattern` with the words in its places; a place without a word stays empty.
std::string with_words(std::string_view pattern, std::span<const std::string_view> words);

// The Chinese of `text`, each of its words as `shown` gives it; nullopt when none of `patterns` fits.
std::optional<std::string> chinese_of(std::span<const SentencePattern> patterns, std::string_view text,
                                      const std::function<std::string(std::string_view)>& shown);
// The Chinese of a guard's note, codes as they are; a note that no guard writes (a BOSS's own reason) stays as it is.
std::string chinese_guard_note(std::string_view note);

}  // namespace staysail
