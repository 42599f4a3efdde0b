#include "simulator/person.hpp"

#include <array>

#include "simulator/dice.hpp"
#include "simulator/row_writer.hpp"
#include "simulator/second_registration.hpp"

namespace staysail::simulator {
namespace {

using Words = std::array<const char*, 40>;
constexpr Words kSurnames = {"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周",   "徐",   "孙", "马", "朱",
                             "胡", "郭", "何", "高", "林", "罗", "郑", "梁", "谢", "宋",   "唐",   "许", "韩", "冯",
                             "邓", "曹", "彭", "曾", "肖", "田", "董", "袁", "潘", "欧阳", "司徒", "㐂"};
constexpr Words kGiven = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟",
                          "涛", "明", "超", "秀", "霞", "平", "刚", "桂", "英", "华", "玉", "兰", "建", "国",
                          "志", "文", "海", "燕", "春", "梅", "红", "宇", "晨", "欣", "怡", "轩"};
constexpr std::array kRoads = {"长虹路", "和平街", "学府路", "滨河大道", "新华巷", "工农路",
                               "桃园街", "望江路", "星光里", "东方红路", "青年路", "翠湖北路"};
constexpr std::array kFirms = {"启明", "恒远", "华盛", "安泰", "同方达", "瑞丰", "凌云", "百川", "金禾", "卓越"};
constexpr std::array kTrades = {"机械有限公司", "贸易有限公司", "物流有限公司", "第二中学",
                                "人民医院",     "食品厂",       "软件有限公司", "建设集团"};
constexpr std::array kCityNames = {"晴川市", "霁月市", "松涛市", "望舒市", "听泉市", "清岚市"};
constexpr std::array kCountyNames = {"东区", "西区", "南县", "北县"};

template <class Pool>
const char* word(const Dice& dice, Roll roll, const Pool& pool, std::uint32_t nth) {
  return pool[dice.pick(roll, static_cast<std::uint32_t>(pool.size()), nth)];
}

std::string padded(std::uint64_t value, std::size_t width) {
  std::string text = std::to_string(value);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::string personal_name(const Dice& dice, Roll roll) {
  std::string name = std::string(word(dice, roll, kSurnames, 0)) + word(dice, roll, kGiven, 1);
  if (dice.chance(roll, 0.7, 3)) name += word(dice, roll, kGiven, 2);
  return name;
}

// Unique for each customer: the number is spread over the region code and the sequence, whose last digit tells the
// gender.
std::string identity_number(std::uint32_t customer, DayNumber birth, bool male) {
  const std::uint32_t sequence = customer % 500 * 2 + (male ? 1 : 0);
  std::string digits = "99" + padded(customer / 500 % 10000, 4) + date_text(birth) + padded(sequence, 3);
  return digits + check_digit(digits);
}

// The 18 characters of a unified social credit code (GB 32100), with the check character.
std::string organisation_number(std::uint32_t customer) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::string code = "9199" + padded(customer, 13);
  std::uint32_t sum = 0, weight = 1;
  for (const char c : code) {
    sum += static_cast<std::uint32_t>(kAlphabet.find(c)) * weight;
    weight = weight * 3 % 31;
  }
  return code + kAlphabet[(31 - sum % 31) % 31];
}

std::string address_of(const Dice& dice, std::uint32_t county) {
  const std::string house = std::to_string(1 + dice.pick(Roll::house, 300)) + "号";
  const std::string room = std::to_string(1 + dice.pick(Roll::house, 30, 1)) + "层" +
                           std::to_string(1 + dice.pick(Roll::house, 8, 2)) + "室";
  const char* comma = dice.chance(Roll::house, 0.2, 3) ? "," : "";
  return county_name(county) + word(dice, Roll::road, kRoads, 0) + house + comma + room;
}

Person individual(const Customer& customer, const Dice& dice) {
  Person person;
  const bool male = dice.chance(Roll::gender, 0.52);
  const int age_days =
      18 * 365 + static_cast<int>(62.0 * 365.0 * dice.unit(Roll::birth) * (0.4 + 0.6 * dice.unit(Roll::birth, 1)));
  person.birth = 20089 - age_days;  // counted from 2025-01-01
  person.gender_label = male ? "男" : "女";
  person.name = personal_name(dice, Roll::name);
  person.identity_number = identity_number(customer.number, person.birth, male);
  person.address = address_of(dice, customer.county);
  return person;
}

Person organisation(const Customer& customer, const Dice& dice) {
  Person person;
  person.name = city_name(customer.county / kCountiesPerCity) + word(dice, Roll::name, kFirms, 0) +
                word(dice, Roll::name, kTrades, 1);
  person.identity_number = organisation_number(customer.number);
  person.address = address_of(dice, customer.county);
  return person;
}

}  // namespace

char check_digit(const std::string& digits) {
  constexpr std::array kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += kWeights[i] * (digits[i] - '0');
  return "10X98765432"[sum % 11];
}

// 7919 is prime to 10^8, so different lines have different numbers.
std::string phone_of_line(std::uint32_t line) {
  return "154" + padded((static_cast<std::uint64_t>(line) * 7919 + 20'251'101) % 100'000'000, 8);
}

Person person_of(const Population& population, const Customer& customer) {
  const Dice dice(population.seed(), Thing::customer, customer.number);
  Person own = customer.is_group ? organisation(customer, dice) : individual(customer, dice);
  own.phone = phone_of_line(customer.first_line);
  const auto& customers = population.customers();
  if (customer.same_person_as != kNobody)
    return registered_again(person_of(population, customers[customer.same_person_as]), own, dice);
  if (customer.looks_like != kNobody)
    return look_alike(person_of(population, customers[customer.looks_like]), own, dice);
  return own;
}

std::string province_name() { return "云岚省"; }
std::string city_name(std::uint32_t city) { return kCityNames[city]; }
std::string county_name(std::uint32_t county) {
  return city_name(county / kCountiesPerCity) + kCountyNames[county % kCountiesPerCity];
}
std::string staff_name(std::uint64_t seed, std::uint32_t staff) {
  return personal_name(Dice(seed, Thing::operator_, staff), Roll::staff_name);
}

}  // namespace staysail::simulator
