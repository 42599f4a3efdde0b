#include "report/words.hpp"

#include <array>
#include <span>
#include <vector>

#include "report/stored_sentences.hpp"
#include "staysail/model/readable_names.hpp"
#include "staysail/report/readable.hpp"

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
  constexpr std::string_view kLessValues = "no line has a value of ";
  if (stored.substr(0, kLessValues.size()) == kLessValues)
    return "没有用户有以下指标的值：" + std::string(stored.substr(kLessValues.size()));
  return std::string(stored);
}

}  // namespace staysail::report

namespace staysail {

std::string readable_sentence(std::string_view stored, std::string_view language) {
  return report::Words(language == "zh" ? report::Language::chinese : report::Language::english).sentence(stored);
}

}  // namespace staysail
