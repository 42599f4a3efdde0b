#include "bill_file.hpp"

#include <iconv.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <utility>

namespace staysail::bench {
namespace {

constexpr std::string_view kHeader =
    "账户编号,用户编号,账单编号,账单月份,出账金额,未缴金额,出账日期,到期日期,缴费日期,成本,套餐名称,账单状态\n";

// The bills of the model and two columns in Chinese, of which one goes through a code table.
constexpr std::string_view kMapping = R"(version = 1
name = "bills"
date_pattern = "yyyyMMdd"
[codes.state]
"已缴" = "paid"
"欠费" = "open"
"部分缴纳" = "partly_paid"
[table.bill_lines]
key = ["account_id", "subscription_id", "month", "bill_id"]
owners = ["subscription_id"]
dated_by = "month"
[table.bill_lines.attributes]
account_id = { type = "identifier" }
subscription_id = { type = "identifier", required = true }
bill_id = { type = "identifier" }
month = { type = "month", required = true }
amount = { type = "money", required = true }
remaining = { type = "money" }
issued = { type = "day" }
due = { type = "day" }
paid = { type = "day" }
cost = { type = "money" }
offering = { type = "text" }
state = { type = "symbol", symbols = ["paid", "open", "partly_paid"] }
[[feed]]
name = "bills"
files = "bills_*.csv"
[[feed.entity]]
table = "bill_lines"
[feed.entity.fields]
account_id = "账户编号"
subscription_id = "用户编号"
bill_id = "账单编号"
month = { column = "账单月份", pattern = "yyyyMM" }
amount = "出账金额"
remaining = "未缴金额"
issued = "出账日期"
due = "到期日期"
paid = "缴费日期"
cost = { column = "成本", unit = "li" }
offering = "套餐名称"
state = { column = "账单状态", codes = "state" }
)";

constexpr std::array<std::string_view, 12> kOffers = {
    "畅享套餐59元",   "畅享套餐99元", "畅享套餐129元", "全家享套餐169元", "冰激凌套餐199元", "大王卡19元",
    "校园专享39元版", "银发关爱套餐", "企业通信套餐",  "宽带融合200兆",   "宽带融合500兆",   "物联网基础包"};

// A generator of its own, so that the file is the same everywhere.
struct Dice {
  std::uint64_t state;
  std::uint64_t below(std::uint64_t sides) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % sides;
  }
};

std::string row_of(std::uint64_t number, bool scattered_ids, Dice& dice) {
  const std::uint64_t amount = 1900 + dice.below(30000);
  const std::uint64_t kind = dice.below(10);
  const std::uint64_t open = kind < 8 ? 0 : kind == 8 ? amount : amount / 2;
  char paid[16] = "";
  if (kind != 8) std::snprintf(paid, sizeof paid, "202601%02d", static_cast<int>(1 + dice.below(31)));
  char row[256];
  std::snprintf(
      row, sizeof row, "A%09llu,S%09llu,B202512%09llu,202512,%llu.%02llu,%llu.%02llu,20260101,20260120,%s,%llu,",
      static_cast<unsigned long long>(100000000 + number * 5 / 6), static_cast<unsigned long long>(200000000 + number),
      static_cast<unsigned long long>(scattered_ids ? (number * 7919) % 1000000000 : number),
      static_cast<unsigned long long>(amount / 100), static_cast<unsigned long long>(amount % 100),
      static_cast<unsigned long long>(open / 100), static_cast<unsigned long long>(open % 100), paid,
      static_cast<unsigned long long>(amount * 4));
  return std::string(row) + std::string(kOffers[dice.below(kOffers.size())]) +
         (kind < 8    ? ",已缴\n"
          : kind == 8 ? ",欠费\n"
                      : ",部分缴纳\n");
}

[[noreturn]] void give_up(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::exit(1);
}

std::string encoded(std::string text, const std::string& encoding) {
  if (encoding == "utf-8") return text;
  const iconv_t handle = iconv_open("GB18030", "UTF-8");
  if (handle == reinterpret_cast<iconv_t>(-1)) give_up("the C library has no converter to GB18030");
  std::string result(text.size() * 2, '\0');
  char *from = text.data(), *to = result.data();
  std::size_t left = text.size(), room = result.size();
  if (iconv(handle, &from, &left, &to, &room) == static_cast<std::size_t>(-1)) give_up("not encoded");
  iconv_close(handle);
  result.resize(result.size() - room);
  return result;
}

}  // namespace

BillFile write_bills(const std::string& folder, const std::string& encoding, std::size_t utf8_bytes,
                     bool scattered_ids) {
  BillFile file{folder + "/" + encoding, folder + "/mapping.toml", encoding, 0};
  std::filesystem::create_directories(file.folder);
  std::ofstream(file.mapping) << kMapping;
  std::ofstream out(file.folder + "/bills_202512.csv", std::ios::binary);
  Dice dice{20251231};
  std::string block(kHeader);
  std::size_t written = 0;
  for (std::uint64_t row = 0; written < utf8_bytes; ++row) {
    while (block.size() < 1'000'000 && written + block.size() < utf8_bytes) block += row_of(row++, scattered_ids, dice);
    block += row_of(row, scattered_ids, dice);
    written += block.size();
    out << encoded(std::exchange(block, {}), encoding);
  }
  file.bytes = static_cast<std::uint64_t>(out.tellp());
  if (!out.flush()) give_up("the bills cannot be written: " + file.folder);
  return file;
}

}  // namespace staysail::bench
