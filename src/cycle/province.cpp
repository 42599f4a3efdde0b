#include "staysail/cycle/province.hpp"

#include <algorithm>

#include "staysail/base/decimal_text.hpp"
#include "staysail/model/record.hpp"
#include "store_currency.hpp"

namespace staysail {
namespace {

constexpr const char* kKind = "analysis";
constexpr char kSeparator = ':';  // no part of a month, nor of a city's name

EntityKey key_of(Month period, const std::string& city) { return {kKind, period.to_string() + kSeparator + city}; }

Status check_name(const std::string& city) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  if (!city.empty() && city.size() <= 64 && std::all_of(city.begin(), city.end(), allowed)) return ok();
  return Error(Errc::invalid_argument,
               "the name of a city is 1 to 64 letters, digits, - and _, the same for each of its transfers: " + city);
}

// An analysis and the version of the night that it was made of: of two transfers the later night stands.
std::string payload_of(std::uint64_t night, const Analysis& analysis) {
  RecordWriter writer(2);
  writer.add_integer(static_cast<std::int64_t>(night));
  writer.add_text(analysis.encode());
  return writer.finish();
}

struct Told {
  std::uint64_t night = 0;
  Analysis analysis;
};

Result<Told> told_in(std::string_view payload) {
  STAYSAIL_TRY(auto reader, RecordReader::open(payload));
  STAYSAIL_TRY(const auto night, reader.next_integer());
  STAYSAIL_TRY(const auto bytes, reader.next_text());
  if (!night || !bytes)
    return Error(Errc::malformed_record, "the record of an analysis is damaged; let the city transfer it again");
  STAYSAIL_TRY(auto analysis, Analysis::decode(*bytes));
  return Told{static_cast<std::uint64_t>(*night), std::move(analysis)};
}

// True when the province did not have the night so.
Result<bool> send_night(Store& below, Month period, const std::string& city, Store& province) {
  STAYSAIL_TRY(const auto heads, below.entities().get({EntityKey{"night", period.to_string()}}));
  STAYSAIL_TRY(const auto night, NightRecord::load(below, period, {{&NightRecord::decision}, {}}));
  if (!heads.front() || !night) return false;
  const EntityKey key = key_of(period, city);
  STAYSAIL_TRY(const auto known, province.entities().get({key}));
  const std::string payload = payload_of(heads.front()->version, Analysis::of(*night));
  if (known.front()) {
    STAYSAIL_TRY(const Told held, told_in(known.front()->payload));
    if (held.night > heads.front()->version || known.front()->payload == payload) return false;
  }
  ChangeSet changes;
  const std::uint64_t expected = known.front() ? known.front()->version : absent;
  changes.put(Record{key, 0, payload, {}}, expected);
  const std::string token =
      "analysis:" + digest_of(payload).to_string() + ":" + key.id + ":" + std::to_string(expected);
  STAYSAIL_CHECK(province.entities().apply(changes, token));
  return true;
}

Status agree_on_currency(Store& below, Store& province) {
  STAYSAIL_TRY(const auto amounts, cycle::agreed_currency(below, std::nullopt));
  STAYSAIL_TRY(const auto agreed, cycle::agreed_currency(province, amounts));
  return agreed ? cycle::keep_currency(province, *agreed) : ok();
}

Status are_two_stores(Store& below, Store& province) {
  const bool one = &below == &province || (!below.place().empty() && below.place() == province.place());
  if (!one) return ok();
  return Error(Errc::invalid_argument, "a city's store goes up into another one: the province's, not itself");
}

// The rows of one city, or of all of them.
class Lines {
 public:
  Status add(const std::string& city, const Analysis& analysis) {
    for (const auto& [column, values] : analysis.counts)
      for (const auto& [value, lines] : values) add(city, column, value, lines);
    for (const auto& [name, total] : analysis.sums) {
      add(city, "sum of", name, total.sum.count());
      STAYSAIL_TRY(const std::int64_t sum, total.sum.total(total.scale, total.scale));
      totals_.back() = decimal_text(sum, total.scale);
    }
    return ok();
  }
  Result<Batch> finish() {
    ColumnBuilder total({"total", ColumnType::text, 0, ""});
    for (const auto& text : totals_) text ? total.append_text(*text) : total.append_null();
    std::vector<Column> columns;
    for (ColumnBuilder* builder : {&city_, &figure_, &name_, &lines_, &total}) columns.push_back(builder->finish());
    return Batch::of(std::move(columns));
  }

