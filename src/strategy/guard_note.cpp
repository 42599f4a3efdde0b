#include "report/stored_sentences.hpp"

#include <algorithm>
#include <array>

namespace staysail::report {
namespace {

constexpr std::size_t kPlaceWidth = 3;  // "{0}"

constexpr std::array kPatterns = {
    // what the night says of its indicators
    SentencePattern{"{0} indicators have no data in the feeds", "{0}个指标在数据中没有值"},
    SentencePattern{"{0} indicator has no data in the feeds", "{0}个指标在数据中没有值"},
    SentencePattern{"no subscription has a value of {0}", "没有用户有{0}的值"},
    SentencePattern{"no feed holds rows of {0}", "没有数据源提供{0}的记录"},
    SentencePattern{"no row has a value of {0}", "没有记录有{0}的值"},
    SentencePattern{"nobody has a value of {0}; its weight is shared out over the other inputs",
                    "没有用户有{0}的值，其权重由其他输入分摊"},
    // what stopped a match
    SentencePattern{"valid {0}", "有效期{0}"},
    SentencePattern{"not for stage {0}", "不用于{0}"},
    SentencePattern{"forbidden in stage {0}", "{0}禁用"},
    SentencePattern{"{0} forbids {1}", "{0}禁止{1}"},
    SentencePattern{"no consent to {0} by {1}", "未同意以{1}方式接收{0}"},
    SentencePattern{"asked for silence", "客户要求勿扰"},
    SentencePattern{"until {0}", "至{0}"},
    SentencePattern{"{0} until {1}", "{0}，至{1}"},
    SentencePattern{"task open since {0}", "自{0}起有未完成工单"},
    SentencePattern{"{0} task open since {1}", "{0}，自{1}起有未完成工单"},
    SentencePattern{"{0} in {1} days", "{1}天内已联系{0}次"},
    SentencePattern{"{0} in {1} days by {2}", "{1}天内已以{2}联系{0}次"},
};

}  // namespace

std::span<const SentencePattern> sentence_patterns() { return kPatterns; }

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

}  // namespace staysail::report
