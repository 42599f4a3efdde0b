#include "staysail/cycle/night_record.hpp"

#include <algorithm>
#include <array>

#include "staysail/columns/batch_codec.hpp"
#include "staysail/model/record.hpp"

namespace staysail {
namespace {

constexpr const char* kKind = "night";

struct NamedTable {
  const char* name;
  Batch NightRecord::*table;
};

constexpr std::array<NamedTable, 18> kTables = {{
    {"night:decision", &NightRecord::decision},
    {"night:matches", &NightRecord::matches},
    {"night:held_out", &NightRecord::held_out},
    {"night:funnel", &NightRecord::funnel},
    {"night:rules", &NightRecord::rules},
    {"night:conditions", &NightRecord::conditions},
    {"night:marks", &NightRecord::marks},
    {"night:contacts", &NightRecord::contacts},
    {"night:consents", &NightRecord::consents},
    {"night:refusals", &NightRecord::refusals},
    {"night:inputs", &NightRecord::inputs},
    {"night:transitions", &NightRecord::transitions},
    {"night:grid", &NightRecord::grid},
    {"night:effects", &NightRecord::effects},
    {"night:advice", &NightRecord::advice},
    {"night:files", &NightRecord::files},
    {"night:quality", &NightRecord::quality},
    {"night:rooms", &NightRecord::rooms},
}};

void add_digest(RecordWriter& writer, const Digest& digest) {
  writer.add_integer(static_cast<std::int64_t>(digest.high));
  writer.add_integer(static_cast<std::int64_t>(digest.low));
}

// The counts of a head in the order in which they are kept; nights before this end with the first.
template <class Night>
auto counts_of(Night& night) {
  return std::array{&night.rows.read, &night.rows.accepted, &night.rows.duplicate, &night.rows.quarantined,
                    &night.recovered};
}

template <class Night>
auto later_counts_of(Night& night) {
  return std::array{&night.waiting, &night.conflicting};
}

std::string head_of(const NightRecord& night) {
  RecordWriter writer(16 + night.indicators.size() + night.relative.size());
  writer.add_integer(night.as_of.days_since_epoch());
  writer.add_text(night.playbook);
  add_digest(writer, night.playbook_digest);
  add_digest(writer, night.digest);
  for (const std::uint64_t* count : counts_of(night)) writer.add_integer(static_cast<std::int64_t>(*count));
  writer.add_integer(static_cast<std::int64_t>(night.indicators.size()));
  for (const auto& name : night.indicators) writer.add_text(name);
  writer.add_text(night.currency);
  for (const std::uint64_t* count : later_counts_of(night)) writer.add_integer(static_cast<std::int64_t>(*count));
  writer.add_integer(static_cast<std::int64_t>(night.relative.size()));
  for (const auto& name : night.relative) writer.add_text(name);
  return writer.finish();
}

// Reads the fields of a head in order; a missing one is damage.
class HeadReader {
 public:
  explicit HeadReader(RecordReader reader) : reader_(reader) {}

  Result<std::int64_t> integer() { return present(reader_.next_integer()); }
  Result<Day> day() { return present(reader_.next_day()); }
  Result<std::string_view> name() { return present(reader_.next_text()); }
  Result<std::string> text() {
    STAYSAIL_TRY(const auto value, reader_.next_text());
    return std::string(value.value_or(""));
  }
  Result<std::uint64_t> count_or_none() {
    STAYSAIL_TRY(const auto value, reader_.next_integer());
    return static_cast<std::uint64_t>(value.value_or(0));
  }
  Result<Digest> digest() {
    STAYSAIL_TRY(const std::int64_t high, integer());
    STAYSAIL_TRY(const std::int64_t low, integer());
    return Digest{static_cast<std::uint64_t>(high), static_cast<std::uint64_t>(low)};
  }

