#include "boss/name_hints.hpp"

#include <algorithm>
#include <map>

#include "boss/name_words.hpp"

namespace staysail::boss {
namespace {

using Words = std::vector<std::string>;

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find(at, from), text.size());
    if (end > from) parts.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return parts;
}

// Lines of "key: word word ..." as words by key.
std::map<std::string, Words, std::less<>> read_words(std::string_view text) {
  std::map<std::string, Words, std::less<>> words;
  for (const auto line : split(text, '\n')) {
    const std::size_t colon = line.find(':');
    Words& of_key = words[std::string(line.substr(0, colon))];
    for (const auto word : split(line.substr(colon + 1), ' ')) of_key.emplace_back(word);
  }
  return words;
}

const std::map<std::string, Words, std::less<>>& attribute_words() {
  static const auto words = read_words(kAttributeWords);
  return words;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// A word within a name counts when it is long enough to say something.
bool holds(std::string_view name, std::string_view word) {
  return word.size() >= (is_ascii(word) ? 4U : 6U) && name.find(word) != std::string_view::npos;
}

int fit_of(const Words& words, const std::string& name) {
  if (std::find(words.begin(), words.end(), name) != words.end()) return 3;
  return std::any_of(words.begin(), words.end(), [&](const auto& word) { return holds(name, word); }) ? 1 : 0;
}

}  // namespace

std::string plain_name(std::string_view name) {
  std::string text(name);
  for (const std::string_view open : {"(", "（", "["})
    if (const std::size_t at = text.find(open); at != std::string::npos && at > 0) text.resize(at);
  std::string plain;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') plain.push_back(static_cast<char>(c + 32));
    else if (static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      plain.push_back(c);
  }
  for (const std::string_view tail : {"yuan", "fen", "li"})
    if (plain.size() >= tail.size() + 3 && plain.ends_with(tail) && name[name.size() - tail.size() - 1] == '_')
      plain.resize(plain.size() - tail.size());
  return plain;
}

std::string unit_in_name(std::string_view name) {
  static const auto units = read_words(kUnitWords);
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const auto& [unit, words] : units)
    for (const auto& word : words)
      if (lower.ends_with(word)) return unit;
  return {};
}

int name_fit(std::string_view table, std::string_view attribute, std::string_view name) {
  const std::string plain = plain_name(name);
  if (plain.empty()) return 0;
  Words own_name{plain_name(attribute)};
  int fit = fit_of(own_name, plain);
  for (const auto& key : {std::string(table) + "." + std::string(attribute), "*." + std::string(attribute)})
    if (const auto found = attribute_words().find(key); found != attribute_words().end())
      fit = std::max(fit, fit_of(found->second, plain));
  return fit;
}

bool is_known_name(std::string_view name) {
  const std::string plain = plain_name(name);
  return std::any_of(attribute_words().begin(), attribute_words().end(),
                     [&](const auto& entry) { return fit_of(entry.second, plain) == 3; });
}

bool file_speaks_of(std::string_view table, std::string_view file) {
  static const auto words = read_words(kTableWords);
  const std::string plain = plain_name(file.substr(file.rfind('/') + 1));
  const auto found = words.find(table);
  const auto& of_table = found->second;
  return plain.find(plain_name(table)) == 0 || std::any_of(of_table.begin(), of_table.end(), [&](const auto& word) {
           return is_ascii(word) ? plain.find(word) == 0 : plain.find(word) != std::string::npos;
         });
}

SymbolGuess symbol_of(const std::string& label, const std::vector<std::string>& symbols) {
  static const auto words = read_words(kLabelWords);
  if (std::find(symbols.begin(), symbols.end(), label) != symbols.end()) return {label, true};
  const std::string plain = plain_name(label);
  for (const auto& symbol : symbols)
    if (plain_name(symbol) == plain && !plain.empty()) return {symbol, true};
  for (const auto& symbol : symbols)
    if (const auto found = words.find(symbol); found != words.end() && fit_of(found->second, plain) == 3)
      return {symbol, true};
  for (const auto& symbol : symbols)
    if (const auto found = words.find(symbol); found != words.end() && fit_of(found->second, plain) == 1)
      return {symbol, false};
  return {};
}

}  // namespace staysail::boss
