#include "staysail/cycle/analysis.hpp"

#include <algorithm>
#include <array>

#include "staysail/model/record.hpp"

namespace staysail {
namespace {

constexpr std::array kCounted = {"stage", "segment", "churn_kind", "warning_level"};

std::map<std::string, std::uint64_t> counts_by(const Column& column) {
  std::map<std::string, std::uint64_t> counts;
  for (std::size_t row = 0; row < column.size(); ++row)
    ++counts[column.is_null(row) ? std::string() : std::string(column.text(row))];
  return counts;
}

IndicatorSum sum_of(const Column& column) {
  IndicatorSum total{column.field().scale, column.field().unit, {}};
  for (std::size_t row = 0; row < column.size(); ++row)
    if (!column.is_null(row)) total.sum.add(column.numbers()[row]);
  return total;
}

Error unlike(const std::string& what) {
  return Error(Errc::schema_mismatch,
               "analyses that differ in " + what + " cannot be added; let every city's night run with one playbook");
}

Status check_like(const Analysis& one, const Analysis& other) {
  if (one.as_of != other.as_of)
    return unlike("their day, " + one.as_of.to_string() + " and " + other.as_of.to_string() + ",");
  if (one.currency != other.currency)
    return Error(Errc::currency_mismatch,
                 "amounts in " + one.currency + " and in " + other.currency + " are not added");
  for (const auto& [name, sum] : other.sums) {
    const auto own = one.sums.find(name);
    if (own == one.sums.end() || own->second.scale != sum.scale || own->second.unit != sum.unit)
      return unlike("the indicator " + name);
  }
  return one.sums.size() == other.sums.size() ? ok() : Status(unlike("their indicators"));
}

void add_sum(RecordWriter& writer, const std::string& name, const IndicatorSum& total) {
  const auto bytes = total.sum.bytes();
  writer.add_text(name);
  writer.add_integer(total.scale);
  writer.add_text(total.unit);
  writer.add_text({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

// Reads an analysis field by field; what is missing or out of bounds is damage.
class AnalysisReader {
 public:
  explicit AnalysisReader(RecordReader reader) : reader_(reader) {}

  Result<Day> day() { return present(reader_.next_day()); }
  Result<std::uint64_t> count() {
    STAYSAIL_TRY(const std::int64_t value, present(reader_.next_integer()));
    if (value < 0) return damaged();
    return static_cast<std::uint64_t>(value);
  }
  Result<std::string> text() {
    STAYSAIL_TRY(const std::string_view value, present(reader_.next_text()));
    return std::string(value);
  }
  Status counts(std::map<std::string, std::uint64_t>& into) {
    STAYSAIL_TRY(const std::uint64_t values, count());
    for (std::uint64_t i = 0; i < values; ++i) {
      STAYSAIL_TRY(std::string name, text());
      STAYSAIL_TRY(const std::uint64_t lines, count());
      if (!into.emplace(std::move(name), lines).second) return damaged();
    }
    return ok();
  }
  Result<IndicatorSum> sum() {
    IndicatorSum total;
    STAYSAIL_TRY(const std::uint64_t scale, count());
    if (scale > 9) return damaged();
    total.scale = static_cast<std::uint8_t>(scale);
    STAYSAIL_TRY(total.unit, text());
    STAYSAIL_TRY(const std::string_view bytes, present(reader_.next_text()));
    STAYSAIL_TRY(total.sum, ExactSum::read({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}));
    return total;
  }
  static Error damaged() {
    return Error(Errc::malformed_record, "the record of an analysis is damaged; let the city transfer it again");
  }

 private:
  template <class Value>
  static Result<Value> present(const Result<std::optional<Value>>& read) {
    if (!read) return read.error();
    if (!*read) return damaged();
    return **read;
  }
  RecordReader reader_;
};

bool is_relative(const NightRecord& night, std::string_view name) {
  return std::find(night.relative.begin(), night.relative.end(), name) != night.relative.end();
}

}  // namespace

Analysis Analysis::of(const NightRecord& night) {
  Analysis analysis;
  analysis.as_of = night.as_of;
  analysis.currency = night.currency;
  analysis.lines = night.decision.rows();
  for (const char* name : kCounted)
    if (const Column* column = night.decision.find(name); column != nullptr && !is_relative(night, name))
      analysis.counts[name] = counts_by(*column);
  for (const std::string& name : night.indicators) {
    const Column* column = night.decision.find(name);
    if (column != nullptr && !is_relative(night, name) && column->type() == ColumnType::number)
      analysis.sums[name] = sum_of(*column);
  }
  return analysis;
}

Status Analysis::merge(const Analysis& other) {
  STAYSAIL_CHECK(check_like(*this, other));
  lines += other.lines;
  for (const auto& [column, values] : other.counts)
    for (const auto& [value, count] : values) counts[column][value] += count;
  for (const auto& [name, sum] : other.sums) sums[name].sum.merge(sum.sum);
  return ok();
}

std::string Analysis::encode() const {
  std::size_t fields = 5 + 4 * sums.size();
  for (const auto& [column, values] : counts) fields += 2 + 2 * values.size();
  RecordWriter writer(fields);
  writer.add_integer(as_of.days_since_epoch());
  writer.add_text(currency);
  writer.add_integer(static_cast<std::int64_t>(lines));
  writer.add_integer(static_cast<std::int64_t>(counts.size()));
  for (const auto& [column, values] : counts) {
    writer.add_text(column);
    writer.add_integer(static_cast<std::int64_t>(values.size()));
    for (const auto& [value, count] : values) {
      writer.add_text(value);
      writer.add_integer(static_cast<std::int64_t>(count));
    }
  }
  writer.add_integer(static_cast<std::int64_t>(sums.size()));
  for (const auto& [name, total] : sums) add_sum(writer, name, total);
  return writer.finish();
}

Result<Analysis> Analysis::decode(std::string_view bytes) {
  STAYSAIL_TRY(const auto opened, RecordReader::open(bytes));
  AnalysisReader reader(opened);
  Analysis analysis;
  STAYSAIL_TRY(analysis.as_of, reader.day());
  STAYSAIL_TRY(analysis.currency, reader.text());
  STAYSAIL_TRY(analysis.lines, reader.count());
  STAYSAIL_TRY(const std::uint64_t columns, reader.count());
  for (std::uint64_t i = 0; i < columns; ++i) {
    STAYSAIL_TRY(const std::string column, reader.text());
    STAYSAIL_CHECK(reader.counts(analysis.counts[column]));
  }
  STAYSAIL_TRY(const std::uint64_t sums, reader.count());
  for (std::uint64_t i = 0; i < sums; ++i) {
    STAYSAIL_TRY(std::string name, reader.text());
    STAYSAIL_TRY(IndicatorSum total, reader.sum());
    if (!analysis.sums.emplace(std::move(name), std::move(total)).second) return AnalysisReader::damaged();
  }
  return analysis;
}

}  // namespace staysail
