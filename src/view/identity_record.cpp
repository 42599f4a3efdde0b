#include "identity_record.hpp"

#include "staysail/base/digest.hpp"
#include "staysail/model/record.hpp"

namespace staysail::view {
namespace {

constexpr const char* kTable = "identity_pairs";
constexpr Month kAlways = Month::from_index(0);
constexpr char kSeparator = '\x1f';
constexpr std::size_t kEntryAttributes = 4;

Schema stored_schema() {
  return *Schema::of({{"a", ColumnType::text, 0, {}},
                      {"b", ColumnType::text, 0, {}},
                      {"points", ColumnType::number, 0, {}},
                      {"answer", ColumnType::number, 0, {}},
                      {"evidence", ColumnType::number, 0, {}}});
}

bool equal(const IdentityPair& x, const IdentityPair& y) {
  return x.a == y.a && x.b == y.b && x.points == y.points && x.answer == y.answer && x.evidence == y.evidence;
}

IdentityPair pair_at(const Batch& rows, std::size_t row) {
  const auto number = [&](std::size_t column) { return rows.column(column).numbers()[row]; };
  IdentityPair pair;
  pair.a = rows.column(0).text(row);
  pair.b = rows.column(1).text(row);
  pair.points = static_cast<int>(number(2));
  pair.answer = number(3) == 2 ? IdentityAnswer::same : IdentityAnswer::review;
  pair.evidence = static_cast<std::uint16_t>(number(4));
  return pair;
}

void append(BatchBuilder& builder, const IdentityPair& pair) {
  builder.column(0).append_text(pair.a);
  builder.column(1).append_text(pair.b);
  builder.column(2).append_number(pair.points);
  builder.column(3).append_number(static_cast<std::int64_t>(pair.answer));
  builder.column(4).append_number(pair.evidence);
}

}  // namespace

Result<StoredPairs> load_pairs(FactStore& store) {
  ScanRequest request;
  request.table = kTable;
  request.first = request.last = kAlways;
  STAYSAIL_TRY(const auto scanned, store.scan(request));
  StoredPairs stored;
  if (scanned.chunks.empty()) return stored;
  const FactChunk& chunk = scanned.chunks.front();
  if (!(chunk.batch.schema() == stored_schema()))
    return Error(Errc::store_corrupt, "the chunk of pairs of parties has other columns than this version writes");
  stored.version = chunk.version;
  for (std::size_t row = 0; row < chunk.batch.rows(); ++row) stored.pairs.push_back(pair_at(chunk.batch, row));
  return stored;
}

Status save_pairs(FactStore& store, const StoredPairs& known, const std::vector<IdentityPair>& pairs) {
  const bool same = std::equal(known.pairs.begin(), known.pairs.end(), pairs.begin(), pairs.end(), equal);
  if (same) return ok();
  BatchBuilder builder(stored_schema());
  Digester token;
  for (const auto& pair : pairs) {
    append(builder, pair);
    token.add(pair.a).add(pair.b).add(std::int64_t{pair.points}).add(std::int64_t{pair.evidence});
  }
  FactChunk chunk;
  chunk.table = kTable;
  chunk.month = kAlways;
  chunk.expected = known.version;
  STAYSAIL_TRY(chunk.batch, builder.finish());
  token.add(static_cast<std::int64_t>(known.version));
  STAYSAIL_CHECK(store.append({chunk}, "identity-pairs:" + token.finish().to_string()));
  return ok();
}

std::string ruling_id(std::string_view a, std::string_view b) {
  return a < b ? std::string(a) + kSeparator + std::string(b) : std::string(b) + kSeparator + std::string(a);
}

std::string encode_rulings(const std::vector<IdentityRuling>& rulings) {
  RecordWriter writer(rulings.size() * kEntryAttributes);
  for (const auto& ruling : rulings) {
    writer.add_integer(ruling.together ? 1 : 0);
    writer.add_text(ruling.who);
    writer.add_integer(ruling.when.micros());
    writer.add_text(ruling.why);
  }
  return writer.finish();
}

Result<std::vector<IdentityRuling>> decode_rulings(std::string_view payload, std::string_view id) {
  const Error cut(Errc::malformed_record, "a stored ruling on two parties misses a part; run `staysail verify`");
  const std::size_t middle = id.find(kSeparator);
  if (middle == std::string_view::npos) return cut;
  STAYSAIL_TRY(auto reader, RecordReader::open(payload));
  std::vector<IdentityRuling> rulings;
  for (;;) {
    STAYSAIL_TRY(const auto together, reader.next_integer());
    if (!together) return rulings;
    STAYSAIL_TRY(const auto who, reader.next_text());
    STAYSAIL_TRY(const auto when, reader.next_integer());
    STAYSAIL_TRY(const auto why, reader.next_text());
    if (!who || !when || !why) return cut;
    rulings.push_back(IdentityRuling{std::string(id.substr(0, middle)), std::string(id.substr(middle + 1)),
                                     *together != 0, std::string(*who), std::string(*why),
                                     Instant::from_micros(*when)});
  }
}

}  // namespace staysail::view
