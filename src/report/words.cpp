#include "report/words.hpp"

#include <array>
#include <span>
#include <vector>

#include "report/code_names.hpp"
#include "report/stored_sentences.hpp"

namespace staysail::report {

std::string Words::say(Phrase phrase, std::initializer_list<std::string_view> arguments) const {
  const PhraseText& text = text_of(phrase);
  return with_words(chinese() ? text.chinese : text.english, std::span(arguments.begin(), arguments.size()));
}

std::string Words::name_of(std::string_view code) const {
  const CodeName* name = find_code_name(code);
  if (name == nullptr) return std::string(code);
  return chinese() ? name->chinese : name->english;
}

std::string Words::sentence(std::string_view stored) const {
  if (!chinese() || find_code_name(stored) != nullptr) return name_of(stored);
  const auto named = [this](std::string_view word) { return name_of(word); };
  if (const auto of_night = chinese_of(kNightSentences, stored, named)) return *of_night;
  if (const auto of_guard = chinese_of(guard_note_patterns(), stored, named)) return *of_guard;
  return std::string(stored);
}

}  // namespace staysail::report
