#include "simulator/mapping_text.hpp"

#include "simulator/export_files.hpp"

namespace staysail::simulator {
namespace {

constexpr std::string_view kHead = R"(# Connects an export of `staysail simulate` (docs/simulator.md).
version = 1
name = "simulated operator"
currency = "CNY"
separator = ","
header = true
null_texts = [""]
)";

constexpr std::string_view kCodes = R"(
[codes.yes_no]
"是" = "true"
"否" = "false"

[codes.gender]
"女" = "female"
"男" = "male"

[codes.party_kind]
"个人" = "individual"
"单位" = "organisation"

[codes.customer_type]
"个人" = "individual"
"集团" = "group"

[codes.payment_mode]
"预付费" = "prepaid"
"后付费" = "postpaid"

[codes.product_type]
"移动" = "mobile"
"宽带" = "broadband"
"固话" = "fixed_line"
"电视" = "television"
"物联网" = "internet_of_things"

[codes.ticket_type]
"投诉" = "complaint"
"故障" = "fault"
"咨询" = "inquiry"
"申请" = "request"

# What the agreement and campaigns took off a bill: the model has no such attribute.
[table.bill_discounts]
key = ["subscription_id", "month"]
owners = ["subscription_id"]
dated_by = "month"
[table.bill_discounts.attributes]
subscription_id = { type = "identifier", required = true, refers_to = "subscriptions" }
month = { type = "month", required = true }
amount = { type = "money", scale = 3 }
)";

constexpr std::string_view kDiscounts = R"(
  # The same file feeds a second table, where there is a discount.
  [[feed.entity]]
  table = "bill_discounts"
  version = { column = "CHANGED", pattern = "yyyyMMdd" }
  skip_when_null = ["DISCOUNT_LI"]
  [feed.entity.fields]
  subscription_id = "SUBS_ID"
  month = { column = "CYCLE", pattern = "yyyyMM" }
  amount = { column = "DISCOUNT_LI", unit = "li" }
)";

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string source_of(const ColumnDescription& column) {
  const std::string header = "column = " + quoted(column.header);
  if (!column.codes.empty()) return "{ " + header + ", codes = " + quoted(column.codes) + " }";
  if (column.field == Field::day || column.field == Field::version)
    return "{ " + header + R"(, pattern = "yyyyMMdd" })";
  if (column.field == Field::month) return "{ " + header + R"(, pattern = "yyyyMM" })";
  if (column.field == Field::money) return "{ " + header + R"(, unit = "li" })";
  return quoted(column.header);
}

std::string feed_text(const FileDescription& file) {
  const bool whole = file.file == File::units || file.file == File::staff;
  std::string text = "\n[[feed]]\nfiles = " + quoted(std::string(file.name) + (whole ? ".csv" : "_*.csv")) +
                     "\nmode = \"increment\"\n";
  text += std::string("unknown_columns = ") + (file.is_fact ? "\"ignore\"" : "\"keep\"") + "\n";
  std::string fields;
  std::string version;
  for (const ColumnDescription& column : file.columns) {
    if (column.field == Field::version) version = "  version = " + source_of(column) + "\n";
    if (!column.attribute.empty()) fields += "  " + std::string(column.attribute) + " = " + source_of(column) + "\n";
  }
  text += "  [[feed.entity]]\n  table = " + quoted(file.name) + "\n" + version + "  [feed.entity.fields]\n" + fields;
  return text;
}

}  // namespace

std::string mapping_text(ExportEncoding encoding) {
  std::string text(kHead);
  text += "encoding = " + quoted(name_of(encoding)) + "\n";
  text += kCodes;
  for (const FileDescription& file : export_files()) {
    text += feed_text(file);
    if (file.file == File::bills) text += kDiscounts;
  }
  return text;
}

}  // namespace staysail::simulator