 private:
  template <class Value>
  static Result<Value> present(const Result<std::optional<Value>>& read) {
    if (!read) return read.error();
    if (!*read) return Error(Errc::malformed_record, "the record of a night misses a part; run `staysail verify`");
    return **read;
  }
  RecordReader reader_;
};

Result<NightRecord> read_head(std::string_view payload) {
  STAYSAIL_TRY(const auto opened, RecordReader::open(payload));
  HeadReader reader(opened);
  NightRecord night;
  STAYSAIL_TRY(night.as_of, reader.day());
  STAYSAIL_TRY(night.playbook, reader.text());
  STAYSAIL_TRY(night.playbook_digest, reader.digest());
  STAYSAIL_TRY(night.digest, reader.digest());
  for (std::uint64_t* count : counts_of(night)) {
    STAYSAIL_TRY(const std::int64_t value, reader.integer());
    *count = static_cast<std::uint64_t>(value);
  }
  STAYSAIL_TRY(const std::int64_t names, reader.integer());
  for (std::int64_t i = 0; i < names; ++i) {
    STAYSAIL_TRY(const std::string_view name, reader.name());
    night.indicators.emplace_back(name);
  }
  STAYSAIL_TRY(night.currency, reader.text());
  for (std::uint64_t* count : later_counts_of(night)) {
    STAYSAIL_TRY(*count, reader.count_or_none());
  }
  STAYSAIL_TRY(const std::uint64_t relative, reader.count_or_none());
  for (std::uint64_t i = 0; i < relative; ++i) {
    STAYSAIL_TRY(const std::string_view name, reader.name());
    night.relative.emplace_back(name);
  }
  return night;
}

std::string period_key(Month period) { return period.to_string(); }

// The same record saved again has the same token; any other has another.
std::string token_of(const NightRecord& night, std::uint64_t known_version) {
  Digester digester;
  digester.add(head_of(night)).add(static_cast<std::int64_t>(known_version));
  for (const auto& [name, table] : kTables)
    if (table != &NightRecord::decision)
      digester.add(encode_batch(night.*table));  // the digest in the head speaks for it
  return "night:" + digester.finish().to_string();
}

bool wants(const NightReading& reading, Batch NightRecord::*table) {
  return reading.tables.empty() ||
         std::find(reading.tables.begin(), reading.tables.end(), table) != reading.tables.end();
}

Result<Batch> read_table(Store& store, const char* name, Month period, const std::vector<std::string>& columns) {
  ScanRequest request;
  request.table = name;
  request.first = request.last = period;
  request.columns = columns;
  STAYSAIL_TRY(auto scanned, store.facts().scan(request));
  return scanned.chunks.empty() ? Batch() : std::move(scanned.chunks.front().batch);
}

}  // namespace

Status NightRecord::save(Store& store) const {
  const EntityKey key{kKind, period_key(period())};
  STAYSAIL_TRY(const auto known, store.entities().get({key}));
  const std::uint64_t version = known.front() ? known.front()->version : absent;
  const std::string token = token_of(*this, version);
  std::vector<FactChunk> chunks;
  for (const auto& [name, table] : kTables) {
    FactChunk chunk;
    chunk.table = name;
    chunk.month = period();
    chunk.batch = this->*table;
    chunks.push_back(std::move(chunk));
  }
  STAYSAIL_CHECK(store.facts().append(chunks, token + ":tables"));
  ChangeSet changes;
  Record record;
  record.key = key;
  record.payload = head_of(*this);
  changes.put(std::move(record), version);
  STAYSAIL_CHECK(store.entities().apply(changes, token));
  return ok();
}

Result<std::optional<NightRecord>> NightRecord::load(Store& store, Month period, const NightReading& reading) {
  STAYSAIL_TRY(const auto known, store.entities().get({EntityKey{kKind, period_key(period)}}));
  if (!known.front()) return std::optional<NightRecord>{};
  STAYSAIL_TRY(auto night, read_head(known.front()->payload));
  for (const auto& [name, table] : kTables) {
    if (!wants(reading, table)) continue;
    STAYSAIL_TRY(night.*table,
                 read_table(store, name, period,
                            table == &NightRecord::decision ? reading.decision : std::vector<std::string>()));
  }
  return std::optional<NightRecord>(std::move(night));
}

Result<std::vector<Month>> NightRecord::periods(Store& store) {
  std::vector<Month> months;
  FindRequest request;
  request.kind = kKind;
  STAYSAIL_CHECK(for_each_record(store.entities(), request, [&](const Record& record) -> Status {
    STAYSAIL_TRY(const Month month, Month::parse(record.key.id));
    months.push_back(month);
    return ok();
  }));
  return months;
}

Result<std::optional<Day>> NightRecord::latest_day(Store& store) {
  STAYSAIL_TRY(const auto months, periods(store));
  if (months.empty()) return std::optional<Day>();
  STAYSAIL_TRY(const auto known, store.entities().get({EntityKey{kKind, period_key(months.back())}}));
  STAYSAIL_TRY(const auto night, read_head(known.front()->payload));
  return std::optional<Day>(night.as_of);
}

std::optional<std::size_t> row_of(const Batch& frame, std::string_view subscription_id) {
  const Column* ids = frame.find("subscription_id");
  if (ids == nullptr) return std::nullopt;
  std::size_t low = 0, high = frame.rows();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (ids->text(middle) < subscription_id) low = middle + 1;
    else high = middle;
  }
  if (low == frame.rows() || ids->text(low) != subscription_id) return std::nullopt;
  return low;
}

}  // namespace staysail
