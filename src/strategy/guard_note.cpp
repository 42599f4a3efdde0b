#include "staysail/strategy/guard_note.hpp"

#include <algorithm>
#include <array>

namespace staysail {
namespace {

constexpr std::size_t kPlaceWidth = 3;  // "{0}"

constexpr std::array kPatterns = {
    SentencePattern{"valid {0}", "有效期{0}"},
    SentencePattern{"not for stage {0}", "不用于{0}"},
    SentencePattern{"forbidden in stage {0}", "本策略在{0}禁用"},
    SentencePattern{"{0} forbids {1}", "{0}禁止{1}"},
    SentencePattern{"no consent to {0} by {1}", "未同意以{1}方式接收{0}"},
    SentencePattern{"asked for silence", "客户要求勿扰"},
    SentencePattern{"until {0}", "至{0}"},
    SentencePattern{"held out on {0}, until {1}", "{0}列入对照组，至{1}"},
    SentencePattern{"{0} held out on {1}, until {2}", "{0}，{1}列入对照组，至{2}"},
    SentencePattern{"{0} until {1}", "{0}，至{1}"},
    SentencePattern{"task open since {0}", "自{0}起有未完成工单"},
    SentencePattern{"{0} task open since {1}", "{0}，自{1}起有未完成工单"},
    SentencePattern{"{0} is not known: the order cannot name its {1}", "{0}未知，办理时无法指明{1}"},
    SentencePattern{"the BOSS did not answer", "BOSS 未答复"},
    SentencePattern{"worth {0}, at a price of {1}", "价值{0}，价格{1}"},
    SentencePattern{"{0} in {1} days", "{1}天内已联系{0}次"},
    SentencePattern{"{0} in {1} days by {2}", "{1}天内已以{2}联系{0}次"},
};

bool is_place(std::string_view text, std::size_t at) {
  return at + 2 < text.size() && text[at] == '{' && text[at + 2] == '}';
}

}  // namespace

std::span<const SentencePattern> guard_note_patterns() { return kPatterns; }

std::optional<std::vector<std::string_view>> words_in_places(std::string_view pattern, std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t place = pattern.find('{'); place != std::string_view::npos; place = pattern.find('{')) {
    if (text.substr(0, place) != pattern.substr(0, place)) return std::nullopt;
    pattern.remove_prefix(place + kPlaceWidth);
    text.remove_prefix(place);
    // A word ends where the pattern goes on: at a blank or, before a clause, at the sign that closes it.
    const char end = pattern.empty() ? ' ' : pattern.front();
    const std::string_view word = text.substr(0, text.find(end));
    if (word.empty() || word.find(' ') != std::string_view::npos) return std::nullopt;
    words.push_back(word);
    text.remove_prefix(word.size());
  }
  return text == pattern ? std::optional(words) : std::nullopt;
}

std::string with_words(std::string_view pattern, std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (!is_place(pattern, at)) {
      out += pattern[at];
      continue;
    }
    const auto place = static_cast<std::size_t>(pattern[at + 1] - '0');
    if (place < words.size()) out += words[place];
    at += kPlaceWidth - 1;
  }
  return out;
}

std::optional<std::string> chinese_of(std::span<const SentencePattern> patterns, std::string_view text,
                                      const std::function<std::string(std::string_view)>& shown) {
  for (const SentencePattern& pattern : patterns) {
    const auto words = words_in_places(pattern.stored, text);
    if (!words) continue;
    std::vector<std::string> names;
    for (const std::string_view word : *words) names.push_back(shown(word));
    return with_words(pattern.chinese, std::vector<std::string_view>(names.begin(), names.end()));
  }
  return std::nullopt;
}

std::string chinese_guard_note(std::string_view note) {
  const auto as_it_is = [](std::string_view word) { return std::string(word); };
  return chinese_of(kPatterns, note, as_it_is).value_or(std::string(note));
}

}  // namespace staysail
