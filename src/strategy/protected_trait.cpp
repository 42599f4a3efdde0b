#include "protected_trait.hpp"

#include <algorithm>
#include <array>

namespace staysail::strategy {
namespace {

struct TraitWords {
  ProtectedTrait trait;
  std::array<std::string_view, 7> english;  // whole words
  std::array<std::string_view, 6> chinese;  // anywhere in the name
};

constexpr std::array kTraits = {
    TraitWords{{"gender", "性别", false}, {"gender", "sex", "male", "female"}, {"性别", "男女"}},
    TraitWords{{"ethnicity", "民族", false},
               {"ethnicity", "ethnic", "race", "racial", "nation", "skin", "caste"},
               {"民族", "种族", "族裔", "族别"}},
    TraitWords{{"religion", "宗教信仰", false}, {"religion", "religious", "faith", "creed"}, {"宗教", "信仰", "教派"}},
    TraitWords{{"nationality", "国籍", false}, {"nationality", "citizenship"}, {"国籍"}},
    TraitWords{{"origin", "籍贯户籍", false}, {"birthplace", "hukou"}, {"籍贯", "户籍", "户口", "出生地"}},
    TraitWords{{"political views", "政治面貌", false}, {"political", "politics"}, {"政治面貌", "党派", "党员"}},
    TraitWords{{"marital status", "婚姻状况", false},
               {"marital", "married", "marriage", "spouse", "pregnant", "pregnancy"},
               {"婚姻", "婚否", "配偶", "怀孕", "孕期"}},
    TraitWords{{"health", "健康状况", false},
               {"health", "medical", "disease", "disability", "disabled", "illness"},
               {"健康", "疾病", "病史", "残疾", "残障"}},
    TraitWords{{"sexual orientation", "性取向", false}, {"sexual", "sexuality"}, {"性取向"}},
    TraitWords{{"trade union membership", "工会身份", false}, {"unionised", "unionized"}, {"工会"}},
    TraitWords{{"age", "年龄", true}, {"age", "birthday", "birthdate"}, {"年龄", "生日", "出生日期"}},
};

// Of whom an age is meant: that of a contract tells nothing of a person.
constexpr std::array<std::string_view, 9> kPersons = {"customer", "cust",  "user",   "party",     "person",
                                                      "holder",   "owner", "member", "subscriber"};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

// "maritalStatus_2" -> marital, status
std::vector<std::string> english_words(std::string_view name) {
  std::vector<std::string> words;
  bool inside = false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool hump = is_upper(name[i]) && i > 0 && is_letter(name[i - 1]) && !is_upper(name[i - 1]);
    if (!is_letter(name[i])) inside = false;
    else if (!inside || hump) words.emplace_back(1, lower(name[i]));
    else words.back() += lower(name[i]);
    inside = is_letter(name[i]);
  }
  return words;
}

bool is_said(std::string_view word, const std::vector<std::string>& words) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (word.empty() || found == words.end()) return false;
  return word != "age" || found == words.begin() ||
         std::find(kPersons.begin(), kPersons.end(), *(found - 1)) != kPersons.end();
}

bool tells(const TraitWords& trait, std::string_view name, const std::vector<std::string>& words) {
  const auto said = [&](std::string_view word) { return is_said(word, words); };
  const auto written = [&](std::string_view word) { return !word.empty() && name.find(word) != name.npos; };
  return std::any_of(trait.english.begin(), trait.english.end(), said) ||
         std::any_of(trait.chinese.begin(), trait.chinese.end(), written);
}

bool is_name_byte(char c) {
  return is_letter(c) || c == '_' || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Past the text in quotes that begins at `at`.
std::size_t past_quoted(std::string_view feel, std::size_t at) {
  for (++at; at < feel.size() && feel[at] != '"'; ++at)
    if (feel[at] == '\\') ++at;
  return at + 1;
}

}  // namespace

const ProtectedTrait* trait_of(std::string_view name) {
  const std::vector<std::string> words = english_words(name);
  const auto found =
      std::find_if(kTraits.begin(), kTraits.end(), [&](const TraitWords& trait) { return tells(trait, name, words); });
  return found == kTraits.end() ? nullptr : &found->trait;
}

std::vector<std::string> names_of_text(std::string_view feel) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < feel.size();) {
    std::size_t end = at;
    while (end < feel.size() && is_name_byte(feel[end])) ++end;
    if (end > at) names.emplace_back(feel.substr(at, end - at));
    at = end > at ? end : feel[at] == '"' ? past_quoted(feel, at) : at + 1;
  }
  return names;
}

}  // namespace staysail::strategy