 private:
  void add(const std::string& city, const std::string& figure, const std::string& name, std::uint64_t lines) {
    city_.append_text(city);
    figure_.append_text(figure);
    name_.append_text(name);
    lines_.append_number(static_cast<std::int64_t>(lines));
    totals_.emplace_back();
  }

  ColumnBuilder city_{{"city", ColumnType::text, 0, ""}}, figure_{{"figure", ColumnType::text, 0, ""}},
      name_{{"name", ColumnType::text, 0, ""}}, lines_{{"lines", ColumnType::number, 0, "lines"}};
  std::vector<std::optional<std::string>> totals_;
};

}  // namespace

Result<TransferReport> transfer(Store& below, const std::string& city, Store& province, const ModelCatalog& catalog,
                                const Control& control, const std::optional<ErasureAudit>& audit) {
  STAYSAIL_CHECK(check_name(city));
  STAYSAIL_CHECK(are_two_stores(below, province));
  STAYSAIL_CHECK(agree_on_currency(below, province));
  TransferReport report;
  STAYSAIL_TRY(const Tombstones erased, Tombstones::load(below.entities()));
  if (!erased.empty()) {
    STAYSAIL_TRY(report.erased, replay_erasures(province, erased, audit));
  }
  STAYSAIL_TRY(report.tables, replicate(below, province, catalog, tables_that_go_up(catalog), control));
  STAYSAIL_TRY(const auto periods, NightRecord::periods(below));
  for (const Month period : periods) {
    STAYSAIL_TRY(const bool news, send_night(below, period, city, province));
    ++report.analyses;
    report.analyses_new += news ? 1 : 0;
  }
  return report;
}

Result<std::vector<CityAnalysis>> analyses_of(Store& province, Month period) {
  std::vector<CityAnalysis> cities;
  FindRequest request;
  request.kind = kKind;
  request.from = period.to_string() + kSeparator;
  request.to = period.to_string() + static_cast<char>(kSeparator + 1);
  request.parts = RecordParts::payload;
  STAYSAIL_CHECK(for_each_record(province.entities(), request, [&](const Record& record) -> Status {
    STAYSAIL_TRY(Told told, told_in(record.payload));
    cities.push_back({record.key.id.substr(record.key.id.find(kSeparator) + 1), std::move(told.analysis)});
    return ok();
  }));
  return cities;
}

Result<std::vector<Month>> analysed_months(Store& province) {
  std::vector<Month> months;
  FindRequest request;
  request.kind = kKind;
  request.parts = RecordParts::key;
  STAYSAIL_CHECK(for_each_record(province.entities(), request, [&](const Record& record) -> Status {
    STAYSAIL_TRY(const Month month, Month::parse(record.key.id.substr(0, record.key.id.find(kSeparator))));
    if (months.empty() || months.back() != month) months.push_back(month);
    return ok();
  }));
  return months;
}

Result<std::optional<Analysis>> sum_of(const std::vector<CityAnalysis>& cities) {
  if (cities.empty()) return std::optional<Analysis>();
  Analysis sum = cities.front().analysis;
  for (std::size_t i = 1; i < cities.size(); ++i) {
    const Status added = sum.merge(cities[i].analysis);
    if (!added) return Error(added.error().code(), cities[i].city + ": " + std::string(added.error().message()));
  }
  return std::optional<Analysis>(std::move(sum));
}

Result<Batch> province_frame(const std::vector<CityAnalysis>& cities) {
  Lines lines;
  for (const CityAnalysis& each : cities) STAYSAIL_CHECK(lines.add(each.city, each.analysis));
  STAYSAIL_TRY(const auto sum, sum_of(cities));
  if (sum) STAYSAIL_CHECK(lines.add("", *sum));
  return lines.finish();
}

}  // namespace staysail
