#include "knowledge/synonyms.hpp"

#include <algorithm>

#include "staysail/knowledge/tokenizer.hpp"

namespace staysail::knowledge {
namespace {

constexpr std::size_t kMostVariants = 24;

constexpr std::string_view kTrade = R"(
携号转网 = 携转 = 号码携带 = 转网 = 转到别家 = MNP = number portability = port out
离网 = 退网 = 流失 = churn
挽留 = 维系 = 保有 = retention
赢回 = 挽回 = 召回 = win back
竞争对手 = 友商 = 对手 = 竞品 = rival = competitor
客户经理 = account manager
续约 = 续签 = 续合约 = renewal
合约 = 合同 = contract
到期 = 期满 = expiry
欠费 = 欠款 = arrears
催缴 = 催费 = 催收 = dunning
停机 = 关停 = barring
复机 = 恢复通信 = 开机
缴费 = 交费 = 充值 = payment
发票 = 税票 = invoice
账单 = 帐单 = bill
话费 = 电话费
资费 = 收费标准 = tariff
套餐 = plan
降档 = 降套餐 = 降级 = downgrade
流量包 = 加油包
漫游 = roaming
积分 = points
投诉 = 申诉 = complaint
黑名单 = blacklist
诈骗 = 欺诈 = 涉诈 = fraud
骚扰电话 = 推销电话
宽带 = 网线 = broadband
机顶盒 = 电视盒子 = set top box
专线 = leased line
副卡 = 子卡 = 附属卡
靓号 = 吉祥号
过户 = 转户 = 更名
实名 = 实名制 = real name
补换卡 = 补卡 = 换卡
彩铃 = 炫铃
增值业务 = 增值服务 = VAS
满意度 = satisfaction
净推荐值 = NPS
物联网 = IoT
老年 = 老人 = 长者
校园 = 学生 = 大学生
静默 = 沉默 = silent
终端 = 手机 = handset
关怀 = care
工单 = 任务单 = ticket
)";

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    if (const std::string_view part = trimmed(text.substr(0, end)); !part.empty()) parts.emplace_back(part);
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// Where the word stands by itself: Latin ones not inside of others.
std::size_t place_of(std::string_view word, std::string_view text) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool cut_before = at > 0 && is_word(text[at - 1]) && is_word(word.front());
    const bool cut_after = end < text.size() && is_word(text[end]) && is_word(word.back());
    if (!cut_before && !cut_after) return at;
  }
  return std::string_view::npos;
}

// The longest word of the group in the text; null when there is none.
const std::string* word_in(const std::vector<std::string>& group, std::string_view text) {
  const std::string* found = nullptr;
  for (const std::string& word : group)
    if ((found == nullptr || word.size() > found->size()) && place_of(word, text) != std::string_view::npos)
      found = &word;
  return found;
}

}  // namespace

const Synonyms& Synonyms::of_the_trade() {
  static const Synonyms trade = [] {
    Synonyms synonyms;
    synonyms.add_lines(kTrade);
    return synonyms;
  }();
  return trade;
}

void Synonyms::add_lines(std::string_view text) {
  for (const std::string& line : split(folded_text(text), '\n'))
    if (std::vector<std::string> group = split(line, '='); group.size() > 1) groups_.push_back(std::move(group));
}

std::vector<std::string> Synonyms::variants(std::string_view text) const {
  const std::string folded = folded_text(text);
  std::vector<std::string> variants;
  for (const auto& group : groups_) {
    const std::string* known = word_in(group, folded);
    if (known == nullptr) continue;
    for (const std::string& other : group) {
      if (other == *known || variants.size() == kMostVariants) continue;
      // Apart from its neighbours: pairs across the seam were never written.
      std::string variant = folded;
      variants.push_back(variant.replace(place_of(*known, folded), known->size(), " " + other + " "));
    }
  }
  return variants;
}

}  // namespace staysail::knowledge
