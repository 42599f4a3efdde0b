#include <algorithm>
#include <array>

#include "simulator/dice.hpp"
#include "simulator/line_step.hpp"
#include "simulator/month_export.hpp"
#include "simulator/names.hpp"
#include "simulator/person.hpp"

namespace staysail::simulator {
namespace {

constexpr std::uint32_t kProvinceStaff = 3;
constexpr std::uint32_t kCityStaff = 4;
constexpr std::uint32_t kFirstManager = kProvinceStaff + kCities * kCityStaff;
constexpr int kTasksAMonth = 120;

const char* channel_of(const Dice& dice) {
  const double u = dice.unit(Roll::channel);
  return u < 0.45 ? "sms" : u < 0.75 ? "app" : "call";
}

const char* grade_of(const Customer& customer, double spend_yuan) {
  const double worth = customer.is_group ? customer.lines * 8.0 : spend_yuan;
  return worth >= 180.0 ? "A" : worth >= 90.0 ? "B" : worth >= 45.0 ? "C" : "D";
}

bool has_manager(const Customer& customer, double spend_yuan) {
  return customer.is_group || *grade_of(customer, spend_yuan) <= 'B';
}

const char* industry_of(const Customer& customer, const Dice& dice) {
  constexpr std::array kIndustries = {"制造", "教育", "医疗", "物流", "零售", "政务"};
  return customer.is_group ? kIndustries[dice.pick(Roll::group, kIndustries.size(), 1)] : "";
}

std::uint32_t accounts_of(const Customer& customer, std::uint64_t seed) {
  std::uint32_t most = 0;
  for (std::uint32_t i = 0; i < customer.lines; ++i) most = std::max(most, account_of(customer, i, seed));
  return most + 1;
}

struct ConsentKind {
  const char* channel;
  const char* purpose;
  double granted;
};
constexpr std::array<ConsentKind, 4> kConsents = {
    {{"sms", "marketing", 0.88}, {"call", "marketing", 0.84}, {"app", "marketing", 0.92}, {"call", "service", 0.98}}};

}  // namespace

std::uint32_t managers_per_county(std::uint32_t subscribers) {
  return std::max<std::uint32_t>(1, subscribers / 33'000);
}

std::uint32_t manager_of(const Customer& customer, std::uint32_t subscribers) {
  const std::uint32_t each = managers_per_county(subscribers);
  return kFirstManager + customer.county * each + customer.number % each;
}

void MonthExport::write_customer(const Customer& customer, const CustomerMonth& events) {
  if (events.enters) write_party(customer);
  if (events.enters || events.ends) write_customer_row(customer, events);
  if (events.enters || events.ends) write_accounts(customer, events);
  if (events.enters && customer.group != kNobody) {
    RowWriter& row = at(File::group_members);
    row.ascii(customer_id(customer.group))
        .ascii(customer_id(customer.number))
        .ascii("member")
        .day(events.since)
        .blank();
    changed(row);
  }
  write_consent(customer, events);
  write_balances(customer, events);
}

void MonthExport::write_party(const Customer& customer) {
  const Person person = person_of(population_, customer);
  RowWriter& row = at(File::parties);
  row.ascii(party_id(customer.number))
      .text(customer.is_group ? "单位" : "个人")
      .text(person.name)
      .text(person.identity_number)
      .text(person.phone);
  row.text(person.address).day(person.birth).text(person.gender_label).ascii(unit_id(customer.county));
  changed(row);
}

void MonthExport::write_customer_row(const Customer& customer, const CustomerMonth& events) {
  const Dice dice(population_.seed(), Thing::customer, customer.number);
  RowWriter& row = at(File::customers);
  row.ascii(customer_id(customer.number)).ascii(party_id(customer.number)).text(customer.is_group ? "集团" : "个人");
  row.ascii(events.ends ? "terminated" : "active").day(events.since).ascii(unit_id(customer.county));
  row.ascii(has_manager(customer, events.spend_yuan) ? staff_id(manager_of(customer, options_.subscribers)) : "");
  row.ascii(channel_of(dice)).ascii(grade_of(customer, events.spend_yuan)).text(industry_of(customer, dice));
  changed(row);
}

void MonthExport::write_accounts(const Customer& customer, const CustomerMonth& events) {
  RowWriter& row = at(File::accounts);
  const auto limit = static_cast<std::int64_t>(events.spend_yuan / 50.0 + 1.0) * 100'000;
  for (std::uint32_t i = 0; i < accounts_of(customer, population_.seed()); ++i) {
    row.ascii(account_id(customer.number, i))
        .ascii(customer_id(customer.number))
        .text(events.prepaid ? "预付费" : "后付费");
    row.ascii(events.ends ? "closed" : "active")
        .ascii(events.automatic ? "bank_debit"
               : events.prepaid ? "top_up"
                                : "by_hand");
    events.prepaid ? row.blank() : row.number(limit);
    row.number(month_.days >= 28 ? 28 : month_.days);
    changed(row);
  }
}

void MonthExport::write_consent(const Customer& customer, const CustomerMonth& events) {
  const Dice dice(population_.seed(), Thing::customer, customer.number);
  RowWriter& row = at(File::consent);
  const std::string id = customer_id(customer.number);
  const DayNumber signed_on = customer.entry == kBeforeHistory ? number_of(month_.first) : events.since;
  for (std::uint32_t i = 0; events.enters && i < kConsents.size(); ++i) {
    const ConsentKind& kind = kConsents[i];
    row.ascii(id)
        .ascii(kind.channel)
        .ascii(kind.purpose)
        .day(signed_on)
        .text(dice.chance(Roll::consent, kind.granted, i) ? "是" : "否")
        .end_row();
  }
  if (events.opt_out != 0 && !events.enters) write_opt_out(customer, {events.opt_out, channel_of(dice)});
  opt_outs_of_customer_.clear();
}

void MonthExport::write_balances(const Customer& customer, const CustomerMonth& events) {
  RowWriter& row = at(File::balances);
  for (std::size_t i = 0; i < events.balances.size(); ++i) {
    const AccountBalance& balance = events.balances[i];
    if (balance.overdue_before_li == 0 && balance.overdue_li == 0) continue;
    row.ascii(account_id(customer.number, static_cast<std::uint32_t>(i)))
        .day(number_of(month_.last))
        .number(-balance.owed_li);
    row.number(balance.overdue_li).day(balance.oldest_due).end_row();
  }
}

namespace {

void write_units(RowWriter& row, DayNumber day) {
  row.ascii("U").text(province_name()).blank().ascii("province").day(day).end_row();
  for (std::uint32_t city = 0; city < kCities; ++city)
    row.ascii(city_unit_id(city)).text(city_name(city)).ascii("U").ascii("city").day(day).end_row();
  for (std::uint32_t county = 0; county < kCounties; ++county)
    row.ascii(unit_id(county))
        .text(county_name(county))
        .ascii(city_unit_id(county / kCountiesPerCity))
        .ascii("county")
        .day(day)
        .end_row();
}

struct Post {
  std::string unit;
  const char* role;
  const char* skills;
  int capacity;
};

std::vector<Post> posts(std::uint32_t subscribers) {
  std::vector<Post> posts = {{"U", "administrator", "", 0}, {"U", "analyst", "", 0}, {"U", "marketer", "campaign", 0}};
  for (std::uint32_t city = 0; city < kCities; ++city) {
    posts.push_back({city_unit_id(city), "manager", "escalation", 20});
    posts.push_back({city_unit_id(city), "service", "complaint;billing", 400});
    posts.push_back({city_unit_id(city), "technical", "coverage;quality", 200});
    posts.push_back({city_unit_id(city), "sales", "bundle;upgrade", 300});
  }
  for (std::uint32_t county = 0; county < kCounties; ++county)
    for (std::uint32_t i = 0; i < managers_per_county(subscribers); ++i)
      posts.push_back({unit_id(county), "account_manager", "renewal;complaint;bundle", kTasksAMonth});
  return posts;
}

void write_staff(RowWriter& row, const Options& options, DayNumber day) {
  std::uint32_t number = 0;
  for (const Post& post : posts(options.subscribers)) {
    row.ascii(staff_id(number))
        .text(staff_name(options.seed, number))
        .ascii(post.unit)
        .ascii(post.role)
        .ascii("active")
        .ascii(post.skills)
        .ascii(post.unit);
    post.capacity > 0 ? row.number(post.capacity) : row.blank();
    row.day(day).end_row();
    ++number;
  }
}

}  // namespace

Result<std::uint64_t> write_units_and_staff(const std::string& folder, const Options& options,
                                            const MonthContext& month,
                                            std::vector<std::pair<std::string, PlantedRow>>& planted) {
  std::uint64_t rows = 0;
  for (const File file : {File::units, File::staff}) {
    const FileDescription& description = description_of(file);
    const std::string name = file_name(file, {});
    const DirtPlanter planter(options.seed, options.dirt, description, 0);
    STAYSAIL_TRY(RowWriter row, RowWriter::create(folder + "/" + name, description, options.encoding, planter));
    file == File::units ? write_units(row, number_of(month.last)) : write_staff(row, options, number_of(month.last));
    STAYSAIL_CHECK(row.close());
    for (const PlantedRow& one : row.planted()) planted.emplace_back(name, one);
    rows += row.rows() + row.planted().size();
  }
  return rows;
}

}  // namespace staysail::simulator
