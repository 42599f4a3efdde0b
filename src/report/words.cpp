#include "report/words.hpp"

#include <span>
#include <vector>

#include "report/code_names.hpp"
#include "report/stored_sentences.hpp"

namespace staysail::report {
namespace {

// The place of an argument in a phrase: {0} to {9}.
bool is_slot(std::string_view text, std::size_t at) {
  return at + 2 < text.size() && text[at] == '{' && text[at + 1] >= '0' && text[at + 1] <= '9' && text[at + 2] == '}';
}

std::string filled(std::string_view text, std::span<const std::string_view> arguments) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_slot(text, at)) {
      out += text[at];
      continue;
    }
    const auto slot = static_cast<std::size_t>(text[at + 1] - '0');
    if (slot < arguments.size()) out += arguments[slot];
    at += 2;
  }
  return out;
}

}  // namespace

std::string Words::say(Phrase phrase, std::initializer_list<std::string_view> arguments) const {
  const PhraseText& text = text_of(phrase);
  return filled(chinese() ? text.chinese : text.english, std::span(arguments.begin(), arguments.size()));
}

std::string Words::name_of(std::string_view code) const {
  const CodeName* name = find_code_name(code);
  if (name == nullptr) return std::string(code);
  return chinese() ? name->chinese : name->english;
}

std::string Words::sentence(std::string_view stored) const {
  if (!chinese() || find_code_name(stored) != nullptr) return name_of(stored);
  for (const auto& pattern : sentence_patterns()) {
    const auto words = words_in_places(pattern.stored, stored);
    if (!words) continue;
    std::vector<std::string> names;
    for (const auto word : *words) names.push_back(name_of(word));
    return filled(pattern.chinese, std::vector<std::string_view>(names.begin(), names.end()));
  }
  return std::string(stored);
}

}  // namespace staysail::report
