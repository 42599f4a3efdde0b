#include "report/words.hpp"

#include "report/code_names.hpp"

namespace staysail::report {
namespace {

// The place of an argument in a phrase: {0} to {9}.
bool is_slot(std::string_view text, std::size_t at) {
  return at + 2 < text.size() && text[at] == '{' && text[at + 1] >= '0' && text[at + 1] <= '9' && text[at + 2] == '}';
}

std::string filled(std::string_view text, std::initializer_list<std::string_view> arguments) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_slot(text, at)) {
      out += text[at];
      continue;
    }
    const auto slot = static_cast<std::size_t>(text[at + 1] - '0');
    if (slot < arguments.size()) out += *(arguments.begin() + slot);
    at += 2;
  }
  return out;
}

}  // namespace

std::string Words::say(Phrase phrase, std::initializer_list<std::string_view> arguments) const {
  const PhraseText& text = text_of(phrase);
  return filled(chinese() ? text.chinese : text.english, arguments);
}

std::string Words::name_of(std::string_view code) const {
  const CodeName* name = find_code_name(code);
  if (name == nullptr) return std::string(code);
  return chinese() ? name->chinese : name->english;
}

}  // namespace staysail::report
