#include "simulator/second_registration.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace staysail::simulator {
namespace {

constexpr DayNumber kBornLast = 20'000;  // in 2024

using Rewriting = std::pair<std::string_view, std::string_view>;

constexpr std::array<Rewriting, 34> kTraditional = {
    {{"张", "張"}, {"刘", "劉"}, {"陈", "陳"}, {"杨", "楊"}, {"黄", "黃"}, {"赵", "趙"}, {"吴", "吳"},
     {"孙", "孫"}, {"马", "馬"}, {"罗", "羅"}, {"郑", "鄭"}, {"谢", "謝"}, {"许", "許"}, {"韩", "韓"},
     {"冯", "馮"}, {"邓", "鄧"}, {"卢", "盧"}, {"欧", "歐"}, {"阳", "陽"}, {"伟", "偉"}, {"静", "靜"},
     {"丽", "麗"}, {"强", "強"}, {"军", "軍"}, {"艳", "艷"}, {"杰", "傑"}, {"涛", "濤"}, {"华", "華"},
     {"兰", "蘭"}, {"国", "國"}, {"红", "紅"}, {"轩", "軒"}, {"东", "東"}, {"启", "啟"}}};
constexpr std::array<Rewriting, 4> kOtherWords = {{{"号", "號 "}, {"层", "楼"}, {"室", "房"}, {",", " "}}};

std::string rewritten(std::string text, const Rewriting& rewriting) {
  const auto& [from, to] = rewriting;
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

template <class Table>
std::string rewritten_by(const Table& table, std::string text) {
  for (const Rewriting& each : table) text = rewritten(std::move(text), each);
  return text;
}

// Digits and capital letters as wide as Chinese characters.
std::string in_full_width(std::string_view text) {
  std::string wide;
  for (const char c : text) {
    if (c < '0' || c > 'Z') wide += c;
    else wide += "\xEF\xBC", wide += static_cast<char>(c - 0x20 + 0x80);
  }
  return wide;
}

std::string other_phone_style(const std::string& phone, std::uint32_t style) {
  const std::string parted = phone.substr(0, 3) + " " + phone.substr(3, 4) + " " + phone.substr(7);
  if (style == 0) return "+86" + phone;
  if (style == 1) return "0086 " + parted;
  return style == 2 ? parted : in_full_width(phone);
}

// In 15 digits for those born before 2000, else with a small letter or in full width.
std::string other_number_style(const std::string& number, std::uint32_t style) {
  if (style == 0 && number.compare(6, 2, "19") == 0) return number.substr(0, 6) + number.substr(8, 9);
  if (number.back() == 'X') return number.substr(0, 17) + "x";
  return in_full_width(number);
}

std::string mistyped_number(std::string number, const Dice& dice) {
  char& digit = number[6 + dice.pick(Roll::variation, 11, 2)];
  digit = static_cast<char>('0' + (digit - '0' + 1 + static_cast<int>(dice.pick(Roll::variation, 9, 3))) % 10);
  return number;
}

// The last character: three bytes.
std::string with_last_character_of(const std::string& name, const std::string& other) {
  const std::string last = other.substr(other.size() - 3);
  return name.substr(0, name.size() - 3) + (name.compare(name.size() - 3, 3, last) == 0 ? "亮" : last);
}

struct Way {
  const char* name;
  std::uint32_t hundredths;
};
constexpr std::array<Way, 13> kWays = {{{"same_phone", 12},
                                        {"other_phone", 12},
                                        {"name_with_blank", 8},
                                        {"other_address", 10},
                                        {"phone_written_otherwise", 10},
                                        {"number_written_otherwise", 8},
                                        {"number_mistyped", 8},
                                        {"number_missing", 6},
                                        {"name_mistyped", 6},
                                        {"traditional_name", 7},
                                        {"address_written_otherwise", 7},
                                        {"number_mistyped_and_moved", 3},
                                        {"number_missing_and_moved", 3}}};

std::size_t way_of(std::uint32_t drawn) {
  std::size_t way = 0;
  for (std::uint32_t below = kWays[0].hundredths; drawn >= below; below += kWays[way].hundredths) ++way;
  return way;
}

}  // namespace

Person registered_again(const Person& first, const Person& own, const Dice& dice) {
  const std::size_t way = way_of(dice.pick(Roll::variation, 100));
  const std::uint32_t style = dice.pick(Roll::variation, 4, 1);
  Person person = first;
  person.variation = kWays[way].name;
  if (way != 0 && way != 4 && way != 7) person.phone = own.phone;
  switch (way) {
    case 2: person.name += "　"; break;
    case 3: person.address = own.address; break;
    case 4: person.phone = other_phone_style(first.phone, style); break;
    case 5: person.identity_number = other_number_style(first.identity_number, style % 2); break;
    case 6: person.identity_number = mistyped_number(first.identity_number, dice); break;
    case 7: person.identity_number.clear(); break;
    case 8: person.name = with_last_character_of(first.name, own.name); break;
    case 9: person.name = rewritten_by(kTraditional, first.name); break;
    case 10:
      person.identity_number.clear();
      person.address = in_full_width(rewritten_by(kOtherWords, first.address));
      break;
    case 11:
      person.identity_number = mistyped_number(first.identity_number, dice);
      person.address = own.address;
      break;
    case 12:
      person.identity_number.clear();
      person.address = own.address;
      break;
    default: break;
  }
  return person;
}

Person look_alike(const Person& other, const Person& own, const Dice& dice) {
  const std::uint32_t kind = dice.pick(Roll::look_alike, 3, 1);
  Person person = own;
  if (kind == 2) {  // the name is all they share
    person.variation = "namesake";
    person.name = other.name;
    return person;
  }
  person.variation = kind == 0 ? "twin" : "child";
  person.name = with_last_character_of(other.name, own.name);
  person.phone = other.phone;
  person.address = other.address;
  if (kind == 0) {
    person.birth = other.birth;
    const std::string digits =
        own.identity_number.substr(0, 6) + other.identity_number.substr(6, 8) + own.identity_number.substr(14, 3);
    person.identity_number = digits + check_digit(digits);
  } else {
    person.identity_number.clear();
    person.birth =
        std::min(kBornLast, other.birth + 9000 + static_cast<DayNumber>(dice.pick(Roll::look_alike, 3000, 2)));
  }
  return person;
}

}  // namespace staysail::simulator
